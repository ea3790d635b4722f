"""Where a thing is that goes from hand to hand: in one hand, then, while two hands meet, over into the other one.

It hangs on a hand as a bone does on its parent; the parent is switched in the middle of a contact, in which both hands
are at one place, and what is left between them is eased, so that nothing jumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth

F64 = npt.NDArray[np.float64]
NEARS = 0.8
"""Share of the way between two hands, at its end, on which a thing is already before both."""
MOST = 0.7
"""Radians that a thing is tilted, at most."""


@dataclass(frozen=True)
class Hold:
    """A hand that has a thing.

    Attributes:
        tips: (T, 2) pixels, y up: the palm.
        ways: (T, 2) pixels from the wrist to the fingers.
        metre: (T,) pixels of a metre there.
        layer: (T,) place in the order of drawing.
    """

    tips: F64
    ways: F64
    metre: F64
    layer: F64


@dataclass(frozen=True)
class Path:
    """A thing in motion.

    Attributes:
        places: (T, 2) pixels, y up: where it is held.
        angle: (T,) radians from upright, counter-clockwise.
        metre: (T,) pixels of a metre.
        layer: (T,) place in the order of drawing.
    """

    places: F64
    angle: F64
    metre: F64
    layer: F64


@dataclass(frozen=True)
class Switch:
    """A thing goes from one hand to the next.

    Attributes:
        start, end: Seconds in which both hands have it.
        approach, release: Seconds before and after in which the hands come and go.
    """

    start: float
    end: float
    approach: float
    release: float

    @property
    def length(self) -> float:
        """Seconds in which both have it."""
        return self.end - self.start


def carried(holds: Sequence[Hold], switches: Sequence[Switch], times: F64, turns: float) -> Path:
    """The way of a thing through several hands.

    Args:
        holds: The hands that have it, one after the other.
        switches: Between one hand and the next; one less than hands.
        times: (T,) seconds.
        turns: How much of the turn of a hand it takes over, 0..1.
    """
    # the giver lets go once the other one has it; on the whole way between them it turns, and grows or shrinks
    held = _shares([(one.start + 0.3 * one.length, one.end - 0.3 * one.length) for one in switches], times)
    near = _shares([(one.start - 0.5 * one.approach, one.end + 0.5 * one.release) for one in switches], times)
    places = sum(hold.tips * held[:, k : k + 1] for k, hold in enumerate(holds))
    metre = sum(hold.metre * near[:, k] for k, hold in enumerate(holds))
    angle = sum(_turned(hold.ways) * near[:, k] for k, hold in enumerate(holds))
    return Path(np.asarray(places), turns * np.asarray(angle), np.asarray(metre), _layer(holds, switches, times))


def _shares(spans: Sequence[tuple[float, float]], times: F64) -> F64:
    """(T, K) how much of each hand counts, which goes over from one to the next within these seconds."""
    share = [np.ones(len(times))]
    for start, end in spans:
        over = smooth((times - start) / max(end - start, 1e-3))
        share = [*(part * (1 - over) for part in share), over]
    return np.stack(share, axis=1)


def _turned(ways: F64) -> F64:
    """(T,) how far a hand is turned from where it has it at the beginning, no farther than one holds a thing."""
    angle = np.unwrap(np.arctan2(ways[:, 1], ways[:, 0]))
    return np.asarray(MOST * np.tanh((angle - angle[0]) / MOST))


def _layer(holds: Sequence[Hold], switches: Sequence[Switch], times: F64) -> F64:
    """(T,) that of whoever has it; while one reaches it to the other, the nearer one's, so that it stays in sight."""
    found = np.full(len(times), -np.inf)
    begins = [-np.inf, *(one.start - NEARS * one.approach for one in switches)]
    ends = [*(one.end + NEARS * one.release for one in switches), np.inf]
    for hold, begin, end in zip(holds, begins, ends, strict=True):
        found = np.where((times >= begin) & (times <= end), np.maximum(found, hold.layer), found)
    return found
