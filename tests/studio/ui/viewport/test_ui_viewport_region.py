"""The region: what is asked for, what is shown of it, and where."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.graph.edit import set_knob
from studio.media.image import Image
from studio.media.region import WHOLE
from studio.ui.bridge import Answer, Look, Part

QUARTER = (16.0, 12.0, 48.0, 36.0)
SHARES = (0.25, 0.25, 0.75, 0.75)


def picture() -> Image:
    """64 x 48, every pixel another colour; float16 numpy, as values arrive in the window."""
    y, x = np.mgrid[0:48, 0:64].astype(np.float32)
    light = np.stack([x / 64, y / 48, (x + y) % 17 / 17, np.ones_like(x)], axis=2) ** 2
    return Image(light.astype(np.float16))


def last_look(stage: Any) -> Look:
    looks: tuple[Look, ...] = [asked[1] for asked in stage.session.bridge.asked if asked[0] == "look"][-1]
    return looks[0]


def answer_part(stage: Any, look: Look) -> Image:
    """Answer with what of the picture is asked for, as the engine does; hands back the whole."""
    whole = picture()
    part = Image(whole.pixels[12:36, 16:48])
    cut = Part((16, 12, 48, 36), (64, 48))
    stage.session.bridge.answered.emit(Answer(look, stage.session.graph, part, part=cut))
    stage.settle()
    return whole


def regional(stage: Any) -> Look:
    """A film's frame is shown, a region is drawn, and something changes."""
    stage.show(picture(), "stage", "colour")
    stage.panel.options.set(region=QUARTER)
    stage.session.apply(lambda graph: set_knob(graph, stage.session.library, "stage", "shadows", 0.5))
    return last_look(stage)


def test_a_region_asks_for_nothing_until_something_changes_and_then_for_its_part(stage: Any) -> None:
    stage.show(picture(), "stage", "colour")
    count = len(stage.session.bridge.asked)
    stage.panel.options.set(region=QUARTER)
    assert len([asked for asked in stage.session.bridge.asked[count:] if asked[0] == "look"]) == 0
    stage.session.apply(lambda graph: set_knob(graph, stage.session.library, "stage", "shadows", 0.5))
    assert last_look(stage).region == SHARES


def test_frames_are_filled_for_the_region_alone(stage: Any) -> None:
    stage.session.apply(lambda graph: set_knob(graph, stage.session.library, "stage", "shadows", 0.25))
    stage.show(picture(), "stage", "colour")
    stage.panel.options.set(region=QUARTER)
    followed = [asked[1] for asked in stage.session.bridge.asked if asked[0] == "follow"][-1]
    assert followed.region == SHARES


def test_a_part_is_shown_where_it_lies_and_around_it_is_nothing(stage: Any) -> None:
    whole = answer_part(stage, regional(stage))
    stage.at_100()
    shown = stage.crop(64, 48)
    wanted = whole.srgb8()
    assert np.abs(shown[14:34, 18:46].astype(int) - wanted[14:34, 18:46]).max() <= 1
    assert shown[:10].max() < 16
    assert shown[:, 52:].max() < 16
    assert "32 × 24 of 64 × 48" in stage.panel.status.shown.text()


def test_the_probe_reads_a_part_in_the_pixels_of_the_whole(stage: Any) -> None:
    whole = answer_part(stage, regional(stage))
    place = stage.panel.place()
    QTest.mouseMove(stage.canvas, place.to_widget(20.5, 20.5).toPoint())
    codes = whole.srgb8()[20, 20]
    stage.until(lambda: " ".join(str(code) for code in codes) in " ".join(stage.panel.status.code.text().split()))


def test_ending_the_region_asks_for_all_of_it_again(stage: Any) -> None:
    answer_part(stage, regional(stage))
    stage.panel.options.set(region=None)
    assert last_look(stage).region == WHOLE


def test_another_region_is_asked_for_where_the_last_one_does_not_reach(stage: Any) -> None:
    answer_part(stage, regional(stage))
    before = len(stage.session.bridge.asked)
    stage.panel.options.set(region=(20.0, 16.0, 40.0, 30.0))
    assert not [asked for asked in stage.session.bridge.asked[before:] if asked[0] == "look"]
    stage.panel.options.set(region=(0.0, 0.0, 32.0, 24.0))
    assert last_look(stage).region == (0.0, 0.0, 0.5, 0.5)


def test_what_is_no_picture_is_looked_at_as_a_whole(stage: Any) -> None:
    stage.show(picture(), "photo")
    stage.panel.options.set(region=QUARTER)
    stage.session.look("people")
    assert last_look(stage).region == WHOLE


def test_while_a_rectangle_is_dragged_all_of_the_picture_is_seen(stage: Any) -> None:
    answer_part(stage, regional(stage))
    stage.panel.use_tool("Region")
    place = stage.panel.place()
    first, last = place.to_widget(4, 4).toPoint(), place.to_widget(30.3, 30.3).toPoint()
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=first)
    assert last_look(stage).region == WHOLE
    QTest.mouseMove(stage.canvas, last)
    assert stage.panel.options.region is None
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=last)
    assert stage.panel.options.region == (4, 4, 30, 30)
