"""What a shot may be, and how large a film is made of a photo."""

from __future__ import annotations

from studio.media.errors import BadInput
from studio.media.shot import Shot

TALLEST, WIDEST = 1080, 3840
"""Largest film that is made without being asked for."""
LONGEST_SIDE = 8192
"""Largest side that may be asked for."""


def wrong_with(shot: Shot) -> str:
    """What is wrong with a shot, "" where nothing is."""
    if not 0 < shot.fps <= 1000:
        return f"needs 0 to 1000 frames a second, not {shot.fps}"
    if not all(0 <= side <= 65536 for side in shot.size) or (shot.size[0] == 0) != (shot.size[1] == 0):
        return f"cannot be {shot.size[0]} x {shot.size[1]} pixels"
    if not 0 <= shot.first <= shot.last <= 10_000_000:
        return f"cannot run from frame {shot.first} to {shot.last}"
    return ""


def film_size(photo: tuple[int, int], height: int | None = None) -> tuple[int, int]:
    """Width and height of the film: even, of the photo's shape. BadInput where it would be too wide."""
    shape = photo[0] / photo[1]
    wanted = height or min(photo[1], TALLEST, WIDEST / shape)
    tall = max(2, int(wanted) // 2 * 2)
    wide = max(2, round(shape * tall / 2) * 2)
    if wide > LONGEST_SIDE:
        most = int(LONGEST_SIDE / shape) // 2 * 2
        raise BadInput(f"a film of {wide} x {tall} is too wide: for this photo --height goes up to {most}")
    return wide, tall
