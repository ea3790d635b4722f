"""A hand that another person holds in the photo: its own keypoints are unsure, but the other one's hand tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.rig.body_proportions import pixels_per_metre
from studio.media.person import People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton

F64 = npt.NDArray[np.float64]
UNSURE, SURE = 0.15, 0.6
"""Scores of a wrist that is only guessed, and of a hand that is seen."""
NEAR = 0.14
"""Metres from a matte within which a hand holds what it goes on in: of two hands one is often in the other's matte."""
ARM = 0.68
"""Metres from a shoulder to the palm, at most."""
FOREARM, PALM = 0.25, 0.09
"""Metres from the elbow to the wrist, and on to where hands are held."""
ASIDE = 0.1
"""Metres beside a trunk from which on a hand does not lie on it."""
COVERED = 0.8
"""Share of the way from the elbow to the hand that has to be the person's own."""
BELIEVED = 0.5
"""Score of a wrist that was found so."""


def with_clasped_hands(person: Person, people: People | None) -> Person:
    """The person with wrists where others hold their hands, for arms whose wrist the photo does not show surely.

    Args:
        person: With a skeleton and a matte; otherwise handed back.
        people: Everybody.
    """
    matte = person.matte or person.mask
    if person.skeleton is None or matte is None or people is None:
        return person
    skeleton = person.skeleton
    near = [skeleton.point(f"{s}_{part}") for s in ("left", "right") for part in ("shoulder", "hip")]
    metre = pixels_per_metre(skeleton.points, skeleton.scores >= UNSURE, person.box)
    hands = [hand for hand in _hands(person, people) if _beside(hand, np.array(near, np.float64), metre)]
    for hand in hands:
        if _covered(matte.full() > 0.5, hand, hand, NEAR * metre) > 0:
            skeleton = _clasping(skeleton, hand, matte.full() > 0.5, metre)
    return person if skeleton is person.skeleton else replace(person, skeleton=skeleton)


def _hands(person: Person, people: People) -> list[F64]:
    """Hands of all others that are seen surely."""
    others = [one.skeleton for one in people.values() if one.id != person.id and one.skeleton is not None]
    return [
        np.asarray(other.point(f"{side}_hand"), np.float64)
        for other in others
        for side in ("left", "right")
        if min(other.score(f"{side}_hand"), other.score(f"{side}_wrist")) >= SURE
    ]


def _beside(hand: F64, trunk: F64, metre: float) -> bool:
    """Whether a hand is beside a trunk rather than on it: on it lies the hand of who has an arm round somebody."""
    return bool(hand[0] < trunk[:, 0].min() - ASIDE * metre or hand[0] > trunk[:, 0].max() + ASIDE * metre)


def _clasping(skeleton: Skeleton, hand: F64, own: npt.NDArray[np.bool_], metre: float) -> Skeleton:
    """With the unsure wrist of the nearer arm at a hand, where the person goes on from that arm to the hand."""
    shoulders = {side: skeleton.point(f"{side}_shoulder").astype(np.float64) for side in ("left", "right")}
    side = min(shoulders, key=lambda side: float(np.hypot(*(shoulders[side] - hand))))
    if skeleton.score(f"{side}_wrist") >= UNSURE or np.hypot(*(shoulders[side] - hand)) > ARM * metre:
        return skeleton
    elbow = skeleton.point(f"{side}_elbow").astype(np.float64)
    back = elbow - hand
    length = max(float(np.hypot(*back)), 1e-6)
    if length > 1.3 * (FOREARM + PALM) * metre or _covered(own, elbow, hand + 0.15 * back, 0.03 * metre) < COVERED:
        return skeleton
    points, scores = skeleton.points.copy(), skeleton.scores.copy()
    wrist, tip = KEYPOINTS.index(f"{side}_wrist"), KEYPOINTS.index(f"{side}_hand")
    points[wrist], points[tip] = hand + back * min(PALM * metre / length, 0.5), hand
    scores[wrist] = scores[tip] = BELIEVED
    return replace(skeleton, points=points, scores=scores)


def _covered(own: npt.NDArray[np.bool_], start: F64, end: F64, radius: float) -> float:
    """Share of a way along which the person is seen within a radius."""
    height, width = own.shape
    around = max(round(radius), 1)
    found = []
    for x, y in np.rint(start + (end - start) * np.linspace(0, 1, 9)[:, None]).astype(int):
        rows, columns = slice(max(y - around, 0), y + around + 1), slice(max(x - around, 0), x + around + 1)
        found.append(0 <= x < width and 0 <= y < height and bool(own[rows, columns].any()))
    return float(np.mean(found))
