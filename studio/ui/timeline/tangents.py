"""Tangents of keys: where their handles are drawn, and what dragging one makes of the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from studio.graph.curve import Key, handles

Side = Literal["left", "right"]
Handle = tuple[float, float]
STRAIGHT = 1e-3
"""How far two handles may be from one line, of their own length, and still count as one."""


def drawn(keys: Sequence[Key], at: int) -> dict[Side, Handle]:
    """The handles that bend a span beside a key, as (seconds, value) relative to it."""
    found: dict[Side, Handle] = {}
    if at > 0 and keys[at - 1].interpolation == "bezier":
        found["left"] = handles(keys[at - 1], keys[at])[1]
    if at + 1 < len(keys) and keys[at].interpolation == "bezier":
        found["right"] = handles(keys[at], keys[at + 1])[0]
    return found


def unified(left: Handle, right: Handle) -> bool:
    """Whether two handles lie on one line through the key."""
    cross = left[0] * right[1] - left[1] * right[0]
    size = max(abs(left[0] * right[1]), abs(left[1] * right[0]))
    return abs(cross) <= STRAIGHT * size or size == 0


def dragged(keys: Sequence[Key], at: int, side: Side, to: Handle, together: bool) -> Key:
    """The key with one handle dragged; ``together`` turns the other one with it, at its own length in time."""
    whole = {"left": (0.0, 0.0), "right": (0.0, 0.0), **drawn(keys, at)}
    seconds = min(to[0], -1e-4) if side == "left" else max(to[0], 1e-4)
    moved = (seconds, to[1])
    other: Side = "right" if side == "left" else "left"
    rest = whole[other]
    if together and rest[0]:
        rest = (rest[0], rest[0] * moved[1] / moved[0])
    left, right = (moved, rest) if side == "left" else (rest, moved)
    return replace(keys[at], left=left, right=right, auto=False)


def flat(key: Key) -> Key:
    """Level tangents: the curve comes to rest at the key."""
    return replace(key, left=(0.0, 0.0), right=(0.0, 0.0), auto=False)


def automatic(key: Key) -> Key:
    """Tangents that follow the neighbouring keys."""
    return replace(key, interpolation="bezier", auto=True)


def in_line(keys: Sequence[Key], at: int) -> Key:
    """The key with both handles on the line between their slopes."""
    both = drawn(keys, at)
    if len(both) < 2:
        return replace(keys[at], auto=False)
    slope = sum(value / seconds for seconds, value in both.values() if seconds) / 2
    left, right = both["left"], both["right"]
    return replace(keys[at], left=(left[0], left[0] * slope), right=(right[0], right[0] * slope), auto=False)


def in_lines(keys: Sequence[Key]) -> Callable[[Key], Key]:
    """:func:`in_line` for any key of a curve."""
    return lambda key: in_line(keys, keys.index(key))
