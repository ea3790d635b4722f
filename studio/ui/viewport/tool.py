"""What works inside the picture: a tool draws over it and takes the mouse before the viewport does."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter


@dataclass(frozen=True)
class Place:
    """Where the picture lies in the viewport.

    Attributes:
        origin: Where the source picture's (0, 0) lies, in logical pixels of the widget.
        zoom: Logical pixels of the widget for one pixel of the source picture.
    """

    origin: QPointF
    zoom: float

    def to_widget(self, x: float, y: float) -> QPointF:
        """A point of the source picture on the widget."""
        return QPointF(self.origin.x() + x * self.zoom, self.origin.y() + y * self.zoom)

    def to_picture(self, point: QPointF) -> tuple[float, float]:
        """A point of the widget in pixels of the source picture."""
        return (point.x() - self.origin.x()) / self.zoom, (point.y() - self.origin.y()) / self.zoom


@dataclass(frozen=True)
class Touch:
    """A press, move or release of the mouse or pen.

    Attributes:
        x, y: In pixels of the source picture.
        point: On the widget, in logical pixels.
        button: Which button; NoButton while hovering.
        keys: Modifier keys.
        pressure: Of a pen in 0..1; 1 for a mouse.
    """

    x: float
    y: float
    point: QPointF
    button: Qt.MouseButton
    keys: Qt.KeyboardModifier
    pressure: float = 1.0


class Tool:
    """Something to work with inside the picture. The methods that take a touch say whether they used it."""

    title: str = ""
    icon: str = ""
    shortcut: str = ""
    tip: str = ""
    takes_alt: bool = False
    """Whether a press with Alt is offered to the tool before it pans the picture."""

    def enter(self) -> None:
        """It was taken up."""

    def leave(self) -> None:
        """Another tool was taken up."""

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw over the picture; ``area`` is the widget's."""

    def press(self, touch: Touch, place: Place) -> bool:
        """A button went down."""
        return False

    def drag(self, touch: Touch, place: Place) -> bool:
        """The mouse moved with the button down that the tool took."""
        return False

    def release(self, touch: Touch, place: Place) -> bool:
        """That button went up."""
        return False

    def hover(self, touch: Touch, place: Place) -> bool:
        """The mouse moved with no button down."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """A key went down."""
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """The mouse pointer, None for the viewport's own."""
        return None
