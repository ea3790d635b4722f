"""Relate people: the scene graph of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nodes.algorithms.relations.room import Body, Edge, Object, Room
from nodes.algorithms.relations.scene_graph import people_relations
from nodes.algorithms.relations.things import ground_relations, object_relations
from nodes.algorithms.scene_kind import Cues, company, place, tone
from nodes.scene.read_bodies import read_bodies
from nodes.scene.scene_edits import edited, read_object
from nodes.scene.surroundings import Surroundings
from studio.media.camera import Camera
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import People
from studio.media.scene import VIEWER, Objects, Relation, Scene, Thing
from studio.node import Context, node
from studio.node.knob import Entries, Fraction

NATURE = ("sky", "ground", "wall", "water", "foliage", "light", VIEWER)


@node(family="scene", version=1)
def relate_people(
    ctx: Context,
    image: Image,
    people: People,
    camera: Camera | None = None,
    found: Objects | None = None,
    *,
    objects: Entries = (),
    edits: Entries = (),
    least: Fraction = 0.5,
    regions: bool = True,
) -> Scene:
    """Tell who is near, faces, looks at, touches, holds or hides whom, and what kind of scene it is.

    Every relation has a score and says what it was told from. What is wrong is deleted, what is missing is added, and
    what must stay is pinned; scripts that are written from the picture alone follow.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it; relations of depth want them after order_layers.
        camera: Horizon and focal length; a guess serves where it is not linked.
        found: Things from find_objects.
        objects: Things that matter: entries {"name": "ball", "box": [x0, y0, x1, y1]} in pixels of the photo.
        edits: Entries {"do": "pin" or "delete", "subject": id, "kind": relation, "object": id}; a pinned relation that
            was not found is added.
        least: Relations less sure than this are left out.
        regions: Look for sky, ground, wall, water, foliage, shadows and light, too.

    Returns:
        The scene graph.
    """
    size = image.size
    focal = camera.focal if camera is not None else 1.07 * max(size)
    bodies = read_bodies(people, size, focal)
    named = _objects(objects, found, people, size)
    ctx.check()
    around = Surroundings(image, people, camera)
    shadows, casting = around.shadows(bodies) if regions else ([], [])
    ctx.check()
    edges = _edges(bodies, named, casting)
    things = [*_people(people, bodies), *_faces(people), *named, *(around.things() if regions else ()), *shadows]
    if regions:
        things.append(around.lighting(bodies))
    known = {thing.id for thing in things}
    if any(edge.subject == "ground" for edge in edges) and "ground" not in known:
        things.append(Thing("ground", "region", (0.0, 0.8 * size[1], float(size[0]), float(size[1])), "ground", 0.5,
                            "people stand on it"))  # fmt: skip
    kept = [Relation(e.subject, e.kind, e.object, e.score, e.evidence) for e in edges if e.score >= least]
    relations, missing = edited(kept, edits, things)
    for line in missing:
        ctx.warn(line)
    return _scene(size, things, relations, _cues(bodies, around, len(casting)))


def _edges(bodies: list[Body], named: list[Thing], casting: list[Edge]) -> list[Edge]:
    found = people_relations(Room.of(bodies))
    found += object_relations(bodies, [Object(thing.id, thing.box) for thing in named], found)
    carried = [edge.object for edge in found if edge.kind == "supports"]
    return [*found, *ground_relations(bodies, carried, "ground"), *casting]


def _objects(entries: Entries, found: Objects | None, people: People, size: tuple[int, int]) -> list[Thing]:
    """Things by hand, then those that were found elsewhere."""
    things = [read_object(entry, k + 1, size) for k, entry in enumerate(entries)]
    taken = {thing.id for thing in things}
    things += [thing for thing in (found.things if found is not None else ()) if thing.id not in taken]
    for k, thing in enumerate(things):
        if thing.id in people or thing.id in NATURE or any(other.id == thing.id for other in things[:k]):
            raise BadInput(f"relate_people: there is a {thing.id!r} already; give this object another name")
    return things


def _people(people: People, bodies: Sequence[Body]) -> list[Thing]:
    order = {body.id: body.x for body in bodies}
    listed = sorted(people.values(), key=lambda person: order[person.id])
    return [Thing(one.id, "person", one.box, one.name, one.score, one.skeleton.evidence if one.skeleton else "",
                  one.skeleton.activity if one.skeleton else "unknown") for one in listed]  # fmt: skip


def _faces(people: People) -> list[Thing]:
    return [Thing(f"face_{one.id.rpartition('_')[2]}", "face", one.face.box, f"face of {one.name or one.id}",
                  one.face.score, "a mesh fits it") for one in people.values() if one.face is not None]  # fmt: skip


def _cues(bodies: Sequence[Body], around: Surroundings, shadows: int) -> Cues:
    raised = sum(any(arm.wrist[1] < arm.shoulder[1] for arm in body.arms) for body in bodies)
    out = sum(any(arm.stretched and arm.wrist[1] >= arm.shoulder[1] for arm in body.arms) for body in bodies)
    leans = [abs(float(np.arctan2(body.head[0] - body.x, max(body.scale * 0.6, 1.0)))) for body in bodies]
    return Cues(len(bodies), around.share(), shadows, around.backdrop, [body.activity for body in bodies], raised, out,
                float(np.mean(leans)) if leans else 0.0)  # fmt: skip


def _scene(size: tuple[int, int], things: list[Thing], relations: list[Relation], cues: Cues) -> Scene:
    where, setting, why_where = place(cues)
    many, why_many = company(cues.people)
    how, arousal, why_how = tone(cues)
    ordered = sorted(relations, key=lambda relation: (relation.kind, -relation.score))
    evidence = (("place", why_where), ("company", why_many), ("tone", why_how))
    return Scene(size, tuple(things), tuple(ordered), where, setting, many, how, arousal, evidence)
