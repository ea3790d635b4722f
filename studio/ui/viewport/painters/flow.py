"""Flow: the colour wheel of Middlebury, with arrows."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from studio.media.flow import Flow
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, entry
from studio.ui.viewport.pencil import caption, stroke
from studio.ui.viewport.plane import FLOW, Array, Plane
from studio.ui.viewport.ramps import wheel
from studio.ui.viewport.tool import Place

STEP = 22.0
"""Logical pixels from one arrow to the next."""


class FlowPainter(Painter):
    """Shows a :class:`~studio.media.flow.Flow`: the hue says where to, the strength how far; the photo stands still."""

    choices = ("arrows",)

    def prepare(self, value: Flow, setting: Setting) -> Prepared:
        """The flow's own array, and the longest way in it."""
        pixels = np.asarray(value.pixels, np.float32)
        rect = setting.rect(pixels.shape[1], pixels.shape[0])
        far = np.linalg.norm(pixels[::2, ::2], axis=2)
        moving = far[far > 0.01]
        most = float(np.percentile(moving, 99)) if moving.size else 1.0
        size = setting.size() or (0, 0)
        photo_rect = (0.0, 0.0, float(size[0]), float(size[1]))
        span = 0.0, max(most, 0.25)
        return Prepared(Plane(FLOW, rect, pixels, rect, setting.photo, photo_rect, 0.14, span))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Arrows on a grid of the widget, and the wheel."""
        if options.arrows:
            _arrows(painter, place, prepared.plane, area)
        box = QRectF(area.right() - 92, area.bottom() - 92, 72, 72)
        painter.drawImage(box, _disc())
        caption(painter, QPointF(box.left() + 6, box.bottom() + 13), f"{prepared.plane.span[1]:.3g} px", size=10.5)

    def tell(self, value: Flow, prepared: Prepared, x: float, y: float) -> str:
        """Pixels moved there."""
        at = entry(value.pixels, prepared.plane.rect, x, y)
        if at is None:
            return ""
        dx, dy = (float(part) for part in value.pixels[at])
        return f"{dx:+.2f} {dy:+.2f} px   {float(np.hypot(dx, dy)):.2f} px"


def _arrows(painter: QPainter, place: Place, plane: Plane, area: QRectF) -> None:
    sheet = plane.sheet
    if sheet is None:
        return
    longest = STEP * 0.9 / plane.span[1]
    path = QPainterPath()
    for v in np.arange(area.top() + STEP / 2, area.bottom(), STEP):
        for u in np.arange(area.left() + STEP / 2, area.right(), STEP):
            at = entry(sheet, plane.rect, *place.to_picture(QPointF(u, v)))
            if at is not None:
                _arrow(path, QPointF(u, v), sheet[at] * longest)
    stroke(painter, path, QColor(255, 255, 255, 235), 1.1)


def _arrow(path: QPainterPath, at: QPointF, moved: Array) -> None:
    length = float(np.hypot(*moved))
    if length < 1.5:
        return
    along = QPointF(float(moved[0]), float(moved[1])) * min(1.0, STEP * 1.4 / length)
    tip, back = at + along, along / max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1e-6) * 4
    across = QPointF(-back.y(), back.x()) * 0.55
    path.moveTo(at)
    path.lineTo(tip)
    path.moveTo(tip - back + across)
    path.lineTo(tip)
    path.lineTo(tip - back - across)


@lru_cache(maxsize=1)
def _disc() -> QImage:
    """The wheel itself."""
    size = 144
    y, x = np.mgrid[0:size, 0:size] / (size / 2) - 1 + 1 / size
    far = np.hypot(x, y)
    hue = wheel()[(np.arctan2(y, x) / (2 * np.pi) * 256).astype(int) % 256]
    cover = np.clip((1 - far) * size / 2 + 0.5, 0, 1)
    colour = 1 - far[..., None].clip(0, 1) * (1 - hue)
    bgra = np.dstack([colour[..., ::-1] * cover[..., None], cover])
    pixels = np.ascontiguousarray(np.rint(bgra * 255).astype(np.uint8))
    return QImage(pixels.tobytes(), size, size, size * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
