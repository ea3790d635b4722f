"""Read and check motion clips; :mod:`nodes.algorithms.motion_clip` says how one is written."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from nodes.algorithms.manner import GAIT
from nodes.algorithms.motion_clip import EASES, MotionClip, Track

FORMAT = "vivant-motion/1"
MOST_BYTES, MOST_KEYS, MOST_SECONDS = 4 << 20, 10_000, 600.0


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
        _gait(entries.get("gait", {})),
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


def _gait(value: Any) -> dict[str, float]:
    if not isinstance(value, dict) or not set(value) <= set(GAIT):
        raise ValueError(f'"gait" wants an object with some of {", ".join(GAIT)}, not {_show(value)}')
    return {name: _number(number, f'"gait" "{name}"', *GAIT[name]) for name, number in value.items()}


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
