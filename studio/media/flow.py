"""Where each pixel goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Flow:
    """Optical flow.

    Attributes:
        pixels: (H, W, 2) float32, (x, y) displacement from this frame to the next, in pixels of this picture.
    """

    pixels: npt.NDArray[np.float32]


@media_type
@dataclass(frozen=True, eq=False)
class Ids:
    """Which person is seen at each pixel.

    Attributes:
        index: (H, W) uint8, 0 for nobody, otherwise 1 + the person's place in ``people``.
        people: Person ids.
    """

    index: npt.NDArray[np.uint8]
    people: tuple[str, ...]
