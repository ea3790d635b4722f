"""Keys as text for the clipboard, and back: JSON, times counted from the first one."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from immutables import Map

from studio.graph.curve import Curve, Key
from studio.graph.document import Edit
from studio.graph.edit import set_curve, set_key, set_knob
from studio.graph.graph import Graph
from studio.graph.plain import freeze, thaw
from studio.graph.record import curve_record, read_curve
from studio.media.errors import BadInput, VivantError
from studio.node.library import Library
from studio.ui.timeline.bone_keys import corrections
from studio.ui.timeline.channel import CORRECTIONS, SAME, Channel, Mark
from studio.ui.timeline.keys import clamped, key_at, knob_of

KIND = "vivant-keys"


def copied(graph: Graph, marks: Collection[Mark]) -> str:
    """Marked keys as text."""
    first = min((mark.time for mark in marks), default=0.0)
    entries: list[dict[str, Any]] = []
    for mark in sorted(marks, key=lambda mark: mark.time):
        key = key_at(graph, mark)
        entry: dict[str, Any] = {"channel": list(mark.channel), "after": mark.time - first}
        if key is not None and not mark.channel.bone:
            entry["key"] = curve_record(Curve(((key,),)))[0][0]
        else:
            found = [
                one for one in corrections(graph, mark.channel.node)
                if (one.get("person"), one.get("bone"), one.get("time")) == (*mark.channel[3:], mark.time)
            ]  # fmt: skip
            entry["correction"] = thaw(found[0]) if found else None
        entries.append(entry)
    return json.dumps({KIND: 1, "keys": entries})


def pasted(graph: Graph, library: Library, text: str, time: float, onto: Sequence[Channel] = ()) -> Edit:
    """Put keys from the clipboard, the first one at ``time``.

    Keys of one channel go to the channels of ``onto`` where there are some; all others to the channels that they came
    from. Raises BadInput where the text holds no keys, or none that fit.
    """
    entries = _read(text)
    places = {Channel(*entry["channel"]) for entry in entries}
    spread = list(onto) if len(places) == 1 and onto else []
    edits: list[Edit] = []
    for entry in entries:
        for channel in spread or [Channel(*entry["channel"])]:
            edits += _edit(graph, library, channel, entry, time + entry["after"])
    if not edits:
        raise BadInput("these keys belong to nodes that are not here: select rows to paste them into")

    def together(graph: Graph) -> Graph:
        for edit in edits:
            made = edit(graph)
            graph = made if isinstance(made, Graph) else made[0]
        return graph

    return together


def _read(text: str) -> list[dict[str, Any]]:
    try:
        entries: list[dict[str, Any]] = json.loads(text)["keys"] if KIND in text else []
        for entry in entries:
            Channel(*entry["channel"])
            float(entry["after"])
    except (ValueError, TypeError, KeyError, RecursionError):
        entries = []
    if not entries:
        raise BadInput("there are no keys on the clipboard: select some and copy them first")
    return entries


def _edit(graph: Graph, library: Library, channel: Channel, entry: dict[str, Any], time: float) -> list[Edit]:
    knob = knob_of(graph, library, channel)
    if knob is None:
        return []
    if channel.bone and entry.get("correction"):
        return [lambda graph: _correct(graph, library, channel, entry["correction"], time)]
    if channel.bone or "key" not in entry:
        return []
    return [lambda graph: _set(graph, library, channel, entry["key"], time)]


def _correct(graph: Graph, library: Library, channel: Channel, entry: dict[str, Any], time: float) -> Graph:
    place = (channel.person, channel.bone)
    kept = [
        one for one in corrections(graph, channel.node)
        if (one.get("person"), one.get("bone")) != place or abs(one.get("time", 0.0) - time) > SAME
    ]  # fmt: skip
    new = Map({**freeze(entry), "person": channel.person, "bone": channel.bone, "time": round(time, 6)})
    if ("move" in new) != (channel.bone == "root"):
        raise BadInput("a turn cannot be pasted as a move: paste keys of joints into joints")
    return set_knob(graph, library, channel.node, CORRECTIONS, (*kept, new))


def _set(graph: Graph, library: Library, channel: Channel, record: list[Any], time: float) -> Graph:
    try:
        key = read_curve(freeze([[record]])).keys[0][0]
    except (ValueError, VivantError) as problem:
        raise BadInput(f"these keys cannot be pasted: {problem}") from None
    knob = knob_of(graph, library, channel)
    value = clamped(knob, key.value)
    if channel.knob not in graph.nodes[channel.node].curves:
        node = graph.nodes[channel.node]
        start = node.knobs.get(channel.knob, knob.default if knob else value)
        whole = round(value) if knob and knob.kind == "int" else value
        graph = set_key(graph, library, channel.node, channel.knob, time, start if knob and knob.size else whole)
    curve = graph.nodes[channel.node].curves[channel.knob]
    if channel.part >= len(curve.keys):
        return graph
    placed = Key(time, value, key.interpolation, key.left, key.right, key.auto)
    return set_curve(graph, library, channel.node, channel.knob, curve.insert(placed, channel.part))
