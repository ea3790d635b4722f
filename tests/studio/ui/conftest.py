"""The window under a screen of its own (Xvfb), driven with real events; and a session without an engine."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable
from typing import Any

import cv2  # noqa: F401  (its import names a Qt of its own, which has to be undone before ours starts)
import pytest

from studio.app import library
from studio.graph.graph import Graph
from studio.ui.bridge import Answer, Bridge, Look

_servers: list[subprocess.Popen[bytes]] = []


@pytest.fixture(scope="session")
def screen() -> str:
    """A screen of 1600 x 1000 that nobody sees. It goes with this process, after Qt has let go of it.

    One that ended before would take the process with it, and its exit code.
    """
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    _servers.append(
        subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL, preexec_fn=_end_with_its_parent)
    )
    os.close(theirs)
    with os.fdopen(ours) as answer:
        return f":{answer.readline().strip()}"


def _end_with_its_parent() -> None:
    prctl_pdeathsig = 1
    ctypes.CDLL(None).prctl(prctl_pdeathsig, signal.SIGTERM)


@pytest.fixture(scope="session")
def application(screen: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The one QApplication of this process, with preferences of its own."""
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    for name in ("CONFIG", "STATE", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(tmp_path_factory.mktemp(name.lower()))
    os.environ.update(DISPLAY=screen, QT_QPA_PLATFORM="xcb", XDG_SESSION_TYPE="x11")
    from studio.ui.start.application import make_application

    return make_application(["vivant"])


class QuietBridge(Bridge):
    """An engine that computes nothing: it notes what it is asked, and a test answers.

    Attributes:
        asked: Every call, as (method, arguments).
        waiting: Looks that were fetched, and who waits for them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []
        self.graph = Graph()
        self.waiting: list[tuple[Look, Callable[[Answer], None]]] = []

    def show(self, graph: Graph) -> None:
        self.graph = graph

    def look(self, looks: Iterable[Look]) -> None:
        self.asked.append(("look", tuple(looks)))

    def fetch(self, look: Look, then: Callable[[Answer], None]) -> None:
        self.waiting.append((look, then))

    def follow(self, look: Look | None) -> None:
        self.asked.append(("follow", look))

    def stop(self) -> None:
        self.asked.append(("stop",))

    def retry(self) -> None:
        self.asked.append(("retry",))

    def pin(self, node: str, pinned: bool) -> None:
        self.asked.append(("pin", node, pinned))

    def never_keep(self, node: str, never: bool) -> None:
        self.asked.append(("never_keep", node, never))

    def set_budget(self, tier: str, nbytes: int) -> None:
        self.asked.append(("set_budget", tier, nbytes))

    def forget(self, tier: str) -> None:
        self.asked.append(("forget", tier))

    def close(self) -> None:
        self.asked.append(("close",))


@pytest.fixture
def session(application: Any) -> Any:
    """A session whose engine computes nothing (``session.bridge`` is a :class:`QuietBridge`)."""
    from studio.ui.commands import Commands
    from studio.ui.session import Session

    return Session(library(), QuietBridge(), Commands())
