"""Somebody who is farther away is drawn smaller: picture, shadows, depth and bones alike."""

from __future__ import annotations

import numpy as np
import pytest
from contracts import samples
from fakes import FakeContext

from nodes.algorithms.contact_shadow import grounded
from nodes.algorithms.stance import places
from nodes.motion.posing import body_from, stance_at
from nodes.rig.puppet import Puppet
from nodes.rig.stage_people import Stage, stage_people
from studio.engine.clip import NearClip
from studio.media.by_id import ById
from studio.media.motion import Motion, Pose, Poses
from studio.media.rig import Rig
from studio.media.shot import Shot


def rig_of() -> Rig:
    return samples.rigs()["person_2"]


def sized(size: float, root: tuple[float, float, float] = (0, 0, 0)) -> Poses:
    """Everyone as in the photo, the second person at another size and place."""
    made = {}
    for name, rig in samples.rigs().items():
        other = name == "person_2"
        channels = {"size": size} if other else {}
        made[name] = Pose(rig.bones, rig.rest, np.array(root if other else (0, 0, 0), np.float32), channels)
    return ById(made)


def stage(poses: Poses, *wanted: str) -> Stage:
    clip = NearClip(Shot(), 0.0, 0, (poses, poses))
    return stage_people(
        FakeContext(), samples.plate(), samples.rigs(), clip, shot=Shot(), scale=1.0, wanted=frozenset(wanted)
    )


def test_a_puppet_of_half_the_size_is_drawn_about_the_hips_of_the_photo() -> None:
    rig = rig_of()
    puppet, hips = Puppet(rig), rig.heads[0, :2]
    posed = puppet.pose(rig.rest, np.array([6.0, -4.0, 0.0]), size=0.5)
    for part, vertices in zip(rig.parts, posed.vertices, strict=True):
        assert np.abs(vertices - (hips + 0.5 * (part.vertices - hips) + [6.0, -4.0])).max() < 1e-2
    assert np.abs(posed.heads[0] - hips - [6.0, -4.0]).max() < 1e-3


def test_a_size_of_one_changes_not_a_bit() -> None:
    rig = rig_of()
    puppet, shift = Puppet(rig), np.array([3.0, 1.0, 0.0])
    for a, b in zip(
        puppet.pose(rig.rest, shift).vertices, puppet.pose(rig.rest, shift, size=1.0).vertices, strict=True
    ):
        assert np.array_equal(a, b)


def test_smaller_people_cover_less_and_are_farther_away() -> None:
    near, far = stage(sized(1.0), "ids", "depth"), stage(sized(0.6), "ids", "depth")
    assert near.ids and far.ids and near.depth and far.depth
    seen = [one.ids.index == 2 for one in (near, far)]
    assert seen[1].sum() == pytest.approx(0.36 * seen[0].sum(), rel=0.12)
    metres = [float(np.median(one.depth.metres[mask])) for one, mask in zip((near, far), seen, strict=True)]
    assert metres[1] == pytest.approx(metres[0] / 0.6, rel=0.02)


def test_a_foot_that_walked_away_keeps_its_shadow_and_a_lifted_one_loses_it() -> None:
    photo, away = np.array([[50, 200, 8, 4]], np.float32), np.array([[80, 150, 5, 3]], np.float32)
    assert grounded(photo, away, 100.0)[1][0] == 0
    spots, close = grounded(photo, away, 100.0, np.array([0.0]))
    assert close[0] == 1 and np.array_equal(spots, away)
    spots, close = grounded(photo, away, 100.0, np.array([6.0]))
    assert 0 < close[0] < 1 and spots[0, 1] == 156


def test_the_pose_tool_and_the_viewport_see_the_same_size_as_the_film() -> None:
    pytest.importorskip("PySide6")
    from studio.ui.viewport.bones import posed

    rig = rig_of()
    pose = sized(0.7, (0.2, 0.1, 0))["person_2"]
    drawn = Puppet(rig).pose(rig.rest, np.array([0.2, -0.1, 0]) * rig.pixels_per_metre, size=0.7)
    assert np.abs(posed(rig, pose)[0][:, :2] - drawn.heads).max() < 0.05
    curves = {"size": np.full(2, 0.7, np.float32)}
    motion = Motion("m", rig.bones, 1.0, np.stack([rig.rest] * 2), np.stack([pose.root] * 2), curves, relative=False)
    body = body_from(rig)
    heads = places(body, stance_at(body, motion, 0.0))[0] * [1, -1, 1]
    assert np.abs(heads[:, :2] - drawn.heads).max() < 0.05
