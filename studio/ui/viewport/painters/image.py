"""Pictures: as they are."""

from __future__ import annotations

from studio.media.image import Image
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting
from studio.ui.viewport.plane import LIGHT, Plane, half


class ImagePainter(Painter):
    """Shows an :class:`~studio.media.image.Image`."""

    instant = True
    patient = False

    def prepare(self, value: Image, setting: Setting) -> Prepared:
        """The picture's own array goes to the GPU."""
        pixels = half(value.pixels)
        size = pixels.shape[1], pixels.shape[0]
        return Prepared(Plane(LIGHT, setting.whole(*size), pixels, setting.rect(*size)))
