#!/usr/bin/env python3
"""Make the pictures of the window in docs/, and the presets' thumbnails, anew.

.venv/bin/python packaging/screenshots.py DATA [PART ...]

DATA holds photos: people/misc/bus.jpg, three_people.jpg, zidane.jpg, art/paintings; and a speech: audio/jfk.flac.
Parts are those of PARTS; all of them by default.

Runs under a screen that nobody sees (Xvfb), in a home of its own, so that nothing of the person who runs it is shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1600, 1000)
MOST_BYTES = 400_000
FLAT = 64
"""How many of the commonest colours stay as they are."""
THUMBNAILS = {
    "group_photo": "people/misc/bus.jpg",
    "directed": "art/paintings/painting_20.jpg",
    "portrait": "people/misc/zidane.jpg",
    "subtle": "art/paintings/painting_25.jpg",
}


def wait(milliseconds: int) -> None:
    """Let the window work."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(done: Callable[[], Any], seconds: float = 300.0) -> None:
    """Let the window work until something holds."""
    end = monotonic() + seconds
    while not done():
        if monotonic() > end:
            raise SystemExit("it never came about")
        wait(50)


def keep(picture: Any, name: str) -> None:
    """Write a picture to docs/, with fewer colours where it would be too large."""
    from PIL import Image

    path = ROOT / "docs" / f"{name}.png"
    picture.save(str(path))
    if path.stat().st_size > MOST_BYTES:
        fewer_colours(Image.open(path).convert("RGB")).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB", flush=True)


def fewer_colours(picture: Any) -> Any:
    """A picture of 256 colours: those of the panels as they are, the others for what the photo needs."""
    from PIL import Image

    counts = sorted(picture.getcolors(2**24), reverse=True)[:FLAT]
    flat = [part for _, colour in counts for part in colour]
    other = picture.quantize(256 - len(counts), Image.Quantize.MEDIANCUT).getpalette()
    palette = Image.new("P", (1, 1))
    palette.putpalette((flat + other)[: 3 * 256])
    return picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


class Photographer:
    """A window on a photo, and what is shown of it."""

    def __init__(self, data: Path) -> None:
        from studio.app import library
        from studio.ui.commands import Commands
        from studio.ui.process_bridge import ProcessBridge
        from studio.ui.session import Session
        from studio.ui.window import MainWindow

        self.data = data
        self.idle = True
        self.session = Session(library(), ProcessBridge(), Commands())
        self.session.bridge.idle_changed.connect(lambda idle: setattr(self, "idle", idle))
        self.window = MainWindow(self.session)
        self.window.tours = False
        self.found = False
        self.window.analysis.finished.connect(lambda: setattr(self, "found", True))
        self.window.resize(*SIZE)
        self.window.show()

    def shoot(self, name: str, settle: int = 700) -> None:
        """A picture of the whole window, once nothing is left to do."""
        self.rest(settle)
        keep(self.window.screen().grabWindow(self.window.winId()), name)

    def rest(self, settle: int = 400) -> None:
        """Until nothing is left to do; what is to be done is known after some milliseconds."""
        wait(settle)
        until(lambda: self.idle)
        wait(300)

    def work_quietly(self, milliseconds: int) -> None:
        """Let the window work for a moment."""
        wait(milliseconds)

    def shoot_widget(self, widget: Any, name: str, above: tuple[Any, ...] = ()) -> None:
        """A picture of one panel, with what lies above it."""
        from PySide6.QtCore import QPoint, QRect

        wait(300)
        whole = QRect(widget.mapToGlobal(QPoint()), widget.size())
        for one in above:
            whole = whole.united(QRect(one.mapToGlobal(QPoint()), one.size()))
        place = self.window.screen()
        keep(place.grabWindow(0, whole.x(), whole.y(), whole.width(), whole.height()), name)

    def drag(self, widget: Any, points: list[Any], press: bool = True, release: bool = True) -> None:
        """Move the mouse over a widget, by default with the left button down."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        if press:
            QTest.mousePress(widget, left, pos=points[0])
        for start, end in zip([points[0], *points], points, strict=False):
            for step in range(1, 7):
                at = QPointF(start + (end - start) * step / 6)
                event = QMouseEvent(
                    QEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, left if press else none,
                    Qt.KeyboardModifier.NoModifier,
                )  # fmt: skip
                QApplication.sendEvent(widget, event)
                wait(15)
        if press and release:
            QTest.mouseRelease(widget, left, pos=points[-1])

    def open(self, path: Path, preset: Path | None = None) -> None:
        """Open a photo and wait for its people."""
        self.session.document.close()
        self.found = False
        self.window.projects.open(path, preset)
        until(lambda: self.found)
        wait(500)

    def thumbnails(self) -> None:
        """A frame of each preset's film."""
        from studio.ui.bridge import Look
        from studio.ui.presets.saving import keep_picture

        for name, photo in THUMBNAILS.items():
            preset = ROOT / "presets" / f"{name}.vivant"
            self.open(self.data / photo, preset)
            frame = self.fetch(Look(*self.session.views[1], time=1.5))
            print(f"presets/{name}.jpg: {'made' if keep_picture(frame, preset) else frame.error}", flush=True)
        self.window.presets.fill()

    def fetch(self, look: Any) -> Any:
        """What the engine answers."""
        answers: list[Any] = []
        self.session.bridge.fetch(look, answers.append)
        until(lambda: answers)
        return answers[0]

    def welcome(self) -> None:
        """The page that a start shows."""
        self.window.show_work(False)
        self.shoot("welcome")

    def paint(self) -> None:
        """Open a painting with two people, unless it is open."""
        path = self.data / THUMBNAILS["subtle"]
        if not any(str(path) in node.knobs.values() for node in self.session.graph.nodes.values()):
            self.open(path)
        self.window.analysis.hide()

    def people(self) -> None:
        """Who was found."""
        self.open(self.data / THUMBNAILS["directed"], ROOT / "presets" / "directed.vivant")
        self.shoot("people")

    def graph(self) -> None:
        """What is done with nodes and links."""
        from graph_scenes import GraphScenes

        self.paint()
        GraphScenes(self).take()

    def viewport(self) -> None:
        """Every way to look."""
        from viewport_scenes import ViewportScenes

        self.paint()
        ViewportScenes(self).take()

    def work(self) -> None:
        """Film, depth, graph, presets."""
        session, window = self.session, self.window
        self.paint()
        session.show_number(1)
        session.go(24)
        session.select(["choose_motion_1"])
        self.shoot("film")
        session.show_number(5)
        self.shoot("depth")
        session.select(["stage_people_1"])
        session.show_number(1)
        window.docks.choose("Compose")
        wait(200)
        window.graph.fit_all()
        self.shoot("graph")
        window.docks.choose("Review")
        self.shoot("review")
        window.docks.choose("Animate")
        session.select([])
        window.docks.docks["Presets"].raise_()
        self.shoot("presets")
        window.docks.docks["People"].raise_()

    def animate(self) -> None:
        """Correcting, timeline, sound, exporting, safety."""
        from animate_scenes import AnimateScenes

        AnimateScenes(self).take()

    def help(self) -> None:
        """Palette, shortcuts, a node's page, preferences, the tour."""
        self.paint()
        window, opened = self.window, self.window.help.open_dialogs
        # where this machine keeps its results is nobody's business
        for name in ("VIVANT_CACHE", "XDG_CACHE_HOME"):
            os.environ.pop(name, None)
        window.help.palette.open()
        wait(200)
        window.help.palette.line.setText("key")
        wait(200)
        keep(window.help.palette.grab(), "palette")
        window.help.palette.hide()
        self.session.select(["stage_people_1"])
        for command, name in (("help.shortcuts", "sheet"), ("help.node", "node"), ("edit.preferences", "preferences")):
            self.session.commands[command].trigger()
            wait(1500)
            keep(opened[name].grab(), {"sheet": "shortcuts"}.get(name, name))
            opened[name].close()
        self.session.commands["file.save_preset"].trigger()
        wait(300)
        keep(window.presets.dialog.grab(), "save_preset")
        window.presets.dialog.reject()
        window.help.tour.begin()
        window.help.tour.go_on.click()
        self.shoot("tour")
        window.help.tour.end()

    def motions(self) -> None:
        """Every motion of the library, as stick figures."""
        from PIL import Image

        from nodes.motion.clip_preview import search, sheet

        keep(Image.fromarray(sheet(sorted(search("")))), "motions")

    def close(self) -> None:
        """End the engine."""
        self.session.document.close()
        self.window.projects.close()
        self.session.bridge.close()


PARTS = ("thumbnails", "welcome", "people", "work", "graph", "viewport", "animate", "help", "motions")


def main(data: Path, parts: tuple[str, ...]) -> int:
    """Make them all, or some."""
    home = tempfile.mkdtemp(prefix="vivant_screenshots_")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = home
    from studio.ui.shell.launch import Wish, screen
    from studio.ui.start.application import make_application

    with screen(Wish(screenshot=ROOT, size=SIZE)):
        make_application(["vivant"])
        photographer = Photographer(data)
        for part in parts or PARTS:
            getattr(photographer, part)()
        photographer.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or not {*sys.argv[2:]} <= {*PARTS}:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), tuple(sys.argv[2:])))
