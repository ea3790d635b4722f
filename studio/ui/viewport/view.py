"""Where the picture lies and what of the viewport's own can be taken hold of: everything but GL and lines."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.viewport.framing import Framing
from studio.ui.viewport.guides import HANDLE, wipe_direction
from studio.ui.viewport.looking import Looking, Shown
from studio.ui.viewport.options import Options
from studio.ui.viewport.plane import EMPTY, NOTHING, Plane, Rect
from studio.ui.viewport.pointer import Drag
from studio.ui.viewport.screen import wipe_line
from studio.ui.viewport.tool import Place, Tool


class View(QObject):
    """The picture in its widget.

    Attributes:
        looking, options: What is shown, and how.
        framing: Zoom and shift.
        tool: What works inside the picture, None for nothing.
        sample: (x0, y0, x1, y1) in source pixels that the probe averages, None for none.
    """

    framed = Signal()
    """Zoom or shift changed."""
    probed = Signal(object, object, object)
    """The mouse is over a point of a :class:`~studio.ui.viewport.looking.Shown`, as (x, y) in source pixels; and where
    a rectangle to average began, or None. All None: it is elsewhere."""

    def __init__(self, widget: QWidget, looking: Looking, options: Options) -> None:
        super().__init__(widget)
        self._widget, self.looking, self.options = widget, looking, options
        self.framing = Framing()
        self.tool: Tool | None = None
        self.sample: Rect | None = None
        self._probed: tuple[QPointF, QPointF | None] | None = None
        self._frame: tuple[str, Rect] = ("", (0.0, 0.0, 0.0, 0.0))
        looking.changed.connect(self.follow)
        options.changed.connect(self.follow)

    def shown(self, second: bool = False) -> Shown | None:
        """What is on the screen, or what it is compared with."""
        return self.looking.sides[1 if second else 0].shown

    def plane(self, second: bool = False) -> Plane:
        """What the GPU shows of it."""
        shown = self.shown(second)
        return NOTHING if shown is None else shown.prepared.plane

    def planes(self) -> tuple[Plane, Plane]:
        """What the GPU shows: the picture, and what it is compared with."""
        return self.plane(), self.plane(True) if self.looking.comparing else NOTHING

    def halved(self) -> bool:
        """Whether two pictures are shown side by side."""
        return self.options.comparison == "side by side" and self.planes()[1].kind != EMPTY

    def turned(self) -> bool:
        """Whether a relief is shown."""
        return self.options.relief and self.plane().relief is not None and self.looking.sides[0].error is None

    def area(self) -> QRectF:
        """Where the first picture is fitted: the widget, or its left half."""
        return QRectF(0, 0, self._widget.width() / (2 if self.halved() else 1), self._widget.height())

    def place(self) -> Place:
        """Where the source picture lies in the widget."""
        return self.framing.place(self._widget.devicePixelRatioF())

    def fit(self) -> None:
        """Show the whole picture."""
        frame = self.plane().frame
        if frame[2] > frame[0]:
            self.framing.fit(frame, self.area())
            self._framed()

    def fit_region(self) -> None:
        """Show as much as there is room for of the region that is looked at."""
        if self.options.region is not None:
            self.framing.fit(self.options.region, self.area())
            self.framing.fitted = False
            self._framed()

    def zoom_to(self, percent: float) -> None:
        """Show a pixel of the source as so many hundredths of one of the screen."""
        wanted = percent / 100 / self._widget.devicePixelRatioF()
        self.framing.zoom_about(self.area().center(), wanted / self.framing.zoom)
        self._framed()

    def zoom_about(self, point: QPointF, factor: float) -> None:
        """Zoom so that what lies under a point stays there."""
        self.framing.zoom_about(point, factor)
        self._framed()

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture."""
        self.framing.pan(dx, dy)
        self._framed()

    def fold(self, point: QPointF) -> QPointF:
        """A point of the right picture, side by side, as one of the left."""
        half = self._widget.width() / 2
        return point - QPointF(half, 0) if self.halved() and point.x() >= half else point

    def grip(self, point: QPointF) -> Drag:
        """What of the viewport's own lies under a point: the relief, or the wipe's handles."""
        if self.turned():
            return Drag.ORBIT
        if self.options.comparison != "wipe" or self.planes()[1].kind == EMPTY:
            return Drag.NOTHING
        middle = self.wipe_middle()
        ends = (middle, Drag.WIPE), (middle + wipe_direction(self.options.angle) * HANDLE, Drag.TURN)
        return next((drag for end, drag in ends if (end - point).manhattanLength() < 14), Drag.NOTHING)

    def pull(self, drag: Drag, point: QPointF, moved: QPointF) -> None:
        """Move or turn the wipe's line, or turn the relief."""
        if drag is Drag.ORBIT:
            pitch = min(max(self.options.pitch - moved.y() / 3, -85.0), 85.0)
            self.options.set(yaw=self.options.yaw - moved.x() / 3, pitch=pitch)
        if drag is Drag.WIPE:
            self.options.set(wipe=self.place().to_picture(point))
        elif drag is Drag.TURN:
            away = point - self.wipe_middle()
            self.options.set(angle=math.degrees(math.atan2(away.x(), -away.y())))

    def probe(self, point: QPointF, start: QPointF | None) -> None:
        """Tell what lies under a point, now and whenever something else is shown there."""
        self._probed = point, start
        place = self.place()
        last = place.to_picture(self.fold(point))
        first = None if start is None else place.to_picture(self.fold(start))
        sample = None if first is None else (*first, *last)
        if sample != self.sample:
            self.sample = sample
            self._widget.update()
        self.probed.emit(self.shown(self.right(point)), last, first)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._probed = None
        self.probed.emit(None, None, None)

    def right(self, point: QPointF) -> bool:
        """Whether the second picture is seen at a point of the widget."""
        if self.planes()[1].kind == EMPTY:
            return False
        if self.halved():
            return point.x() >= self._widget.width() / 2
        x, y, across, down = wipe_line(self.options, self.plane())
        at = self.place().to_picture(point)
        return self.options.comparison == "wipe" and (at[0] - x) * across + (at[1] - y) * down > 0

    def wipe_middle(self) -> QPointF:
        """Where the wipe's line is held, on the widget."""
        x, y, _, _ = wipe_line(self.options, self.plane())
        return self.place().to_widget(x, y)

    def _keep_still(self) -> None:
        """A camera that moves over the picture does not move the film over the screen."""
        shown, (node, before) = self.shown(), self._frame
        self._frame = (shown.answer.look.node if shown is not None else ""), self.plane().frame
        same = self._frame[0] == node != "" and before[2] > before[0] and self._frame[1][2] > self._frame[1][0]
        if same and self._frame[1] != before and not self.framing.fitted:
            self.framing.follow(before, self._frame[1])

    def _framed(self) -> None:
        self.framed.emit()
        self._widget.update()

    def follow(self) -> None:
        """Something else is shown, or the widget has another size: stay fitted."""
        framing = self.framing
        before = framing.x, framing.y, framing.zoom
        if framing.fitted and self.plane().frame[2] > self.plane().frame[0]:
            framing.fit(self.plane().frame, self.area())
        self._keep_still()
        if before != (framing.x, framing.y, framing.zoom):
            self.framed.emit()
        if self._probed is not None:
            self.probe(*self._probed)
        self._widget.update()
