"""From a command to a window: the application, the session, the window; and a picture of it, for docs and tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from studio.media.errors import BadInput
from studio.node.library import Library
from studio.ui.bridge import Bridge

if TYPE_CHECKING:
    from studio.ui.session import Session
    from studio.ui.window import MainWindow

EASE = 300
"""Milliseconds after which a window that is there prepares for what will be asked of it."""
STOPPED = 130
"""Exit code of a picture that was given up."""


@dataclass(frozen=True)
class Wish:
    """What a window is opened for.

    Attributes:
        file: What to open, None for the welcome page.
        screenshot: Where to write a picture of the window, None to stay open.
        size: Of the window in that picture.
        view: The number key to press, None for none.
        frame: Where the playhead is, None for the first frame.
    """

    file: Path | None = None
    screenshot: Path | None = None
    size: tuple[int, int] = (1600, 1000)
    view: int | None = None
    frame: int | None = None


def launch(library: Callable[[], Library], bridge: Callable[[], Bridge], wish: Wish) -> int:
    """Open a window and stay until it is closed, or until its picture is written. Gives the exit code."""
    with screen(wish):
        if wish.screenshot is None:
            return _launch(library, bridge, wish)
        from studio.ui.places import throw_state_away

        with TemporaryDirectory(prefix="vivant-") as folder:
            throw_state_away(Path(folder))
            return _launch(library, bridge, wish)


def _launch(library: Callable[[], Library], bridge: Callable[[], Bridge], wish: Wish) -> int:
    from studio.ui.start.application import make_application

    application = make_application(["vivant"])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL if wish.screenshot is None else lambda *_: application.exit(STOPPED))
    from studio.ui.commands import Commands
    from studio.ui.session import Session

    window = furnish(Session(library(), bridge(), Commands()))
    if wish.screenshot is None:
        window.show()
        if wish.file is not None:
            window.open(wish.file)
        return application.exec()
    from studio.ui.shell.screenshot import Screenshot

    window.resize(*wish.size)
    window.show()
    shot = Screenshot(window, wish)
    return application.exec() or shot.code


def furnish(session: Session) -> MainWindow:
    """The window of a session, and what keeps it quick."""
    from studio.ui.window import MainWindow

    window = MainWindow(session)
    # all that is there now stays: looking through it for what can go would hold the window up now and then
    gc.freeze()
    QTimer.singleShot(EASE, window, lambda: _prepare(window))
    return window


def _prepare(window: MainWindow) -> None:
    """Do beforehand what opening would have to wait for, and clear up after windows that were killed."""
    from studio.ui.errand import send
    from studio.ui.jobs.workplace import tidy
    from studio.ui.turns import Turns
    from studio.ui.viewport.display import PLAIN, transform

    Turns(window).begin(window.prepare())
    send(tidy, lambda *_: None)
    send(lambda: transform(PLAIN), lambda *_: None)


@contextmanager
def screen(wish: Wish) -> Iterator[None]:
    """A screen to open the window on: the person's own, or for a picture one that nobody sees.

    Raises:
        BadInput: There is none; one line says what to do.
    """
    there = not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if there or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        yield
        return
    if wish.screenshot is None:
        raise BadInput("there is no screen to open a window on (DISPLAY is not set): run it on a desktop")
    if shutil.which("Xvfb") is None:
        raise BadInput("there is no screen (DISPLAY is not set), and no Xvfb to make one: apt-get install xvfb")
    ours, theirs = os.pipe()
    size = f"{max(round(wish.size[0] * density()), 640)}x{max(round(wish.size[1] * density()), 480)}x24"
    # it ends by itself when the window has gone: a server that ends first would take the window's process with it
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", size, "-nolisten", "tcp", "-terminate"]
    server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    try:
        yield
    except BaseException:
        server.terminate()
        raise


def density() -> float:
    """Pixels of the screen for one of the window, as the person's environment wants it (``QT_SCALE_FACTOR``)."""
    try:
        found = float(os.environ.get("QT_SCALE_FACTOR", ""))
    except ValueError:
        return 1.0
    return found if 0.25 <= found <= 8 else 1.0
