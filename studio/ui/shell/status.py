"""The line at the bottom: what the engine does, and what the shot is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QToolButton, QWidget

from studio.engine.events import Failed, Finished, Progress, Started
from studio.ui.bridge import Tier
from studio.ui.quiet_bar import QuietBar
from studio.ui.session import Session
from studio.ui.theme import BAD, FAINT, GOOD, icon


class Status(QStatusBar):
    """Follows the engine: the node that computes, how far it is, a button that stops it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, 12, 0)
        self._dot, self._node, self._shot, self._memory = QLabel("●"), QLabel(), QLabel(), QLabel()
        self._bar = QuietBar(maximum=1000, textVisible=False)
        self._bar.setFixedSize(140, 6)
        self._stop = QToolButton(autoRaise=True, toolTip="Stop computing (Esc)")
        self._stop.setIcon(icon("mdi6.stop-circle-outline"))
        self._stop.clicked.connect(session.bridge.stop)
        self.addWidget(self._left(), 1)
        for label, tip in (
            (self._memory, "Memory that kept results take"),
            (self._shot, "Size, rate and length of the shot"),
        ):
            label.setToolTip(tip)
            self.addPermanentWidget(label)
        self._connect()
        self._rest(True)
        self._tell_shot()

    def _left(self) -> QWidget:
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._dot, self._node, self._bar, self._stop):
            row.addWidget(widget)
        row.addStretch()
        return left

    def _connect(self) -> None:
        session = self._session
        session.bridge.happened.connect(self._happened)
        session.bridge.idle_changed.connect(self._rest)
        session.bridge.memory_changed.connect(lambda tiers: self._tell_memory(tiers))
        session.bridge.went_down.connect(lambda why: self._say(f"The engine ended: {why}", BAD))
        session.changed.connect(lambda _: self._tell_shot())
        session.opened.connect(self._tell_shot)

    def _say(self, words: str, colour: str) -> None:
        self._dot.setStyleSheet(f"color: {colour}")
        self._node.setText(words)

    def _happened(self, event: object) -> None:
        if isinstance(event, Started):
            self._busy(event.node, 0.0, "")
        elif isinstance(event, Progress):
            self._busy(event.node, event.done / event.total if event.total > 0 else 0.0, event.note)
        elif isinstance(event, Failed):
            self._say(f"{self._title(event.node)} failed: {event.message}", BAD)
        elif isinstance(event, Finished):
            self._bar.setValue(1000)

    def _busy(self, node: str, part: float, note: str) -> None:
        self._say(f"{self._title(node)}{f': {note}' if note else ''}", GOOD)
        self._bar.setValue(round(1000 * min(max(part, 0.0), 1.0)))
        self._bar.show()
        self._stop.show()

    def _rest(self, idle: bool) -> None:
        if idle:
            self._say("Ready", FAINT)
            self._bar.hide()
            self._stop.hide()

    def _title(self, node: str) -> str:
        found = self._session.graph.nodes.get(node)
        if found is None:
            return node
        kind = self._session.library.get(found.type)
        return found.title or (kind.title if kind is not None else found.type)

    def _tell_shot(self) -> None:
        shot = self._session.graph.shot
        size = f"{shot.size[0]} × {shot.size[1]}" if shot.size[0] else "photo's size"
        self._shot.setText(f"{size}   {shot.fps:g} fps   {shot.duration:.1f} s")

    def _tell_memory(self, tiers: tuple[Tier, ...]) -> None:
        used = [
            f"{tier.name.upper() if tier.name == 'ram' else tier.name} {tier.used / 2**30:.1f} GB"
            for tier in tiers
            if tier.budget
        ]
        self._memory.setText("   ".join(used))
