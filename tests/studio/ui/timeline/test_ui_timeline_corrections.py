"""Keys of corrections in the curve editor: angles and metres that are dragged, smoothed, thinned out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nodes.algorithms.rotation import from_euler, to_euler
from studio.graph.edit import set_key, set_knob
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.keys import curve_keys, value_at

NODE, WHO = "correct_motion_1", "person_1"
HEAD = Channel(NODE, "keys", 0, WHO, "head")
ROOT = Channel(NODE, "keys", 0, WHO, "root")


def turn(frame: int, x: float, y: float, z: float, **more: Any) -> dict[str, Any]:
    rotation = [float(value) for value in from_euler(np.array([x, y, z]), "XYZ")]
    return {"person": WHO, "bone": "head", "time": frame / 24, "rotation": rotation, **more}


def move(frame: int, x: float, y: float) -> dict[str, Any]:
    return {"person": WHO, "bone": "root", "time": frame / 24, "move": [x, y, 0.0]}


@pytest.fixture
def curves(desk: Any) -> Any:
    """The curve editor on a head that nods, and a body that goes aside."""
    keys = (turn(12, 0, 10, 0), turn(24, 20, 10, 5), turn(48, 0, 0, 0), move(12, 0.0, 0.0), move(48, 0.5, 0.1))
    desk.session.apply(lambda graph: set_knob(graph, desk.session.library, NODE, "keys", keys))
    desk.state.fold(desk.row(f"corrected:{NODE}.{WHO}"))
    desk.state.activate([f"bone:{NODE}.{WHO}.head"])
    desk.type("G")
    desk.wait(30)
    desk.session.document.past.clear()
    return desk


def values(desk: Any, channel: Channel) -> list[tuple[float, ...]]:
    """(frame, x, y, z) of a bone's keys."""
    lines = [curve_keys(desk.graph, channel._replace(part=part)) for part in range(3)]
    return [(round(one[0].time * 24, 3), *(round(key.value, 2) for key in one)) for one in zip(*lines, strict=True)]


def entries(desk: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = desk.graph.nodes[NODE].knobs["keys"]
    return found


def spot(desk: Any, frame: float, value: float, channel: Channel) -> Any:
    return desk.point(frame, desk.curves.to_y(channel, value))


def test_a_bones_keys_are_three_curves_in_degrees(curves: Any) -> None:
    assert [channel for channel, _ in curves.state.curves()] == [HEAD._replace(part=part) for part in range(3)]
    assert values(curves, HEAD) == [(12, 0, 10, 0), (24, 20, 10, 5), (48, 0, 0, 0)]
    colours = {colour for _, colour in curves.state.curves()}
    assert len(colours) == 3
    picture = curves.curves.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(picture.height())}
    assert colours <= seen, "each is drawn in its colour"


def test_one_angle_of_a_key_is_dragged_and_the_others_stay(curves: Any) -> None:
    curves.drag(curves.curves, [spot(curves, 24, 20, HEAD), spot(curves, 30, 14, HEAD)])
    (frame, x, y, z) = values(curves, HEAD)[1]
    assert frame == 30 and x == pytest.approx(14, abs=0.5) and (y, z) == (10, 5) and curves.steps == 1
    rotation = next(one for one in entries(curves) if one["bone"] == "head" and one["time"] == 1.25)["rotation"]
    assert to_euler(np.array(rotation)) == pytest.approx([x, 10, 5], abs=0.02)
    curves.session.undo()
    assert values(curves, HEAD)[1] == (24, 20, 10, 5)


def test_all_keys_raised_together_are_the_correction_offset(curves: Any) -> None:
    nod = HEAD._replace(part=1)
    curves.state.pick(Mark(nod, time) for time in (0.5, 1.0, 2.0))
    start, end = spot(curves, 48, 0, nod), spot(curves, 48, 5, nod)
    curves.drag(curves.curves, [start, end])
    assert [y for _, _, y, _ in values(curves, HEAD)] == pytest.approx([15, 15, 5], abs=0.5)
    assert [(x, z) for _, x, _, z in values(curves, HEAD)] == [(0, 0), (20, 5), (0, 0)]


def test_metres_of_the_body_are_curves_too(curves: Any) -> None:
    curves.state.activate([f"bone:{NODE}.{WHO}.root"])
    curves.wait(30)
    curves.drag(curves.curves, [spot(curves, 48, 0.5, ROOT), spot(curves, 48, 0.3, ROOT)])
    assert values(curves, ROOT)[1][1:] == pytest.approx((0.3, 0.1, 0), abs=0.02)


def test_keys_on_the_sheet_move_without_their_turn_changing_by_a_hair(curves: Any) -> None:
    curves.type("G")
    before = next(one for one in entries(curves) if one["bone"] == "head" and one["time"] == 1.0)["rotation"]
    row = f"bone:{NODE}.{WHO}.head"
    curves.drag(curves.sheet, [curves.at(24, row), curves.at(27, row), curves.at(30, row)])
    after = next(one for one in entries(curves) if one["bone"] == "head" and one["time"] == 1.25)["rotation"]
    assert tuple(after) == tuple(before)


def test_a_double_click_on_a_curve_keys_it_where_it_is(curves: Any) -> None:
    here = value_at(curves.graph, curves.session.library, HEAD, 36 / 24)
    assert here is not None
    curves.double_click(curves.curves, spot(curves, 36, here, HEAD))
    assert [frame for frame, *_ in values(curves, HEAD)] == [12, 24, 36, 48]
    assert values(curves, HEAD)[2][1] == pytest.approx(here, abs=0.05)


def test_the_way_to_the_next_key_is_chosen_and_felt(curves: Any) -> None:
    curves.click(curves.curves, spot(curves, 24, 20, HEAD))
    curves.type("Shift+L")
    assert next(one for one in entries(curves) if one["time"] == 1.0)["way"] == "linear"
    there = value_at(curves.graph, curves.session.library, HEAD, 30 / 24)
    assert there == pytest.approx(15, abs=0.4)
    curves.type("B")
    assert "way" not in next(one for one in entries(curves) if one["time"] == 1.0)


def test_selected_keys_are_deleted_as_one_whichever_angle_was_selected(curves: Any) -> None:
    curves.state.pick([Mark(HEAD._replace(part=2), 1.0)])
    curves.type("Delete")
    assert [frame for frame, *_ in values(curves, HEAD)] == [12, 48]


def test_smoothing_draws_keys_to_their_neighbours_and_reducing_leaves_out_what_says_nothing(curves: Any) -> None:
    keys = (turn(0, 0, 0, 0), turn(12, 0, 20, 0), turn(24, 0, 0, 0), turn(36, 0, 0, 0), turn(48, 0, 0, 0))
    curves.session.apply(lambda graph: set_knob(graph, curves.session.library, NODE, "keys", keys))
    curves.state.pick(Mark(HEAD, frame / 24) for frame in (0, 12, 24, 36, 48))
    curves.session.commands["time.reduce"].trigger()
    assert [frame for frame, *_ in values(curves, HEAD)] == [0, 12, 24, 48]
    curves.session.commands["time.smooth"].trigger()
    assert values(curves, HEAD)[1][2] == pytest.approx(10, abs=0.1)
    assert curves.session.document.undo_label == "smooth keys"


def test_a_knobs_curve_is_smoothed_and_reduced_too(desk: Any) -> None:
    angle, library = Channel("transform_1", "rotate"), desk.session.library
    desk.session.apply(lambda graph: set_key(graph, library, "transform_1", "rotate", 1.5, 45.3, "linear"))
    desk.state.pick(Mark(angle, frame / 24) for frame in (12, 36, 60))
    desk.session.commands["time.reduce"].trigger()
    assert [round(key.time * 24) for key in curve_keys(desk.graph, angle)] == [12, 60]
    desk.session.apply(lambda graph: set_key(graph, library, "transform_1", "rotate", 1.5, 65.0, "linear"))
    desk.state.pick([Mark(angle, 1.5)])
    desk.session.commands["time.reduce"].trigger()
    desk.session.commands["time.smooth"].trigger()
    assert [round(key.value) for key in curve_keys(desk.graph, angle)] == [0, 55, 90]


def test_a_fading_correction_is_drawn_as_it_fades_and_says_its_angles(curves: Any) -> None:
    from studio.ui.timeline.curve_paint import curve_path

    keys = (turn(24, 20, 0, 0, falloff=0.5), turn(36, 20, 0, 0, falloff=0.5))
    curves.session.apply(lambda graph: set_knob(graph, curves.session.library, NODE, "keys", keys))
    curves.wait(30)
    path = curve_path(curves.state, curves.curves, HEAD, curve_keys(curves.graph, HEAD), 1200)
    nothing = curves.curves.to_y(HEAD, 0.0)
    for frame in (2, 50):
        x = curves.state.span.to_x(frame)
        points = [path.pointAtPercent(k / 2000) for k in range(2001)]
        near = [point.y() for point in points if abs(point.x() - x) < 3]
        assert near and near[0] == pytest.approx(nothing, abs=2)
    assert "x 20" in curves.curves.tip(curves.curves.place_of(HEAD, curve_keys(curves.graph, HEAD)[0]))
