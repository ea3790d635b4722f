"""Pictures of many megapixels never hold the window up, and are exact once one looks closely."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.media.image import Image, encode_srgb8
from studio.ui.viewport import overview, sheet


def noisy(width: int, height: int) -> Any:
    rng = np.random.default_rng(3)
    pixels = rng.random((height, width, 4), np.float32).astype(np.float16)
    pixels[..., 3] = 1
    return Image(pixels)  # type: ignore[arg-type]


def test_an_overview_is_the_mean_of_areas() -> None:
    pixels = noisy(4100, 1000).pixels
    overview.make_overview(pixels)
    small = overview.overview_of(pixels)
    assert small.shape == (500, 2050, 4)
    wanted = np.asarray(pixels, np.float32).reshape(500, 2, 2050, 2, 4).mean(axis=(1, 3))
    assert np.abs(small - wanted).max() < 2e-3


def test_data_is_thinned_and_not_mixed() -> None:
    metres = np.arange(4100 * 1000, dtype=np.float32).reshape(1000, 4100, 1)
    assert np.isin(overview.overview_of(metres)[::50, ::50], metres).all()


def test_a_large_picture_is_sent_in_bands_when_one_zooms_in(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "LARGE", 50_000)
    monkeypatch.setattr(overview, "WIDE", 100)
    monkeypatch.setattr(sheet, "BAND", 1 << 16)
    photo = noisy(400, 300)
    stage.show(photo)
    stage.canvas.view.zoom_to(10)
    stage.pixels()
    assert stage.canvas._screen.complete, "the overview is enough for a small view"
    stage.at_100()
    stage.pixels()
    assert not stage.canvas._screen.complete
    stage.until(lambda: (stage.pixels() is not None) and stage.canvas._screen.complete)
    shown = stage.crop(400, 300).astype(int)
    assert np.abs(shown - encode_srgb8(photo.pixels[..., :3])).max() <= 1


def test_a_value_that_cannot_be_drawn_is_told_on_a_card(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.media.person import People, Person
    from studio.ui.viewport.painters.people import PeoplePainter

    def fail(*_: Any) -> None:
        raise ValueError("no such outline")

    monkeypatch.setattr(PeoplePainter, "prepare", fail)
    stage.show(People({"person_1": Person("person_1", (5, 5, 25, 45))}), "people")
    card = stage.canvas.view.shown().prepared.drawing
    assert card.title == "This cannot be shown" and "no such outline" in card.lines[0][1]


def test_people_wait_for_their_photo_and_the_old_picture_stays(stage: Any) -> None:
    from studio.media.person import People, Person
    from studio.ui.bridge import Answer

    bridge = stage.session.bridge
    people = People({"person_1": Person("person_1", (5, 5, 25, 45))})
    stage.session.look("people")
    look = [call[1] for call in bridge.asked if call[0] == "look"][-1][0]
    bridge.answered.emit(Answer(look, stage.session.graph, people))
    stage.panel.looking._worker.submit(lambda: None).result()
    assert stage.canvas.view.shown() is None and bridge.waiting
    waiting, then = bridge.waiting.pop(0)
    then(Answer(waiting, stage.session.graph, error="there is no such file"))
    stage.until(lambda: stage.canvas.view.shown() is not None)
    assert stage.canvas.view.plane().photo is None, "where there is no photo, people are shown without"


def test_mipmaps_are_prepared_in_small_steps_and_leave_nothing_behind() -> None:
    class Texture:
        def __init__(self) -> None:
            self.levels: list[tuple[int, int]] = []
            self.released = False

        def build_mipmaps(self, base: int, most: int) -> None:
            self.levels.append((base, most))

        def release(self) -> None:
            self.released = True

    class Gl:
        def __init__(self) -> None:
            self.made: list[Texture] = []

        def texture(self, size: tuple[int, int], parts: int, data: bytes, dtype: str, alignment: int) -> Texture:
            assert len(data) == size[0] * size[1] * parts * (2 if dtype == "f2" else 1)
            self.made.append(Texture())
            return self.made[-1]

    gl = Gl()
    steps = [len([level for texture in gl.made for level in texture.levels]) for _ in sheet.warm(gl)]
    assert steps == [1, 2, 3, 4]
    assert all(texture.released and texture.levels == [(0, 1), (1, 2)] for texture in gl.made)
