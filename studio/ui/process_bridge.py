"""The real bridge: an engine in a process of its own, started again whenever it dies."""

from __future__ import annotations

import threading
import time as clock
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, QTimer, Signal

from studio.engine.child.link import COMMAND, Link
from studio.engine.child.parcel import unwrap
from studio.engine.child.teller import event_of
from studio.engine.child.wire import Message
from studio.engine.evaluator import NodeState
from studio.graph.difference import difference
from studio.graph.graph import Graph
from studio.ui.bridge import Answer, BridgeSignals, Look, Tier
from studio.ui.engine_watch import Blame, Patience
from studio.ui.questions import Questions, Told, plain

SLICE = 0.008
"""Seconds for which messages are delivered before the window has its turn."""
QUICK = 0.01
"""Seconds within which an answer comes at once."""
STARTS = 3
"""How often in a row an engine may end without having been ready."""
MOMENT = 80
"""Milliseconds after which work is told."""
LOOK_AFTER = 500
"""Milliseconds between two looks at whether the engine hangs."""


class ProcessBridge(BridgeSignals):
    """Owns the engine's process, hands its answers to the window's thread, and starts another when it dies.

    Args:
        command: Starts an engine.

    Attributes:
        idle: Whether nothing is left to do.
    """

    _woken = Signal()

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        super().__init__()
        self.idle = True
        self._command = command
        self._inbox: deque[tuple[Link, Message]] = deque()
        self._questions, self._turn = Questions(), 0
        self._arrived, self._quick = threading.Event(), False
        self._followed: Look | None = None
        self._wishes: dict[tuple[str, str], Message] = {}
        self._blame, self._patience, self._hung = Blame(), Patience(), False
        self._failed_starts, self._given_up, self._closed = 0, "", False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told_idle = True
        self._soon = QTimer(self, singleShot=True, interval=MOMENT)
        self._soon.timeout.connect(self._tell_idle)
        self._link = Link(self._hear, self._command)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look_after)
        self._watch.start(LOOK_AFTER)

    def show(self, graph: Graph) -> None:
        """The graph that all questions are about from now on."""
        if self._blame.blocked and difference(self._questions.graph, graph).computes:
            self._forgive()
        self._questions.show(graph)
        self._link.show(self._questions.serial, graph)

    def look(self, looks: Iterable[Look]) -> None:
        """What is looked at now, the most wanted first; the latest wins.

        Where answers come at once (frames that are kept), this one is awaited for a moment: so it is there before the
        window paints what else follows the playhead, and all is painted once and not twice.
        """
        message = self._questions.look(looks)
        self._arrived.clear()
        self._send(message)
        if self._quick and message["looks"]:
            self._arrived.wait(QUICK)

    def fetch(self, look: Look, then: Callable[[Answer], None]) -> None:
        """Ask for something beside the picture; ``then`` gets the answer in the window's thread."""
        self._send(self._questions.fetch(look, then))

    def follow(self, look: Look | None) -> None:
        """Fill this look's frames around its time while idle."""
        if look != self._followed:
            self._followed = look
            self._send_followed()

    def stop(self) -> None:
        """Stop computing until something is asked again."""
        self._questions.drop_looks()
        self._link.send({"do": "stop"})

    def retry(self) -> None:
        """Forget failures and deaths."""
        self._forgive()
        if self._given_up:
            self._failed_starts, self._given_up = 0, ""
            self._start_again()
        self._link.send({"do": "retry"})

    def pin(self, node: str, pinned: bool) -> None:
        """Hold on to a node's results whatever room they take; or no more."""
        self._wish({"do": "pin", "node": node, "yes": pinned}, node)

    def never_keep(self, node: str, never: bool) -> None:
        """Never keep a node's results; or keep them again."""
        self._wish({"do": "never", "node": node, "yes": never}, node)

    def set_budget(self, tier: str, nbytes: int) -> None:
        """Set a tier's budget."""
        self._wish({"do": "budget", "tier": tier, "bytes": nbytes}, tier)

    def forget(self, tier: str) -> None:
        """Empty a tier."""
        self._link.send({"do": "forget", "tier": tier})

    def restart(self) -> None:
        """Start another engine, in the environment as it is now; the last one ends by itself."""
        last = self._link
        self._start_again()
        # nothing that it still says is heard; to wait for its end would hold the window up
        threading.Thread(target=last.close, name="last engine", daemon=True).start()

    def close(self) -> None:
        """End the engine's process."""
        self._closed = True
        self._watch.stop()
        self._soon.stop()
        self._link.close()

    @property
    def log(self) -> tuple[str, ...]:
        """The last lines that the engine, or a library in it, printed."""
        return tuple(self._link.printed)

    @property
    def pid(self) -> int | None:
        """The engine's process id, once it is started."""
        return self._link.pid

    def _wish(self, message: Message, about: str) -> None:
        """Send a lasting choice, which the next engine has to know too."""
        self._wishes[message["do"], about] = message
        self._link.send(message)

    def _forgive(self) -> None:
        self._blame.forget()
        self._link.send({"do": "block", "nodes": {}})

    def _send_followed(self) -> None:
        self._send({"do": "follow", "look": plain(self._followed) if self._followed else None})

    def _send(self, message: Message) -> None:
        """Send what makes work: the engine says by its number when it is idle after it."""
        if self._given_up:
            QTimer.singleShot(0, self, self._refuse)
            return
        self._turn += 1
        self._link.send(message | {"turn": self._turn})
        self._set_idle(False)

    def _set_idle(self, idle: bool) -> None:
        """What is over in a moment is not worth telling: scrubbing would make the whole window flicker."""
        self.idle = idle
        if not idle:
            if not self._soon.isActive():
                self._soon.start()
            return
        self._soon.stop()
        self._tell_idle()

    def _tell_idle(self) -> None:
        if self.idle != self._told_idle:
            self._told_idle = self.idle
            self.idle_changed.emit(self.idle)

    def _hear(self, link: Link, message: Message) -> None:
        """Take a message, in the reading thread: values are copied here, so that the window does not wait for it."""
        parcel = message.get("value")
        if parcel is not None:
            try:
                message["value"] = unwrap(link.arena, parcel)
            except Exception as error:
                message |= {"value": None, "error": f"cannot be shown: {error}", "node": ""}
            if parcel["block"]:
                link.send({"do": "took", "block": parcel["block"]})
        self._inbox.append((link, message))
        if message["say"] == "answer" and message["ask"] == self._questions.latest:
            self._quick = message.get("seconds", 1.0) < QUICK
            self._arrived.set()
        with suppress(RuntimeError):  # the window is gone
            self._woken.emit()

    def _deliver(self) -> None:
        """Hand messages out, in the window's thread, for a moment."""
        end = clock.monotonic() + SLICE
        try:
            while self._inbox and clock.monotonic() < end:
                link, message = self._inbox.popleft()
                if link is self._link and not self._closed:
                    self._take(message)
        finally:
            if self._inbox:
                self._woken.emit()

    def _take(self, message: Message) -> None:
        match message["say"]:
            case "answer":
                self._tell(self._questions.take(message))
            case "events":
                for name, fields in message["events"]:
                    self.happened.emit(event_of(name, fields))
            case "states":
                self.states_changed.emit({name: _state(fields) for name, fields in message["states"].items()})
            case "kept":
                self.kept_changed.emit(dict(message["kept"]))
            case "memory":
                self.memory_changed.emit(tuple(_tier(*tier) for tier in message["tiers"]))
            case "idle":
                self._set_idle(message["idle"] and message["turn"] == self._turn)
            case "ready":
                self._failed_starts = 0
            case "ended":
                self._ended(message["code"])

    def _tell(self, told: Told | None) -> None:
        if told is not None:
            (told.then or self.answered.emit)(told.answer)

    def _look_after(self) -> None:
        """Leave an engine that hangs in a native call which nobody waits for any more."""
        asked = self._questions
        if self._patience.lost(self._link.arena.doing, asked.graph, asked.wanted, asked.asked_at):
            self._hung = True
            self._link.kill()

    def _ended(self, code: int) -> None:
        """Say why, and begin again: the same graph, the same questions."""
        link, hung, self._hung = self._link, self._hung, False
        said = self._blame.tell(code, link.arena.doing, link.printed, hung)
        self._failed_starts += 0 if link.arena.doing else 1
        if self._failed_starts >= STARTS:
            self._given_up = f"the engine does not start: {said}"
            self._refuse()
        else:
            self._start_again()
        self.went_down.emit(f"{said}; it does not start again before you try" if self._given_up else said)

    def _refuse(self) -> None:
        """There is no engine: say so to everybody who asks, until the artist wants another try."""
        for told in self._questions.refuse(self._given_up):
            self._tell(told)
        self._set_idle(True)

    def _start_again(self) -> None:
        self._link = Link(self._hear, self._command)
        self._link.show(self._questions.serial, self._questions.graph)
        for wish in self._wishes.values():
            self._link.send(wish)
        self._link.send({"do": "block", "nodes": self._blame.blocked})
        self._send_followed()
        for message in self._questions.again():
            self._send(message)


def _state(fields: Message) -> NodeState:
    return NodeState(**fields | {"warnings": tuple(fields["warnings"])})


def _tier(name: str, used: int, budget: int, biggest: list[list[object]]) -> Tier:
    return Tier(name, used, budget, tuple((str(node), int(str(size))) for node, size in biggest))
