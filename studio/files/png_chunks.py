"""Texts in a PNG, chunk by chunk, without decoding its pixels.

Source: Portable Network Graphics (PNG) Specification, third edition, sections 5 and 11.3.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from studio.media.errors import BadInput

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_TEXT = 32 * 1024 * 1024
"""A longer text is passed over."""


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk: length, kind, content, checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def international_text(name: str, text: str) -> bytes:
    """An iTXt chunk, uncompressed, UTF-8."""
    return chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode())


def add_chunks(png: bytes, chunks: bytes) -> bytes:
    """The PNG with chunks put in after its header."""
    end = len(SIGNATURE) + 25
    return png[:end] + chunks + png[end:]


def read_texts(path: Path) -> dict[str, str]:
    """Texts by name, of a PNG of any origin. Raises BadInput where the file ends early or its chunks make no sense."""
    texts: dict[str, str] = {}
    with path.open("rb") as file:
        if file.read(8) != SIGNATURE:
            raise BadInput("the picture is broken: it is no PNG")
        while True:
            kind, length = _next(file)
            if kind == b"IEND":
                return texts
            if kind in (b"iTXt", b"tEXt", b"zTXt") and length <= MOST_TEXT:
                texts.update(_text(kind, file.read(length)))
                file.seek(4, 1)
            else:
                file.seek(length + 4, 1)


def _next(file: BinaryIO) -> tuple[bytes, int]:
    head = file.read(8)
    if len(head) < 8 or not head[4:].isalpha():
        raise BadInput("the picture is broken: it is cut short")
    return head[4:], int(struct.unpack(">I", head[:4])[0])


def _text(kind: bytes, content: bytes) -> Mapping[str, str]:
    name, _, rest = content.partition(b"\0")
    try:
        if kind == b"tEXt":
            return {name.decode("latin-1"): rest.decode("latin-1")}
        if kind == b"zTXt":
            return {name.decode("latin-1"): _unfold(rest[1:]).decode("latin-1")}
        packed, rest = rest[:1] == b"\1", rest[2:]
        text = rest.split(b"\0", 2)[2]
        return {name.decode("latin-1"): (_unfold(text) if packed else text).decode()}
    except (zlib.error, UnicodeDecodeError, IndexError):
        return {}


def _unfold(content: bytes) -> bytes:
    unfold = zlib.decompressobj()
    plain = unfold.decompress(content, MOST_TEXT)
    return b"" if unfold.unconsumed_tail else plain


def checked_texts(texts: Mapping[str, str]) -> bytes:
    """iTXt chunks for texts, in the order given."""
    return b"".join(international_text(name, text) for name, text in texts.items())
