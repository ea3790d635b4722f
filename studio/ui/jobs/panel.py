"""The render queue in a panel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.graph.graph import Graph
from studio.ui.jobs.form import ExportForm
from studio.ui.jobs.formats import prepared, renderable
from studio.ui.jobs.job import Job, State
from studio.ui.jobs.leaving import Leaving
from studio.ui.jobs.queue import JobQueue
from studio.ui.jobs.reveal import reveal
from studio.ui.jobs.row import JobRow
from studio.ui.jobs.words import clock
from studio.ui.session import Session
from studio.ui.theme import FAINT, icon

EMPTY = "Nothing is being rendered.\nExport a film with Ctrl+E, and work on meanwhile."


class JobsPanel(QWidget):
    """Lists renders, starts new ones, and tells when one is over.

    Attributes:
        queue: The jobs.
        form: What is asked before a render, while it is open.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.queue = JobQueue(session.library, self)
        self.form: ExportForm | None = None
        self.rows: dict[Job, JobRow] = {}
        self._list = QVBoxLayout()
        self._pages = QStackedWidget()
        self._lay_out()
        self.queue.added.connect(self._add)
        self.queue.changed.connect(self._refresh)
        self.queue.removed.connect(self._remove)
        self.queue.ended.connect(self._tell)
        self._leaving: Leaving | None = None
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self._tick)
        session.commands.add(
            "file.export", "Export film...", self.ask, group="File", owner=self, shortcut=("Ctrl+E", "Ctrl+M"),
            everywhere=True, tip="Render the film in the background", icon="mdi6.movie-open-play-outline",
        )  # fmt: skip
        session.commands.add(
            "file.reveal", "Show last film in its folder", self.reveal, group="File", owner=self,
            tip="What was exported last, in the file browser", icon="mdi6.folder-open-outline",
        )  # fmt: skip

    def enqueue(self, graph: Graph, node: str, path: str | Path, frames: range, scale: float = 1.0) -> Job:
        """Render a node of a graph, as it is now."""
        return self.queue.enqueue(graph, node, path, frames, scale)

    def ask(self) -> None:
        """Ask what to render; the window stays usable meanwhile."""
        if not renderable(self._session.graph, self._session.library, ""):
            self._session.said.emit("warning", "there is nothing to export: open a photo first")
            return
        if self.form is not None:
            self.form.close()
        self.form = ExportForm(self._session, self.window())
        self.form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.accepted.connect(self._asked)
        self.form.finished.connect(lambda _: setattr(self, "form", None))
        self.form.open()

    def _asked(self) -> None:
        if self.form is not None:
            node, path, frames, scale, format, quality, sound = self.form.wanted()
            library = self._session.library
            graph, writer = prepared(self._session.graph, library, node, format.codec, quality, sound=sound)
            self.enqueue(graph, writer, path, frames, scale)

    def reveal(self) -> None:
        """Show what was exported last where it lies."""
        done = [job for job in self.queue.jobs if job.state is State.DONE]
        if done:
            reveal(done[-1].path)
        else:
            self._session.said.emit("info", "Nothing has been exported yet: Ctrl+E exports the film")

    def _lay_out(self) -> None:
        render = QPushButton("Export film...", toolTip="Render the film in the background  (Ctrl+E)")
        render.setIcon(icon("mdi6.movie-open-play-outline"))
        render.clicked.connect(self.ask)
        self._tidy = QPushButton("Clear finished", toolTip="Take what is over off the list; the films stay")
        self._tidy.clicked.connect(self._clear)
        self._tidy.setEnabled(False)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 6)
        bar.addWidget(render)
        bar.addStretch()
        bar.addWidget(self._tidy)
        empty = QLabel(EMPTY, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        empty.setStyleSheet(f"color: {FAINT}")
        self._pages.addWidget(empty)
        self._scroll = self._make_scroll()
        self._pages.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    def _make_scroll(self) -> QScrollArea:
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        outer.addLayout(self._list)
        outer.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        return scroll

    def _add(self, job: Job) -> None:
        if self._leaving is None:
            self._leaving = Leaving(self.queue, self)
        row = self.rows[job] = JobRow(self.queue, job)
        self._list.addWidget(row)
        self._settle()
        QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row))
        dock = self.parentWidget()
        if dock is not None:
            dock.show()
            dock.raise_()

    def _remove(self, job: Job) -> None:
        row = self.rows.pop(job)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle()

    def _refresh(self, job: Job) -> None:
        if job in self.rows:
            self.rows[job].refresh()
        self._settle()

    def _settle(self) -> None:
        self._pages.setCurrentIndex(1 if self.rows else 0)
        self._tidy.setEnabled(any(job.state.over for job in self.rows))
        if self.queue.busy != self._ticks.isActive():
            self._ticks.start(1000) if self.queue.busy else self._ticks.stop()

    def _tick(self) -> None:
        """The time that is left goes down between two frames too."""
        for job, row in self.rows.items():
            if job.state.alive:
                row.refresh()

    def _clear(self) -> None:
        for job in [job for job in self.rows if job.state.over]:
            self.queue.remove(job)

    def _tell(self, job: Job) -> None:
        """A render is over: say so, and call the artist back to the window."""
        if job.state is State.DONE:
            self._session.said.emit("info", f"{job.path.name} is rendered: {job.result}, in {clock(job.took)}")
        elif job.state is State.FAILED:
            self._session.said.emit("error", f"{job.path.name} could not be rendered: {job.problem}")
        if job.state is not State.STOPPED:
            QApplication.alert(self.window())
