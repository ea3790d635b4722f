"""How large a picture may be, and how an error of a library is told."""

from __future__ import annotations

from studio.media.errors import BadInput

MAX_PIXELS = 200_000_000
"""A picture of more pixels is refused before it is decoded."""


def limit_pixels(width: int, height: int) -> None:
    """Raise BadInput for a size that is empty or beyond :data:`MAX_PIXELS`."""
    if width <= 0 or height <= 0:
        raise BadInput(f"the file is broken: it says that the picture is {width} x {height}")
    if width * height > MAX_PIXELS:
        raise BadInput(
            f"{width} x {height} is {width * height / 1e6:,.0f} megapixels, more than the {MAX_PIXELS // 1_000_000} "
            "that can be opened; make the picture smaller first"
        )


def one_line(error: BaseException) -> str:
    """What an exception says, on one line of at most 120 letters."""
    if type(error).__name__ == "UnidentifiedImageError":
        return "its header makes no sense"
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 120 else text[:117] + "..."
