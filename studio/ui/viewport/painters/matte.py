"""A matte: red over the photo, or grey."""

from __future__ import annotations

from studio.media.matte import Matte
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting
from studio.ui.viewport.plane import MATTE, NOWHERE, Plane


class MattePainter(Painter):
    """Shows a :class:`~studio.media.matte.Matte`."""

    instant = True
    choices = ("matte",)

    def prepare(self, value: Matte, setting: Setting) -> Prepared:
        """The coverage's own array, where it lies; its frame is the whole picture."""
        frame = (0.0, 0.0, float(value.size[0]), float(value.size[1]))
        x0, y0, x1, y1 = value.box
        rect = (float(x0), float(y0), float(x1), float(y1)) if value.coverage.size else NOWHERE
        sheet = value.coverage[..., None] if value.coverage.size else None
        return Prepared(Plane(MATTE, frame, sheet, rect, setting.photo, frame))

    def tell(self, value: Matte, prepared: Prepared, x: float, y: float) -> str:
        """The coverage there."""
        column, row = int(x // 1) - value.origin[0], int(y // 1) - value.origin[1]
        height, width = value.coverage.shape
        inside = 0 <= row < height and 0 <= column < width
        return f"covered {float(value.coverage[row, column]) if inside else 0.0:.3f}"
