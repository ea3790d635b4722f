"""Every clip of ours is sound: joints stay within what a body can do, feet that stand stand still, repeats join up."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nodes.algorithms.clip_file import parse_clip
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.motion_clip import MotionClip, repeated, sample_root, sample_rotations, sample_track
from nodes.algorithms.rotation import angle_between, rotate, to_vector
from nodes.motion.stand_in import ALIKE
from studio.files.resources import resource_folder
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

CLIPS = sorted((resource_folder() / "motions").glob("*.json"))
PARENTS = [-1 if (above := PARENT[bone]) is None else BONES.index(above) for bone in BONES]
AXES = np.array([T_POSE_DIRECTION[bone] for bone in BONES], np.float64)
FARTHEST = {"hips": 30, "spine": 40, "chest": 45, "neck": 40, "head": 60, "Shoulder": 30, "Hand": 80, "Foot": 80}
"""Degrees that a bone may be turned against the one that it hangs on."""
WORDS = {
    "gesture", "standing", "seated", "locomotion", "fight", "hand", "together", "posture", "emotion", "mood", "idle",
    "directed", "gaze", "held",
}  # fmt: skip


def read(path: Path) -> MotionClip:
    return parse_clip(path.read_bytes(), BONES)


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_joints_stay_within_what_a_body_can_do(path: Path) -> None:
    clip = read(path)
    local = sample_rotations(clip, BONES, np.arange(0, clip.duration, 1 / 30))
    turned = np.rad2deg(np.linalg.norm(to_vector(local), axis=-1))
    for j, bone in enumerate(BONES):
        most = next((angle for name, angle in FARTHEST.items() if bone.endswith(name)), 180)
        assert turned[:, j].max() <= most, f"{bone} at {turned[:, j].argmax() / 30:.2f} s"
    along = rotate(global_rotations(local, PARENTS), AXES)
    for side in ("left", "right"):
        upper, lower = (along[:, BONES.index(f"{side}{name}")] for name in ("UpperArm", "LowerArm"))
        assert np.rad2deg(angle_between(upper, lower).max()) <= 150, f"{side} elbow"
        knee = np.rad2deg(to_vector(local[:, BONES.index(f"{side}LowerLeg")])[:, 0])
        assert knee.min() >= -5 and knee.max() <= 150, f"{side} knee"


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_feet_begin_and_end_on_the_ground_and_a_leg_that_is_lifted_says_so(path: Path) -> None:
    clip = read(path)
    times = np.arange(0, clip.duration, 1 / 30)
    for side in ("left", "right"):
        plant = clip.channels.get(f"{side}Plant")
        values = np.ones(len(times)) if plant is None else sample_track(plant, times)[:, 0]
        assert values.min() >= 0 and values.max() <= 1 and values[0] == 1 and values[-1] == 1
        if values.min() == 0:
            assert f"{side}Leg" in clip.limbs
    assert np.abs(sample_root(clip, times)[:, [0, 2]]).max() < 0.2 and not sample_root(clip, np.zeros(1)).any()


@pytest.mark.parametrize("path", [p for p in CLIPS if read(p).repeat], ids=lambda path: path.stem)
def test_a_repeat_joins_without_a_pop(path: Path) -> None:
    clip = read(path)

    def quickest(one: MotionClip) -> float:
        turns = sample_rotations(one, BONES, np.arange(0, one.duration, 1 / 120))
        steps = 2 * np.arccos(np.clip(np.abs((turns[1:] * turns[:-1]).sum(axis=-1)), 0, 1))
        return float(np.rad2deg(steps.max()) * 120)

    assert quickest(repeated(clip, 3)) <= 1.25 * quickest(clip) + 20


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_a_clip_says_what_it_is_in_known_words(path: Path) -> None:
    clip = read(path)
    assert set(clip.tags) <= WORDS and clip.duration <= 12
    assert set(clip.limbs) <= {"head", "trunk", "leftArm", "rightArm", "leftLeg", "rightLeg"}


def test_there_is_a_clip_for_every_action_of_the_lexicon() -> None:
    names = {path.stem for path in CLIPS} | set(ALIKE)
    actions = json.loads((resource_folder() / "script" / "verbs.json").read_bytes())
    assert sorted(set(actions) - names) == [] and len(actions) >= 60 and len(names) >= 60
