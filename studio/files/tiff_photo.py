"""TIFF pictures: at 8 bits through Pillow, at more through OpenImageIO, which keeps them."""

from __future__ import annotations

from pathlib import Path

from studio.files import pillow_photo, scene_linear
from studio.files.encoded_light import F16
from studio.files.limit import limit_pixels


def read(path: Path) -> F16:
    """The upright picture, (H, W, 4) linear premultiplied, decoded in this process."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # its size is looked at here
    with Image.open(path, formats=("TIFF",)) as picture:
        limit_pixels(*picture.size)
        tags = picture.tag_v2  # type: ignore[attr-defined]
        deep = max(tags.get(258, (1,))) > 8 and tags.get(262) in (0, 1, 2)
        if not deep:
            return pillow_photo.convert(picture)
    return scene_linear.read_deep(path)
