"""What a shot may be."""

from __future__ import annotations

from studio.media.shot import Shot


def wrong_with(shot: Shot) -> str:
    """What is wrong with a shot, "" where nothing is."""
    if not 0 < shot.fps <= 1000:
        return f"needs 0 to 1000 frames a second, not {shot.fps}"
    if not all(0 <= side <= 65536 for side in shot.size) or (shot.size[0] == 0) != (shot.size[1] == 0):
        return f"cannot be {shot.size[0]} x {shot.size[1]} pixels"
    if not 0 <= shot.first <= shot.last <= 10_000_000:
        return f"cannot run from frame {shot.first} to {shot.last}"
    return ""
