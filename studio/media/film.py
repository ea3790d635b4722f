"""A film, or a sequence of pictures, that was written to disk."""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.value import media_type


@media_type
@dataclass(frozen=True)
class Film:
    """What a writer made.

    Attributes:
        path: The file, or the pattern of a sequence ("shot/f.%04d.png"), as the artist named it.
        codec: "h264", "h265", "prores", "png" or "exr".
        size: (width, height) of the frames as written.
        fps: Frames a second.
        first: Number of the first frame.
        frames: How many frames.
        bytes: How much was written, over all files.
        sound: Whether there is a sound track.
    """

    path: str
    codec: str
    size: tuple[int, int]
    fps: float
    first: int
    frames: int
    bytes: int
    sound: bool = False
