"""Messages between the two processes: JSON, each with its length before it."""

from __future__ import annotations

import json
import struct
import threading
from typing import IO, Any

Message = dict[str, Any]
_LENGTH = struct.Struct("<I")
_LARGEST = 2**28


class Sender:
    """Writes messages from any thread, each whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._lock = file, threading.Lock()

    def send(self, message: Message) -> None:
        """Write a message. Raises OSError or ValueError where nobody reads any more."""
        text = json.dumps(message, separators=(",", ":")).encode()
        with self._lock:
            self._file.write(_LENGTH.pack(len(text)) + text)
            self._file.flush()


def read(file: IO[bytes]) -> Message | None:
    """The next message; None at the end, however it came about."""
    try:
        head = file.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        text = file.read(length) if length <= _LARGEST else b""
        message = json.loads(text) if len(text) == length else None
    except (OSError, ValueError):
        return None
    return message if isinstance(message, dict) else None
