"""Before and after: the motion without corrections, as long as a key is held. Leaves no step to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from studio.graph.edit import bypass
from studio.graph.edit.correct import correction_of
from studio.ui.session import Session

if TYPE_CHECKING:
    from studio.ui.correct.pose_tool import PoseTool


class Comparison(QObject):
    """Takes the corrections off and puts them on again."""

    def __init__(self, session: Session, tool: PoseTool, owner: QWidget) -> None:
        super().__init__(owner)
        self._session, self._tool, self._off = session, tool, False
        self._action = session.commands.add(
            "motion.compare", "Show without corrections", lambda: self.show(self._action.isChecked()), group="Motion",
            owner=owner, tip="Hold O in the picture", toggle=True,
        )  # fmt: skip
        session.opened.connect(lambda: self.show(False))
        for widget in (owner, tool.viewport.canvas):
            widget.installEventFilter(self)

    def show(self, without: bool) -> None:
        """Show the motion without corrections, or with them again."""
        document, node = self._session.document, correction_of(self._session.graph)
        if without and not self._off and node and self._tool.drag_of is None:
            self._off = True
            document.begin("compare")
            document.apply(lambda graph: bypass(graph, node))
        elif not without and self._off:
            self._off = False
            document.cancel()
            if node and self._session.graph.nodes[node].bypass:  # something else ended the gesture
                document.apply(lambda graph: bypass(graph, node, False))
        self._tool.plain = self._off
        self._action.setChecked(self._off)
        self._tool.viewport.refresh_overlay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """O held in the picture shows the original."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if isinstance(event, QKeyEvent) and event.type() in kinds and event.key() == Qt.Key.Key_O:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            writing = isinstance(QApplication.focusWidget(), QLineEdit)
            if plain and not event.isAutoRepeat() and not writing:
                self.show(event.type() == QEvent.Type.KeyPress)
                return True
        if event.type() == QEvent.Type.FocusOut:
            self.show(False)
        return super().eventFilter(watched, event)
