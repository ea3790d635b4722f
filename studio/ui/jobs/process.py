"""The process of one job: started, paused, stopped; what it prints goes to the job."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer

from studio.engine.child.link import environment
from studio.ui.jobs.job import Job

PATIENCE = 8000
"""Milliseconds in which a job that is stopped has to end by itself."""
PROXIES = {1.0: "1", 0.5: "2", 0.25: "4"}
NICENESS = 15


class JobProcess(QObject):
    """Runs ``vivant render`` for a job.

    Args:
        job: What is rendered.
        graph: File that holds the job's graph.
        heard: Called when the job has something new to show.
        ended: Called at the end, with the exit code; -1 for a process that could not be started.
    """

    def __init__(
        self, job: Job, graph: Path, heard: Callable[[], None], ended: Callable[[int], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._job, self._heard, self._ended = job, heard, ended
        self._rest = b""
        self._process = QProcess(self)
        found = QProcessEnvironment()
        for name, value in environment().items():
            found.insert(name, value)
        self._process.setProcessEnvironment(found)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.started.connect(self._yield_to_the_window)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._refused)
        self._process.start(sys.executable, _arguments(job, graph))

    @property
    def number(self) -> int:
        """The system's id of the process; 0 for none."""
        return int(self._process.processId())

    def pause(self, paused: bool) -> None:
        """Hold the process and its own, or let them go on."""
        for one in self._all():
            with suppress(psutil.Error):
                one.suspend() if paused else one.resume()

    def stop(self) -> None:
        """Ask it to end, so that it tidies up; make it end where it does not."""
        self.pause(False)
        self._process.terminate()
        QTimer.singleShot(PATIENCE, self, self.kill)

    def kill(self) -> None:
        """End it now, and take away what it had half written."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()

    def end(self) -> None:
        """The window closes: wait a moment for it to tidy up."""
        self.pause(False)
        self._process.terminate()
        if not self._process.waitForFinished(3000):
            self._process.kill()
            self._process.waitForFinished(1000)
        sweep(self._job.path)

    def _all(self) -> list[psutil.Process]:
        try:
            process = psutil.Process(self._process.processId())
            return [process, *process.children(recursive=True)]
        except (psutil.Error, ValueError):
            return []

    def _yield_to_the_window(self) -> None:
        low = NICENESS if os.name == "posix" else getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        for process in self._all():
            with suppress(psutil.Error):
                process.nice(low)

    def _read(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            self._job.hear(line.decode(errors="replace"))
        if lines:
            self._heard()

    def _read_errors(self) -> None:
        for line in bytes(self._process.readAllStandardError().data()).decode(errors="replace").splitlines():
            self._job.note(line)
        self._heard()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if status == QProcess.ExitStatus.CrashExit:
            sweep(self._job.path)
        self._ended(code)

    def _refused(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._job.note(f"vivant: the renderer cannot be started: {self._process.errorString()}")
            self._ended(-1)


def _arguments(job: Job, graph: Path) -> list[str]:
    frames = f"{job.frames[0]}:{job.frames[-1]}"
    command = ["-P", "-m", "studio.cli", "render", str(graph), "--output", str(job.path), "--node", job.node]
    return [*command, "--frames", frames, "--proxy", PROXIES.get(job.scale, "1"), "--progress", "json"]


def sweep(path: Path) -> None:
    """Remove what a process that was killed had begun to write beside its file."""
    name = path.name.partition("%")[0][:100]
    with suppress(OSError):
        for left in path.parent.glob(f".{_literal(name)}*.part"):
            left.unlink(missing_ok=True)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
