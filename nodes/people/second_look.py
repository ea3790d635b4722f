"""A second look: who, and what of whom, is left once everybody found is taken out of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.left_over import merge
from studio.models import embedded_search, embedded_union
from studio.models.fading import fade_out
from studio.models.found import Found
from studio.node import Context

U8 = npt.NDArray[np.uint8]


def look_at_rest(
    ctx: Context, found: Sequence[Found], masks: Sequence[U8], picture: U8, least: float
) -> tuple[list[Found], list[U8]]:
    """Everyone and their masks, with those who were missed, and with what was missed of those found.

    Neighbours hide and confuse; with them gone, a hit is somebody new, or, where it hangs on somebody, a part of them.

    Args:
        ctx: Services lent by the engine.
        found: Everyone found at first.
        masks: (H, W) uint8 of each; no two above 0 at one pixel.
        picture: (H, W, 3) uint8.
        least: Score that is enough.
    """
    people, out = list(found), list(masks)
    taken = grown(np.max(masks, axis=0) > 60, 0.006 * max(picture.shape)) if masks else None
    if taken is None or not taken.any():
        return people, out
    rest = fade_out(picture, taken)
    for hit in embedded_search.find_people(ctx.models, rest, least, ctx.check, rest=True):
        # what lies mostly where people were is the fill; and what the other network does not see is nobody's
        seen = hit.coverage > 127
        if not seen.any() or float(taken[seen].mean()) > 0.5 or embedded_union.by_itself(ctx.models, rest, seen) < 0.5:
            continue
        owner, out = merge(out, [one.points for one in people], hit.coverage)
        if owner < 0:
            people.append(hit)
            out.append(np.where(np.max(out, axis=0) > 0, 0, hit.coverage).astype(np.uint8))
    return people, out


def grown(mask: npt.NDArray[np.bool_], reach: float) -> U8:
    """(H, W) uint8, 1 within ``reach`` pixels of a mask."""
    size = 2 * round(reach) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc), np.uint8)
