"""The GL widget: shows what the looking holds, with tools, guides and messages drawn over it."""

from __future__ import annotations

import math
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QSurfaceFormat,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.viewport.framing import Framing
from studio.ui.viewport.guides import HANDLE, draw_guides, draw_region, draw_wipe, half_plane, wipe_direction
from studio.ui.viewport.looking import Looking, Shown
from studio.ui.viewport.messages import draw_message, draw_progress
from studio.ui.viewport.options import Options
from studio.ui.viewport.plane import EMPTY, NOTHING, Array, Plane, Rect
from studio.ui.viewport.pointer import Drag, Pointer
from studio.ui.viewport.screen import Screen, Window, wipe_line
from studio.ui.viewport.tool import Place, Tool


class Canvas(QOpenGLWidget):
    """The picture.

    Attributes:
        framing: Zoom and shift.
        tool: What works inside the picture.
        painted_at: When the last picture was painted, on the clock of ``perf_counter``.
    """

    failed = Signal(str)
    """GL does not work; why, in one line."""
    framed = Signal()
    """Zoom or shift changed."""
    probed = Signal(object, object)
    """The mouse is over a point, as (x, y) in source pixels; and where a rectangle to average began, or None."""

    def __init__(self, looking: Looking, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = QSurfaceFormat(QSurfaceFormat.defaultFormat())
        wanted.setVersion(3, 3)
        wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
        wanted.setDepthBufferSize(24)
        self.setFormat(wanted)
        self.looking, self.options = looking, options
        self.framing = Framing()
        self.tool: Tool | None = None
        self.painted_at = 0.0
        self._screen: Screen | None = None
        self._drawing: QImage | None = None
        self._pointer = Pointer(self)
        self._sample: Rect | None = None
        self._taken = False
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        looking.changed.connect(self._changed)
        options.changed.connect(self._changed)

    # -- what is shown

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
        return QRectF(0, 0, self.width() / 2 if self.halved() else self.width(), self.height())

    def place(self) -> Place:
        """Where the source picture lies in the widget."""
        return self.framing.place(self.devicePixelRatioF())

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
        wanted = percent / 100 / self.devicePixelRatioF()
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

    # -- what the pointer moves

    def fold(self, point: QPointF) -> QPointF:
        """A point of the right picture, side by side, as one of the left."""
        half = self.width() / 2
        return point - QPointF(half, 0) if self.halved() and point.x() >= half else point

    def grip(self, point: QPointF) -> Drag:
        """What of the viewport's own lies under a point: the relief, or the wipe's handles."""
        if self.turned():
            return Drag.ORBIT
        if self.options.comparison != "wipe" or self.planes()[1].kind == EMPTY:
            return Drag.NOTHING
        middle = self._wipe_middle()
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
            away = point - self._wipe_middle()
            self.options.set(angle=math.degrees(math.atan2(away.x(), -away.y())))

    def probe(self, point: QPointF, start: QPointF | None) -> None:
        """Tell what lies under a point."""
        place = self.place()
        last = place.to_picture(self.fold(point))
        first = None if start is None else place.to_picture(self.fold(start))
        sample = None if first is None else (*first, *last)
        if sample != self._sample:
            self._sample = sample
            self.update()
        self.probed.emit(last, first)

    def right(self, point: QPointF) -> bool:
        """Whether the second picture is seen at a point of the widget."""
        if self.planes()[1].kind == EMPTY:
            return False
        if self.halved():
            return point.x() >= self.width() / 2
        x, y, across, down = wipe_line(self.options, self.plane())
        at = self.place().to_picture(point)
        return self.options.comparison == "wipe" and (at[0] - x) * across + (at[1] - y) * down > 0

    def _wipe_middle(self) -> QPointF:
        x, y, _, _ = wipe_line(self.options, self.plane())
        return self.place().to_widget(x, y)

    def _framed(self) -> None:
        self.framed.emit()
        self.update()

    def _changed(self) -> None:
        framing = self.framing
        before = framing.x, framing.y, framing.zoom
        if framing.fitted and self.plane().frame[2] > self.plane().frame[0]:
            framing.fit(self.plane().frame, self.area())
        if before != (framing.x, framing.y, framing.zoom):
            self.framed.emit()
        self.update()

    # -- events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A button went down."""
        self._used(self._pointer.mouse(event), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A button went down again."""
        self._used(self._pointer.mouse(event), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        self._used(self._pointer.mouse(event), event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button went up."""
        self._used(self._pointer.mouse(event), event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The pen: what is used here does not come as a mouse again."""
        self._used(self._pointer.tablet(event), event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        self._pointer.wheel(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is held any more."""
        self._pointer.cancel()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        self.probed.emit(None, None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """The tool gets keys before shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._taken = self._pointer.key(event)
            if self._taken:
                event.accept()
                self.update()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that the tool has not had already."""
        if self._taken:
            self._taken = False
        else:
            super().keyPressEvent(event)

    def _used(self, used: bool, event: QMouseEvent | QTabletEvent) -> None:
        event.setAccepted(used or event.type() != QEvent.Type.TabletMove)
        if used:
            self.update()
        self.refresh_cursor()

    def refresh_cursor(self) -> None:
        """Show the pointer that the tool wants."""
        wanted = None if self.tool is None else self.tool.cursor()
        self.setCursor(wanted if wanted is not None else Qt.CursorShape.ArrowCursor)

    # -- GL

    def initializeGL(self) -> None:
        """A new GL context: whatever lived in the last one is gone."""
        self._screen = None
        try:
            import moderngl

            self._screen = Screen(open_here(moderngl))
        except Exception as error:  # moderngl raises bare Exception, ImportError and ValueError alike
            self.failed.emit(" ".join(str(error).split()) or type(error).__name__)

    def resizeGL(self, width: int, height: int) -> None:
        """The widget has another size."""
        if self.framing.fitted:
            self.fit()

    def paintGL(self) -> None:
        """Draw the picture, then the lines over it."""
        if self._screen is None:
            return
        density = self.devicePixelRatioF()
        window = Window(round(self.width() * density), round(self.height() * density), density)
        self._screen.begin(self.defaultFramebufferObject(), window)
        if self.turned():
            self._screen.draw_relief(window, self.place(), self.plane(), self.options)
        else:
            dimmed = self.looking.sides[0].error is not None
            self._screen.draw(window, self.place(), self.planes(), self.options, dimmed)
            if not self._screen.complete:
                QTimer.singleShot(0, self.update)
        shown = self.shown()
        mesh = None if shown is None else shown.painter.mesh(shown.prepared, self.options)
        if mesh is not None:
            self._screen.draw_mesh(window, self.place(), mesh)
        self._screen.lay_over(self._lines(window))
        self.painted_at = perf_counter()

    def _lines(self, window: Window) -> Array:
        """Everything that is drawn with a painter, as (H, W, 4) premultiplied BGRA."""
        image = self._drawing
        if image is None or (image.width(), image.height()) != (window.width, window.height):
            image = QImage(window.width, window.height, QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(window.density)
            self._drawing = image
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_over(painter)
        painter.end()
        bits: Any = image.constBits()
        return np.frombuffer(bits, np.uint8).reshape(window.height, image.bytesPerLine() // 4, 4)

    def draw_over(self, painter: QPainter) -> None:
        """Lines of what is shown, guides, the tool and messages."""
        place, area = self.place(), QRectF(0, 0, self.width(), self.height())
        shown, side = self.shown(), self.looking.sides[0]
        if shown is not None and side.error is None:
            painter.save()
            self._clip(painter, second=False)
            shown.painter.paint(painter, place, shown.prepared, self.options, self.area())
            painter.restore()
            self._paint_second(painter, place, area)
            if not self.turned():
                draw_guides(painter, place, shown.prepared.plane.frame, self.options)
        if self.options.region is not None:
            draw_region(painter, place, self.options.region)
        if self._sample is not None:
            draw_region(painter, place, self._sample)
        if self.tool is not None:
            painter.save()
            self.tool.paint(painter, place, area)
            painter.restore()
        if side.error is not None:
            draw_message(painter, area, side.error.error, self._blame(side.error.node))
        elif self.looking.session.view() is None:
            draw_message(painter, area, "Nothing is shown yet", EMPTY_STATE)
        if self.looking.busy is not None:
            draw_progress(painter, area, *self.looking.busy)

    def _paint_second(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Lines of what is compared: beside it, or under the wipe's line."""
        second = self.shown(True)
        if second is None or self.planes()[1].kind == EMPTY:
            return
        painter.save()
        if self.halved():
            painter.translate(self.width() / 2, 0)
        if self.options.comparison != "difference":
            self._clip(painter, second=True)
            second.painter.paint(painter, place, second.prepared, self.options, self.area())
        painter.restore()
        if self.options.comparison == "wipe":
            draw_wipe(painter, self._wipe_middle(), self.options.angle, area)

    def _clip(self, painter: QPainter, second: bool) -> None:
        """Draw only where one of two compared pictures is seen."""
        if self.planes()[1].kind == EMPTY:
            return
        if self.halved():
            painter.setClipRect(self.area())
        elif self.options.comparison == "wipe":
            painter.setClipPath(
                half_plane(self._wipe_middle(), self.options.angle, second, self.width() + self.height())
            )

    def _blame(self, node: str) -> str:
        found = self.looking.session.graph.nodes.get(node)
        if found is None:
            return "Press Ctrl+R to try again."
        return f"It failed in “{found.title or found.type.replace('_', ' ')}”. Mend it there, or press Ctrl+R."


EMPTY_STATE = "Select a node in the graph and press 1, or drop a photo on the window."


def open_here(moderngl: Any) -> Any:
    """A moderngl context on the GL context that is current: GLX on X11, EGL on Wayland."""
    try:
        return moderngl.create_context(require=330)
    except Exception:  # moderngl raises bare Exception
        return moderngl.create_context(require=330, backend="egl")
