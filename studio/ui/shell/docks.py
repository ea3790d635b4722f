"""The panels around the picture: how they lie for each kind of work, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from studio.ui.places import settings

_AREA = Qt.DockWidgetArea
LAYOUT = 4
"""Raised when the docks change, so that a layout of another window is not put on this one."""


@dataclass(frozen=True)
class Workspace:
    """A layout.

    Attributes:
        tip: What it is for.
        hidden: Panels that are not shown.
        widths: Of the left and the right side, in logical pixels.
        timeline: Height in logical pixels, but never more than a part of the window (:data:`MOST`).
        graph, jobs: Heights, as parts of the window's; jobs are the tabs below the inspector.
    """

    tip: str
    hidden: tuple[str, ...] = ()
    widths: tuple[int, int] = (250, 340)
    timeline: int = 280
    graph: float = 0.2
    jobs: float = 0.2


WORKSPACES = {
    "Animate": Workspace("Picture, timeline and graph one above the other"),
    "Compose": Workspace("The graph is large", ("Timeline",), graph=0.48),
    "Review": Workspace(
        "Picture and timeline alone",
        ("Graph", "Inspector", "People", "Presets", "Jobs", "Log", "Memory"),
        timeline=220,
    ),
}
MOST = 0.3
"""Of the window's height that the timeline takes at first."""


class Docks:
    """The docks of a window, by title.

    Args:
        window: The window.
        panels: By title: Graph, Timeline, Inspector, People, Presets, Jobs, Log, Memory.
    """

    def __init__(self, window: QMainWindow, panels: Mapping[str, QWidget]) -> None:
        self.window = window
        self._soon = QTimer(window, singleShot=True, interval=0)
        self._soon.timeout.connect(self._title)
        self.docks = {title: self._dock(title, panel) for title, panel in panels.items()}
        self.laid = False
        self.workspace = str(settings().value("workspace", "Animate"))
        window.setTabPosition(_AREA.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        window.setCorner(Qt.Corner.BottomRightCorner, _AREA.RightDockWidgetArea)
        window.setCorner(Qt.Corner.BottomLeftCorner, _AREA.BottomDockWidgetArea)

    def _dock(self, title: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self.window)
        dock.setObjectName(title)
        dock.setWidget(panel)
        dock.toggleViewAction().setToolTip(f"Show or hide {title.lower()}")
        dock.dockLocationChanged.connect(lambda _: self._soon.start())
        dock.visibilityChanged.connect(lambda _: self._soon.start())
        return dock

    def _title(self) -> None:
        """A panel among tabs has its title on its tab; no need to say it twice."""
        for dock in self.docks.values():
            among = bool(self.window.tabifiedDockWidgets(dock)) and not dock.isFloating()
            if among != (dock.titleBarWidget() is not None):
                dock.setTitleBarWidget(QWidget() if among else None)  # type: ignore[arg-type]

    def lay(self, name: str) -> None:
        """Lay the docks out as a workspace says, whatever they were."""
        self.workspace = name
        work = WORKSPACES[name]
        for dock in self.docks.values():
            self.window.removeDockWidget(dock)
            dock.setFloating(False)
        self._place()
        for title, dock in self.docks.items():
            dock.setVisible(title not in work.hidden)
        self._size(work)
        for title in ("People", "Jobs"):
            self.docks[title].raise_()

    def _place(self) -> None:
        window, docks = self.window, self.docks
        window.addDockWidget(_AREA.LeftDockWidgetArea, docks["People"])
        window.tabifyDockWidget(docks["People"], docks["Presets"])
        window.addDockWidget(_AREA.BottomDockWidgetArea, docks["Timeline"])
        window.splitDockWidget(docks["Timeline"], docks["Graph"], Qt.Orientation.Vertical)
        window.addDockWidget(_AREA.RightDockWidgetArea, docks["Inspector"])
        window.splitDockWidget(docks["Inspector"], docks["Jobs"], Qt.Orientation.Vertical)
        window.tabifyDockWidget(docks["Jobs"], docks["Log"])
        window.tabifyDockWidget(docks["Log"], docks["Memory"])

    def _size(self, work: Workspace) -> None:
        docks, across, down = self.docks, Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        high = self.window.height()
        self.window.resizeDocks([docks["People"], docks["Inspector"]], list(work.widths), across)
        rows = [docks[title] for title in ("Timeline", "Graph") if title not in work.hidden]
        wanted = {"Timeline": min(work.timeline, round(MOST * high)), "Graph": round(work.graph * high)}
        self.window.resizeDocks(rows, [wanted[dock.objectName()] for dock in rows], down)
        jobs = round(work.jobs * high)
        self.window.resizeDocks([docks["Inspector"], docks["Jobs"]], [high - jobs, jobs], down)

    def choose(self, name: str) -> None:
        """Go to a workspace, as it was left when it was last used."""
        self.keep()
        self.workspace = name
        settings().setValue("workspace", name)
        self.restore()

    def keep(self) -> None:
        """Remember how the docks lie, if they were laid out at all."""
        if not self.laid:
            return
        kept = settings()
        kept.setValue("workspace", self.workspace)
        kept.setValue(f"layout/{self.workspace}", self.window.saveState(LAYOUT))

    def restore(self) -> None:
        """Lay the docks out as they were left, or as the workspace says."""
        self.laid = True
        if self.workspace not in WORKSPACES:
            self.workspace = "Animate"
        kept = settings().value(f"layout/{self.workspace}")
        if not isinstance(kept, QByteArray) or not self.window.restoreState(kept, LAYOUT):
            self.lay(self.workspace)

    def reset(self) -> None:
        """Forget how the docks were left."""
        settings().remove("layout")
        self.lay(self.workspace)
