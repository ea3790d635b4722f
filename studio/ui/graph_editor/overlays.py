"""Small widgets over the canvas: a name being changed, the way to the level that is shown, a word where nothing is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton

from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.levels import Levels
from studio.ui.theme import ACCENT, FAINT, LINE, PANEL, WORDS, icon


class NameLine(QLineEdit):
    """A name that is being changed, on the place where it is shown. Enter takes it, Escape leaves it as it was."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._take: Callable[[str], object] = lambda name: None
        self.installEventFilter(self)
        self.hide()
        canvas.viewed.connect(self.hide)

    def ask(self, area: QRectF, name: str, take: Callable[[str], object]) -> None:
        """Change a name; ``area`` is where it is on the scene."""
        self._take = take
        corner = self._canvas.on(area.x(), area.y())
        width = max(round(area.width() * self._canvas.zoom), 140)
        self.setGeometry(round(corner.x()), round(corner.y()), width, max(round(area.height() * self._canvas.zoom), 26))
        self.setText(name)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _finish(self, take: bool) -> None:
        if self.isVisible():
            name, done = self.text().strip(), self._take
            self.hide()
            self._canvas.setFocus()
            if take:
                done(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Its keys are its own; leaving takes the name."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._finish(False)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._finish(True)
                return True
        if event.type() == QEvent.Type.FocusOut:
            self._finish(True)
        return False


class Breadcrumbs(QFrame):
    """The groups around what is shown, each a button that goes there."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("crumbs")
        self.setStyleSheet(
            f"#crumbs {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: 5px; }}"
            f"#crumbs QToolButton {{ background: transparent; border: none; color: {WORDS}; padding: 3px 6px; }}"
            f"#crumbs QToolButton:hover {{ color: {ACCENT}; }} #crumbs QLabel {{ color: {FAINT}; }}"
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 2)
        self._row.setSpacing(2)
        self.buttons: list[QToolButton] = []
        canvas.editor.entered.connect(self.refresh)
        canvas.editor.shown.connect(self.refresh)
        self._shown: list[tuple[str, str]] = []
        self.refresh()

    def refresh(self) -> None:
        """Show the way to the level that is shown; nothing on the outermost."""
        editor = self._canvas.editor
        path = Levels(editor.graph).path(editor.level)
        wanted = [("", "Graph"), *((name, editor.graph.groups[name].title or "Group") for name in path)]
        self.setVisible(bool(path))
        if wanted == self._shown:
            return
        self._shown = wanted
        while self._row.count():
            widget = self._row.takeAt(0).widget()  # type: ignore[union-attr]
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = [self._button(name, title) for name, title in wanted]
        for index, button in enumerate(self.buttons):
            for widget in (*([QLabel("›", self)] if index else []), button):
                self._row.addWidget(widget)
                # a layout would show it in a moment; its size is needed now
                widget.show()
        self.adjustSize()
        self.move(12, 12)

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setToolTip(f"Show the inside of {title}" if name else "Show the whole graph  (U goes one level out)")
        button.clicked.connect(lambda: self._go(name))
        return button

    def _go(self, name: str) -> None:
        self._canvas.editor.enter(name)
        self._canvas.fit(self._canvas.mirror.extent())
        self._canvas.setFocus()


class Hint(QFrame):
    """What to do where nothing is."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        picture = QLabel(self)
        picture.setPixmap(icon("mdi6.graph-outline", FAINT).pixmap(36, 36))
        self.words = QLabel("Press Tab to add a node, or drop a photo here", self)
        self.words.setStyleSheet(f"color: {FAINT}; font-size: 13px;")
        row.addWidget(picture)
        row.addWidget(self.words)
        canvas.editor.shown.connect(self.refresh)
        canvas.editor.entered.connect(self.refresh)

    def refresh(self) -> None:
        """Show it where nothing else is."""
        mirror = self._canvas.mirror
        self.setVisible(not mirror.nodes and not mirror.backdrops)
        if self.isVisible():
            self.adjustSize()
            self.move(self._canvas.rect().center() - self.rect().center())
