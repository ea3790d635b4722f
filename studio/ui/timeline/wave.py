"""The shape of a sound: lowest and highest sample of every short stretch, fast to draw at any width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.sound import Sound

STRETCH = 1 / 400
"""Seconds of the shortest stretch."""

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Wave:
    """Attributes:
    low, high: (K,) lowest and highest sample of each stretch, all channels together.
    stretch: Seconds of one.
    """

    low: F32
    high: F32
    stretch: float

    @property
    def loudest(self) -> float:
        """The largest sample either way; not 0, even of silence."""
        return float(max(self.high.max(initial=0.01), -self.low.min(initial=-0.01)))

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.low) * self.stretch

    def between(self, first: float, last: float, columns: int) -> tuple[F32, F32, F32]:
        """Seconds, lowest and highest of about so many columns between two times."""
        start = max(0, int(first / self.stretch))
        end = min(len(self.low), int(last / self.stretch) + 2)
        step = max(1, (end - start) // max(columns, 1))
        start -= start % step  # or the shape would flicker while it is panned
        count = max(0, (end - start) // step)
        low = self.low[start : start + count * step].reshape(count, step).min(axis=1) if count else self.low[:0]
        high = self.high[start : start + count * step].reshape(count, step).max(axis=1) if count else self.high[:0]
        at = ((start + step * (np.arange(count) + 0.5)) * self.stretch).astype(np.float32)
        return at, low, high


def read_wave(sound: Sound) -> Wave:
    """The shape of a sound."""
    size = max(1, round(STRETCH * sound.rate))
    count = len(sound.samples) // size
    whole = sound.samples[: count * size].reshape(count, -1)
    if not count:
        return Wave(np.zeros(0, np.float32), np.zeros(0, np.float32), size / sound.rate)
    return Wave(whole.min(axis=1), whole.max(axis=1), size / sound.rate)
