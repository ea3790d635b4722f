"""The viewport: what a node gives, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.media.person import Person
from studio.ui.session import Session
from studio.ui.viewport.actions import add_commands
from studio.ui.viewport.canvas import Canvas
from studio.ui.viewport.looking import Looking
from studio.ui.viewport.options import Options
from studio.ui.viewport.probe import inside, mean, read
from studio.ui.viewport.region import RegionTool
from studio.ui.viewport.sidebar import Sidebar
from studio.ui.viewport.status import StatusLine
from studio.ui.viewport.tool import Place, Tool
from studio.ui.viewport.topbar import TopBar

NO_GL = (
    "The viewport needs OpenGL 3.3, which this machine does not give ({reason}).\n\n"
    "Install a graphics driver; on Debian or Ubuntu: apt-get install -y libgl1 libgl1-mesa-dri. "
    "Everything else works without it."
)


class ViewportPanel(QWidget):
    """The viewport.

    Args:
        session: What all panels share.

    Attributes:
        options: How it is shown.
        looking: What is shown.
        canvas: The picture itself.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.options = Options()
        self.looking = Looking(session, self)
        self.canvas = Canvas(self.looking, self.options)
        self.bar = TopBar(session, self.options, self.canvas)
        self.tools = Sidebar(self.canvas, session.commands, self)
        self.status = StatusLine()
        self._full: FullScreen | None = None
        self._lay_out()
        self.tools.add(RegionTool(self.options, lambda: self.canvas.view.plane().frame))
        add_commands(session, self, self.canvas, self.options)
        full = session.commands.add(
            "viewport.full_screen", "Viewport on the full screen", self.full_screen, group="View", owner=self,
            shortcut="Ctrl+F11", tip="And back", icon="mdi6.fullscreen",
        )  # fmt: skip
        session.commands.add(
            "viewport.retry", "Try again", self.looking.retry, group="View", owner=self, shortcut="Ctrl+R",
            tip="Try again what failed",
        )  # fmt: skip
        self.bar.addAction(full)
        self.canvas.failed.connect(self.no_gl)
        self.canvas.view.probed.connect(self._probe)
        self.canvas.view.framed.connect(self._tell_size)
        self.looking.changed.connect(self._tell_size)
        self.options.changed.connect(self._compare)
        self.options.changed.connect(lambda: self.looking.look_at(self.options.region))
        session.frame_changed.connect(self._move_time)
        self.looking.ask()

    def add_tool(self, tool: Tool) -> None:
        """Offer a tool at the left edge."""
        self.tools.add(tool)

    def use_tool(self, title: str) -> None:
        """Take up a tool by its title, "" for none."""
        self.tools.use(title)

    def place(self) -> Place:
        """Where the source picture lies in the canvas, whatever proxy is shown."""
        return self.canvas.view.place()

    def refresh_overlay(self) -> None:
        """Draw again what lies over the picture."""
        self.canvas.update()

    def full_screen(self) -> None:
        """Fill the screen with the viewport, or end that."""
        if self._full is None:
            self._full = FullScreen(self)
            self._full.take(self._inside)
        else:
            full, self._full = self._full, None
            self._column.addWidget(self._inside)
            full.close()
        self.canvas.setFocus()

    def no_gl(self, reason: str) -> None:
        """Say that there is no picture, and why."""
        self._sorry.setText(NO_GL.format(reason=reason))
        self._stack.setCurrentWidget(self._sorry)

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        self._sorry = QLabel()
        self._sorry.setWordWrap(True)
        self._sorry.setMargin(40)
        self._sorry.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._sorry)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.tools)
        row.addWidget(self._stack, 1)
        column = _tight(QVBoxLayout(self._inside))
        column.addWidget(self.bar)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self._column = _tight(QVBoxLayout(self))
        self._column.addWidget(self._inside)

    def _compare(self) -> None:
        """Comparing needs a second view: the first other number that holds one."""
        session, comparing = self.session, self.options.comparison != "off"
        if comparing and session.compared not in session.views:
            others = [number for number in sorted(session.views) if number != session.shown]
            if not others:
                session.said.emit("info", "Select another node and press 2 to have something to compare with.")
                self.options.set(comparison="off")
                return
            session.compare(others[0])
        self.looking.compare(comparing)

    def _move_time(self, _: int) -> None:
        """Repaint for another moment only what shows the moment; pictures come as answers."""
        self.options.time = self.session.time
        shown = self.canvas.view.shown()
        if shown is not None and shown.painter.timed:
            self.canvas.update()

    def _probe(self, shown: Any, last: Any, first: Any) -> None:
        if last is None:
            self.status.tell(None)
            return
        if not inside(self.options.region, last):
            self.status.tell(None)
            return
        if first is not None:
            self.status.tell(mean(shown, first, last))
            return
        people = self._people()
        reading = read(shown, last[0], last[1], people)
        person = people.get(reading.person) if people is not None else None
        self.status.tell(reading, (person.name or person.id.replace("_", " ")) if person is not None else "")

    def _people(self) -> Mapping[str, Person] | None:
        shown = self.canvas.view.shown()
        value = None if shown is None else shown.answer.value
        if isinstance(value, Mapping) and any(isinstance(item, Person) for item in value.values()):
            return value
        found: Mapping[str, Person] | None = self.looking.beside("People") if shown is not None else None
        return found

    def _tell_size(self) -> None:
        plane = self.canvas.view.plane()
        pixels = plane.sheet if plane.sheet is not None else plane.photo
        zoom = f"{100 * self.canvas.view.framing.zoom * self.devicePixelRatioF():.0f}%"
        size = "" if pixels is None else f"{pixels.shape[1]} × {pixels.shape[0]}"
        shown = self.canvas.view.shown()
        if shown is not None and shown.answer.part is not None:
            size += f" of {shown.answer.part.size[0]} × {shown.answer.part.size[1]}"
        self.status.shown.setText(f"{size}   {zoom}" if plane.frame[2] > plane.frame[0] else "")


class FullScreen(QWidget):
    """The viewport alone on the screen; Escape ends it."""

    def __init__(self, panel: ViewportPanel) -> None:
        super().__init__(panel, Qt.WindowType.Window)
        self._panel = panel
        self.setWindowTitle("Vivant")
        # shortcuts end at a window's border: those of the panel and of the whole window hold here too
        for command in panel.session.commands:
            if command.panel in (panel, None):
                self.addAction(command.action)

    def take(self, inside: QWidget) -> None:
        """Show what was in the panel."""
        _tight(QVBoxLayout(self)).addWidget(inside)
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._panel.full_screen()
        else:
            super().keyPressEvent(event)


def _tight(column: QVBoxLayout) -> QVBoxLayout:
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
