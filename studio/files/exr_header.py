"""Text attributes of an OpenEXR file, read from its header without decoding its pixels.

Source: OpenEXR File Layout (openexr.com), "Structure of OpenEXR Files".
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from studio.media.errors import BadInput

MAGIC = b"v/1\x01"
MOST_TEXT = 32 * 1024 * 1024
MOST_ATTRIBUTES = 4096


def read_texts(path: Path) -> dict[str, str]:
    """Attributes of type string, by name, of the first part. Raises BadInput where the header is cut short."""
    texts: dict[str, str] = {}
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise BadInput("the picture is broken: it is no OpenEXR")
        file.read(4)
        for _ in range(MOST_ATTRIBUTES):
            name = _name(file)
            if not name:
                return texts
            kind, length = _name(file), int(struct.unpack("<i", _exactly(file, 4))[0])
            if length < 0:
                raise BadInput("the picture is broken: its header makes no sense")
            if kind == b"string" and length <= MOST_TEXT:
                texts[name.decode("utf-8", "replace")] = _exactly(file, length).decode("utf-8", "replace")
            else:
                file.seek(length, 1)
    raise BadInput("the picture is broken: its header makes no sense")


def _name(file: BinaryIO) -> bytes:
    name = bytearray()
    while (letter := _exactly(file, 1)) != b"\0":
        name += letter
        if len(name) > 255:
            raise BadInput("the picture is broken: its header makes no sense")
    return bytes(name)


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise BadInput("the picture is broken: it is cut short")
    return content
