"""What kept results take: a bar for each memory, its budget, and the nodes that hold the most."""

from __future__ import annotations

import math

import psutil
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSlider, QVBoxLayout, QWidget

from studio.engine.failure import readable
from studio.ui.bridge import Tier
from studio.ui.places import settings
from studio.ui.session import Session
from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, WARN

TITLES = {"device": "Graphics card", "ram": "Memory", "disk": "Disk"}
TIPS = {
    "device": "Results that lie on the graphics card, ready to be used there",
    "ram": "Results in memory: frames that play at once",
    "disk": "Results that took long to make, kept for the next session too",
}
SMALLEST, STEPS, MOST = 2**27, 8, 80
"""A slider's left end in bytes, its steps to double that, and its steps in all."""
SHOWN = 5
"""Nodes that are named."""
TALLY = ("#4c9be8", "#3fb6a8", "#c9a227", "#9b6dd6", "#d65f8b")


class Bar(QWidget):
    """How full a memory is: the biggest nodes in their colours, the rest in one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self.tier = Tier("", 0, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        at = 0.0
        for size, colour in self.parts():
            wide = self.width() * size / max(self.tier.budget, self.tier.used, 1)
            painter.fillRect(QRectF(at, 0, wide, self.height()), QColor(colour))
            at += wide

    def parts(self) -> list[tuple[int, str]]:
        """(bytes, colour) from left to right. What several nodes share counts for each, in part."""
        shared = min(1.0, self.tier.used / max(sum(size for _, size in self.tier.biggest), 1))
        named = [(round(size * shared), TALLY[at]) for at, (_, size) in enumerate(self.tier.biggest[:SHOWN])]
        rest = self.tier.used - sum(size for size, _ in named)
        full = WARN if self.tier.used > 0.95 * self.tier.budget else ACCENT
        return [*named, (max(rest, 0), FAINT if named else full)]


class TierBox(QWidget):
    """One memory."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self._session, self.name = session, name
        self.bar, self._used, self._nodes = Bar(), QLabel(), QLabel()
        most = step_of(psutil.virtual_memory().total) if name == "ram" else MOST
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=0, maximum=most)
        self.slider.setToolTip(f"How much {TITLES[name].lower()} results may take")
        self.empty = QPushButton("Empty", toolTip="Let go of all results here that are not pinned; they are made again")
        self._nodes.setTextFormat(Qt.TextFormat.RichText)
        self._nodes.setWordWrap(True)
        self._send = QTimer(self, singleShot=True, interval=300)
        self._send.timeout.connect(self._set_budget)
        self.slider.valueChanged.connect(self._slid)
        self.empty.clicked.connect(lambda: session.bridge.forget(name))
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel(TITLES[self.name], toolTip=TIPS[self.name])
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._used)
        foot.addWidget(QLabel("Budget"))
        foot.addWidget(self.slider, 1)
        foot.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self._nodes)
        column.addLayout(foot)
        self.setToolTip(TIPS[self.name])

    def show_tier(self, tier: Tier) -> None:
        """Show how full it is now."""
        self.bar.tier = tier
        self.bar.update()
        if not self.slider.isSliderDown() and not self._send.isActive():
            self.slider.blockSignals(True)
            self.slider.setValue(step_of(tier.budget))
            self.slider.blockSignals(False)
            self._used.setText(f"{readable(tier.used) if tier.used else 'empty'} of {readable(tier.budget)}")
        named = [self._named(at, *entry) for at, entry in enumerate(tier.biggest[:SHOWN])]
        self._nodes.setText("&nbsp; ".join(named))
        self._nodes.setVisible(bool(named))

    def _named(self, at: int, node: str, size: int) -> str:
        words = f"<span style='color:{TALLY[at]}'>■</span>&nbsp;{self._title(node)}"
        amount = readable(size).replace(" ", "&nbsp;")
        return f"{words}&nbsp;<span style='color:{FAINT}'>{amount}</span> "

    def _title(self, node: str) -> str:
        found = self._session.graph.nodes.get(node)
        kind = self._session.library.get(found.type) if found is not None else None
        words = (found.title if found is not None else "") or (kind.title if kind is not None else node)
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(" ", "&nbsp;")

    def _slid(self) -> None:
        """Say the budget at once, set it when the slider rests."""
        used = self.bar.tier.used
        self._used.setText(f"{readable(used) if used else 'empty'} of {readable(bytes_of(self.slider.value()))}")
        self._send.start()

    def _set_budget(self) -> None:
        budget = bytes_of(self.slider.value())
        settings().setValue(f"budget/{self.name}", budget)
        self._session.bridge.set_budget(self.name, budget)


class MemoryPanel(QWidget):
    """A box for each memory that there is. Budgets that were set hold from one session to the next.

    Attributes:
        boxes: By name: "device", "ram", "disk".
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.boxes: dict[str, TierBox] = {}
        self._empty = QLabel("The engine starts ...", alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setStyleSheet(f"color: {FAINT}")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        for name in TITLES:
            budget = settings().value(f"budget/{name}")
            if budget is not None and str(budget).isdecimal():
                session.bridge.set_budget(name, int(str(budget)))
        session.bridge.memory_changed.connect(lambda tiers: self.show_tiers(tiers))

    def show_tiers(self, tiers: tuple[Tier, ...]) -> None:
        """Show how full they are now."""
        self._empty.hide()
        for tier in tiers:
            if tier.name in TITLES and tier.name not in self.boxes:
                box = self.boxes[tier.name] = TierBox(self._session, tier.name)
                if len(self.boxes) > 1:
                    box.setStyleSheet(f"TierBox {{ border-top: 1px solid {LINE}; }}")
                self._column.insertWidget(self._column.count() - 1, box)
            if tier.name in self.boxes:
                self.boxes[tier.name].show_tier(tier)


def bytes_of(step: int) -> int:
    """A slider's step as bytes: eight steps double it."""
    return round(SMALLEST * 2 ** (step / STEPS))


def step_of(size: int) -> int:
    """The slider's step that is nearest to a size."""
    return min(MOST, max(0, round(STEPS * math.log2(max(size, 1) / SMALLEST))))
