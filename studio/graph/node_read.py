"""Nodes as read, made to agree with the library: upgrades, and what the node types do not have put aside.

What is put aside lies in the node's ``extra`` under the name of its field, is written again, and comes back to life
when a library knows it. Every such case gives a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from immutables import Map

from studio.graph.curve import ANIMATED, Curve
from studio.graph.graph import Graph, Group, KnobSource, Node, Source
from studio.graph.media_files import file_knobs, leaves, loaded_path
from studio.graph.plain import freeze
from studio.graph.record import KEPT, curve_record, node_record, read_node
from studio.graph.sockets import Types, declared
from studio.node.declare import NodeType


@dataclass
class Read:
    """A project that is being read.

    Attributes:
        library: Node types.
        nodes, groups: As the file says.
        folder: Where the project lies, None for a text of unknown origin.
        notes: What the artist should know.
    """

    library: Types
    nodes: dict[str, Node]
    groups: dict[str, Group]
    folder: Path | None
    notes: list[str] = field(default_factory=list)


def settle(read: Read) -> tuple[Map[str, Node], Map[str, Group]]:
    """Nodes and groups that agree with the library and with each other."""
    upgraded = {name: _upgrade(read, name, node) for name, node in read.nodes.items()}
    graph = Graph(Map(upgraded))
    nodes = {name: _settle_node(read, graph, name, node) for name, node in upgraded.items()}
    groups = {name: _with_parent(read, name, group) for name, group in read.groups.items()}
    return Map(nodes), Map(groups)


def _upgrade(read: Read, name: str, node: Node) -> Node:
    """The node in today's version of its type; as it is where that does not work, which makes it a placeholder."""
    kind = read.library.get(node.type)
    if kind is None or node.version >= kind.version:
        return node
    record = node_record(name, node)
    try:
        stored = {part: record.pop(part, {}) for part in KEPT}
        for version in range(node.version, kind.version):
            stored = kind.upgrades[version](stored)
        record |= {part: stored[part] for part in KEPT if stored.get(part)}
        return read_node(freeze(record | {"version": kind.version}))[1]
    except Exception as error:  # an upgrade meets what a stranger wrote: whatever it does then, the node is kept
        read.notes.append(f"{name} could not be brought to version {kind.version} of {node.type}: {error!r:.120}")
        return node


def _settle_node(read: Read, graph: Graph, name: str, node: Node) -> Node:
    kind = read.library.get(node.type)
    node = _with_group(read, name, node)
    if kind is not None and kind.version == node.version:
        node = _with_values(read, name, kind, node)
        node = _split(read, name, node, "curves", lambda knob, curve: _curve_fits(kind, knob, curve))
        node = _split(read, name, node, "links", lambda knob, source: _follows(read, kind, knob, source))
    inputs = kind if kind is not None and kind.version == node.version else None
    return _split(read, name, node, "inputs", lambda socket, source: _linked(read, graph, inputs, socket, source))


def _with_values(read: Read, name: str, kind: NodeType, node: Node) -> Node:
    """Knobs as the type holds them. A value that it does not allow stays, for the check to complain about."""
    known: dict[str, Any] = {}
    for knob in kind.knobs:
        if knob.name not in node.knobs:
            continue
        try:
            value = freeze(knob.clean(node.knobs[knob.name]))
        except (ValueError, OverflowError) as error:
            value = node.knobs[knob.name]
            read.notes.append(f"{name}.{error}")
        if value != freeze(knob.default):
            known[knob.name] = value
    unknown = {knob: value for knob, value in node.knobs.items() if kind.knob(knob) is None}
    node = _put_aside(read, name, node, "knobs", unknown)
    return _with_paths(read, name, replace(node, knobs=Map(known)))


def _with_paths(read: Read, name: str, node: Node) -> Node:
    knobs = node.knobs
    for knob, path in file_knobs(node, read.library, "file", "save"):
        path = loaded_path(path, read.folder)
        knobs = knobs.set(knob.name, path)
        if leaves(path, read.folder or Path("/nowhere")):
            does = "reads" if knob.kind == "file" else "would write"
            read.notes.append(f"{name} {does} {path}, which is not in the project's folder")
    return replace(node, knobs=knobs) if knobs is not node.knobs else node


def _curve_fits(kind: NodeType, name: str, curve: Curve) -> bool:
    knob = kind.knob(name)
    return knob is not None and knob.kind in ANIMATED and len(curve.keys) == (knob.size or 1)


def _follows(read: Read, kind: NodeType, name: str, source: KnobSource) -> bool:
    knob = kind.knob(name)
    other = read.nodes.get(source.node)
    known = read.library.get(other.type) if other else None
    theirs = known.knob(source.knob) if known else None
    return knob is not None and theirs is not None and (knob.kind, knob.size) == (theirs.kind, theirs.size)


def _linked(read: Read, graph: Graph, kind: NodeType | None, socket: str, source: Source) -> bool:
    return (kind is None or kind.input(socket) is not None) and declared(graph, read.library, source) != ""


def _split(read: Read, name: str, node: Node, part: str, keeps: Callable[[str, Any], bool]) -> Node:
    """Leave in a field what ``keeps`` says, and put the rest aside."""
    values: Mapping[str, Any] = getattr(node, part)
    aside = {key: value for key, value in values.items() if not keeps(key, value)}
    if not aside:
        return node
    kept = Map({key: value for key, value in values.items() if key not in aside})
    plain = {key: _plain(value) for key, value in aside.items()}
    return replace(_put_aside(read, name, node, part, plain), **{part: kept})  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    return freeze(curve_record(value)) if isinstance(value, Curve) else ".".join(value)


def _put_aside(read: Read, name: str, node: Node, part: str, values: Mapping[str, Any]) -> Node:
    if not values:
        return node
    what = {"inputs": "link", "knobs": "knob", "curves": "curve", "links": "knob link"}[part]
    read.notes += [f"{name} has a {what} {key} that means nothing here; it is kept" for key in sorted(values)]
    return replace(node, extra=Map({**node.extra, part: Map(values)}))


def _with_group(read: Read, name: str, node: Node) -> Node:
    if not node.group or node.group in read.groups:
        return node
    read.notes.append(f"{name} was in a group {node.group} that is not in the file")
    return replace(node, group="")


def _with_parent(read: Read, name: str, group: Group) -> Group:
    if not group.parent or group.parent in read.groups:
        return group
    read.notes.append(f"group {name} was in a group {group.parent} that is not in the file")
    return replace(group, parent="")
