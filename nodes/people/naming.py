"""Who is who: detections matched with the artist's roster, and the rest numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.grab_cut import cut_box
from nodes.algorithms.roster import Box, match_boxes, next_number
from studio.media.matte import Matte
from studio.media.person import PERSON_COLOURS, People, Person

U8 = npt.NDArray[np.uint8]
Entry = Mapping[str, Any]


def named(people: Sequence[Person], roster: Sequence[Entry], picture: U8) -> People:
    """Ids, names and colours: the roster's where a detection matches, else the next number."""
    entries = [entry for entry in roster if _box(entry) is not None]
    matched = match_boxes([_box(entry) or (0, 0, 0, 0) for entry in entries], [person.box for person in people])
    by_entry = {column: people[row] for row, column in matched.items()}
    kept = [_from_entry(entry, by_entry.get(k), picture) for k, entry in enumerate(entries)]
    named = [person for person in kept if person is not None]
    number = next_number([str(entry.get("id", "")) for entry in roster])
    for row, person in enumerate(people):
        if row not in matched:
            colour = PERSON_COLOURS[(number - 1) % len(PERSON_COLOURS)]
            named.append(replace(person, id=f"person_{number}", name=f"Person {number}", colour=colour))
            number += 1
    return People((person.id, person) for person in named)


def _box(entry: Entry) -> Box | None:
    box = entry.get("box")
    if not isinstance(box, tuple | list) or len(box) != 4 or not all(isinstance(v, int | float) for v in box):
        return None
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def _from_entry(entry: Entry, person: Person | None, picture: U8) -> Person | None:
    """What becomes of an entry: the detection under its id, or a person cut from its box; None where it is removed."""
    box, name = _box(entry), str(entry.get("id", ""))
    if entry.get("removed") or box is None or not name:
        return None
    if person is None:
        if not entry.get("locked"):
            return None
        person = Person(name, box, mask=Matte.from_full(cut_box(picture, box)))
    number = next_number([name]) - 1
    colour = entry.get("colour") or PERSON_COLOURS[(max(number, 1) - 1) % len(PERSON_COLOURS)]
    shown = tuple(float(v) for v in colour[:3])
    locked = bool(entry.get("locked"))
    title = str(entry.get("name") or name.replace("_", " ").capitalize())
    return replace(person, id=name, name=title, colour=shown, locked=locked, box=box if locked else person.box)  # type: ignore[arg-type]
