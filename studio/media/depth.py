"""Distance from the camera, pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Depth:
    """Depth.

    Attributes:
        metres: (H, W) float32, distance from the camera plane; larger is farther, inf for sky.
    """

    metres: npt.NDArray[np.float32]
