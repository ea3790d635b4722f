"""The window: menus, the picture in the middle, panels around it, a line at the bottom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.correct import add_tools
from studio.ui.graph_editor.panel import GraphPanel
from studio.ui.help.desk import Help
from studio.ui.help.preferences import apply_preferences
from studio.ui.help.stops import stops
from studio.ui.inspector.panel import InspectorPanel
from studio.ui.jobs.panel import JobsPanel
from studio.ui.memory import MemoryPanel
from studio.ui.people.panel import PeoplePanel
from studio.ui.places import settings
from studio.ui.presets.panel import PresetsPanel
from studio.ui.safety.projects import Projects
from studio.ui.safety.recovery import RecoveryBar
from studio.ui.safety.relink import RelinkBar
from studio.ui.session import Session
from studio.ui.shell.docks import Docks
from studio.ui.shell.menus import Menus
from studio.ui.shell.status import Status
from studio.ui.shell.toasts import LogPanel, Toasts
from studio.ui.shell.window_commands import add_commands, menu_extras
from studio.ui.start.added_files import Recordings, Sounds
from studio.ui.start.analysis import Analysis
from studio.ui.start.drops import Drops
from studio.ui.start.views import show_usual_views
from studio.ui.start.welcome import WelcomePage
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.viewport.panel import ViewportPanel


class MainWindow(QMainWindow):
    """The window of a session.

    Attributes:
        session: What the panels share.
        projects: Opens, saves and asks.
        tours: Whether the first photo is followed by the tour.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("window")
        self.resize(1600, 1000)
        self.projects = Projects(session, self)
        self.sounds = Sounds(session, self, self.open)
        self.recordings = Recordings(session, self, self.open)
        self.tours = True
        self._preset: Path | None = None
        add_commands(self)
        self._middle()
        self.docks = Docks(self.work, self._panels())
        self.setStatusBar(Status(session))
        self.toasts = Toasts(session, self)
        self.help = Help(session, self.projects, self, stops(self.viewport, self.docks.docks))
        self.menus = Menus(self.menuBar(), session.commands, menu_extras(self))
        self._drops = Drops(self, self.open, self.presets.use)
        for panel in (self.viewport, self.graph):
            self._drops.watch(panel)
        self._follow()
        self._restore()

    def _panels(self) -> dict[str, QWidget]:
        self.graph = GraphPanel(self.session)
        self.presets, self.jobs = PresetsPanel(self.session), JobsPanel(self.session)
        self.presets.wanted.connect(lambda preset: self._wants_photo(preset))
        made = {
            "Graph": self.graph,
            "Timeline": TimelinePanel(self.session),
            "Inspector": InspectorPanel(self.session),
            "People": PeoplePanel(self.session),
            "Presets": self.presets,
            "Jobs": self.jobs,
            "Log": LogPanel(self.session),
            "Memory": MemoryPanel(self.session),
        }
        return made

    def _middle(self) -> None:
        self.viewport = ViewportPanel(self.session)
        add_tools(self.session, self.viewport)
        self.welcome = WelcomePage(self.session, self.browse, self.open, self._take_preset)
        self.pages = QStackedWidget()
        self.work = QMainWindow()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.analysis = Analysis(self.session)
        column.addWidget(self.analysis)
        column.addWidget(self.viewport, 1)
        self.work.setCentralWidget(middle)
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.work)
        self.recovery = RecoveryBar(self.session, self.projects)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.relink = RelinkBar(self.session)
        rows.addWidget(self.recovery)
        rows.addWidget(self.relink)
        rows.addWidget(self.pages, 1)
        self.setCentralWidget(whole)

    def _follow(self) -> None:
        session, projects = self.session, self.projects
        session.opened.connect(self._opened)
        projects.heard.connect(lambda sound: self.sounds.add(sound))
        projects.recorded.connect(lambda motion: self.recordings.add(motion))
        projects.animated.connect(lambda photo: self.analysis.begin(photo))
        self.analysis.finished.connect(self._begin_tour)
        session.changed.connect(lambda _: self.show_work(True))
        projects.titled.connect(self._name)
        projects.reading.connect(lambda name: self.welcome.target.say(f"Reading {name} ...", False))
        projects.refused.connect(lambda line: self.welcome.target.say(line, bool(line)))
        self._name()

    def _restore(self) -> None:
        geometry = settings().value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        apply_preferences(self.session)
        self.welcome.target.setFocus()
        QTimer.singleShot(0, self.recovery.look)

    def _begin_tour(self) -> None:
        if self.tours and not self.help.tour.was_seen():
            self.help.tour.begin()

    def browse(self) -> None:
        """Ask for a file and open it."""
        self.projects.ask_open(self.open)

    def open(self, path: Path) -> None:
        """Open a file, whatever it is; a photo goes into the preset that was chosen last, if one was."""
        preset, self._preset = self._preset, None
        self.projects.open(path, preset)

    def _wants_photo(self, preset: Path) -> None:
        """A preset was chosen while there is no photo: ask for one."""
        self._preset = preset
        self.projects.ask_open(self.open)

    def _take_preset(self, preset: Path) -> None:
        self._preset = preset
        self.welcome.target.say("Now drop a photo here, or click", False)
        self.welcome.target.setFocus()

    def _opened(self) -> None:
        """The panels fill themselves while nobody sees them yet; then they are shown."""
        show_usual_views(self.session)
        QTimer.singleShot(1, self, lambda: self.show_work(bool(self.session.graph.nodes)))

    def show_work(self, working: bool) -> None:
        """Show the panels, or the welcome page."""
        if working == (self.pages.currentWidget() is self.work):
            return
        self.pages.setCurrentWidget(self.work if working else self.welcome)
        self.welcome.target.say("", False)
        if working:
            QTimer.singleShot(0, self._settle)
        else:
            self.welcome.fill()

    def prepare(self) -> Iterator[None]:
        """Lay the panels out as they were left, and paint each once, before anybody sees them.

        Style, words and icons are found at the first painting; all panels at once would hold the window up.
        """
        if self.docks.laid:
            return
        self.work.resize(self.pages.size())
        self.docks.restore()
        yield
        for dock in self.docks.docks.values():
            if not self.docks.window.isVisible():
                dock.grab()
                yield

    def _settle(self) -> None:
        """The panels lie as they were left; then the graph knows how much room it has."""
        if not self.docks.laid:
            self.docks.restore()
        QTimer.singleShot(0, self.graph.fit_all)

    def new(self) -> None:
        """An empty graph to work on."""
        if self.projects.new():
            self.show_work(True)

    def _name(self) -> None:
        mark = "*" if self.session.document.dirty else ""
        self.setWindowTitle(f"{self.projects.name}{mark} - Vivant")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is not saved, remember the layout, end the engine."""
        if not self.projects.may_leave():
            event.ignore()
            return
        self.docks.keep()
        settings().setValue("geometry", self.saveGeometry())
        self.projects.close()
        self.session.bridge.close()
        event.accept()
