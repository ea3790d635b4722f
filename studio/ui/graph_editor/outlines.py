"""What lies behind boxes on a level: frames, and the outlines of groups that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.graph.graph import Graph
from studio.ui.graph_editor.backdrop_item import HEAD, Backdrop
from studio.ui.graph_editor.levels import Levels

ROOM, MORE = 26.0, 16.0
"""How far the outline of an open group is from what is in it, and how much farther for each open group in it."""
GROUP_TINT = (0.27, 0.33, 0.5)

Area = tuple[float, float, float, float]
"""(left, top, right, bottom)."""


def outlines(graph: Graph, level: str, boxes: Mapping[str, Area]) -> Iterable[Backdrop]:
    """Frames that lie on a level or in a group that is open on it, and those groups around the boxes in them."""
    levels = Levels(graph, level)
    for name, frame in graph.frames.items():
        if levels.closed_around(str(frame.extra.get("group", ""))) == "":
            yield Backdrop(name, "frame", frame.title, frame.note, frame.box, frame.colour)
    if any(group.open for group in graph.groups.values()):
        yield from _open_groups(graph, levels, boxes)


def _open_groups(graph: Graph, levels: Levels, boxes: Mapping[str, Area]) -> Iterable[Backdrop]:
    inside: dict[str, list[Area]] = {}
    for name, area in boxes.items():
        of = graph.groups[name].parent if name in graph.groups else graph.nodes[name].group
        for around in levels.path(of):
            inside.setdefault(around, []).append(area)
    opened = list(levels.opened())
    for name in opened:
        if name in inside:
            depth = sum(name in levels.path(inner)[:-1] for inner in opened)
            box = _around(inside[name], ROOM + MORE * depth)
            yield Backdrop(name, "group", graph.groups[name].title, "", box, GROUP_TINT)


def _around(areas: list[Area], room: float) -> Area:
    """(x, y, width, height) of an outline, with its title above."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    left, top = min(lefts) - room, min(tops) - room - HEAD
    return left, top, max(rights) + room - left, max(bottoms) + room - top
