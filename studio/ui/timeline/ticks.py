"""Where a ruler has its ticks: at round numbers of frames, seconds or values, as dense as there is room."""

from __future__ import annotations

import math
from collections.abc import Iterator

_SECONDS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 2 * 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600)


def frame_step(scale: float, room: float, fps: float, in_seconds: bool) -> int:
    """Frames between two labels that are at least ``room`` pixels apart; ``scale`` is pixels a frame."""
    whole = max(1, round(fps))
    if in_seconds:
        parts = [step for step in range(1, whole) if whole % step == 0]
        steps = [*parts, *(whole * step for step in _SECONDS)]
    else:
        steps = [step * 10**power for power in range(0, 8) for step in (1, 2, 5)]
    return next((step for step in steps if step * scale >= room), steps[-1])


def minor_step(step: int, scale: float, room: float = 5.0) -> int:
    """Frames between two small ticks: the most parts of a step that stay ``room`` pixels apart."""
    parts = next((n for n in (10, 5, 4, 2) if step % n == 0 and step // n * scale >= room), 1)
    return step // parts


def multiples(first: float, last: float, step: int) -> range:
    """Every multiple of ``step`` from ``first`` to ``last``."""
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


def value_ticks(low: float, high: float, most: int) -> Iterator[float]:
    """Round numbers from ``low`` to ``high``, not more than ``most``."""
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough - 1e-12)
    for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
        yield n * step
