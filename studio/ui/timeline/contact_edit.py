"""What is done to contacts without dragging: add, change, delete, give back to the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nodes.motion import contact_edits
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.contact import Contact
from studio.ui.timeline.contacts import planner_of, with_contacts, words_of
from studio.ui.timeline.state import TimelineState

LENGTHS = {"push": 0.4, "hit": 0.14, "high_five": 0.2}
"""Seconds of a contact that is added; of all others one."""


def add_contact(state: TimelineState, kind: str, first: str, second: str, start: float) -> None:
    """Let two people touch once more; which limbs meet is left to the node."""
    start = max(start, 0.0)
    name = contact_edits.named(kind, first, second, _names(state))
    added = Contact(kind, first, second, "", "", start, LENGTHS.get(kind, 1.0), id=name)
    write(state, [*state.contacts(), added], f"add {words_of(kind)}")
    state.pick((), (), [name])


def delete_contacts(state: TimelineState) -> None:
    """Take the selected contacts away."""
    write(state, [one for one in state.contacts() if one.id not in state.touches], "delete contacts")
    state.pick(state.marks, state.beats)


def set_kind(state: TimelineState, kind: str) -> None:
    """Let the selected contacts be of another kind; the limbs that meet are chosen anew."""
    change(state, lambda one: replace(one, kind=kind, first_bone="", second_bone=""), f"change to {words_of(kind)}")


def set_bone(state: TimelineState, which: str, bone: str) -> None:
    """Let the selected contacts be made with a bone of the first or the second person; "" leaves it to the node."""
    change(state, lambda one: replace(one, **{f"{which}_bone": bone}), "change what touches")  # type: ignore[arg-type]


def set_thing(state: TimelineState, thing: str) -> None:
    """Let something else be handed over; "" leaves it to the node, "none" draws nothing."""
    change(state, lambda one: replace(one, thing=thing), "change what is handed over")


def swap_people(state: TimelineState) -> None:
    """Let the second one lead: who gives takes, who pushes is pushed."""

    def swapped(one: Contact) -> Contact:
        now = replace(one, first=one.second, second=one.first)
        return replace(now, first_bone=one.second_bone, second_bone=one.first_bone)

    change(state, swapped, "swap who leads")


def change(state: TimelineState, how: Callable[[Contact], Contact], label: str) -> None:
    """Change the selected contacts."""
    write(state, [how(one) if one.id in state.touches else one for one in state.contacts()], label)


def give_back(state: TimelineState) -> None:
    """Let the selected contacts be as the script plans them."""
    planner, library, ids = planner_of(state.graph), state.session.library, state.touches

    def edit(graph: Graph) -> Graph:
        edits = graph.nodes[planner].knobs.get("edits", ())
        return set_knob(graph, library, planner, "edits", tuple(contact_edits.without_edits(edits, ids)))

    state.session.apply(edit, "plan contacts again")


def is_own(state: TimelineState) -> bool:
    """Whether anything of the selected contacts was changed by hand."""
    planner = planner_of(state.graph)
    edits = state.graph.nodes[planner].knobs.get("edits", ()) if planner else ()
    return any(entry.get("id") in state.touches for entry in edits)


def is_planned(state: TimelineState, contact: Contact) -> bool:
    """Whether a contact is as the script has it."""
    found = state.watch.contacts
    return found is not None and contact in found.planned


def write(state: TimelineState, wanted: Sequence[Contact], label: str = "") -> None:
    """Let there be just these contacts."""
    planner, found = planner_of(state.graph), state.watch.contacts
    if planner and found is not None:
        library = state.session.library
        state.session.apply(lambda graph: with_contacts(graph, library, planner, found.planned, wanted), label)


def _names(state: TimelineState) -> list[str]:
    found = state.watch.contacts
    planned = found.planned if found is not None else ()
    return [*(one.id for one in planned), *(one.id for one in state.contacts())]
