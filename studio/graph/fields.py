"""Reading fields of a project file: each value checked for its type, each ValueError one line that names the field."""

from __future__ import annotations

import re
from typing import Any

from immutables import Map

from studio.graph.plain import thaw

NAME = re.compile(r"[^\W\d][\w-]{0,127}")
"""Ids and names: letters, digits, _ and -, beginning with a letter or _."""


def identity(value: Any, what: str) -> str:
    """An id or type name: letters, digits, ``_`` and ``-``, beginning with a letter or ``_``."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError(f"{what} has to be a name of letters, digits and _, not {show(value)}")
    return value


def text(value: Any, what: str) -> str:
    """A text."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{what} has to be a text, not {show(value)}")
    return value


def number(value: Any, what: str, low: float = -1e300, high: float = 1e300, *, whole: bool = False) -> float:
    """A number within limits."""
    kinds = int if whole else int | float
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        raise ValueError(f"{what} has to be a {'whole ' if whole else ''}number in range, not {show(value)}")
    return value if whole else float(value)


def numbers(value: Any, what: str, count: int) -> tuple[float, ...]:
    """So many numbers that a canvas can hold."""
    entries = sequence(value, what)
    if len(entries) != count:
        raise ValueError(f"{what} has to be {count} numbers, not {show(value)}")
    return tuple(number(entry, what, -1e12, 1e12) for entry in entries)


def sequence(value: Any, what: str) -> tuple[Any, ...]:
    """A list."""
    if not isinstance(value, tuple):
        raise ValueError(f"{what} has to be a list, not {show(value)}")
    return value


def mapping(value: Any, what: str) -> Map[str, Any]:
    """An object."""
    if not isinstance(value, Map):
        raise ValueError(f"{what} has to be an object, not {show(value)}")
    return value


def flag(value: Any, what: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{what} has to be true or false, not {show(value)}")
    return value


def place(value: Any) -> tuple[str, str]:
    """A node and what of it, from "node.name"."""
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) != 2 or not all(NAME.fullmatch(part) for part in parts):
        raise ValueError(f'a link has to be "node.name", not {show(value)}')
    return parts[0], parts[1]


def show(value: Any) -> str:
    """A value as a message shows it, cut where it is long."""
    shown = repr(thaw(value))
    return shown if len(shown) <= 60 else shown[:57] + "..."
