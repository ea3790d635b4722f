"""Groups of nodes, and knobs shown on them or on the whole graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from studio.graph.edit.nodes import fresh_id
from studio.graph.edit.places import knob_of, node_at, said, type_of
from studio.graph.graph import Graph, Group
from studio.graph.sockets import Types
from studio.media.errors import BadInput


def group(graph: Graph, members: Iterable[str], title: str = "") -> tuple[Graph, str]:
    """Put nodes and groups into a new group. It lies where they did, in the group that the first of them is in.

    Args:
        graph: The graph as it is.
        members: Ids of nodes and of groups.
        title: What the new group is called.

    Returns:
        The new graph, and the new group's id.
    """
    names = tuple(dict.fromkeys(members))
    if not names:
        raise BadInput("choose the nodes to group first")
    parents = {name: _parent(graph, name) for name in names}
    graph, made = fresh_id(graph, "group")
    places = [(graph.groups[n] if n in graph.groups else graph.nodes[n]).position for n in names]
    centre = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
    around = parents[names[0]]
    if around in set(names):
        raise BadInput("A group cannot be put beside what is inside it; choose the group alone")
    graph = replace(graph, groups=graph.groups.set(made, Group(said(title, "a title"), around, position=centre)))
    return _put(graph, names, made), made


def _parent(graph: Graph, name: str) -> str:
    return graph.groups[name].parent if name in graph.groups else node_at(graph, name).group


def _put(graph: Graph, names: Iterable[str], into: str) -> Graph:
    nodes, groups = graph.nodes, graph.groups
    for name in names:
        if name in groups:
            groups = groups.set(name, replace(groups[name], parent=into))
        else:
            nodes = nodes.set(name, replace(nodes[name], group=into))
    graph = replace(graph, nodes=nodes, groups=groups)
    if _inside_itself(graph, into):
        raise BadInput("A group cannot be put into itself")
    return graph


def _inside_itself(graph: Graph, name: str) -> bool:
    seen: set[str] = set()
    while name and name not in seen and name in graph.groups:
        seen.add(name)
        name = graph.groups[name].parent
    return name in seen


def set_group(graph: Graph, name: str, **fields: Any) -> Graph:
    """Change some fields of a group: open, exposed. Its title and place are changed as a node's are."""
    if name not in graph.groups:
        raise BadInput(f"there is no group {name}")
    return replace(graph, groups=graph.groups.set(name, replace(graph.groups[name], **fields)))


def ungroup(graph: Graph, name: str) -> Graph:
    """Dissolve a group: what was in it moves to the group around it."""
    if name not in graph.groups:
        raise BadInput(f"there is no group {name}")
    around = graph.groups[name].parent
    inside = [n for n, node in graph.nodes.items() if node.group == name]
    inside += [n for n, inner in graph.groups.items() if inner.parent == name]
    graph = replace(graph, groups=graph.groups.delete(name))
    return _put(graph, inside, around)


def expose(graph: Graph, library: Types, node: str, knob: str, label: str = "", group: str = "") -> Graph:
    """Show a knob on a group, or on the whole graph where no group is named. Exposing it again changes its label."""
    knob_of(type_of(graph, library, node), knob)
    entry = (node, knob, said(label, "a label") or knob.replace("_", " ").capitalize())
    return _exposed(graph, node, knob, group, entry)


def hide(graph: Graph, node: str, knob: str, group: str = "") -> Graph:
    """Show a knob no longer on a group or on the whole graph."""
    return _exposed(graph, node, knob, group, None)


def _exposed(graph: Graph, node: str, knob: str, group: str, entry: tuple[str, str, str] | None) -> Graph:
    if group and group not in graph.groups:
        raise BadInput(f"there is no group {group}")
    was = graph.groups[group].exposed if group else graph.exposed
    there = [(n, k) for n, k, _ in was]
    if (node, knob) in there and entry:
        at = there.index((node, knob))
        now = (*was[:at], entry, *was[at + 1 :])
    else:
        now = tuple(e for e in was if e[:2] != (node, knob)) + ((entry,) if entry else ())
    return set_group(graph, group, exposed=now) if group else replace(graph, exposed=now)


def inside(graph: Graph, name: str) -> tuple[set[str], set[str]]:
    """All nodes in a group and in the groups in it, and those groups with itself."""
    if name not in graph.groups:
        raise BadInput(f"there is no group {name}")
    below: dict[str, list[str]] = {}
    for inner, group in graph.groups.items():
        below.setdefault(group.parent, []).append(inner)
    groups, todo = set[str](), [name]
    while todo:
        found = todo.pop()
        if found not in groups:
            groups.add(found)
            todo.extend(below.get(found, ()))
    return {n for n, node in graph.nodes.items() if node.group in groups}, groups
