"""Putting copied nodes where they are wanted."""

from __future__ import annotations

from dataclasses import replace

from immutables import Map

from studio.graph.edit import paste
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.ui.graph_editor.adding import within
from studio.ui.graph_editor.edits import Area, Load, Place, shift
from studio.ui.graph_editor.moving import snapped

NODE = (176.0, 80.0)
"""About how wide and high a node is."""
BESIDE = (40.0, 40.0)
"""How far from the original a duplicate lies."""


def paste_at(
    graph: Graph, library: Types, text: str, at: Place | None, level: str, linked: bool, made: list[str]
) -> tuple[Graph, str]:
    """Add what a text says.

    Args:
        graph: The graph.
        library: Node types.
        text: What :func:`studio.graph.edit.copy_text` gave, or a whole project.
        at: The middle of what is pasted; None for beside where it was.
        level: Id of the group into which it goes, "" for none.
        linked: Whether links to what was not copied are made again.
        made: Gets the ids of all nodes, groups and frames that are new.
    """
    after, nodes = paste(graph, library, text, BESIDE, linked=linked)
    groups = [name for name in after.groups if name not in graph.groups]
    frames = [name for name in after.frames if name not in graph.frames]
    made[:] = [*frames, *groups, *nodes]
    if at is not None:
        after = _centred(after, made, at)
    elif frames:
        after = _below(after, made)
    after = _boxes_within(within(after, nodes, level), groups, frames, level)
    return after, (*nodes, *frames, "")[0]


def _boxes_within(graph: Graph, groups: list[str], frames: list[str], level: str) -> Graph:
    """Put groups and frames that were just made into the group whose inside is shown."""
    for name in groups if level else ():
        if not graph.groups[name].parent:
            graph = replace(graph, groups=graph.groups.set(name, replace(graph.groups[name], parent=level)))
    for name in frames if level else ():
        frame = graph.frames[name]
        if not frame.extra.get("group", ""):
            placed = replace(frame, extra=Map({**frame.extra, "group": level}))
            graph = replace(graph, frames=graph.frames.set(name, placed))
    return graph


def _centred(graph: Graph, made: list[str], at: Place) -> Graph:
    left, top, right, bottom = _extent(graph, made)
    return _shifted(graph, made, at[0] - (left + right) / 2, at[1] - (top + bottom) / 2)


def _below(graph: Graph, made: list[str]) -> Graph:
    """Clear of the original: a frame that covered what it was copied from would carry that along."""
    _, top, _, bottom = _extent(graph, made)
    return _shifted(graph, made, -BESIDE[0], bottom - top)


def _extent(graph: Graph, made: list[str]) -> Area:
    """(left, top, right, bottom) of nodes and frames."""
    areas = [(*graph.nodes[name].position, *NODE) for name in made if name in graph.nodes]
    areas += [graph.frames[name].box for name in made if name in graph.frames]
    if not areas:
        return 0.0, 0.0, 0.0, 0.0
    left, top = (min(area[side] for area in areas) for side in (0, 1))
    return left, top, max(area[0] + area[2] for area in areas), max(area[1] + area[3] for area in areas)


def _shifted(graph: Graph, made: list[str], dx: float, dy: float) -> Graph:
    places = {name: graph.nodes[name].position for name in made if name in graph.nodes}
    places |= {name: graph.groups[name].position for name in made if name in graph.groups}
    carried = Load(places, {name: graph.frames[name].box for name in made if name in graph.frames})
    return shift(graph, carried, snapped(dx), snapped(dy))
