"""Load photo: the picture that everything starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from studio.files.photo import PATTERNS, read_photo
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.node import Context, node
from studio.node.knob import Files, OpenPath


@node(family="photo", version=1)
def load_photo(ctx: Context, *, path: Annotated[OpenPath, Files(PATTERNS)] = "") -> Image:
    """Read a photo from disk, upright and in true colours.

    Args:
        ctx: Services lent by the engine; ``ctx.media`` says where a moved file was found again.
        path: The picture: JPEG, PNG, TIFF, WebP, HEIC, AVIF, EXR and others, at most 200 megapixels.

    Returns:
        The upright picture in linear light.

    Raises:
        BadInput: No picture was chosen, or it cannot be opened; one line says why.
    """
    if not path:
        raise BadInput("no photo is chosen: set the path of load photo")
    image = read_photo(ctx.media.get(path, Path(path)))
    return image if ctx.device == "cpu" else Image(image.pixels.to(ctx.device))
