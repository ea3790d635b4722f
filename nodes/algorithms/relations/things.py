"""What people do with things, and what carries them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from nodes.algorithms.grasp import holds, points_at
from nodes.algorithms.relations.room import Body, Edge, Object

STANDING = ("stands", "walks", "runs", "reaches", "crouches")


def object_relations(bodies: Sequence[Body], objects: Sequence[Object], found: Sequence[Edge]) -> list[Edge]:
    """What people do with things that are known."""
    edges: list[Edge] = []
    watching = {edge.subject for edge in found if edge.kind == "looks_at"}
    for body in bodies:
        used: list[tuple[float, Object, str]] = []
        for thing in objects:
            held = max((holds(arm, thing.box) for arm in body.arms), default=0.0)
            out = max((points_at(arm, thing.box, 0.3) * arm.score for arm in body.arms if arm.stretched), default=0.0)
            if held > 0.35:
                edges.append(Edge(body.id, "holds", thing.id, held, "a hand is on it, and it is small enough"))
                used.append((held, thing, "holds it"))
            elif out > 0.6:
                edges.append(Edge(body.id, "reaches_for", thing.id, out, "a stretched arm points at it"))
                used.append((out, thing, "reaches for it"))
            if (carried := _carried(body, thing)) > 0.5:
                edges.append(Edge(thing.id, "supports", body.id, carried, "the body's weight is over it"))
        if body.id in watching:
            continue
        used += [(0.55, thing, "the head is bent to it") for thing in objects if _bent_to(body, thing)]
        if used:  # the eyes go where the hands work (Johansson et al. 2001)
            score, thing, words = max(used, key=lambda entry: entry[0])
            edges.append(Edge(body.id, "looks_at", thing.id, 0.8 * score, words))
    return edges


def ground_relations(bodies: Sequence[Body], carried: Sequence[str], ground: str) -> Iterator[Edge]:
    """Whom the ground carries."""
    for body in bodies:
        if body.feet is not None and body.id not in carried and body.activity != "unknown":
            score = 0.9 if body.activity in STANDING else 0.6
            yield Edge(ground, "supports", body.id, score, f"feet are seen, {body.activity}")


def _carried(body: Body, thing: Object) -> float:
    """0..1: whether somebody sits or stands on a thing."""
    x0, y0, x1, y1 = thing.box
    wide = (x1 - x0) / body.scale
    if body.activity == "sits" and 0.25 < wide < 2.5:
        inside = min(body.box[2], x1) - max(body.box[0], x0)
        over = inside / max(1.0, min(body.box[2] - body.box[0], x1 - x0))
        seat = body.head[1] + 0.7 * body.scale
        fits = body.head[1] + 0.25 * body.scale < y0 < seat + 0.2 * body.scale and y1 > seat + 0.2 * body.scale
        return 0.85 * float(np.clip(over, 0, 1)) if fits and over > 0.6 else 0.0
    if body.feet is not None and wide > 1.0:
        x, y = body.feet
        return 0.75 if x0 < x < x1 and y0 < y < y1 and y1 - y < 1.2 * body.scale else 0.0
    return 0.0


def _bent_to(body: Body, thing: Object) -> bool:
    """Whether the head is bent to a thing that lies before somebody."""
    gaze = body.gaze
    if gaze is None or gaze.pitch < np.radians(12):
        return False
    x = ((thing.box[0] + thing.box[2]) / 2 - body.head[0]) / body.scale
    y = ((thing.box[1] + thing.box[3]) / 2 - body.head[1]) / body.scale
    side = float(np.sin(gaze.yaw))
    return bool(0.15 < y < 1.2 and abs(x) < 1.2 and (x * side > 0 or abs(x) < 0.3))
