"""Where the picture lies in the widget: zoom and shift, by arithmetic alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from studio.ui.viewport.tool import Place

LEAST, MOST = 1 / 64, 256.0
"""Limits of the zoom, in logical pixels for one of the source."""

Rect = tuple[float, float, float, float]


@dataclass
class Framing:
    """Zoom and shift of the picture.

    Attributes:
        x, y: Where the source picture's (0, 0) lies, in logical pixels of the widget.
        zoom: Logical pixels for one pixel of the source picture.
        fitted: It follows the size of the widget, until somebody zooms or pans.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    fitted: bool = True

    def fit(self, rect: Rect, area: QRectF, margin: float = 14.0) -> None:
        """Show a whole rectangle (x0, y0, x1, y1) of the source, in the middle of an area of the widget."""
        width, height = max(rect[2] - rect[0], 1e-6), max(rect[3] - rect[1], 1e-6)
        across, down = (max(side - 2 * margin, side / 2) for side in (area.width(), area.height()))
        self.zoom = min(max(min(across / width, down / height), LEAST), MOST)
        self.x = area.center().x() - self.zoom * (rect[0] + rect[2]) / 2
        self.y = area.center().y() - self.zoom * (rect[1] + rect[3]) / 2
        self.fitted = True

    def zoom_about(self, point: QPointF, factor: float) -> None:
        """Zoom so that what lies under ``point`` stays there."""
        zoom = min(max(self.zoom * factor, LEAST), MOST)
        factor = zoom / self.zoom
        self.x = point.x() + (self.x - point.x()) * factor
        self.y = point.y() + (self.y - point.y()) * factor
        self.zoom, self.fitted = zoom, False

    def pan(self, dx: float, dy: float) -> None:
        """Shift by logical pixels of the widget."""
        self.x, self.y, self.fitted = self.x + dx, self.y + dy, False

    def follow(self, before: Rect, now: Rect) -> None:
        """Show one rectangle of the source where another was."""
        zoom = self.zoom * (before[2] - before[0]) / (now[2] - now[0])
        self.x += before[0] * self.zoom - now[0] * zoom
        self.y += before[1] * self.zoom - now[1] * zoom
        self.zoom = zoom

    def place(self, density: float) -> Place:
        """Where the picture lies, on whole pixels of the screen so that it is sharp at 100% and above."""
        x, y = round(self.x * density) / density, round(self.y * density) / density
        return Place(QPointF(x, y), self.zoom)
