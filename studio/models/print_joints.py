"""Arms in a grainy picture: which of their joints are there to be seen, and which are guessed.

What the network cannot make out it still places, and is sure of: a lap's drapery becomes an arm. Other crops, the
mirror and other smoothings put a guessed joint elsewhere every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studio.models.body_looks import keypoints
from studio.models.embedded_people import BodyNetwork, Pyramid, Square
from studio.models.fading import fade_out
from studio.models.found import Found
from studio.models.print_looks import several

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

ARMS = (7, 8, 9, 10, 17, 18)
"""Elbows, wrists and hands among the house's keypoints."""
SIDES = ((5, 7, 9, 17), (6, 8, 10, 18))
"""Shoulder, elbow, wrist and hand of each arm."""
END_ON = 0.6
"""A forearm shorter than this part of its upper arm is seen end on: grain hides where its hand ends and what it holds
begins."""
NEAR, STEADY, GUESSED = 0.04, 0.55, 0.2
"""How far a joint may move from look to look, in parts of the crop; how steady one is that counts as seen; and the
score of one that is guessed: it stays where it is, but nothing is done with it."""


def without_guesses(network: BodyNetwork, pictures: Sequence[U8], found: Found, others: U8) -> Found:
    """A pose whose unsteady elbows, wrists and hands score low, and the hands of forearms seen end on.

    Args:
        network: BlazePose.
        pictures: (H, W, 3) uint8 each: the picture, smoothed more and less.
        found: The pose, in pixels of these pictures.
        others: (H, W) uint8, above 0 where somebody else is.
    """
    gone = (others > 0).astype(np.uint8)
    looks = [look for one in pictures for look in several(network, Pyramid(fade_out(one, gone)), _crop(found.points))]
    weights = np.array([look.score for look in looks])
    away = np.array([np.linalg.norm(keypoints(look.points) - found.points, axis=1) for look in looks])
    side = np.array([look.square.side for look in looks])[:, None]
    steady = (weights[:, None] * np.exp(-((away / (NEAR * side)) ** 2) / 2)).mean(0)
    scores, rows = found.scores.copy(), list(ARMS)
    doubted = scores[rows] * np.clip(steady[rows] / STEADY, 0, 1) ** 2
    scores[rows] = np.maximum(doubted, np.minimum(scores[rows], GUESSED))
    return hands_end_on(replace(found, scores=scores))


def hands_end_on(found: Found) -> Found:
    """A pose in which the hands of forearms seen end on score low."""
    scores = found.scores.copy()
    for shoulder, elbow, *hand in SIDES:
        upper, fore = (
            np.linalg.norm(found.points[a] - found.points[b]) for a, b in ((shoulder, elbow), (elbow, hand[0]))
        )
        if fore < END_ON * upper:
            scores[hand] = np.minimum(scores[hand], GUESSED)
    return replace(found, scores=scores)


def _crop(points: F32) -> Square:
    """The crop around a body whose keypoints are known."""
    hips, top = points[[11, 12]].mean(0), points[[5, 6]].mean(0)
    reach = max(float(np.linalg.norm(points[[0, 15, 16]] - hips, axis=1).max()), 8.0)
    lean = float(np.arctan2(*((top - hips) * [1, -1])))
    return Square(float(hips[0]), float(hips[1]), 2.6 * reach, lean)
