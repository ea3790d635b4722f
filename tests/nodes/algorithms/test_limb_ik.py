"""A limb reaches for a point of the picture, with round numbers."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.limb_ik import Limb, reach

DOWN = np.array([0.0, -1.0, 0.0])


def limb(
    middle: tuple[float, float, float], end: tuple[float, float, float], flat: float = 0.8, **more: object
) -> Limb:
    """A limb that hangs from the origin; its bones may look as long as they are."""
    root, a, b = np.zeros(3), np.array(middle), np.array(end)
    whole = np.array([np.linalg.norm(a), np.linalg.norm(b - a)])
    values = {"pole": np.array([1.0, -1.0, -0.4]), "drawn": np.stack([0.35 * whole, whole], axis=1), **more}
    return Limb(root, a, b, flat=flat, **values)  # type: ignore[arg-type]


def test_where_the_end_is_already_nothing_moves() -> None:
    for arm in (limb((30, -40, 12), (10, -90, 30)), limb((0, -50, 0), (0, -100, 0)), limb((5, 50, -9), (40, 80, 2))):
        middle, end = reach(arm, arm.end[:2])
        assert middle == pytest.approx(arm.middle, abs=1e-6)
        assert end == pytest.approx(arm.end, abs=1e-6)


def test_a_right_angle_is_found_by_the_law_of_cosines() -> None:
    """Bones of 30 and 40 whose ends are 50 apart: the middle lies 18 along and 24 aside."""
    arm = limb((30, 0, 0), (70, 0, 0), flat=1.0, pole=np.array([0.0, -1.0, 0.0]))
    middle, end = reach(arm, np.array([50.0, 0.0]))
    assert end == pytest.approx([50, 0, 0])
    assert middle == pytest.approx([18, -24, 0], abs=1e-9)


def test_turned_in_the_picture_a_bent_arm_keeps_its_depth_and_its_bend() -> None:
    arm = limb((20, -40, 10), (0, -80, 25))
    turn = np.deg2rad(5)
    wanted = np.array([-np.sin(-turn) * -80, np.cos(turn) * -80])
    middle, end = reach(arm, np.array([80 * np.sin(turn), -80 * np.cos(turn)]))
    assert end[2] == pytest.approx(25)
    assert np.hypot(*end[:2]) == pytest.approx(80)
    assert abs(float(middle[2]) - 10) < 8
    assert wanted[1] == pytest.approx(end[1])


def test_bones_keep_their_lengths_and_the_end_is_under_the_mouse() -> None:
    arm = limb((30, -40, 12), (10, -90, 30))
    lengths = np.linalg.norm(arm.middle), np.linalg.norm(arm.end - arm.middle)
    for angle in np.linspace(0, 2 * np.pi, 40):
        for far in (30.0, 60.0, 90.0, 101.0):
            target = far * np.array([np.cos(angle), np.sin(angle)])
            middle, end = reach(arm, target)
            assert end[:2] == pytest.approx(target, abs=1e-6)
            assert np.linalg.norm(middle) == pytest.approx(lengths[0], rel=1e-6)
            assert np.linalg.norm(end - middle) == pytest.approx(lengths[1], rel=1e-6)


def test_out_of_reach_it_points_at_the_target_as_far_as_it_goes() -> None:
    arm = limb((0, -50, 0), (0, -100, 0))
    middle, end = reach(arm, np.array([400.0, 0.0]))
    assert end == pytest.approx([100, 0, 0], abs=1e-3)
    assert middle == pytest.approx([50, 0, 0], abs=1e-3)


def test_a_knee_seen_from_the_front_comes_towards_the_viewer() -> None:
    leg = limb((0, -50, 0), (0, -100, 0), flat=0.0, pole=np.array([0.1, 0.0, 1.0]))
    middle, end = reach(leg, np.array([0.0, -80.0]))
    assert end == pytest.approx([0, -80, 0], abs=1e-6)
    assert middle[2] == pytest.approx(30, abs=0.5)
    assert abs(float(middle[0])) < 5


def test_no_bone_looks_longer_or_shorter_than_there_is_texture_for() -> None:
    """The photo shows both bones at half their length; they may be drawn 15 percent longer than that, no more."""
    arm = limb((0, -50, 86.6), (0, -100, 0), drawn=np.array([[17.5, 57.5], [17.5, 57.5]]))
    for y in (-30.0, -90.0, -110.0, -200.0):
        middle, end = reach(arm, np.array([0.0, y]))
        seen = np.hypot(*middle[:2]), np.hypot(*(end - middle)[:2])
        assert max(seen) <= 57.5 + 1e-6
        assert min(seen) >= 17.5 - 1e-6
        assert end[1] == pytest.approx(max(y, -115.0), abs=1e-6)


def test_a_path_of_the_mouse_moves_the_elbow_without_a_jump() -> None:
    arm = limb((30, -40, 12), (10, -90, 30))
    for radius in (45.0, 70.0, 95.0):
        turn = np.linspace(-np.pi / 2, 1.4, 240)
        path = radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        elbows = np.array([reach(arm, point)[0] for point in path])
        step = float(np.linalg.norm(np.diff(path, axis=0), axis=1).max())
        assert np.linalg.norm(np.diff(elbows, axis=0), axis=1).max() < 8 * step


def test_the_same_point_gives_the_same_limb_whatever_the_way_there() -> None:
    arm = limb((30, -40, 12), (10, -90, 30))
    once = reach(arm, np.array([60.0, 10.0]))
    reach(arm, np.array([-60.0, 50.0]))
    assert np.array_equal(once[0], reach(arm, np.array([60.0, 10.0]))[0])
