"""Timecode as SMPTE ST 12-1 counts it: hours, minutes, seconds, frames; drop-frame at 29.97 alone."""

from __future__ import annotations

import re

_DROPPED = 2
"""Numbers that drop-frame leaves out at the start of every minute but each tenth."""
_MINUTE = 30 * 60 - _DROPPED
_TEN = 10 * 30 * 60 - 9 * _DROPPED


def drops(fps: float) -> bool:
    """Whether a rate is counted with drop-frame."""
    return abs(fps - 30000 / 1001) < 0.005


def timecode(frame: int, fps: float) -> str:
    """A frame as 00:00:01:12; with a semicolon before the frames where numbers are dropped."""
    whole = max(1, round(fps))
    number = _with_dropped(frame) if drops(fps) else frame
    seconds, rest = divmod(number, whole)
    before = ";" if drops(fps) else ":"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{before}{rest:02}"


def read_timecode(text: str, fps: float) -> int:
    """The frame that a timecode, or the last parts of one, names. ValueError where it names none."""
    parts = re.split(r"[:;]", text.strip())
    if not 1 < len(parts) <= 4 or not all(part.isdecimal() for part in parts):
        raise ValueError(f"{text!r} is no timecode")
    hours, minutes, seconds, frames = ([0] * 4 + [int(part) for part in parts])[-4:]
    whole = max(1, round(fps))
    number = ((hours * 60 + minutes) * 60 + seconds) * whole + frames
    if not drops(fps):
        return number
    passed = hours * 60 + minutes
    return number - _DROPPED * (passed - passed // 10)


def _with_dropped(frame: int) -> int:
    """The number that a frame bears when some numbers are left out."""
    tens, rest = divmod(frame, _TEN)
    minutes = max(0, (rest - _DROPPED) // _MINUTE)
    return frame + _DROPPED * (9 * tens + minutes)
