"""The curve editor: keys, tangents, selections, with values."""

from __future__ import annotations

from typing import Any

import pytest

from studio.graph.curve import Key
from studio.ui.timeline import tangents
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.curve_paint import handle_places
from studio.ui.timeline.keys import curve_keys

SIZE, ROTATE = Channel("blur_1", "size"), Channel("transform_1", "rotate")


@pytest.fixture
def curves(desk: Any) -> Any:
    """The timeline showing the curve of the blur's size."""
    desk.state.activate(["knob:blur_1.size"])
    desk.type("G")
    desk.wait(30)
    return desk


def spot(desk: Any, frame: float, value: float, channel: Channel = SIZE) -> Any:
    return desk.point(frame, desk.curves.to_y(channel, value))


def keys(desk: Any, channel: Channel = SIZE) -> list[tuple[float, float]]:
    line = curve_keys(desk.graph, channel)
    return [(round(key.time * 24, 3), round(key.value, 1)) for key in line]


def handle(desk: Any, at: int, side: str, channel: Channel = SIZE) -> Any:
    line = curve_keys(desk.graph, channel)
    return handle_places(desk.state, desk.curves, channel, line, at)[side].toPoint()


def test_a_key_is_dragged_in_time_and_value_in_one_step(curves: Any) -> None:
    start = spot(curves, 24, 10)
    curves.drag(curves.curves, [start, spot(curves, 30, 14)])
    (time, value) = keys(curves)[1]
    assert time == 30 and value == pytest.approx(14, abs=0.2) and curves.steps == 1
    curves.session.undo()
    assert keys(curves) == [(0, 0), (24, 10), (48, 20)]


def test_shift_keeps_a_drag_on_one_way(curves: Any) -> None:
    from PySide6.QtCore import Qt

    curves.click(curves.curves, spot(curves, 24, 10))
    end = spot(curves, 25, 15)
    curves.drag(curves.curves, [spot(curves, 24, 10), end], Qt.KeyboardModifier.NoModifier)
    assert keys(curves)[1][0] == 25
    curves.session.undo()
    from PySide6.QtTest import QTest

    left = Qt.MouseButton.LeftButton
    QTest.mousePress(curves.curves, left, Qt.KeyboardModifier.NoModifier, spot(curves, 24, 10))
    curves.move(curves.curves, end, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseRelease(curves.curves, left, Qt.KeyboardModifier.NoModifier, end)
    assert keys(curves)[1][0] == 24 and keys(curves)[1][1] == pytest.approx(15, abs=0.2)


def test_a_tangent_changes_the_values_between_keys_and_turns_the_other_one_with_it(curves: Any) -> None:
    curves.click(curves.curves, spot(curves, 24, 10))
    before = curves.graph.nodes["blur_1"].curves["size"]
    start = handle(curves, 1, "right")
    curves.drag(curves.curves, [start, start + curves.place(0, -90)])
    after = curves.graph.nodes["blur_1"].curves["size"]
    key = after.keys[0][1]
    assert not key.auto and curves.steps == 1
    assert after.at(30 / 24) > before.at(30 / 24) + 0.5 and after.at(18 / 24) < before.at(18 / 24) - 0.5
    assert [after.at(t) for t in (0.0, 1.0, 2.0)] == [0, 10, 20]
    assert key.left[1] / key.left[0] == pytest.approx(key.right[1] / key.right[0])


def test_alt_breaks_the_tangents_and_they_stay_broken(curves: Any) -> None:
    from PySide6.QtCore import Qt

    curves.click(curves.curves, spot(curves, 24, 10))
    start = handle(curves, 1, "right")
    curves.drag(curves.curves, [start, start + curves.place(0, -90)], Qt.KeyboardModifier.AltModifier)
    left = curves.graph.nodes["blur_1"].curves["size"].keys[0][1].left
    start = handle(curves, 1, "right")
    curves.drag(curves.curves, [start, start + curves.place(0, 40)])
    assert curves.graph.nodes["blur_1"].curves["size"].keys[0][1].left == left


def test_tangents_are_made_flat_unified_automatic_and_broken_by_key(curves: Any) -> None:
    curves.click(curves.curves, spot(curves, 24, 10))

    def key() -> Key:
        made: Key = curves.graph.nodes["blur_1"].curves["size"].keys[0][1]
        return made

    curves.type("Shift+T")
    assert (key().left, key().right, key().auto) == ((0, 0), (0, 0), False)
    curves.type("Shift+U")
    start = handle(curves, 1, "right")
    curves.drag(curves.curves, [start, start + curves.place(0, -60)])
    assert key().left[1] == 0 and key().right[1] > 0
    curves.type("U")
    assert key().left[1] / key().left[0] == pytest.approx(key().right[1] / key().right[0])
    curves.type("T")
    assert key().auto and curves.steps == 4


def test_a_box_selects_and_its_edges_scale_time_and_value(curves: Any) -> None:
    curves.drag(curves.curves, [spot(curves, -1, -2), spot(curves, 49, 21.5)])
    assert len(curves.state.marks) == 3
    box = curves.curves.frame_box()
    middle, right = box.center(), box.right()
    curves.drag(
        curves.curves, [curves.place(right, middle.y()), curves.place(right + 24 * curves.state.span.scale, middle.y())]
    )
    assert [time for time, _ in keys(curves)] == [0, 36, 72]
    box = curves.curves.frame_box()
    top, bottom = box.top() + 12, box.bottom() - 12
    half = curves.place(box.center().x(), box.top() + (bottom - top) / 2)
    curves.drag(curves.curves, [curves.place(box.center().x(), box.top()), half])
    assert [value for _, value in keys(curves)] == pytest.approx([0, 5, 10], abs=0.2) and curves.steps == 2


def test_a_double_click_sets_a_key_on_the_curve_or_at_the_mouse(curves: Any) -> None:
    value = curves.graph.nodes["blur_1"].curves["size"].at(36 / 24)
    curves.double_click(curves.curves, spot(curves, 36, value))
    assert (36, round(value, 1)) in keys(curves)
    curves.double_click(curves.curves, spot(curves, 60, 8))
    assert keys(curves)[-1][0] == 60 and keys(curves)[-1][1] == pytest.approx(8, abs=0.2)


def test_normalised_curves_fill_the_same_height_and_drags_keep_their_own_scale(curves: Any) -> None:
    curves.state.activate([])
    curves.type("N")
    view = curves.curves
    assert view.to_y(SIZE, 20.0) == pytest.approx(view.to_y(ROTATE, 90.0))
    assert view.to_y(SIZE, 0.0) == pytest.approx(view.to_y(ROTATE, 0.0))
    start = spot(curves, 60, 90, ROTATE)
    curves.drag(view, [start, curves.place(start.x(), view.to_y(ROTATE, 45))])
    assert keys(curves, ROTATE)[1] == (60, pytest.approx(45, abs=0.6))
    curves.type("N")
    assert not view.normalised


def test_f_fits_the_selection_then_everything(curves: Any) -> None:
    curves.state.pick([Mark(SIZE, 1.0), Mark(SIZE, 2.0)])
    curves.type("F")
    assert 20 < curves.state.span.first < 24 < 48 < curves.state.span.last < 52
    assert curves.curves.low < 10 and curves.curves.low > 5 and curves.curves.high > 20
    curves.state.pick()
    curves.type("F")
    assert curves.state.span.first < 0 and curves.state.span.last > 95


def test_the_wheel_zooms_values_about_the_mouse(curves: Any) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    place = QPointF(spot(curves, 24, 10))
    value, scale = curves.curves.to_value(SIZE, place.y()), curves.state.span.scale
    size = curves.curves.high - curves.curves.low
    event = QWheelEvent(
        place, QPointF(curves.curves.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.AltModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(curves.curves, event)
    assert curves.curves.high - curves.curves.low < 0.9 * size and curves.state.span.scale == scale
    assert curves.curves.to_value(SIZE, place.y()) == pytest.approx(value)


def test_what_is_drawn_is_what_is_computed(curves: Any) -> None:
    from studio.ui.timeline.curve_paint import curve_path

    curve = curves.graph.nodes["blur_1"].curves["size"]
    path = curve_path(curves.state, curves.curves, SIZE, curve.keys[0], curves.curves.width())
    for share in (0.2, 0.35, 0.5, 0.62):
        point = path.pointAtPercent(share)
        time = curves.state.time_of(curves.state.span.to_frame(point.x()))
        assert point.y() == pytest.approx(curves.curves.to_y(SIZE, curve.at(time)), abs=0.3)


def test_frame_and_value_are_read_beside_a_key_that_is_dragged(curves: Any, monkeypatch: Any) -> None:
    from studio.ui.timeline import curve_paint

    read: list[str] = []
    monkeypatch.setattr(curve_paint, "paint_reading", lambda painter, place, text, area: read.append(text))
    curves.drag(curves.curves, [spot(curves, 24, 10), spot(curves, 30, 13)], release=False)
    curves.curves.grab()
    assert read and "frame 30" in read[-1] and read[-1].startswith("size") and "1" in read[-1].split("·")[-1]


def test_handles_on_a_line_are_told_from_broken_ones() -> None:
    assert tangents.unified((-1.0, -2.0), (0.5, 1.0)) and not tangents.unified((-1.0, -2.0), (0.5, 0.5))
    line = (Key(0.0, 0.0), Key(1.0, 4.0), Key(3.0, 0.0))
    broken = tangents.dragged(line, 1, "right", (0.5, 1.0), together=False)
    assert broken.right == (0.5, 1.0) and broken.left[1] == 0
    turned = tangents.dragged(line, 1, "right", (0.5, 1.0), together=True)
    assert turned.left[1] / turned.left[0] == pytest.approx(2.0)
    assert tangents.dragged(line, 1, "right", (-3.0, 1.0), together=False).right[0] > 0
