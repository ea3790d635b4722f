"""Colours of the parts of a body that are hidden, from the colours of that body alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]


def carry_colours(
    colours: F32, known: F32, wanted: F32, *, detail: bool = True, seed: int = 0,
    check: Callable[[float], None] = lambda done: None,
) -> F32:  # fmt: skip
    """Colours everywhere near a body: its own where they are known, carried on from there where they are wanted.

    Args:
        colours: (h, w, 3) float32, gamma-encoded; read where ``known`` is high only.
        known: (h, w) float32 in 0..1, how far a colour is the body's own.
        wanted: (h, w) float32, above 0 where colours are needed besides.
        detail: Carry on the cloth's pattern by patches; otherwise smoothly.
        seed: Of the patch search.
        check: Called between steps; may raise to stop.

    Returns:
        (h, w, 3) float32, equal to ``colours`` where known is 1.
    """
    weight = np.clip((known - 0.8) / 0.2, 0, 1).astype(np.float32)
    spread = pull_push(colours, weight)
    missing = cv2.dilate(((wanted > 0) & (weight < 0.7)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    missing &= weight < 0.7
    if not detail or not missing.any():
        return spread
    from nodes.algorithms.inpaint import complete

    rows, columns = np.nonzero(missing)
    pad = 12 + int(0.5 * max(np.ptp(rows), np.ptp(columns)))
    height, width = known.shape
    window = (slice(max(0, rows.min() - pad), min(height, rows.max() + pad + 1)),
              slice(max(0, columns.min() - pad), min(width, columns.max() + pad + 1)))  # fmt: skip
    patch = complete(
        spread[window], missing[window], weight[window] < 0.7, working_size=320, level=0.5, seed=seed, check=check
    )
    result = spread.copy()
    result[window] = patch
    return result
