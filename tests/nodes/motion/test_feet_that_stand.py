"""Feet that stand do not slide: of recordings on the spot and on their way, and from one beat to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext

from nodes.algorithms.footing import course, firmness, footing, heading
from nodes.algorithms.rotation import from_euler
from nodes.motion.choose_motion import choose_motion
from nodes.motion.load_motion import load_motion
from nodes.motion.pose_at import pose_at
from nodes.motion.retarget_motion import retarget_motion
from studio.media.motion import Motion
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import BONES

HEIGHT = 340.0
FEET = [BONES.index(f"{side}Foot") for side in ("left", "right")]
PEOPLE = People({"person_1": Person("person_1", (0, 0, 1, 1))})
Make = Callable[..., Rig]
F64 = npt.NDArray[np.float64]
Posed = Callable[..., tuple[F64, F64]]


def walked(seconds: float = 4.0, fps: float = 60.0) -> tuple[F64, F64]:
    """Hips (T, 3) and ankles (T, 2, 3) of somebody who walks towards the viewer, a step of 0.6 m each half second."""
    times = np.arange(0, seconds, 1 / fps)
    ankles = np.zeros((len(times), 2, 3))
    for side in (0, 1):
        turn = times + 0.5 * side
        swing = np.clip((turn % 1 - 0.6) / 0.4, 0, 1)
        share = swing * swing * (3 - 2 * swing)
        ankles[:, side] = np.stack([
            np.full(len(times), 0.1 - 0.2 * side), 0.1 * np.sin(np.pi * swing),
            1.2 * (np.floor(turn) + share) - 0.6 * side,
        ], axis=1)  # fmt: skip
    hips = np.stack([0 * times, 0.9 + 0 * times, 1.2 * times + 0.4], axis=1)
    return hips, ankles


def film(rig: Rig, motion: Motion, posed: Posed, seconds: float, fps: float = 30.0) -> F64:
    """(T, J, 3) heads of bones."""
    times = np.arange(0, seconds, 1 / fps)
    return np.array([posed(rig, pose_at({"p": motion}, time=t)["p"])[0] for t in times])  # type: ignore[arg-type]


def test_steps_are_where_the_feet_trod_and_still_while_they_stand() -> None:
    hips, ankles = walked()
    found = footing(hips, ankles, ankles, 60.0)
    still = np.repeat([[0.0, 0.0, 0.0, 1.0]], len(hips), axis=0)
    gone = course(still, found, 60.0, 0.0)
    assert 0.5 < found.stands.mean() < 0.75 and found.stands.any(axis=1).all()
    for side in (0, 1):
        moves = np.abs(np.diff(gone.steps[:, side], axis=0)).max(axis=1)
        assert moves[found.stands[1:, side] & found.stands[:-1, side]].max() < 1e-9
        assert np.diff(np.unique(gone.steps[found.stands[:, side], side, 2].round(3)))[1:] == pytest.approx(
            1.2, abs=0.05
        )
    assert gone.way[-1, 2] == pytest.approx(1.2 * 4, abs=0.5) and not gone.way[0].any()
    assert firmness(found.stands[:, 0], 60.0)[found.stands[:, 0]].min() == 1


def test_a_recording_that_drifts_upwards_still_stands_on_its_ground() -> None:
    hips, ankles = walked()
    up = np.linspace(0, 0.5, len(hips))[:, None] * np.array([0, 1.0, 0])
    level, drifts = (
        footing(hips, ankles, ankles, 60.0),
        footing(hips + up, ankles + up[:, None], ankles + up[:, None], 60.0),
    )
    assert (level.stands == drifts.stands).mean() > 0.9
    assert np.abs(drifts.root[:, 1] - level.root[:, 1]).max() < 0.1


def test_slow_turns_come_off_and_quick_ones_stay() -> None:
    times = np.arange(0, 8, 1 / 60)
    yaw = 45 * times + 5 * np.sin(2 * np.pi * 2 * times)
    hips = from_euler(np.stack([0 * yaw, yaw, 0 * yaw], axis=1), "XYZ")
    ankles = np.zeros((len(times), 2, 3))
    found = footing(np.zeros((len(times), 3)), ankles, ankles, 60.0)
    left = np.rad2deg(heading(course(hips, found, 60.0, 0.0).hips))
    assert 3 < np.abs(left).max() < 8
    assert np.rad2deg(heading(course(hips, found, 60.0, 1.0).hips))[-1] == pytest.approx(yaw[-1], abs=1)


@pytest.mark.parametrize("travel", [0.0, 0.5, 1.0])
def test_somebody_walks_across_the_picture_on_feet_that_stand(
    data: Path, make_rig: Make, posed: Posed, travel: float
) -> None:
    rig, path = make_rig(), data / "bvh" / "pybvh" / "cmu_12_01_walk.bvh"
    motions = load_motion(FakeContext(), PEOPLE, path=str(path), seen="recorded", turn=90.0, travel=travel)
    motion = retarget_motion(FakeContext(), Rigs({"person_1": rig}), motions)["person_1"]
    heads = film(rig, motion, posed, 4.3)
    gone = np.ptp(heads[:, 0, 0]) / rig.pixels_per_metre
    assert gone == pytest.approx(4.0 * travel, rel=0.15, abs=0.15)
    for side in FEET:
        low = rig.heads[side, 1] - heads[:, side, 1] < 0.003 * HEIGHT
        speed = np.abs(np.diff(heads[:, side, 0])) * 30
        stands = low[1:] & low[:-1]
        assert stands.mean() > 0.4
        assert np.quantile(speed[stands], 0.99) < 0.05 * HEIGHT


def test_from_one_beat_to_the_next_no_foot_slides(make_rig: Make, posed: Posed) -> None:
    rig, names = make_rig(), ("walk", "wave", "jump", "dance", "kick", "run", "bow")
    cast = tuple(
        {"person": "person_1", "motion": name, "start": 2.2 * n, "length": 2.6} for n, name in enumerate(names)
    )
    motions = choose_motion(FakeContext(), PEOPLE, cast=cast)
    motion = retarget_motion(FakeContext(), Rigs({"person_1": rig}), motions)["person_1"]
    heads = film(rig, motion, posed, 16.0)
    for side in FEET:
        off = np.abs(heads[:, side, 0] - rig.heads[side, 0])
        low = rig.heads[side, 1] - heads[:, side, 1] < 0.003 * HEIGHT
        assert low.mean() > 0.5 and off[low].max() < 0.004 * HEIGHT
        assert off.max() > 0.005 * HEIGHT  # they do go somewhere


def test_who_falls_lies_on_the_ground_and_gets_up_again(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    cast = ({"person": "person_1", "motion": "fall", "start": 0.2, "length": 5.4, "side": "right"},)
    motions = choose_motion(FakeContext(), PEOPLE, cast=cast, idle=0.0)
    heads = film(rig, retarget_motion(FakeContext(), Rigs({"person_1": rig}), motions)["person_1"], posed, 6.4)
    head = BONES.index("head")
    lies = heads[75]
    assert lies[head, 1] > rig.heads[FEET[0], 1] - 0.25 * HEIGHT
    assert abs(lies[head, 0] - rig.heads[head, 0]) > 0.6 * HEIGHT
    assert np.abs(heads[-1] - rig.heads).max() < 0.02 * HEIGHT
