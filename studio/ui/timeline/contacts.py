"""The contacts of a shot, as blocks between two people, and what is changed of them written back; without Qt.

What is changed by hand is kept beside what the script plans, contact by contact, so that the others go on following it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from immutables import Map

from nodes.algorithms.prop_art import PROPS
from nodes.motion import contact_edits
from nodes.motion.contact_kinds import KINDS, MEETINGS, SIT
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.contact import Contact, Contacts
from studio.media.errors import BadInput
from studio.node.library import Library

PLANNER = "plan_contacts"
SHORTEST = 0.1
"""Seconds of the shortest contact that the timeline makes."""
BONES: tuple[tuple[str, str], ...] = (
    ("Left hand", "leftHand"), ("Right hand", "rightHand"), ("Left foot", "leftFoot"), ("Right foot", "rightFoot"),
    ("Head", "head"), ("Chest", "chest"), ("Belly", "spine"), ("Hips", "hips"),
)  # fmt: skip
"""What can meet, as the menu has it."""
THINGS: tuple[tuple[str, str], ...] = (
    ("As the prompt has it", ""), *((name.capitalize(), name) for name in PROPS), ("Nothing that is drawn", "none"),
)  # fmt: skip
"""What can be handed over."""


def planner_of(graph: Graph) -> str:
    """The plan_contacts whose contacts are shown, "" for none."""
    return min((name for name, node in graph.nodes.items() if node.type == PLANNER), default="")


def shown(graph: Graph, planner: str, contacts: Contacts | None) -> list[Contact]:
    """The contacts as they are now: the planned ones with the artist's changes, computed yet or not."""
    if contacts is None or planner not in graph.nodes:
        return []
    try:
        now = contact_edits.changed(contacts.planned, graph.nodes[planner].knobs.get("edits", ()))
    except BadInput:
        return list(contacts.contacts)
    computed = {one.id: one for one in contacts.contacts}
    return [_with_bones(one, computed.get(one.id)) for one in now]


def _with_bones(contact: Contact, computed: Contact | None) -> Contact:
    """With the limbs that were chosen for one that says none."""
    if computed is None:
        return contact
    bones = contact.first_bone or computed.first_bone, contact.second_bone or computed.second_bone
    return replace(contact, first_bone=bones[0], second_bone=bones[1])


def with_contacts(
    graph: Graph, library: Library, planner: str, planned: Sequence[Contact], wanted: Sequence[Contact]
) -> Graph:
    """The graph in which there are just these contacts."""
    edits = graph.nodes[planner].knobs.get("edits", ())
    made = contact_edits.edits_for(planned, edits, wanted)
    return set_knob(graph, library, planner, "edits", tuple(Map(entry) for entry in made))


def words_of(kind: str) -> str:
    """A kind as a block has it: "shake hands"."""
    meetings = (one for meetings in MEETINGS.values() for one in meetings)
    return {"hit": "hit", "push": "push", SIT.kind: "sit on it"}.get(kind) or next(
        one.words for one in meetings if one.kind == kind
    )


def kinds() -> tuple[tuple[str, str], ...]:
    """(words, kind) of all that two people do."""
    return tuple((words_of(kind).capitalize(), kind) for kind in KINDS if kind != SIT.kind)
