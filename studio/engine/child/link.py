"""The window's end of the line: one child process, a thread that reads from it, one that writes to it. No Qt."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from studio.engine.child import wire
from studio.engine.child.arena import Arena
from studio.engine.child.graphs import changes
from studio.engine.child.wire import Message, Sender
from studio.graph.graph import Graph

COMMAND = (sys.executable, "-P", "-m", "studio.cli", "serve")
NICENESS = 10
"""The window goes first."""
LINES = 400
"""Lines of what a child prints that are remembered."""
Lazy = Callable[[], Message]
"""Makes a message when its turn has come."""


def environment() -> dict[str, str]:
    """The environment for a process that finds this very program, from wherever it is started."""
    root = str(Path(__file__).resolve().parents[3])
    known = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(known)}


class Link:
    """One child. Every method returns at once.

    Args:
        hear: Gets this link and each message of the child, in the reading thread; the last, once the child is gone,
            says "ended" and its exit code.
        command: Starts a child; the arena's handle comes behind.

    Attributes:
        arena: The memory that both see.
        printed: The last lines that the child, or a library in it, printed.
    """

    def __init__(self, hear: Callable[[Link, Message], None], command: Sequence[str] = COMMAND) -> None:
        self._hear, self._command = hear, command
        self.arena = Arena.make()
        self.printed: deque[str] = deque(maxlen=LINES)
        self._waiting: deque[Message | Lazy] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._theirs = Graph()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The child's process id, once it is started."""
        return self._process.pid if self._process is not None else None

    def show(self, serial: int, graph: Graph) -> None:
        """Send a graph: what changed since the last one is found out in the writing thread."""

        def message() -> Message:
            before, self._theirs = self._theirs, graph
            return {"do": "show", "serial": serial, "changes": changes(before, graph)}

        self.send(message)

    def send(self, message: Message | Lazy) -> None:
        """Send a message, after those before it."""
        with self._changed:
            self._waiting.append(message)
            self._changed.notify()

    def kill(self) -> None:
        """End the child now, whatever it does."""
        if self._process is not None:
            self._process.kill()

    def close(self, patience: float = 0.5) -> None:
        """End the child: it is asked, then made to."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(patience)
        if self._thread.is_alive():
            self.kill()
            self._thread.join(patience)

    def _run(self) -> None:
        try:
            process = self._process = self._start()
        except OSError as error:
            self.printed.append(f"it cannot be started: {error}")
            self._end(1)
            return
        if self._closed:
            process.kill()
        assert process.stdin is not None
        assert process.stdout is not None
        threads = [
            threading.Thread(target=self._write, args=(process.stdin,), name="engine writer", daemon=True),
            threading.Thread(target=self._listen, args=(process.stderr,), name="engine log", daemon=True),
        ]
        for thread in threads:
            thread.start()
        while (message := wire.read(process.stdout)) is not None:
            self._hear(self, message)
        process.kill()  # a line that broke is of no use, and its child neither
        code = process.wait()
        with self._changed:
            self._closed = True
            self._changed.notify()
        threads[0].join()
        threads[1].join(1.0)
        process.stdout.close()
        self._end(code)

    def _end(self, code: int) -> None:
        self.arena.close()
        self._hear(self, {"say": "ended", "code": code})

    def _start(self) -> subprocess.Popen[bytes]:
        kept = () if self.arena.descriptor is None else (self.arena.descriptor,)
        process = subprocess.Popen(
            [*self._command, self.arena.handle], pass_fds=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        return process

    def _write(self, pipe: IO[bytes]) -> None:
        sender = Sender(pipe)
        try:
            while (message := self._next()) is not None:
                sender.send(message() if callable(message) else message)
        except (OSError, ValueError):
            pass  # the reader hears of it
        finally:
            with suppress(OSError):
                pipe.close()

    def _next(self) -> Message | Lazy | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._waiting))
            return None if self._closed else self._waiting.popleft()

    def _listen(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        with pipe:
            for line in pipe:
                self.printed.append(line.decode(errors="replace").rstrip())
