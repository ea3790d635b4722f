"""Keys that are laid on top of a motion: rotations and moves, smooth from key to key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import slerp

F64 = npt.NDArray[np.float64]
Way = Literal["smooth", "linear", "constant"]
WAYS: tuple[str, ...] = get_args(Way)
RETURN = 0.5
"""Seconds in which a held correction goes over into that of the loop's beginning."""


@dataclass(frozen=True)
class Key:
    """A correction at one time.

    Attributes:
        time: Seconds.
        value: (x, y, z, w) rotation or (x, y, z) metres.
        falloff: Seconds in which it fades before the first and after the last key; 0 holds it.
        way: How it goes on to the next key: "smooth", coming to rest at both; "linear"; "constant", held until then.
    """

    time: float
    value: tuple[float, ...]
    falloff: float
    way: Way = "smooth"


def turns(keys: Sequence[Key], times: F64, end: float | None = None) -> F64:
    """(T, 4) rotations at (T,) seconds; ``end`` is where a loop ends."""
    return _between(keys, times, end, (0.0, 0.0, 0.0, 1.0))


def moves(keys: Sequence[Key], times: F64, end: float | None = None) -> F64:
    """(T, 3) metres at (T,) seconds."""
    return _between(keys, times, end, (0.0, 0.0, 0.0))


def _between(keys: Sequence[Key], times: F64, end: float | None, nothing: tuple[float, ...]) -> F64:
    fenced = _fenced(sorted(keys, key=lambda key: key.time), end, nothing)
    at = np.array([key.time for key in fenced])
    values = np.array([key.value for key in fenced])
    span = np.clip(np.searchsorted(at, times, side="right") - 1, 0, len(at) - 1)
    after = np.minimum(span + 1, len(at) - 1)
    share = np.clip((times - at[span]) / np.maximum(at[after] - at[span], 1e-9), 0, 1)
    ways = np.array([WAYS.index(key.way) for key in fenced])[span]
    share = np.where(ways == 0, share * share * (3 - 2 * share), np.where(ways == 1, share, np.floor(share)))
    if len(nothing) == 3:
        return np.asarray(values[span] + (values[after] - values[span]) * share[:, None])
    return slerp(values[span], values[after], share)


def _fenced(keys: Sequence[Key], end: float | None, nothing: tuple[float, ...]) -> list[Key]:
    """The keys with what comes before the first and after the last; of keys at one time the last one counts."""
    kept = [key for key, later in zip(keys, [*keys[1:], None], strict=True) if later is None or later.time > key.time]
    first, last = kept[0], kept[-1]
    before = [Key(first.time - first.falloff, nothing, 0)] if first.falloff > 0 else []
    after = [Key(last.time + last.falloff, nothing, 0)] if last.falloff > 0 else []
    fenced = [*before, *kept[:-1], replace(last, way="smooth"), *after]
    if end is not None and fenced[0].value != fenced[-1].value and fenced[-1].time < end:
        turn = max(fenced[-1].time, end - RETURN)
        fenced += [replace(fenced[-1], time=turn)] if turn > fenced[-1].time else []
        fenced.append(replace(fenced[0], time=end))
    return fenced
