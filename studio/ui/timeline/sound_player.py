"""Sound through the default device, in time with the playhead; where there is no device, nothing is heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from studio.media.sound import Sound

OFF = 0.04
"""Seconds that the sound may be apart from the picture before it jumps."""


class Anchor(NamedTuple):
    """At clock time ``at`` the sound is at ``second`` and goes on ``pace`` seconds a second; 0 is silence."""

    at: float
    second: float
    pace: float


def open_device(rate: int, channels: int, callback: Callable[..., None]) -> Any:
    """A running stream of the default device. Raises where there is none."""
    import sounddevice

    stream = sounddevice.OutputStream(samplerate=rate, channels=channels, dtype="float32", callback=callback)
    stream.start()
    return stream


class SoundPlayer:
    """Plays a sound. Every method returns at once: devices are opened and closed on a thread of their own.

    Args:
        open_stream: Opens a device: (samples a second, channels, callback) -> something with ``close()``.
        clock: Seconds, the playback's own clock.
    """

    def __init__(
        self, open_stream: Callable[..., Any] = open_device, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._open_stream, self._clock = open_stream, clock
        self._sound: Sound | None = None
        self._stream: Any = None
        self._anchor = Anchor(0.0, 0.0, 0.0)
        self._at = 0.0
        self._worker: ThreadPoolExecutor | None = None

    def set_sound(self, sound: Sound | None) -> None:
        """What is played from now on; None for nothing."""
        if sound is not self._sound:
            self.stop()
            self._sound = sound

    def start(self, second: float, pace: float) -> None:
        """Be heard from ``second`` on, ``pace`` times as quick; below 0 backwards, 0 not at all."""
        self._anchor = Anchor(self._clock(), second, pace)
        if self._sound is not None and pace:
            self._do(self._open)

    def stop(self) -> None:
        """Fall silent."""
        self._anchor = Anchor(0.0, 0.0, 0.0)
        if self._worker is not None:
            self._do(self._close)

    def wait(self) -> None:
        """Wait until what was asked for is done."""
        if self._worker is not None:
            self._worker.submit(lambda: None).result()

    def _do(self, task: Callable[[], None]) -> None:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, "sound")
        self._worker.submit(task)

    def _open(self) -> None:
        sound = self._sound
        if self._stream is None and sound is not None and self._anchor.pace:
            # no device, no driver, no permission: the film plays on in silence
            with suppress(Exception):
                self._stream = self._open_stream(sound.rate, sound.samples.shape[1], self._fill)

    def _close(self) -> None:
        if self._stream is not None and not self._anchor.pace:
            stream, self._stream = self._stream, None
            with suppress(Exception):
                stream.close()

    def _fill(self, out: npt.NDArray[np.float32], count: int, *_: Any) -> None:
        """What the device asks for next."""
        sound, (since, second, pace) = self._sound, self._anchor
        if sound is None or not pace:
            out[:] = 0
            return
        wanted = (second + (self._clock() - since) * pace) * sound.rate
        if abs(wanted - self._at) > OFF * sound.rate:
            self._at = wanted
        at = self._at + np.arange(count) * pace
        self._at += count * pace
        out[:] = _sampled(sound.samples, at)


def _sampled(samples: npt.NDArray[np.float32], at: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """(N, C) samples at places between the samples; silence outside."""
    low = np.floor(at).astype(np.int64)
    share = (at - low).astype(np.float32)[:, None]
    inside = ((low >= 0) & (low < len(samples) - 1))[:, None]
    low = np.clip(low, 0, max(len(samples) - 2, 0))
    mixed = samples[low] * (1 - share) + samples[np.minimum(low + 1, len(samples) - 1)] * share
    return np.where(inside, mixed, np.float32(0))
