"""Plain values: what a knob may hold and a project file can say. None, bool, int, float, str, tuples, mappings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from immutables import Map

DEPTH = 32
"""How deep a value may nest: far more than any node needs, far less than Python's recursion allows."""


def freeze(value: Any, depth: int = DEPTH) -> Any:
    """The value with lists as tuples and mappings as read-only maps.

    Raises:
        ValueError: It holds something that a project file cannot say, or nests too deep.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if depth == 0:
        raise ValueError("nested too deep")
    if isinstance(value, Mapping):
        return Map({_name(key): freeze(item, depth - 1) for key, item in value.items()})
    if isinstance(value, tuple | list):
        return tuple(freeze(item, depth - 1) for item in value)
    raise ValueError(f"{type(value).__name__} is no number, text, list or mapping")


def thaw(value: Any) -> Any:
    """The frozen value as lists and dictionaries sorted by key: what the JSON module writes."""
    if isinstance(value, Mapping):
        return {key: thaw(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [thaw(item) for item in value]
    return value


def one_line(text: str) -> str:
    """The text with what would break a line or command a terminal made visible, and cut where it is long."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return shown if len(shown) <= 300 else shown[:297] + "..."


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("a text with a null character in it")
    try:
        value.isascii() or value.encode()
    except UnicodeEncodeError:
        raise ValueError("half a surrogate pair is no text") from None
    return value


def _number(value: float) -> float:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("numbers have to be finite")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("whole numbers have to fit into 64 bits")
    return value


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueError("names in a mapping have to be texts")
    return _text(key)
