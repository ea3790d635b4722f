"""The child's two threads: one reads what the window wants, one evaluates and answers."""

from __future__ import annotations

import os
import threading
import time as clock
from contextlib import suppress
from typing import IO

from studio.engine.child import wire
from studio.engine.child.agenda import Agenda
from studio.engine.child.arena import Arena
from studio.engine.child.filling import Filling
from studio.engine.child.graphs import changed
from studio.engine.child.parcel import cut_out, wrap
from studio.engine.child.reports import Reports
from studio.engine.child.task import Look, Task, look_of
from studio.engine.child.teller import Teller
from studio.engine.child.wire import Message, Sender
from studio.engine.evaluator import Evaluator
from studio.engine.failure import NodeError, told
from studio.engine.holdings import forget, set_budget
from studio.media.errors import BadInput, Cancelled

STOPPED: Message = {"error": "stopped", "node": ""}
LAST_WORDS = 1.0
"""Seconds that work may take to end when the window is gone."""


class Server:
    """Answers a window until it is gone.

    Args:
        evaluator: Evaluates; its events go to the teller.
        teller: Sends events.
        arena: Where values go.
        incoming: Messages of the window.
        sender: Writes messages to the window.
    """

    def __init__(self, evaluator: Evaluator, teller: Teller, arena: Arena, incoming: IO[bytes], sender: Sender) -> None:
        self._evaluator, self._teller, self._arena = evaluator, teller, arena
        self._incoming, self._send = incoming, sender.send
        self._agenda = Agenda()
        self._reports = Reports(evaluator, self._send)
        self._filling = Filling(evaluator, self._reports)
        self._reports.blocked = teller.blocked
        self._viewed = Look("", "", 0.0, 1.0)
        self._task: Task | None = None
        self._idle = False, -1
        self._ended = threading.Event()
        teller.heard = self._heard

    def run(self) -> None:
        """Serve; returns when the window is gone."""
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        self._send({"say": "ready", "pid": os.getpid()})
        try:
            while not self._agenda.closed:
                self._step()
        except (OSError, ValueError):
            pass  # nobody reads any more
        self._ended.set()

    def _step(self) -> None:
        """Do one thing: an answer first, a small piece of reporting or filling where nothing is asked."""
        agenda, turn = self._agenda, self._agenda.turn
        errand = agenda.errand()
        task = agenda.take() if errand is None else None
        if errand is not None:
            self._run(errand)
        elif task is not None:
            self._tell_idle(False, turn)
            self._answer(task)
        elif not (
            self._filling.look_up(agenda.graph, agenda.followed, agenda.serial, self._teller.evictions)
            or self._reports.step(agenda.graph, self._viewed)
        ):
            self._rest(turn)

    def _rest(self, turn: int) -> None:
        """Nothing is asked: fill a frame, or wait."""
        agenda = self._agenda
        left = None if agenda.halted else self._filling.next(agenda.graph, agenda.followed, agenda.serial)
        if left is not None and not agenda.quiet:
            self._tell_idle(False, turn)
            self._fill(left)
            return
        self._tell_idle(left is None and not self._reports.pending, turn)
        agenda.wait(self._reports.due if left is None else min(self._reports.due, agenda.quiet), turn)

    def _tell_idle(self, idle: bool, turn: int) -> None:
        if (idle, turn) != self._idle:
            self._idle = idle, turn
            self._send({"say": "idle", "idle": idle, "turn": turn})

    def _answer(self, task: Task) -> None:
        head: Message = {"say": "answer", "ask": task.ask, "at": task.at, "serial": task.serial}
        try:
            self._teller.about(task.look.node)
            value = self._pull(task)
            if task.cancel.stopped:
                raise Cancelled
            value, part = cut_out(value, task.look.region)
            parcel = wrap(self._arena, value)
            self._send(head | {"value": parcel, "part": part, "seconds": clock.monotonic() - task.since})
        except Cancelled:
            self._leave(task, head)
            return
        except Exception as error:
            node = error.node if isinstance(error, NodeError) else ""
            self._send(head | {"error": error.message if isinstance(error, NodeError) else told(error), "node": node})
        finally:
            self._agenda.done(task)
            self._teller.over()
        self._filling.seen(task.look, task.graph)

    def _leave(self, task: Task, head: Message) -> None:
        """A task was stopped: a look is dropped, a fetch comes again unless the artist stopped it."""
        if task.kind == "fetch" and task.dropped:
            self._send(head | STOPPED)
        elif task.kind == "fetch":
            self._agenda.again(task)

    def _pull(self, task: Task) -> object:
        look = task.look
        if task.kind == "look":
            self._viewed = look
        self._task = task
        try:
            return self._evaluator.pull(
                task.graph, look.node, look.output, look.time, scale=look.scale, region=look.region,
                cancel=task.cancel,
            )  # fmt: skip
        finally:
            self._task = None
            self._reports.stale()

    def _fill(self, look: Look) -> None:
        task = self._agenda.fill(look)
        if task is None:
            return
        try:
            self._teller.about(look.node)
            self._pull(task)
            self._filling.seen(look, task.graph, filled=True)
        except Cancelled:
            pass
        except Exception:
            self._filling.give_up(task.serial)
        finally:
            self._agenda.done(task)
            self._teller.over()

    def _heard(self) -> None:
        """While a pull goes on: nodes that are done show it."""
        if self._task is not None and self._teller.finished:
            self._reports.some(self._task.graph, self._teller.finished, self._viewed)

    def _read(self) -> None:
        """Take messages until the window is gone; then end, even where something does not let go."""
        while (message := wire.read(self._incoming)) is not None:
            self._take(message)
        self._agenda.close()
        self._ended.wait(LAST_WORDS)
        os._exit(0)

    def _take(self, message: Message) -> None:
        self._do(message)
        if "turn" in message:
            self._agenda.heard(message["turn"])

    def _do(self, message: Message) -> None:
        match message["do"]:
            case "show":
                self._show(message)
            case "look":
                self._agenda.look(message["ask"], [look_of(look) for look in message["looks"]])
            case "fetch":
                self._agenda.fetch(message["ask"], look_of(message["look"]))
            case "follow":
                self._agenda.follow(look_of(message["look"]) if message["look"] else None)
            case "took":
                self._arena.give(message["block"])
            case "stop":
                self._stop()
            case _:
                self._agenda.later(message)

    def _show(self, message: Message) -> None:
        self._agenda.show(message["serial"], changed(self._agenda.graph, message["changes"]))
        self._teller.anew()
        self._reports.stale()

    def _stop(self) -> None:
        for task in self._agenda.stop():
            self._send({"say": "answer", "ask": task.ask, "at": 0, "serial": self._agenda.serial} | STOPPED)

    def _run(self, errand: Message) -> None:
        """Do what only the evaluating thread may do."""
        match errand["do"]:
            case "pin":
                self._evaluator.pin(errand["node"], errand["yes"])
            case "never":
                self._evaluator.never_keep(errand["node"], errand["yes"])
            case "budget" | "forget":
                self._set_room(errand)
            case "retry":
                self._evaluator.retry()
                self._filling.take_heart()
            case "block":
                self._teller.blocked.clear()
                self._teller.blocked.update(errand["nodes"])
        self._reports.stale()

    def _set_room(self, errand: Message) -> None:
        with suppress(BadInput):
            if errand["do"] == "budget":
                set_budget(self._evaluator.cache, errand["tier"], errand["bytes"])
            else:
                forget(self._evaluator.cache, errand["tier"])
        self._reports.send_memory()
