"""Who is drawn in front of whom at a moment, set by hand at some moments and held until the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class OrderKey:
    """An order from a time on.

    Attributes:
        time: Seconds.
        order: Ids, the farthest first.
    """

    time: float
    order: tuple[str, ...]


def order_at(keys: Sequence[OrderKey], time: float, natural: Mapping[str, float]) -> tuple[str, ...]:
    """Everybody's ids at a time, the farthest first.

    Args:
        keys: Orders set by hand; the last one at or before the time holds. A moment counts from half a millisecond
            before it on, since a frame's time is rarely exact in binary.
        time: Seconds.
        natural: By id, the layer that the picture gives; it places those whom the key does not name.
    """
    held = [key for key in keys if key.time <= time + 5e-4]
    by_picture = sorted(natural, key=lambda name: natural[name])
    if not held:
        return tuple(by_picture)
    named = [name for name in max(held, key=lambda key: key.time).order if name in natural]
    placed = list(dict.fromkeys(named))
    for place, name in enumerate(by_picture):
        if name not in placed:
            # behind the first of those in front of whom the picture has this person
            after = [placed.index(other) for other in by_picture[place + 1 :] if other in placed]
            placed.insert(min(after, default=len(placed)), name)
    return tuple(placed)
