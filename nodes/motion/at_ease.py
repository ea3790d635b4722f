"""What people do whom nobody has told anything, while a camera moves over them: they live, and make no gestures.

Everyone breathes and sways; now and then a head finds its place, or somebody glances at a neighbour and back. No two do
so at the same moment, and nobody as often as to be noticed.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from nodes.motion.play_script import Stage, facing, gaze
from studio.media.person import Person

FIRST, BETWEEN = (0.6, 2.4), (2.2, 4.6)
"""Seconds before somebody does anything, and between two things."""
LOOKS = (1.5, 2.4)
"""Seconds of a glance."""
SMALL = 0.55
"""How far heads turn, of a look that is meant."""
SETTLES = 3.0


def at_ease(stage: Stage, end: float) -> dict[str, list[dict[str, Any]]]:
    """Entries of everyone until a second; see :mod:`nodes.motion.play_script`."""
    return {who: _person(who, stage, end) for who in stage.people}


def _person(who: str, stage: Stage, end: float) -> list[dict[str, Any]]:
    dice = np.random.default_rng([stage.seed, zlib.crc32(f"{who} at ease".encode())])
    sides, time = _sides(who, stage), float(dice.uniform(*FIRST))
    made: list[dict[str, Any]] = []
    while time < end or not made:
        if sides and dice.random() < 0.6:
            length, far = float(dice.uniform(*LOOKS)), SMALL * float(dice.uniform(0.7, 1.2))
            made.append({**gaze(who, str(dice.choice(sides)), time, time + length), "amplitude": far})
        else:
            length = SETTLES
            made.append({"person": who, "motion": "settle", "start": time, "length": length, "under": "ease"})
        time += length + float(dice.uniform(*BETWEEN))
    return made


def _sides(who: str, stage: Stage) -> list[str]:
    """Sides on which the nearest neighbours are, the person's own; the nearest twice, since one looks there more."""
    person = stage.people[who]
    others = sorted((other for other in stage.people.values() if other.id != who), key=lambda one: _apart(person, one))
    return [facing(person, other) for other in (*others[:1], *others[:2])]


def _apart(one: Person, other: Person) -> float:
    return abs(one.box[0] + one.box[2] - other.box[0] - other.box[2])
