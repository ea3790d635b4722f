"""Edits that the canvas makes out of the document's own: each a function from one graph to the next, without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from immutables import Map

from studio.graph.edit import (
    add_frame,
    bypass,
    group,
    inside,
    link,
    move,
    remove,
    remove_frame,
    set_frame,
    ungroup,
    unlink,
)
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types
from studio.graph.walk import above, consumers
from studio.media.errors import BadInput
from studio.ui.graph_editor.scenery import End

Place = tuple[float, float]
Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Load:
    """What is moved together: places of nodes and groups, and areas of frames, as they were."""

    places: Mapping[str, Place] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)


def load(graph: Graph, names: Iterable[str], boxes: Mapping[str, Area]) -> Load:
    """Things with all that goes with them: what is in a group, and what lies on a frame.

    Args:
        graph: The graph.
        names: Ids of nodes, groups and frames.
        boxes: (left, top, right, bottom) of every box that is shown.
    """
    areas: dict[str, Area] = {}
    todo, seen = list(names), set[str]()
    places: dict[str, Place] = {}
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in graph.frames:
            areas[name] = graph.frames[name].box
            todo.extend(_lying_on(graph, areas[name], boxes, str(graph.frames[name].extra.get("group", ""))))
        elif name in graph.groups:
            nodes, groups = inside(graph, name)
            places |= {inner: graph.nodes[inner].position for inner in nodes}
            places |= {inner: graph.groups[inner].position for inner in groups}
            todo.extend(f for f, frame in graph.frames.items() if frame.extra.get("group", "") in groups)
        elif name in graph.nodes:
            places[name] = graph.nodes[name].position
    return Load(places, areas)


def _lying_on(graph: Graph, area: Area, boxes: Mapping[str, Area], level: str) -> list[str]:
    x, y, width, height = area
    found = [
        name
        for name, (left, top, right, bottom) in boxes.items()
        if x <= (left + right) / 2 <= x + width and y <= (top + bottom) / 2 <= y + height
    ]
    for name, frame in graph.frames.items():
        fx, fy, fw, fh = frame.box
        within = x <= fx and y <= fy and fx + fw <= x + width and fy + fh <= y + height
        if within and frame.extra.get("group", "") == level:
            found.append(name)
    return found


def shift(graph: Graph, carried: Load, dx: float, dy: float) -> Graph:
    """Put things a way from where they were."""
    there = {name: place for name, place in carried.places.items() if name in graph.nodes or name in graph.groups}
    graph = move(graph, {name: (round(x + dx, 2), round(y + dy, 2)) for name, (x, y) in there.items()})
    for name, (x, y, width, height) in carried.areas.items():
        if name in graph.frames:
            graph = set_frame(graph, name, box=(round(x + dx, 2), round(y + dy, 2), width, height))
    return graph


def join(graph: Graph, library: Types, source: Source, ends: Iterable[End], instead_of: Iterable[End] = ()) -> Graph:
    """Link an output to inputs, and unlink the inputs that it was taken from."""
    for node, socket in instead_of:
        if socket in graph.nodes[node].inputs:
            graph = unlink(graph, node, socket)
    for node, socket in ends:
        graph = link(graph, library, source, node, socket)
    return graph


def part(graph: Graph, ends: Iterable[End]) -> Graph:
    """Unlink inputs; those that are not linked are passed over."""
    for node, socket in ends:
        if node in graph.nodes and socket in graph.nodes[node].inputs:
            graph = unlink(graph, node, socket)
    return graph


def refusal(graph: Graph, library: Types, source: Source, ends: Iterable[End]) -> str:
    """Why an output may not be linked to inputs, "" where it may."""
    try:
        join(graph, library, source, ends)
    except BadInput as problem:
        return str(problem)
    return ""


def below(graph: Graph, start: Iterable[str]) -> set[str]:
    """The nodes that depend on ``start`` through links, itself included."""
    readers = consumers(graph)
    found, todo = set[str](), list(start)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(reader for reader, _ in readers.get(name, ()))
    return found


def stream(graph: Graph, start: Iterable[str], up: bool) -> set[str]:
    """What is upstream or downstream of some nodes, themselves included."""
    return above(graph, start) if up else below(graph, start)


def nodes_of(graph: Graph, names: Iterable[str]) -> list[str]:
    """The nodes among things, and those in the groups among them; sorted."""
    found: set[str] = set()
    for name in names:
        if name in graph.nodes:
            found.add(name)
        elif name in graph.groups:
            found |= inside(graph, name)[0]
    return sorted(found)


def delete(graph: Graph, library: Types | None, names: Iterable[str]) -> Graph:
    """Remove nodes, groups with what is in them, and frames. With a library the chains they were in stay whole."""
    names = [name for name in names if name in graph.nodes or name in graph.groups or name in graph.frames]
    graph = remove(graph, nodes_of(graph, names), library)
    groups = {inner for name in names if name in graph.groups for inner in inside(graph, name)[1]}
    for name in groups:
        graph = ungroup(graph, name)
    for name in names:
        if name in graph.frames:
            graph = remove_frame(graph, name)
    return _without_empty_groups(graph, groups)


def _without_empty_groups(graph: Graph, gone: set[str]) -> Graph:
    """Frames that lay in a group that is gone go with it."""
    for name, frame in tuple(graph.frames.items()):
        if frame.extra.get("group", "") in gone:
            graph = remove_frame(graph, name)
    return graph


def toggle_bypass(graph: Graph, names: Iterable[str]) -> Graph:
    """Bypass nodes, or none of them any more where all are."""
    nodes = nodes_of(graph, names)
    on = not all(graph.nodes[name].bypass for name in nodes)
    for name in nodes:
        graph = bypass(graph, name, on)
    return graph


def enclose(graph: Graph, area: Area, title: str, level: str = "") -> tuple[Graph, str]:
    """Add a frame on a level."""
    graph, name = add_frame(graph, title=title, box=area)
    if level:
        frame = replace(graph.frames[name], extra=Map({"group": level}))
        graph = replace(graph, frames=graph.frames.set(name, frame))
    return graph, name


def gather(graph: Graph, names: Iterable[str], title: str, level: str = "") -> tuple[Graph, str]:
    """Put nodes and groups into a new group, which lies in the group whose inside is shown."""
    members = [name for name in names if name in graph.nodes or name in graph.groups]
    graph, made = group(graph, members, title)
    return graph, made
