"""The window, driven with real events: start, a joint that is dragged, scrubbing, 500 nodes, how long it ever blocks.

``run(data, out)`` prints the figures and returns them. The window runs in a process of its own, on a screen that nobody
sees (Xvfb) where there is one. *window_ready_s* is from the start of that process to the window painted;
*drag_to_picture_ms* from a move of the mouse on a wrist to the frame of a 720p film, at half size, painted with it (the
median); *scrub_fps_720p* counts kept frames of 1280 x 720 that are painted one after the other by the arrow key;
*pan_zoom_500_fps* counts repaints of a graph with 500 nodes under the wheel and a dragging mouse. *longest_block_ms* is
the longest time between two beats of a timer in the window's thread while a graph computes: from a photo just opened to
the film filled. On a machine that has other work too the thread may wait for a processor; *longest_block_busy_ms* is
the most that it worked itself between two beats. *opening_...* is the same for the moment in which the window takes the
photo in.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.media.errors import VivantError

BEGAN = "VIVANT_BENCH_BEGAN"
MOVES, FRAMES, NODES, TURNS = 24, 96, 500, 60
LONGEST = 400.0
LOOKED_AT = 1500
"""Milliseconds between the window's first picture and the first thing that is done with it."""


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Measure in a fresh process, print, return the figures."""
    from studio.cli.demo import demo_photos

    photo = demo_photos()[1]  # 1280 x 720, two people
    with screen() as display, tempfile.TemporaryDirectory() as folder:
        homes = {f"XDG_{name}_HOME": str(Path(folder) / name) for name in ("CONFIG", "STATE", "DATA")}
        around = {**os.environ, **homes, **display, "VIVANT_CACHE": str(Path(folder) / "results")}
        around["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_root()), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, "-P", __file__, str(photo), str(out or "")]
        done = subprocess.run(command, env=around | {BEGAN: repr(time.time())}, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise VivantError("the window ended before all was measured; it said why above")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    for name, value in figures.items():
        print(f"{name:<24} {value:10.2f}")
    return figures


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """What the environment needs for a screen: an Xvfb of our own, or the one that there is."""
    if shutil.which("Xvfb") is None:
        yield {}
        return
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1680x1050x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as answer:
            yield {"DISPLAY": f":{answer.readline().strip()}", "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}
    finally:
        server.terminate()
        server.wait()


def _root() -> Path:
    import studio

    return Path(studio.__file__).resolve().parents[1]


class Heartbeat:
    """Times between two turns of the window's thread.

    Attributes:
        longest: The longest, in seconds.
        busy: The most that the thread itself worked between two turns.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.longest, self.busy = 0.0, 0.0
        self._last = time.perf_counter(), time.thread_time()

    def figures(self, name: str) -> dict[str, float]:
        """Both, in milliseconds."""
        return {f"{name}_ms": 1000 * self.longest, f"{name}_busy_ms": 1000 * self.busy}

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.longest, self.busy = max(self.longest, now[0] - self._last[0]), max(self.busy, now[1] - self._last[1])
        self._last = now


class Drive:
    """The window and what it takes to work with it by hand."""

    def __init__(self) -> None:
        from studio.app import library
        from studio.ui.commands import Commands
        from studio.ui.process_bridge import ProcessBridge
        from studio.ui.session import Session
        from studio.ui.shell.launch import furnish

        self.session = Session(library(), ProcessBridge(), Commands())
        self.window = furnish(self.session)
        self.window.tours = False
        self.window.resize(1600, 1000)
        self.window.show()
        self.heart = Heartbeat()
        self.kept: dict[int, str] = {}
        self.session.bridge.kept_changed.connect(lambda kept: setattr(self, "kept", kept))

    def wait(self, done: Callable[[], object], what: str = "") -> None:
        """Let the window run until something is so."""
        from PySide6.QtTest import QTest

        end = time.monotonic() + LONGEST
        while not done():
            if time.monotonic() > end:
                raise RuntimeError(f"gave up waiting: {what}")
            QTest.qWait(1)

    def rest(self) -> None:
        """Wait until nothing is left to do, for a while."""
        quiet = [time.monotonic()]

        def at_rest() -> bool:
            if not self.session.bridge.idle:  # type: ignore[attr-defined]
                quiet[0] = time.monotonic()
            return time.monotonic() - quiet[0] > 0.6

        self.wait(at_rest, "at rest")

    def save(self, out: str, name: str) -> None:
        """A picture of the window, where one is wanted."""
        if out:
            self.window.screen().grabWindow(int(self.window.winId())).save(str(Path(out) / f"{name}.png"))


def start() -> tuple[Drive, float]:
    """The window, and the seconds until it was there: the command's own imports, the library, the first paint."""
    from PySide6.QtTest import QTest

    from studio.cli.entry import make_parser
    from studio.ui.start.application import make_application

    make_parser()
    application = make_application(["vivant"])
    drive = Drive()
    QTest.qWaitForWindowExposed(drive.window)
    application.processEvents()
    ready = time.time() - float(os.environ[BEGAN])
    QTest.qWait(LOOKED_AT)
    return drive, ready


def open_photo(drive: Drive, photo: Path, out: str) -> dict[str, float]:
    """Open a photo, let everything be found and the film be filled; how long the window blocked."""
    from PySide6.QtTest import QTest

    drive.heart.reset()
    drive.window.open(photo)
    drive.wait(lambda: drive.session.graph.nodes, "opened")
    QTest.qWait(500)
    opening = drive.heart.figures("opening_block")
    drive.heart.reset()
    drive.rest()
    drive.save(out, "photo")
    return drive.heart.figures("longest_block") | opening


def drag_joint(drive: Drive, out: str) -> float:
    """Milliseconds from a move of the mouse on a joint to the picture."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    session, viewport = drive.session, drive.window.viewport
    session.show_number(1)
    session.set_scale(0.5)
    session.go(20)
    drive.rest()
    viewport.use_tool("Pose")
    session.choose_person(next(iter(viewport.canvas.tool.cast.rigs)))
    drive.wait(lambda: viewport.canvas.tool.shown() is not None, "skeleton")
    drive.rest()
    shown = viewport.canvas.tool.shown()
    joint = next(name for name in ("leftHand", "rightHand", "head", *shown.joints) if free(shown, name))
    canvas, place = viewport.canvas, viewport.place()
    at = place.to_widget(*shown.joints[joint]).toPoint()
    QTest.mouseMove(canvas, at)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    times = []
    for move in range(1, MOVES + 1):
        before, start = session.graph, time.perf_counter()
        QTest.mouseMove(canvas, at + QPoint(4 + 2 * move, -move))
        drive.wait(
            lambda before=before, start=start: (
                session.graph is not before
                and canvas.view.shown() is not None
                and canvas.view.shown().answer.graph is session.graph
                and canvas.painted_at > start
            ),
            "dragged",
        )
        times.append(1000 * (canvas.painted_at - start))
        QTest.qWait(15)
    drive.save(out, "drag")
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(4 + 2 * MOVES, -MOVES))
    session.set_scale(1.0)
    viewport.use_tool("")
    return statistics.median(times[2:])


def free(shown: Any, joint: str) -> bool:
    """Whether a joint can be dragged."""
    return joint in shown.joints and not shown.held(joint)


def scrub(drive: Drive, out: str) -> float:
    """Kept frames of 1280 x 720 a second, one after the other by the arrow key."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.graph.curve import Curve, Key
    from studio.graph.document import Document
    from studio.graph.edit import add, link, set_curve, set_shot
    from studio.graph.graph import Graph

    session, canvas = drive.session, drive.window.viewport.canvas
    graph, squares = add(set_shot(Graph(), size=(1280, 720), last=FRAMES - 1), session.library, "checker")
    graph, grade = add(graph, session.library, "grade")
    graph = link(graph, session.library, squares, grade, "image")
    graph = set_curve(graph, session.library, grade, "exposure", Curve(((Key(0.0, 0.0), Key(4.0, 2.0)),)))
    session.open(Document(session.library, graph))
    session.look(grade)
    drive.wait(lambda: len(drive.kept) == FRAMES, "filled")
    drive.rest()
    canvas.setFocus()
    start = time.perf_counter()
    for frame in range(1, FRAMES):
        began = time.perf_counter()
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        if session.frame != frame:
            session.go(frame)
        drive.wait(
            lambda began=began: canvas.view.shown().answer.look.time == session.time and canvas.painted_at > began,
            "frame",
        )
    taken = time.perf_counter() - start
    drive.save(out, "scrub")
    return (FRAMES - 1) / taken


def pan_and_zoom(drive: Drive, out: str) -> float:
    """Repaints a second of a graph with 500 nodes."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from studio.graph.document import Document
    from studio.ui.graph_editor.panel import GraphPanel

    session = drive.session
    session.open(Document(session.library, many(session.library)))
    drive.window.docks.choose("Graph" if "Graph" in _workspaces() else next(iter(_workspaces())))
    panel = drive.window.findChild(GraphPanel)
    drive.rest()
    view = panel.canvas.viewport()
    middle = view.rect().center()
    zooms = [120] * 8 + [-120] * 8
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, pos=middle)
    start = time.perf_counter()
    for turn in range(TURNS):
        QTest.mouseMove(view, middle + QPoint(5 * (turn % 12), 3 * (turn % 7)))
        view.repaint()
        QApplication.processEvents()
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=middle)
    for turn in range(TURNS):
        there = QPointF(middle)
        wheel = QWheelEvent(
            there, view.mapToGlobal(there), QPoint(), QPoint(0, zooms[turn % len(zooms)]), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, wheel)
        view.repaint()
        QApplication.processEvents()
    taken = time.perf_counter() - start
    drive.save(out, "nodes")
    return 2 * TURNS / taken


def many(library: Any) -> Any:
    """500 nodes in chains of ten."""
    from studio.graph.edit import add, link, move
    from studio.graph.graph import Graph

    graph, last = Graph(), ""
    for at in range(NODES):
        graph, node = add(graph, library, "grade" if at % 10 else "checker")
        graph = move(graph, {node: (260.0 * (at % 10), 160.0 * (at // 10))})
        if at % 10:
            graph = link(graph, library, last, node, "image")
        last = node
    return graph


def _workspaces() -> dict[str, Any]:
    from studio.ui.shell.docks import WORKSPACES

    return dict(WORKSPACES)


def main(photo: Path, out: str) -> None:
    """Measure all; the figures are the last line."""
    drive, ready = start()
    figures = {"window_ready_s": ready}
    figures |= open_photo(drive, photo, out)
    figures["drag_to_picture_ms"] = drag_joint(drive, out)
    figures["scrub_fps_720p"] = scrub(drive, out)
    figures["pan_zoom_500_fps"] = pan_and_zoom(drive, out)
    drive.session.bridge.close()
    print(json.dumps(figures), flush=True)
    os._exit(0)  # nothing of this window is to be saved


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
