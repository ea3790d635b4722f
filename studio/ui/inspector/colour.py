"""Colours: linear light inside, a swatch and a picker as the eye sees them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QColorDialog, QWidget

from studio.media.image import linear_to_srgb, srgb_to_linear
from studio.node.knob import Knob
from studio.ui.inspector.editor import Editor
from studio.ui.inspector.number import NumberField, Scale
from studio.ui.theme import ACCENT, LINE


def shown_colour(linear: tuple[float, ...]) -> QColor:
    """A linear colour as a screen shows it."""
    red, green, blue = (float(part) for part in linear_to_srgb(list(linear[:3])))  # type: ignore[arg-type]
    alpha = min(max(linear[3], 0.0), 1.0) if len(linear) > 3 else 1.0
    return QColor.fromRgbF(red, green, blue, alpha)


def linear_colour(colour: QColor, size: int) -> tuple[float, ...]:
    """A colour of the screen in linear light, with straight alpha."""
    encoded = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [round(float(part), 5) for part in srgb_to_linear(encoded)]  # type: ignore[arg-type]
    return (*linear, round(colour.alphaF(), 5))[:size]


class Swatch(QWidget):
    """A patch of colour over a checkerboard."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(34, 22)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Pick a colour")
        self._colour: QColor | None = QColor("black")

    def show_colour(self, colour: QColor | None) -> None:
        """Show a colour, or that there are several."""
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(area, QColor("#666666"))
        painter.fillRect(area, Qt.BrushStyle.Dense4Pattern)
        if self._colour is not None:
            painter.fillRect(area, self._colour)
        painter.setPen(QPen(QColor(ACCENT if self.hasFocus() else LINE), 1))
        painter.drawRoundedRect(area, 2, 2)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        self.clicked.emit()


class ColourEditor(Editor):
    """A swatch that opens a picker, and the linear numbers."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self._value: tuple[float, ...] = (0.0,) * knob.size
        self.row.setSpacing(3)
        self.swatch = Swatch()
        self.swatch.clicked.connect(self.pick)
        self.row.addWidget(self.swatch)
        scale = Scale(knob.range, whole=False)
        self.fields = [NumberField(scale) for _ in range(knob.size)]
        for part, field in enumerate(self.fields):
            field.setMinimumWidth(36)
            field.setToolTip(f"{('Red', 'Green', 'Blue', 'Alpha')[part]}, linear light")
            field.began.connect(self.began)
            field.moved.connect(lambda number, part=part: self._set(part, number))
            field.ended.connect(self.ended)
            field.typed.connect(lambda text, part=part: self._typed(part, text))
            self.row.addWidget(field, 1)
        self.dialog: QColorDialog | None = None

    def _set(self, part: int, number: float) -> None:
        self.changed.emit((*self._value[:part], number, *self._value[part + 1 :]))

    def _typed(self, part: int, text: str) -> None:
        try:
            self._set(part, float(text))
        except ValueError:
            self.typed.emit(text)

    def pick(self) -> None:
        """Open the picker; all that is tried in it is one step, none where it is cancelled."""
        dialog = QColorDialog(shown_colour(self._value), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel, self.knob.size == 4)
        before, size = self._value, self.knob.size
        self.began.emit()
        dialog.currentColorChanged.connect(lambda colour: self.changed.emit(linear_colour(colour, size)))
        dialog.rejected.connect(lambda: self.changed.emit(before))
        dialog.finished.connect(lambda _: self.ended.emit())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the colour."""
        if value is not None:
            self._value = tuple(value)
        self.swatch.show_colour(None if mixed else shown_colour(self._value))
        for field, number in zip(self.fields, self._value, strict=True):
            field.show_value(None if mixed else number)
