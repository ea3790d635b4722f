"""Marks on the ground: where somebody is to be at a second, or where a beat of walking leads; kept by place_people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.graph.edit.correct import change_entries
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.graph.walk import in_order

NODE, KNOB = "place_people", "marks"
Entry = Mapping[str, Any]


def placer_of(graph: Graph) -> str:
    """Id of the node that places people, "" for none."""
    return next((name for name in in_order(graph)[0] if graph.nodes[name].type == NODE), "")


def marks_of(graph: Graph) -> tuple[Entry, ...]:
    """All marks, in the order of their entries."""
    node = placer_of(graph)
    found: tuple[Entry, ...] = graph.nodes[node].knobs.get(KNOB, ()) if node else ()
    return found


def set_mark(graph: Graph, library: Types, mark: Entry, number: int | None = None) -> Graph:
    """The graph with a mark.

    Args:
        graph: The graph, with a place_people.
        library: Node types.
        mark: {"person", "x", "z"} with "at" (seconds), or with "beat" (id of a beat that walks), of which there is one.
        number: The entry that it replaces; None adds one.
    """
    said = {name: round(value, 4) if isinstance(value, float) else value for name, value in mark.items()}

    def change(entries: Sequence[Entry]) -> list[Entry]:
        beat = mark.get("beat")
        if number is not None and number < len(entries):
            return [said if k == number else entry for k, entry in enumerate(entries)]
        return [*(entry for entry in entries if not beat or entry.get("beat") != beat), said]

    return change_entries(graph, library, placer_of(graph), KNOB, change)


def remove_mark(graph: Graph, library: Types, number: int) -> Graph:
    """The graph without a mark: who went there goes where the script has it."""

    def change(entries: Sequence[Entry]) -> list[Entry]:
        return [entry for k, entry in enumerate(entries) if k != number]

    return change_entries(graph, library, placer_of(graph), KNOB, change)
