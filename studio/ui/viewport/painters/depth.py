"""Depth: false colours with a scale in metres; as a relief where that is chosen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from studio.media.depth import Depth
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, entry
from studio.ui.viewport.pencil import caption
from studio.ui.viewport.plane import DEPTH, Array, Plane
from studio.ui.viewport.ramps import turbo
from studio.ui.viewport.relief import relief_of
from studio.ui.viewport.tool import Place

TICKS = (0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100, 200, 500)


class DepthPainter(Painter):
    """Shows a :class:`~studio.media.depth.Depth`. Red is near; colours go by 1 / distance, as eyes judge it."""

    needs = ("Camera",)
    choices = ("relief",)

    def prepare(self, value: Depth, setting: Setting) -> Prepared:
        """The metres' own array, and what is nearest and farthest."""
        metres = np.asarray(value.metres, np.float32)
        rect = setting.rect(metres.shape[1], metres.shape[0])
        photo = setting.photo
        size = setting.size() or (0, 0)
        photo_rect = (0.0, 0.0, float(size[0]), float(size[1]))
        span = span_of(metres)
        camera = setting.beside.get("Camera")
        focal = 1.2 * max(rect[2] - rect[0], rect[3] - rect[1]) if camera is None else float(camera.focal)
        relief = relief_of(metres, rect, (span[0], min(span[1], 8 * span[0])), focal)
        return Prepared(Plane(DEPTH, rect, metres[..., None], rect, photo, photo_rect, 1.0, span, relief=relief))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """The scale at the right edge."""
        draw_scale(painter, prepared.plane.span, area)

    def tell(self, value: Depth, prepared: Prepared, x: float, y: float) -> str:
        """Metres there."""
        at = entry(value.metres, prepared.plane.rect, x, y)
        if at is None:
            return ""
        metres = float(value.metres[at])
        return f"{metres:.2f} m" if np.isfinite(metres) else "infinitely far"


def span_of(metres: Array) -> tuple[float, float]:
    """Nearest and farthest metres, without the outermost hundredth."""
    known = metres[::4, ::4]
    known = known[np.isfinite(known)]
    if not known.size:
        return 1.0, 2.0
    near, far = (float(np.percentile(known, share)) for share in (0.5, 99))
    return max(near, 0.01), max(far, near * 1.05 + 0.01)


def draw_scale(painter: QPainter, span: tuple[float, float], area: QRectF) -> None:
    """A ramp with metres beside it, nearest on top."""
    height = min(260.0, area.height() - 60)
    if height < 60:
        return
    box = QRectF(area.right() - 66, area.center().y() - height / 2, 14, height)
    ramp = np.ascontiguousarray(np.rint(turbo()[::-1] * 255).astype(np.uint8)[:, None])
    strip = QImage(ramp.tobytes(), 1, 256, 3, QImage.Format.Format_RGB888)
    painter.setPen(QPen(QColor(10, 11, 13, 190), 1))
    painter.setBrush(QColor(20, 21, 24, 165))
    painter.drawRoundedRect(box.adjusted(-9, -14, 52, 14), 6, 6)
    painter.drawImage(box, strip)
    near, far = 1 / span[0], 1 / span[1]
    last = -100.0
    for metres in (span[0], *(tick for tick in TICKS if span[0] < tick < span[1]), span[1]):
        y = box.top() + height * (near - 1 / metres) / (near - far)
        if y - last < 15 or (metres != span[1] and box.bottom() - y < 15):
            continue
        last = y
        painter.setPen(QPen(QColor("#e8eaee"), 1))
        painter.drawLine(QPointF(box.right() + 1, y), QPointF(box.right() + 5, y))
        caption(painter, QPointF(box.right() + 9, y + 4), f"{metres:.3g} m", size=10.5)
