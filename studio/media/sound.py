"""Sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Sound:
    """Sampled sound.

    Attributes:
        samples: (N, C) float32 in -1..1.
        rate: Samples a second.
    """

    samples: npt.NDArray[np.float32]
    rate: int
