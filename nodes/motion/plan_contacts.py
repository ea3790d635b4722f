"""Plan contacts: who touches whom, with what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nodes.motion.contact_edits import changed, named
from nodes.motion.contact_kinds import MEETINGS, SIT, Meeting
from nodes.motion.free_limbs import limbs_between
from nodes.motion.held import hand_at, thing_of
from nodes.motion.plan_seats import HIPS, cannot, seated
from nodes.motion.play_script import spans
from studio.media.camera import Camera
from studio.media.contact import Contact, Contacts
from studio.media.person import People
from studio.media.rig import Rig, Rigs
from studio.media.scene import Scene
from studio.media.script import Beat, Script
from studio.node import Context, node
from studio.node.knob import Entries, Fraction


@node(family="motion", version=1)
def plan_contacts(
    ctx: Context,
    people: People,
    rigs: Rigs,
    script: Script | None = None,
    scene: Scene | None = None,
    camera: Camera | None = None,
    *,
    caution: Fraction = 1.0,
    edits: Entries = (),
) -> Contacts:
    """Read from a script who touches whom: hands that are shaken, given or held, hugs, pushes, blows; who sits on what.

    Hands are chosen by the side on which the other one is, and by which arms are free in the photo. Who has none is
    told of, and nothing is planned for that pair.

    Args:
        ctx: Services lent by the engine.
        people: Who is in the picture.
        rigs: Their bodies; they say which arms can move.
        script: Its beats; without one there is only what the edits add.
        scene: The things that can be sat on, and what people hold.
        camera: The camera; it tells how high seats are.
        caution: 1 leaves arms alone that are crossed, hidden, cut or hold something; 0 takes any arm.
        edits: Entries by hand: {"id": name of a contact} with "delete": true, or with what is to be other ("start",
            "duration", "approach", "release": seconds, "first_bone", "second_bone": bones). An entry with "kind",
            "first" and "second" adds a contact; without bones the limbs are chosen. "seat" is where somebody sits: x
            and y in pixels of the photo, and y of the floor under it; "second" is then any name.

    Returns:
        Contacts in order of their start, each with a name of its own.
    """
    contacts: dict[str, Contact] = {}
    told: set[frozenset[str]] = set()
    for number, beat in enumerate(script.beats if script else ()):
        ctx.check()
        ctx.progress(number + 1, len(script.beats) if script else 1)
        for contact in _of_beat(
            ctx, beat, script.beats if script else (), people, rigs, contacts, caution, told, scene
        ):
            contacts[contact.id] = contact
    if script is not None:
        contacts |= {one.id: one for one in seated(script, people, rigs, scene, camera, contacts, ctx.warn)}
    planned = tuple(sorted(contacts.values(), key=lambda contact: (contact.start, contact.id)))
    made = [_whole(ctx, one, people, rigs, caution) for one in changed(planned, edits)]
    return Contacts(tuple(one for one in made if one is not None), planned)


def _whole(ctx: Context, contact: Contact, people: People, rigs: Rigs, caution: float) -> Contact | None:
    """A contact whose people are there, with limbs that meet; None where there can be none."""
    if contact.kind == SIT.kind:
        return _with_seat(ctx, contact, people, rigs)
    gone = sorted({contact.first, contact.second} - set(people))
    if gone:
        ctx.warn(f"a contact was added for {' and '.join(gone)}, who is not in the picture: left out")
        return None
    if contact.first_bone and contact.second_bone:
        return contact
    meeting = next(one for meetings in MEETINGS.values() for one in meetings if one.kind == contact.kind)
    bones = limbs_between(people, rigs, contact.first, contact.second, meeting, caution)
    if isinstance(bones, str):
        ctx.warn(f"{bones}: {contact.first} and {contact.second} do not {meeting.words}")
        return None
    return replace(contact, first_bone=contact.first_bone or bones[0], second_bone=contact.second_bone or bones[1])


def _with_seat(ctx: Context, contact: Contact, people: People, rigs: Rigs) -> Contact | None:
    """Somebody on a seat; None, told of, where there is nobody or none."""
    why = (
        "there is no such person"
        if contact.first not in rigs or contact.first not in people
        else cannot(contact.first, rigs[contact.first], people)
    )
    why = why or ("" if contact.seat else "no seat is given")
    if why:
        ctx.warn(f"{contact.first} does not sit on {contact.second}: {why}")
        return None
    floor = rigs[contact.first].ground[1] if len(contact.seat) < 3 else contact.seat[2]
    return replace(contact, first_bone=HIPS, second_bone="", seat=(*contact.seat[:2], floor))


def _of_beat(
    ctx: Context, beat: Beat, beats: Sequence[Beat], people: People, rigs: Rigs, made: Mapping[str, Contact],
    caution: float, told: set[frozenset[str]], scene: Scene | None,
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
            holds = _holding([*made.values(), *found], meeting, first)
            held = "" if holds or meeting.kind != "hand_over" else _in_hand(scene, rigs[first], beat.thing)
            bones = limbs_between(people, rigs, first, second, meeting, caution, holds or held, bool(held))
            if isinstance(bones, str):
                if {first, second} not in told:
                    ctx.warn(f"{bones}: {first} and {second} do not {meeting.words}")
                told.add(frozenset((first, second)))
                return []
            name = named(meeting.kind, first, second, [*made, *(contact.id for contact in found)])
            around = (round(at, 3), round(lasts, 3), meeting.approach, meeting.release)
            found.append(Contact(meeting.kind, first, second, *bones, *around, name, _thing(meeting, beat)))
    return found


def _holding(contacts: Sequence[Contact], meeting: Meeting, who: str) -> str:
    """The hand into which somebody was given what they give on; "" for none."""
    last = [one for one in contacts if one.kind == "hand_over" and who in (one.first, one.second)]
    given = meeting.kind == "hand_over" and last and last[-1].second == who
    return last[-1].second_bone if given else ""


def _in_hand(scene: Scene | None, giver: Rig, said: str) -> str:
    """The hand in which somebody has in the photo what they give; "" for none."""
    thing = thing_of(scene, giver.person, said) if scene is not None else None
    return hand_at(giver, thing.box) if thing is not None else ""


def _thing(meeting: Meeting, beat: Beat) -> str:
    """What changes hands."""
    return beat.thing if meeting.kind == "hand_over" else ""


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
