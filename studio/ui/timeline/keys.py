"""Keys of knobs and of corrections, worked on together: pure functions from a graph to an edit.

A channel is what one row of keys belongs to: a part of a keyed knob, or one bone of one person in a ``correct_motion``.
A mark is one key of it, named by its time. A drag is worked out anew from the graph as it was when the drag began, so
that a key may pass over others without taking their place until it is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from studio.graph.curve import ANIMATED, Curve, Interpolation, Key
from studio.graph.document import Edit
from studio.graph.edit import clear_curve, set_curve, set_key, set_knob
from studio.graph.graph import Graph
from studio.node.declare import NodeType
from studio.node.knob import Knob
from studio.node.library import Library
from studio.ui.timeline import correction_curve
from studio.ui.timeline.bone_keys import bend, bone_curves, corrections, is_of, seconds, with_turn, with_ways
from studio.ui.timeline.channel import CORRECTIONS, Change, Channel, Mark, by_channel
from studio.ui.timeline.correction_curve import of_bone

Lines = dict[tuple[str, str], dict[int, dict[float, Key]]]
"""Keys by time, by part, by (node, knob)."""


def curve_keys(graph: Graph, channel: Channel) -> tuple[Key, ...]:
    """The keys of a part of a knob, or of a bone's angle."""
    if channel.bone:
        return bone_curves(graph, channel)[channel.part]
    node = graph.nodes.get(channel.node)
    curve = None if node is None else node.curves.get(channel.knob)
    return () if curve is None or channel.part >= len(curve.keys) else curve.keys[channel.part]


def times(graph: Graph, channel: Channel) -> tuple[float, ...]:
    """When a channel has keys."""
    if not channel.bone:
        return tuple(key.time for key in curve_keys(graph, channel))
    return tuple(sorted({seconds(one) for one in corrections(graph, channel.node) if is_of(one, channel)}))


def key_at(graph: Graph, mark: Mark) -> Key | None:
    """The key that a mark names, None where it has no value and where it is gone."""
    return next((key for key in curve_keys(graph, mark.channel) if key.time == mark.time), None)


def marked(graph: Graph, marks: Iterable[Mark]) -> dict[Mark, Key]:
    """The keys that marks name; without those that have no value and those that are gone."""
    lines: dict[Channel, dict[float, Key]] = {}
    found: dict[Mark, Key] = {}
    for mark in marks:
        if mark.channel not in lines:
            lines[mark.channel] = {key.time: key for key in curve_keys(graph, mark.channel)}
        key = lines[mark.channel].get(mark.time)
        if key is not None:
            found[mark] = key
    return found


def present(graph: Graph, marks: Iterable[Mark]) -> frozenset[Mark]:
    """The marks whose keys are still there."""
    return frozenset(
        Mark(channel, time)
        for channel, wanted in by_channel(marks).items()
        for time in wanted & {*times(graph, channel)}
    )


def knob_of(graph: Graph, library: Library, channel: Channel) -> Knob | None:
    """The knob that a channel belongs to."""
    node = graph.nodes.get(channel.node)
    kind: NodeType | None = library.get(node.type) if node is not None else None
    return kind.knob(channel.knob) if kind is not None else None


def value_at(graph: Graph, library: Library, channel: Channel, time: float) -> float | None:
    """A channel's value at a time, None for what is no number."""
    if channel.bone:
        ours = of_bone(corrections(graph, channel.node), channel.person, channel.bone)
        return correction_curve.values_at(ours, time)[channel.part] if ours else None
    knob = knob_of(graph, library, channel)
    if knob is None or knob.kind not in ANIMATED:
        return None
    node = graph.nodes[channel.node]
    curve = node.curves.get(channel.knob)
    value = curve.at(time) if curve is not None else node.knobs.get(channel.knob, knob.default)
    if isinstance(value, tuple):
        value = value[channel.part]
    return None if value is None else float(value)


def clamped(knob: Knob | None, value: float) -> float:
    """The value nearest to it that the knob may have."""
    if knob is not None and knob.range is not None:
        value = min(max(value, knob.range.low), knob.range.high)
    return float(round(value)) if knob is not None and knob.kind == "int" else value


def moved(base: Graph, library: Library, marks: Collection[Mark], change: Change) -> tuple[Edit, frozenset[Mark]]:
    """Move keys in time and value, each in place of one that lies where it goes.

    Args:
        base: The graph that the marks are of.
        library: Node types.
        marks: Which keys.
        change: Where each goes.

    Returns:
        The edit, and the marks under which the keys are found afterwards.
    """
    bones = {mark for mark in marks if mark.channel.bone}
    (lines, lists), found = _taken(base, marks), marked(base, marks)
    new: set[Mark] = bend(base, lists, bones, change)
    for mark in sorted(set(marks) - bones, key=lambda mark: mark.time):
        key, channel = found.get(mark), mark.channel
        if key is not None:
            time, value = change(mark, key.value)
            value = clamped(knob_of(base, library, channel), value)
            lines[channel.node, channel.knob][channel.part][time] = replace(key, time=time, value=value)
            new.add(Mark(channel, time))
    return _put(library, lines, lists), frozenset(new)


def _taken(base: Graph, marks: Collection[Mark]) -> tuple[Lines, dict[str, list[Mapping[str, Any]]]]:
    """Keys and corrections without the marked ones, of the knobs that are touched alone."""
    lines: Lines = {}
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for channel, gone in by_channel(marks).items():
        if channel.bone:
            entries = lists.setdefault(channel.node, list(corrections(base, channel.node)))
            entries[:] = [one for one in entries if not (is_of(one, channel) and seconds(one) in gone)]
        elif curve_keys(base, channel):
            curve = base.nodes[channel.node].curves[channel.knob]
            whole = {part: {key.time: key for key in keys} for part, keys in enumerate(curve.keys)}
            parts = lines.setdefault((channel.node, channel.knob), whole)
            for time in gone:
                parts[channel.part].pop(time, None)
    return lines, lists


def _put(library: Library, lines: Lines, lists: Mapping[str, list[Mapping[str, Any]]]) -> Edit:
    def edit(graph: Graph) -> Graph:
        for (node, knob), parts in lines.items():
            keys = tuple(tuple(parts[part][time] for time in sorted(parts[part])) for part in sorted(parts))
            graph = set_curve(graph, library, node, knob, Curve(keys))
        for node, entries in lists.items():
            graph = set_knob(graph, library, node, CORRECTIONS, tuple(sorted(entries, key=seconds)))
        return graph

    return edit


def deleted(base: Graph, library: Library, marks: Collection[Mark]) -> Edit:
    """Take keys away; with its last key a curve goes and the knob holds that value. A part keeps its last key while
    other parts have some."""
    lines, lists = _taken(base, marks)
    empty = [place for place, parts in lines.items() if not any(parts.values())]
    for place, parts in lines.items():
        for part, keys in parts.items():
            if not keys and place not in empty:
                first = base.nodes[place[0]].curves[place[1]].keys[part][0]
                keys[first.time] = first
    rest = {place: parts for place, parts in lines.items() if place not in empty}

    def edit(graph: Graph) -> Graph:
        for node, knob in empty:
            graph = _stilled(graph, library, node, knob, max(mark.time for mark in marks if mark.channel.node == node))
        changed = _put(library, rest, lists)(graph)
        return changed if isinstance(changed, Graph) else changed[0]

    return edit


def _stilled(graph: Graph, library: Library, node: str, knob: str, time: float) -> Graph:
    """The knob without its curve, at the value that it had."""
    value = graph.nodes[node].curves[knob].at(time)
    declared = knob_of(graph, library, Channel(node, knob))
    graph = clear_curve(graph, node, knob)
    whole = declared is not None and declared.kind == "int" and not isinstance(value, tuple)
    return set_knob(graph, library, node, knob, round(value) if whole else value)  # type: ignore[arg-type]


def inserted(base: Graph, library: Library, channel: Channel, time: float, value: float | None = None) -> Edit | None:
    """Set a key where the curve is, or at a value; None for what has no value. The first key starts the curve."""
    if channel.bone:
        made = with_turn(corrections(base, channel.node), channel, time, value)
        return None if made is None else _put(library, {}, {channel.node: made})
    knob, now = knob_of(base, library, channel), value_at(base, library, channel, time)
    if now is None or knob is None:
        return None
    value = clamped(knob, now if value is None else value)
    curve = base.nodes[channel.node].curves.get(channel.knob)
    if curve is None:
        return _first_key(base, library, channel, knob, time, value)
    before = [key for key in curve.keys[channel.part] if key.time <= time]
    how: Interpolation = before[-1].interpolation if before else "bezier"
    changed = curve.insert(Key(time, value, how, auto=how == "bezier"), channel.part)
    return lambda graph: set_curve(graph, library, channel.node, channel.knob, changed)


def _first_key(base: Graph, library: Library, channel: Channel, knob: Knob, time: float, value: float) -> Edit:
    start: Any = value
    if knob.size:
        start = [value_at(base, library, channel._replace(part=part), time) for part in range(knob.size)]
        start[channel.part] = value
    elif knob.kind == "int":
        start = round(value)
    return lambda graph: set_key(graph, library, channel.node, channel.knob, time, start)


def reshaped(base: Graph, library: Library, marks: Collection[Mark], change: Callable[[Key], Key]) -> Edit:
    """Change keys without moving them: interpolation, tangents. Keys of bones have no tangents of their own."""
    lines: Lines = {}
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for mark, key in marked(base, marks).items():
        if mark.channel.bone:
            node = mark.channel.node
            lists[node] = with_ways(lists.get(node, list(corrections(base, node))), mark, change(key).interpolation)
            continue
        place = (mark.channel.node, mark.channel.knob)
        if place not in lines:
            curve = base.nodes[place[0]].curves[place[1]]
            lines[place] = {part: {one.time: one for one in keys} for part, keys in enumerate(curve.keys)}
        lines[place][mark.channel.part][key.time] = change(key)
    return _put(library, lines, lists)


def interpolated(how: Interpolation) -> Callable[[Key], Key]:
    """Let the span after a key run so; what becomes bezier gets automatic tangents."""
    return lambda key: replace(key, interpolation=how, auto=how == "bezier" and (key.auto or key.interpolation != how))
