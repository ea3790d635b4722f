"""A scene graph as what phrases may mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nodes.algorithms.grasp import arms_of
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.spot import REGIONS, Spot
from nodes.scene.garments import colours_worn
from nodes.scene.read_bodies import LEAST
from nodes.scene.stature import cut_sides, stature
from nodes.script.describe import members_of
from nodes.script.lexicon_file import words_for
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.scene import SYMMETRIC, Scene, Thing

BYSTANDER = 0.32
"""Somebody cut by a side of the picture and smaller than this share of the usual is no one's subject."""


def spots_of(image: Image, people: People, scene: Scene) -> list[Spot]:
    """Everybody, every thing and every region."""
    members = {member.id: member for member in members_of(image, people)}
    worn = colours_worn(image.srgb8(), people)
    spots = []
    for thing in scene.things:
        person = people.get(thing.id)
        if person is not None:
            spots.append(_person(person, members[thing.id], worn[thing.id], scene, people, image.size))
        elif thing.kind in ("object", "region", "shadow"):
            spots.append(Spot(thing.id, thing.kind, words_of(thing)))
    return spots


def _person(
    person: Person,
    member: Member,
    wears: Mapping[str, Mapping[str, float]],
    scene: Scene,
    people: People,
    size: tuple[int, int],
) -> Spot:
    seen = noticed(person, people, size)
    metres = person.metres or max(size) / max(stature(person, size).scale, 1e-3)
    does = deeds(person, scene, people, size)
    return Spot(person.id, "person", frozenset(), member, wears, does, related(scene, person.id), metres, seen)


def noticed(person: Person, people: People, size: tuple[int, int]) -> bool:
    """Whether words would mean somebody: the head is seen, and it is no bystander whom an edge cuts."""
    skeleton = person.skeleton
    if skeleton is not None and float(skeleton.scores[0]) <= LEAST:
        return False
    usual = float(np.median([_area(one) for one in people.values()]))
    cut = {"left", "right"} & set(cut_sides(person, size))
    return not cut or _area(person) > BYSTANDER * usual


def _area(person: Person) -> float:
    return (person.box[2] - person.box[0]) * (person.box[3] - person.box[1])


def words_of(thing: Thing) -> frozenset[str]:
    """Words that name a thing."""
    if thing.kind == "region":
        return frozenset(word for word, region in REGIONS.items() if region == thing.id)
    name = (thing.name or thing.id).lower().replace("_", " ")
    return frozenset(name.split()) | words_for().get(name, frozenset())


def related(scene: Scene, name: str) -> dict[str, frozenset[str]]:
    """Ids that somebody is related to, by relation; "supports" is read from below."""
    found: dict[str, set[str]] = {}
    for relation in scene.relations:
        if relation.subject == name and relation.kind != "supports":
            found.setdefault(relation.kind, set()).add(relation.object)
        elif relation.object == name and (relation.kind in SYMMETRIC or relation.kind == "supports"):
            found.setdefault(relation.kind, set()).add(relation.subject)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def deeds(person: Person, scene: Scene, people: People, size: tuple[int, int]) -> dict[str, float]:
    """How surely somebody does what phrases tell people apart by."""
    skeleton = person.skeleton
    activity = skeleton.activity if skeleton is not None else "unknown"
    low = _lowness(person, people)
    seat = any(r.subject != "ground" for r in scene.of("supports", target=person.id))
    sits = {"sits": 1.0, "crouches": 0.5, "unknown": 0.25 + 0.4 * low}.get(activity, 0.0)
    squat = {"crouches": 1.0, "sits": 0.2 if seat else 0.6}.get(activity, 0.1 * low)
    upright = {"unknown": 0.65 - 0.4 * low, "sits": 0.0, "crouches": 0.1}.get(activity, 1.0)
    raised = held_out = 0.0
    if skeleton is not None:
        for arm in arms_of(skeleton.points, skeleton.scores, stature(person, size).scale, LEAST):
            up = float(arm.wrist[1]) < float(arm.shoulder[1])
            raised = max(raised, arm.score if up else 0.0)
            held_out = max(held_out, arm.score * (1.0 if arm.stretched else 0.2) * (0.7 if up else 1.0))
    return {"sit": max(sits, 0.9 * seat), "stand": 0.0 if seat else upright, "crouch": squat, "wave": raised,
            "point": held_out, "reach": max(held_out, 1.0 if activity == "reaches" else 0.0),
            "walk": 1.0 if activity == "walks" else 0.0, "run": 1.0 if activity == "runs" else 0.0}  # fmt: skip


def _lowness(person: Person, people: People) -> float:
    """0 for the highest head in the picture, 1 for the lowest."""
    tops = [one.box[1] for one in people.values()]
    spread = max(tops) - min(tops)
    return float((person.box[1] - min(tops)) / spread) if spread > 0 else 0.5
