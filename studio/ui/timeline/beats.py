"""The beats of each person, read from the cast of a ``choose_motion`` and written back as edits; without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from immutables import Map

from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media import script as media
from studio.media.motion import Motion
from studio.node.library import Library

SHORTEST = 0.25
"""Seconds of the shortest beat that the timeline makes."""
NOTHING = "subtle"
"""What somebody does who has no beat: breath, sway and a settling head."""


@dataclass(frozen=True)
class Beat:
    """One thing that a person does.

    Attributes:
        motion: Name of the clip.
        start, length: Seconds.
        fade_in, fade_out: Seconds.
        given: It was chosen by the node: it becomes the artist's own with its first change.
        entry: Everything else that the cast says of it.
        scripted: The beat of a script that it shows, None where no script has it.
    """

    motion: str
    start: float
    length: float
    fade_in: float = 0.0
    fade_out: float = 0.0
    given: bool = False
    entry: Mapping[str, Any] = field(default_factory=Map)
    scripted: media.Beat | None = None

    @property
    def end(self) -> float:
        """Second at which it is over."""
        return self.start + self.length


def cast_of(graph: Graph, node: str) -> tuple[Mapping[str, Any], ...]:
    """The entries of a choose_motion."""
    found = graph.nodes.get(node)
    return () if found is None else found.knobs.get("cast", ())


def own_beats(graph: Graph, node: str) -> dict[str, list[Beat]]:
    """The beats that the cast says, by person, in its order."""
    found: dict[str, list[Beat]] = {}
    for entry in cast_of(graph, node):
        if "length" in entry:
            found.setdefault(str(entry.get("person", "")), []).append(_read(entry))
    return found


def is_idle(graph: Graph, node: str, person: str) -> bool:
    """Whether the cast says that a person does nothing."""
    entries = [entry for entry in cast_of(graph, node) if entry.get("person") == person]
    return any(entry.get("motion") == NOTHING and "length" not in entry for entry in entries)


def _read(entry: Mapping[str, Any]) -> Beat:
    start, length, fade_in, fade_out = (_number(entry.get(name)) for name in ("start", "length", "fade_in", "fade_out"))
    return Beat(str(entry.get("motion", NOTHING)), start, length, fade_in, fade_out, entry=Map(entry))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def given_beats(motion: Motion, end: float) -> list[Beat]:
    """What the node itself chose for somebody, up to the end of the shot (seconds): where the motion acts."""
    acts = np.asarray(motion.channels.get("action", np.zeros(0)), np.float32) > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[False], acts, [False]]).astype(np.int8)))
    period = len(acts) / motion.fps
    beats = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        start, length = motion.start + first / motion.fps, (last - first) / motion.fps
        rounds = max(1, int(np.ceil((end - start) / period))) if motion.loop and period else 1
        beats += [Beat(motion.name, start + n * period, length, given=True) for n in range(rounds)]
    return sorted((beat for beat in beats if beat.start < end), key=lambda beat: beat.start)


def with_beats(graph: Graph, library: Library, node: str, person: str, beats: Sequence[Beat]) -> Graph:
    """The graph in which a person does just these; with none, they stand and breathe."""
    kept = [entry for entry in cast_of(graph, node) if entry.get("person") != person]
    own = [entry for entry in cast_of(graph, node) if entry.get("person") == person and "length" not in entry]
    manner = [Map({**entry, "motion": NOTHING}) if "motion" in entry else entry for entry in own]
    if not beats and not any(entry.get("motion") == NOTHING for entry in manner):
        manner.append(Map({"person": person, "motion": NOTHING}))
    written = [_entry(person, beat) for beat in beats]
    return set_knob(graph, library, node, "cast", (*kept, *manner, *written))


def _entry(person: str, beat: Beat) -> Map[str, Any]:
    says: dict[str, Any] = {**beat.entry, "person": person, "motion": beat.motion}
    says |= {"start": round(max(beat.start, 0.0), 6), "length": round(max(beat.length, SHORTEST), 6)}
    for name in ("fade_in", "fade_out"):
        fade = round(min(max(getattr(beat, name), 0.0), beat.length), 6)
        says.pop(name, None)
        if fade > 0:
            says[name] = fade
    return Map(says)


def free_from(beats: Sequence[Beat], start: float, length: float) -> float:
    """How long a beat from ``start`` may be before the next one begins, at most ``length``; at least the shortest."""
    ends = [beat.start - start for beat in beats if beat.start > start + 1e-6]
    return max(SHORTEST, min([length, *ends]))
