"""Recordings that go somewhere do so on the photo's ground; who goes the other way than the photo shows turns round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.rotation import multiply
from nodes.algorithms.turn_round import NARROW, flips, goes_against, looks
from nodes.motion.place_people import place_people
from nodes.motion.posing import body_from
from nodes.rig.actor import flip_of
from studio.cli.bench import load
from studio.media.motion import Motion, Motions, Pose
from studio.media.person import People
from studio.media.rig import Rig, Rigs
from studio.media.script import Beat, Script

together = load(Path(__file__).parents[2] / "benchmarks" / "together.py")
FPS = 60.0


def stage(x: float = 0.0, far: float = 6.0) -> tuple[Rigs, People, Motions]:
    rigs, people, motions = together.stage_of([(x, far)])
    return rigs, people, motions


def walking(rig: Rig, way: tuple[float, float], seconds: float = 4.0) -> Motion:
    """A recording after retargeting that goes so many metres straight on, in steps of half a second."""
    times = np.arange(round(seconds * FPS)) / FPS
    gone = np.clip(times - 0.5, 0, seconds - 1) / (seconds - 1)
    channels: dict[str, Any] = {}
    for axis, metres in zip("XZ", way, strict=True):
        channels[f"travel{axis}"] = (metres * gone).astype(np.float32)
    for k, side in enumerate(("left", "right")):
        phase = np.clip((times - 0.5 - 0.5 * k), 0, seconds - 1.5)
        done, part = np.divmod(phase, 1.0)
        share = np.clip(part / 0.5, 0, 1)
        ahead = np.minimum((done + share) / (seconds - 1), 1.0)
        channels[f"{side}Plant"] = ((share <= 0) | (share >= 1)).astype(np.float32)
        for axis, metres in zip("XZ", way, strict=True):
            channels[f"{side}Step{axis}"] = (metres * ahead).astype(np.float32)
    root = np.stack([way[0] * gone, 0 * gone, way[1] * gone], axis=1).astype(np.float32)
    still = np.repeat(rig.rest[None], len(times), axis=0)
    return Motion("walk", rig.bones, FPS, still, root, channels, loop=False, relative=False)


def placed(rigs: Rigs, people: People, motions: Motions, **knobs: Any) -> tuple[Motions, list[str]]:
    ctx = FakeContext()
    return place_people(ctx, rigs, motions, people, together.CAMERA, **knobs), ctx.warnings


def test_a_recording_goes_over_the_ground_and_grows_as_it_comes_nearer() -> None:
    rigs, people, _ = stage()
    rig = rigs["person_1"]
    made, told = placed(rigs, people, Motions({"person_1": walking(rig, (0.6, 1.5))}))
    motion = made["person_1"]
    assert not told and not set(motion.channels) & {"travelX", "leftStepZ"}
    end = together.ground_places(rig, motion)[-1]
    assert end == pytest.approx([0.6, -4.5], abs=0.02)
    assert motion.channels["size"][-1] == pytest.approx(6.0 / 4.5, rel=1e-3)
    assert np.allclose(motion.rotations[0], rig.rest, atol=1e-5) and not motion.root[0].any()
    assert together.sliding(rig, motion) < 0.05


def test_a_recording_that_would_come_too_near_goes_less_far_and_that_is_told() -> None:
    rigs, people, _ = stage(far=4.0)
    made, told = placed(rigs, people, Motions({"person_1": walking(rigs["person_1"], (0.0, 6.0), 8.0)}))
    assert len(told) == 1 and "goes 33%" in told[0]
    assert made["person_1"].channels["size"].max() == pytest.approx(2.0, rel=1e-3)


def test_who_cannot_walk_plays_the_recording_on_the_spot() -> None:
    rigs, people, _ = stage()
    cut = People({"person_1": replace(people["person_1"], cropped=("left",))})
    made, told = placed(rigs, cut, Motions({"person_1": walking(rigs["person_1"], (1.5, 0.0))}))
    assert len(told) == 1 and "on the spot" in told[0]
    assert np.abs(made["person_1"].root[:, 0]).max() < 0.02 and "size" not in made["person_1"].channels


def test_a_script_says_where_somebody_goes_whatever_the_recording_has() -> None:
    rigs, people, _ = stage()
    given = Motions({"person_1": walking(rigs["person_1"], (1.5, 0.0))})
    made, _ = placed(rigs, people, given, marks=({"person": "person_1", "at": 4.0, "x": -1.0, "z": 0.0},))
    assert together.ground_places(rigs["person_1"], made["person_1"])[-1] == pytest.approx([-1.0, -6.0], abs=0.03)


def test_a_recording_that_is_too_short_for_its_way_walks_on_and_stops() -> None:
    rigs, people, _ = stage()
    short = walking(rigs["person_1"], (1.0, 0.0), 4.0)
    times = np.arange(len(short.root)) / FPS
    arm = short.bones.index("leftUpperArm")
    rotations = np.array(short.rotations)
    swing = 0.3 * np.sin(2 * np.pi * (times - 0.5)) * np.clip(times / 0.5, 0, 1)
    half = np.stack([np.sin(swing / 2), 0 * swing, 0 * swing, np.cos(swing / 2)], axis=1)
    rotations[:, arm] = multiply(rotations[:, arm].astype(float), half)
    given = Motions({"person_1": replace(short, rotations=rotations.astype(np.float32))})
    made, _ = placed(rigs, people, given, marks=({"person": "person_1", "at": 9.0, "x": 2.5, "z": 0.0},), pace=0.3)
    motion = made["person_1"]
    seconds = np.arange(len(motion.root)) / motion.fps
    goes = (seconds > 4.5) & (seconds < 8.0)
    changes = np.abs(np.diff(motion.rotations[:, arm], axis=0)).max(axis=1)
    assert np.ptp(motion.rotations[goes, arm], axis=0).max() > 0.2  # arms swing on after the recording's end
    assert changes.max() < 0.04 and changes[seconds[1:] > 10.0].max() < 1e-4  # nothing jumps, and then all is still
    assert np.allclose(motion.rotations[-1, arm], rigs["person_1"].rest[arm], atol=1e-3)


def sideways(rig: Rig, side: float) -> Rig:
    """The body with feet and shoulders that look to a side of the picture."""
    heads, tails = rig.heads.copy(), rig.tails.copy()
    for name in ("leftFoot", "rightFoot"):
        j = rig.bones.index(name)
        tails[j] = heads[j] + np.array([side, 0.2, 0.1], np.float32) * 40
    for name, deep in (("leftUpperArm", -side), ("rightUpperArm", side)):
        heads[rig.bones.index(name), 2] += 60 * deep
    return replace(rig, heads=heads, tails=tails)


def test_where_a_body_looks_is_told_by_its_feet_and_shoulders() -> None:
    rig = stage()[0]["person_1"]
    right, left = (body_from(sideways(rig, side)) for side in (1.0, -1.0))
    assert looks(right) > 0.6 and looks(left) == pytest.approx(-looks(right), abs=0.05)
    assert abs(looks(body_from(rig))) < 0.2
    assert goes_against(right, np.array([-2.0, 0.3])) and not goes_against(right, np.array([2.0, 0.3]))
    assert not goes_against(right, np.array([-0.3, 2.0])) and not goes_against(body_from(rig), np.array([-2.0, 0.0]))


@pytest.mark.parametrize("towards", ["left", "right"])
def test_who_goes_the_other_way_than_the_photo_shows_turns_round(towards: str) -> None:
    rigs, people, motions = stage()
    rigs = Rigs({"person_1": sideways(rigs["person_1"], 1.0)})
    made, _ = placed(rigs, people, motions, script=Script((Beat("person_1", "walk", start=0.5, towards=towards),)))
    motion = made["person_1"]
    if towards == "right":
        assert "flip" not in motion.channels
        return
    flip = motion.channels["flip"]
    assert flip[0] == 1 and flip[-1] == -1 and (np.abs(flip) >= NARROW).all() and (np.diff(flip) <= 0).all()
    # feet stay on the ground below: mirrored about it, not about the hips
    rig, size = rigs["person_1"], motion.channels["size"]
    shift = motion.root[:, 0] * rig.pixels_per_metre
    ground = rig.heads[0, 0] + flip * size * (rig.ground[0] - rig.heads[0, 0]) + shift
    gone = ground - rig.ground[0]
    assert gone[0] == 0 and gone[-1] < -100 and np.diff(gone).max() < 1.0


def test_a_flip_never_makes_a_card_of_anybody() -> None:
    times = np.linspace(0, 3, 181)
    flip = flips(times, 1.0, 2.0)
    assert flip[0] == 1 and flip[90] == -1 and flip[-1] == 1 and np.abs(flip).min() >= NARROW
    pose = Pose((), np.zeros((0, 4), np.float32), np.zeros(3, np.float32), {"flip": 0.01})
    assert flip_of(pose) == NARROW and flip_of(None) == 1
