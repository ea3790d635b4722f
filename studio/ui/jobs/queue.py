"""The queue: jobs in order, one at a time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studio.graph.graph import Graph
from studio.graph.project import dumps
from studio.media.errors import VivantError
from studio.node.library import Library
from studio.ui.jobs.job import Job, State
from studio.ui.jobs.process import JobProcess
from studio.ui.jobs.workplace import Workplace


class JobQueue(QObject):
    """Jobs, in the order in which they are rendered; as many at a time as ``most`` allows.

    Attributes:
        jobs: All of them, the finished ones too.
        most: How many may run at a time.
    """

    added = Signal(Job)
    changed = Signal(Job)
    """Something about a job is new."""
    removed = Signal(Job)
    ended = Signal(Job)
    """A job is done, failed or stopped."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.jobs: list[Job] = []
        self.most = 1
        self._count = 0
        self._processes: dict[Job, JobProcess] = {}
        self._workplace = Workplace()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def enqueue(self, graph: Graph, node: str, path: str | Path, frames: range, scale: float = 1.0) -> Job:
        """Render a node of a graph as it is now, when its turn comes."""
        self._count += 1
        job = Job(self._count, graph, node, Path(path).expanduser().absolute(), frames, scale)
        self.jobs.append(job)
        self.added.emit(job)
        self._go_on()
        return job

    def pause(self, job: Job, paused: bool) -> None:
        """Hold a job that renders, or let it go on."""
        if job.state in (State.RUNNING, State.PAUSED):
            self._processes[job].pause(paused)
            self._change(job, State.PAUSED if paused else State.RUNNING)

    def stop(self, job: Job) -> None:
        """End a job; it leaves nothing half-written."""
        if job.state is State.WAITING:
            self._change(job, State.STOPPED)
            self.ended.emit(job)
        elif job.state in (State.RUNNING, State.PAUSED):
            self._change(job, State.STOPPING)
            self._processes[job].stop()

    def again(self, job: Job) -> Job:
        """Render the same once more."""
        return self.enqueue(job.graph, job.node, job.path, job.frames, job.scale)

    def remove(self, job: Job) -> None:
        """Take a job that is over off the list."""
        if job.state.over and job in self.jobs:
            self.jobs.remove(job)
            self.removed.emit(job)

    @property
    def busy(self) -> bool:
        """Whether something renders or waits."""
        return any(not job.state.over for job in self.jobs)

    def close(self) -> None:
        """The window closes: end all that runs."""
        for job, process in list(self._processes.items()):
            job.change(State.STOPPING)
            process.end()
        self._processes.clear()
        self._workplace.close()

    def _go_on(self) -> None:
        for job in self.jobs:
            if len(self._processes) >= self.most:
                return
            if job.state is State.WAITING:
                self._start(job)

    def _start(self, job: Job) -> None:
        try:
            file = self._workplace.put(job.number, dumps(job.graph, self._library))
        except (OSError, VivantError) as error:
            job.note(f"vivant: {error}")
            self._over(job, 1)
            return
        self._processes[job] = JobProcess(
            job, file, lambda: self.changed.emit(job), lambda code: self._over(job, code), self
        )
        self._workplace.note(job.number, self._processes[job].number, job.path)
        self._change(job, State.RUNNING)

    def _over(self, job: Job, code: int) -> None:
        process = self._processes.pop(job, None)
        if process is not None:
            process.deleteLater()
            self._workplace.clear(job.number)
        if code == 0 and job.result:
            job.change(State.DONE)
        elif job.state is State.STOPPING:
            job.change(State.STOPPED)
        else:
            job.fail(code)
        self.changed.emit(job)
        self.ended.emit(job)
        self._go_on()

    def _change(self, job: Job, state: State) -> None:
        job.change(state)
        self.changed.emit(job)
