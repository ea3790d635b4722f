"""Whose hand is it: hands seen in a picture given to the arms that can reach them.

A hand tells where its forearm comes from. An arm fits when an elbow lies there that the shoulder reaches, when the
hand is not too large for the body, and when the body's own coverage goes along the arm. Coverage in front of a torso
tells nothing: a body's coverage takes in whatever passes before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Person = tuple[F32, F32, U8]
"""Keypoints, their scores, coverage."""

SIDES = ((5, 7, 9, 17), (6, 8, 10, 18))
"""Shoulder, elbow, wrist and knuckles among the 23 keypoints; the left arm, the right arm."""

BONES = ((5, 6), (5, 7), (7, 9), (6, 8), (8, 10), (5, 11), (6, 12), (11, 12), (11, 13), (12, 14), (13, 15), (14, 16))


@dataclass(frozen=True, eq=False)
class Arm:
    """An arm that ends in a hand.

    Attributes:
        person: Index of whose it is.
        side: 0 left, 1 right.
        hand: Index of the hand.
        joints: (4, 2) shoulder, elbow, wrist, middle of the knuckles, in pixels.
        outline: (21, 2) the hand's landmarks.
        span: The body's width across the shoulders, in pixels, as if it faced the viewer.
        cost: 0 is a perfect fit.
        explains: Share of its way that is coverage of this person's which no known limb explains.
    """

    person: int
    side: int
    hand: int
    joints: F32
    outline: F32
    span: float
    cost: float
    explains: float = 0.0


def body_span(points: F32) -> float:
    """Width across the shoulders, in pixels, from whatever of the body is longest for its kind."""
    shoulders = np.linalg.norm(points[5] - points[6])
    torso = np.linalg.norm(points[[5, 6]].mean(0) - points[[11, 12]].mean(0))
    ears = np.linalg.norm(points[3] - points[4])
    return max(4.0, float(shoulders), 0.7 * float(torso), 2.2 * float(ears))


def arms_of(
    hands: Sequence[tuple[F32, float]],
    points: Sequence[F32],
    scores: Sequence[F32],
    covers: Sequence[U8],
    most: float = 5.0,
    settled: bool = False,
) -> list[Arm]:
    """Give every hand to at most one arm, each arm at most one hand, the best fits first.

    Args:
        hands: (21, 2) landmarks of each hand, and how likely it is a right one.
        points: (23, 2) keypoints of each person.
        scores: (23,) of each, 0..1.
        covers: (H, W) uint8 coverage of each; they may overlap.
        most: The largest cost of a fit.
        settled: The coverages are masks that share no pixel: a hand belongs to the person whose mask has it.

    Returns:
        Arms that end in a hand.
    """
    people = list(zip(points, scores, covers, strict=True))
    fits = [
        _fit(hand, right, h, k, side, people)
        for h, (hand, right) in enumerate(hands)
        for k in range(len(people))
        for side in (0, 1)
    ]
    fits = [replace(fit, cost=fit.cost + _left_over(fit, fits)) for fit in fits]
    if settled:
        fits = [replace(fit, cost=fit.cost + 3 * _elsewhere(fit, covers)) for fit in fits]
    taken: list[Arm] = []
    for arm in sorted((fit for fit in fits if fit.cost <= most), key=lambda fit: fit.cost):
        free = all(arm.hand != other.hand for other in taken)
        if free and all((arm.person, arm.side) != (other.person, other.side) for other in taken):
            taken.append(arm)
    return taken


def _elsewhere(fit: Arm, covers: Sequence[U8]) -> float:
    """Share of a hand that lies in others' masks."""
    taken = np.max([np.zeros_like(covers[0]), *(c for j, c in enumerate(covers) if j != fit.person)], axis=0)
    places = np.clip(np.floor(fit.outline).astype(int), 0, [taken.shape[1] - 1, taken.shape[0] - 1])
    return float((taken[places[:, 1], places[:, 0]] > 127).mean())


def _left_over(fit: Arm, fits: Sequence[Arm]) -> float:
    """What stays unexplained of the others if the hand is not theirs."""
    others = [f.explains for f in fits if f.hand == fit.hand and f.person != fit.person and f.cost < 4]
    return 4 * max(others, default=0.0)


def _fit(hand: F32, right: float, h: int, k: int, side: int, people: Sequence[Person]) -> Arm:
    points, scores = people[k][0], people[k][1]
    span = body_span(points)
    shoulder, elbow, _, _ = SIDES[side]
    knuckles = hand[[5, 9, 13, 17]].mean(0)
    large = max(0.0, float(np.log(np.linalg.norm(knuckles - hand[0]) / (0.3 * span))))
    known = points[elbow] if scores[elbow] > 0.5 else None
    bend, place = _elbow(hand[0], hand[0] - knuckles, points[shoulder], span, known)
    joints = np.stack([points[shoulder], place, hand[0], knuckles]).astype(np.float32)
    bare = 1 - _support(joints, people[k])
    leak = max([0.0, *(_leak(joints, other) for j, other in enumerate(people) if j != k)])
    wrong = -float(np.log(np.clip(right if side else 1 - right, 0.02, 1)))
    through = float((np.linalg.norm(_way(joints) - points[:5].mean(0), axis=1) < 0.4 * span).mean())
    cost = bend + 4.0 * through + 2.5 * large + 2.0 * bare + leak + 0.6 * wrong
    cost += _unlike(hand[0], span, side, points, scores)
    return Arm(k, side, h, joints, hand, span, float(cost), _unexplained(joints, k, people))


def _unlike(wrist: F32, span: float, side: int, points: F32, scores: F32) -> float:
    """How much the body's known skeleton speaks against a wrist: it has this one elsewhere, or the other one here."""
    own, other = SIDES[side][2], SIDES[1 - side][2]
    far = [min(float(np.linalg.norm(points[row] - wrist)) / span, 1.0) for row in (own, other)]
    sure, unsure = float(scores[own]) ** 2, 1 - float(scores[own])
    return 1.5 * far[0] * sure + 0.4 * unsure + 2.2 * (1 - far[1]) * float(scores[other])


def _elbow(wrist: F32, back: F32, shoulder: F32, span: float, known: F32 | None) -> tuple[float, F32]:
    """The elbow that bends the wrist and stretches the upper arm least: (cost, (2,) pixels)."""
    lean = np.arctan2(back[1], back[0])
    turns, lengths = np.meshgrid(np.radians(np.arange(-60, 61, 10)), np.arange(0.1, 1.01, 0.1) * span)
    x, y = wrist[0] + lengths * np.cos(lean + turns), wrist[1] + lengths * np.sin(lean + turns)
    stretch = np.maximum(np.hypot(x - shoulder[0], y - shoulder[1]) / span - 0.85, 0)
    cost = (turns / np.radians(40)) ** 2 + (stretch / 0.5) ** 2 + (np.maximum(lengths / span - 0.8, 0) / 0.2) ** 2
    cost = cost + 0.5 * (np.minimum(lengths / span - 0.7, 0) / 0.5) ** 2
    if known is not None:
        cost = cost + 0.5 * np.minimum((np.hypot(x - known[0], y - known[1]) / (0.4 * span)) ** 2, 2)
    best = int(np.argmin(cost))
    return float(cost.flat[best]), np.array([x.flat[best], y.flat[best]], np.float32)


def _support(joints: F32, person: Person) -> float:
    """How far the way from shoulder to wrist is covered where it leaves the torso."""
    inside, covered = _before_torso(_way(joints), person)
    return float(covered[~inside].mean()) if not inside.all() else 0.75


def _leak(joints: F32, person: Person) -> float:
    """Share of the forearm that another's coverage takes in although it is not before the other's torso."""
    inside, covered = _before_torso(np.linspace(joints[1], joints[2], 12), person)
    return float((covered * ~inside).mean())


def _unexplained(joints: F32, k: int, people: Sequence[Person]) -> float:
    """Share of an arm's way that is covered by this person alone, far from any limb that is known already."""
    points, scores, _ = people[k]
    way = _way(joints)
    alone: npt.NDArray[np.bool_] = _before_torso(way, people[k])[1] > 0.9
    for j, other in enumerate(people):
        alone &= (_before_torso(way, other)[1] < 0.5) | (j == k)
    bones = [(points[a], points[b]) for a, b in BONES if min(scores[a], scores[b]) > 0.3]
    near = [_distance(way, a, b) < 0.3 * body_span(points) for a, b in bones]
    known = np.any([np.zeros(len(way), bool), *near], axis=0)
    return float(np.mean(alone & ~known))


def _distance(points: F32, a: F32, b: F32) -> F32:
    along = np.clip((points - a) @ (b - a) / max(float((b - a) @ (b - a)), 1e-6), 0, 1)
    foot = (a + along[:, None] * (b - a)).astype(np.float32)
    return np.asarray(np.hypot(points[:, 0] - foot[:, 0], points[:, 1] - foot[:, 1]), np.float32)


def _way(joints: F32) -> F32:
    parts = [np.linspace(joints[0], joints[1], 12), np.linspace(joints[1], joints[2], 12)]
    return np.asarray(np.concatenate(parts), np.float32)


def _before_torso(way: F32, person: Person) -> tuple[npt.NDArray[np.bool_], F32]:
    """Whether places lie before a person's torso, and how far its coverage takes them in (half of full is enough)."""
    points, _, cover = person
    torso = cv2.convexHull(points[[5, 6, 12, 11]].astype(np.float32))
    inside = [cv2.pointPolygonTest(torso, (float(x), float(y)), False) >= 0 for x, y in way]
    places = np.clip(np.floor(way).astype(int), 0, [cover.shape[1] - 1, cover.shape[0] - 1])
    return np.array(inside), np.minimum(cover[places[:, 1], places[:, 0]] / np.float32(128), 1)
