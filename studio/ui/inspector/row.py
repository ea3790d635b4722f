"""A row of the inspector: a knob's name, its key, what edits it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from studio.media.errors import VivantError
from studio.ui.inspector.binding import Binding
from studio.ui.inspector.curve_strip import CurveStrip
from studio.ui.inspector.make import make_editor
from studio.ui.theme import ACCENT, BAD, FAINT, WARN, WORDS, icon

DEAD = "#4a4f57"
"""Colour of what may not be picked."""
LABEL = 106
"""Width of the names, in logical pixels."""


class Row(QWidget):
    """One knob."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.binding = binding
        self.setObjectName(f"knob_{binding.knob.name}")
        self.curve: CurveStrip | None = None
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(10, 2, 8, 2)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        self.name, self.key = QLabel(), self._key_button()
        self.name.setFixedWidth(LABEL)
        self.name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.name.setText(self.name.fontMetrics().elidedText(binding.label, Qt.TextElideMode.ElideRight, LABEL))
        self.name.setCursor(Qt.CursorShape.PointingHandCursor)
        self._offered: bool | None = None
        self.editor = make_editor(binding.knob)
        self.back = QToolButton(autoRaise=True, toolTip="Back to the default")
        self.back.setIcon(icon("mdi6.restore", FAINT))
        self.back.setFixedSize(20, 20)
        self.back.setSizePolicy(_KEPT)
        self.back.clicked.connect(lambda: self.attempt(binding.reset))
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setStyleSheet(f"color: {BAD}")
        self.problem.hide()
        high = binding.knob.kind in ("text", "file", "entries")
        top = Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag.AlignVCenter
        for part in (self.name, self.key, self.back) if high else ():
            part.setFixedHeight(26)  # in line with the first line of what is high
        grid.addWidget(self.name, 0, 0, top)
        grid.addWidget(self.key, 0, 1, top)
        grid.addWidget(self.editor, 0, 2, top)
        grid.addWidget(self.back, 0, 3, top)
        grid.addWidget(self.problem, 1, 2, 1, 2)
        grid.setColumnStretch(2, 1)
        self._listen()
        self._explain()
        self.refresh()

    def _key_button(self) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setFixedSize(20, 20)
        button.setSizePolicy(_KEPT)
        button.clicked.connect(self._key_clicked)
        return button

    def _listen(self) -> None:
        binding = self.binding
        self.editor.began.connect(binding.begin)
        self.editor.ended.connect(binding.end)
        self.editor.changed.connect(lambda value: self.attempt(lambda: binding.set(value)))
        self.editor.typed.connect(self._typed)

    def _explain(self) -> None:
        knob = self.binding.knob
        limits = knob.range
        lines = [knob.doc or self.binding.label]
        if limits is not None:
            lines.append(f"{limits.low:g} to {limits.high:g} {limits.unit}".strip())
        self.name.setToolTip("\n".join([*lines, "Click the name, then another's, to let it follow that one"]))
        self.editor.setToolTip("\n".join(lines))

    def _typed(self, text: str) -> None:
        def change() -> None:
            try:
                value = self.binding.knob.parse(text)
            except ValueError as problem:
                raise VivantError(str(problem)) from None
            self.binding.set(value)

        self.attempt(change)

    def attempt(self, change: Callable[[], Any]) -> None:
        """Make an edit; why it cannot be made is told at the knob."""
        try:
            change()
        except VivantError as problem:
            self.tell(str(problem))
        else:
            self.tell("")
        self.refresh()

    def tell(self, line: str) -> None:
        """Say what is wrong with the knob, "" for nothing."""
        self.problem.setText(line)
        self.problem.setVisible(bool(line))

    def refresh(self) -> None:
        """Show the knob as it is now."""
        binding = self.binding
        if binding.node not in binding.session.graph.nodes:
            return
        self.editor.show_value(binding.value, binding.mixed)
        self.editor.setEnabled(binding.source is None)
        self.back.setVisible(not binding.is_default)
        self._show_name()
        self._show_key()

    def offer(self, fits: bool | None) -> None:
        """Show that the knob may be followed by the one that is being linked, or may not; None where none is."""
        if fits != self._offered:
            self._offered = fits
            self._show_name()

    def _show_name(self) -> None:
        plain = FAINT if self.binding.is_default else WORDS
        colour = {None: plain, True: ACCENT, False: DEAD}[self._offered]
        self.name.setStyleSheet(f"color: {colour}")

    def _show_key(self) -> None:
        binding, button = self.binding, self.key
        source = binding.source
        if source is not None:
            button.setIcon(icon("mdi6.link-variant", ACCENT))
            button.setToolTip(f"Follows {source.node}.{source.knob}; click to let it hold its own value")
        elif binding.keyed_here:
            button.setIcon(icon("mdi6.rhombus", WARN))
            button.setToolTip("A key lies here; click to take it away  (K)")
        elif binding.keyed:
            button.setIcon(icon("mdi6.rhombus-outline", WARN))
            button.setToolTip("Animated; click to set a key here  (K)")
        else:
            button.setIcon(icon("mdi6.rhombus-outline", "#5c626b"))
            button.setToolTip("Not animated; click to set a key here  (K)")
        button.setVisible(binding.animated or source is not None)
        self._show_curve()

    def _show_curve(self) -> None:
        """Under a knob that has keys, its curve; made when it is first needed."""
        keyed = self.binding.keyed and self.binding.source is None
        if keyed and self.curve is None:
            self.curve = CurveStrip(self.binding)
            self._grid.addWidget(self.curve, 2, 2)
        if self.curve is not None:
            self.curve.setVisible(keyed)
            self.curve.update()

    def _key_clicked(self) -> None:
        self.attempt(self.binding.unfollow if self.binding.source is not None else self.binding.toggle_key)

    def toggle_key(self) -> None:
        """Set a key at the playhead, or take it away."""
        if self.binding.animated and self.binding.source is None:
            self.attempt(self.binding.toggle_key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a knob."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The menu of the knob."""
        binding = self.binding
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(title: str, change: Callable[[], Any], can: bool = True) -> None:
            action = QAction(title, menu)
            action.triggered.connect(lambda: self.attempt(change))
            action.setEnabled(can)
            menu.addAction(action)

        if binding.animated:
            own = binding.source is None
            add("Set key", binding.set_key, own)
            add("Clear key", binding.clear_key, own and binding.keyed_here)
            add("Clear all keys", binding.clear_curve, own and binding.keyed)
            menu.addSeparator()
        if binding.source is not None:
            add("Hold its own value", binding.unfollow)
        self._fill_follow(menu)
        menu.addSeparator()
        add("Copy value", binding.copy)
        add("Paste value", binding.paste)
        add("Reset", binding.reset, not binding.is_default)
        menu.addSeparator()
        if binding.group:
            add("Hide from the group" if binding.on_group else "Show on the group", binding.toggle_on_group)
        add("Hide from the preset" if binding.exposed else "Show in the preset", binding.toggle_exposed)
        return menu

    def _fill_follow(self, menu: QMenu) -> None:
        follow = menu.addMenu("Follow another knob")
        others = self.binding.others()
        follow.setEnabled(bool(others))
        graph = self.binding.session.graph
        for node, knobs in others:
            below = follow.addMenu(graph.nodes[node].title or node)
            for knob in knobs:
                action = QAction(knob.replace("_", " ").capitalize(), below)
                action.triggered.connect(self._follower(node, knob))
                below.addAction(action)

    def _follower(self, node: str, knob: str) -> Callable[[], None]:
        return lambda: self.attempt(lambda: self.binding.follow(node, knob))


def _kept() -> QSizePolicy:
    """A policy that keeps the room of what is hidden, so that nothing jumps."""
    policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    policy.setRetainSizeWhenHidden(True)
    return policy


_KEPT = _kept()
