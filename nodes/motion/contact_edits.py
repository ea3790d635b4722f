"""Contacts that are changed by hand: pure functions from contacts to contacts, and from what is wanted back to entries.

An entry names a contact by its id, which stays while the script changes elsewhere: "handshake person_1 person_2 1" is
the first time that these two shake hands. What an entry says of a contact that is no longer planned is kept, and does
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeAlias

from nodes.motion.contact_kinds import KINDS
from studio.media.contact import Contact
from studio.media.errors import BadInput
from studio.media.skeleton import BONES

Entry: TypeAlias = Mapping[str, Any]
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
    made = {contact.id: contact for contact in planned}
    for entry in edits:
        values = _read(entry)
        name = str(values.get("id", ""))
        if entry.get("delete"):
            made.pop(name, None)
        elif name in made:
            made[name] = replace(made[name], **values)
        elif {"kind", "first", "second"} <= set(values):
            added = Contact(**{**OPEN, **values})
            name = name or named(added.kind, added.first, added.second, made)
            made[name] = replace(added, id=name)
    return tuple(sorted(made.values(), key=lambda contact: (contact.start, contact.id)))


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
    before = {contact.id: contact for contact in planned}
    kept = {contact.id for contact in wanted}
    here = {*before, *kept, *(contact.id for contact in changed(planned, edits))}
    made = [entry for entry in edits if entry.get("id") not in here and (entry.get("id") or "kind" not in entry)]
    made += [said for contact in wanted if (said := _said(before.get(contact.id), contact))]
    return made + [{"id": name, "delete": True} for name in before if name not in kept]


def without_edits(edits: Sequence[Entry], contacts: Collection[str]) -> list[Entry]:
    """The edits without those of some contacts: they are again as they were planned."""
    return [entry for entry in edits if entry.get("id") not in contacts]


def _said(before: Contact | None, contact: Contact) -> Entry:
    """What is said of a contact beyond the plan; nothing where it is as planned."""
    plain = before or Contact("", "", "", "", "")
    said: dict[str, Any] = {
        name: getattr(contact, name) for name in TEXTS[:-1] if getattr(contact, name) != getattr(plain, name)
    }
    said |= {
        name: round(float(getattr(contact, name)), 6)
        for name in SECONDS
        if before is None or abs(getattr(contact, name) - getattr(plain, name)) > 1e-6
    }
    if contact.seat != plain.seat:
        said[SEAT] = tuple(round(float(value), 3) for value in contact.seat)
    return {"id": contact.id, **said} if said else {}


def _read(entry: Entry) -> dict[str, Any]:
    """The fields of a contact that an entry sets. BadInput where one makes no sense."""
    known = {field.name for field in fields(Contact)}
    values: dict[str, Any] = {name: value for name, value in entry.items() if name in known}
    for name, value in values.items():
        bad = name in TEXTS and not isinstance(value, str)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        bad = bad or (name in SECONDS and not (number and 0 <= value <= LONGEST))
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
