"""What the timeline shows beside the keys: markers, and the range that is played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from studio.graph.edit.places import said
from studio.graph.graph import Graph, Marker
from studio.media.errors import BadInput

LATEST = 1e9
"""Seconds; no shot is longer."""


def set_marker(graph: Graph, time: float, title: str = "") -> Graph:
    """Put a marker at a time in seconds, or give the one that is there another title."""
    if not 0 <= time <= LATEST:
        raise BadInput(f"a marker cannot lie at {time} seconds")
    others = [marker for marker in graph.timeline.markers if marker.time != time]
    return _with(graph, [*others, Marker(float(time), said(title, "a marker's title"))])


def move_marker(graph: Graph, time: float, to: float) -> Graph:
    """Move the marker at a time to another time, in place of one that is there."""
    title = _at(graph, time).title
    return set_marker(remove_marker(graph, time), to, title)


def remove_marker(graph: Graph, time: float) -> Graph:
    """Take the marker at a time away."""
    gone = _at(graph, time)
    return _with(graph, (marker for marker in graph.timeline.markers if marker != gone))


def set_play(graph: Graph, play: tuple[int, int] | None) -> Graph:
    """Play only these frames, both included; None for the whole shot."""
    if play is not None:
        shot = graph.shot
        if not shot.first <= play[0] <= play[1] <= shot.last:
            raise BadInput(f"frames {play[0]} to {play[1]} are not in the shot: {shot.first} to {shot.last}")
        play = None if play == (shot.first, shot.last) else (int(play[0]), int(play[1]))
    return replace(graph, timeline=replace(graph.timeline, play=play))


def _at(graph: Graph, time: float) -> Marker:
    for marker in graph.timeline.markers:
        if marker.time == time:
            return marker
    raise BadInput(f"there is no marker at {time:g} seconds")


def _with(graph: Graph, markers: Iterable[Marker]) -> Graph:
    return replace(graph, timeline=replace(graph.timeline, markers=tuple(sorted(markers))))
