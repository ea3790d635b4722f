"""The evaluator: pull a node's output at a time; everything that is kept stays kept."""

from __future__ import annotations

import threading
import time as clock
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engine import call
from studio.engine.cache import Cache
from studio.engine.cancel import Cancel
from studio.engine.digest import SMALL, Files, content, digest
from studio.engine.events import Event, Failed, Finished, Kept, Started
from studio.engine.failure import NodeError, told
from studio.engine.ledger import Ledger
from studio.engine.lend import Lent, NoModels, Services
from studio.engine.plan import Plan, Request, Step, instant, settle
from studio.engine.pull import Pull
from studio.engine.settings import Sheet, Surroundings
from studio.graph.graph import Graph
from studio.media.errors import BadInput, Cancelled
from studio.media.value import nbytes
from studio.node.context import Models
from studio.node.library import Library

if TYPE_CHECKING:
    import moderngl

_PLANS = 4
_REQUESTS = 200_000


@dataclass(frozen=True)
class NodeState:
    """What is known of one node at one time.

    Attributes:
        kept: Whether its result is kept.
        where: The tier that holds it: "device", "ram", "disk" or "".
        bytes: Size of the result, once known.
        milliseconds: What making it took, once known.
        error: Why it failed, "" where it did not.
        source: Id of the node that failed: this one, or one above it.
        warnings: What it said while it computed.
        pinned, never: What the artist chose for it.
    """

    kept: bool = False
    where: str = ""
    bytes: int = 0
    milliseconds: float = 0.0
    error: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()
    pinned: bool = False
    never: bool = False


class Evaluator:
    """Computes what is pulled. One thread evaluates at a time; others wait.

    Args:
        library: Node types by name.
        cache: Kept results; may be shared by several evaluators.
        models: Model weights.
        device: Torch device.
        gl: Gives the headless GL context.
        media: Where media files were found again, by the path that the graph holds.
        metadata: What writers put into their files.
        checked: Recompute everything that is kept and compare: an undeclared dependency shows as an error.
        listen: Gets every event, in the evaluating thread.

    Convention:
        Times are seconds; a frame has one time, others count to the nanosecond. A proxy ``scale`` of 0.5 halves the pictures of nodes that ask for the
        scale; those nodes, and all below them, get their knobs in pixels multiplied by it.
    """

    def __init__(
        self,
        library: Library,
        *,
        cache: Cache | None = None,
        models: Models | None = None,
        device: str = "cpu",
        gl: Callable[[], moderngl.Context] | None = None,
        media: Mapping[str, Path] | None = None,
        metadata: Mapping[str, str] | None = None,
        checked: bool = False,
        listen: Callable[[Event], None] | None = None,
    ) -> None:
        self.library, self.checked = library, checked
        self.cache = cache if cache is not None else Cache()
        self.ledger = Ledger()
        self.counters: Counter[str] = Counter()
        self._services = Services(device, models or NoModels(), gl, media or {}, metadata or {}, listen)
        self._around = Surroundings(Files(), self._services.models, self._services.media)
        self._sheets = _Sheets(library, device)
        self._plans: list[Plan] = []
        self._never: set[str] = set()
        self._lock = threading.RLock()

    def pull(
        self,
        graph: Graph,
        node: str,
        output: str = "out",
        time: float = 0.0,
        *,
        scale: float = 1.0,
        cancel: Cancel | None = None,
    ) -> Any:
        """The value of a node's output at a time.

        Raises NodeError for the node that failed, Cancelled when stopped, VivantError for a graph that will not do.
        """
        with self._lock:
            plan = self._plan(graph)
            request, output = self._request(plan, node, output, time, scale)
            return Pull(self, plan, cancel, None).value(request, output)

    def write(
        self, graph: Graph, node: str, *, frames: range | None = None, scale: float = 1.0, cancel: Cancel | None = None
    ) -> Any:
        """Run a writer over the shot, or over some of its frames. Hands back what the writer does."""
        with self._lock:
            plan = self._plan(graph)
            step = self._step(plan, node)
            if step.problem is not None:
                raise NodeError(node, told(step.problem), step.problem)
            if step.kind != "call" or not step.type.writes:
                raise BadInput(f"{node} writes no file: pull it instead")
            shot = _narrowed(graph, frames)
            request = plan.request(step, instant(shot.time(shot.first), shot) if step.timed else 0.0, scale)
            pull = Pull(self, plan, cancel, {})
            pull.shot = shot
            return self._write(request, pull, shot)

    def key(self, graph: Graph, node: str, output: str = "out", time: float = 0.0, scale: float = 1.0) -> bytes:
        """Fingerprint of a result: equal keys, equal results. Computes nothing."""
        with self._lock:
            request, output = self._request(self._plan(graph), node, output, time, scale)
            return digest(request.key + output.encode())

    def _write(self, request: Request, pull: Pull, shot: Any) -> Any:
        step = request.step
        lent = Lent(step.id, self._services, pull.cancel)
        inputs = pull.inputs(request)
        named = {feed.socket.name: value for feed, value in zip(step.feeds, inputs, strict=True)}
        handed = call.services(request, lent, frozenset({"out"}), shot)
        self._tell(Started(step.id, step.type.name, request.time))
        start = clock.perf_counter()
        try:
            result = step.type.function(**named, **handed)
        except (Cancelled, NodeError):
            raise
        except Exception as error:
            self._tell(Failed(step.id, told(error)))
            raise NodeError(step.id, told(error), error) from error
        self._tell(Finished(step.id, step.type.name, request.time, (clock.perf_counter() - start) * 1e3, 0))
        return result

    def _plan(self, graph: Graph) -> Plan:
        self.ledger.trim()
        for at, plan in enumerate(self._plans):
            if plan.graph is graph and all(settings.outside_unchanged() for settings in plan.watched):
                self._plans.append(self._plans.pop(at))
                return self._slim(plan)
        plan = Plan(graph, self._sheets, self._around, self._plans[-1] if self._plans else None)
        self._plans = [*self._plans[1 - _PLANS :], plan]
        return plan

    def _slim(self, plan: Plan) -> Plan:
        if plan.requests > _REQUESTS:
            for step in plan.steps.values():
                step.requests.clear()
            plan.requests = 0
        return plan

    def _step(self, plan: Plan, node: str) -> Step:
        if node not in plan.graph.nodes:
            raise BadInput(f"the graph has no node called {node}")
        return plan.step(node)

    def _request(self, plan: Plan, node: str, output: str, time: float, scale: float) -> tuple[Request, str]:
        step, end, when = settle(self._step(plan, node), output, instant(time, plan.graph.shot))
        if step.kind == "nothing":
            raise NodeError(node, "is bypassed or switched to an input that is not linked: there is nothing to hand on")
        if step.problem is None and step.type.output(end) is None:
            raise BadInput(f"{step.id} has no output called {end}")
        return plan.request(step, when, scale), end

    def compute(
        self, request: Request, name: bytes, inputs: tuple[Any, ...], wanted: frozenset[str], cancel: Cancel | None
    ) -> dict[str, tuple[Any, bytes]]:
        """Call a node, keep what it hands back, and say what each output is keyed by downstream."""
        step = request.step
        if step.problem is not None:
            self.fail(request, name, step.problem)
        if step.type.writes:
            self.fail(request, name, BadInput("writes a file: it runs only when a render asks for it"), hold=False)
        lent = Lent(step.id, self._services, cancel)
        named = {feed.socket.name: value for feed, value in zip(step.feeds, inputs, strict=True)}
        self._tell(Started(step.id, step.type.name, request.time))
        start = clock.perf_counter()
        try:
            found = self._call(request, name, named, wanted, lent)
        except (Cancelled, NodeError):
            raise
        except Exception as error:
            self.fail(request, name, error)
        seconds = clock.perf_counter() - start
        return self._keep(request, name, found, seconds, lent)

    def _call(
        self, request: Request, name: bytes, named: dict[str, Any], wanted: frozenset[str], lent: Lent
    ) -> dict[str, Any]:
        step = request.step
        handed = call.services(request, lent, wanted)
        self.counters["computed"] += 1
        self.counters[step.type.name] += 1
        if not any(socket.each for socket in step.type.inputs):
            return call.outputs_of(step.type, step.type.function(**named, **handed), wanted)
        items = {}
        for key in call.each_ids(request, named):
            one = call.item_inputs(request, named, key)
            items[key] = call.outputs_of(step.type, step.type.function(**one, **handed), wanted)
        return call.gather(step.type, items, wanted)

    def _keep(
        self, request: Request, name: bytes, found: dict[str, Any], seconds: float, lent: Lent
    ) -> dict[str, tuple[Any, bytes]]:
        step, total, kept = request.step, 0, {}
        for output, value in found.items():
            if value is None and step.type.wants_wanted:
                continue
            size = nbytes(value)
            identity = self._identity(name, output, value, size)
            self.ledger.contents[name, output] = identity
            kept[output] = value, identity
            total += size
            if step.type.keep and step.id not in self._never:
                self.cache.put((name, output), value, identity, size, seconds, step.id)
        self.ledger.costs[name] = seconds, total
        if lent.warnings:
            self.ledger.warnings[name] = tuple(lent.warnings)
        self._tell(Finished(step.id, step.type.name, request.time, seconds * 1e3, total))
        return kept

    def _identity(self, name: bytes, output: str, value: Any, size: int) -> bytes:
        if size < SMALL:
            try:
                return content(value)
            except TypeError:
                pass
        return digest(name + output.encode())

    def fail(self, request: Request, name: bytes, error: BaseException, hold: bool = True) -> None:
        """Hold a failure by the node, tell it, and raise it."""
        failure = NodeError(request.step.id, told(error), error)
        if hold:
            self.ledger.failures[name] = failure
        self.ledger.failed[request.key] = failure
        self._tell(Failed(failure.node, failure.message))
        raise failure from error

    def count_kept(self, request: Request, where: str) -> None:
        """A kept result was handed out."""
        self.counters["kept"] += 1
        if self._services.listen is not None:
            self._tell(Kept(request.step.id, request.time, where))

    def remember(self, request: Request, name: bytes) -> None:
        """A request was found to be one that is kept."""

    def _tell(self, event: Event) -> None:
        self._services.tell(event)


class _Sheets(Mapping[str, Sheet]):
    """Sheets of the library's types, made when first asked for."""

    def __init__(self, library: Library, device: str) -> None:
        self._library, self._device = library, device
        self._made: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        made = self._made.get(name)
        if made is None or made.type is not self._library[name]:
            made = self._made[name] = Sheet(self._library[name], self._device)
        return made

    def get(self, name: str, default: Any = None) -> Any:
        """The sheet of a type, or the default where the library does not know it."""
        return self[name] if name in self._library else default

    def __iter__(self) -> Any:
        return iter(self._library)

    def __len__(self) -> int:
        return len(self._library)


def _narrowed(graph: Graph, frames: range | None) -> Any:
    if frames is None:
        return graph.shot
    if len(frames) == 0 or frames.step != 1:
        raise BadInput("frames to render: a first and a last one, in order")
    return replace(graph.shot, first=frames[0], last=frames[-1])
