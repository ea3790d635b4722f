"""A motion clip as JSON that a person can write: keyed angles of bones, a keyed path of the root, further curves.

Format "vivant-motion/1"::

    {"format": "vivant-motion/1", "name": "wave", "description": "...", "tags": ["standing"], "limbs": ["rightArm"],
     "duration": 3.5, "loop": false, "repeat": [1.0, 1.8], "order": "ZYX",
     "bones": {"rightUpperArm": [[0, [0, 0, 75]], [0.6, [0, 0, 10]], [0.9, [0, 0, 0], "linear"]]},
     "root": [[0, [0, 0, 0]]], "channels": {"breath": [[0, 0], [1.5, 1]]}}

A key is ``[seconds, value]`` or ``[seconds, value, ease]``; ease says how the span after it runs: "smooth" (default,
through the keys without overshoot, slow at turning points), "linear" or "hold". Angles are degrees about x, y and z,
from the T-pose, put together in ``order``. A bone without keys hangs relaxed (:data:`RELAXED`). What lies between the
seconds of ``repeat`` may be played several times over.

Source of the smooth spans: Fritsch and Carlson, Monotone piecewise cubic interpolation, 1980.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import continuous, from_euler

F64 = npt.NDArray[np.float64]
FORMAT = "vivant-motion/1"
EASES = ("smooth", "linear", "hold")
MOST_BYTES, MOST_KEYS, MOST_SECONDS = 4 << 20, 10_000, 600.0

RELAXED: Mapping[str, tuple[float, float, float]] = {
    "leftUpperArm": (0, 0, -76), "rightUpperArm": (0, 0, 76),
    "leftLowerArm": (0, -14, -4), "rightLowerArm": (0, 14, 4),
    "leftHand": (0, -6, -4), "rightHand": (0, 6, 4),
}  # fmt: skip
"""A relaxed stand: angles from the T-pose, order ZYX; what is not named is as in the T-pose."""


@dataclass(frozen=True)
class Track:
    """Keys of one curve: times (K,), values (K, D), and how the span after each key runs."""

    times: F64
    values: F64
    eases: tuple[str, ...]


@dataclass(frozen=True)
class MotionClip:
    """A clip as it was read: see the module's page for what each entry means."""

    name: str
    description: str
    tags: tuple[str, ...]
    limbs: tuple[str, ...]
    duration: float
    loop: bool
    repeat: tuple[float, float] | None
    order: str
    bones: Mapping[str, Track]
    root: Track | None
    channels: Mapping[str, Track]


def parse_clip(text: str | bytes, bones: Collection[str]) -> MotionClip:
    """Read and check a clip.

    Args:
        text: The JSON.
        bones: Names that a track may bear.

    Raises:
        ValueError: With one line that says which entry is wrong, for anything that is no clip.
    """
    entries = _entries(text)
    if entries.get("format") != FORMAT:
        raise ValueError(f'"format" wants {FORMAT!r}, not {_show(entries.get("format"))}')
    duration = _number(entries.get("duration"), '"duration"', 1e-3, MOST_SECONDS)
    order = entries.get("order", "ZYX")
    if not isinstance(order, str) or sorted(order) != ["X", "Y", "Z"]:
        raise ValueError(f'"order" wants the letters X, Y and Z once each, not {_show(order)}')
    if not isinstance(entries.get("loop", False), bool):
        raise ValueError(f'"loop" wants true or false, not {_show(entries["loop"])}')
    tracks = _tracks(entries, "bones", 3, duration, 1080)
    for name in tracks:
        if name not in bones:
            raise ValueError(f'"bones" has {_show(name)}, which is no bone')
    root = _track(entries["root"], '"root"', 3, duration, 20) if "root" in entries else None
    return MotionClip(
        _text(entries.get("name", ""), '"name"'), _text(entries.get("description", ""), '"description"'),
        _texts(entries, "tags"), _texts(entries, "limbs"), duration, entries.get("loop", False),
        _repeat(entries.get("repeat"), duration), order, tracks, root, _tracks(entries, "channels", 1, duration, 1000),
    )  # fmt: skip


def _entries(text: str | bytes) -> Mapping[str, Any]:
    if len(text) > MOST_BYTES:
        raise ValueError(f"the clip is larger than {MOST_BYTES >> 20} MiB")
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the clip is no JSON ({str(error)[:80]})") from None
    if not isinstance(entries, dict):
        raise ValueError("the clip is no JSON object")
    return entries


def _number(value: Any, what: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{what} wants a number from {low:g} to {high:g}, not {_show(value)}")
    return float(value)


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or len(value) > 2000:
        raise ValueError(f"{what} wants a text, not {_show(value)}")
    return value


def _texts(entries: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = entries.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f'"{name}" wants a list of texts, not {_show(value)}')
    return tuple(_text(item, f'"{name}"') for item in value)


def _repeat(value: Any, duration: float) -> tuple[float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f'"repeat" wants two times, not {_show(value)}')
    first, last = (_number(item, '"repeat"', 0, duration) for item in value)
    if last - first < 0.05:
        raise ValueError(f'"repeat" wants a later second time, not {_show(value)}')
    return first, last


def _tracks(entries: Mapping[str, Any], name: str, size: int, duration: float, most: float) -> dict[str, Track]:
    tracks = entries.get(name, {})
    if not isinstance(tracks, dict) or len(tracks) > 200:
        raise ValueError(f'"{name}" wants an object of tracks, not {_show(tracks)}')
    return {key: _track(keys, f'"{name}" {_show(key)}', size, duration, most) for key, keys in tracks.items()}


def _track(keys: Any, what: str, size: int, duration: float, most: float) -> Track:
    if not isinstance(keys, list) or not 1 <= len(keys) <= MOST_KEYS:
        raise ValueError(f"{what} wants a list of 1 to {MOST_KEYS} keys, not {_show(keys)}")
    rows, eases = [], []
    for key in keys:
        if not isinstance(key, list) or len(key) not in (2, 3) or (len(key) == 3 and key[2] not in EASES):
            raise ValueError(f"{what} wants keys [seconds, value, ease], ease one of {EASES}, not {_show(key)}")
        value = key[1] if size > 1 else [key[1]]
        if not isinstance(value, list) or len(value) != size:
            raise ValueError(f"{what} wants {size} numbers a key, not {_show(key[1])}")
        rows.append([_number(key[0], what, 0, duration), *(_number(v, what, -most, most) for v in value)])
        eases.append(key[2] if len(key) == 3 else "smooth")
    table = np.array(rows)
    if np.any(np.diff(table[:, 0]) < 1e-3):
        raise ValueError(f"{what} wants keys in order of time, at least a millisecond apart")
    return Track(table[:, 0], table[:, 1:], tuple(eases))


def _show(value: Any) -> str:
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # deeply nested; an integer of too many digits
        return "what is there"
    return text if len(text) <= 60 else text[:57] + "..."


def repeated(clip: MotionClip, times: int) -> MotionClip:
    """The clip with its repeatable part played so many times; unchanged where it has none."""
    if clip.repeat is None or times <= 1:
        return clip
    first, last = clip.repeat
    longer = clip.duration + (times - 1) * (last - first)
    again = {name: _again(track, first, last, times) for name, track in clip.bones.items()}
    channels = {name: _again(track, first, last, times) for name, track in clip.channels.items()}
    root = None if clip.root is None else _again(clip.root, first, last, times)
    return replace(clip, duration=longer, bones=again, root=root, channels=channels)


def _again(track: Track, first: float, last: float, times: int) -> Track:
    """Keys, not samples, are repeated: the spline then runs smoothly through the seams."""
    inside = (track.times >= first - 1e-6) & (track.times < last - 1e-6)
    before, after = track.times < first - 1e-6, track.times >= last - 1e-6
    picked = [np.flatnonzero(before), *[np.flatnonzero(inside)] * times, np.flatnonzero(after)]
    span = last - first
    shifts = [0.0, *(span * n for n in range(times)), span * (times - 1)]
    index = np.concatenate(picked)
    moved = np.concatenate([track.times[i] + shift for i, shift in zip(picked, shifts, strict=True)])
    return Track(moved, track.values[index], tuple(track.eases[i] for i in index))


def sample_track(track: Track, times: F64) -> F64:
    """(T, D) values at (T,) seconds; held before the first key and after the last."""
    t, y = track.times, track.values
    if len(t) == 1:
        return np.repeat(y, len(times), axis=0)
    inside = np.clip(times, t[0], t[-1])
    span = np.clip(np.searchsorted(t, inside, side="right") - 1, 0, len(t) - 2)
    width = np.diff(t)[span][:, None]
    s = (inside[:, None] - t[span][:, None]) / width
    a, b, slope = y[span], y[span + 1], _slopes(t, y)
    hermite = (2 * s**3 - 3 * s**2 + 1) * a + (3 * s**2 - 2 * s**3) * b
    hermite += width * ((s**3 - 2 * s**2 + s) * slope[span] + (s**3 - s**2) * slope[span + 1])
    ease = np.array([EASES.index(name) for name in track.eases])[span][:, None]
    at_end = inside[:, None] >= t[-1]
    return np.where(ease == 0, hermite, np.where((ease == 1) | at_end, a + s * (b - a), a))


def _slopes(t: F64, y: F64) -> F64:
    """(K, D) tangents: flat at turning points and at both ends, the weighted harmonic mean elsewhere."""
    width = np.diff(t)[:, None]
    secant = np.diff(y, axis=0) / width
    slopes = np.zeros_like(y)
    before, after = secant[:-1], secant[1:]
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    runs_on = before * after > 1e-12
    safe_before, safe_after = np.where(runs_on, before, 1), np.where(runs_on, after, 1)
    slopes[1:-1] = np.where(runs_on, (w1 + w2) / (w1 / safe_before + w2 / safe_after), 0)
    return slopes


def sample_rotations(clip: MotionClip, bones: Sequence[str], times: F64) -> F64:
    """(T, J, 4) local rotations at (T,) seconds, for the named bones."""
    rotations = np.repeat(relaxed(bones)[None], len(times), axis=0)
    for j, bone in enumerate(bones):
        if bone in clip.bones:
            rotations[:, j] = continuous(from_euler(sample_track(clip.bones[bone], times), clip.order))
    return rotations


def sample_root(clip: MotionClip, times: F64) -> F64:
    """(T, 3) metres."""
    return np.zeros((len(times), 3)) if clip.root is None else sample_track(clip.root, times)


def relaxed(bones: Sequence[str]) -> F64:
    """(J, 4) local rotations of a relaxed stand."""
    return from_euler(np.array([RELAXED.get(bone, (0, 0, 0)) for bone in bones], np.float64), "ZYX")


def swap_side(name: str) -> str:
    """The same bone, limb or channel on the other side of the body."""
    if name.startswith("left"):
        return "right" + name[4:]
    return "left" + name[5:] if name.startswith("right") else name


def mirrored(clip: MotionClip) -> MotionClip:
    """The clip done with the other side: names swapped, angles about y and z and sideways metres turned round."""
    flip = np.array([1.0, -1.0, -1.0])
    bones = {swap_side(n): replace(t, values=t.values * flip) for n, t in clip.bones.items()}
    root = None if clip.root is None else replace(clip.root, values=clip.root.values * np.array([-1.0, 1.0, 1.0]))
    channels = {swap_side(name): track for name, track in clip.channels.items()}
    return replace(clip, bones=bones, root=root, channels=channels, limbs=tuple(map(swap_side, clip.limbs)))
