"""Seeing that a JPEG's compressed data is damaged: libjpeg only murmurs about it, and hands on streaks.

OpenImageIO keeps what libjpeg said; the picture is decoded a second time for it.
"""

from __future__ import annotations

import re
from pathlib import Path

from studio.media.errors import BadInput

_DAMAGE = re.compile(r"before marker 0xd[0-7]|Huffman|RST|Premature|bad data", re.IGNORECASE)
"""Murmurs that mean lost pixels. Stray bytes between segments, which some cameras write, are none."""


def refuse_damaged(path: Path) -> None:
    """Raise BadInput for a JPEG whose pixels cannot all be decoded."""
    import OpenImageIO

    source = OpenImageIO.ImageInput.open(str(path))
    if source is None:
        OpenImageIO.geterror()
        return
    source.read_image("uint8")
    murmur = source.geterror()
    source.close()
    if _DAMAGE.search(murmur):
        raise BadInput("the file is damaged: a part of the picture is lost; use another copy of it")
