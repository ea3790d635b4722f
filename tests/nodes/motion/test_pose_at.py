"""Reading a motion at a time."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.rotation import from_vector
from nodes.motion.pose_at import pose_at
from studio.media.motion import Motion, Motions, Pose

ANGLES = np.array([0.0, 0.2, 0.6, 0.4])


def at(time: float, loop: bool = True, start: float = 0.0) -> Pose:
    rotations = from_vector(ANGLES[:, None] * [0, 0, 1])[:, None].astype(np.float32)
    rotations[2] *= -1  # the same rotation, from the other side
    root = np.stack([ANGLES, 0 * ANGLES, 0 * ANGLES], axis=1).astype(np.float32)
    breath = {"breath": ANGLES.astype(np.float32)}
    return pose_at(Motions({"p": Motion("m", ("hips",), 10.0, rotations, root, breath, loop, start)}), time=time)["p"]


def angle(pose: Pose) -> float:
    return float(2 * np.arctan2(abs(pose.rotations[0, 2]), abs(pose.rotations[0, 3])))


def test_at_a_sample_it_is_the_sample_to_the_last_bit() -> None:
    assert np.array_equal(at(0.2).rotations[0], -from_vector(np.array([0, 0, 0.6])).astype(np.float32))
    assert at(0.1 + 0.2 - 0.1).channels["breath"] == np.float32(0.6)


@pytest.mark.parametrize("time, wanted", [(0.05, 0.1), (0.15, 0.4), (0.25, 0.5), (0.35, 0.2), (4.05, 0.1), (40.1, 0.2)])
def test_between_samples_and_across_the_loops_seam_it_is_in_between(time: float, wanted: float) -> None:
    pose = at(time)
    assert (angle(pose), pose.root[0], pose.channels["breath"]) == pytest.approx((wanted, wanted, wanted), abs=1e-5)


def test_before_the_start_it_is_held_and_after_the_end_too_where_nothing_loops() -> None:
    assert angle(at(0.5, start=1.0)) == 0
    assert angle(at(1.1, start=1.0)) == pytest.approx(0.2, abs=1e-6)
    assert angle(at(9.0, loop=False)) == pytest.approx(0.4, abs=1e-6)
    assert angle(at(0.25, loop=False)) == pytest.approx(0.5, abs=1e-6)


def test_the_same_time_gives_the_same_pose() -> None:
    assert np.array_equal(at(0.123).rotations, at(0.123).rotations)
