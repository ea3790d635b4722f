"""Recorded motion for the people of a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.azimuth import clearest, clearest_limb, seen_from
from nodes.algorithms.foot_contact import planted
from nodes.algorithms.humanoid import by_shape, plain_name, recognise
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.rotation import from_euler, rotate
from nodes.motion.load_motion import DIRECTIONS, PARENTS, load_motion, mirrored_body, read_recording
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.person import Person
from studio.media.skeleton import BONES

PEOPLE = ById(
    [("person_1", Person("person_1", (0, 0, 10, 30))), ("person_2", Person("person_2", (20, 0, 30, 30), name="Ben"))]
)
BODY = {
    "Hips": ("", (0, 90, 0)), "Spine": ("Hips", (0, 20, 0)), "Neck": ("Spine", (0, 30, 0)), "Head": ("Neck", (0, 10,
    0)),
    **{f"{s}{n}": (f"{s}{p}" if p in ("Arm", "ForeArm", "UpLeg", "Leg", "Foot") else p, (x * k, y, z))
       for s, k in (("Left", 1), ("Right", -1))
       for n, p, (x, y, z) in (("Arm", "Spine", (18, 28, 0)), ("ForeArm", "Arm", (28, 0, 0)), ("Hand", "ForeArm",
       (25, 0, 0)),
                               ("UpLeg", "Hips", (9, 0, 0)), ("Leg", "UpLeg", (0, -44, 0)), ("Foot", "Leg", (0, -42,
                               0)),
                               ("Toe", "Foot", (0, -4, 14)))},
}  # fmt: skip


def write_body(
    path: Path, turn: dict[str, tuple[float, float, float]], rename: dict[str, str] | None = None, unit: float = 1.0
) -> Path:
    """A BVH of two frames: as it stands, and with joints turned (degrees about Z, X, Y)."""
    names = rename or {}
    lines: list[str] = ["HIERARCHY"]
    order: list[str] = []

    def write(name: str, depth: int) -> None:
        pad, (_, offset) = "  " * depth, BODY[name]
        order.append(name)
        lines.extend([f"{pad}{'ROOT' if depth == 0 else 'JOINT'} {names.get(name, name)}", f"{pad}{{"])
        place = (0, 0, 0) if depth == 0 else offset
        lines.append(f"{pad}  OFFSET " + " ".join(str(v * unit) for v in place))
        lines.append(
            f"{pad}  CHANNELS "
            + ("6 Xposition Yposition Zposition " if depth == 0 else "3 ")
            + "Zrotation Xrotation Yrotation"
        )
        children = [child for child, (parent, _) in BODY.items() if parent == name]
        for child in children:
            write(child, depth + 1)
        if not children:
            lines.extend([f"{pad}  End Site", f"{pad}  {{", f"{pad}    OFFSET 0 {5 * unit} 0", f"{pad}  }}"])
        lines.append(f"{pad}}}")

    write("Hips", 0)
    lines += ["MOTION", "Frames: 2", "Frame Time: 0.05"]
    for turned in ({}, turn):
        values = [0.0, 90 * unit, 0.0]
        for name in order:
            values += turned.get(name, (0.0, 0.0, 0.0))
        lines.append(" ".join(map(str, values)))
    path.write_text("\n".join(lines) + "\n")
    return path


def directions_of(path: Path, frame: int) -> dict[str, np.ndarray]:
    body, _ = read_recording(path)
    world = global_rotations(body.rotations[frame][None], PARENTS)[0]
    return {bone: rotate(world[k], DIRECTIONS[k]) for k, bone in enumerate(BONES)}


def test_a_t_pose_is_no_rotation_at_all(tmp_path: Path) -> None:
    body, fps = read_recording(write_body(tmp_path / "t.bvh", {}))
    named = [BONES.index(bone) for bone in BONES if not bone.endswith(("Foot", "Toes"))]
    np.testing.assert_allclose(np.abs(body.rotations[0, named, 3]), 1, atol=1e-6)
    assert fps == pytest.approx(20)


def test_a_raised_arm_points_up_whatever_the_joints_are_called_and_the_unit_is(tmp_path: Path) -> None:
    names = {name: f"mixamorig:{name}" for name in BODY}
    bandai = {"LeftArm": "UpperArm_L", "LeftForeArm": "LowerArm_L", "RightArm": "UpperArm_R",
    "RightForeArm": "LowerArm_R",
              "LeftHand": "Hand_L", "RightHand": "Hand_R", "LeftUpLeg": "UpperLeg_L", "RightUpLeg": "UpperLeg_R",
              "LeftLeg": "LowerLeg_L",
              "RightLeg": "LowerLeg_R", "LeftFoot": "Foot_L", "RightFoot": "Foot_R"}  # fmt: skip
    nothing = {name: f"b{k}" for k, name in enumerate(BODY)}
    for number, (rename, unit) in enumerate(((names, 1.0), (bandai, 0.01), (nothing, 2.54), ({}, 1.0))):
        path = write_body(tmp_path / f"{number}.bvh", {"LeftArm": (80.0, 0.0, 0.0)}, rename, unit)
        pointing = directions_of(path, 1)
        assert pointing["leftUpperArm"][1] > 0.95, rename
        assert pointing["rightUpperArm"][0] < -0.95, rename


def test_what_is_no_human_body_is_refused_by_name(data: Path) -> None:
    with pytest.raises(BadInput, match="no human body"):
        load_motion(FakeContext(), PEOPLE, path=str(data / "bvh" / "mixamo_like" / "Crabnew_Crab-dance-long.bvh"))


def test_every_humanoid_recording_is_recognised_without_mapping(data: Path) -> None:
    refused = []
    for path in sorted((data / "bvh").rglob("*.bvh")):
        try:
            body, _ = read_recording(path)
        except BadInput:
            refused.append(path.stem)
            continue
        assert np.isfinite(body.rotations).all()
        np.testing.assert_allclose(np.linalg.norm(body.rotations, axis=-1), 1, atol=1e-6)
    assert refused == ["Crabnew_Crab-dance-long", "full_precision_frame_time", "rotation_first_root"]


def test_the_shape_alone_tells_the_same_limbs_as_the_names(data: Path) -> None:
    from nodes.motion.load_motion import local_motion, world_motion
    from studio.files.bvh import read_bvh

    for name in (
        "mixamo_like/Joe_Walk-In-Circle",
        "bvh_toolbox/walk01",
        "animated_drawings/rokoko/jesse_dance",
        "xia/neutral_01_000",
    ):
        file = read_bvh(data / "bvh" / f"{name}.bvh")
        _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values), file.parents)
        named = recognise(file.names, file.parents, placed[0])
        shaped = by_shape(file.parents, placed[0])
        assert {bone: joint for bone, joint in named.items() if bone in shaped} == shaped, name


@pytest.mark.parametrize(
    ("name", "means"),
    [("LeftUpLeg", ("left", "upleg")), ("mixamorig7:RightForeArm", ("right", "forearm")), ("Shoulder_L", ("left",
    "shoulder")),
     ("rCollar", ("right", "collar")), ("lelbow", ("left", "elbow")), ("LHipJoint", ("left", "hip")), ("Head", ("",
     "head")),
     ("DEF_forearm.R", ("right", "forearm")), ("ring", ("", "ring")), ("lowerback", ("", "lowerback"))],
)  # fmt: skip
def test_side_and_part_are_read_from_a_name(name: str, means: tuple[str, str]) -> None:
    assert plain_name(name) == means


def test_one_person_gets_the_recording_and_the_others_keep_what_they_have(tmp_path: Path) -> None:
    path = write_body(tmp_path / "t.bvh", {"LeftArm": (80.0, 0.0, 0.0)})
    everybody = load_motion(FakeContext(), PEOPLE, path=str(path))
    one = load_motion(FakeContext(), PEOPLE, everybody, path=str(path), person="Ben", mirror=True)
    assert one["person_1"] is everybody["person_1"]
    assert one["person_2"] is not everybody["person_2"]
    with pytest.raises(BadInput, match="nobody called 'Zoe'"):
        load_motion(FakeContext(), PEOPLE, path=str(path), person="Zoe")


def test_a_mirrored_motion_mirrored_again_is_as_before() -> None:
    rotations = from_euler(np.random.default_rng(1).uniform(-90, 90, (5, len(BONES), 3)), "XYZ")
    root = np.arange(15.0).reshape(5, 3)
    twice = mirrored_body(*mirrored_body(rotations, root))
    np.testing.assert_allclose(twice[0], rotations)
    np.testing.assert_allclose(twice[1], root)


def test_a_foot_that_is_low_and_slow_stands_and_short_lifts_are_none() -> None:
    feet = np.zeros((60, 3))
    feet[20:40, 1] = 0.3 * np.sin(np.linspace(0, np.pi, 20))
    stands = planted(feet, 0.9, 30)
    assert stands[:18].all() and stands[44:].all() and not stands[24:36].any()
    feet[:] = 0
    feet[30, 1] = 0.2
    assert planted(feet, 0.9, 30).all()


def test_one_frame_alone_is_a_pose_and_a_frame_of_a_second_is_told(tmp_path: Path) -> None:
    path = write_body(tmp_path / "t.bvh", {})
    text = path.read_text().replace("Frames: 2", "Frames: 1").replace("Frame Time: 0.05", "Frame Time: 1.0")
    path.write_text(text)
    ctx = FakeContext()
    motion = load_motion(ctx, PEOPLE, path=str(path), travel=1.0)["person_1"]
    assert np.isfinite(motion.rotations).all() and len(motion.root) == 2
    assert len(ctx.warnings) == 1 and "lasts 1 s" in ctx.warnings[0]


def test_bones_along_one_axis_are_no_rest_pose_and_still_face_the_viewer(data: Path) -> None:
    for name in ("bandai_namco/dataset-1_bow_normal_001", "animated_drawings/rokoko/jesse_dance"):
        body, _ = read_recording(data / "bvh" / f"{name}.bvh")
        turned = global_rotations(body.rotations[:1], PARENTS)[0]
        for bone in ("hips", "chest", "head"):
            forward = rotate(turned[BONES.index(bone)], np.array([0.0, 0.0, 1.0]))
            assert forward[2] > 0.8, (name, bone)


def test_a_motion_is_seen_from_the_side_that_shows_it_near_that_of_the_photo() -> None:
    swing = np.deg2rad(30) * np.sin(np.linspace(0, 12, 200))
    angles = np.zeros((200, len(BONES), 3))
    angles[:, BONES.index("leftUpperLeg"), 0] = np.rad2deg(swing)
    angles[:, BONES.index("rightUpperLeg"), 0] = -np.rad2deg(swing)
    walk = from_euler(angles, "XYZ")
    assert abs(clearest(walk, BONES, PARENTS, DIRECTIONS, 0.0)) <= np.deg2rad(45)
    assert clearest(walk, BONES, PARENTS, DIRECTIONS, 1.2) >= np.deg2rad(60)
    assert abs(clearest_limb(walk, BONES, PARENTS, DIRECTIONS, "legs", 0.0)) == pytest.approx(np.pi / 2)
    assert clearest(walk[:1], BONES, PARENTS, DIRECTIONS, 0.3) == pytest.approx(0.3)
    turned = seen_from(walk, BONES, PARENTS, 0.5, {"legs": 1.5})
    world = rotate(global_rotations(turned, PARENTS), DIRECTIONS)
    assert abs(world[:, BONES.index("leftUpperLeg"), 0]).max() > abs(world[:, BONES.index("leftUpperLeg"), 2]).max()
    assert world[0, BONES.index("leftUpperArm")] == pytest.approx([np.cos(0.5), 0, -np.sin(0.5)], abs=1e-6)
