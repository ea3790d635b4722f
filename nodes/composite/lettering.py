"""Letters as coverage, in fonts that come with the installation."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Font: TypeAlias = Literal["sans", "sans bold", "serif", "serif bold", "mono"]
FILES = {"sans": "DejaVuSans.ttf", "sans bold": "DejaVuSans-Bold.ttf", "serif": "DejaVuSerif.ttf",
         "serif bold": "DejaVuSerif-Bold.ttf", "mono": "DejaVuSansMono.ttf"}  # fmt: skip
"""DejaVu, which comes with matplotlib; where that is missing, Pillow's own font stands in."""


def lettering(
    words: str, size: tuple[int, int], height: float, at: tuple[float, float], align: str, font: Font
) -> npt.NDArray[np.float32]:
    """Draw words.

    Args:
        words: What is written, with line breaks.
        size: (width, height) of the picture, in pixels.
        height: Size of the font, in pixels.
        at: (x, y) of the anchor: the top, and the left, middle or right by ``align``.
        align: "left", "centre" or "right".
        font: A key of :data:`FILES`.

    Returns:
        (H, W) coverage in 0..1.
    """
    from PIL import Image, ImageDraw

    sheet = Image.new("L", size)
    pen = ImageDraw.Draw(sheet)
    anchor, side = {"left": ("la", "left"), "centre": ("ma", "center"), "right": ("ra", "right")}[align]
    face = load_font(font, max(1.0, height))
    if "\n" in words:
        pen.multiline_text(at, words, fill=255, font=face, anchor=anchor, align=side)
    elif words:
        pen.text(at, words, fill=255, font=face, anchor=anchor)
    cover: npt.NDArray[np.float32] = np.asarray(sheet, np.float32) / 255
    return cover


@lru_cache(maxsize=32)
def load_font(font: Font, height: float) -> Any:
    """A font at a size in pixels."""
    from PIL import ImageFont

    found = importlib.util.find_spec("matplotlib")
    file = Path(found.origin).parent / "mpl-data/fonts/ttf" / FILES[font] if found and found.origin else Path()
    if file.is_file():
        return ImageFont.truetype(str(file), height, layout_engine=ImageFont.Layout.BASIC)
    return ImageFont.load_default(height)
