"""Where nodes lie and what they are called, backdrops, the shot, and what a preset browser shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from studio.graph.edit.nodes import fresh_id
from studio.graph.edit.places import node_at, said, spot, with_node
from studio.graph.graph import Frame, Graph
from studio.graph.shot_limits import wrong_with
from studio.media.errors import BadInput


def move(graph: Graph, positions: Mapping[str, tuple[float, float]]) -> Graph:
    """Move nodes and closed groups, by id, to (x, y)."""
    nodes, groups = graph.nodes, graph.groups
    for name, position in positions.items():
        place = spot(position, f"the position of {name}")
        if name in groups:
            groups = groups.set(name, replace(groups[name], position=place))
        else:
            nodes = nodes.set(name, replace(node_at(graph, name), position=place))
    return replace(graph, nodes=nodes, groups=groups)


def rename(graph: Graph, name: str, title: str) -> Graph:
    """Give a node or a group a title; "" is its type's own name. Ids never change."""
    title = said(title, "a title")
    if name in graph.groups:
        return replace(graph, groups=graph.groups.set(name, replace(graph.groups[name], title=title)))
    return with_node(graph, name, title=title)


def add_frame(graph: Graph, **fields: Any) -> tuple[Graph, str]:
    """Add a backdrop; ``fields`` are those of :class:`studio.graph.graph.Frame`."""
    graph, name = fresh_id(graph, "frame")
    return replace(graph, frames=graph.frames.set(name, replace(Frame(), **_drawn(fields)))), name


def _drawn(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a backdrop that a project file can hold."""
    counts = {"box": 4, "colour": 3}
    return {
        name: spot(value, f"a backdrop's {name}", counts[name])
        if name in counts
        else said(value, f"a backdrop's {name}")
        for name, value in fields.items()
    }


def set_frame(graph: Graph, name: str, **fields: Any) -> Graph:
    """Change some fields of a backdrop."""
    if name not in graph.frames:
        raise BadInput(f"there is no backdrop {name}")
    return replace(graph, frames=graph.frames.set(name, replace(graph.frames[name], **_drawn(fields))))


def remove_frame(graph: Graph, name: str) -> Graph:
    """Take a backdrop away; the nodes on it stay."""
    if name not in graph.frames:
        raise BadInput(f"there is no backdrop {name}")
    return replace(graph, frames=graph.frames.delete(name))


def set_shot(graph: Graph, **fields: Any) -> Graph:
    """Change some fields of the shot: size, fps, first, last."""
    shot = replace(graph.shot, **fields)
    problem = wrong_with(shot)
    if problem:
        raise BadInput(f"the shot {problem}")
    return replace(graph, shot=shot)


def set_about(
    graph: Graph, *, name: str | None = None, notes: str | None = None, tags: Iterable[str] | None = None
) -> Graph:
    """Change what a preset browser shows; what is None stays."""
    return replace(
        graph,
        name=graph.name if name is None else said(name, "the name"),
        notes=graph.notes if notes is None else said(notes, "the notes"),
        tags=graph.tags if tags is None else tuple(said(tag, "a tag") for tag in tags),
    )
