"""Scrubbing, markers, the played range, kept frames, timecode."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studio.app import library
from studio.graph import project
from studio.graph.edit import set_marker, set_shot
from studio.graph.graph import Marker
from studio.ui.timeline.state import runs
from studio.ui.timeline.ticks import frame_step, value_ticks
from studio.ui.timeline.timecode import read_timecode, timecode


def test_dragging_in_the_ruler_scrubs(desk: Any) -> None:
    seen: list[int] = []
    desk.session.frame_changed.connect(seen.append)
    desk.drag(desk.ruler, [desk.point(10, 40), desk.point(50, 40), desk.point(30, 40)])
    assert desk.session.frame == 30 and {10, 20, 50} <= set(seen) and desk.steps == 0


def test_with_shift_the_playhead_goes_from_key_to_key_and_marker_to_marker(desk: Any) -> None:
    from PySide6.QtCore import Qt

    desk.session.apply(partial(set_marker, time=70 / 24))
    seen: list[int] = []
    desk.session.frame_changed.connect(seen.append)
    desk.drag(
        desk.ruler, [desk.point(2, 40), desk.point(40, 40), desk.point(72, 40)], Qt.KeyboardModifier.ShiftModifier
    )
    assert set(seen) <= {12, 24, 36, 48, 60, 70} and desk.session.frame == 70


def test_m_adds_a_marker_that_is_dragged_renamed_saved_and_undone(desk: Any, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QInputDialog

    desk.session.go(20)
    desk.type("M")
    assert desk.graph.timeline.markers == (Marker(20 / 24, ""),)
    desk.drag(desk.ruler, [desk.point(20, 8), desk.point(26, 8), desk.point(32, 8)])
    assert [marker.time for marker in desk.graph.timeline.markers] == [32 / 24] and desk.steps == 2
    desk.double_click(desk.ruler, desk.point(32, 8))
    dialog = desk.ruler.findChild(QInputDialog)
    dialog.setTextValue("she laughs")
    dialog.accept()
    desk.wait()
    path = tmp_path / "shot.vivant"
    desk.session.document.save(path)
    assert project.load(path, library()).graph.timeline.markers == (Marker(32 / 24, "she laughs"),)
    for _ in range(3):
        desk.session.undo()
    assert desk.graph.timeline.markers == ()


def test_the_menu_of_a_marker_jumps_to_it_and_deletes_it(desk: Any) -> None:
    desk.session.apply(partial(set_marker, time=2.0, title="bow"))
    marker = desk.graph.timeline.markers[0]
    actions = {action.text(): action for action in desk.ruler.menu(marker, 0).actions()}
    actions["Go to marker"].trigger()
    assert desk.session.frame == 48
    actions["Delete marker"].trigger()
    assert desk.graph.timeline.markers == ()


def test_shift_and_arrows_jump_from_marker_to_marker(desk: Any) -> None:
    for frame in (10, 30):
        desk.session.apply(partial(set_marker, time=frame / 24))
    desk.type("Shift+Right")
    desk.type("Shift+Right")
    assert desk.session.frame == 30
    desk.type("Shift+Left")
    assert desk.session.frame == 10


def test_i_and_o_and_the_handles_set_the_played_range_one_step_each(desk: Any) -> None:
    desk.session.go(12)
    desk.type("I")
    desk.session.go(60)
    desk.type("O")
    assert desk.graph.timeline.play == (12, 60) and desk.steps == 2
    desk.drag(desk.ruler, [desk.point(60, 8), desk.point(70, 8), desk.point(72, 8)])
    assert desk.graph.timeline.play == (12, 72) and desk.steps == 3
    desk.session.commands["time.range_to_shot"].trigger()
    assert (desk.graph.shot.first, desk.graph.shot.last, desk.graph.timeline.play) == (12, 72, None)
    desk.session.undo()
    assert (desk.graph.shot.last, desk.graph.timeline.play) == (95, (12, 72))


def test_kept_frames_are_shown_in_the_colour_of_their_tier(desk: Any) -> None:
    assert runs({1: "ram", 2: "ram", 3: "disk", 7: "ram"}) == ((1, 2, "ram"), (3, 3, "disk"), (7, 7, "ram"))
    before = desk.ruler.grab().toImage()
    desk.session.bridge.kept_changed.emit(dict.fromkeys(range(20, 41), "ram"))
    desk.wait()
    image = desk.ruler.grab().toImage()
    ratio = image.devicePixelRatio()
    place = [round(part * ratio) for part in (desk.state.span.to_x(30), image.height() / ratio - 3)]
    assert image.pixelColor(*place).green() > 150 > before.pixelColor(*place).green()


def test_the_wheel_zooms_about_the_mouse(desk: Any) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    place, before = QPointF(desk.state.span.to_x(40), 30), desk.state.span.scale
    event = QWheelEvent(
        place, QPointF(desk.ruler.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.ruler, event)
    assert desk.state.span.scale > 1.4 * before and abs(desk.state.span.to_x(40) - place.x()) < 1e-6


def test_fields_follow_the_playhead_and_move_it(desk: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    desk.session.go(30)
    assert desk.panel.transport.frame.text() == "30" and desk.panel.transport.code.text() == "00:00:01:06"
    field = desk.panel.transport.frame
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "42")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.session.frame == 42
    code = desk.panel.transport.code
    code.setFocus()
    code.selectAll()
    QTest.keyClicks(code, "2:12")
    QTest.keyClick(code, Qt.Key.Key_Return)
    assert desk.session.frame == 60


def test_the_rate_field_changes_the_shot_and_keys_stay_at_their_seconds(desk: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    rate = desk.panel.transport.typed
    rate.setFocus()
    rate.selectAll()
    QTest.keyClicks(rate, "29.97")
    QTest.keyClick(rate, Qt.Key.Key_Return)
    assert desk.graph.shot.fps == pytest.approx(30000 / 1001)
    assert [key.time for key in desk.graph.nodes["blur_1"].curves["size"].keys[0]] == [0.0, 1.0, 2.0]
    desk.session.undo()
    assert desk.graph.shot.fps == 24 and rate.text() == "24"


def test_the_range_fields_set_the_shot(desk: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    field = desk.panel.transport.last
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "120")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.graph.shot.last == 120 and desk.steps == 1


@pytest.mark.parametrize(
    ("frame", "fps", "text"),
    [
        (0, 24, "00:00:00:00"), (47, 24, "00:00:01:23"), (90000, 25, "01:00:00:00"),
        (1799, 30000 / 1001, "00:00:59;29"),
        (1800, 30000 / 1001, "00:01:00;02"), (17981, 30000 / 1001, "00:09:59;29"), (17982, 30000 / 1001, "00:10:00;00"),
        (107892, 30000 / 1001, "01:00:00;00"), (1800, 30, "00:01:00:00"), (1440, 24000 / 1001, "00:01:00:00"),
    ],
)  # fmt: skip
def test_timecode_counts_as_smpte_does(frame: int, fps: float, text: str) -> None:
    assert timecode(frame, fps) == text and read_timecode(text, fps) == frame


def test_every_drop_frame_timecode_is_read_back() -> None:
    rate = 30000 / 1001
    assert all(read_timecode(timecode(frame, rate), rate) == frame for frame in range(0, 40000, 7))


def test_labels_stay_apart_and_values_are_round() -> None:
    for scale in (0.001, 0.02, 0.5, 3.0, 40.0):
        assert frame_step(scale, 54, 24, False) * scale >= 54 and frame_step(scale, 92, 24, True) * scale >= 92
    assert frame_step(13.0, 92, 24, True) == 8 and frame_step(13.0, 92, 25, True) == 25
    assert list(value_ticks(-1.0, 9.2, 6)) == pytest.approx([0, 2, 4, 6, 8])


def test_a_shot_of_ten_thousand_frames_is_fitted_and_scrubbed(desk: Any) -> None:
    desk.session.apply(partial(set_shot, last=9999))
    desk.type("Shift+F")
    desk.drag(desk.ruler, [desk.point(0, 40), desk.point(5000, 40)])
    assert abs(desk.session.frame - 5000) < 10 and desk.state.span.first < 0 < 9999 < desk.state.span.last
