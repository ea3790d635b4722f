"""What is known of every node at a glance: kept, computing, failed, how long it took and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.engine.evaluator import NodeState
from studio.engine.events import Failed, Finished, Kept, Progress, Started, Stopped
from studio.ui.bridge import Bridge

REST = 60
"""Milliseconds between two repaints of states."""


@dataclass(frozen=True)
class Badge:
    """What is painted at the foot of a box.

    Attributes:
        where: The tier that keeps its result, "" for none.
        bytes, milliseconds: Of the result, once known.
        error: One line, "" where it did not fail.
        own: Whether it failed itself, and not something above it.
        warnings: What it said.
        pinned, never: What the artist chose for it.
        busy: How far it is in 0..1, below 0 where it cannot say; None while it does not compute.
        note: What it is doing.
    """

    where: str = ""
    bytes: int = 0
    milliseconds: float = 0.0
    error: str = ""
    own: bool = True
    warnings: tuple[str, ...] = ()
    pinned: bool = False
    never: bool = False
    busy: float | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """Time and size in a few letters."""
        told = [amount(self.milliseconds), size(self.bytes) if self.bytes else ""]
        return "   ".join(word for word in told if word)


def amount(milliseconds: float) -> str:
    """A duration as a person reads it; "" for none."""
    if milliseconds <= 0:
        return ""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def size(count: float) -> str:
    """An amount of memory as a person reads it."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


class States(QObject):
    """Badges by node, kept in step with the engine."""

    changed = Signal(object)
    """Ids of the nodes whose badges changed; at most every :data:`REST` milliseconds."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._badges: dict[str, Badge] = {}
        self._stirred: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._tell)
        bridge.states_changed.connect(self._learn)
        bridge.happened.connect(self._hear)
        bridge.idle_changed.connect(lambda idle: self._calm() if idle else None)
        bridge.went_down.connect(lambda _: self._calm())

    def badge(self, node: str) -> Badge:
        """What is known of a node."""
        return self._badges.get(node, _NOTHING)

    def together(self, nodes: Iterable[str]) -> Badge:
        """What a closed group shows: the sum of what is in it, the first failure, whatever computes."""
        found = [self.badge(node) for node in nodes]
        if len(found) == 1:
            return found[0]
        failed = next((badge for badge in found if badge.error and badge.own), None)
        busy = next((badge for badge in found if badge.busy is not None), _NOTHING)
        return Badge(
            bytes=sum(badge.bytes for badge in found), milliseconds=sum(badge.milliseconds for badge in found),
            error=failed.error if failed else "", busy=busy.busy, note=busy.note,
            pinned=any(badge.pinned for badge in found),
        )  # fmt: skip

    def clear(self) -> None:
        """Forget everything: another document is open."""
        self._badges.clear()

    def _learn(self, states: Any) -> None:
        found: Mapping[str, NodeState] = states
        for node, state in found.items():
            before = self.badge(node)
            self._set(node, Badge(
                state.where if state.kept else "", state.bytes, state.milliseconds, state.error,
                state.source in ("", node), state.warnings, state.pinned, state.never, before.busy, before.note,
            ))  # fmt: skip

    def _hear(self, event: Any) -> None:
        badge = self.badge(event.node)
        if isinstance(event, Started):
            self._set(event.node, replace(badge, busy=-1.0, note="", error="", own=True))
        elif isinstance(event, Progress):
            done = event.done / event.total if event.total > 0 else -1.0
            self._set(event.node, replace(badge, busy=done, note=event.note))
        elif isinstance(event, Finished):
            self._set(event.node, replace(
                badge, busy=None, note="", milliseconds=event.milliseconds, bytes=event.bytes, error=""
            ))  # fmt: skip
        elif isinstance(event, Failed):
            self._set(event.node, replace(badge, busy=None, note="", error=event.message, own=True))
        elif isinstance(event, Stopped):
            self._set(event.node, replace(badge, busy=None, note=""))
        elif isinstance(event, Kept):
            self._set(event.node, replace(badge, busy=None, note="", where=event.where))

    def _calm(self) -> None:
        for node, badge in tuple(self._badges.items()):
            if badge.busy is not None:
                self._set(node, replace(badge, busy=None, note=""))

    def _set(self, node: str, badge: Badge) -> None:
        if badge != self.badge(node):
            self._badges[node] = badge
            self._stirred.add(node)
            if not self._timer.isActive():
                self._timer.start()

    def _tell(self) -> None:
        stirred, self._stirred = self._stirred, set()
        self.changed.emit(stirred)


_NOTHING = Badge()
