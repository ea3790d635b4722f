"""Every medium draws something, and something else when the value is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.media.camera import Camera
from studio.media.depth import Depth
from studio.media.film import Film
from studio.media.flow import Flow, Ids
from studio.media.matte import Matte
from studio.media.motion import Motion, Motions, Pose, Poses
from studio.media.person import Face, People, Person
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import KEYPOINTS, Skeleton
from studio.media.suitability import Finding, Suitability
from studio.media.view import View, ViewPath
from studio.ui.viewport.painters import CARD, painter_for
from studio.ui.viewport.painters.depth import span_of
from studio.ui.viewport.painters.painter import Setting
from studio.ui.viewport.ramps import turbo, wheel
from studio.ui.viewport.relief import relief_of, turning

Make = Callable[[float], Any]


def matte(shift: float) -> Matte:
    coverage = np.zeros((48, 64), np.float32)
    coverage[10:40, 10 + int(shift) : 30 + int(shift)] = 1
    return Matte.from_full(coverage)


def skeleton(shift: float) -> Skeleton:
    points = np.array([[10 + shift + 2 * (k % 7), 8 + 1.5 * k] for k in range(len(KEYPOINTS))], np.float32)
    return Skeleton(points, np.ones(len(points), np.float32), np.zeros(len(points), np.float32))


def face(shift: float) -> Face:
    turns = np.linspace(0, 40, 478)
    points = np.stack([20 + shift + turns / 8 * np.cos(turns), 20 + turns / 8 * np.sin(turns)], axis=1)
    return Face(points.astype(np.float32), np.zeros(478, np.float32), (14 + shift, 14, 26 + shift, 26), 1.0)


def people(shift: float) -> People:
    box = (10 + shift, 10, 30 + shift, 40)
    return People(
        {"person_1": Person("person_1", box, 0.9, colour=(1, 0.5, 0), matte=matte(shift), skeleton=skeleton(shift))}
    )


def rig() -> Rig:
    from studio.media.rig import Part

    heads = np.array([[20, 40, 0], [20, 25, 0]], np.float32)
    tails = np.array([[20, 25, 0], [20, 10, 0]], np.float32)
    part = Part(
        "torso", "hips", None, np.array([[10, 10], [30, 10], [20, 40]], np.float32), np.array([[0, 1, 2]], np.int32),  # type: ignore[arg-type]
        np.array([[1, 0], [0, 1], [0.5, 0.5]], np.float32), 0,
    )  # fmt: skip
    rest = np.tile(np.array([0, 0, 0, 1], np.float32), (2, 1))
    return Rig(
        "person_1", ("hips", "spine"), np.array([-1, 0], np.int32), heads, tails, rest,
        np.array([1, 0.2], np.float32), ("", "cut by the picture's edge"), ("spine",), 40.0, 0, (part,), (20, 40), True,
    )  # fmt: skip


def turn(degrees: float) -> list[float]:
    half = np.radians(degrees) / 2
    return [0.0, 0.0, float(np.sin(half)), float(np.cos(half))]


def pose(shift: float) -> Poses:
    rotations = np.array([turn(shift * 4), turn(0)], np.float32)
    return Poses({"person_1": Pose(("hips", "spine"), rotations, np.zeros(3, np.float32), {})})


def motion(shift: float) -> Motions:
    rotations = np.array([[turn(k * (2 + shift)), turn(0)] for k in range(24)], np.float32)
    root = np.zeros((24, 3), np.float32)
    return Motions({"person_1": Motion("sway", ("hips", "spine"), 24.0, rotations, root, {}, False, 0.0, False)})


def ramp(shift: float) -> Any:
    return np.broadcast_to(np.linspace(1 + shift / 4, 8, 64, dtype=np.float32), (48, 64)).copy()


def flow(shift: float) -> Flow:
    moved = np.zeros((48, 64, 2), np.float32)
    moved[:, 20:40] = 3, shift
    return Flow(moved)


def ids(shift: float) -> Ids:
    index = np.zeros((48, 64), np.uint8)
    index[10:40, 10 + int(shift) : 30 + int(shift)] = 1
    return Ids(index, ("person_1",))


def path(shift: float) -> ViewPath:
    way = np.linspace(0, 20 + shift, 61)
    windows = np.stack([way, way / 2, way + 32, way / 2 + 24], axis=1) + shift
    return ViewPath(60.0, windows, np.ones(61), np.arange(61) == 30, 0.5)


def suitability(shift: float) -> Suitability:
    light: Any = "red" if shift else "green"
    return Suitability((Finding("size", light, shift, f"{shift:.0f} pixels"),))


SHOWN: dict[str, tuple[str, Make]] = {
    "people": ("people", people),
    "rigs": ("rigs", lambda shift: Rigs({"person_1": replace(rig(), heads=rig().heads + np.float32(shift))})),
    "motions": ("motion", motion),
    "poses": ("poses", pose),
    "camera": ("camera", lambda shift: Camera((64, 48), 60.0, 20.0 + shift, 0.0, 1.6)),
    "view": ("camera", lambda shift: View((10.0 + shift, 8.0, 42.0 + shift, 32.0))),
    "view path": ("camera", lambda shift: path(shift)),
    "matte": ("people", matte),
    "depth": ("stage", lambda shift: Depth(ramp(shift))),
    "flow": ("stage", flow),
    "ids": ("stage", ids),
    "suitability": ("people", suitability),
    "film": ("stage", lambda shift: Film("a.mp4", "h264", (64, 48), 24.0, 0, 10 + int(shift), 1000)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_draws_something_that_changes_with_the_value(stage: Any, name: str) -> None:
    node, make = SHOWN[name]
    stage.beside |= {"rigs": Rigs({"person_1": rig()}), "people": people(0)}
    stage.beside.pop(node, None)
    first = make(0.0)
    stage.show(first, node)
    assert (painter_for(first) is CARD) == (name == "film")
    before = stage.pixels()
    assert len(np.unique(before.reshape(-1, 3), axis=0)) > 8, "there is something to see"
    stage.panel.looking.sides[0].made_of = {}
    stage.answer(make(8.0), node)
    after = stage.pixels()
    assert (np.abs(before.astype(int) - after).max(axis=2) > 24).sum() > 20
    assert isinstance(
        stage.canvas.view.shown().painter.tell(make(8.0), stage.canvas.view.shown().prepared, 20.5, 20.5), str
    )


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("people", {"outlines": False}), ("people", {"boxes": False}), ("people", {"names": False}),
        ("people", {"skeletons": False}), ("people", {"bones": "openpose"}), ("matte", {"matte": "grey"}),
        ("rigs", {"weights": "spine"}), ("rigs", {"skeletons": False}), ("flow", {"arrows": False}),
        ("motions", {"onion": 0}), ("motions", {"time": 0.5}), ("depth", {"relief": True}), ("ids", {"names": False}),
        ("people", {"safe": True}), ("people", {"thirds": True}), ("people", {"grid": True}),
    ],
)  # fmt: skip
def test_an_option_changes_what_is_drawn(stage: Any, name: str, options: dict[str, Any]) -> None:
    node, make = SHOWN[name]
    stage.beside |= {"rigs": Rigs({"person_1": rig()}), "people": people(0)}
    stage.beside.pop(node, None)
    stage.show(make(0.0), node)
    before = stage.pixels()
    stage.panel.options.set(**options)
    assert (stage.pixels() != before).any()


def test_a_face_is_drawn_where_there_is_one(stage: Any) -> None:
    found = people(0)
    stage.show(found, "people")
    before = stage.pixels()
    stage.panel.looking.sides[0].made_of = {}
    stage.answer(People({"person_1": replace(found["person_1"], face=face(0))}), "people")
    assert (stage.pixels() != before).any()


def test_motions_without_a_rig_say_what_is_missing(stage: Any) -> None:
    from studio.ui.viewport.pencil import Card

    stage.show(motion(0), "motion")
    drawing = stage.canvas.view.shown().prepared.drawing
    assert isinstance(drawing, Card) and "rig" in drawing.lines[0][1]


def test_nobody_is_a_card(stage: Any) -> None:
    stage.show(People({}), "people")
    assert stage.canvas.view.shown().prepared.drawing.title == "Nobody"


def test_a_posed_rig_at_rest_is_the_rig(stage: Any) -> None:
    from studio.ui.viewport.bones import moved, posed

    still = Pose(("hips", "spine"), rig().rest, np.zeros(3, np.float32), {})
    heads, tails = posed(rig(), still)
    assert np.allclose(heads, rig().heads, atol=1e-4) and np.allclose(tails, rig().tails, atol=1e-4)
    lifted = Pose(("hips", "spine"), rig().rest, np.array([0, 0.5, 0], np.float32), {})
    assert np.allclose(posed(rig(), lifted)[0][:, 1], rig().heads[:, 1] - 20, atol=1e-4)
    heads, _ = moved(rig(), motion(0)["person_1"])
    assert heads.shape == (24, 2, 3)


def test_bones_of_who_has_turned_round_are_mirrored_about_the_hips() -> None:
    from studio.ui.viewport.bones import moved, posed

    tilted = np.array([[0, 0, 0, 1], [0, 0, np.sin(0.3), np.cos(0.3)]], np.float32)
    plain, round_ = (
        posed(rig(), Pose(("hips", "spine"), tilted, np.zeros(3, np.float32), {"flip": f})) for f in (1, -1)
    )
    middle = plain[0][0, 0]
    assert abs(plain[1][1, 0] - middle) > 1
    assert np.allclose(round_[1][:, 0] - middle, middle - plain[1][:, 0]) and np.allclose(
        round_[1][:, 1], plain[1][:, 1]
    )
    walk = motion(0)["person_1"]
    turned = replace(walk, channels={**walk.channels, "flip": np.full(len(walk.root), -1, np.float32)})
    (one, _), (other, _) = moved(rig(), walk), moved(rig(), turned)
    assert np.allclose(other[..., 0] - one[:, :1, 0], one[:, :1, 0] - one[..., 0], atol=1e-5)


def test_depth_colours_run_between_the_nearest_and_the_farthest_and_leave_the_sky_out() -> None:
    metres = np.array([[2.0, 4.0], [np.inf, 8.0]], np.float32).repeat(8, axis=0).repeat(8, axis=1)
    near, far = span_of(metres)
    assert near == pytest.approx(2) and far == pytest.approx(8)
    assert span_of(np.full((8, 8), np.inf, np.float32)) == (1.0, 2.0)


def test_false_colours_are_turbo_and_the_wheel_of_middlebury() -> None:
    assert turbo().shape == (256, 3) and turbo()[0, 2] > turbo()[0, 1] and turbo()[-1, 0] > turbo()[-1, 2]
    assert np.allclose(wheel()[0], (1, 0, 0)), "right is red"
    assert wheel()[64, 0] > 0.9 and wheel()[64, 1] > 0.8 and wheel()[64, 2] < 0.1, "down is yellow"
    assert wheel()[128, 2] > 0.9, "left is blue or cyan"


def test_a_relief_turned_by_nothing_is_the_picture() -> None:
    relief = relief_of(ramp(0), (0.0, 0.0, 64.0, 48.0), (1.0, 8.0), 60.0)
    x, y, z = relief.vertices[:, :3].T
    seen = np.stack([relief.centre[0] + 60 * x / z, relief.centre[1] + 60 * y / z], axis=1)
    assert np.allclose(seen, relief.vertices[:, 3:5] * (64, 48), atol=1e-3)
    assert np.allclose(turning(0, 0), np.eye(3)) and np.allclose(turning(90, 0) @ (0, 0, 1), (1, 0, 0))
    step = np.where(np.arange(64) < 32, 1.0, 4.0).astype(np.float32) * np.ones((48, 1), np.float32)
    torn = relief_of(step, (0.0, 0.0, 64.0, 48.0), (1.0, 8.0), 60.0)
    depths = torn.vertices[:, 2][torn.triangles]
    assert (depths.max(axis=1) - depths.min(axis=1)).max() < 0.1, "near and far do not hang together"


def test_dragging_turns_the_relief(stage: Any) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    stage.show(Depth(ramp(0)), "stage", "depth")
    stage.panel.options.set(relief=True)
    before, yaw = stage.pixels(), stage.panel.options.yaw
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(stage.canvas, QPoint(360, 200))
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=QPoint(360, 200))
    assert stage.panel.options.yaw != yaw
    assert (stage.pixels() != before).any()


def test_a_painter_never_writes_to_a_value() -> None:
    for _, make in SHOWN.values():
        value = make(0.0)
        for array in _arrays(value):
            array.flags.writeable = False
        painter_for(value).prepare(value, Setting({"Rigs": Rigs({"person_1": rig()})}))


def _arrays(value: Any) -> list[Any]:
    from studio.media.value import walk_arrays

    return walk_arrays(value)
