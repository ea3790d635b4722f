"""Placing, fading and adding sampled sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


def gained(samples: F32, decibels: float) -> F32:
    """(N, C) samples, louder by so many decibels."""
    return np.asarray(samples * 10 ** (decibels / 20), np.float32)


def faded(samples: F32, fade_in: int, fade_out: int) -> F32:
    """(N, C) samples that come and go evenly in power, over so many samples."""
    rise, fall = np.arange(len(samples)) + 0.5, len(samples) - np.arange(len(samples)) - 0.5
    share = np.minimum(rise / max(fade_in, 0.5), 1) * np.minimum(fall / max(fade_out, 0.5), 1)
    return np.asarray(samples * np.sin(share * np.pi / 2)[:, None], np.float32)


def placed(samples: F32, start: int) -> F32:
    """(start + N, C) samples with silence before them; below 0, without their beginning."""
    if start < 0:
        return np.asarray(samples[-start:])
    return np.pad(samples, ((start, 0), (0, 0)))


def added(sounds: Sequence[F32]) -> F32:
    """(N, C) all sounds at once, from the first sample of each; one channel is heard on both sides."""
    channels, length = max(s.shape[1] for s in sounds), max(len(s) for s in sounds)
    out = np.zeros((length, channels), np.float32)
    for samples in sounds:
        out[: len(samples)] += samples
    return out
