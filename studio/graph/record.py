"""One node, group or backdrop as a project file says it: the record, a dictionary of plain values, and back.

A field that says nothing (the default) is left out. Fields that nobody knows are kept in ``extra``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from immutables import Map

from studio.graph.curve import Curve, Interpolation, Key
from studio.graph.fields import flag, identity, mapping, number, numbers, place, sequence, text
from studio.graph.graph import Frame, Graph, Group, KnobSource, Marker, Node, Source, Timeline
from studio.graph.plain import thaw

Record = dict[str, Any]

_NODE = ("id", "type", "version", "title", "at", "group", "bypass", "inputs", "knobs", "curves", "links")
_GROUP = ("id", "title", "parent", "open", "at", "exposed")
_FRAME = ("id", "title", "note", "box", "colour")
KEPT = ("inputs", "knobs", "curves", "links")
"""Fields of a node whose unknown entries are kept apart, in ``extra``."""


def node_record(name: str, node: Node) -> Record:
    """A node's record, in the order in which it is written."""
    record: Record = {"id": name, "type": node.type, "version": node.version}
    if node.title:
        record["title"] = node.title
    record["at"] = list(node.position)
    if node.group:
        record["group"] = node.group
    if node.bypass:
        record["bypass"] = True
    fields: dict[str, Record] = {
        "inputs": {socket: ".".join(source) for socket, source in node.inputs.items()},
        "knobs": {knob: thaw(value) for knob, value in node.knobs.items()},
        "curves": {knob: curve_record(curve) for knob, curve in node.curves.items()},
        "links": {knob: ".".join(source) for knob, source in node.links.items()},
    }
    for field, values in fields.items():
        kept = thaw(node.extra.get(field, {}))
        if values or kept:
            record[field] = dict(sorted((kept | values).items()))
    return record | _others(node.extra, KEPT)


def group_record(name: str, group: Group) -> Record:
    """A group's record."""
    record: Record = {"id": name, "title": group.title, "at": list(group.position)}
    if group.parent:
        record["parent"] = group.parent
    if group.open:
        record["open"] = True
    if group.exposed:
        record["exposed"] = [list(entry) for entry in group.exposed]
    return record | _others(group.extra)


def frame_record(name: str, frame: Frame) -> Record:
    """A backdrop's record."""
    record = {
        "id": name,
        "title": frame.title,
        "note": frame.note,
        "box": list(frame.box),
        "colour": list(frame.colour),
    }
    return record | _others(frame.extra)


def timeline_record(timeline: Timeline) -> Record:
    """Markers as [seconds, title], and the frames that are played."""
    record: Record = {}
    if timeline.markers:
        record["markers"] = [list(marker) for marker in timeline.markers]
    if timeline.play is not None:
        record["play"] = list(timeline.play)
    return record


def read_timeline(record: Map[str, Any]) -> Timeline:
    """A timeline from its frozen record; ValueError says what is wrong with it."""
    markers: dict[float, Marker] = {}
    for entry in sequence(record.get("markers", ()), "the markers"):
        if len(sequence(entry, "a marker")) != 2:
            raise ValueError("a marker has to be [seconds, title]")
        time = number(entry[0], "a marker's time", 0, 1e9)
        markers[time] = Marker(time, text(entry[1], "a marker's title"))
    play = record.get("play")
    if play is not None:
        first, last = (int(x) for x in numbers(play, "the frames that are played", 2))
        if not 0 <= first <= last:
            raise ValueError("the frames that are played have to be [first, last]")
        play = first, last
    return Timeline(tuple(markers[time] for time in sorted(markers)), play)


def _others(extra: Mapping[str, Any], without: tuple[str, ...] = ()) -> Record:
    return {field: thaw(extra[field]) for field in sorted(extra) if field not in without}


def curve_record(curve: Curve) -> list[list[list[Any]]]:
    """Keys as [seconds, value, interpolation], with "auto" or both tangents behind where either is set."""
    return [[_key_record(key) for key in keys] for keys in curve.keys]


def _key_record(key: Key) -> list[Any]:
    plain: list[Any] = [key.time, key.value, key.interpolation]
    if key.auto:
        plain.append("auto")
    elif key.left != (0.0, 0.0) or key.right != (0.0, 0.0):
        plain += [list(key.left), list(key.right)]
    return plain


def read_node(record: Any) -> tuple[str, Node]:
    """A node from its frozen record; ValueError says what is wrong with it."""
    mapping(record, "a node")
    name = identity(record.get("id"), "a node's id")
    try:
        node = Node(
            identity(record.get("type"), "its type"),
            int(number(record.get("version", 1), "its version", 1, 10**6, whole=True)),
            Map(mapping(record.get("knobs", Map()), "its knobs")),
            Map({k: read_curve(v) for k, v in mapping(record.get("curves", Map()), "its curves").items()}),
            Map({k: KnobSource(*place(v)) for k, v in mapping(record.get("links", Map()), "its knob links").items()}),
            Map({k: Source(*place(v)) for k, v in mapping(record.get("inputs", Map()), "its inputs").items()}),
            flag(record.get("bypass", False), "bypass"),
            text(record.get("title", ""), "its title"),
            cast(tuple[float, float], numbers(record.get("at", (0.0, 0.0)), "its position", 2)),
            text(record.get("group", ""), "its group"),
            _unknown(record, _NODE),
        )
    except ValueError as error:
        raise ValueError(f"node {name}: {error}") from None
    return name, node


def read_group(record: Any) -> tuple[str, Group]:
    """A group from its frozen record; ValueError says what is wrong with it."""
    mapping(record, "a group")
    name = identity(record.get("id"), "a group's id")
    at = cast(tuple[float, float], numbers(record.get("at", (0.0, 0.0)), "a group's position", 2))
    group = Group(
        text(record.get("title", ""), "a group's title"),
        text(record.get("parent", ""), "a group's parent"),
        flag(record.get("open", False), "open"),
        at,
        read_exposed(record.get("exposed", ())),
        _unknown(record, _GROUP),
    )
    return name, group


def read_frame(record: Any) -> tuple[str, Frame]:
    """A backdrop from its frozen record; ValueError says what is wrong with it."""
    mapping(record, "a backdrop")
    name = identity(record.get("id"), "a backdrop's id")
    box = cast(tuple[float, float, float, float], numbers(record.get("box", (0, 0, 400, 300)), "a backdrop's box", 4))
    colour = cast(tuple[float, float, float], numbers(record.get("colour", (0.25, 0.25, 0.3)), "a colour", 3))
    title, note = text(record.get("title", ""), "a title"), text(record.get("note", ""), "a note")
    return name, Frame(title, note, box, colour, _unknown(record, _FRAME))


def read_exposed(value: Any) -> tuple[tuple[str, str, str], ...]:
    """Exposed knobs from [node, knob, label] entries."""
    entries = sequence(value, "exposed knobs")
    for entry in entries:
        if not isinstance(entry, tuple) or len(entry) != 3 or not all(isinstance(part, str) for part in entry):
            raise ValueError("an exposed knob has to be [node, knob, label]")
    return cast(tuple[tuple[str, str, str], ...], entries)


def read_curve(value: Any) -> Curve:
    """A curve from its frozen record."""
    parts = sequence(value, "a curve")
    if not 1 <= len(parts) <= 16:
        raise ValueError("a curve has to have 1 to 16 parts")
    return Curve(tuple(_read_keys(part) for part in parts)).fitted()


def _read_keys(value: Any) -> tuple[Key, ...]:
    keys = tuple(_read_key(key) for key in sequence(value, "a curve's keys"))
    if not keys or any(b.time <= a.time for a, b in pairwise(keys)):
        raise ValueError("a curve's keys have to follow each other in time")
    return keys


def _read_key(value: Any) -> Key:
    fields = sequence(value, "a key")
    auto = fields[3:] == ("auto",)
    if not (auto or len(fields) in (3, 5)) or fields[2] not in get_args(Interpolation):
        raise ValueError(
            "a key has to be [seconds, value, constant | linear | bezier], then auto, two tangents or nothing"
        )
    time, height = number(fields[0], "a key's time", -1e9, 1e9), number(fields[1], "a key's value", -1e15, 1e15)
    if auto:
        return Key(time, height, cast(Interpolation, fields[2]), auto=True)
    handles = [cast(tuple[float, float], numbers(pair, "a tangent", 2)) for pair in fields[3:]] or [(0.0, 0.0)] * 2
    if handles[0][0] > 0 or handles[1][0] < 0:
        raise ValueError("a left tangent has to point back in time and a right one forward")
    return Key(time, height, cast(Interpolation, fields[2]), handles[0], handles[1])


def _unknown(record: Map[str, Any], known: tuple[str, ...]) -> Map[str, Any]:
    return Map({field: value for field, value in record.items() if field not in known})


def records_of(graph: Graph, part: Literal["nodes", "groups", "frames"]) -> list[Record]:
    """Every record of one kind, in the order of ids as a person counts: crop_2 before crop_10."""
    write: Any = {"nodes": node_record, "groups": group_record, "frames": frame_record}[part]
    things: Map[str, Any] = getattr(graph, part)
    return [write(name, things[name]) for name in sorted(things, key=counted)]


def counted(name: str) -> list[tuple[int, int, str]]:
    """Sort key under which numbers inside names count as numbers."""
    return [(0, int(p), p) if p.isdecimal() else (1, 0, p) for p in re.split(r"(\d+)", name) if p]
