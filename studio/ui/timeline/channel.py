"""What keys belong to, and how one is named; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

CORRECTIONS = "keys"
"""The knob of correct_motion that holds its keys."""
SAME = 1e-4
"""Seconds within which two keys are at one time."""


class Channel(NamedTuple):
    """A part of a knob; or, with a bone, an angle or a way (x, y, z by part) of a person's bone."""

    node: str
    knob: str
    part: int = 0
    person: str = ""
    bone: str = ""


class Mark(NamedTuple):
    """A key of a channel, by its time in seconds."""

    channel: Channel
    time: float


Change = Callable[[Mark, float], tuple[float, float]]
"""From a key and its value to (seconds, value) where it shall be; where an arm is drawn has no value: 0 comes in, what
comes out is left."""


def by_channel(marks: Iterable[Mark]) -> dict[Channel, set[float]]:
    """Seconds of marks, by channel."""
    found: dict[Channel, set[float]] = {}
    for mark in marks:
        found.setdefault(mark.channel, set()).add(mark.time)
    return found
