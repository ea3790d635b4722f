"""The timeline's panel: its parts laid out, and its commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio.ui.session import Session
from studio.ui.timeline import look
from studio.ui.timeline.playback import Playback
from studio.ui.timeline.ruler import Ruler
from studio.ui.timeline.state import TimelineState
from studio.ui.timeline.transport import Transport


class TimelinePanel(QWidget):
    """Transport, ruler, tracks, keys, curves and sound of the session's shot."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = TimelineState(session)
        self.playback = Playback(session)
        self.transport = Transport(session, self.playback, self)
        self.ruler = Ruler(self.state, lambda: self.playback.span)
        self._lay()
        session.frame_changed.connect(self._follow)
        session.changed.connect(lambda *_: self.state.repaint.emit())
        session.opened.connect(self.state.repaint)

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, look.HEADER)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.ruler, 0, 1)
        grid.setRowStretch(1, 1)
        column.addLayout(grid, 1)

    def _follow(self, frame: int) -> None:
        if self.session.playing:
            self.state.span.reveal(frame)
        self.state.repaint.emit()
