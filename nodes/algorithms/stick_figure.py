"""A clip drawn as a stick figure: a strip of poses, so that one sees what it does before choosing it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import rotate

F64 = npt.NDArray[np.float64]
U8 = npt.NDArray[np.uint8]

LEFT, RIGHT, TRUNK, PAPER, GROUND = (196, 106, 30), (46, 92, 214), (70, 70, 70), (250, 250, 248), (215, 215, 210)
"""Colours, RGB; sides are the figure's own."""
FINE = 3
"""Drawn so many times as large, for smooth lines."""
ASIDE = 0.6
"""Radians by which the figure is turned to the picture's right: nods, steps and leans show from there."""
NOSE, HEAD = 0.19, 0.1
"""Metres from the middle of the head to the tip of the nose, and to its rim."""


def places(turned: F64, root: F64, offsets: F64, ends: F64, parents: Sequence[int], tip: F64) -> tuple[F64, F64]:
    """(T, J, 3) heads and tails of a body's bones in metres, y up from the ground.

    Args:
        turned: (T, J, 4) global rotations.
        root: (T, 3) metres.
        offsets: (J, 3) metres from each bone's parent, in the T-pose; the root's from the ground.
        ends: (J, 3) metres to each bone's end.
        parents: (J,) -1 for the root.
        tip: (T,) radians by which the whole body is turned about the ground under it.
    """
    heads = np.zeros((len(turned), len(parents), 3))
    for j, parent in enumerate(parents):
        heads[:, j] = root + offsets[j] if parent < 0 else heads[:, parent] + rotate(turned[:, parent], offsets[j])
    tails = heads + rotate(turned, np.broadcast_to(ends, heads.shape))
    turn = np.zeros((len(tip), 1, 4))
    turn[:, 0, 2], turn[:, 0, 3] = np.sin(tip / 2), np.cos(tip / 2)
    return rotate(turn, heads), rotate(turn, tails)


def seen_aside(places: F64, angle: float = ASIDE) -> F64:
    """(..., 3) places as they are when the figure is turned about the vertical."""
    x, y, z = np.moveaxis(places, -1, 0)
    return np.stack([np.cos(angle) * x + np.sin(angle) * z, y, np.cos(angle) * z - np.sin(angle) * x], axis=-1)


def strip(
    heads: F64, tails: F64, noses: F64, bones: Sequence[str], size: tuple[int, int], metres: float = 2.3
) -> U8:  # fmt: skip
    """Some poses side by side, (H, W, 3) uint8 RGB.

    Args:
        heads: (N, J, 3) metres.
        tails: (N, J, 3) metres.
        noses: (N, 3) directions in which the faces look.
        bones: Names.
        size: (width, height) of the picture.
        metres: How much of the world the height shows.
    """
    width, height = size
    picture = np.full((height * FINE, width * FINE, 3), PAPER, np.uint8)
    scale, ground = height * FINE / metres, int(height * FINE * 0.93)
    cv2.line(picture, (0, ground), (width * FINE, ground), GROUND, FINE)
    for n in range(len(heads)):
        middle = (n + 0.5) * width * FINE / len(heads)
        _figure(picture, heads[n], tails[n], noses[n], bones, scale, (middle, ground))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _figure(
    picture: U8, heads: F64, tails: F64, nose: F64, bones: Sequence[str], scale: float, foot: tuple[float, float]
) -> None:  # fmt: skip
    """One pose; what is nearer is drawn last."""

    def at(point: F64) -> tuple[int, int]:
        return round(foot[0] + float(point[0]) * scale), round(foot[1] - float(point[1]) * scale)

    for j in np.argsort(heads[:, 2] + tails[:, 2], kind="stable"):
        bone = bones[j]
        colour = LEFT if bone.startswith("left") else RIGHT if bone.startswith("right") else TRUNK
        cv2.line(picture, at(heads[j]), at(tails[j]), colour, max(2, round(0.035 * scale)), cv2.LINE_AA)
        if bone == "head":
            middle = (heads[j] + tails[j]) / 2
            cv2.line(picture, at(middle), at(middle + NOSE * nose), colour, max(2, round(0.045 * scale)), cv2.LINE_AA)
            cv2.circle(picture, at(middle), round(HEAD * scale), colour, -1, cv2.LINE_AA)
