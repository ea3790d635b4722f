"""Laying one premultiplied picture over another.

Source: T. Porter, T. Duff, "Compositing Digital Images", SIGGRAPH 1984; W3C "Compositing and Blending Level 1" for the
blend modes; names as in Nuke's Merge.

Convention:
    Pictures are (..., 4), linear and premultiplied; A is the one on top. Arithmetic acts on the premultiplied colours,
    and the alpha of blends and arithmetic is that of over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from torch import Tensor

Operator: TypeAlias = "Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]"


def composite(top: Tensor, below: Tensor, operation: str) -> Tensor:
    """Lay A over B.

    Args:
        top: A, (H, W, 4) float32.
        below: B, likewise.
        operation: A key of :data:`COVERING`, :data:`BLENDING` or :data:`ARITHMETIC`.

    Returns:
        (H, W, 4) float32.
    """
    a, b = top[..., 3:], below[..., 3:]
    if operation in COVERING:
        return COVERING[operation](top, below, a, b)
    colours = {**BLENDING, **ARITHMETIC}[operation](top[..., :3], below[..., :3], a, b)
    result = (a + b - a * b).expand(*top.shape).clone()
    result[..., :3] = colours
    return result


def _plus(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:
    result = A + B
    result[..., 3:].clamp_(max=1)
    return result


COVERING: dict[str, Operator] = {
    "over": lambda A, B, a, b: A + B * (1 - a),
    "under": lambda A, B, a, b: A * (1 - b) + B,
    "in": lambda A, B, a, b: A * b,
    "out": lambda A, B, a, b: A * (1 - b),
    "atop": lambda A, B, a, b: A * b + B * (1 - a),
    "xor": lambda A, B, a, b: A * (1 - b) + B * (1 - a),
    "mask": lambda A, B, a, b: B * a,
    "stencil": lambda A, B, a, b: B * (1 - a),
    "matte": lambda A, B, a, b: A * a + B * (1 - a),
    "copy": lambda A, B, a, b: A.clone(),
    "plus": _plus,
}
"""Operators that treat all four channels alike."""


def _overlay(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return _hard_light(B, A, b, a)


def _hard_light(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:
    dark, light = 2 * A * B, a * b - 2 * (a - A) * (b - B)
    return _apart(A, B, a, b) + dark.where(a >= 2 * A, light)


def _soft_light(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """Pegtop's formula, which has no seam: B' = (1 - 2A) B^2 + 2AB, on straight colours."""
    straight, below = _divided(A, a), _divided(B, b)
    return _apart(A, B, a, b) + a * b * ((1 - 2 * straight) * below * below + 2 * straight * below)


def _apart(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """What is seen where only one of the two is."""
    return A * (1 - b) + B * (1 - a)


def _divided(A: Tensor, b: Tensor) -> Tensor:
    """A / B, and 0 where B is 0."""
    return (A / b.where(b != 0, b + 1)).where(b != 0, A * 0)


BLENDING: dict[str, Operator] = {
    "multiply": lambda A, B, a, b: A * B + _apart(A, B, a, b),
    "screen": lambda A, B, a, b: A + B - A * B,
    "overlay": _overlay,
    "hard light": _hard_light,
    "soft light": _soft_light,
    "darken": lambda A, B, a, b: (A * b).minimum(B * a) + _apart(A, B, a, b),
    "lighten": lambda A, B, a, b: (A * b).maximum(B * a) + _apart(A, B, a, b),
    "exclusion": lambda A, B, a, b: A + B - 2 * A * B,
}
"""Blend modes of colours; where one picture is transparent, the other is seen as it is."""

ARITHMETIC: dict[str, Operator] = {
    "minus": lambda A, B, a, b: A - B,
    "from": lambda A, B, a, b: B - A,
    "difference": lambda A, B, a, b: (A - B).abs(),
    "divide": lambda A, B, a, b: _divided(A, B),
    "average": lambda A, B, a, b: (A + B) / 2,
    "max": lambda A, B, a, b: A.maximum(B),
    "min": lambda A, B, a, b: A.minimum(B),
}
"""Plain arithmetic on the numbers."""
