"""Edges of a scene graph that the artist pins, adds or deletes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio.media.errors import BadInput
from studio.media.scene import RELATIONS, VIEWER, Relation, Thing

DO = ("pin", "delete")


def read_edit(entry: Mapping[str, Any]) -> tuple[str, Relation]:
    """An entry as (what to do, the edge that it is about). Raises BadInput where it is none."""
    do = entry.get("do", "pin")
    ends = (entry.get("subject"), entry.get("kind"), entry.get("object"))
    if do not in DO or not all(isinstance(end, str) and end for end in ends):
        raise BadInput(
            'relate_people: an edit is {"do": "pin" or "delete", "subject": id, "kind": relation, "object": id}'
        )
    subject, kind, target = (str(end) for end in ends)
    if kind not in RELATIONS:
        raise BadInput(f"relate_people: there is no relation {kind[:40]!r}; there are: {', '.join(RELATIONS)}")
    return do, Relation(subject, kind, target, 1.0, "by hand", True)


def edited(
    relations: Sequence[Relation], edits: Sequence[Mapping[str, Any]], things: Sequence[Thing]
) -> tuple[list[Relation], list[str]]:
    """The relations after the artist's edits, the last of which wins; and what could not be done, a line each."""
    known = {thing.id for thing in things} | {VIEWER}
    out = {relation.key: relation for relation in relations}
    missing = []
    for entry in edits:
        do, relation = read_edit(entry)
        gone = [end for end in (relation.subject, relation.object) if end not in known]
        if gone:
            missing.append(f"an edited relation is left out: {' and '.join(gone)} is not in the picture now")
        elif do == "delete":
            out.pop(relation.key, None)
        else:
            found = out.get(relation.key, relation)
            out[relation.key] = replace(found, score=1.0, by_hand=True)
    return list(out.values()), missing


def read_object(entry: Mapping[str, Any], number: int, size: tuple[int, int]) -> Thing:
    """An entry {"name", "box"} as a thing. Raises BadInput where it is none."""
    name, box = entry.get("name"), entry.get("box")
    good = isinstance(box, tuple | list) and len(box) == 4 and all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in box)  # fmt: skip
    if not isinstance(name, str) or not name.strip() or not good:
        raise BadInput(f'relate_people: object {number} wants {{"name": text, "box": [x0, y0, x1, y1]}} in pixels')
    assert isinstance(box, tuple | list)
    x0, y0, x1, y1 = (float(v) for v in box)
    if not (x0 < x1 and y0 < y1):
        raise BadInput(f"relate_people: the box of {name[:40]!r} is empty; it wants left, top, right, bottom")
    if x0 >= size[0] or y0 >= size[1] or x1 <= 0 or y1 <= 0:
        raise BadInput(f"relate_people: {name[:40]!r} lies outside of the picture, which is {size[0]} x {size[1]}")
    return Thing(name.strip().lower().replace(" ", "_"), "object", (x0, y0, x1, y1), name.strip(), 1.0, "named by hand")
