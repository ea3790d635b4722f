"""The graph inside a film or picture: how its text is kept there, and read back from a file that anyone made."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from pathlib import Path

from studio.files import exr_header, png_chunks
from studio.files.limit import one_line
from studio.files.regular import read_head
from studio.media.errors import BadInput, VivantError

GRAPH = "vivant_graph"
"""Name of the graph's text, in every kind of file."""
PLAIN_BYTES = 64 * 1024
"""A longer text is compressed."""
MOST_BYTES = 16 * 1024 * 1024
"""A longer text is neither written nor read."""
_LITTLE = {"probesize": "1000000", "analyzeduration": "0"}
"""Look no deeper into a film than its tags."""
_PACKED = "vivant-zlib:"
_COMMENT = GRAPH + ":"


def read_graph(path: str | Path) -> str | None:
    """The text of the graph that a film or picture carries, or None. It is only read, never run.

    Args:
        path: An MP4, MOV, MKV, PNG or EXR; other files carry none.

    Raises:
        BadInput: The file is missing, broken, or its graph is unreadable; one line says which.
    """
    path = Path(path)
    head = read_head(path)
    try:
        tags = _tags(path, head)
        return graph_of(tags)
    except VivantError as error:
        raise type(error)(f"{path.name}: {error}") from None
    except Exception as error:
        raise BadInput(f"{path.name}: the file is broken ({one_line(error)})") from None


def graph_of(tags: Mapping[str, str]) -> str | None:
    """The graph's text in a file's tags: under its own name, or in the comment, which survives remuxing."""
    own = next((text for name, text in tags.items() if name.lower() == GRAPH), None)
    comment = next((text for name, text in tags.items() if name.lower() == "comment"), "")
    if own is None and comment.startswith(_COMMENT):
        own = comment[len(_COMMENT) :]
    return None if own is None else unpack_text(own)


def film_tags(texts: Mapping[str, str]) -> dict[str, str]:
    """Tags of a film for the texts that it shall carry: each by its name, and the graph in the comment as well."""
    tags = {name: pack_text(text) for name, text in texts.items()}
    if GRAPH in tags:
        tags["comment"] = _COMMENT + tags[GRAPH]
    return tags


def pack_text(text: str) -> str:
    """The text itself, or compressed where it is long. Raises VivantError beyond :data:`MOST_BYTES`."""
    plain = text.encode()
    if len(plain) > MOST_BYTES:
        raise VivantError(
            f"the graph is too large to be kept in the file ({len(plain) / 2**20:.0f} MiB): write with --no-graph"
        )
    if len(plain) <= PLAIN_BYTES and not text.startswith(_PACKED):
        return text
    return _PACKED + base64.b64encode(zlib.compress(plain, 6)).decode()


def unpack_text(text: str) -> str:
    """What :func:`pack_text` packed. Raises BadInput where it is broken or unfolds to more than is allowed."""
    if not text.startswith(_PACKED):
        if len(text) > MOST_BYTES:
            raise BadInput("its graph is too large to be read")
        return text
    unfold = zlib.decompressobj()
    try:
        plain = unfold.decompress(base64.b64decode(text[len(_PACKED) :], validate=True), MOST_BYTES)
        if unfold.unconsumed_tail or not unfold.eof:
            raise BadInput("its graph is cut short or too large to be read")
        return plain.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise BadInput("its graph is broken") from None


def _tags(path: Path, head: bytes) -> dict[str, str]:
    if head.startswith(png_chunks.SIGNATURE):
        return png_chunks.read_texts(path)
    if head.startswith(exr_header.MAGIC):
        return exr_header.read_texts(path)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return _film(path, "mov")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return _film(path, "matroska")
    return {}


def _film(path: Path, kind: str) -> dict[str, str]:
    import av

    try:
        with av.open(f"file:{path}", format=kind, options=_LITTLE, metadata_errors="replace") as film:
            return dict(film.metadata)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise BadInput(f"the film is broken ({one_line(error)})") from None
