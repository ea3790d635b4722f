"""Ways that are read back from motions, and places of the picture that are places of the ground."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeContext

from nodes.motion.on_the_ground import standers
from nodes.motion.place_people import place_people
from nodes.motion.seen_ways import on_ground, on_picture, ring, way_of
from studio.cli.bench import load
from studio.media.script import Beat, Script

together = load(Path(__file__).parents[2] / "benchmarks" / "together.py")

ROW = [(-1.5, 6.0), (0.2, 6.4), (1.5, 5.8)]


def test_a_pixel_of_the_ground_is_a_place_and_back() -> None:
    rigs, people, _ = together.stage_of(ROW)
    for stander in standers(rigs, people, together.CAMERA).values():
        x, z = stander.view.start
        assert on_picture(stander, np.array([x, z])) == pytest.approx(stander.rig.ground, abs=1e-3)
        for step in ((0.0, 0.0), (1.2, 0.0), (-0.7, 1.0), (0.4, -2.0)):
            there = x + step[0], z + step[1]
            pixel = on_picture(stander, np.array(there))
            assert on_ground(stander, *map(float, pixel)) == pytest.approx(there, abs=1e-3)
        sky = on_ground(stander, 100.0, -500.0)
        assert np.isfinite(sky).all() and sky[1] < -10 * stander.view.distance


def test_who_goes_to_a_mark_is_seen_to_go_there() -> None:
    rigs, people, motions = together.stage_of(ROW)
    mark = {"person": "person_1", "at": 3.0, "x": 0.5, "z": 0.8}
    made = place_people(FakeContext(), rigs, motions, people, together.CAMERA, marks=(mark,))
    stander = standers(rigs, people, together.CAMERA)["person_1"]
    way = way_of(stander, made["person_1"])
    start = np.array(stander.view.start)
    assert way.at(0.0) == pytest.approx(tuple(start), abs=0.03)
    when, there = way.comes_to(0.5, 3.0)
    assert 2.5 < when < 3.6 and np.array(there) - start == pytest.approx([0.5, 0.8], abs=0.06)
    still = way_of(stander, motions["person_1"])
    assert still.at(5.0) == tuple(start) and way_of(stander, None).at(1.0) == tuple(start)


def test_a_ring_on_the_ground_is_flat_and_smaller_farther_away() -> None:
    rigs, people, _ = together.stage_of(ROW)
    stander = next(iter(standers(rigs, people, together.CAMERA).values()))
    near, far = ring(stander, stander.view.start), ring(stander, (0.0, stander.view.start[1] * 2))
    assert near[1] < near[0] and far[0] == pytest.approx(near[0] / 2) and far[1] < near[1]


def test_a_mark_by_hand_says_where_a_beat_of_walking_leads() -> None:
    rigs, people, motions = together.stage_of(ROW)
    beat = Beat("person_1", "walk", "person_2", 0.5, 2.0, id="person_1 walk 1")
    ends = []
    for marks in ((), ({"person": "person_1", "beat": beat.id, "x": -0.9, "z": 0.4},),
                  ({"person": "person_1", "beat": "person_1 walk 7", "x": -0.9, "z": 0.4},)):  # fmt: skip
        made = place_people(
            FakeContext(), rigs, motions, people, together.CAMERA, Script((beat,)), marks=marks
        )  # fmt: skip
        stander = standers(rigs, people, together.CAMERA)["person_1"]
        when, there = way_of(stander, made["person_1"]).comes_to(beat.start, beat.start + beat.duration)
        ends.append(np.array(there) - stander.view.start)
        assert 1.0 < when < 6.0
    assert ends[0][0] > 0.5, "to the other one"
    assert ends[1] == pytest.approx([-0.9, 0.4], abs=0.06), "to the mark"
    assert ends[2] == pytest.approx(ends[0]), "a mark of a beat that is gone waits for it"
