"""Load sound: speech, music or a noise out of a file, at its place in the film."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np

from nodes.algorithms.sound_mix import added, faded, gained, placed
from studio.files.sound import PATTERNS, at_rate, read_sound
from studio.media.errors import BadInput
from studio.media.sound import Sound
from studio.node import Context, node
from studio.node.knob import Files, OpenPath, Range, Seconds


@node(family="voice", version=1)
def load_sound(
    ctx: Context,
    sound: Sound | None = None,
    *,
    path: Annotated[OpenPath, Files(PATTERNS)] = "",
    start: Annotated[Seconds, Range(0, 3600, "s", soft=(0, 10))] = 0.0,
    trim: Annotated[Seconds, Range(0, 3600, "s", soft=(0, 10))] = 0.0,
    length: Annotated[Seconds, Range(0, 1800, "s", soft=(0, 30))] = 0.0,
    gain: Annotated[float, Range(-60, 24, "dB", soft=(-24, 12))] = 0.0,
    fade_in: Annotated[Seconds, Range(0, 60, "s", soft=(0, 3))] = 0.0,
    fade_out: Annotated[Seconds, Range(0, 60, "s", soft=(0, 3))] = 0.0,
) -> Sound:
    """Read speech, music or a noise from a file and put it at its place in the film.

    Link it to the sound of write_movie; it is heard while the film plays, and the timeline shows its wave.

    Args:
        ctx: Services lent by the engine; ``ctx.media`` says where a moved file was found again.
        sound: What else is heard: both are added.
        path: WAV, FLAC, MP3, OGG, M4A, or a film whose sound is meant.
        start: Second of the shot at which it begins.
        trim: How much of the file's beginning is left out.
        length: How much of it is heard; 0 for all.
        gain: How much louder, in decibels; 6 is about twice the amplitude.
        fade_in: Time in which it comes.
        fade_out: Time in which it goes.

    Returns:
        The sound from second 0 of the shot on, 48000 samples a second, one channel or two.

    Raises:
        BadInput: No file was chosen, or it cannot be read; one line says why.
    """
    if not path:
        raise BadInput("no sound is chosen: set the path of load sound to a WAV, FLAC, MP3 or OGG file")
    read = read_sound(ctx.media.get(path, Path(path)), trim, length, ctx.check)
    rate = read.rate
    samples = faded(gained(read.samples, gain), round(fade_in * rate), round(fade_out * rate))
    samples = placed(samples, round(start * rate))
    if sound is not None and len(sound.samples):
        ctx.check()
        samples = added([np.asarray(at_rate(sound, rate).samples[:, :2]), samples])
    return Sound(samples, rate)
