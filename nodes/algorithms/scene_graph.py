"""Relations between people and things, by rules on geometry, each with a score and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nodes.algorithms.gaze import Direction
from nodes.algorithms.grasp import Arm, Box, hands_meet, holds, points_at, to_box
from nodes.algorithms.proxemics import PERSONAL, SOCIAL, Apart, apart, groups, pairs_within, zone

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

TURNED = float(np.radians(38.0))
"""A trunk turned this far out of the picture's plane... to the side faces somebody there."""
ASIDE = float(np.radians(52.0))
"""How far off a bearing a trunk may be and still face it."""
GLANCE = float(np.radians(15.0))
"""How far off a gaze may be."""
CAMERA_YAW, CAMERA_PITCH = float(np.radians(16.0)), float(np.radians(27.0))
FEW = 12
"""So many people are all compared; of more, only those who are near one another."""
CLEARLY = 0.45
"""Metres, beyond what may be an error, from which somebody is in front of another whom they do not hide."""
INWARD = float(np.radians(22.0))
"""Two who are both turned this far to one another face one another."""
STANDING = ("stands", "walks", "runs", "reaches", "crouches")


@dataclass(frozen=True, eq=False)
class Body:
    """One person, as far as relations need it.

    Attributes:
        id: Person id.
        box: In pixels.
        x: Middle of the trunk, in pixels.
        head: (x, y) of the head, in pixels.
        scale: Pixels per metre.
        metres: Distance from the camera.
        layer: 0 is farthest.
        ray: Radians from the camera's axis to this person, positive to the right.
        trunk, gaze: Where the trunk is turned, and where the eyes look; None where that is not seen.
        arms: Arms that are seen.
        feet: (x, y) of the ground under the feet, None where they are not seen.
        activity: What the body does.
        reach: Cells of the raster a metre is.
        mask: (h, w) bool, on a raster that all share.
        hidden: Where the person likely goes on behind others, on the same raster; None for nowhere.
        origin: (x, y) of the masks on the raster.
    """

    id: str
    box: Box
    x: float
    head: tuple[float, float]
    scale: float
    metres: float
    layer: int
    ray: float
    trunk: Direction | None = None
    gaze: Direction | None = None
    arms: tuple[Arm, ...] = ()
    feet: tuple[float, float] | None = None
    activity: str = "unknown"
    reach: float = 1.0
    mask: B8 | None = None
    hidden: B8 | None = None
    origin: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Object:
    """A thing with a name and a box."""

    id: str
    box: Box


@dataclass(frozen=True)
class Edge:
    """A relation that was found."""

    subject: str
    kind: str
    object: str
    score: float
    evidence: str


@dataclass(eq=False)
class Room:
    """Everybody, and how far they are from one another.

    Attributes:
        bodies: From left to right.
        pairs: (i, j) worth a look: everybody in a small group, those within Hall's social zone in a crowd.
    """

    bodies: Sequence[Body]
    pairs: list[tuple[int, int]] = field(default_factory=list)

    @staticmethod
    def of(bodies: Sequence[Body]) -> Room:
        """Everybody in order, and the pairs worth a look."""
        ordered = sorted(bodies, key=lambda body: body.x)
        places = np.array([[body.x / body.scale, -body.metres] for body in ordered], np.float64).reshape(-1, 2)
        # A distance told from one picture is wrong by a share of itself, so the reach grows with it.
        squeezed = places / np.array([1.0, 1.0 + 0.15 * max((b.metres for b in ordered), default=0.0)])
        every = [(i, j) for j in range(len(ordered)) for i in range(j)] if len(ordered) <= FEW else None
        return Room(ordered, pairs_within(squeezed, SOCIAL) if every is None else every)

    def apart(self, i: int, j: int) -> Apart:
        """From i to j."""
        one, other = self.bodies[i], self.bodies[j]
        return apart(one.x, one.scale, one.metres, other.x, other.scale, other.metres)

    def ways(self) -> Iterator[tuple[int, int]]:
        """Every pair, both ways."""
        for i, j in self.pairs:
            yield i, j
            yield j, i


def people_relations(room: Room) -> list[Edge]:
    """Every relation between people, and who looks at the camera."""
    found = [*left_of(room), *near(room), *occludes(room), *touches(room)]
    found += in_front_of(room, found)
    found += looks_at(room)
    found += facing(room, found)
    found += reaches_for(room, found)
    found += same_group(room, found)
    return found


def left_of(room: Room) -> Iterator[Edge]:
    """Neighbours from left to right; who is left of others further on follows from them."""
    for one, other in pairwise(room.bodies):
        gap = (other.x - one.x) / np.sqrt(one.scale * other.scale)
        yield Edge(one.id, "left_of", other.id, _soft(gap, 0.0, 0.08), f"{gap:.2f} m further left")


def near(room: Room) -> Iterator[Edge]:
    """Within Hall's personal zone."""
    for i, j in room.pairs:
        metres = room.apart(i, j).metres
        score = _soft(PERSONAL - metres, 0.0, 0.12)
        if score > 0.5:
            yield Edge(
                room.bodies[i].id, "near", room.bodies[j].id, score, f"{metres:.2f} m apart: {zone(metres)} zone"
            )


def occludes(room: Room) -> Iterator[Edge]:
    """Who hides a part of whom: the one in front covers where the other goes on."""
    for i, j in room.pairs:
        front, back = (i, j) if room.bodies[i].layer > room.bodies[j].layer else (j, i)
        border = shared_border(room.bodies[front], room.bodies[back])
        covered = hidden_under(room.bodies[back], room.bodies[front])
        if border > 0.12 and covered > 0.004:
            score = float(np.clip(0.55 + border * 0.4, 0, 0.95))
            words = f"outlines meet over {border:.2f} m, {covered:.0%} hidden"
            yield Edge(room.bodies[front].id, "occludes", room.bodies[back].id, score, words)


def in_front_of(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Who is nearer to the camera: by occlusion, or by half a metre beyond doubt."""
    hiding = {(edge.subject, edge.object): edge for edge in found if edge.kind == "occludes"}
    for i, j in room.ways():
        one, other = room.bodies[i], room.bodies[j]
        edge = hiding.get((one.id, other.id))
        if edge is not None:
            yield Edge(one.id, "in_front_of", other.id, edge.score, "hides a part of the other")
            continue
        closer = room.apart(j, i).closer
        if closer > CLEARLY and (other.id, one.id) not in hiding:
            yield Edge(one.id, "in_front_of", other.id, _soft(closer, 0.3, 0.3), f"at least {closer:.1f} m nearer")


def touches(room: Room) -> Iterator[Edge]:
    """Hands that meet, a hand on the other's body, or bodies whose outlines run along one another at one distance."""
    for i, j in room.pairs:
        one, other = room.bodies[i], room.bodies[j]
        away = room.apart(i, j)
        met = max((hands_meet(a, b) for a in one.arms for b in other.arms), default=0.0)
        blocked = any(_blocks(room, k, i, j) for k in _between(room, i, j))
        laid = 0.0 if blocked else max(_hand_laid(one, other), _hand_laid(other, one))
        border = shared_border(one, other)
        beside = _soft(border, 0.3, 0.1) * _soft(0.75 - abs(away.across), 0.0, 0.1)
        if abs(away.closer) > 0.45:
            continue
        score, words = max((met, "hands meet"), (laid, "a hand on the other"),
                           (beside, f"outlines run along one another over {border:.2f} m"))  # fmt: skip
        if score > 0.5:
            yield Edge(one.id, "touches", other.id, score, words)


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
        best = min(((_gaze_off(room, i, j), j) for a, j in _around(room, i) if a < SOCIAL), default=(9.0, -1))
        if best[0] < GLANCE:
            score = gaze.score * float(1 - 0.5 * best[0] / GLANCE)
            words = f"{gaze.evidence}, {np.degrees(best[0]):.0f}° off"
            yield Edge(body.id, "looks_at", room.bodies[best[1]].id, score, words)


def facing(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Whose trunk, or trunk and head together, is turned to whom; nobody in between."""
    met = {frozenset((e.subject, e.object)) for e in found if e.kind == "touches" and e.evidence == "hands meet"}
    for i, j in room.ways():
        one, other = room.bodies[i], room.bodies[j]
        if any(_blocks(room, k, i, j) for k in _between(room, i, j)):
            continue
        if frozenset((one.id, other.id)) in met:
            yield Edge(one.id, "facing", other.id, 0.75, "hands meet: they stand face to face")
            continue
        if max((_hand_on(arm, other) for arm in one.arms if arm.stretched), default=0.0) > 0.5:
            yield Edge(one.id, "facing", other.id, 0.65, "a stretched arm reaches the other")
            continue
        score, words = _turned_to(room, i, j)
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


def same_group(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Who belongs together: near one another, or turned to one another; one edge from each to the next."""
    index = {body.id: k for k, body in enumerate(room.bodies)}
    bonds = {"near": 0.9, "touches": 0.95, "facing": 0.7, "looks_at": 0.7}
    together = [(index[e.subject], index[e.object]) for e in found if e.kind in bonds and e.object in index]
    posing = [k for k, body in enumerate(room.bodies) if any(
        e.subject == body.id and e.kind == "looks_at" and e.object == "camera" for e in found)]  # fmt: skip
    together += [(i, j) for i, j in pairwise(posing)
                 if room.apart(i, j).metres < 1.6 * PERSONAL]  # fmt: skip
    for members in groups(len(room.bodies), together):
        for i, j in pairwise(members):
            words = f"{len(members)} people near one another or turned to one another"
            yield Edge(room.bodies[i].id, "same_group", room.bodies[j].id, 0.8, words)


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


def shared_border(one: Body, other: Body) -> float:
    """Metres over which two outlines run along one another in the picture."""
    pieces = _overlap_window(one, other, 1)
    if pieces is None:
        return 0.0
    a, b = pieces
    grown = np.zeros_like(a)
    grown[1:-1, 1:-1] = a[1:-1, :-2] | a[1:-1, 2:] | a[:-2, 1:-1] | a[2:, 1:-1] | a[1:-1, 1:-1]
    return float((grown & b & ~a).sum()) / max(float(np.sqrt(one.reach * other.reach)), 1e-6)


def hidden_under(back: Body, front: Body) -> float:
    """Which share of somebody likely goes on behind another."""
    if back.hidden is None or back.mask is None:
        return 0.0
    pieces = _overlap_window(front, back, 0, use_hidden=True)
    return 0.0 if pieces is None else float((pieces[0] & pieces[1]).sum()) / max(float(back.mask.sum()), 1.0)


def _overlap_window(one: Body, other: Body, room: int, use_hidden: bool = False) -> tuple[B8, B8] | None:
    """Both masks where they may meet, with some cells around."""
    second = other.hidden if use_hidden else other.mask
    if one.mask is None or second is None:
        return None
    ends = [(m.shape[1] + b.origin[0], m.shape[0] + b.origin[1]) for m, b in ((one.mask, one), (second, other))]
    x0, y0 = (max(one.origin[k], other.origin[k]) - room - 1 for k in (0, 1))
    x1, y1 = (min(ends[0][k], ends[1][k]) + room + 1 for k in (0, 1))
    if x1 - x0 < 2 * room + 3 or y1 - y0 < 2 * room + 3:
        return None
    return _placed(one.mask, one.origin, (x0, y0, x1, y1)), _placed(second, other.origin, (x0, y0, x1, y1))


def _placed(mask: B8, origin: tuple[int, int], window: tuple[int, int, int, int]) -> B8:
    out = np.zeros((window[3] - window[1], window[2] - window[0]), bool)
    x0, y0 = max(window[0], origin[0]), max(window[1], origin[1])
    x1, y1 = min(window[2], origin[0] + mask.shape[1]), min(window[3], origin[1] + mask.shape[0])
    if x0 < x1 and y0 < y1:
        out[y0 - window[1] : y1 - window[1], x0 - window[0] : x1 - window[0]] = mask[
            y0 - origin[1] : y1 - origin[1], x0 - origin[0] : x1 - origin[0]
        ]
    return out


def _soft(value: float, middle: float, width: float) -> float:
    """0..1, one half at the middle."""
    return float(1 / (1 + np.exp(-np.clip((value - middle) / width, -30, 30))))


def _around(room: Room, i: int) -> Iterator[tuple[float, int]]:
    for a, b in room.pairs:
        if i in (a, b):
            j = b if a == i else a
            yield room.apart(i, j).metres, j


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


def _turned_to(room: Room, i: int, j: int) -> tuple[float, str]:
    one, other = room.bodies[i], room.bodies[j]
    away = room.apart(i, j)
    if one.trunk is None or away.metres > 0.75 * SOCIAL:
        return 0.0, ""
    _, low, high = away.bearings()
    off = one.trunk.off_range(low, high)
    back = away.bearings()
    side = float(np.sign(away.across))
    inward = other.trunk is not None and min(side * one.trunk.yaw, -side * other.trunk.yaw) > INWARD
    if (abs(one.trunk.yaw) > TURNED and off < ASIDE) or (inward and off < np.radians(75)):
        score = float(np.clip(1 - 0.5 * off / np.radians(75), 0.51, 0.95)) * one.trunk.score
        return score, f"{one.trunk.evidence}, {np.degrees(off):.0f}° off the other at {np.degrees(back[0]):+.0f}°"
    return 0.0, ""


def _between(room: Room, i: int, j: int) -> range:
    """Who comes between two in the order from left to right."""
    return range(min(i, j) + 1, max(i, j))


def _blocks(room: Room, k: int, i: int, j: int) -> bool:
    """Whether k, who comes between i and j in the picture, also stands between them in the room."""
    depths = sorted((room.bodies[i].metres, room.bodies[j].metres))
    return depths[0] * 0.85 < room.bodies[k].metres < depths[1] * 1.18


def _hand_laid(one: Body, other: Body) -> float:
    """0..1: whether somebody's hand lies on another's body."""
    return max((_hand_on(arm, other) for arm in one.arms), default=0.0)


def _hand_on(arm: Arm, other: Body) -> float:
    """0..1: whether a hand that is seen lies on another's body, or a stretched arm ends at it."""
    if other.mask is None or arm.score < 0.5:
        return 0.0
    cell = other.reach / max(other.scale, 1e-6)
    x, y = int(arm.hand[0] * cell) - other.origin[0], int(arm.hand[1] * cell) - other.origin[1]
    room = max(1, round((0.13 if arm.stretched else 0.05) * other.reach))
    window = other.mask[max(0, y - room) : max(0, y + room + 1), max(0, x - room) : max(0, x + room + 1)]
    least = 0.08 if arm.stretched else 0.4
    return arm.score * 0.9 if window.size and float(window.mean()) > least else 0.0


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
