"""The GL widget: shows what the looking holds, with tools, guides and messages drawn over it."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.viewport.framing import Framing
from studio.ui.viewport.looking import Looking, Shown
from studio.ui.viewport.messages import draw_message, draw_progress
from studio.ui.viewport.options import Options
from studio.ui.viewport.plane import EMPTY, Array, Plane
from studio.ui.viewport.screen import NOTHING, Screen, Window
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

    def area(self) -> QRectF:
        """Where the first picture is fitted: the widget, or its left half."""
        halved = self.options.comparison == "side by side" and self.plane(True).kind != EMPTY
        return QRectF(0, 0, self.width() / 2 if halved else self.width(), self.height())

    def place(self) -> Place:
        """Where the source picture lies in the widget."""
        return self.framing.place(self.devicePixelRatioF())

    def fit(self) -> None:
        """Show the whole picture, or the whole region that is looked at."""
        plane = self.plane()
        frame = self.options.region or plane.frame
        if frame[2] > frame[0]:
            self.framing.fit(frame, self.area())
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

    def _framed(self) -> None:
        self.framed.emit()
        self.update()

    def _changed(self) -> None:
        if self.framing.fitted:
            self.fit()
        self.update()

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
        planes = self.plane(), self.plane(True) if self.looking.comparing else NOTHING
        self._screen.draw(window, self.place(), planes, self.options, self.looking.sides[0].error is not None)
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
        return np.frombuffer(bits, np.uint8).reshape(window.height, image.bytesPerLine() // 4, 4).copy()

    def draw_over(self, painter: QPainter) -> None:
        """Lines of what is shown, guides, the tool and messages."""
        place, area = self.place(), QRectF(0, 0, self.width(), self.height())
        shown, side = self.shown(), self.looking.sides[0]
        if shown is not None and side.error is None:
            shown.painter.paint(painter, place, shown.prepared, self.options, area)
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
