"""Computing one request: the call, one person at a time where asked for, memory that runs out, keeping results."""

from __future__ import annotations

import time as clock
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, NoReturn

from studio.engine import call
from studio.engine.cache import Cache
from studio.engine.cancel import Cancel
from studio.engine.digest import SIZE, SMALL, content, digest, of_items, size_of
from studio.engine.events import Failed, Finished, Progress, Started
from studio.engine.failure import NodeError, logged, told
from studio.engine.lend import Lent, Services
from studio.engine.memory import Memory
from studio.engine.pause import pause, resume
from studio.engine.step import Request
from studio.engine.tier import Entry
from studio.media.errors import BadInput, Cancelled, OutOfMemory, VivantError

BRIEF = 1e-3
"""Seconds under which a node is not worth the garbage collector's attention."""
Made = dict[str, tuple[Any, bytes]]
"""Value and identity, by output."""


class Computer:
    """Calls nodes and keeps what they make.

    Attributes:
        counters: How often: "computed" and "items" in all, and each node type by its name.
        never: Ids of nodes whose results are never kept.
    """

    def __init__(self, cache: Cache, services: Services, checked: bool) -> None:
        self.cache, self.services, self.checked = cache, services, checked
        self.memory = Memory(cache, services)
        self.counters: Counter[str] = Counter()
        self.never: set[str] = set()
        self._brief: set[str] = set()

    def compute(
        self, request: Request, name: bytes, inputs: tuple[Any, ...], wanted: frozenset[str], cancel: Cancel | None
    ) -> Made:
        """Call a node, keep what it hands back, and say what each output is keyed by downstream.

        Two threads that want the same result share one call. To be called with the garbage collector paused: a node
        runs with the collector as it was, except where its last run was over in no time.
        """
        if request.step.problem is not None:
            self.fail(request, name, request.step.problem)
        if request.step.type.writes:
            self.fail(request, name, BadInput("writes a file: it runs only when a render asks for it"), hold=False)
        flight = self.cache.take_off((name, wanted), cancel.check if cancel else _go_on)
        brief = request.step.type.name in self._brief
        if not brief:
            resume()
        try:
            if flight.result is None:
                flight.result = self._made_meanwhile(request, name, wanted)
            if flight.result is None:
                flight.result = self._make(request, name, inputs, wanted, cancel)
            made: Made = flight.result
            return made
        finally:
            if not brief:
                pause()
            self.cache.land((name, wanted), flight)

    def _made_meanwhile(self, request: Request, name: bytes, wanted: frozenset[str]) -> Made | None:
        """What another thread made since it was found missing."""
        if self.checked:
            return None
        if (failure := self.cache.ledger.failures.get(name)) is not None:
            self.cache.ledger.failed[request.key] = failure
            raise failure.again()
        entries = {output: self.cache.peek((name, output)) for output in wanted}
        if not entries or None in entries.values():
            return None
        return {output: (entry.value, entry.identity) for output, entry in entries.items()}

    def fail(self, request: Request, name: bytes, error: BaseException, hold: bool = True, who: str = "") -> NoReturn:
        """Hold a failure by the node, tell it, and raise it. What ran out of memory may be tried again."""
        failure = NodeError(request.step.id, (f"{who}: " if who else "") + told(error), error, logged(error))
        if hold and not isinstance(error, OutOfMemory):
            self.cache.ledger.failures[name] = failure
        self.cache.ledger.failed[request.key] = failure
        self.services.tell(Failed(failure.node, failure.message))
        raise failure.again() from None

    def _make(
        self, request: Request, name: bytes, inputs: tuple[Any, ...], wanted: frozenset[str], cancel: Cancel | None
    ) -> Made:
        step = request.step
        lent = Lent(step.id, self.services, cancel)
        named = {feed.socket.name: value for feed, value in zip(step.feeds, inputs, strict=True)}
        if self.services.listen is not None:
            self.services.tell(Started(step.id, step.type.name, request.time))
        before = self._digests(named) if self.checked else None
        start = clock.perf_counter()
        try:
            handed = call.services(request, lent, wanted)
            if step.settings.sheet is not None and step.settings.sheet.each:
                found, whole = self._call_each(request, name, named, handed, wanted, lent, cancel)
            else:
                found, whole = self.memory.run(step.id, lent, partial(self._call, request, named, handed, wanted)), None
        except (Cancelled, NodeError):
            raise
        except Exception as error:
            self.fail(request, name, error)
        seconds = clock.perf_counter() - start
        (self._brief.add if seconds < BRIEF else self._brief.discard)(step.type.name)
        if step.settings.files and not step.settings.outside_unchanged():
            self.fail(request, name, BadInput("a file changed while it was read: try again"), hold=False)
        if before is not None and before != self._digests(named):
            self.fail(request, name, VivantError("writes to its inputs: copy before changing"))
        return self._keep(request, name, found, whole, seconds, tuple(lent.warnings), named)

    def _call(
        self, request: Request, named: Mapping[str, Any], handed: Mapping[str, Any], wanted: frozenset[str]
    ) -> dict[str, Any]:
        self.counters["computed"] += 1
        self.counters[request.step.type.name] += 1
        result = request.step.type.function(**named, **handed)
        return call.outputs_of(request.step.type, result, wanted)

    def _call_each(
        self,
        request: Request,
        name: bytes,
        named: Mapping[str, Any],
        handed: Mapping[str, Any],
        wanted: frozenset[str],
        lent: Lent,
        cancel: Cancel | None,
    ) -> tuple[dict[str, Any], bytes | None]:
        """Call a node for each person, those that are kept excepted; the others' failures wait until all are done."""
        shared = self._shared_name(request)
        items: dict[str, Mapping[str, Any]] = {}
        names: list[tuple[str, bytes | None]] = []
        failed: list[tuple[str, Exception]] = []
        ids = call.each_ids(request, named)
        for at, key in enumerate(ids):
            if cancel is not None:
                cancel.check()
            self.services.tell(Progress(request.step.id, at, len(ids), key))
            one = call.item_inputs(request, named, key)
            names.append((key, call.item_name(request, one, shared)))
            try:
                items[key] = self._item(request, names[-1][1], one, handed, wanted, lent)
            except (Cancelled, NodeError):
                raise
            except Exception as error:
                failed.append((key, error))
        for key, reason in failed:
            self.fail(request, name, reason, who=key)
        whole = None if any(item is None for _, item in names) else digest(repr(names).encode())
        return call.gather(request.step.type, items, wanted), whole

    def _shared_name(self, request: Request) -> bytes:
        """What the calls for all ids have in common."""
        identities, at = [], 0
        for feed, asks in zip(request.step.feeds, request.arguments, strict=True):
            for id in request.ids[at : at + len(asks or ())]:
                identities.append(b"e" * SIZE if feed.socket.each else self.cache.ledger.identities[id])
            at += len(asks or ())
        return request.name(identities, b"items")

    def _item(
        self,
        request: Request,
        name: bytes | None,
        one: Mapping[str, Any],
        handed: Mapping[str, Any],
        wanted: frozenset[str],
        lent: Lent,
    ) -> Mapping[str, Any]:
        if name is not None and not self.checked:
            needed = wanted if request.step.type.wants_wanted else [o.name for o in request.step.type.outputs]
            kept = {output: self.cache.get((name, output)) for output in needed}
            if all(kept.values()):
                self.counters["items kept"] += 1
                return {output: found[0] for output, found in kept.items() if found}
            held = self.cache.ledger.failures.get(name)
            if held is not None and held.cause is not None:
                raise held.cause.with_traceback(None)
        start = clock.perf_counter()
        try:
            work = partial(self._call, request, one, handed, wanted)
            found: dict[str, Any] = self.memory.run(request.step.id, lent, work)
        except Exception as error:
            if name is not None and not isinstance(error, OutOfMemory | NodeError):
                self.cache.ledger.failures[name] = NodeError(request.step.id, told(error), error, logged(error))
            raise
        self.counters["items"] += 1
        if name is not None:
            seconds = clock.perf_counter() - start
            for output, value in found.items():
                if value is not None or not request.step.type.wants_wanted:
                    identity = self._identity(name, output, value, size_of(value), None)
                    self._put(request, (name, output), Entry(value, identity, 0, seconds, request.step.id))
        return found

    def _keep(
        self,
        request: Request,
        name: bytes,
        found: Mapping[str, Any],
        whole: bytes | None,
        seconds: float,
        warnings: tuple[str, ...],
        named: Mapping[str, Any],
    ) -> Made:
        step, total, kept = request.step, 0, {}
        ledger = self.cache.ledger
        for output, value in found.items():
            if value is None and step.type.wants_wanted:
                continue
            size = size_of(value)
            handed_on = self._handed_on(request, named, value) if size >= SMALL else None
            identity = handed_on or self._identity(name, output, value, size, whole)
            if self.checked:
                self._compare(request, name, output, value, identity)
            ledger.contents[name, output] = identity
            kept[output] = value, identity
            total += size
            self._put(request, (name, output), Entry(value, identity, 0, seconds, step.id, warnings))
            self.cache.remember(request.key, (name, output))
        ledger.costs[name] = seconds, total
        if warnings:
            ledger.warnings[name] = warnings
        if self.services.listen is not None:
            self.services.tell(Finished(step.id, step.type.name, request.time, seconds * 1e3, total))
        return kept

    def _handed_on(self, request: Request, named: Mapping[str, Any], value: Any) -> bytes | None:
        """The identity of the input that a result is: what is handed on as it is stays what it is, however large.

        So does every item of it, where something small is added.
        """
        at = 0
        for feed, asks in zip(request.step.feeds, request.arguments, strict=True):
            ids = request.ids[at : at + len(asks or ())]
            at += len(ids)
            given = named.get(feed.socket.name)
            if len(ids) != 1 or given is None:
                continue
            identity = self.cache.ledger.identities[ids[0]]
            if given is value:
                return identity
            if joined := of_items(value, given, identity):
                return joined
        return None

    def _put(self, request: Request, name: tuple[bytes, str], entry: Entry) -> None:
        if request.step.type.keep and request.step.id not in self.never:
            self.cache.put(name, entry)

    def _identity(self, name: bytes, output: str, value: Any, size: int, whole: bytes | None) -> bytes:
        if size < SMALL:
            try:
                return content(value)
            except TypeError:
                pass
        return digest((whole or name) + output.encode())

    def _compare(self, request: Request, name: bytes, output: str, value: Any, identity: bytes) -> None:
        """Checked mode: a result made again must be the one that is kept."""
        known = self.cache.ledger.contents.get((name, output))
        kept = self.cache.get((name, output))
        differs = known is not None and known != identity
        if kept is not None and not differs:
            differs = self._digests({"": kept[0]}) != self._digests({"": value})
        if differs:
            message = f"made another {output} from the same inputs: it depends on something that it does not declare"
            self.fail(request, name, VivantError(message))

    def _digests(self, values: Mapping[str, Any]) -> dict[str, bytes]:
        found = {}
        for key, value in values.items():
            try:
                found[key] = content(value)
            except TypeError:
                found[key] = b""
        return found


def _go_on() -> None:
    """Nobody can stop this."""
