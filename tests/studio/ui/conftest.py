"""The window under a screen of its own (Xvfb), driven with real events; and a session without an engine."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from typing import Any

import cv2  # noqa: F401  (its import names a Qt of its own, which has to be undone before ours starts)
import pytest
from quiet_bridge import QuietBridge

from studio.app import library

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


@pytest.fixture
def session(application: Any) -> Any:
    """A session whose engine computes nothing (``session.bridge`` is a :class:`QuietBridge`)."""
    from studio.ui.commands import Commands
    from studio.ui.session import Session

    return Session(library(), QuietBridge(), Commands())
