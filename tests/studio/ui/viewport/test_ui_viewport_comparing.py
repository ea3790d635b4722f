"""Two views compared: a wipe that is moved and turned, the difference, side by side; and the pixel probe."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from studio.media.image import Image, encode_srgb8
from studio.ui.bridge import Answer, Look
from studio.ui.viewport.options import Options


def flat(level: float, width: int = 64, height: int = 48) -> Any:
    pixels = np.full((height, width, 4), level, np.float16)
    pixels[..., 3] = 1
    return Image(pixels)  # type: ignore[arg-type]


def compare(stage: Any, how: str, other: float = 1.0) -> None:
    """Show 0.1 under 1, compared with something under 2."""
    stage.show(flat(0.1), "photo", number=1)
    stage.session.look("stage", "colour", 2)
    stage.session.show_number(1)
    stage.answer(flat(0.1))
    stage.session.compare(2)
    stage.panel.options.set(comparison=how)
    look = Look("stage", "colour", stage.session.time, 1.0)
    stage.session.bridge.answered.emit(Answer(look, stage.session.graph, flat(other)))
    stage.settle()


def test_both_views_are_asked_for_the_shown_one_first(stage: Any) -> None:
    stage.session.look("photo", "", 1)
    stage.session.look("stage", "colour", 2)
    stage.session.show_number(1)
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_W)
    assert stage.panel.options.comparison == "wipe"
    assert stage.session.compared == 2
    asked = [call[1] for call in stage.session.bridge.asked if call[0] == "look"][-1]
    assert [look.node for look in asked] == ["photo", "stage"]


def test_comparing_with_nothing_says_what_to_do(stage: Any) -> None:
    said: list[str] = []
    stage.session.said.connect(lambda kind, line: said.append(line))
    stage.show(flat(0.1))
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_W)
    assert stage.panel.options.comparison == "off"
    assert said and "press 2" in said[0]


def test_a_wipe_shows_one_view_on_each_side_of_its_line(stage: Any) -> None:
    compare(stage, "wipe")
    place = stage.panel.place()
    shown = stage.pixels()
    left, right = place.to_widget(10, 10).toPoint(), place.to_widget(54, 10).toPoint()
    dark, bright = encode_srgb8(np.array([0.1, 1.0]))
    assert shown[left.y(), left.x(), 0] == dark and shown[right.y(), right.x(), 0] == bright


def test_a_wipe_is_dragged_by_its_middle_and_turned_by_its_end(stage: Any) -> None:
    compare(stage, "wipe")
    place = stage.panel.place()
    middle, wanted = place.to_widget(32, 24).toPoint(), place.to_widget(16, 24).toPoint()
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(stage.canvas, wanted)
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=wanted)
    assert stage.panel.options.wipe == pytest.approx((16, 24), abs=0.3)
    end = wanted - QPoint(0, 74)
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseMove(stage.canvas, wanted + QPoint(74, 0))
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=wanted + QPoint(74, 0))
    assert stage.panel.options.angle == pytest.approx(90, abs=2)
    shown = stage.pixels()
    above, below = place.to_widget(50, 10).toPoint(), place.to_widget(50, 40).toPoint()
    assert shown[above.y(), above.x(), 0] < shown[below.y(), below.x(), 0]


def test_the_difference_is_shown_multiplied(stage: Any) -> None:
    compare(stage, "difference", other=0.2)
    stage.panel.options.set(difference=3.0)
    at = stage.panel.place().to_widget(20, 10).toPoint()
    shown = int(stage.pixels()[at.y(), at.x(), 0])
    wanted = int(encode_srgb8(np.array([3 * (np.float16(0.2) - np.float16(0.1))]))[0])
    assert abs(shown - wanted) <= 1


def test_side_by_side_folds_the_right_half_onto_the_picture(stage: Any) -> None:
    compare(stage, "side by side")
    place, canvas = stage.panel.place(), stage.canvas
    at = place.to_widget(32, 10)
    assert at.x() < canvas.width() / 2
    shown = stage.pixels()
    row, column = round(at.y()), round(at.x())
    assert shown[row, column, 0] < shown[row, column + canvas.width() // 2, 0]
    folded = canvas.view.fold(at + QPoint(canvas.width() // 2, 0).toPointF())
    assert place.to_picture(folded)[0] == pytest.approx(32, abs=0.2)


def hover(stage: Any, x: float, y: float) -> None:
    at = stage.panel.place().to_widget(x, y).toPoint()
    QTest.mouseMove(stage.canvas, at + QPoint(1, 0))
    QTest.mouseMove(stage.canvas, at)
    QTest.qWait(30)


def test_the_probe_tells_the_pixel_under_the_mouse(stage: Any) -> None:
    pixels = np.zeros((48, 64, 4), np.float16)
    pixels[..., 3] = 1
    pixels[20, 10, :3] = 0.25, 0.5, 1.0
    stage.show(Image(pixels))  # type: ignore[arg-type]
    hover(stage, 10.5, 20.5)
    status = stage.panel.status
    assert status.where.text().split() == ["10", "20"]
    assert [float(part) for part in status.light.text().split()] == [0.25, 0.5, 1.0, 1.0]
    assert [int(part) for part in status.code.text().split()] == [137, 188, 255]


def test_the_probe_tells_the_mean_of_a_rectangle_while_shift_is_held(stage: Any) -> None:
    pixels = np.zeros((48, 64, 4), np.float16)
    pixels[..., 3] = 1
    pixels[:, 32:, :3] = 1
    stage.show(Image(pixels))  # type: ignore[arg-type]
    place, shift = stage.panel.place(), Qt.KeyboardModifier.ShiftModifier
    first, last = place.to_widget(22.5, 10.5).toPoint(), place.to_widget(41.5, 29.5).toPoint()
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, shift, first)
    QTest.mouseMove(stage.canvas, last)
    QTest.qWait(20)
    assert stage.panel.status.where.text() == "mean of 20×20"
    assert float(stage.panel.status.light.text().split()[0]) == pytest.approx(0.5, abs=0.01)
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, shift, last)


def test_the_probe_names_the_person_under_the_mouse(stage: Any) -> None:
    from studio.media.matte import Matte
    from studio.media.person import People, Person

    coverage = np.zeros((48, 64), np.float32)
    coverage[10:40, 5:25] = 1
    person = Person("person_1", (5, 10, 25, 40), name="Anna", matte=Matte.from_full(coverage))
    stage.beside["people"] = People({"person_1": person})
    stage.show(flat(0.5), "stage", "colour")
    hover(stage, 40, 20)
    stage.settle()
    assert "Anna" not in stage.panel.status.words.text()
    hover(stage, 15, 20)
    assert "Anna" in stage.panel.status.words.text()
    stage.canvas.leaveEvent(QEvent(QEvent.Type.Leave))
    assert stage.panel.status.words.text() == ""


def test_an_option_that_there_is_not_is_refused() -> None:
    with pytest.raises(AttributeError):
        Options().set(no_such_option=1)


def test_the_bar_follows_what_is_shown_and_changes_it(stage: Any) -> None:
    stage.show(flat(0.2), "stage", "colour")
    bar = stage.panel.bar
    assert "Stage people" in bar.view.text() and bar.output.text() == "colour"
    menu = bar.output.menu()
    menu.aboutToShow.emit()
    assert {action.text() for action in menu.actions()} >= {"colour", "depth", "flow", "ids", "bones"}
    next(action for action in menu.actions() if action.text() == "flow").trigger()
    assert stage.session.view().name == "flow"
    menu = bar.proxy.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Half size").trigger()
    assert stage.session.scale == 0.5 and bar.proxy.text() == "1:2"
    menu = bar.display.menu()
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "sRGB, no tone mapping" and menu.actions()[0].isChecked()
    views = [action.menu().actions() for action in menu.actions() if action.menu()]
    next(action for actions in views for action in actions if action.text() == "Raw").trigger()
    assert stage.panel.options.display.endswith("· Raw")
    bar.gain.set(2.0)
    assert stage.panel.options.gain == 2.0
    QTest.mouseDClick(bar.gain, Qt.MouseButton.LeftButton)
    assert stage.panel.options.gain == 1.0
    for button in (bar.view, bar.channel, bar.display, bar.compare, bar.overlays, bar.guides, bar.zoom):
        button.menu().aboutToShow.emit()
        assert button.menu().actions() and button.toolTip()


def test_the_probe_reads_the_picture_that_is_seen_under_the_mouse(stage: Any) -> None:
    compare(stage, "wipe", other=1.0)
    hover(stage, 10, 20)
    assert stage.panel.status.light.text().split()[0] == f"{float(np.float16(0.1)):.4f}"
    hover(stage, 54, 20)
    assert stage.panel.status.light.text().split()[0] == "1.0000"


def test_the_probe_follows_the_picture_under_a_mouse_that_rests(stage: Any) -> None:
    stage.show(flat(0.25), "stage", "colour")
    hover(stage, 20, 20)
    stage.session.go(4)
    stage.answer(flat(0.5), "stage", "colour")
    assert stage.panel.status.light.text().split()[0] == "0.5000"


def test_the_probe_is_silent_outside_the_region(stage: Any) -> None:
    stage.show(flat(0.25), "stage", "colour")
    stage.panel.options.set(region=(10, 10, 30, 30))
    hover(stage, 20, 20)
    assert stage.panel.status.light.text()
    hover(stage, 50, 20)
    assert not stage.panel.status.light.text()


def test_however_much_the_probe_says_the_window_stays_as_wide_as_it_is(stage: Any) -> None:
    from studio.ui.viewport.probe import Reading

    status = stage.panel.status
    least = status.minimumSizeHint().width()
    status.tell(Reading(3, 4, words="near person_2, looks at camera, " * 30), "Anna")
    assert status.minimumSizeHint().width() <= least + 20
    assert status.words.text().startswith("Anna   near") and status.words.text().endswith("…")
