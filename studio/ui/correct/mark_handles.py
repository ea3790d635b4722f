"""What can be taken hold of on the ground: where somebody is, marks, and where walks lead; without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nodes.motion.on_the_ground import Place, Stander
from nodes.motion.seen_ways import Way
from studio.media.script import Beat

STROLL = 1.0
"""Metres a second: a mark is reached at a stroll, not before."""


@dataclass(frozen=True)
class Handle:
    """A spot of the ground.

    Attributes:
        person: Whose.
        place: (x, z) metres.
        kind: "here", "mark" or "walk".
        time: Second at which the person is there.
        number: The entry of the mark, None where there is none yet.
        beat: Id of the beat that walks, "" for none.
    """

    person: str
    place: Place
    kind: str
    time: float
    number: int | None = None
    beat: str = ""

    @property
    def key(self) -> tuple[str, str, str, int | None]:
        """What it is, wherever it lies."""
        return self.person, self.kind, self.beat, self.number if self.kind == "mark" else None


def handles(
    people: Mapping[str, Stander], ways: Mapping[str, Way], beats: Sequence[Beat], marks: Sequence[Mapping[str, Any]],
    time: float,
) -> list[Handle]:  # fmt: skip
    """Everything that can be dragged, what lies on top last: walks and marks lie over where people are."""
    able = {name for name, one in people.items() if not one.stays and name in ways}
    found = [Handle(name, ways[name].at(time), "here", time) for name in people if name in able]
    by_beat = {str(mark.get("beat")): k for k, mark in enumerate(marks) if mark.get("beat")}
    for beat in (beat for beat in beats if beat.who in able):
        when, there = ways[beat.who].comes_to(beat.start, beat.start + beat.duration)
        number = by_beat.get(beat.id)
        place = there if number is None else _place(people[beat.who], marks[number])
        found.append(Handle(beat.who, place, "walk", when, number, beat.id))
    for k, mark in enumerate(marks):
        person = str(mark.get("person"))
        if person in able and not mark.get("beat"):
            found.append(Handle(person, _place(people[person], mark), "mark", float(mark.get("at", 0.0)), k))
    return found


def _place(stander: Stander, mark: Mapping[str, Any]) -> Place:
    start = stander.view.start
    return start[0] + float(mark.get("x", 0.0)), start[1] + float(mark.get("z", 0.0))


def moved(handle: Handle, stander: Stander, place: Place) -> dict[str, Any]:
    """The mark that puts a handle somewhere else."""
    start = stander.view.start
    said = {"person": handle.person, "x": place[0] - start[0], "z": place[1] - start[1]}
    if handle.beat:
        return {**said, "beat": handle.beat}
    if handle.kind == "mark":
        return {**said, "at": handle.time}
    far = ((place[0] - handle.place[0]) ** 2 + (place[1] - handle.place[1]) ** 2) ** 0.5
    return {**said, "at": max(handle.time, far / STROLL + 0.5)}
