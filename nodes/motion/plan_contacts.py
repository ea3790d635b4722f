"""Plan contacts: who touches whom, with what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from nodes.motion.contact_kinds import KINDS, MEETINGS, Meeting
from nodes.motion.free_limbs import limbs_between
from nodes.motion.play_script import spans
from studio.media.contact import Contact, Contacts
from studio.media.errors import BadInput
from studio.media.person import People
from studio.media.rig import Rigs
from studio.media.script import Beat, Script
from studio.media.skeleton import BONES
from studio.node import Context, node
from studio.node.knob import Entries, Fraction

Entry = Mapping[str, Any]
TEXTS = ("kind", "first", "second", "first_bone", "second_bone", "id")
SECONDS = ("start", "duration", "approach", "release")


@node(family="motion", version=1)
def plan_contacts(
    ctx: Context,
    people: People,
    rigs: Rigs,
    script: Script | None = None,
    *,
    caution: Fraction = 1.0,
    edits: Entries = (),
) -> Contacts:
    """Read from a script who touches whom: hands that are shaken, given or held, hugs, pushes and blows.

    Hands are chosen by the side on which the other one is, and by which arms are free in the photo. Who has none is
    told of, and nothing is planned for that pair.

    Args:
        ctx: Services lent by the engine.
        people: Who is in the picture.
        rigs: Their bodies; they say which arms can move.
        script: Its beats; without one there is only what the edits add.
        caution: 1 leaves arms alone that are crossed, hidden, cut or hold something; 0 takes any arm.
        edits: Entries by hand: {"id": name of a contact} with "delete": true, or with what is to be other ("start",
            "duration", "approach", "release": seconds, "first_bone", "second_bone": bones). An entry with "kind",
            "first" and "second" adds a contact.

    Returns:
        Contacts in order of their start, each with a name of its own.
    """
    contacts: dict[str, Contact] = {}
    told: set[frozenset[str]] = set()
    for number, beat in enumerate(script.beats if script else ()):
        ctx.check()
        ctx.progress(number + 1, len(script.beats) if script else 1)
        for contact in _of_beat(ctx, beat, script.beats if script else (), people, rigs, contacts, caution, told):
            contacts[contact.id] = contact
    for entry in edits:
        _edit(ctx, contacts, entry, people)
    return Contacts(tuple(sorted(contacts.values(), key=lambda contact: (contact.start, contact.id))))


def _of_beat(
    ctx: Context, beat: Beat, beats: Sequence[Beat], people: People, rigs: Rigs, made: Mapping[str, Contact],
    caution: float, told: set[frozenset[str]],
) -> list[Contact]:  # fmt: skip
    """What one beat asks for; nothing where the other one's beat of the same meeting was read already."""
    meetings = MEETINGS.get(beat.action, ())
    if not meetings or beat.who not in rigs or beat.target not in rigs or beat.who == beat.target:
        return []
    found: list[Contact] = []
    starts, length, pace = spans(beat, beat.action)
    for start in starts:
        for meeting in meetings:
            first, second = (beat.target, beat.who) if meeting.back else (beat.who, beat.target)
            at, lasts = meeting.when(beat.action, start, length, pace)
            if _known(list(made.values()) + found, meeting, first, second, at) or _dodged(beats, meeting, second, at):
                continue
            bones = limbs_between(people, rigs, first, second, meeting, caution)
            if isinstance(bones, str):
                if {first, second} not in told:
                    ctx.warn(f"{bones}: {first} and {second} do not {meeting.words}")
                told.add(frozenset((first, second)))
                return []
            name = _name(meeting.kind, first, second, [*made, *(contact.id for contact in found)])
            around = (round(at, 3), round(lasts, 3), meeting.approach, meeting.release)
            found.append(Contact(meeting.kind, first, second, *bones, *around, name))
    return found


def _known(contacts: Sequence[Contact], meeting: Meeting, first: str, second: str, at: float) -> bool:
    """Whether two already meet in this way at that time: what is mutual is a beat of each."""
    return any(
        contact.kind == meeting.kind
        and {contact.first, contact.second} == {first, second}
        and abs(contact.start - at) < (0.9 if meeting.mutual else 0.05)
        for contact in contacts
    )


def _dodged(beats: Sequence[Beat], meeting: Meeting, who: str, at: float) -> bool:
    """Whether somebody gets out of a blow's way."""
    return meeting.kind in ("push", "hit") and any(
        beat.who == who and beat.action == "dodge" and beat.start <= at <= beat.start + beat.duration for beat in beats
    )


def _name(kind: str, first: str, second: str, taken: Sequence[str]) -> str:
    number = 1
    while (name := f"{kind} {first} {second} {number}") in taken:
        number += 1
    return name


def _edit(ctx: Context, contacts: dict[str, Contact], entry: Entry, people: People) -> None:
    """One entry by hand, in place."""
    values = _read(entry)
    name = str(values.get("id", ""))
    if entry.get("delete"):
        contacts.pop(name, None)
    elif name in contacts:
        contacts[name] = replace(contacts[name], **values)
    elif {"kind", "first", "second"} <= set(values):
        added = Contact(**values)
        if {added.first, added.second} <= set(people):
            name = name or _name(added.kind, added.first, added.second, list(contacts))
            contacts[name] = replace(added, id=name)
        else:
            gone = sorted({added.first, added.second} - set(people))
            ctx.warn(f"a contact was added for {' and '.join(gone)}, who is not in the picture: left out")
    # an entry for a contact that the script no longer has is kept and does nothing


def _read(entry: Entry) -> dict[str, Any]:
    """The fields of a contact that an entry sets. BadInput where one makes no sense."""
    known = {field.name for field in fields(Contact)}
    values: dict[str, Any] = {name: value for name, value in entry.items() if name in known}
    for name, value in values.items():
        bad = name in TEXTS and not isinstance(value, str)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        bad = bad or (name in SECONDS and not (number and 0 <= value <= 3600))
        bad = bad or (name == "kind" and value not in KINDS)
        bad = bad or (name.endswith("_bone") and value not in BONES)
        if bad:
            raise BadInput(f"plan_contacts: {name} of {entry.get('id', 'a new contact')!r} makes no sense: {value!r}")
    if "first" in values and values.get("first") == values.get("second"):
        raise BadInput("plan_contacts: a contact is between two different people")
    return values
