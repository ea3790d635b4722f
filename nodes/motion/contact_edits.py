"""Contacts that are changed by hand: pure functions from contacts to contacts, and from what is wanted back to entries.

An entry names a contact by its id, which stays while the script changes elsewhere: "handshake person_1 person_2 1" is
the first time that these two shake hands. What an entry says of a contact that is no longer planned is kept, and does
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from nodes.algorithms import hand_edits
from nodes.algorithms.hand_edits import Entry, differing, is_number
from nodes.motion.contact_kinds import KINDS
from studio.media.contact import Contact
from studio.media.errors import BadInput
from studio.media.skeleton import BONES

TEXTS = ("kind", "first", "second", "first_bone", "second_bone", "thing", "id")
SECONDS = ("start", "duration", "approach", "release")
LONGEST = 3600.0
SEAT = "seat"
OPEN = {"first_bone": "", "second_bone": ""}
"""Of a contact that is added and does not say what meets: whoever plans it chooses."""


def changed(planned: Iterable[Contact], edits: Iterable[Entry]) -> tuple[Contact, ...]:
    """The contacts of a script with what was changed, added and taken away by hand, in order of their start.

    Args:
        planned: With ids.
        edits: See :func:`nodes.motion.plan_contacts.plan_contacts`.

    Raises:
        BadInput: An entry makes no sense.
    """
    made = hand_edits.changed(planned, edits, _read, _added)
    return tuple(sorted(made, key=lambda contact: (contact.start, contact.id)))


def _added(entry: Entry, values: dict[str, Any], taken: Collection[str]) -> Contact | None:
    if not {"kind", "first", "second"} <= set(values):
        return None
    made = Contact(**{**OPEN, **values})
    return replace(made, id=made.id or named(made.kind, made.first, made.second, taken))


def named(kind: str, first: str, second: str, taken: Iterable[str]) -> str:
    """What the next contact of a kind between two is called."""
    number, known = 1, set(taken)
    while (name := f"{kind} {first} {second} {number}") in known:
        number += 1
    return name


def edits_for(planned: Sequence[Contact], edits: Sequence[Entry], wanted: Sequence[Contact]) -> list[Entry]:
    """The edits after which there are just these contacts; what is said of contacts that are gone stays.

    Args:
        planned: Contacts of the script, with ids.
        edits: As they are.
        wanted: With ids; one that is not planned is added.
    """
    known = [entry for entry in edits if entry.get("id") or "kind" not in entry]
    return hand_edits.edits_for(planned, known, changed(planned, edits), wanted, _said, "by hand")


def without_edits(edits: Sequence[Entry], contacts: Collection[str]) -> list[Entry]:
    """The edits without those of some contacts: they are again as they were planned."""
    return [entry for entry in edits if entry.get("id") not in contacts]


def _said(before: Contact | None, contact: Contact) -> Entry:
    """What is said of a contact beyond the plan; nothing where it is as planned."""
    plain = before or Contact("", "", "", "", "")
    said = differing(plain, contact, TEXTS[:-1], SECONDS)
    if before is None:
        said |= {name: round(float(getattr(contact, name)), 6) for name in SECONDS}
    if contact.seat != plain.seat:
        said[SEAT] = tuple(round(float(value), 3) for value in contact.seat)
    return {"id": contact.id, **said} if said else {}


def _read(entry: Entry) -> dict[str, Any]:
    """The fields of a contact that an entry sets. BadInput where one makes no sense."""
    known = {field.name for field in fields(Contact)}
    values: dict[str, Any] = {name: value for name, value in entry.items() if name in known}
    for name, value in values.items():
        bad = name in TEXTS and not isinstance(value, str)
        bad = bad or (name in SECONDS and not is_number(value, LONGEST))
        bad = bad or (name == "kind" and value not in KINDS)
        bad = bad or (name.endswith("_bone") and value not in (*BONES, ""))
        if name == SEAT:
            bad = not _is_seat(value)
            values[name] = () if bad else tuple(float(v) for v in value)
        if bad:
            raise BadInput(f"plan_contacts: {name} of {entry.get('id', 'a new contact')!r} makes no sense: {value!r}")
    if "first" in values and values.get("first") == values.get("second"):
        raise BadInput("plan_contacts: a contact is between two different people")
    return values


def _is_seat(value: Any) -> bool:
    """Whether it is (x, y) or (x, y, floor) in pixels, or nothing."""
    if not isinstance(value, tuple | list) or len(value) not in (0, 2, 3):
        return False
    return all(isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e6 for v in value)
