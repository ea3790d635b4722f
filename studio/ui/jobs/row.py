"""A job in the list: its file, a bar, a line of details, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout

from studio.ui.jobs.job import Job, State
from studio.ui.jobs.queue import JobQueue
from studio.ui.jobs.reveal import reveal
from studio.ui.jobs.words import details
from studio.ui.quiet_bar import QuietBar
from studio.ui.theme import ACCENT, BAD, FAINT, GOOD, LINE, PANEL, WARN, icon

STEPS = 1000
COLOURS = {
    State.WAITING: FAINT, State.RUNNING: ACCENT, State.PAUSED: WARN, State.STOPPING: WARN,
    State.DONE: GOOD, State.FAILED: BAD, State.STOPPED: FAINT,
}  # fmt: skip
ICONS = {
    State.WAITING: "mdi6.clock-outline", State.RUNNING: "mdi6.movie-open-play-outline", State.PAUSED: "mdi6.pause",
    State.STOPPING: "mdi6.stop", State.DONE: "mdi6.check", State.FAILED: "mdi6.alert-circle-outline",
    State.STOPPED: "mdi6.cancel",
}  # fmt: skip


class JobRow(QFrame):
    """Shows one job; :meth:`refresh` after something about it changed."""

    def __init__(self, queue: JobQueue, job: Job) -> None:
        super().__init__()
        self.queue, self.job = queue, job
        self.setObjectName("job")
        self.setStyleSheet(f"#job {{ background: {PANEL}; border-bottom: 1px solid {LINE}; }}")
        self._state, self._name, self._details = QLabel(), Elided(job.path.name), QLabel()
        self._name.setToolTip(str(job.path))
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setWordWrap(True)
        self._bar = QuietBar(maximum=STEPS, textVisible=False)
        self._bar.setFixedHeight(4)
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setFixedHeight(110)
        self.log.hide()
        self._lines = 0
        self._shown: State | None = None
        self._buttons()
        self._lay_out()
        self.refresh()

    def _buttons(self) -> None:
        queue, job = self.queue, self.job
        self.pause = _button("mdi6.pause", "Pause", lambda: queue.pause(job, job.state is State.RUNNING))
        self.stop = _button("mdi6.stop", "Stop; nothing half-written is left", lambda: queue.stop(job))
        self.again = _button("mdi6.refresh", "Render the same once more", lambda: queue.again(job))
        self.reveal = _button("mdi6.folder-open-outline", "Show the file in its folder", lambda: reveal(job.path))
        self.show_log = _button(
            "mdi6.text-long", "What the render said", lambda: self.log.setVisible(self.show_log.isChecked())
        )
        self.show_log.setCheckable(True)
        self.remove = _button("mdi6.close", "Take it off the list; the film stays", lambda: queue.remove(job))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._state)
        head.addSpacing(4)
        head.addWidget(self._name, 1)
        for button in (self.pause, self.stop, self.again, self.reveal, self.show_log, self.remove):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 6, 6)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._details)
        column.addWidget(self.log)

    def refresh(self) -> None:
        """Show the job as it is now."""
        job, state = self.job, self.job.state
        if state is not self._shown:
            self._shown = state
            self._dress(state)
        self._details.setText(details(job))
        self._bar.setValue(round(STEPS * job.part))
        self._refresh_log()

    def _dress(self, state: State) -> None:
        """The colours and buttons of a state."""
        colour = COLOURS[state]
        self._state.setPixmap(icon(ICONS[state], colour).pixmap(16, 16))
        self._state.setToolTip(state.value)
        self._details.setStyleSheet(f"color: {BAD if state is State.FAILED else FAINT}")
        self._bar.setStyleSheet(f"QProgressBar::chunk {{ background: {colour}; }}")
        self._bar.setVisible(not state.over)
        self.pause.setVisible(state in (State.RUNNING, State.PAUSED))
        self.pause.setIcon(icon("mdi6.play" if state is State.PAUSED else "mdi6.pause"))
        self.pause.setToolTip("Go on" if state is State.PAUSED else "Pause")
        self.stop.setVisible(not state.over)
        self.stop.setEnabled(state is not State.STOPPING)
        self.again.setVisible(state.over)
        self.reveal.setVisible(state is State.DONE)
        self.remove.setVisible(state.over)

    def _refresh_log(self) -> None:
        if len(self.job.log) < self._lines:
            self.log.clear()
            self._lines = 0
        for line in self.job.log[self._lines :]:
            self.log.appendPlainText(line)
        self._lines = len(self.job.log)


class Elided(QLabel):
    """A name of which the middle is left out where there is no room."""

    def minimumSizeHint(self) -> QSize:
        """It may become small."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        QPainter(self).drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


def _button(name: str, tip: str, run: Callable[[], object]) -> QToolButton:
    button = QToolButton(autoRaise=True, toolTip=tip)
    button.setIcon(icon(name))
    button.clicked.connect(lambda: run())
    return button
