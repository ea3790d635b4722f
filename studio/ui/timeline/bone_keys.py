"""Keys of corrections among the timeline's keys; without Qt.

One key of a bone lies on three curves, so that three marks may name it: it is moved and deleted as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from immutables import Map

from studio.graph.curve import Interpolation, Key
from studio.graph.graph import Graph
from studio.ui.timeline import correction_curve
from studio.ui.timeline.channel import CORRECTIONS, SAME, Change, Channel, Mark
from studio.ui.timeline.correction_curve import of_bone

_curves: dict[tuple[str, str, str], tuple[object, tuple[tuple[Key, ...], ...]]] = {}


def corrections(graph: Graph, node: str) -> tuple[Mapping[str, Any], ...]:
    """The keys that a correct_motion holds."""
    found = graph.nodes.get(node)
    return () if found is None else found.knobs.get(CORRECTIONS, ())


def is_of(entry: Mapping[str, Any], channel: Channel) -> bool:
    return entry.get("person") == channel.person and entry.get("bone") == channel.bone


def seconds(entry: Mapping[str, Any]) -> float:
    time = entry.get("time", 0.0)
    return float(time) if isinstance(time, int | float) else 0.0


def bone_curves(graph: Graph, channel: Channel) -> tuple[tuple[Key, ...], ...]:
    """The three curves of a bone, worked out once for each state of its node's keys."""
    entries, place = corrections(graph, channel.node), (channel.node, channel.person, channel.bone)
    kept = _curves.get(place)
    if kept is None or kept[0] is not entries:
        if len(_curves) > 500:
            _curves.clear()
        kept = entries, correction_curve.curves(of_bone(entries, channel.person, channel.bone))
        _curves[place] = kept
    return kept[1]


def fades(graph: Graph, channel: Channel) -> tuple[float, float]:
    """Seconds in which a channel's correction comes and goes; (0, 0) for what is none."""
    ours = of_bone(corrections(graph, channel.node), channel.person, channel.bone) if channel.bone else []
    return correction_curve.fades(ours)


def bend(
    base: Graph, lists: Mapping[str, list[Mapping[str, Any]]], marks: Collection[Mark], change: Change
) -> set[Mark]:
    """Move keys of bones; an angle that is not marked stays as it is."""
    new: set[Mark] = set()
    places = {(mark.channel._replace(part=0), mark.time) for mark in marks}
    for bone, was in sorted(places, key=lambda place: place[1]):
        parts = [part for part in range(correction_curve.PARTS) if Mark(bone._replace(part=part), was) in marks]
        entry = next(one for one in corrections(base, bone.node) if is_of(one, bone) and seconds(one) == was)
        before = [_key(base, Mark(bone._replace(part=part), was)) for part in range(correction_curve.PARTS)]
        values = [key.value if key is not None else 0.0 for key in before]
        goes = {part: change(Mark(bone._replace(part=part), was), values[part]) for part in parts}
        time = round(goes[parts[0]][0], 6)
        wanted = [goes[part][1] if part in goes else value for part, value in enumerate(values)]
        if before[0] is not None and wanted != values:
            entry = correction_curve.with_values(entry, wanted)
        lay(lists[bone.node], bone, entry, time)
        new |= {Mark(bone._replace(part=part), time) for part in parts}
    return new


def _key(graph: Graph, mark: Mark) -> Key | None:
    return next((key for key in bone_curves(graph, mark.channel)[mark.channel.part] if key.time == mark.time), None)


def lay(entries: list[Mapping[str, Any]], channel: Channel, entry: Mapping[str, Any], time: float) -> None:
    """Put a correction at a time, in place of one there."""
    entries[:] = [one for one in entries if not (is_of(one, channel) and abs(seconds(one) - time) < SAME)]
    entries.append(Map({**entry, "time": time}))


def with_turn(
    entries: Sequence[Mapping[str, Any]], channel: Channel, time: float, value: float | None
) -> list[Mapping[str, Any]] | None:
    """A further key of a bone that has some, where its correction is then, or at a value; None where it has none."""
    ours, made = of_bone(entries, channel.person, channel.bone), list(entries)
    if not ours:
        return None
    new = correction_curve.made(ours, channel.person, channel.bone, time)
    if value is not None:
        values = list(correction_curve.values_at(ours, time))
        values[channel.part] = value
        new = correction_curve.with_values(new, values)
    lay(made, channel, new, round(time, 6))
    return made


def with_ways(entries: Sequence[Mapping[str, Any]], mark: Mark, how: Interpolation) -> list[Mapping[str, Any]]:
    """The entries, one key going on to the next in another way."""

    def changed(one: Mapping[str, Any]) -> Mapping[str, Any]:
        return correction_curve.with_way(one, how) if is_of(one, mark.channel) and seconds(one) == mark.time else one

    return [changed(one) for one in entries]
