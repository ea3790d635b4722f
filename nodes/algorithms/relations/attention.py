"""To whom people turn: facing, looking, reaching."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import numpy as np

from nodes.algorithms.grasp import points_at, to_box
from nodes.algorithms.proxemics import SOCIAL
from nodes.algorithms.relations.outlines import hand_on
from nodes.algorithms.relations.room import Edge, Room, around, between, blocks

TURNED = float(np.radians(38.0))
"""A body turned this far aside faces somebody there."""
ASIDE = float(np.radians(52.0))
"""How far off a bearing a body may be and still face it."""
INWARD, HALF = float(np.radians(22.0)), float(np.radians(75.0))
"""Two who are both turned this far to one another, and are no farther off than ``HALF``, face one another."""
ARM = 0.6
"""Metres in depth within which a stretched arm may end at another."""
GLANCE = float(np.radians(15.0))
"""How far off a gaze may be."""
CAMERA_YAW, CAMERA_PITCH = float(np.radians(16.0)), float(np.radians(27.0))
"""A gaze that is no farther off looks at the camera."""


def looks_at(room: Room) -> Iterator[Edge]:
    """The camera, or the one whom the gaze comes nearest to."""
    for i, body in enumerate(room.bodies):
        gaze = body.gaze
        if gaze is None:
            continue
        # Half of the bearing to the camera: people in a wide picture turn a little to its middle, and the mesh of a
        # face far aside shows a part of that.
        yaw = float(np.angle(np.exp(1j * (gaze.yaw + body.ray / 2))))
        if abs(yaw) < CAMERA_YAW and abs(gaze.pitch) < CAMERA_PITCH:
            score = gaze.score * float(1 - 0.45 * (yaw / CAMERA_YAW) ** 2)
            yield Edge(body.id, "looks_at", "camera", score, gaze.evidence)
            continue
        best = min(((_gaze_off(room, i, j), j) for a, j in around(room, i) if a < SOCIAL), default=(9.0, -1))
        if best[0] < GLANCE:
            score = gaze.score * float(1 - 0.5 * best[0] / GLANCE)
            words = f"{gaze.evidence}, {np.degrees(best[0]):.0f}° off"
            yield Edge(body.id, "looks_at", room.bodies[best[1]].id, score, words)


def facing(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Whose trunk and head together are turned to whom; nobody in between."""
    met = {frozenset((e.subject, e.object)) for e in found if e.kind == "touches" and e.evidence == "hands meet"}
    posing = {e.subject for e in found if e.kind == "looks_at" and e.object == "camera" and e.score > 0.5}
    for i, j in room.ways():
        one, other = room.bodies[i], room.bodies[j]
        if any(blocks(room, k, i, j) for k in between(room, i, j)):
            continue
        if frozenset((one.id, other.id)) in met:
            yield Edge(one.id, "facing", other.id, 0.75, "hands meet: they stand face to face")
            continue
        reached = max((hand_on(arm, other) for arm in one.arms if arm.stretched), default=0.0)
        if reached > 0.5 and abs(room.apart(i, j).closer) < ARM:
            yield Edge(one.id, "facing", other.id, 0.65, "a stretched arm reaches the other")
            continue
        score, words = _turned_to(room, i, j, posing)
        if score > 0.5:
            yield Edge(one.id, "facing", other.id, score, words)


def reaches_for(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """An arm held out towards somebody whom it does not touch."""
    touching = {frozenset((e.subject, e.object)) for e in found if e.kind == "touches"}
    for i, j in room.ways():
        one, other = room.bodies[i], room.bodies[j]
        away = room.apart(i, j)
        if frozenset((one.id, other.id)) in touching or away.metres > 1.5 or abs(away.closer) > 0.4:
            continue
        arms = [arm for arm in one.arms if arm.stretched and arm.wrist[1] < arm.shoulder[1] + 0.75 * arm.scale * 0.5]
        score = max((points_at(arm, other.box, 0.35) * arm.score for arm in arms), default=0.0)
        toward = any((arm.wrist[0] - arm.shoulder[0]) * away.across > 0 for arm in arms)
        if score > 0.6 and toward and not any(to_box(arm.hand, other.box) == 0 for arm in arms):
            yield Edge(one.id, "reaches_for", other.id, score, "forearm points at the other, within a third of a metre")


def _gaze_off(room: Room, i: int, j: int) -> float:
    """Radians by which i's gaze misses j's head."""
    gaze = room.bodies[i].gaze
    assert gaze is not None
    away = room.apart(i, j)
    _, low, high = away.bearings()
    if high - low > np.pi:
        return float(np.pi)
    up = (room.bodies[j].head[1] - room.bodies[i].head[1]) / room.bodies[i].scale
    pitch = float(np.arctan2(up, max(away.metres, 0.3)))
    # looking down is underestimated from the front, so that it counts for less
    aside = gaze.off_range(low, high) + 0.2 * gaze.off(away.bearings()[0])
    return float(np.hypot(aside, 0.15 * (gaze.pitch - pitch)))


def _turned_to(room: Room, i: int, j: int, posing: Set[str]) -> tuple[float, str]:
    """Score and evidence; of two who pose for the camera neither faces the other: in a row all stand a little aslant.

    Two who are half turned to one another face one another unless one of them poses.
    """
    names = {room.bodies[i].id, room.bodies[j].id}
    one, other = room.bodies[i].turned, room.bodies[j].turned
    away = room.apart(i, j)
    if one is None or away.metres > 0.75 * SOCIAL or names <= posing:
        return 0.0, ""
    likely, low, high = away.bearings()
    off, side = one.off_range(low, high), float(np.sign(away.across))
    inward = not names & posing and other is not None and min(side * one.yaw, -side * other.yaw) > INWARD
    if (abs(one.yaw) > TURNED and off < ASIDE) or (inward and off < HALF):
        score = float(np.clip(1 - 0.5 * off / HALF, 0.51, 0.95)) * one.score
        return score, f"{one.evidence}, {np.degrees(off):.0f}° off the other at {np.degrees(likely):+.0f}°"
    return 0.0, ""
