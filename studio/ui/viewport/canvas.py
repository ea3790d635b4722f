"""The GL widget: shows what the looking holds, with lines drawn over it, and hands events to the pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QSurfaceFormat, QTabletEvent, QWheelEvent
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.turns import Turns
from studio.ui.viewport.looking import Looking
from studio.ui.viewport.options import Options
from studio.ui.viewport.overlay import draw_over, draw_value, value_key
from studio.ui.viewport.plane import EMPTY, Array
from studio.ui.viewport.pointer import Pointer
from studio.ui.viewport.screen import Screen, Window
from studio.ui.viewport.sheet import warm
from studio.ui.viewport.tool import Tool
from studio.ui.viewport.view import View


class Canvas(QOpenGLWidget):
    """The picture.

    Attributes:
        view: Where the picture lies in this widget.
        painted_at: When it was last painted, on the clock of ``perf_counter``.
    """

    failed = Signal(str)
    """GL does not work; why, in one line."""

    def __init__(self, looking: Looking, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = QSurfaceFormat(QSurfaceFormat.defaultFormat())
        wanted.setVersion(3, 3)
        wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
        wanted.setDepthBufferSize(24)
        self.setFormat(wanted)
        self.view = View(self, looking, options)
        self.painted_at = 0.0
        self._screen: Screen | None = None
        self._turns = Turns(self)
        self._drawing: QImage | None = None
        self._value: QImage | None = None
        self._value_key: tuple[object, ...] = ()
        self._pointer = Pointer(self.view)
        self._taken, self._told = False, ""
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    @property
    def tool(self) -> Tool | None:
        """What works inside the picture."""
        return self.view.tool

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

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        self.view.leave()
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
        wanted = None if self.view.tool is None else self.view.tool.cursor()
        self.setCursor(wanted if wanted is not None else Qt.CursorShape.ArrowCursor)

    def initializeGL(self) -> None:
        """A new GL context: whatever lived in the last one is gone."""
        self._screen = None
        try:
            import moderngl

            self._screen = Screen(open_here(moderngl))
            self._turns.begin(self._warm(self._screen), now=False)
        except Exception as error:  # moderngl raises bare Exception, ImportError and ValueError alike
            self.failed.emit(" ".join(str(error).split()) or type(error).__name__)

    def _warm(self, screen: Screen) -> Iterator[None]:
        """Do what the first picture would have to wait for."""
        steps = warm(screen.gl)
        while self._screen is screen:
            self.makeCurrent()
            done = next(steps, 0) == 0
            self.doneCurrent()
            if done:
                return
            yield

    def resizeGL(self, width: int, height: int) -> None:
        """The widget has another size."""
        self.view.follow()

    def paintGL(self) -> None:
        """Draw the picture, then the lines over it."""
        if self._screen is None:
            return
        density = self.devicePixelRatioF()
        window = Window(round(self.width() * density), round(self.height() * density), density)
        self._screen.begin(self.defaultFramebufferObject(), window)
        view, place = self.view, self.view.place()
        if view.turned():
            self._screen.draw_relief(window, place, view.plane(), view.options)
        else:
            dimmed = view.looking.sides[0].error is not None
            self._screen.draw(window, place, view.planes(), view.options, dimmed)
            if not self._screen.complete:
                QTimer.singleShot(0, self.update)
        shown = view.shown()
        mesh = None if shown is None else shown.painter.mesh(shown.prepared, view.options)
        # a mesh knows no wipe
        if mesh is not None and view.planes()[1].kind == EMPTY:
            self._screen.draw_mesh(window, place, mesh)
        self._screen.lay_over(self._lines(window))
        self.painted_at = perf_counter()

    def _lines(self, window: Window) -> Array:
        """Everything that is drawn with a painter, as (H, W, 4) premultiplied BGRA.

        Lines of the value are kept for as long as they are the same: a tool repaints with every move of the mouse.
        """
        key = window, value_key(self.view)
        if self._value is None or self._value_key != key:
            self._value = self._draw(self._sheet(self._value, window), draw_value)
            self._value_key = key
        drawing = self._sheet(self._drawing, window)
        drawn: Any = np.frombuffer(drawing.bits(), np.uint8)
        drawn[:] = np.frombuffer(self._value.constBits(), np.uint8)
        self._drawing = self._draw(drawing, draw_over)
        bits: Any = self._drawing.constBits()
        return np.frombuffer(bits, np.uint8).reshape(window.height, drawing.bytesPerLine() // 4, 4)

    def _sheet(self, last: QImage | None, window: Window) -> QImage:
        """A clear image of the widget's size."""
        if last is None or (last.width(), last.height()) != (window.width, window.height):
            last = QImage(window.width, window.height, QImage.Format.Format_ARGB32_Premultiplied)
        last.setDevicePixelRatio(window.density)
        last.fill(Qt.GlobalColor.transparent)
        return last

    def _draw(self, image: QImage, draw: Callable[[QPainter, View, QRectF], None]) -> QImage:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            draw(painter, self.view, QRectF(0, 0, self.width(), self.height()))
        except Exception as error:  # whatever a tool or a painter does, the window goes on
            self._tell(f"what lies over the picture cannot be drawn: {error}")
        finally:
            painter.end()
        return image

    def _tell(self, line: str) -> None:
        """Tell the artist, once, and not from inside the painting."""
        if line != self._told:
            self._told = line
            QTimer.singleShot(0, lambda: self.view.looking.session.said.emit("error", line))


def open_here(moderngl: Any) -> Any:
    """A moderngl context on the GL context that is current: GLX on X11, EGL on Wayland."""
    try:
        return moderngl.create_context(require=330)
    except Exception:  # moderngl raises bare Exception
        return moderngl.create_context(require=330, backend="egl")
