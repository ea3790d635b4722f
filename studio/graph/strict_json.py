"""JSON as a stranger may write it: read with limits, so that no text can hang, crash or confuse the program."""

from __future__ import annotations

import json
import re
from typing import Any

from studio.graph.plain import freeze
from studio.media.errors import BadInput

DEPTH = 40
"""How deep a file may nest: a value, and what is around it."""
LARGEST = 64 * 2**20
"""Characters of text that are read at most: a graph of 10,000 nodes has about 2 million."""

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|([\[{])|([\]}])|(")', re.DOTALL)


def parse(text: str, what: str = "this project") -> Any:
    """Read strict JSON into frozen values (:mod:`studio.graph.plain`).

    Refused beside what JSON forbids: NaN and infinities, a key twice in one object, whole numbers over 64 bits, numbers
    beyond a double, half surrogate pairs, more than ``DEPTH`` levels, more than ``LARGEST`` characters.

    Raises:
        BadInput: One line that says what and where.
    """
    if len(text) > LARGEST:
        raise BadInput(f"{what} has {len(text):,} characters; no project has more than {LARGEST:,}")
    _check_depth(text, what)
    try:
        raw = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse, parse_int=_whole)
        return freeze(raw, DEPTH)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{what} is no valid project: {_line(error)}") from None


def _check_depth(text: str, what: str) -> None:
    """Count brackets outside strings before anything is parsed."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[3]:
            raise BadInput(f"{what} is no valid project: a text in it has no closing quote")
        depth += bool(token[1]) - bool(token[2])
        if depth > DEPTH:
            raise BadInput(f"{what} is no valid project: it is nested deeper than {DEPTH}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"{twice[:40]!r} is said twice")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("whole numbers have to fit into 64 bits")
    return int(digits)


def _line(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return str(error).splitlines()[0] if str(error) else "nested too deep"
