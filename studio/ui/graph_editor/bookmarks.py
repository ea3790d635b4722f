"""Places in the graph to come back to, by number; kept in the project."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from immutables import Map

from studio.graph.graph import Graph

FIELD = "bookmarks"


class Bookmark(NamedTuple):
    """A level, the point of the scene in the middle, and the zoom."""

    level: str
    x: float
    y: float
    zoom: float


def set_bookmark(graph: Graph, number: int, bookmark: Bookmark) -> Graph:
    """Keep a place under a number from 1 to 9."""
    kept = Map(_stored(graph)).set(str(number), tuple(bookmark))
    return replace(graph, extra=Map(graph.extra).set(FIELD, kept))


def bookmarks(graph: Graph) -> dict[int, Bookmark]:
    """The places by number; what no bookmark can be is passed over."""
    found: dict[int, Bookmark] = {}
    for number, value in sorted(_stored(graph).items()):
        match value:
            case (str(level), float() | int() as x, float() | int() as y, float() | int() as zoom) if (
                number in tuple("123456789") and zoom > 0
            ):
                found[int(number)] = Bookmark(level, float(x), float(y), float(zoom))
    return found


def _stored(graph: Graph) -> Map[str, object]:
    kept = graph.extra.get(FIELD)
    return Map(kept) if isinstance(kept, Map) else Map()
