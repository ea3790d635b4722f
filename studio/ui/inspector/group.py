"""The page of a group: its title, and the knobs of what is in it that it shows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.graph.edit import inside, rename
from studio.ui.inspector.binding import Binding
from studio.ui.inspector.row import Row
from studio.ui.session import Session
from studio.ui.theme import FAINT, LINE

EMPTY = "A group shows what is changed most often of what is in it: right-click a knob there, then Show on the group."


class GroupPage(QWidget):
    """A group's title and exposed knobs.

    Attributes:
        group: Its id.
        rows: The knobs.
    """

    def __init__(self, session: Session, group: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.group = session, group
        self.rows: list[Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(0)
        self.title = QLineEdit(placeholderText="Group", toolTip="What the group is called")
        self.title.setStyleSheet("QLineEdit { border: 1px solid transparent; background: transparent;"
                                 " font-weight: 600; margin: 0 8px; }")  # fmt: skip
        self.title.editingFinished.connect(self._rename)
        self.count = QLabel()
        self.count.setStyleSheet(f"color: {FAINT}; padding: 0 14px 6px 14px;")
        line = QFrame()
        line.setFixedHeight(1)
        line.setStyleSheet(f"background: {LINE}")
        for part in (self.title, self.count, line):
            self._column.addWidget(part)
        self._column.addSpacing(6)
        self.refresh()

    def fill(self) -> Iterator[None]:
        """Make the rows, one with each step."""
        session = self._session
        for node, name, label in session.graph.groups[self.group].exposed:
            held = session.graph.nodes.get(node)
            kind = session.library.get(held.type) if held is not None else None
            knob = kind.knob(name) if kind is not None else None
            if knob is not None:
                self.rows.append(Row(Binding(session, (node,), knob, label)))
                self._column.addWidget(self.rows[-1])
                yield
        if not self.rows:
            words = QLabel(EMPTY, wordWrap=True)
            words.setStyleSheet(f"color: {FAINT}; padding: 6px 14px;")
            self._column.addWidget(words)

    def refresh(self) -> None:
        """Show the group as it is now."""
        found = self._session.graph.groups.get(self.group)
        if found is None:
            return
        if not self.title.isModified():
            self.title.setText(found.title)
        count = len(inside(self._session.graph, self.group)[0])
        self.count.setText(f"group  ·  {count} node{'' if count == 1 else 's'}")
        for row in self.rows:
            row.refresh()

    def _rename(self) -> None:
        if self.title.isModified():
            self.title.setModified(False)
            title = self.title.text().strip()
            self._session.apply(lambda graph: rename(graph, self.group, title), "rename")
            self.refresh()
