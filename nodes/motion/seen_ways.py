"""Where somebody who was placed walks, read back from the motion: what is shown of it, and taken hold of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.motion.on_the_ground import Place, Stander
from studio.media.motion import Motion

F64 = npt.NDArray[np.float64]
STILL = 0.08
"""Metres a second below which somebody stands."""
WIDE = 0.27
"""Metres around the middle of somebody on the ground."""
NEAREST, FARTHEST = 0.35, 40.0
"""Times the photo's distance that a place in the picture may be taken to be nearer or farther."""


@dataclass(frozen=True)
class Way:
    """A way over the ground.

    Attributes:
        times: (T,) seconds.
        places: (T, 2) metres: x right, z towards the viewer.
    """

    times: F64
    places: F64

    def at(self, time: float) -> Place:
        """Where the person is at a second."""
        x, z = (float(np.interp(time, self.times, self.places[:, k])) for k in (0, 1))
        return x, z

    def comes_to(self, start: float, end: float) -> tuple[float, Place]:
        """Second and place at which somebody stands again who walks from ``start`` to about ``end``."""
        speed = np.hypot(*np.gradient(self.places, self.times, axis=0).T)
        later = (self.times > max(start, end - 0.4)) & (speed < STILL)
        found = float(self.times[np.argmax(later)]) if later.any() else float(self.times[-1])
        return found, self.at(found)


def way_of(stander: Stander, motion: Motion | None, every: float = 0.1) -> Way:
    """The way of somebody, read every so many seconds from size and root of their motion."""
    view = stander.view
    size = None if motion is None else motion.channels.get("size")
    if motion is None or size is None:
        return Way(np.array([0.0, 1.0]), np.array([view.start, view.start]))
    count = len(motion.root)
    step = max(1, round(every * motion.fps))
    at = np.unique(np.append(np.arange(0, count, step), count - 1))
    far = view.distance / np.maximum(size[at].astype(np.float64), 1e-3)
    hips = float(stander.body.heads[0, 0])
    flip = motion.channels["flip"][at].astype(np.float64) if "flip" in motion.channels else 1.0
    moved = motion.root[at, 0].astype(np.float64) * stander.body.scale
    column = hips + flip * (view.ground[0] - hips) * size[at] + moved
    x = (column - view.middle) * far / view.focal
    return Way(motion.start + at / motion.fps, np.stack([x, -far], axis=1))


def on_picture(stander: Stander, places: F64) -> F64:
    """(..., 2) pixels, y down, of (..., 2) places of the ground."""
    return np.asarray(stander.view.seen(np.asarray(places, np.float64)) * [1.0, -1.0])


def on_ground(stander: Stander, x: float, y: float) -> Place:
    """The place of the ground that is seen at a pixel, y down, as the person's own ground is seen."""
    view = stander.view
    lower = y + view.ground[1] - view.roll * (x - view.ground[0])
    nearness = lower / max(view.focal * view.height, 1e-6) + 1 / view.distance
    far = view.distance * FARTHEST if nearness <= 1 / (view.distance * FARTHEST) else 1 / nearness
    far = max(far, NEAREST * view.distance)
    return (x - view.middle) * far / view.focal, -far


def ring(stander: Stander, place: Place, wide: float = WIDE) -> tuple[float, float]:
    """Half width and half height in pixels of a ring around somebody on the ground."""
    view, far = stander.view, max(-place[1], 1e-3)
    across = wide * view.focal / far
    return across, max(wide * view.focal * view.height / far**2, 0.18 * across)
