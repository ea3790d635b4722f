"""What an arm that ends in a known hand says about masks and skeletons."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.hand_owner import SIDES, Arm, body_span

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

HIDDEN = 0.2
"""The highest score of a joint that turned out to be somebody else's."""


def arm_claim(arm: Arm, cover: U8) -> U8:
    """Where an arm is seen.

    The hand is; forearm and upper arm where the coverage goes on: an arm laid around a neighbour goes on behind him.

    Args:
        arm: The arm, in pixels of the coverage.
        cover: (H, W) uint8 coverage of the arm's person before others' trunks, of anybody elsewhere.

    Returns:
        (H, W) uint8, 255 on the arm.
    """
    out = hand_area(arm.outline, cover.shape, 0.08 * arm.span)
    shoulder, elbow, wrist, knuckles = arm.joints
    stout, slim = 0.30 * arm.span, 0.22 * arm.span
    _tube(out, knuckles, wrist, slim, slim)
    if goes_on(cover, wrist, elbow):
        _tube(out, wrist, elbow, slim, stout)
        if goes_on(cover, elbow, shoulder):
            _tube(out, elbow, shoulder + 0.15 * (elbow - shoulder), stout, stout)
    return out


def goes_on(cover: U8, a: F32, b: F32) -> bool:
    """Whether a coverage goes on from a to b."""
    way = a + np.linspace(0, 1, 16)[:, None] * (b - a)
    places = np.clip(np.floor(way).astype(int), 0, [cover.shape[1] - 1, cover.shape[0] - 1])
    return bool((cover[places[:, 1], places[:, 0]] >= 40).mean() > 0.9)


def trunk(points: F32, shape: tuple[int, ...]) -> U8:
    """(H, W) uint8: 128 on a body's torso, 255 on its head."""
    out, span = np.zeros(shape, np.uint8), body_span(points)
    hull = cv2.convexHull(np.rint(np.clip(points[[5, 6, 12, 11]], -9999, 9999)).astype(np.int32))
    cv2.fillConvexPoly(out, hull, 128)
    cv2.polylines(out, [hull], True, 128, max(1, round(0.1 * span)))
    x, y = (float(v) for v in np.clip(points[:5].mean(0), -9999, 9999))
    cv2.circle(out, (round(x), round(y)), max(1, round(0.4 * span)), 255, -1)
    return out


def hand_area(outline: F32, shape: tuple[int, ...], thick: float) -> U8:
    """(H, W) uint8, 255 on a hand: on its palm, drawn out by half of ``thick``, and its fingers, not between them.

    Args:
        outline: (21, 2) the hand's landmarks.
        shape: Of the picture.
        thick: In pixels.
    """
    out = np.zeros(shape, np.uint8)
    places = np.rint(outline).astype(np.int32)
    palm = cv2.convexHull(places[[0, 1, 2, 5, 9, 13, 17]])
    cv2.fillConvexPoly(out, palm, 255)
    cv2.polylines(out, [palm], True, 255, max(1, round(thick)))
    finger = max(thick, 0.24 * float(np.linalg.norm(outline[9] - outline[0])))
    for first in (1, 5, 9, 13, 17):
        # the last landmark of a finger lies under its nail
        tip = np.rint(outline[first + 3] + 0.4 * (outline[first + 3] - outline[first + 2])).astype(np.int32)
        line = np.concatenate([places[first : first + 4], [tip]])
        cv2.polylines(out, [line], False, 255, max(1, round(finger)))
    return out


def _tube(out: U8, a: F32, b: F32, first: float, last: float) -> None:
    steps = max(2, round(float(np.linalg.norm(b - a)) / max(0.25 * first, 1)))
    for t in np.linspace(0, 1, steps + 1):
        x, y = (float(v) for v in a + t * (b - a))
        radius = max(1, round((first + t * (last - first)) / 2))
        cv2.circle(out, (round(x), round(y)), radius, 255, -1)


def _covered(cover: U8, x: float, y: float) -> int:
    height, width = cover.shape
    return int(cover[int(np.clip(y, 0, height - 1)), int(np.clip(x, 0, width - 1))])


def with_arms(points: F32, scores: F32, arms: Sequence[Arm], person: int) -> tuple[F32, F32]:
    """One person's keypoints, told whose hands are whose.

    Args:
        points: (23, 2) keypoints of the person.
        scores: (23,) of them.
        arms: Everybody's arms that end in a hand.
        person: Index of the person.

    Returns:
        New points and scores: own hands in place; joints that lie on somebody else's arm, or on the own other hand,
        score :data:`HIDDEN` at most.
    """
    points, scores = points.copy(), scores.copy()
    for arm in arms:
        for side, rows in enumerate(SIDES):
            if arm.person == person and arm.side == side:
                _take(points, scores, arm, rows)
            else:
                _give_up(points, scores, arm, rows)
    return points, scores


def _take(points: F32, scores: F32, arm: Arm, rows: tuple[int, ...]) -> None:
    _, elbow, wrist, hand = rows
    agrees = scores[elbow] > 0.5 and np.linalg.norm(points[elbow] - arm.joints[1]) < 0.5 * arm.span
    if not agrees:
        points[elbow], scores[elbow] = arm.joints[1], 0.6 if arm.cost < 2.5 else HIDDEN
    points[wrist], points[hand] = arm.joints[2], arm.joints[3]
    scores[[wrist, hand]] = np.maximum(scores[[wrist, hand]], 0.9)


def _give_up(points: F32, scores: F32, arm: Arm, rows: tuple[int, ...]) -> None:
    _, elbow, wrist, hand = rows
    places = (*arm.joints[2:], arm.outline[9])
    near = min(float(np.linalg.norm(points[own] - place)) for own in (wrist, hand) for place in places)
    if near < 0.4 * float(np.linalg.norm(arm.joints[3] - arm.joints[2])) + 0.15 * arm.span:
        scores[[wrist, hand]] = np.minimum(scores[[wrist, hand]], HIDDEN)
        if float(np.linalg.norm(points[elbow] - arm.joints[1])) < 0.5 * arm.span:
            scores[elbow] = min(float(scores[elbow]), HIDDEN)


CHAINS = ((5, 7, 9, 17), (6, 8, 10, 18), (11, 13, 15, 21), (12, 14, 16, 22))
"""Arms and legs, from the trunk out."""


def without_phantoms(points: F32, scores: F32, own: U8, others: Sequence[U8]) -> F32:
    """Scores that trust no joint of an arm or leg that lies on somebody else, nor any beyond it.

    Args:
        points: (23, 2) keypoints of one person, in pixels of the masks.
        scores: (23,) of them.
        own: (H, W) uint8 mask of the person.
        others: Masks of everybody else.

    Returns:
        (23,) new scores.
    """
    scores = scores.copy()
    if not others:
        return scores
    taken, reach = np.max(others, axis=0), max(1, round(0.08 * body_span(points)))
    near = cv2.dilate(own, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    for chain in CHAINS:
        lost = False
        for row in chain[1:]:
            x, y = (float(v) for v in points[row])
            lost = lost or (_covered(near, x, y) < 128 <= _covered(taken, x, y))
            if lost:
                scores[row] = min(float(scores[row]), HIDDEN)
    return scores
