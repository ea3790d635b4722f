"""One pull: opens what is asked for up to every kept result, then computes in order. Explicit stacks, no recursion.

Values that somebody below still waits for are held by the pull itself and let go after their last reader, so a cache
of no size at all costs memory or time, never a wrong picture or a second computation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from studio.engine.cancel import Cancel
from studio.engine.clip import NearClip, WholeClip
from studio.engine.digest import digest
from studio.engine.failure import NodeError
from studio.engine.ledger import Id
from studio.engine.pause import collector_paused
from studio.engine.plan import Plan
from studio.engine.step import ALWAYS, NOTHING, Ask, Request, settle
from studio.media.errors import VivantError
from studio.media.shot import Shot
from studio.node.declare import Socket

if TYPE_CHECKING:
    from studio.engine.evaluator import Evaluator

_ABSENT = object()


class Pull:
    """The state of one pull.

    Attributes:
        lasting: Static results that timed nodes read, held while a whole clip is read frame by frame.
    """

    def __init__(
        self,
        engine: Evaluator,
        plan: Plan,
        cancel: Cancel | None,
        lasting: dict[Id, Any] | None,
        shot: Shot | None = None,
    ) -> None:
        self.engine, self.plan, self.cancel, self.lasting = engine, plan, cancel, lasting
        self.ledger, self.cache = engine.cache.ledger, engine.cache
        self.shot = shot or plan.graph.shot
        self._held: dict[Id, Any] = {}
        self._readers: Counter[Id] = Counter()
        self._must: set[Id] = set()
        self._outputs: dict[bytes, set[str]] = {}
        self._pending: set[bytes] = set()
        self._checked: set[bytes] = set()

    def value(self, request: Request, output: str) -> Any:
        """The value of a request's output."""
        id = request.key, output
        self._readers[id] += 1
        try:
            self._run([(request, output)])
        except NodeError as error:
            self.ledger.failed[request.key] = error.again()
            raise
        return self._held.pop(id)

    def inputs(self, request: Request) -> tuple[Any, ...]:
        """Every input of a request that is computed apart from the pull (a writer's)."""
        self._readers.update(request.ids)
        self._run([ask for ask in request.asks if ask[0].time != ALWAYS])
        inputs = self._inputs(request)
        while isinstance(inputs, list):
            self._run(inputs)
            inputs = self._inputs(request)
        return inputs

    def _run(self, wanted: list[Ask]) -> None:
        todo = self._open(wanted, values=True)
        while todo:
            if self.cancel is not None:
                self.cancel.check()
            request = todo.pop()
            if request.key not in self._pending:
                continue
            missing, values = self._process(request)
            if missing:
                todo.append(request)
                todo.extend(self._open(missing, values))

    def _open(self, wanted: Iterable[Ask], values: bool) -> list[Request]:
        """Requests that have to be processed for these, in the reverse of the order in which that has to be done."""
        order: list[Request] = []
        seen: set[bytes] = set()
        stack: list[tuple[Request, str, bool] | tuple[Request, None, bool]] = [(r, o, values) for r, o in wanted]
        while stack:
            request, output, valued = stack.pop()
            if output is None:
                order.append(request)
                continue
            key = request.key
            id = key, output
            if valued:
                self._must.add(id)
            if self._satisfied(request, output, valued):
                continue
            self._outputs.setdefault(key, set()).add(output)
            if key in seen:
                continue
            seen.add(key)
            stack.append((request, None, False))
            if key not in self._pending:
                self._pending.add(key)
                self._readers.update(request.ids)
            if request.step.kind != "pick":
                known = key in self.ledger.names
                stack.extend((ask, out, known and ask.time != ALWAYS) for ask, out in request.asks)
        order.reverse()
        return order

    def _satisfied(self, request: Request, output: str, valued: bool) -> bool:
        id = request.key, output
        if id in self._held:
            return True
        if request.step is NOTHING:
            self.ledger.identities[id] = digest(b"nothing")
            self._held[id] = None
            return True
        if self.engine.checked and request.key not in self._checked and request.step.problem is None:
            return False
        if not valued and id in self.ledger.identities:
            return True
        name = self._name(request)
        return name is not None and self._known(request, output, name)

    def _name(self, request: Request) -> bytes | None:
        """A request's result's name, as far as it was found out before, in this run or an earlier one."""
        name = self.ledger.names.get(request.key)
        if name is None and request.time != ALWAYS and (name := self.cache.alias(request.key)) is not None:
            self.ledger.names[request.key] = name
        return name

    def _take(self, request: Request, output: str, name: bytes) -> bool:
        """Hold a kept value; False where none is kept."""
        id = request.key, output
        if id in self._held:
            return True
        if self.lasting is not None and id in self.lasting:
            self._held[id] = self.lasting[id]
            return True
        found = self.cache.get((name, output))
        if found is None:
            return False
        self._held[id] = found[0]
        self.engine.count_kept(request, found[1])
        return True

    def _process(self, request: Request) -> tuple[list[Ask], bool]:
        """Do one request. Hands back what has to be done before it: identities, or values (True)."""
        ledger, step = self.ledger, request.step
        outputs = self._outputs[request.key]
        if step.kind == "pick":
            for output in outputs:
                ledger.identities[request.key, output] = request.key
            self._release(request)
            return [], False
        identities = [ledger.identities.get(id) for id in request.ids]
        if None in identities:
            return [ask for ask, found in zip(request.asks, identities, strict=True) if found is None], False
        name = request.name(identities)  # type: ignore[arg-type]
        if request.time == ALWAYS:
            for output in outputs:
                ledger.identities[request.key, output] = digest(name + output.encode())
            self._release(request)
            return [], False
        known = ledger.names.get(request.key) == name
        ledger.names[request.key] = name
        lacking = frozenset(output for output in outputs if not self._known(request, output, name))
        if lacking:
            if (failure := ledger.failures.get(name)) is not None:
                ledger.failed[request.key] = failure
                raise failure.again()
            inputs = self._inputs(request)
            if isinstance(inputs, list):
                return inputs, True
            self._required(request, name)
            self._compute(request, name, inputs, lacking)
        elif not known:
            self.cache.remember(request.key, (name, next(iter(outputs))))
        self._release(request)
        return [], False

    def _known(self, request: Request, output: str, name: bytes) -> bool:
        if self.engine.checked and request.key not in self._checked:
            return False
        identity = self.ledger.contents.get((name, output)) or self.cache.identity((name, output))
        if identity is None:
            return False
        id = request.key, output
        if id in self._must and not self._take(request, output, name):
            return False
        self.ledger.identities[id] = identity
        return True

    def _inputs(self, request: Request) -> tuple[Any, ...] | list[Ask]:
        """The value for each feed, or what is missing for that."""
        missing: list[Ask] = []
        values: list[Any] = []
        for feed, asks in zip(request.step.feeds, request.arguments, strict=True):
            if asks is None:
                values.append(None)
            elif feed.socket.whole:
                values.append(self._whole(request, feed.socket, asks[0], missing))
            else:
                found = tuple(self._fetch(ask, request, missing) for ask in asks)
                values.append(self._near(request, feed.socket, found) if feed.socket.window else found[0])
        return missing or tuple(values)

    def _fetch(self, ask: Ask, reader: Request, missing: list[Ask]) -> Any:
        request, output = ask
        id = request.key, output
        name = self.ledger.names.get(request.key)
        if id not in self._held and (name is None or not self._take(request, output, name)):
            missing.append(ask)
            return None
        if self.lasting is not None and reader.step.timed and not request.step.timed:
            self.lasting[id] = self._held[id]
        return self._held[id]

    def _near(self, request: Request, socket: Socket, values: tuple[Any, ...]) -> NearClip:
        assert socket.window is not None
        return NearClip(self.shot, request.time, socket.window.first, values)

    def _whole(self, request: Request, socket: Socket, ask: Ask, missing: list[Ask]) -> WholeClip:
        time = request.time if request.step.type.wants_time else None
        if ask[0].time != ALWAYS:
            value = self._fetch(ask, request, missing)
            return WholeClip(self.shot, time, lambda _: value)
        feed = next(feed for feed in request.step.feeds if feed.socket is socket)
        lasting: dict[Id, Any] = self.lasting if self.lasting is not None else {}

        def at(when: float) -> Any:
            with collector_paused():
                step, output, then = settle(feed.step, feed.output, when)
                frame = self.plan.request(step, then, request.scale)
                return Pull(self.engine, self.plan, self.cancel, lasting).value(frame, output)

        return WholeClip(self.shot, time, at)

    def _required(self, request: Request, name: bytes) -> None:
        for feed, asks in zip(request.step.feeds, request.arguments, strict=True):
            if asks and not feed.socket.optional and any(ask[0].step is NOTHING for ask in asks):
                problem = VivantError(f"input {feed.socket.name} is not linked at this time: link it")
                self.engine.computer.fail(request, name, problem)

    def _compute(self, request: Request, name: bytes, inputs: tuple[Any, ...], lacking: frozenset[str]) -> None:
        made = self.engine.computer.compute(request, name, inputs, lacking, self.cancel)
        for output, (value, identity) in made.items():
            id = request.key, output
            self.ledger.identities[id] = identity
            if self._readers[id] > 0 or id in self._must:
                self._held[id] = value
        self._checked.add(request.key)
        for output in lacking:
            if (request.key, output) not in self.ledger.identities:
                self.engine.computer.fail(request, name, VivantError(f"handed back nothing for output {output}"))

    def _release(self, request: Request) -> None:
        """One reader less for each of a request's inputs; what has none left is let go."""
        self._pending.discard(request.key)
        for id in request.ids:
            self._readers[id] -= 1
            if self._readers[id] <= 0:
                self._held.pop(id, None)
