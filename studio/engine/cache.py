"""Kept results, within a budget of bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Name = tuple[bytes, str]
"""Fingerprint by content, and output."""


@dataclass
class Entry:
    """One kept result."""

    value: Any
    identity: bytes
    bytes: int
    seconds: float
    node: str


class Cache:
    """Kept results by name."""

    def __init__(self, budget: int = 2**31) -> None:
        self._entries: dict[Name, Entry] = {}

    def get(self, name: Name) -> tuple[Any, str] | None:
        """The value of this name and where it was, or None."""
        found = self._entries.get(name)
        return (found.value, "ram") if found else None

    def holds(self, name: Name) -> bool:
        """Whether a result of this name is kept."""
        return name in self._entries

    def identity(self, name: Name) -> bytes | None:
        """What a kept result is keyed by downstream."""
        found = self._entries.get(name)
        return found.identity if found else None

    def put(self, name: Name, value: Any, identity: bytes, size: int, seconds: float, node: str) -> None:
        """Keep a result."""
        self._entries[name] = Entry(value, identity, size, seconds, node)
