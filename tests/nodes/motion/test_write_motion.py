"""Motion out as BVH, and in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext

from nodes.algorithms.bvh_body import NAMES
from nodes.algorithms.capture import local_motion, world_motion
from nodes.algorithms.rotation import euler_curves, from_euler, multiply, normalise, rotate
from nodes.algorithms.turn_round import flips
from nodes.motion.choose_motion import choose_motion
from nodes.motion.load_motion import load_motion, read_recording
from nodes.motion.pose_at import pose_at
from nodes.motion.retarget_motion import retarget_motion
from nodes.motion.write_motion import write_motion
from studio.files.bvh import read_bvh
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.shot import Shot

PEOPLE = People({name: Person(name, (0, 0, 100, 300)) for name in ("person_1", "person_2")})
SHOT = Shot((640, 360), 30.0, 0, 89)
Make = Callable[..., Rig]
Posed = Callable[..., tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]


def test_every_order_of_axes_gives_the_same_rotations_back() -> None:
    q = normalise(np.random.default_rng(3).normal(size=(40, 3, 4)))
    for order in ("XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX"):
        again = from_euler(euler_curves(q, order), order)
        np.testing.assert_allclose(np.abs((again * q).sum(axis=-1)), 1, atol=1e-9)


def test_curves_of_angles_have_no_jumps_where_the_motion_has_none() -> None:
    angles = np.stack([np.linspace(0, 400, 90), np.linspace(0, 170, 90), np.zeros(90)], axis=1)
    curves = euler_curves(from_euler(angles, "ZXY"), "ZXY")
    assert np.abs(np.diff(curves, axis=0)).max() < 10


@pytest.mark.parametrize("name", ["wave", "walk", "dance", "bow"])
def test_what_was_written_is_read_again_as_it_was(tmp_path: Path, name: str) -> None:
    motions = choose_motion(FakeContext(), PEOPLE, motion=name)  # type: ignore[arg-type]
    film = write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "m.bvh"), person="person_1")
    body, fps = read_recording(tmp_path / "m.bvh")
    assert (film.frames, fps) == (90, pytest.approx(30.0))
    for frame in (0, 30, 60, 89):
        pose = pose_at(motions, time=SHOT.time(frame))["person_1"]
        named = [k for k, bone in enumerate(pose.bones) if not bone.endswith(("Toes", "Hand"))]
        alike = np.abs((body.rotations[frame] * pose.rotations).sum(axis=-1))[named]
        np.testing.assert_allclose(alike, 1, atol=2e-5)
        np.testing.assert_allclose(body.root[frame] - body.root[0], pose.root, atol=2e-3)


def test_a_person_of_the_photo_is_written_with_joints_where_the_photo_has_them(
    tmp_path: Path, make_rig: Make, posed: Posed
) -> None:
    rig = make_rig("hip")
    chosen = Motions({"person_1": choose_motion(FakeContext(), PEOPLE, motion="wave")["person_1"]})
    motions = retarget_motion(FakeContext(), Rigs({"person_1": rig}), chosen)
    write_motion(FakeContext(), motions, Rigs({"person_1": rig}), shot=SHOT, path=str(tmp_path / "m.bvh"))
    file = read_bvh(tmp_path / "m.bvh")
    _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values), file.parents)
    joints = [file.names.index(NAMES[bone]) for bone in rig.bones]
    for frame in (0, 45, 80):
        heads, _ = posed(rig, pose_at(motions, time=SHOT.time(frame))["person_1"])
        metres = (heads - heads[0]) * np.array([1, -1, 1]) / rig.pixels_per_metre
        found = (placed[frame, joints] - placed[frame, 0]) / 100
        np.testing.assert_allclose(found, metres, atol=2e-4)


def test_a_recording_that_was_written_and_loaded_moves_the_same_person_alike(tmp_path: Path, make_rig: Make) -> None:
    rigs = Rigs({"person_1": make_rig()})
    motions = Motions({"person_1": choose_motion(FakeContext(), PEOPLE, motion="cheer", idle=0.0)["person_1"]})
    write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "m.bvh"))
    people = People({"person_1": PEOPLE["person_1"]})
    loaded = load_motion(FakeContext(), people, path=str(tmp_path / "m.bvh"), seen="recorded")
    ours, again = (retarget_motion(FakeContext(), rigs, m) for m in (motions, loaded))
    hand = rigs["person_1"].bones.index("rightUpperArm")
    for time in (1.2, 1.8, 2.4):
        a = pose_at(ours, time=time)["person_1"].rotations[hand]
        b = pose_at(again, time=time + 1 / 30)["person_1"].rotations[hand]
        assert abs(float(a @ b)) > np.cos(np.deg2rad(6) / 2)


def test_several_people_get_a_file_each(tmp_path: Path) -> None:
    motions = choose_motion(FakeContext(), PEOPLE, motion="nod")
    write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "m.bvh"))
    write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "folder") + "/")
    assert sorted(path.name for path in tmp_path.rglob("*.bvh")) == [
        "m person_1.bvh", "m person_2.bvh", "person_1.bvh", "person_2.bvh",
    ]  # fmt: skip


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    motions = choose_motion(FakeContext(), PEOPLE, motion="nod")
    with pytest.raises(BadInput, match="Zoe"):
        write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "m.bvh"), person="Zoe")
    with pytest.raises(BadInput, match="written as"):
        write_motion(FakeContext(), motions, shot=SHOT, path=str(tmp_path / "m.mp4"))
    with pytest.raises(BadInput, match="no file name"):
        write_motion(FakeContext(), motions, shot=SHOT, path=" ")


@pytest.mark.parametrize("facing", [90, -90, 60])
def test_who_turns_round_in_the_picture_turns_in_the_file_and_looks_to_the_other_side(
    tmp_path: Path, make_rig: Make, facing: float
) -> None:
    rig = make_rig("hip")
    turn = from_euler(np.array([[0.0, facing, 0.0]]), "XYZ")[0]
    middle = rig.heads[0].astype(np.float64)
    places = [middle + rotate(turn, (ends - middle) * [1, -1, 1]) * [1, -1, 1] for ends in (rig.heads, rig.tails)]
    rest = np.array(rig.rest, np.float64)
    rest[0] = multiply(turn, rest[0])
    rig = replace(rig, heads=places[0].astype(np.float32), tails=places[1].astype(np.float32), rest=rest.astype("f4"))
    times = np.arange(91) / 30
    still = Motion("walk", rig.bones, 30.0, np.repeat(rig.rest[None], 91, axis=0).astype(np.float32),
                   np.zeros((91, 3), np.float32), {"flip": flips(times, 1.0, 9.0).astype(np.float32)})  # fmt: skip
    write_motion(FakeContext(), Motions({"person_1": still}), Rigs({"person_1": rig}), shot=SHOT,
                 path=str(tmp_path / "m.bvh"))  # fmt: skip
    file = read_bvh(tmp_path / "m.bvh")
    _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values), file.parents)
    arms = [file.names.index(NAMES[f"{side}UpperArm"]) for side in ("left", "right")]
    across = placed[:, arms[0]] - placed[:, arms[1]]
    looks = np.rad2deg(np.unwrap(np.arctan2(-across[:, 2], across[:, 0])))
    assert looks[0] == pytest.approx(facing, abs=1) and looks[-1] == pytest.approx(-facing, abs=1)
    steps = np.diff(looks) * np.sign(-facing)
    assert steps.min() > -0.5 and steps.max() < 0.3 * 2 * abs(facing)
    np.testing.assert_allclose(placed[:, 0], placed[:1, 0].repeat(90, axis=0), atol=1e-3)
