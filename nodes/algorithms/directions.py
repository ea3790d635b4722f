"""Paths of directions: from one to another, and the rotations that follow them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import (
    BEYOND,
    from_vector,
    multiply,
    normalise,
    rotate,
    shortest_arc,
    to_vector,
    transport,
)  # fmt: skip

F64 = npt.NDArray[np.float64]
NEAR = np.deg2rad(30)
"""A direction nearer to the rest than this has hardly left it."""


def between(a: F64, b: F64, amount: F64 | float, outward: F64) -> F64:
    """(T, 3) directions from a to b; the farther they are apart, the more they go round by the outside of the body.

    Amounts over 1 go a little beyond b: by the angle from a to b, or by 20 degrees where that is less.
    """
    share = np.asarray(np.broadcast_to(amount, b.shape[:-1]), np.float64)[:, None]
    apart = (a * b).sum(axis=-1, keepdims=True)
    s = np.clip(share, 0, 1)
    aside = 2 * s * (1 - s) * smooth((0.2 - apart) / 1.2) * outward
    found = normalise((1 - s) * a + s * b + aside)
    return _past(found, a, b, share[:, 0] - 1) if float(share.max()) > 1 else found


def _past(found: F64, a: F64, b: F64, over: F64) -> F64:
    arc = to_vector(shortest_arc(np.broadcast_to(a, b.shape), b))
    length = np.maximum(np.sqrt((arc * arc).sum(axis=-1)), 1e-9)
    return rotate(from_vector(arc * (np.minimum(1, BEYOND / length) * np.maximum(over, 0))[:, None]), found)


def flattened(path: F64, rest: F64, amount: float, outward: F64) -> F64:
    """(T, 3) directions that keep to the picture's plane: their depth is drawn to the rest's, their angle stays.

    A drawing has no depth: what turns towards the viewer shrinks to a stub. A direction that points at the viewer has
    no angle in the picture; near there the path goes round by the outside.
    """
    depth = rest[2] + (1 - amount) * (path[:, 2:] - rest[2])
    steep = np.clip(1 - np.sqrt((path[:, :2] ** 2).sum(axis=1, keepdims=True)), 0, 1)
    left = smooth((1 - path @ rest) / (1 - np.cos(NEAR)))[:, None]
    seen = path[:, :2] + 0.5 * amount * steep * left * normalise(outward[:2])
    flat = normalise(seen) * np.sqrt(np.clip(1 - depth**2, 0, 1))
    return np.asarray(np.concatenate([flat, depth], axis=1))


def swing(rest: F64, directions: F64) -> F64:
    """(T, 4) rotations from the rest to each direction; carried along where one comes near the opposite of the rest."""
    if float((directions @ rest).min()) > -0.35:
        return shortest_arc(rest, directions)
    return multiply(transport(directions), shortest_arc(rest, directions[0]))


def smooth(x: npt.ArrayLike) -> F64:
    """0 below 0, 1 above 1, and without corners between."""
    x = np.clip(np.asarray(x, np.float64), 0, 1)
    return np.asarray(x * x * (3 - 2 * x))


def spread(x: F64, half: int) -> F64:
    """(T,) the same curve, its steps spread over ``half`` samples before and after (Hann window)."""
    half = min(max(1, half), len(x) - 1)
    window = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(x, half, mode="edge")
    return np.asarray(np.convolve(padded, window / window.sum(), mode="valid"))


def calmed(path: F64, half: int) -> F64:
    """(T, 3) the same directions, what is sudden in them spread over ``half`` samples before and after."""
    return normalise(np.stack([spread(values, half) for values in path.T], axis=1))
