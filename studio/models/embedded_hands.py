"""Hands in a picture, by the palm finder and the hand landmarks that the mediapipe wheel carries.

Source: MediaPipe Hands (Zhang et al. 2020); Apache-2.0. Run straight from their files, like the bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import Pyramid, Shelf, Square, _anchors, _sigmoid, square_overlap
from studio.models.litert import Network

F32 = npt.NDArray[np.float32]

PALM = "palm_detection_full.tflite"
HAND = "hand_landmark_full.tflite"
WEIGHTS = (PALM, HAND)
WRIST, KNUCKLES = 0, (5, 9, 13, 17)
"""Rows of a hand's 21 landmarks."""


@dataclass(frozen=True, eq=False)
class Hand:
    """One hand.

    Attributes:
        points: (21, 2) landmarks in pixels: the wrist, then four of each finger from the thumb on.
        score: 0..1, that it is a hand at all.
        right: 0..1, that it is a right hand.
    """

    points: F32
    score: float
    right: float


class PalmFinder(Network):
    """Palms in tiles."""

    def look(self, pyramid: Pyramid, square: Square, least: float) -> list[tuple[float, Square]]:
        """(score, square around the palm, upright along the hand) of each in one crop, best first."""
        raw, logits = self(pyramid.crop(square, self.size))
        scores, anchors = _sigmoid(logits[:, 0]), _anchors(self.size, (8, 16, 16, 16), 2)
        kept: list[tuple[float, Square]] = []
        for index in np.argsort(-scores, kind="stable"):
            if scores[index] < least:
                break
            rows = raw[index].reshape(9, 2) / self.size
            rows[[0, *range(2, 9)]] += anchors[index]
            middle, wrist, knuckle = square.to_picture(rows[[0, 2, 4]].astype(np.float32))
            palm = _along(middle, knuckle - wrist, float(rows[1].max()) * square.side)
            if all(square_overlap(palm, other) < 0.3 for _, other in kept):
                kept.append((float(scores[index]), palm))
        return kept


class HandNetwork(Network):
    """Landmarks of the hand in a crop."""

    def look(self, pyramid: Pyramid, palm: Square) -> Hand:
        """The hand on a palm: looked at twice, the second time around the first's landmarks."""
        up = np.array([np.sin(palm.angle), -np.cos(palm.angle)]) * 0.5 * palm.side
        hand = self._run(pyramid, Square(palm.x + float(up[0]), palm.y + float(up[1]), 2.6 * palm.side, palm.angle))
        if hand.score < 0.5:
            return hand
        low, high = hand.points.min(0), hand.points.max(0)
        side = 2.0 * max(float((high - low).max()), 2.0)
        return self._run(pyramid, _along((low + high) / 2, hand.points[9] - hand.points[WRIST], side))

    def _run(self, pyramid: Pyramid, square: Square) -> Hand:
        rows, flag, right, _ = self(pyramid.crop(square, self.size))
        points = square.to_picture(rows.reshape(21, 3)[:, :2] / self.size)
        return Hand(points, float(flag.reshape(-1)[0]), float(right.reshape(-1)[0]))


def find_hands(
    shelf: Shelf, pyramid: Pyramid, tiles: Sequence[Square], check: Callable[[], None], least: float = 0.7
) -> list[Hand]:
    """Every hand seen in some tiles, best palm first, each once.

    Args:
        shelf: Holds the networks.
        pyramid: The picture.
        tiles: Where to look; a palm should be a twentieth of a tile or more.
        check: Called often; raises to stop.
        least: Presence that is enough.
    """
    finder, network = shelf.load(PALM, PalmFinder, 8 << 20), shelf.load(HAND, HandNetwork, 16 << 20)
    palms: list[tuple[float, Square]] = []
    for tile in tiles:
        check()
        palms += finder.look(pyramid, tile, 0.4)
    hands: list[Hand] = []
    for _, palm in sorted(palms, key=lambda hit: -hit[0]):
        if all(np.hypot(palm.x - h.points[9, 0], palm.y - h.points[9, 1]) > 0.5 * palm.side for h in hands):
            hand = network.look(pyramid, palm)
            if hand.score >= least and not any(_same(hand, other) for other in hands):
                hands.append(hand)
    return hands


def _same(a: Hand, b: Hand) -> bool:
    reach = float(np.linalg.norm(a.points[9] - a.points[WRIST]))
    return float(np.linalg.norm(a.points - b.points, axis=1).mean()) < 0.8 * reach


def _along(middle: F32, direction: F32, side: float) -> Square:
    return Square(float(middle[0]), float(middle[1]), side, float(np.arctan2(direction[0], -direction[1])))
