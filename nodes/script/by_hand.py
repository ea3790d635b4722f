"""Beats that are changed by hand: pure functions from beats to beats, and from what is wanted back to entries.

An entry names a beat by its id, which stays while the prompt changes elsewhere: "person_1 wave 2" is the second time
that this person waves. What an entry says of a beat that the prompt no longer has is kept, and does nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from nodes.algorithms import hand_edits
from nodes.algorithms.hand_edits import Entry, differing, is_number
from nodes.script.camera_by_hand import of_camera
from studio.media.errors import BadInput
from studio.media.script import Beat

WORDS = ("who", "action", "target", "side", "towards", "thing", "style")
NUMBERS = ("start", "duration", "fade_in", "fade_out", "amplitude", "tempo")
LONGEST = 3600.0


def named(beats: Iterable[Beat]) -> tuple[Beat, ...]:
    """The beats, each with an id: who does what, for the how-manieth time."""
    count: Counter[str] = Counter()
    made = []
    for beat in beats:
        name = f"{beat.who} {beat.action}"
        count[name] += 1
        made.append(replace(beat, id=f"{name} {count[name]}"))
    return tuple(made)


def distinct(beats: Iterable[Beat]) -> tuple[Beat, ...]:
    """The beats, each with an id of its own: whoever answers the same one twice does it "after" them, and "again"."""
    taken: set[str] = set()
    made = []
    for beat in beats:
        name = beat.id or f"{beat.who} {beat.action}"
        while name in taken:
            name += " again"
        taken.add(name)
        made.append(beat if name == beat.id else replace(beat, id=name))
    return tuple(made)


def changed(beats: Sequence[Beat], edits: Iterable[Entry]) -> tuple[Beat, ...]:
    """The beats of a prompt with what was changed, added and taken away by hand, in order of their start.

    Args:
        beats: With ids.
        edits: See :func:`nodes.script.write_script.write_script`; those of the camera are passed over.

    Raises:
        BadInput: An entry makes no sense.
    """
    return hand_edits.changed(beats, _about_beats(edits), _said, _added)


def _about_beats(edits: Iterable[Entry]) -> list[Entry]:
    """The edits without those of the camera. BadInput where one names nothing."""
    found = list(edits)
    if any(not isinstance(entry.get("id"), str) or not entry["id"] for entry in found):
        raise BadInput("write_script: an edit has no id of a beat")
    return [entry for entry in found if not of_camera(entry)]


def _added(entry: Entry, said: dict[str, Any], taken: Collection[str]) -> Beat | None:
    return Beat(**{"who": "", "action": "", **said, "id": entry["id"]}) if entry.get("added") else None


def _said(entry: Entry) -> dict[str, Any]:
    """What an entry says of a beat."""
    said: dict[str, Any] = {}
    for name in (name for name in (*WORDS, *NUMBERS) if name in entry):
        value = entry[name]
        if not (is_number(value, LONGEST) if name in NUMBERS else isinstance(value, str)):
            raise BadInput(f"write_script: {name} of {entry.get('id')!r} makes no sense: {str(value)[:40]!r}")
        said[name] = float(value) if name in NUMBERS else value
    if said.get("duration", 1.0) <= 0 or said.get("tempo", 1.0) <= 0:
        raise BadInput(f"write_script: duration and tempo of {entry.get('id')!r} have to be above 0")
    if "duration" in said:
        said["exact"] = True
    if said.get("side", "") not in ("", "left", "right"):
        raise BadInput(f"write_script: side of {entry.get('id')!r} is left, right or empty, not {said['side']!r}")
    if said.get("towards", "") not in ("", "left", "right", "front", "back"):
        raise BadInput(f"write_script: {entry.get('id')!r} goes left, right, front or back, not {said['towards']!r}")
    return said


def edits_for(prompted: Sequence[Beat], edits: Sequence[Entry], person: str, wanted: Sequence[Beat]) -> list[Entry]:
    """The edits after which a person does just this; those of everybody else, and of beats that are gone, stay.

    Args:
        prompted: Beats of the prompt, with ids.
        edits: As they are.
        person: Id.
        wanted: What the person is to do; a beat without an id, or with one that stands there twice, is a new one.
    """
    now = [beat for beat in changed(prompted, edits) if beat.who == person]
    theirs = [replace(beat, who=person) for beat in wanted]
    return hand_edits.edits_for(prompted, edits, now, theirs, _entry, "by hand")


def without_edits(prompted: Sequence[Beat], edits: Sequence[Entry], person: str) -> list[Entry]:
    """The edits without those of a person's beats: they do again what the prompt says."""
    ours = {beat.id for beat in prompted if beat.who == person}
    return [entry for entry in edits if entry.get("id") not in ours and entry.get("who") != person]


def _entry(before: Beat | None, beat: Beat) -> Entry:
    """What is said of a beat beyond the prompt; nothing where it is as it says."""
    said = differing(before or Beat("", ""), beat, WORDS, NUMBERS)
    if before is None:
        return {"id": beat.id, "added": True, "start": round(beat.start, 6), **said}
    return {"id": beat.id, **said} if said else {}
