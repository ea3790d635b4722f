"""Who stands half outside the picture: found, or made whole, once the others are out of the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studio.models.embedded_halves import find_halves
from studio.models.fading import fade_out
from studio.models.found import Found
from studio.node import Context

U8 = npt.NDArray[np.uint8]

SURE = 0.9
"""Score of a person who needs no second look, though the edge cuts them."""


def with_halves(ctx: Context, found: Sequence[Found], picture: U8) -> list[Found]:
    """Everyone, with those at the edges who show no head.

    The search may have found a part of them, their legs say: then that part goes into the whole.

    Args:
        ctx: Services lent by the engine.
        found: Everyone found by the search.
        picture: (H, W, 3) uint8.
    """
    known = [one for one in found if one.score >= SURE or not at_edge(one.coverage)]
    taken = np.max([np.zeros(picture.shape[:2], np.uint8), *(one.coverage for one in known)], axis=0)
    people = list(found)
    for half in find_halves(ctx.models, fade_out(picture, (taken > 90).astype(np.uint8)), ctx.check):
        parts = [one for one in people if one not in known and mostly_in(one.coverage, half.coverage)]
        people = [one for one in people if one not in parts]
        cover = np.max([half.coverage, *(one.coverage for one in parts)], axis=0)
        people.append(replace(half, coverage=cover, score=max([half.score, *(one.score for one in parts)])))
    return people


def at_edge(coverage: U8) -> bool:
    """Whether a coverage reaches the picture's left or right edge."""
    return bool((coverage[:, [0, 1, -2, -1]] > 127).any())


def mostly_in(part: U8, whole: U8) -> bool:
    """Whether more than half of a coverage lies in another."""
    own = part > 127
    return float((own & (whole > 127)).sum()) > 0.5 * float(own.sum())
