"""Fewer and calmer keys: selected ones are smoothed, or left out where the others imply them. Without Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nodes.motion import correction_keys
from studio.graph.curve import Curve, Key
from studio.graph.document import Edit
from studio.graph.edit import set_curve, set_knob
from studio.graph.graph import Graph
from studio.node.library import Library
from studio.ui.timeline.bone_keys import corrections, is_of, seconds
from studio.ui.timeline.channel import CORRECTIONS, Channel, Mark, by_channel
from studio.ui.timeline.keys import curve_keys

Entry = Mapping[str, Any]
WITHIN = 0.01
"""Error that leaving keys out may make: of a curve's own height; a hundredth of a radian, or a centimetre."""


def smoothed(graph: Graph, library: Library, marks: Collection[Mark], amount: float = 0.5) -> Edit:
    """Selected keys drawn to what their neighbours would give; the first and the last of a curve stay."""
    return _worked(
        graph, library, marks, lambda line, times: _calmed(line, times, amount),
        lambda entries, chosen: correction_keys.smoothed(entries, chosen, amount),
    )  # fmt: skip


def reduced(graph: Graph, library: Library, marks: Collection[Mark], within: float = WITHIN) -> Edit:
    """The curves without the selected keys that the others imply."""
    return _worked(
        graph, library, marks, lambda line, times: _thinned(line, times, within),
        lambda entries, chosen: correction_keys.reduced(entries, chosen, within),
    )  # fmt: skip


def _worked(
    graph: Graph, library: Library, marks: Collection[Mark], line: Callable[[Sequence[Key], set[float]], Sequence[Key]],
    bones: Callable[[Sequence[Entry], Callable[[Entry], bool]], Sequence[Entry]],
) -> Edit:  # fmt: skip
    chosen = by_channel(marks)

    def edit(now: Graph) -> Graph:
        for channel, times in chosen.items():
            if not channel.bone and len(curve_keys(now, channel)) > 2:
                now = _with_line(now, library, channel, line(curve_keys(now, channel), times))
        for node in sorted({channel.node for channel in chosen if channel.bone}):
            made = bones(corrections(now, node), lambda one, node=node: _is_chosen(chosen, node, one))  # type: ignore[misc]
            now = set_knob(now, library, node, CORRECTIONS, tuple(made))
        return now

    return edit


def _is_chosen(chosen: Mapping[Channel, set[float]], node: str, one: Entry) -> bool:
    return any(
        channel.node == node and channel.bone and is_of(one, channel) and seconds(one) in times
        for channel, times in chosen.items()
    )


def _with_line(graph: Graph, library: Library, channel: Channel, line: Sequence[Key]) -> Graph:
    curve = graph.nodes[channel.node].curves[channel.knob]
    parts = (*curve.keys[: channel.part], tuple(line), *curve.keys[channel.part + 1 :])
    return set_curve(graph, library, channel.node, channel.knob, Curve(parts))


def _calmed(line: Sequence[Key], times: set[float], amount: float) -> list[Key]:
    made = list(line)
    for at in range(1, len(line) - 1):
        before, key, after = line[at - 1], line[at], line[at + 1]
        if key.time in times:
            share = (key.time - before.time) / (after.time - before.time)
            wanted = before.value + (after.value - before.value) * share
            made[at] = replace(key, value=key.value + (wanted - key.value) * amount)
    return made


def _thinned(line: Sequence[Key], times: set[float], within: float) -> list[Key]:
    """Keys that the curve through the others does not miss by more than a share of its height; ends stay."""
    values = [key.value for key in line]
    most = within * max(max(values) - min(values), 1e-9)
    left = [k for k, key in enumerate(line) if key.time not in times or k in (0, len(line) - 1)]
    while len(left) < len(line):
        curve = Curve((tuple(line[k] for k in left),)).fitted()
        missed = {k: abs(float(curve.at(line[k].time)) - line[k].value) for k in range(len(line)) if k not in left}  # type: ignore[arg-type]
        worst = max(missed, key=lambda k: missed[k])
        if missed[worst] <= most:
            break
        left = sorted([*left, worst])
    return [line[k] for k in left]
