"""Sound out of a file: WAV, FLAC, MP3, OGG, M4A, or the sound of a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.files.limit import one_line
from studio.files.regular import read_head
from studio.files.sound_track import RATE
from studio.media.errors import BadInput
from studio.media.sound import Sound

F32 = npt.NDArray[np.float32]
PATTERNS = (
    "*.wav",
    "*.flac",
    "*.mp3",
    "*.ogg",
    "*.opus",
    "*.m4a",
    "*.aac",
    "*.aif",
    "*.aiff",
    "*.mp4",
    "*.mov",
    "*.mkv",
)
"""File name patterns of what can be read."""
LONGEST = 1800.0
"""Seconds that are read at most."""


def read_sound(path: Path, first: float = 0.0, length: float = 0.0, check: Callable[[], None] = lambda: None) -> Sound:
    """Read a sound, in the rate that films have.

    Args:
        path: The file; of a film, its first sound track.
        first: Second of the file at which to begin.
        length: How many seconds, at most; 0 for all.
        check: Called now and then; it raises where the work is to stop.

    Returns:
        One channel or two; of more, what swresample mixes them down to. Samples beyond -1..1 are left as they are.

    Raises:
        BadInput: It cannot be read, has no sound in it, or is longer than half an hour; one line says so.
    """
    import av

    read_head(path)
    wanted = length or LONGEST
    try:
        with av.open(str(path), metadata_errors="ignore") as file:
            if not file.streams.audio:
                raise BadInput(f"{path.name} has no sound in it")
            samples = _cut(_decoded(file, check), round(first * RATE), round((wanted + 1) * RATE))
    except (av.error.FFmpegError, EOFError, ValueError) as error:
        raise BadInput(f"{path.name} cannot be read as sound: {one_line(error)}") from None
    if not len(samples):
        said = f"is over before second {first:g}" if first > 0 else "has no sample in it"
        raise BadInput(f"{path.name} {said}")
    if not length and len(samples) > LONGEST * RATE:
        raise BadInput(
            f"{path.name} is longer than {LONGEST / 60:g} minutes: say with trim and length which part is meant"
        )
    return Sound(samples[: round(wanted * RATE)], RATE)


def _decoded(file: Any, check: Callable[[], None]) -> Iterator[F32]:
    """(N, C) samples, piece by piece."""
    import av

    stream = file.streams.audio[0]
    layout = "mono" if stream.channels == 1 else "stereo"
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
    for frame in file.decode(stream):
        check()
        frame.pts = None  # a gap in the file's own clock is no gap in what is heard
        yield from (np.asarray(piece.to_ndarray().T, np.float32) for piece in resampler.resample(frame))
    yield from (np.asarray(piece.to_ndarray().T, np.float32) for piece in resampler.resample(None))


def _cut(pieces: Iterator[F32], first: int, most: int) -> F32:
    """The samples from ``first`` on, no more than ``most``; what cannot be a number is silence."""
    kept: list[F32] = []
    passed = held = 0
    for piece in pieces:
        piece, passed = piece[max(0, first - passed) :], passed + len(piece)
        if len(piece):
            kept.append(piece[: most - held])
            held += len(kept[-1])
        if held >= most:
            break
    return np.nan_to_num(np.concatenate(kept)) if kept else np.zeros((0, 1), np.float32)


def at_rate(sound: Sound, rate: int) -> Sound:
    """The same sound with another number of samples a second."""
    import av

    if sound.rate == rate:
        return sound
    layout = "mono" if sound.samples.shape[1] == 1 else "stereo"
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.samples[:, :2].T), format="fltp", layout=layout)
    frame.sample_rate = sound.rate
    pieces = [piece.to_ndarray().T for piece in (*resampler.resample(frame), *resampler.resample(None))]
    return Sound(np.concatenate(pieces).astype(np.float32), rate)
