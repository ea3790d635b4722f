"""The sound of a film, encoded in step with its pictures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from studio.media.sound import Sound

RATE = 48000
"""Samples a second in every film."""


class SoundTrack:
    """A sound track of a film that is being written.

    Args:
        file: libav's output container.
        sound: What is heard; one channel or two (of more, the first two).
        codec: The pictures' codec: ProRes gets uncompressed sound, others AAC.
        start: Second of the sound at which the film begins.
    """

    def __init__(self, file: Any, sound: Sound, codec: str, start: float) -> None:
        import av

        self._file = file
        self._rate = sound.rate
        samples = sound.samples[max(0, round(start * sound.rate)) :, :2]
        if start < 0:
            samples = np.pad(samples, ((round(-start * sound.rate), 0), (0, 0)))
        self._samples = np.ascontiguousarray(np.nan_to_num(samples).clip(-1, 1).T, np.float32)
        self._layout = "mono" if self._samples.shape[0] == 1 else "stereo"
        self._stream = file.add_stream("pcm_s16le" if codec == "prores" else "aac", rate=RATE)
        self._stream.codec_context.layout = self._layout
        if codec != "prores":
            self._stream.codec_context.bit_rate = 192_000
        self._resampler = av.AudioResampler(format=self._stream.codec_context.format, layout=self._layout, rate=RATE)
        self._done = 0

    def write_until(self, seconds: float) -> None:
        """Encode what is heard up to this second of the film; silence where the sound has ended."""
        import av

        end = round(seconds * self._rate)
        part = self._samples[:, self._done : end]
        part = np.pad(part, ((0, 0), (0, end - self._done - part.shape[1])))
        if part.shape[1] == 0:
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="fltp", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._done, Fraction(1, self._rate)
        self._done = end
        self._encode(self._resampler.resample(frame))

    def finish(self) -> None:
        """Bring out what resampler and encoder still hold."""
        self._encode(self._resampler.resample(None))
        self._file.mux(self._stream.encode(None))

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            self._file.mux(self._stream.encode(frame))
