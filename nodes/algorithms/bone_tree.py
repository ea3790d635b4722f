"""Bones that hang on one another, as arrays: parents come before their children."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
F64 = npt.NDArray[np.float64]
Level = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def ancestry(parents: Array) -> F64:
    """(J, J) matrix of ones where the column's bone is the row's or above it: sums steps down the tree."""
    return _ancestry(tuple(int(parent) for parent in parents))


@lru_cache(maxsize=64)
def _ancestry(parents: tuple[int, ...]) -> F64:
    above = np.eye(len(parents))
    for bone, parent in enumerate(parents):
        if parent >= 0:
            above[bone] += above[parent]
    return above


def with_parents(parents: Array) -> tuple[npt.NDArray[np.bool_], Array]:
    """Which bones are roots, and each bone's parent, a root's being itself."""
    parents = np.asarray(parents)
    return parents < 0, np.where(parents < 0, np.arange(len(parents)), parents)


def tree_levels(parents: Array) -> tuple[Level, ...]:
    """Bones by their distance from the root, each level with its parents' indices."""
    return _levels(tuple(int(parent) for parent in parents))


@lru_cache(maxsize=64)
def _levels(parents: tuple[int, ...]) -> tuple[Level, ...]:
    depth: list[int] = []
    for parent in parents:
        depth.append(0 if parent < 0 else depth[parent] + 1)
    index = np.array(parents, np.int64)
    groups = [np.flatnonzero(np.array(depth) == level) for level in range(max(depth) + 1)]
    return tuple((group, index[group]) for group in groups)
