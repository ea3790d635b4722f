"""The timeline's panel: its parts laid out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollBar, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.session import Session
from studio.ui.timeline import actions
from studio.ui.timeline.corner import Corner
from studio.ui.timeline.curve_view import CurveView
from studio.ui.timeline.header import Header
from studio.ui.timeline.playback import Playback
from studio.ui.timeline.ruler import Ruler
from studio.ui.timeline.sheet import Sheet
from studio.ui.timeline.span_bar import SpanBar
from studio.ui.timeline.state import TimelineState
from studio.ui.timeline.transport import Transport


class TimelinePanel(QWidget):
    """Transport, ruler, tracks, keys, curves and sound of the session's shot.

    In and out points make a played range that is kept in the project; what is rendered stays the shot's own range,
    until "Make the played range the shot".
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = TimelineState(session)
        self.playback = Playback(session)
        self.ruler = Ruler(self.state, lambda: self.playback.span)
        self.corner, self.header = Corner(self.state), Header(self.state)
        self.sheet = Sheet(self.state, lambda: self.playback.span)
        self.curves = CurveView(self.state, lambda: self.playback.span)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        actions.add_all(self)
        self.transport = Transport(session, self.playback, self)
        self._lay()
        self._connect()

    def _lay(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.sheet)
        self.stack.addWidget(self.curves)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        for widget, row, at in (
            (self.corner, 0, 0), (self.ruler, 0, 1), (self.header, 1, 0), (self.stack, 1, 1), (self.bar, 1, 2),
            (SpanBar(self.state), 2, 1),
        ):  # fmt: skip
            grid.addWidget(widget, row, at)
        column.addLayout(grid, 1)

    def _connect(self) -> None:
        session, state = self.session, self.state
        session.frame_changed.connect(self._follow)
        state.repaint.connect(self._show_scroll)
        state.watch.heard.connect(lambda: self.playback.sound.set_sound(state.watch.sound))
        self.bar.valueChanged.connect(state.scroll_to)
        self._show_scroll()

    def _follow(self, frame: int) -> None:
        if self.session.playing:
            self.state.span.reveal(frame)
        self.state.moved.emit()

    def _show_scroll(self) -> None:
        seen, whole = self.sheet.height(), self.state.tops[-1]
        self.bar.blockSignals(True)
        self.bar.setPageStep(seen)
        self.bar.setSingleStep(20)
        self.bar.setRange(0, max(0, whole - seen))
        self.bar.setValue(self.state.scroll)
        self.bar.blockSignals(False)
        self.bar.setVisible(whole > seen)

    def playhead_x(self) -> float:
        """Where the playhead lies, in pixels of the sheet; the middle where it is not seen."""
        x = self.state.span.to_x(self.session.frame)
        return x if 0 <= x <= self.state.span.width else self.state.span.width / 2

    def fit(self) -> None:
        """Show what is selected, else all keys and beats, or the shot where there are none."""
        state = self.state
        times = [mark.time for mark in state.marks]
        for person, at in state.beats:
            beat = state.beats_of(person)[at]
            times += [beat.start, beat.end]
        for one in state.contacts():
            times += [one.start, one.end] if one.id in state.touches else []
        extent = (min(times), max(times)) if times else None
        if extent is not None and extent[1] > extent[0]:
            state.span.fit(state.frame_of(extent[0]), state.frame_of(extent[1]))
        elif extent is None:
            state.fit_shot()
        if self.stack.currentWidget() is self.curves:
            self.curves.fit(sorted(state.marks))

    def switch_snap(self) -> None:
        """Drags stick to frames, keys and markers, or not."""
        self.state.snap = self.session.commands["time.snap"].isChecked()

    def switch_timecode(self) -> None:
        """The ruler counts in timecode, or in frames."""
        self.state.in_timecode = self.session.commands["time.timecode"].isChecked()
        self.state.repaint.emit()

    def switch_curves(self) -> None:
        """Show curves, or the sheet."""
        curves = self.session.commands["time.curves"].isChecked()
        self.stack.setCurrentWidget(self.curves if curves else self.sheet)

    def switch_normalise(self) -> None:
        """Let every curve fill the same height, or not."""
        self.curves.normalise(self.session.commands["time.normalise"].isChecked())
