"""How things are named by what they are made of."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from studio.media.by_id import ById
from studio.media.value import content_digest, nbytes

SIZE = 16
"""Bytes of a fingerprint."""
SMALL = 2**20
"""Results of fewer bytes are keyed downstream by their content."""
LARGE = 16 * SMALL
"""Fewer bytes that are added to something large are keyed by their content, too: a thing among people."""

RACY = 2.0
"""Seconds within which a file may change again without its time of change telling: FAT counts in twos."""

PLAIN = frozenset((bool, int, float, str, type(None)))
"""Types of values that hold no array."""


def digest(data: bytes) -> bytes:
    """BLAKE2b of some bytes (RFC 7693)."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


def content(value: Any) -> bytes:
    """Digest of a value's content. Raises TypeError for a value that cannot be stored."""
    if type(value) in PLAIN:
        return digest(b"plain" + repr(value).encode())
    return content_digest(value, SIZE)


def size_of(value: Any) -> int:
    """Bytes that a value holds."""
    return 64 if type(value) in PLAIN else nbytes(value)


def of_items(value: Any, given: Any, identity: bytes) -> bytes | None:
    """What a mapping is keyed by that adds something small to the items of another one, or leaves some out.

    Args:
        value: The mapping.
        given: The other one.
        identity: What that one is keyed by; its own items count by it, and what is new by its content.

    Returns:
        None where they share no item, or where much is new.
    """
    if not isinstance(value, ById) or not isinstance(given, ById):
        return None
    new = {key: item for key, item in value.items() if key not in given or given[key] is not item}
    if len(new) == len(value) or size_of(new) >= LARGE:
        return None
    try:
        named = [key + ":" + (content(new[key]).hex() if key in new else "") for key in value]
    except TypeError:
        return None
    return digest(b"items" + identity + spell(named).encode())


def spell(value: Any) -> str:
    """A knob's value as a text: equal values, equal text, in whatever order a mapping holds its keys."""
    if type(value) in PLAIN:
        return repr(value)
    return json.dumps(value, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def frozen(value: Any) -> Any:
    """A knob's value as nodes get it: mappings read-only, lists as tuples."""
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


class Files:
    """What was found outside the graph: digests of files' contents, by path, size, times of change and inode.

    A file that was read while it was young is read again: it may have changed since within one tick of the clock (as
    git's index treats what it calls racily clean entries).

    Attributes:
        resolved: What "auto" meant when it was last asked, and when that was.
    """

    def __init__(self) -> None:
        self.resolved: dict[str, tuple[float, Any]] = {}
        self._known: dict[Path, tuple[tuple[int, ...], bytes, bool]] = {}

    def signature(self, path: Path) -> tuple[int, ...] | None:
        """What changes when the file does; None where there is no such file."""
        try:
            seen = path.stat()
        except (OSError, ValueError):
            return None
        return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino

    def digest(self, path: Path) -> bytes | None:
        """Digest of the content of a file, or of the names and signatures in a folder; None where there is none."""
        signature = self.signature(path)
        if signature is None:
            return None
        known = self._known.get(path)
        if known is None or known[0] != signature or known[2] or path.is_dir():
            try:
                known = signature, self._read(path), _young(signature)
            except OSError:
                return None
            self._known[path] = known
        return known[1]

    def _read(self, path: Path) -> bytes:
        if path.is_dir():
            names = sorted((entry.name, self.signature(entry)) for entry in path.iterdir())
            return digest(repr(names).encode())
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=SIZE)).digest()


def _young(signature: tuple[int, ...]) -> bool:
    """Whether a file changed so lately that its times do not tell if it does again."""
    return abs(time.time_ns() - signature[1]) < RACY * 1e9
