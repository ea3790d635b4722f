"""Putting copied nodes where they are wanted."""

from __future__ import annotations

from dataclasses import replace

from studio.graph.edit import paste
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.ui.graph_editor.adding import within
from studio.ui.graph_editor.edits import Place

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
        made: Gets the ids of all nodes and groups that are new.
    """
    after, nodes = paste(graph, library, text, BESIDE, linked=linked)
    groups = [name for name in after.groups if name not in graph.groups]
    if at is not None and nodes:
        after = _centred(after, nodes, groups, at)
    after = within(after, nodes, level)
    for name in groups:
        if level and not after.groups[name].parent:
            after = replace(after, groups=after.groups.set(name, replace(after.groups[name], parent=level)))
    made[:] = [*groups, *nodes]
    return after, nodes[0] if nodes else ""


def _centred(graph: Graph, nodes: tuple[str, ...], groups: list[str], at: Place) -> Graph:
    xs, ys = zip(*(graph.nodes[name].position for name in nodes), strict=True)
    dx = round((at[0] - (min(xs) + max(xs)) / 2 - 88) / 20) * 20
    dy = round((at[1] - (min(ys) + max(ys)) / 2 - 40) / 20) * 20
    changed, outer = graph.nodes, graph.groups
    for name in nodes:
        x, y = changed[name].position
        changed = changed.set(name, replace(changed[name], position=(x + dx, y + dy)))
    for name in groups:
        x, y = outer[name].position
        outer = outer.set(name, replace(outer[name], position=(x + dx, y + dy)))
    return replace(graph, nodes=changed, groups=outer)
