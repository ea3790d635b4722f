"""Curves of correction keys: smoothing them, and leaving out those that say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.correction import Key, moves, turns
from nodes.algorithms.rotation import inverse, multiply, slerp, to_vector

F64 = npt.NDArray[np.float64]


def smooth(keys: Sequence[Key], chosen: Sequence[bool], amount: float) -> list[Key]:
    """Chosen keys drawn to the straight way between their neighbours.

    Args:
        keys: Of one track, in order of time.
        chosen: (T,) which may change; the first and the last never do.
        amount: 0 leaves them, 1 puts them on the way from the one before to the one after.
    """
    out = list(keys)
    for k in range(1, len(keys) - 1):
        before, key, after = keys[k - 1], keys[k], keys[k + 1]
        share = (key.time - before.time) / max(after.time - before.time, 1e-9)
        if chosen[k]:
            on_the_way = _mix(before.value, after.value, share)
            out[k] = replace(key, value=_mix(key.value, on_the_way, amount))
    return out


def reduce(keys: Sequence[Key], chosen: Sequence[bool], within: float) -> list[Key]:
    """The track without chosen keys that the others imply.

    Begins with the ends and adds the key that is missed most until none is missed by more than ``within``. Source:
    after Douglas and Peucker, Algorithms for the reduction of the number of points required to represent a line,
    1973.

    Args:
        keys: Of one track, in order of time.
        chosen: (T,) which may go; the first and the last never do.
        within: Largest error, in radians or metres.
    """
    left = {k for k in range(len(keys)) if not chosen[k] or k in (0, len(keys) - 1)}
    while len(left) < len(keys):
        errors = _errors(keys, sorted(left))
        worst = int(errors.argmax())
        if errors[worst] <= within:
            break
        left.add(worst)
    return [keys[k] for k in sorted(left)]


def _errors(keys: Sequence[Key], left: Sequence[int]) -> F64:
    """(T,) how far the curve through some of the keys is from each of them."""
    at = np.array([key.time for key in keys])
    wanted, some = np.array([key.value for key in keys], np.float64), [keys[k] for k in left]
    if wanted.shape[1] == 3:
        errors = np.abs(moves(some, at) - wanted).max(axis=1)
    else:
        apart = to_vector(multiply(turns(some, at), inverse(wanted)))
        errors = np.sqrt((apart * apart).sum(axis=1))
    errors[list(left)] = 0
    return np.asarray(errors)


def _mix(a: Sequence[float], b: Sequence[float], share: float) -> tuple[float, ...]:
    one, other = np.array(a, np.float64), np.array(b, np.float64)
    mixed = one + (other - one) * share if len(one) == 3 else slerp(one, other, share)
    return tuple(float(x) for x in mixed)
