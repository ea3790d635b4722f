"""The viewport's own tool: drag a rectangle, and only that part of the picture is looked at, drawn and sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from studio.ui.viewport.guides import draw_region
from studio.ui.viewport.options import Options
from studio.ui.viewport.plane import Rect
from studio.ui.viewport.tool import Place, Tool, Touch

LEAST = 4.0
"""A rectangle narrower than this, in logical pixels, is a click, which ends the region."""


class RegionTool(Tool):
    """Drag a rectangle to look at that part alone; click to look at all again."""

    title, icon, tip = (
        "Region",
        "mdi6.selection-drag",
        "Drag a rectangle: only that part is computed and shown; click to see all",
    )

    def __init__(self, options: Options, frame: Callable[[], Rect]) -> None:
        self._options, self._frame = options, frame
        self._start = 0.0, 0.0
        self._drawn: Rect | None = None

    def press(self, touch: Touch, place: Place) -> bool:
        """One corner; all of the picture is seen until there is another."""
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        self._start, self._drawn = (touch.x, touch.y), None
        self._options.set(region=None)
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """The opposite corner, on whole pixels, inside the picture."""
        x0, y0, x1, y1 = self._frame()
        xs = sorted(round(min(max(x, x0), x1)) for x in (self._start[0], touch.x))
        ys = sorted(round(min(max(y, y0), y1)) for y in (self._start[1], touch.y))
        wide = (xs[1] - xs[0]) * place.zoom >= LEAST and (ys[1] - ys[0]) * place.zoom >= LEAST
        self._drawn = (xs[0], ys[0], xs[1], ys[1]) if wide else None
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """Done: from now on nothing else is computed."""
        self.drag(touch, place)
        self._options.set(region=self._drawn)
        self._drawn = None
        return True

    def leave(self) -> None:
        """A rectangle that is not finished is none."""
        self._drawn = None

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """The rectangle so far."""
        if self._drawn is not None:
            draw_region(painter, place, self._drawn)

    def cursor(self) -> Qt.CursorShape | None:
        """A cross."""
        return Qt.CursorShape.CrossCursor
