"""Editors of texts, seeds, vectors and values that may be none."""

from __future__ import annotations

import secrets
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QToolButton, QWidget

from studio.node.knob import Knob
from studio.ui.inspector.editor import Editor
from studio.ui.inspector.number import NumberField, Scale
from studio.ui.theme import icon

PAUSE = 700
"""Milliseconds without a key after which what was typed counts."""


class Words(QPlainTextEdit):
    """Some lines of text, as high as they need."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        wanted = round(self.document().size().height())  # a plain text's height is its lines, as they are wrapped
        lines = min(max(wanted, 2), 8)
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > lines else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 18)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are wrapped anew."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """Narrow; it stretches."""
        return QSize(120, self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it ends typing."""
        super().focusOutEvent(event)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter ends typing."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class TextEditor(Editor):
    """Some lines to type; they count after a pause, or when the field is left."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.words = Words()
        self._shown = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._send)
        self.words.textChanged.connect(self._pause.start)
        self.words.finished.connect(self._send)
        self.row.addWidget(self.words)

    def _send(self) -> None:
        self._pause.stop()
        text = self.words.toPlainText()
        if text != self._shown:
            self._shown = text
            self.changed.emit(text)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the text; what is being typed stays."""
        text = "" if mixed or value is None else str(value)
        self.words.setPlaceholderText("several texts" if mixed else "")
        if text != self._shown or mixed:
            self._shown = text
            if text != self.words.toPlainText():
                self.words.setPlainText(text)
            self._pause.stop()


class SeedEditor(Editor):
    """A number and dice."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.scale = Scale(knob.range, whole=True)
        self.field = NumberField(self.scale)
        self._listen(self.field)
        self.field.typed.connect(self.typed)
        self.dice = QToolButton(toolTip="Another seed")
        self.dice.setIcon(icon("mdi6.dice-multiple-outline"))
        self.dice.clicked.connect(self._roll)
        self.row.addWidget(self.field, 1)
        self.row.addWidget(self.dice)

    def _roll(self) -> None:
        low, high = int(self.scale.low), int(min(self.scale.high, 99_999))
        self.changed.emit(low + secrets.randbelow(max(high - low, 1)))

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the seed."""
        self.field.show_value(None if mixed else float(value))


class VectorEditor(Editor):
    """Numbers side by side."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.scale = Scale(knob.range, whole=False)
        self.fields = [NumberField(self.scale) for _ in range(knob.size)]
        self._value: tuple[float, ...] = (0.0,) * knob.size
        for part, field in enumerate(self.fields):
            field.began.connect(self.began)
            field.moved.connect(lambda number, part=part: self._set(part, number))
            field.ended.connect(self.ended)
            field.typed.connect(lambda text, part=part: self._typed(part, text))
            field.setToolTip("xyzw"[part])
            self.row.addWidget(field, 1)

    def _set(self, part: int, number: float) -> None:
        self._value = (*self._value[:part], number, *self._value[part + 1 :])
        self.changed.emit(self._value)

    def _typed(self, part: int, text: str) -> None:
        try:
            self._set(part, float(text))
        except ValueError:
            self.typed.emit(text)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the numbers."""
        if value is not None:
            self._value = tuple(value)
        for field, number in zip(self.fields, self._value, strict=True):
            field.show_value(None if mixed or value is None else number)


class OptionalEditor(Editor):
    """A tick that says whether there is a value at all, and the editor of the value."""

    def __init__(self, knob: Knob, inner: Editor, first: Any, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.inner, self._last = inner, first
        self.tick = QCheckBox(toolTip="Set it; without a tick the node chooses")
        self.tick.clicked.connect(lambda: self.changed.emit(self._last if self.tick.isChecked() else None))
        for signal, mine in ((inner.began, self.began), (inner.ended, self.ended)):
            signal.connect(mine)
        inner.changed.connect(self.changed)
        inner.typed.connect(self.typed)
        self.row.addWidget(self.tick)
        self.row.addWidget(inner, 1)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the value, or that there is none."""
        if value is not None:
            self._last = value
        self.tick.setChecked(value is not None)
        self.inner.setEnabled(value is not None)
        self.inner.show_value(self._last, mixed or value is None)
