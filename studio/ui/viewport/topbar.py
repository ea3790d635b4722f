"""The bar over the picture: what is shown, how bright, compared with what, and what is drawn over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QToolBar, QToolButton, QWidget

from studio.ui.session import Session
from studio.ui.theme import FAINT, icon
from studio.ui.viewport import display
from studio.ui.viewport.canvas import Canvas
from studio.ui.viewport.fader import Fader
from studio.ui.viewport.options import CHANNELS, COMPARISONS, Options

CHOICES = {
    "outlines": "Outlines", "boxes": "Boxes", "names": "Names", "skeletons": "Skeletons", "faces": "Faces",
    "arrows": "Arrows", "relief": "Relief in 3D",
}  # fmt: skip
LONGEST = 26
"""Letters of a node's title that the bar has room for."""
PROXIES = {1.0: "1:1", 0.5: "1:2", 0.25: "1:4"}
STYLE = f"""
QToolButton {{ padding: 3px 15px 3px 6px; border: 1px solid transparent; background: transparent; }}
QToolButton:hover {{ border-color: {FAINT}; }}
QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }}
"""
ZOOMS = (12.5, 25, 50, 100, 200, 400, 800)


class TopBar(QToolBar):
    """The viewport's bar. It follows session, options and canvas, and changes them."""

    def __init__(self, session: Session, options: Options, canvas: Canvas) -> None:
        super().__init__()
        self._session, self._options, self._canvas = session, options, canvas
        self.setMovable(False)
        self.setIconSize(QSize(16, 16))
        self.view = self._button("", "What is shown; the keys 1 to 9", self._fill_views)
        self.output = self._button("", "Which of the node's outputs is shown", self._fill_outputs)
        self.addSeparator()
        self.channel = self._button("RGBA", "Channel that is shown: R, G, B, A, L", self._fill_channels)
        self.gain = Fader("Gain", (1 / 64, 64), lambda value: options.set(gain=value), "Brightness of what is shown")
        self.gamma = Fader("Gamma", (0.2, 5), lambda value: options.set(gamma=value), "Brightness of the middle tones")
        self.addWidget(self.gain)
        self.addWidget(_gap(4))
        self.addWidget(self.gamma)
        self.display = self._button("", "Display transform: from linear light to this screen", self._fill_displays)
        self.addSeparator()
        self.proxy = self._button("1:1", "Proxy: compute at full, half or quarter size", self._fill_proxies)
        self.compare = self._button("", "Compare with another view: wipe, difference, side by side", self._fill_compare)
        self.compare.setIcon(icon("mdi6.compare"))
        self.difference = Fader(
            "×", (1, 256), lambda value: options.set(difference=value), "How much of a difference shows"
        )
        self.difference.set(options.difference)
        self.difference.setProperty("entry", self.addWidget(self.difference))
        self.overlays = self._button("", "What is drawn over the picture", self._fill_overlays)
        self.overlays.setIcon(icon("mdi6.layers-outline"))
        self.guides = self._button("", "Safe areas, thirds, grid, checkerboard", self._fill_guides)
        self.guides.setIcon(icon("mdi6.grid"))
        for button in (self.overlays, self.guides):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.zoom = self._button("100%", "Zoom: one pixel of the source in pixels of the screen", self._fill_zooms)
        session.looked.connect(self.refresh)
        session.changed.connect(self.refresh)
        session.opened.connect(self.refresh)
        options.changed.connect(self.refresh)
        canvas.view.framed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Say what is so now."""
        session, options = self._session, self._options
        view = session.view()
        title = node_title(session, view.node) if view else "Nothing"
        self.view.setText(f"{session.shown}   {title if len(title) <= LONGEST else title[: LONGEST - 1] + '…'}")
        outputs = output_names(session, view.node) if view else []
        self.output.setText((view.name if view and view.name else outputs[0]) if outputs else "")
        self._show(self.output, len(outputs) > 1)
        self.channel.setText(options.channel)
        self.gain.set(options.gain)
        self.gamma.set(options.gamma)
        self.display.setText((options.display or display.PLAIN).split(" (")[0])
        self.proxy.setText(PROXIES.get(session.scale, f"{session.scale:g}"))
        compared = f" {session.compared}" if session.compared is not None else ""
        off = options.comparison == "off"
        self.compare.setText("" if off else f"{options.comparison.capitalize()}{compared}")
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.compare.setToolButtonStyle(alone if off else beside)
        self._show(self.difference, options.comparison == "difference")
        self.difference.set(options.difference)
        self.zoom.setText(f"{100 * self._canvas.view.framing.zoom * self._canvas.devicePixelRatioF():.0f}%")

    def _button(self, words: str, tip: str, fill: Callable[[QMenu], object]) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet(
            f"QToolButton {{ padding: 3px 16px 3px 6px; }} QToolButton:hover {{ border-color: {FAINT}; }}"
        )
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        button.setProperty("entry", self.addWidget(button))
        return button

    def _show(self, button: QWidget, shown: bool) -> None:
        entry: Any = button.property("entry")
        entry.setVisible(shown)

    def _fill_views(self, menu: QMenu) -> None:
        session = self._session
        if not session.views:
            menu.addAction("Select a node and press 1 to 9").setEnabled(False)
        _choose(
            menu,
            [
                (number, f"{number}   {node_title(session, view.node)}")
                for number, view in sorted(session.views.items())
            ],
            session.shown,
            session.show_number,
        )

    def _fill_outputs(self, menu: QMenu) -> None:
        view = self._session.view()
        if view is not None:
            names = output_names(self._session, view.node)
            _choose(menu, [(n, n) for n in names], view.name or names[0], lambda n: self._session.look(view.node, n))

    def _fill_channels(self, menu: QMenu) -> None:
        titles = dict(zip(CHANNELS, ("Colour", "Red", "Green", "Blue", "Alpha", "Luminance"), strict=True))
        rows = [(name, f"{titles[name]}\t{'' if name == 'RGBA' else name}") for name in CHANNELS]
        _choose(menu, rows, self._options.channel, lambda name: self._options.set(channel=name))

    def _fill_displays(self, menu: QMenu) -> None:
        """Plain sRGB, then a menu for each screen with its views."""
        chosen = self._options.display or display.PLAIN
        screens: dict[str, QMenu] = {}
        for name in display.names():
            screen, _, view = name.partition(" · ")
            if view and screen not in screens:
                screens[screen] = menu.addMenu(screen)
            into = screens[screen] if view else menu
            _choose(
                into, [(name, view or f"{name}, no tone mapping")], chosen, lambda name: self._options.set(display=name)
            )

    def _fill_proxies(self, menu: QMenu) -> None:
        titles = {1.0: "Full size", 0.5: "Half size", 0.25: "Quarter size"}
        _choose(menu, list(titles.items()), self._session.scale, self._session.set_scale)

    def _fill_compare(self, menu: QMenu) -> None:
        session = self._session
        titles = {
            "off": "Do not compare",
            "wipe": "Wipe\tW",
            "difference": "Difference\tQ",
            "side by side": "Side by side",
        }
        rows = [(name, titles[name]) for name in COMPARISONS]
        _choose(menu, rows, self._options.comparison, lambda name: self._options.set(comparison=name))
        menu.addSeparator()
        others = [
            (number, f"with {number}   {node_title(session, view.node)}")
            for number, view in sorted(session.views.items())
            if number != session.shown
        ]
        if not others:
            menu.addAction("Put another node under a number to compare with").setEnabled(False)
        _choose(menu, others, session.compared, session.compare)

    def _fill_overlays(self, menu: QMenu) -> None:
        shown = self._canvas.view.shown()
        choices = () if shown is None else shown.painter.choices
        for name in choices:
            if name in CHOICES:
                self._toggle(menu, CHOICES[name], name)
        if "bones" in choices:
            rows = [("person", "Bones in the person's colour"), ("openpose", "Bones in OpenPose's colours")]
            menu.addSeparator()
            _choose(menu, rows, self._options.bones, lambda name: self._options.set(bones=name))
        if "matte" in choices:
            rows = [("red", "Matte in red over the photo"), ("grey", "Matte in grey")]
            _choose(menu, rows, self._options.matte, lambda name: self._options.set(matte=name))
        if "onion" in choices:
            ghosts = [(n, f"{n} ghosts to each side" if n else "No ghosts") for n in (0, 1, 2, 4, 8)]
            _choose(menu, ghosts, self._options.onion, lambda number: self._options.set(onion=number))
        if "weights" in choices and shown is not None:
            menu.addSeparator()
            weights = menu.addMenu("Weights")
            bones = [("", "None"), *((bone, bone) for bone in shown.painter.bones(shown.prepared))]
            _choose(weights, bones, self._options.weights, lambda bone: self._options.set(weights=bone))
        if not choices:
            menu.addAction("Nothing is drawn over a picture").setEnabled(False)

    def _fill_guides(self, menu: QMenu) -> None:
        for name, words in (
            ("safe", "Safe areas"),
            ("thirds", "Thirds"),
            ("grid", "Grid"),
            ("checker", "Checkerboard"),
        ):
            self._toggle(menu, words, name)

    def _fill_zooms(self, menu: QMenu) -> None:
        fit = menu.addAction("Fit\tF")
        fit.triggered.connect(lambda *_: self._canvas.view.fit())
        for percent in ZOOMS:
            action = menu.addAction(f"{percent:g}%" + ("\tCtrl+1" if percent == 100 else ""))
            action.triggered.connect(lambda *_, percent=percent: self._canvas.view.zoom_to(percent))

    def _toggle(self, menu: QMenu, words: str, name: str) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(bool(getattr(self._options, name)))
        action.toggled.connect(lambda on: self._options.set(**{name: on}))


def node_title(session: Session, node: str) -> str:
    """What the artist calls a node."""
    found = session.graph.nodes.get(node)
    if found is None:
        return "Gone"
    known = session.library.get(found.type)
    return found.title or (known.title if known is not None else found.type)


def output_names(session: Session, node: str) -> list[str]:
    """Names of a node's outputs."""
    known = session.library.get(session.graph.nodes[node].type) if node in session.graph.nodes else None
    return [] if known is None else [socket.name for socket in known.outputs]


def _choose(menu: QMenu, rows: Iterable[tuple[Any, str]], chosen: Any, then: Callable[[Any], object]) -> None:
    """Entries of which one is chosen."""
    group = QActionGroup(menu)
    for value, words in rows:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda *_, value=value: then(value))
        group.addAction(action)
        menu.addAction(action)


def _gap(width: int) -> QWidget:
    gap = QLabel()
    gap.setFixedWidth(width)
    return gap
