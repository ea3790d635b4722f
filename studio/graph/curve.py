"""Keyframe curves: a knob's value over time. Constant, linear and bezier spans with tangents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
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
        left, right: Tangent handles, as (seconds, value) relative to the key; left's seconds <= 0 <= right's. One of no
            seconds reaches a third of the span, so (0, 0) is level.
        auto: The handles follow the neighbouring keys; every edit of the curve sets them anew.
    """

    time: float
    value: float
    interpolation: Interpolation = "bezier"
    left: tuple[float, float] = (0.0, 0.0)
    right: tuple[float, float] = (0.0, 0.0)
    auto: bool = False


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

    def fitted(self) -> Curve:
        """The curve with the handles of automatic keys set by their neighbours."""
        return Curve(tuple(_fitted(keys) for keys in self.keys))

    def flat(self, time: float, part: int = 0) -> Curve:
        """The curve with level tangents at a key: it comes to rest there. As it is where there is no key."""
        return self._each(
            part, lambda key: key if key.time != time else replace(key, left=_LEVEL, right=_LEVEL, auto=False)
        )

    def smooth(self, time: float | None = None, part: int = 0) -> Curve:
        """The curve with automatic tangents at one key, or at all: it passes smoothly and never overshoots a key.

        The slope is that between the neighbours; it is level at the ends and wherever the key is higher or lower than
        both neighbours, and no steeper than keeps the curve between the keys' values (Fritsch and Carlson 1980).
        """
        return self._each(part, lambda key: replace(key, auto=True) if time in (None, key.time) else key)

    def _each(self, part: int, change: Callable[[Key], Key]) -> Curve:
        return self._with(part, tuple(change(key) for key in self.keys[part]))

    def _with(self, part: int, keys: tuple[Key, ...]) -> Curve:
        return Curve((*self.keys[:part], _fitted(keys), *self.keys[part + 1 :]))


_LEVEL = (0.0, 0.0)


def _fitted(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    return tuple(_automatic(keys, at) if key.auto else key for at, key in enumerate(keys))


def _automatic(keys: tuple[Key, ...], at: int) -> Key:
    """The key with handles a third of the spans long, along the automatic slope."""
    key = keys[at]
    if at in (0, len(keys) - 1):
        return replace(key, left=_LEVEL, right=_LEVEL)
    before, after = keys[at - 1], keys[at + 1]
    slope = _slope(before, key, after)
    back, forward = (before.time - key.time) / 3, (after.time - key.time) / 3
    return replace(key, left=(back, back * slope), right=(forward, forward * slope))


def _slope(before: Key, key: Key, after: Key) -> float:
    rise = (key.value - before.value) / (key.time - before.time)
    fall = (after.value - key.value) / (after.time - key.time)
    if rise * fall <= 0:
        return 0.0
    mean = (after.value - before.value) / (after.time - before.time)
    steepest = 3 * min(abs(rise), abs(fall))
    return max(-steepest, min(steepest, mean))


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
    """Cubic Bezier in (time, value); too long handles are shortened so that time never runs back."""
    span = b.time - a.time
    right, left = handles(a, b)
    s = _parameter(right[0] / span, 1 + left[0] / span, (time - a.time) / span)
    return _cubic(a.value, a.value + right[1], b.value + left[1], b.value, s)


def handles(a: Key, b: Key) -> tuple[tuple[float, float], tuple[float, float]]:
    """The tangents that bend the span between two keys, as it uses them: right of the first, left of the second."""
    span = b.time - a.time
    return _fit(a.right, span), _fit(b.left, -span)


def _parameter(x1: float, x2: float, x: float) -> float:
    """Where a cubic from 0 to 1 with these inner points reaches x: Newton's steps, halving where one would leave."""
    low, high, s = 0.0, 1.0, x
    for _ in range(64):
        error = _cubic(0.0, x1, x2, 1.0, s) - x
        if abs(error) < 1e-14:
            break
        low, high = (low, s) if error > 0 else (s, high)
        speed = 3 * (1 - s) ** 2 * x1 + 6 * (1 - s) * s * (x2 - x1) + 3 * s * s * (1 - x2)
        newton = s - error / speed if speed > 1e-9 else -1.0
        s = newton if low < newton < high else (low + high) / 2
    return s


def _fit(handle: tuple[float, float], span: float) -> tuple[float, float]:
    """A handle no longer than the span; one of no length becomes a third of the span, flat."""
    if handle[0] == 0:
        return span / 3, handle[1]
    factor = min(1.0, span / handle[0])
    return handle[0] * factor, handle[1] * factor


def _cubic(p0: float, p1: float, p2: float, p3: float, s: float) -> float:
    r = 1 - s
    return r * r * r * p0 + 3 * r * r * s * p1 + 3 * r * s * s * p2 + s * s * s * p3
