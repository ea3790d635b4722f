"""Memory that two processes see. It belongs to no file, so whatever way they end, nothing of it is left behind."""

from __future__ import annotations

import mmap
import os
import secrets
import struct
import sys
import tempfile
import threading

from studio.media.errors import VivantError

SIZE = 2**29 if sys.platform == "win32" else 2**32
"""Bytes. Only what is used takes memory, except on Windows, where all of it is promised at once."""
PAGE = 4096
WARM = 2**28
"""Bytes that stay in use for the next value; more is given back to the system."""
_LENGTH = struct.Struct("<H")


class Arena:
    """Shared memory, handed out in blocks by the child; the window says when it has taken a block's content.

    The first page holds what the child is doing, to be read after its death.

    Attributes:
        handle: What the child opens it by.
        descriptor: File descriptor that the child has to inherit; None where there is none.
        memory: All of it.
    """

    def __init__(self, handle: str, descriptor: int | None, memory: mmap.mmap) -> None:
        self.handle, self.descriptor, self.memory = handle, descriptor, memory
        self._used: dict[int, int] = {}
        self._top = PAGE
        self._freed = threading.Condition()

    @staticmethod
    def make() -> Arena:
        """A new one, for the window."""
        if sys.platform == "win32":
            name = f"vivant-{secrets.token_hex(8)}"
            return Arena(name, None, mmap.mmap(-1, SIZE, tagname=name))
        descriptor = os.memfd_create("vivant") if sys.platform == "linux" else _unnamed_file()
        os.ftruncate(descriptor, SIZE)
        return Arena(str(descriptor), descriptor, mmap.mmap(descriptor, SIZE))

    @staticmethod
    def open(handle: str) -> Arena:
        """The window's, for the child."""
        if sys.platform == "win32":
            return Arena(handle, None, mmap.mmap(-1, SIZE, tagname=handle))
        return Arena(handle, int(handle), mmap.mmap(int(handle), SIZE))

    def close(self) -> None:
        """Let the descriptor go; the memory itself goes with its last user."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def take(self, size: int, patience: float = 30.0) -> int:
        """The offset of a free block, waiting for one. Raises VivantError where none comes free, or none can."""
        size = -(-max(size, 1) // PAGE) * PAGE
        if size > SIZE - PAGE:
            raise VivantError("this result is too large to be shown: look at a proxy of it")
        with self._freed:
            if not self._freed.wait_for(lambda: self._gap(size) is not None, patience):
                raise VivantError("the window does not take results any more")
            offset = self._gap(size)
            assert offset is not None
            self._used[offset] = size
            self._top = max(self._top, offset + size)
            return offset

    def give(self, offset: int) -> None:
        """A block is free again."""
        with self._freed:
            self._used.pop(offset, None)
            if not self._used and self._top > PAGE + WARM and hasattr(mmap, "MADV_REMOVE"):
                self.memory.madvise(mmap.MADV_REMOVE, PAGE, self._top - PAGE)
                self._top = PAGE
            self._freed.notify_all()

    def _gap(self, size: int) -> int | None:
        """The first gap that is wide enough, so that the same warm pages are used again."""
        at = PAGE
        for offset in sorted(self._used):
            if offset - at >= size:
                return at
            at = offset + self._used[offset]
        return at if SIZE - at >= size else None

    def note(self, doing: str) -> None:
        """Say what the child is doing."""
        text = doing.encode()[: PAGE - _LENGTH.size]
        self.memory[: _LENGTH.size + len(text)] = _LENGTH.pack(len(text)) + text

    @property
    def doing(self) -> str:
        """What the child is or was doing."""
        (length,) = _LENGTH.unpack(self.memory[: _LENGTH.size])
        return self.memory[_LENGTH.size : _LENGTH.size + length].decode(errors="replace")


def _unnamed_file() -> int:
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
