"""A camera: the horizon, and the ground as a grid of metres."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from studio.media.camera import Camera
from studio.ui.viewport.guides import box_of
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import caption, stroke
from studio.ui.viewport.tool import Place

AHEAD = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100)
"""Metres at which a line crosses the ground."""
NAMED = (1, 2, 3, 5, 10, 20, 50, 100)
ASIDE = 12


class CameraPainter(Painter):
    """Shows a :class:`~studio.media.camera.Camera`."""

    instant = True

    def prepare(self, value: Camera, setting: Setting) -> Prepared:
        """The photo under it."""
        return Prepared(over_photo(setting, 0.7, value.size), value)

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Grid, horizon, and what is known in words."""
        camera: Camera = prepared.drawing
        box = box_of(prepared.plane.frame, place)
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        _grid(painter, place, camera)
        horizon = QPainterPath(_at(place, camera, 0.0))
        horizon.lineTo(_at(place, camera, float(camera.size[0])))
        stroke(painter, horizon, QColor("#ffd166"), 1.8)
        painter.restore()
        end = _at(place, camera, 0.0)
        caption(
            painter,
            QPointF(box.left() + 10, min(max(end.y() - 7, box.top() + 16), box.bottom() - 8)),
            "horizon",
            "#ffd166",
        )
        across = 2 * math.degrees(math.atan(camera.size[0] / 2 / camera.focal))
        facts = (
            f"focal {camera.focal:.0f} px   {across:.0f}° across   {camera.height:.2f} m above the ground",
            f"roll {math.degrees(camera.roll):+.1f}°   {camera.sure:.0%} sure   {camera.evidence}",
        )
        for k, line in enumerate(facts):
            caption(painter, QPointF(max(box.left(), area.left()) + 10, max(box.top(), area.top()) + 20 + 17 * k), line)

    def tell(self, value: Camera, prepared: Prepared, x: float, y: float) -> str:
        """How far the ground is there."""
        far = value.ground_distance(x, y)
        return f"ground {far:.2f} m away" if math.isfinite(far) else "above the horizon"


def _ground(camera: Camera, aside: float, ahead: float) -> tuple[float, float]:
    """Where a point of the ground is seen, in source pixels."""
    x = camera.size[0] / 2 + camera.focal * aside / ahead
    y = camera.horizon + camera.roll * (x - camera.size[0] / 2) + camera.focal * camera.height / ahead
    return x, y


def _grid(painter: QPainter, place: Place, camera: Camera) -> None:
    path = QPainterPath()
    for ahead in AHEAD:
        reach = max(ASIDE, camera.size[0] * ahead / camera.focal)
        path.moveTo(place.to_widget(*_ground(camera, -reach, ahead)))
        path.lineTo(place.to_widget(*_ground(camera, reach, ahead)))
    for aside in range(-ASIDE, ASIDE + 1):
        path.moveTo(place.to_widget(*_ground(camera, aside, 0.4)))
        path.lineTo(place.to_widget(*_ground(camera, aside, AHEAD[-1])))
    stroke(painter, path, QColor(120, 220, 255, 200), 1.0)
    for ahead in NAMED:
        caption(painter, place.to_widget(*_ground(camera, 0, ahead)) + QPointF(5, -4), f"{ahead} m", "#bfeaff", 10.5)


def _at(place: Place, camera: Camera, x: float) -> QPointF:
    return place.to_widget(x, camera.horizon + camera.roll * (x - camera.size[0] / 2))
