"""What the camera sees of the picture, over time and at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type

Window = tuple[float, float, float, float]


@media_type
@dataclass(frozen=True)
class View:
    """What is seen at one moment.

    Attributes:
        window: (x0, y0, x1, y1) in pixels of the source picture, not whole ones; of the film's shape. None for the
            picture as a film without a camera shows it.
        sharp: The smallest part of the picture's height that is seen in the whole film: how large people and plate
            have to be drawn.
        nearer: How much nearer than in the photo the camera is: distance in the photo over distance now. 1 where it
            only zooms. What is nearer to it than the background grows by more.
        take: Counts cuts: between views of one take the camera moves, between those of two it does not.
    """

    window: Window | None = None
    sharp: float = 1.0
    nearer: float = 1.0
    take: int = 0


@media_type
@dataclass(frozen=True, eq=False)
class ViewPath:
    """What is seen over a whole film.

    Attributes:
        fps: Samples a second.
        windows: (T, 4) float64, as in :class:`View`; none at all where the camera stays where the photo was taken.
        nearer: (T,) float64, as in :class:`View`.
        cuts: (T,) bool: what is seen from this sample on has nothing to do with the sample before.
        sharp: As in :class:`View`.
    """

    fps: float
    windows: npt.NDArray[np.float64]
    nearer: npt.NDArray[np.float64]
    cuts: npt.NDArray[np.bool_]
    sharp: float = 1.0
