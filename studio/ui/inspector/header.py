"""The head of the inspector: what the node is called, what it is, how it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.engine.evaluator import NodeState
from studio.engine.failure import readable
from studio.graph.edit import bypass, rename
from studio.ui.session import Session
from studio.ui.theme import BAD, FAINT, FAMILY_COLOURS, LINE, WARN, icon


class Header(QFrame):
    """Title, type, switches, state, error and warnings of the selected nodes."""

    doc_wanted = Signal(str)
    """The documentation of a node type."""

    def __init__(self, session: Session, nodes: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._nodes = session, nodes
        self.setObjectName("header")
        node = session.graph.nodes[nodes[-1]]
        self._type = session.library.get(node.type)
        colour = FAMILY_COLOURS.get(self._type.family, LINE) if self._type else LINE
        self.setStyleSheet(f"#header {{ border: none; border-left: 4px solid {colour}; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(self._titles())
        self.state, self.problem, self.again, self.said = QLabel(), QLabel(), QPushButton("Try again"), QLabel()
        self.state.setStyleSheet(f"color: {FAINT}; padding-left: 6px;")
        for label, colour in ((self.problem, BAD), (self.said, WARN)):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setStyleSheet(f"color: {colour}; padding-left: 6px;")
        self.again.setToolTip("Compute it again")
        self.again.clicked.connect(session.bridge.retry)
        for widget in (self.state, self.problem, self.again, self.said):
            column.addWidget(widget)
        self.show_state(NodeState())

    def _titles(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(3)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = QLineEdit(toolTip="What the node is called; empty for the name of its type")
        self.title.setStyleSheet("QLineEdit { border-color: transparent; background: transparent; font-weight: 600; }")
        self.title.editingFinished.connect(self._rename)
        self.kind = QLabel()
        self.kind.setStyleSheet(f"color: {FAINT}; padding-left: 6px;")
        words.addWidget(self.title)
        words.addWidget(self.kind)
        line.addLayout(words, 1)
        self.bypass = self._button("mdi6.debug-step-over", "Bypass: hand the input on instead of computing", True)
        self.bypass.clicked.connect(lambda: self._bypass(self.bypass.isChecked()))
        self.pin = self._button("mdi6.pin-outline", "Pin: hold on to the results, whatever room they take", True)
        self.pin.clicked.connect(lambda: self._each(self._session.bridge.pin, self.pin.isChecked()))
        self.never = self._button("mdi6.cached", "Never keep the results", True)
        self.never.clicked.connect(lambda: self._each(self._session.bridge.never_keep, self.never.isChecked()))
        self.doc = self._button("mdi6.help-circle-outline", "What this node does", False)
        self.doc.clicked.connect(lambda: self.doc_wanted.emit(self._session.graph.nodes[self._nodes[-1]].type))
        for button in (self.bypass, self.pin, self.never, self.doc):
            line.addWidget(button)
        self.refresh()
        return line

    def _button(self, sign: str, tip: str, toggle: bool) -> QToolButton:
        button = QToolButton(toolTip=tip, checkable=toggle, autoRaise=True)
        button.setIcon(icon(sign))
        return button

    def refresh(self) -> None:
        """Show the node as it is now."""
        node = self._session.graph.nodes.get(self._nodes[-1])
        if node is None:
            return
        name = self._type.title if self._type else node.type
        several = len(self._nodes) > 1
        if not self.title.isModified():
            self.title.setText(f"{len(self._nodes)} nodes" if several else node.title or name)
        self.title.setReadOnly(several)
        kinds = {self._session.graph.nodes[one].type for one in self._nodes if one in self._session.graph.nodes}
        family = f"{self._type.family}  ·  {node.type}" if self._type else f"{node.type}  ·  not in this Vivant"
        self.kind.setText(f"{len(kinds)} types" if len(kinds) > 1 else family)
        self.kind.setToolTip(self._type.summary if self._type else "")
        self.bypass.setChecked(node.bypass)
        self.doc.setVisible(self._type is not None)

    def _rename(self) -> None:
        if not self.title.isModified():
            return
        self.title.setModified(False)
        title = self.title.text().strip()
        plain = self._type.title if self._type else ""
        self._session.apply(lambda graph: rename(graph, self._nodes[-1], "" if title == plain else title), "rename")
        self.refresh()

    def _bypass(self, on: bool) -> None:
        with self._session.gesture("bypass" if on else "compute again"):
            for node in self._nodes:
                self._session.apply(partial(bypass, name=node, on=on))

    def _each(self, change: Callable[[str, bool], None], on: bool) -> None:
        for node in self._nodes:
            change(node, on)

    def show_state(self, state: NodeState) -> None:
        """Show how the node stands."""
        parts = []
        if state.milliseconds:
            seconds = state.milliseconds / 1e3
            parts.append(f"{seconds:.1f} s" if seconds >= 1 else f"{state.milliseconds:.0f} ms")
        if state.bytes:
            parts.append(readable(state.bytes))
        if state.kept:
            parts.append({"ram": "in memory", "disk": "on disk", "device": "on the GPU"}.get(state.where, "kept"))
        self.state.setText("  ·  ".join(parts))
        self.state.setVisible(bool(parts))
        above = state.error and state.source and state.source not in self._nodes
        self.problem.setText(f"{state.source} failed: {state.error}" if above else state.error)
        self.problem.setVisible(bool(state.error))
        self.again.setVisible(bool(state.error))
        self.said.setText("\n".join(state.warnings))
        self.said.setVisible(bool(state.warnings))
        self.pin.setChecked(state.pinned)
        self.never.setChecked(state.never)
