"""Colours of the parts of a body that are hidden, from the colours of that body alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]

_LONGEST = 1400  # side of a picture in pixels from which on hidden parts are filled on a smaller one


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
    if max(known.shape) > _LONGEST:
        return _small(colours, known, wanted, weight, detail, seed, check)
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


def _small(
    colours: F32, known: F32, wanted: F32, weight: F32, detail: bool, seed: int, check: Callable[[float], None]
) -> F32:
    """As :func:`carry_colours`, on a smaller picture; what is known stays as it is."""
    height, width = known.shape
    shrink = _LONGEST / max(height, width)
    size = (max(1, int(width * shrink)), max(1, int(height * shrink)))
    own, share, asked = (
        np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
        for values in (colours * weight[..., None], weight, wanted)
    )
    own = own / np.maximum(share, 1e-6)[..., None]
    filled = carry_colours(
        own, np.where(share > 0.5, 1, 0).astype(np.float32), asked, detail=detail, seed=seed, check=check
    )
    large = np.asarray(cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(large + weight[..., None] * (colours - large), np.float32)
