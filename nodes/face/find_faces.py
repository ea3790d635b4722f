"""Find faces: a mesh of landmarks on every face that is large enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np

from studio.media.image import Image
from studio.media.person import Face, People, Person
from studio.models import embedded_faces
from studio.node import Context, node
from studio.node.knob import Fraction, Range


@node(family="face", version=1)
def find_faces(
    ctx: Context,
    image: Image,
    people: People,
    *,
    smallest: Annotated[float, Range(8.0, 512.0, "px", soft=(24.0, 128.0))] = 48.0,
    sure: Fraction = 0.5,
) -> People:
    """Find 478 landmarks on everyone's face, irises included.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        people: Everyone found.
        smallest: Faces narrower than this are left alone.
        sure: Presence from which a face counts.

    Returns:
        The same people with faces, where one is seen.
    """
    picture = image.srgb8()
    finder = embedded_faces.FaceMesh(ctx.models, picture)
    out: dict[str, Person] = {}
    for k, (name, person) in enumerate(people.items()):
        ctx.check()
        ctx.progress(k, len(people), person.name)
        face = _face(finder, person)
        good = face is not None and face.score >= sure and face.box[2] - face.box[0] >= smallest
        out[name] = replace(person, face=face) if good else person
    return People(out)


def _face(finder: embedded_faces.FaceMesh, person: Person) -> Face | None:
    skeleton = person.skeleton
    head = None if skeleton is None or skeleton.scores[:3].max() < 0.3 else skeleton.points[:5]
    mesh = finder.on_person(person.box, head)
    if mesh is None or not _inside(mesh.points, person):
        return None
    low, high = mesh.points.min(0), mesh.points.max(0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Face(mesh.points, mesh.depth, box, mesh.score)


def _inside(points: embedded_faces.F32, person: Person) -> bool:
    """Whether most landmarks lie on the person, not on a neighbour."""
    if person.mask is None:
        return True
    x0, y0, x1, y1 = person.mask.box
    columns, rows = np.floor(points[:, 0]).astype(int) - x0, np.floor(points[:, 1]).astype(int) - y0
    there = (columns >= 0) & (columns < x1 - x0) & (rows >= 0) & (rows < y1 - y0)
    covered = person.mask.coverage[rows[there], columns[there]] > 0.5
    return float(covered.sum()) > 0.6 * len(points)
