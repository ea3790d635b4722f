"""The graph as an immutable value. An edit makes another; what did not change is shared.

Links are kept at the consumer: ``node.inputs["image"] == Source("n3", "out")``. The evaluator sees a flat graph; groups
and backdrops are labels on it. Layout (position, title, group, colour, open panels) never enters a fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from immutables import Map

from studio.graph.curve import Curve
from studio.media.shot import Shot


class Source(NamedTuple):
    """Where an input comes from: a node's output."""

    node: str
    output: str


class KnobSource(NamedTuple):
    """Where a linked knob takes its value from: another node's knob."""

    node: str
    knob: str


@dataclass(frozen=True, eq=False)
class Node:
    """One node of a graph. Compared by identity; edits replace it.

    Attributes:
        type: Name of its node type; unknown ones are kept as placeholders.
        version: Version of the type that knobs and inputs are written for.
        knobs: Values that differ from the default.
        curves: Animated knobs.
        links: Knobs that follow another node's knob.
        inputs: Links by input name.
        bypass: Hands its fitting input on instead of computing.
        title: What the artist calls it, "" for the type's own name.
        position: (x, y) on the canvas.
        group: Id of the group it is in, "" for none.
        extra: Everything else that the file said, kept as it was; knobs and links that the type does not have lie
            here under "knobs", "curves", "links" and "inputs".
    """

    type: str
    version: int = 1
    knobs: Map[str, Any] = field(default_factory=Map)
    curves: Map[str, Curve] = field(default_factory=Map)
    links: Map[str, KnobSource] = field(default_factory=Map)
    inputs: Map[str, Source] = field(default_factory=Map)
    bypass: bool = False
    title: str = ""
    position: tuple[float, float] = (0.0, 0.0)
    group: str = ""
    extra: Mapping[str, Any] = field(default_factory=Map)


@dataclass(frozen=True)
class Media:
    """What is known of a file that a knob names, so that it is found again after it moved.

    Attributes:
        digest: blake2b (20 bytes, hexadecimal) of its content, "" where never read.
        size: Bytes, -1 where never read.
        extra: Everything else that the project file said.
    """

    digest: str = ""
    size: int = -1
    extra: Mapping[str, Any] = field(default_factory=Map)


@dataclass(frozen=True, eq=False)
class Group:
    """A group of nodes that opens and closes; nodes name the group that they are in.

    Attributes:
        title: What it is called.
        parent: Id of the group around it, "" for none.
        open: Whether its inside is shown.
        position: (x, y) of the closed group.
        exposed: Knobs shown on the closed group, as (node id, knob name, label).
        extra: Everything else that the file said.
    """

    title: str = ""
    parent: str = ""
    open: bool = False
    position: tuple[float, float] = (0.0, 0.0)
    exposed: tuple[tuple[str, str, str], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=Map)


@dataclass(frozen=True, eq=False)
class Frame:
    """A titled backdrop behind some nodes: layout only.

    Attributes:
        title, note: Words on it.
        box: (x, y, width, height) on the canvas.
        colour: (r, g, b) in 0..1.
    """

    title: str = ""
    note: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 400.0, 300.0)
    colour: tuple[float, float, float] = (0.25, 0.25, 0.3)
    extra: Mapping[str, Any] = field(default_factory=Map)


class Marker(NamedTuple):
    """A moment of the shot with a name."""

    time: float
    title: str


@dataclass(frozen=True)
class Timeline:
    """What the timeline shows beside the keys; nothing of it is computed with.

    Attributes:
        markers: In order of time (seconds), each at a time of its own.
        play: First and last frame of what playing goes through, None for the whole shot.
    """

    markers: tuple[Marker, ...] = ()
    play: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes, the shot, and what is drawn around them.

    Attributes:
        nodes: By stable id.
        shot: Size, rate and range.
        groups, frames: By id.
        exposed: Knobs that a preset shows first, as (node id, knob name, label).
        name, notes, tags: What a preset browser shows.
        counters: Last number given to an id, by prefix; so an id is never given twice.
        media: What is known of files, by the path that the knobs hold.
        timeline: Markers and the range that is played.
        extra: Everything else that the file said, kept as it was.
    """

    nodes: Map[str, Node] = field(default_factory=Map)
    shot: Shot = field(default_factory=Shot)
    groups: Map[str, Group] = field(default_factory=Map)
    frames: Map[str, Frame] = field(default_factory=Map)
    exposed: tuple[tuple[str, str, str], ...] = ()
    name: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    counters: Map[str, int] = field(default_factory=Map)
    media: Map[str, Media] = field(default_factory=Map)
    timeline: Timeline = field(default_factory=Timeline)
    extra: Mapping[str, Any] = field(default_factory=Map)
