"""The window: menus, the picture in the middle, panels around it, a line at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.correct import add_tools
from studio.ui.graph_editor.panel import GraphPanel
from studio.ui.help.desk import Help
from studio.ui.help.preferences import apply_preferences
from studio.ui.help.tour import Stop
from studio.ui.inspector.panel import InspectorPanel
from studio.ui.jobs.panel import JobsPanel
from studio.ui.memory import MemoryPanel
from studio.ui.people.panel import PeoplePanel
from studio.ui.places import settings
from studio.ui.presets.panel import PresetsPanel
from studio.ui.presets.use import MIME
from studio.ui.safety.projects import Projects
from studio.ui.safety.recovery import RecoveryBar
from studio.ui.safety.relink import RelinkBar
from studio.ui.session import Session
from studio.ui.shell.docks import WORKSPACES, Docks
from studio.ui.shell.menus import Menus
from studio.ui.shell.status import Status
from studio.ui.shell.toasts import LogPanel, Toasts
from studio.ui.start.analysis import Analysis
from studio.ui.start.recent import forget_all, recent
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
        self.setAcceptDrops(True)
        self.resize(1600, 1000)
        self.projects = Projects(session, self)
        self.tours = True
        self._preset: Path | None = None
        self._commands()
        self._middle()
        self.docks = Docks(self.work, self._panels())
        self.setStatusBar(Status(session))
        self.toasts = Toasts(session, self)
        self.help = Help(session, self.projects, self, self._stops())
        self.menus = Menus(self.menuBar(), session.commands, {"File": self._recent_menu, "View": self._panel_menu})
        self._take_drops()
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
        render = self.session.commands["file.render"]
        render.setShortcuts([*render.shortcuts(), QKeySequence("Ctrl+E")])
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

    def _commands(self) -> None:
        def add(name: str, title: str, run: object, group: str, shortcut: str = "", tip: str = "") -> None:
            self.session.commands.add(
                name, title, run, group=group, owner=self, shortcut=shortcut or (), tip=tip, everywhere=True  # type: ignore[arg-type]
            )  # fmt: skip

        files = self.projects
        add("file.new", "New", self._new, "File", "Ctrl+N", "An empty graph")
        add("file.open", "Open...", self.browse, "File", "Ctrl+O", "A photo, a project, or a film made by Vivant")
        add("file.save", "Save", files.save, "File", "Ctrl+S")
        add("file.save_as", "Save as...", files.save_as, "File", "Ctrl+Shift+S")
        add("file.revert", "Revert to saved", files.revert, "File", "", "Give up the changes since the last save")
        add("file.quit", "Quit", self.close, "File", "Ctrl+Q")
        add("view.welcome", "Start page", lambda: self.show_work(False), "View", "", "Recent files and presets")
        add("edit.undo", "Undo", self.session.undo, "Edit", "Ctrl+Z")
        add("edit.redo", "Redo", self.session.redo, "Edit", "Ctrl+Shift+Z")
        add("engine.stop", "Stop computing", self.session.bridge.stop, "Time", "Esc")
        for at, (name, work) in enumerate(WORKSPACES.items(), 1):
            add(f"workspace.{name.lower()}", f"{name} workspace", lambda name=name: self.docks.choose(name), "View",
                f"Ctrl+F{at}", work.tip)  # fmt: skip
        add(
            "workspace.reset",
            "Reset layout",
            lambda: self.docks.reset(),
            "View",
            "",
            "Put every panel where it was at first",
        )

    def _stops(self) -> tuple[Stop, ...]:
        docks = self.docks.docks
        return (
            Stop("The picture", "What the film shows now. Number keys switch: 1 film, 2 photo, 3 people, 5 depth. "
                 "Space plays.", lambda: self.viewport),
            Stop("The people", "Everybody who was found. Click one, then drag a hand, an elbow or the hips in the "
                 "picture to correct the motion.", lambda: docks["People"]),
            Stop("The timeline", "Drag the playhead. Each person's beats lie here: move, trim, cross-fade. "
                 "Keys of the knobs too.", lambda: docks["Timeline"]),
            Stop("The graph", "Every step is a node. Tab adds one, D bypasses one; drag from a socket to link. "
                 "Undo takes back anything.", lambda: docks["Graph"]),
            Stop("The inspector", "The knobs of what is selected. The diamond, or K, sets a key. "
                 "With nothing selected: motion, seed, shot. Ctrl+E renders the film.", lambda: docks["Inspector"]),
        )  # fmt: skip

    def _begin_tour(self) -> None:
        if self.tours and not self.help.tour.was_seen():
            self.help.tour.begin()

    def _recent_menu(self, menu: QMenu) -> None:
        more = QMenu("Open recent", menu)
        for path in recent():
            action = QAction(path.name, more)
            action.setToolTip(str(path))
            action.triggered.connect(self._opener(path))
            more.addAction(action)
        more.addSeparator()
        more.addAction("Forget these", self._forget)
        menu.insertMenu(menu.actions()[2], more)

    def _opener(self, path: Path) -> Callable[[], None]:
        return lambda: self.open(path)

    def _forget(self) -> None:
        forget_all()
        self.welcome.fill()
        self.menus.fill()

    def _panel_menu(self, menu: QMenu) -> None:
        panels = menu.addMenu("Panels")
        for dock in self.docks.docks.values():
            panels.addAction(dock.toggleViewAction())

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
        self.show_work(bool(self.session.graph.nodes))
        show_usual_views(self.session)

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

    def _settle(self) -> None:
        """The panels lie as they were left; then the graph knows how much room it has."""
        self.docks.restore()
        QTimer.singleShot(0, self.graph.fit_all)

    def _new(self) -> None:
        if self.projects.new():
            self.show_work(True)

    def _name(self) -> None:
        mark = "*" if self.session.document.dirty else ""
        self.setWindowTitle(f"{self.projects.name}{mark} - Vivant")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and presets may be dropped anywhere."""
        if event.mimeData().hasUrls() or event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file, or use the preset."""
        data = event.mimeData()
        event.acceptProposedAction()
        if data.hasFormat(MIME):
            self.presets.use(Path(bytes(data.data(MIME).data()).decode()))
        for url in data.urls()[:1]:
            self.open(Path(url.toLocalFile()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dropped on a panel that would not know what to do with it is the window's."""
        if isinstance(event, QDropEvent) and (event.mimeData().hasUrls() or event.mimeData().hasFormat(MIME)):
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.dropEvent(event)
            return True
        return False

    def _take_drops(self) -> None:
        for panel in (self.viewport, self.docks.docks["Graph"]):
            for widget in (panel, *panel.findChildren(QWidget)):
                if widget.acceptDrops():
                    widget.installEventFilter(self)

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
