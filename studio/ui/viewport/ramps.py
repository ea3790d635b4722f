"""False colours: one table for the GPU and for the legend.

Source: turbo as a polynomial of degree five (A. Mikhailov, Google, 2019); the colour wheel of Baker et al., A Database
and Evaluation Methodology for Optical Flow, IJCV 2011.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

_TURBO = np.array([
    [0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943],
    [0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604],
    [0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973],
])  # fmt: skip
_WHEEL = (("r", "g", 15), ("g", "r", 6), ("g", "b", 4), ("b", "g", 11), ("b", "r", 13), ("r", "b", 6))
"""Each stretch of the wheel: the colour that is full, the one that changes, and how many steps it takes."""


@lru_cache(maxsize=1)
def turbo() -> F32:
    """(256, 3) sRGB in 0..1, from dark blue to dark red."""
    x = np.linspace(0, 1, 256)
    colours: F32 = np.stack([np.polyval(row[::-1], x) for row in _TURBO], axis=1).clip(0, 1).astype(np.float32)
    return colours


@lru_cache(maxsize=1)
def wheel() -> F32:
    """(256, 3) sRGB of every direction at full strength; entry 0 points right, a quarter on points down the picture."""
    full: list[tuple[float, float, float]] = []
    for k, (steady, moving, steps) in enumerate(_WHEEL):
        for i in range(steps):
            share = i / steps
            colour = {"r": 0.0, "g": 0.0, "b": 0.0, steady: 1.0, moving: share if k % 2 == 0 else 1 - share}
            full.append((colour["r"], colour["g"], colour["b"]))
    ring = np.array(full)
    at = np.arange(256) / 256 * len(ring)
    first = at.astype(int)
    share = (at - first)[:, None]
    mixed: F32 = (ring[first] * (1 - share) + ring[(first + 1) % len(ring)] * share).astype(np.float32)
    return mixed
