"""Linking a knob by hand: click its name, then the name of the knob that it shall follow; or drag one to the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from studio.media.errors import VivantError
from studio.ui.inspector.binding import Binding
from studio.ui.session import Session
from studio.ui.theme import ACCENT, WORDS, icon

HIGH = 34
"""Height of the bar, in logical pixels."""


class Picking(QObject):
    """What is being linked.

    Attributes:
        binding: The knob that shall follow another, None while nothing is picked.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.binding: Binding | None = None
        session.opened.connect(self.cancel)

    def begin(self, binding: Binding) -> None:
        """A knob shall follow another, which is picked next."""
        self.binding = binding
        self.changed.emit()

    def cancel(self) -> None:
        """It follows nothing."""
        if self.binding is not None:
            self.binding = None
            self.changed.emit()

    def fits(self, other: Binding) -> bool:
        """Whether the knob may follow another: the same kind, the same size, and not itself."""
        own = self.binding
        if own is None or (own.node, own.knob.name) == (other.node, other.knob.name):
            return False
        return (own.knob.kind, own.knob.size) == (other.knob.kind, other.knob.size)

    def take(self, other: Binding) -> None:
        """Follow this one; the knob that was linked is shown again. Picking a knob itself leaves it as it is."""
        own, self.binding = self.binding, None
        self.changed.emit()
        graph = self._session.graph
        if own is None or not all(node in graph.nodes for node in own.nodes):
            return
        if (own.node, own.knob.name) != (other.node, other.knob.name):
            link(own, other)
        if own.nodes != self._session.selection and self._session.selection:
            self._session.select(own.nodes)


def link(own: Binding, other: Binding) -> None:
    """Let a knob follow another; why it cannot is told to the artist."""
    try:
        own.follow(other.node, other.knob.name)
    except VivantError as problem:
        own.session.said.emit("warning", str(problem))


class PickBar(QFrame):
    """Says what is being linked, and ends it."""

    def __init__(self, picking: Picking, parent: QWidget) -> None:
        super().__init__(parent)
        self._picking = picking
        self.setObjectName("pick_bar")
        self.setStyleSheet(f"#pick_bar {{ border: none; border-bottom: 2px solid {ACCENT}; }}")
        self.setAutoFillBackground(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 6, 2)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setStyleSheet(f"color: {WORDS}")
        self.shut = QToolButton(autoRaise=True, toolTip="Link nothing  (Esc)")
        self.shut.setIcon(icon("mdi6.close"))
        self.shut.clicked.connect(picking.cancel)
        line.addWidget(self.words, 1)
        line.addWidget(self.shut)
        self.setToolTip("Select any node in the graph; what the knob may follow is blue")
        self.hide()
        picking.changed.connect(self._show)

    def _show(self) -> None:
        own = self._picking.binding
        self.setVisible(own is not None)
        if own is not None:
            self.words.setText(f"{own.label} follows ... click a knob's name")
