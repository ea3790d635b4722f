"""What stands on the screen is the picture, within one code; exposure and channels change it as they should."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.media.image import Image, encode_srgb8
from studio.ui.viewport import display


def picture(width: int = 64, height: int = 48, alpha: float = 1.0) -> Any:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.stack([x / width, y / height, (x + y) % 17 / 17], axis=2) ** 2
    return Image(np.dstack([light * alpha, np.full((height, width), alpha)]).astype(np.float16))  # type: ignore[arg-type]


def away(shown: Any, wanted: Any) -> int:
    return int(np.abs(shown.astype(int) - wanted.astype(int)).max())


def test_the_default_view_shows_every_code_of_srgb_within_one(stage: Any) -> None:
    codes = np.arange(256, dtype=np.uint8)
    from studio.media.image import srgb_decode_table

    grey = srgb_decode_table()[codes].reshape(16, 16).repeat(3, axis=1).reshape(16, 16, 3)
    photo = Image(np.dstack([grey, np.ones((16, 16))]).astype(np.float16))  # type: ignore[arg-type]
    stage.show(photo)
    stage.at_100()
    wanted = codes.reshape(16, 16)[..., None].repeat(3, axis=2)
    assert away(stage.crop(16, 16), wanted) <= 1


def test_the_default_view_agrees_with_the_picture_s_own_srgb(stage: Any) -> None:
    photo = picture()
    stage.show(photo)
    stage.at_100()
    assert away(stage.crop(64, 48), encode_srgb8(photo.pixels[..., :3])) <= 1


def test_plain_srgb_and_opencolorio_agree(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "transform", lambda name: display.Transform(display.PLAIN))
    photo = picture()
    stage.show(photo)
    stage.at_100()
    assert away(stage.crop(64, 48), encode_srgb8(photo.pixels[..., :3])) <= 1


def test_the_display_transform_is_opencolorio_s(stage: Any) -> None:
    ocio = pytest.importorskip("PyOpenColorIO")
    name = "sRGB · ACES 2.0 - SDR 100 nits (Rec.709)"
    assert name in display.names()
    photo = picture()
    stage.show(photo)
    stage.panel.options.set(display=name)
    stage.at_100()
    config = ocio.Config.CreateFromBuiltinConfig(display.BUILT_IN)
    wanted = ocio.DisplayViewTransform(
        src="Linear Rec.709 (sRGB)", display="sRGB - Display", view="ACES 2.0 - SDR 100 nits (Rec.709)"
    )
    processor = config.getProcessor(wanted).getDefaultCPUProcessor()
    light = np.ascontiguousarray(photo.pixels[..., :3], np.float32).reshape(-1, 3)
    processor.applyRGB(light)
    codes = np.rint(light.reshape(48, 64, 3).clip(0, 1) * 255)
    assert away(stage.crop(64, 48), codes) <= 2


def test_an_unknown_display_falls_back_to_plain_srgb() -> None:
    assert display.transform("no such screen").text == display.PLAIN_TEXT


def test_gain_and_gamma_change_what_is_shown_in_linear_light(stage: Any) -> None:
    photo = picture()
    stage.show(photo)
    stage.panel.options.set(gain=2.0, gamma=1.5)
    stage.at_100()
    light = (photo.pixels[..., :3].astype(np.float32) * 2) ** (1 / 1.5)
    assert away(stage.crop(64, 48), encode_srgb8(light)) <= 1


@pytest.mark.parametrize(("channel", "index"), [("R", 0), ("G", 1), ("B", 2)])
def test_a_channel_is_shown_alone_in_grey(stage: Any, channel: str, index: int) -> None:
    photo = picture()
    stage.show(photo)
    stage.panel.options.set(channel=channel)
    stage.at_100()
    wanted = encode_srgb8(photo.pixels[..., :3])[..., index : index + 1].repeat(3, axis=2)
    assert away(stage.crop(64, 48), wanted) <= 1


def test_alpha_is_shown_as_it_is_and_luminance_by_its_weights(stage: Any) -> None:
    photo = picture(alpha=0.5)
    stage.show(photo)
    stage.panel.options.set(channel="A")
    stage.at_100()
    assert away(stage.crop(64, 48), np.full((48, 64, 3), 128)) <= 1
    stage.panel.options.set(channel="L")
    stage.canvas.update()
    light = photo.pixels[..., :3].astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    assert away(stage.crop(64, 48), encode_srgb8(light)[..., None].repeat(3, axis=2)) <= 1


def test_a_checkerboard_shows_through_what_is_transparent(stage: Any) -> None:
    clear = Image(np.zeros((48, 64, 4), np.float16))  # type: ignore[arg-type]
    stage.show(clear)
    stage.at_100()
    shown = stage.crop(64, 48)
    assert len(np.unique(shown[..., 0])) == 2
    stage.panel.options.set(checker=False)
    assert stage.crop(64, 48).max() == 0


def test_a_channel_key_shows_the_channel_and_again_all(stage: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    stage.show(picture())
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_G)
    assert stage.panel.options.channel == "G"
    QTest.keyClick(stage.canvas, Qt.Key.Key_G)
    assert stage.panel.options.channel == "RGBA"


def test_a_display_transform_is_chosen_while_there_is_no_picture(stage: Any) -> None:
    pytest.importorskip("PyOpenColorIO")
    canvas = stage.panel.canvas
    stage.panel.options.set(display="sRGB · ACES 2.0 - SDR 100 nits (Rec.709)")
    before = canvas.painted_at
    canvas.grabFramebuffer()
    assert canvas.painted_at > before, "it was painted"
