"""A recorded walk goes on for as long as it is needed: from one landing of a foot back to an earlier one of the same.

Of all pairs of landings, a stride or more apart, the two at which the body stands most alike are taken; before the
later one the motion goes over into what led to the earlier one, so that nothing jumps and every foot lands in turn.

Source: Kovar, Gleicher and Pighin, "Motion graphs", SIGGRAPH 2002, for the idea of transitions where poses are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth

F64 = npt.NDArray[np.float64]

FADE = 0.2
"""Seconds in which one stride goes over into the other."""
LONGEST = 2.6
"""Seconds between the two landings at most: two strides of somebody slow."""
SHORTEST = 0.6
"""Seconds of a stride at least."""


@dataclass(frozen=True)
class Played:
    """Which samples of a motion are played, one after the other: the first, the second, and (T,) how much of that."""

    first: npt.NDArray[np.intp]
    second: npt.NDArray[np.intp]
    share: F64


def stride_of(rotations: F64, planted: Mapping[str, F64], fps: float) -> tuple[int, int] | None:
    """Samples of two landings of the same foot between which a walk can be played again and again.

    Args:
        rotations: (T, J, 4) local rotations.
        planted: (T,) 0..1 how firmly each foot stands, by side.
        fps: Samples a second.

    Returns:
        The earlier and the later one; None where there are no two.
    """
    best, least, fade = None, np.inf, round(FADE * fps)
    for firm in planted.values():
        lands = np.flatnonzero((firm[1:] >= 0.5) & (firm[:-1] < 0.5)) + 1
        for k, early in enumerate(lands):
            for late in lands[k + 1 :]:
                seconds = (late - early) / fps
                if early <= fade or not SHORTEST <= seconds <= LONGEST or late > len(rotations) - 2:
                    continue
                unlike = sum(_unlike(rotations[early + d], rotations[late + d]) for d in (-fade, 0, 1))
                if unlike < least:
                    best, least = (int(early), int(late)), unlike
    return best


def _unlike(a: F64, b: F64) -> float:
    """Mean angle between the bones of two poses."""
    return float((2 * np.arccos(np.clip(np.abs((a * b).sum(axis=-1)), 0, 1))).mean())


def play_on(stride: tuple[int, int], samples: int, fps: float) -> Played:
    """The samples to be played for a walk to last so many, the stride repeated at its end."""
    early, late = stride
    place = np.arange(samples)
    rounds = np.maximum(0, (place - late) // (late - early) + 1)
    first = place - rounds * (late - early)
    # before the stride is over, it goes over into what led to its beginning
    left = late - first
    share = smooth(1 - left / (FADE * fps))
    return Played(first, np.maximum(first - (late - early), 0), np.asarray(share))
