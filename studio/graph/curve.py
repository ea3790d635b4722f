"""Keyframe curves: a knob's value over time. Constant, linear and bezier spans with tangents."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

Interpolation = Literal["constant", "linear", "bezier"]

ANIMATED = ("float", "int", "vector", "colour")
"""Kinds of knob that may have curves: those made of numbers that mean something in between."""


@dataclass(frozen=True)
class Key:
    """One key.

    Attributes:
        time: Seconds.
        value: A number; vectors have one curve a component.
        interpolation: How the span after this key runs.
        left, right: Tangent handles, as (seconds, value) relative to the key; left's seconds <= 0 <= right's.
    """

    time: float
    value: float
    interpolation: Interpolation = "bezier"
    left: tuple[float, float] = (0.0, 0.0)
    right: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Curve:
    """Keys in order of time, one set for each component (one for a plain number)."""

    keys: tuple[tuple[Key, ...], ...]

    def at(self, time: float) -> float | tuple[float, ...]:
        """The value at a time; held before the first key and after the last."""
        values = tuple(_sample(keys, time) for keys in self.keys)
        return values[0] if len(values) == 1 else values

    def insert(self, key: Key, part: int = 0) -> Curve:
        """The curve with a key set, in place of the one at the same time."""
        others = [other for other in self.keys[part] if other.time != key.time]
        return self._with(part, tuple(sorted([*others, key], key=lambda one: one.time)))

    def delete(self, time: float, part: int = 0) -> Curve:
        """The curve without the key at a time; as it is where there is none."""
        return self._with(part, tuple(key for key in self.keys[part] if key.time != time))

    def move(self, time: float, to: float, value: float, part: int = 0) -> Curve:
        """The curve with the key at ``time`` moved to another time and value, in place of the one there.

        Raises:
            ValueError: There is no key at that time.
        """
        key = next((key for key in self.keys[part] if key.time == time), None)
        if key is None:
            raise ValueError(f"there is no key at {time:g} seconds")
        return self.delete(time, part).insert(replace(key, time=to, value=value), part)

    def _with(self, part: int, keys: tuple[Key, ...]) -> Curve:
        return Curve((*self.keys[:part], keys, *self.keys[part + 1 :]))


def _sample(keys: tuple[Key, ...], time: float) -> float:
    after = bisect_right(keys, time, key=lambda key: key.time)
    if after == 0:
        return keys[0].value
    a = keys[after - 1]
    if after == len(keys) or a.interpolation == "constant" or time == a.time:
        return a.value
    b = keys[after]
    if a.interpolation == "linear":
        return a.value + (b.value - a.value) * (time - a.time) / (b.time - a.time)
    return _bezier(a, b, time)


def _bezier(a: Key, b: Key, time: float) -> float:
    """Cubic Bezier in (time, value); handles are shortened so that time never runs back (as Blender's F-curves do)."""
    span = b.time - a.time
    right, left = _fit(a.right, span), _fit(b.left, -span)
    t0, t1, t2, t3 = a.time, a.time + right[0], b.time + left[0], b.time
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _cubic(t0, t1, t2, t3, middle) < time:
            low = middle
        else:
            high = middle
    return _cubic(a.value, a.value + right[1], b.value + left[1], b.value, (low + high) / 2)


def _fit(handle: tuple[float, float], span: float) -> tuple[float, float]:
    """A handle no longer than the span; one of no length becomes a third of the span, flat."""
    if handle[0] == 0:
        return span / 3, handle[1]
    factor = min(1.0, span / handle[0])
    return handle[0] * factor, handle[1] * factor


def _cubic(p0: float, p1: float, p2: float, p3: float, s: float) -> float:
    r = 1 - s
    return r * r * r * p0 + 3 * r * r * s * p1 + 3 * r * s * s * p2 + s * s * s * p3
