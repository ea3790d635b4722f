"""What the tiers of the cache hold, as the artist sees and sets it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from studio.engine.cache import Cache
from studio.media.errors import BadInput

BIGGEST = 8
"""Nodes that are named for each tier."""


class Holding(NamedTuple):
    """How full a tier is, in bytes, and which nodes hold the most of it."""

    name: str
    used: int
    budget: int
    biggest: tuple[tuple[str, int], ...] = ()


def holdings(cache: Cache) -> tuple[Holding, ...]:
    """The tiers that there are: "device", "ram", "disk". What lies on disk is not told by node."""
    found = []
    for tier in cache.tiers():
        sizes: Counter[str] = Counter()
        for entry in list(tier.entries.values()):
            sizes[entry.node] += entry.bytes
        found.append(Holding(tier.place.name, tier.bytes, tier.budget, tuple(sizes.most_common(BIGGEST))))
    if cache.disk is not None:
        found.append(Holding("disk", cache.disk.count(), cache.disk.budget))
    return tuple(found)


def set_budget(cache: Cache, tier: str, budget: int) -> None:
    """Set a tier's budget in bytes; what is over it goes now. Raises BadInput for a tier that there is not."""
    if tier == "disk" and cache.disk is not None:
        cache.disk.budget = budget
        cache.disk.shrink()
        return
    found = next((one for one in cache.tiers() if one.place.name == tier), None)
    if found is None:
        raise BadInput(f"there is no memory called {tier} here")
    found.budget = budget
    cache.settle()


def forget(cache: Cache, tier: str) -> None:
    """Empty a tier; what is pinned stays, except on disk."""
    if tier == "disk" and cache.disk is not None:
        cache.disk.clear()
    else:
        cache.empty(tier)
