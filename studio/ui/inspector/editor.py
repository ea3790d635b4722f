"""What edits a knob's value: one widget for each kind of knob."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from studio.node.knob import Knob
from studio.ui.inspector.number import NumberField, Scale
from studio.ui.inspector.slider import Dial, Slider


class Editor(QWidget):
    """Shows a value and says what the artist makes of it.

    A change that is one step is ``changed`` alone; a drag is ``began``, many ``changed``, ``ended``.
    """

    began = Signal()
    changed = Signal(object)
    ended = Signal()
    typed = Signal(str)
    """A text that was typed, to be read as the knob reads it."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.knob = knob
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show a value; ``mixed`` says that several nodes differ. Each kind of editor has its own way."""

    def _listen(self, part: NumberField | Slider | Dial) -> None:
        part.began.connect(self.began)
        part.moved.connect(lambda number: self.changed.emit(number))
        part.ended.connect(self.ended)


class NumberEditor(Editor):
    """A slider or, for angles, a dial; and a field."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        scale = Scale(knob.range, knob.kind != "float")
        default = knob.default if isinstance(knob.default, int | float) else None
        self.dial = Dial(scale) if scale.unit == "°" else None
        self.slider = Slider(scale, default) if self.dial is None else None
        self.field = NumberField(scale)
        for part in (self.dial, self.slider, self.field):
            if part is not None:
                self._listen(part)
        if self.dial is not None:
            self.row.addWidget(self.dial)
            self.row.addWidget(self.field, 1)
        elif self.slider is not None:
            self.row.addWidget(self.slider, 1)
            self.row.addWidget(self.field)
            self.field.setFixedWidth(68)
        self.field.typed.connect(self.typed)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show a number."""
        shown = None if mixed or value is None else float(value)
        for part in (self.dial, self.slider, self.field):
            if part is not None:
                part.show_value(shown)


class BoolEditor(Editor):
    """A tick."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.tick = QCheckBox()
        self.tick.clicked.connect(lambda: self.changed.emit(self.tick.isChecked()))
        self.row.addWidget(self.tick)
        self.row.addStretch()

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show on, off, or neither."""
        from PySide6.QtCore import Qt

        self.tick.setTristate(mixed)
        states = Qt.CheckState
        self.tick.setCheckState(states.PartiallyChecked if mixed else states.Checked if value else states.Unchecked)


class QuietMenu(QComboBox):
    """A menu that the wheel scrolls past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The list around it scrolls."""
        event.ignore()


class ChoiceEditor(Editor):
    """A menu."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.menu = QuietMenu()
        for choice in knob.choices:
            self.menu.addItem(choice.replace("_", " "), choice)
        self.menu.activated.connect(lambda at: self.changed.emit(self.menu.itemData(at)))
        self.row.addWidget(self.menu, 1)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show which."""
        self.menu.setCurrentIndex(-1 if mixed else self.menu.findData(value))
        self.menu.setPlaceholderText("several")
