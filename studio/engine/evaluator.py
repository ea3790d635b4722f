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
from studio.engine.compute import Computer
from studio.engine.digest import digest
from studio.engine.events import Event, Evicted, Failed, Finished, Kept, Started
from studio.engine.failure import NodeError, logged, told
from studio.engine.lend import Derived, Lent, NoModels, Services
from studio.engine.pause import collector_paused
from studio.engine.plan import Plan
from studio.engine.pull import Pull
from studio.engine.sheet import Sheets, Surroundings
from studio.engine.step import Request, Step, instant, settle
from studio.engine.tier import Entry
from studio.graph.graph import Graph
from studio.media.errors import BadInput, Cancelled, VivantError
from studio.media.region import WHOLE, Region
from studio.media.shot import Shot
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
        Times are seconds; a frame has one time, others count to the nanosecond. A proxy ``scale`` of 0.5 halves the
        pictures of nodes that ask for the scale; those nodes, and all below them, are handed their knobs in pixels
        multiplied by it, so that the same graph gives the same picture, smaller.
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
        derived: Derived | None = None,
    ) -> None:
        self.library, self.checked = library, checked
        self.cache = cache if cache is not None else Cache()
        self._services = Services(device, models or NoModels(), gl, media or {}, metadata or {}, listen, derived)
        self._around = Surroundings(self.cache.files, self._services.models, self._services.media)
        self._sheets = Sheets(library, device)
        self._plans: list[Plan] = []
        self.computer = Computer(self.cache, self._services, checked)
        if listen is not None:
            self.cache.evicted = self._tell_evicted
        self._lock = threading.RLock()

    def pull(
        self,
        graph: Graph,
        node: str,
        output: str = "out",
        time: float = 0.0,
        *,
        scale: float = 1.0,
        region: Region = WHOLE,
        cancel: Cancel | None = None,
    ) -> Any:
        """The value of a node's output at a time; of its first output where ``output`` is "".

        Only the ``region`` of a picture has to be right; what lies outside of it is not to be used.
        Raises NodeError for the node that failed, Cancelled when stopped, VivantError for a graph that will not do.
        """
        with self._lock, collector_paused():
            plan = self._plan(graph)
            request, output = self._request(plan, node, output, time, scale, region)
            return Pull(self, plan, cancel, None).value(request, output)

    def write(
        self, graph: Graph, node: str, *, frames: range | None = None, scale: float = 1.0, cancel: Cancel | None = None
    ) -> Any:
        """Run a writer over the shot, or over some of its frames. Hands back what the writer does."""
        with self._lock:
            with collector_paused():
                plan = self._plan(graph)
                step = self._step(plan, node)
                if step.problem is not None:
                    raise NodeError(node, told(step.problem), step.problem, logged(step.problem))
                if step.kind != "call" or not step.type.writes:
                    raise BadInput(f"{node} writes no file: pull it instead")
                shot = _narrowed(graph, frames)
                request = plan.request(step, instant(shot.time(shot.first), shot) if step.timed else 0.0, scale)
                inputs = Pull(self, plan, cancel, {}, shot).inputs(request)
            return self._write(request, inputs, cancel, shot)

    def key(self, graph: Graph, node: str, output: str = "out", time: float = 0.0, scale: float = 1.0) -> bytes:
        """Fingerprint of a result: equal keys, equal results. Computes nothing."""
        with self._lock, collector_paused():
            request, output = self._request(self._plan(graph), node, output, time, scale)
            return digest(request.key + output.encode())

    def _write(self, request: Request, inputs: tuple[Any, ...], cancel: Cancel | None, shot: Shot) -> Any:
        step = request.step
        lent = Lent(step.id, self._services, cancel)
        named = {feed.socket.name: value for feed, value in zip(step.feeds, inputs, strict=True)}
        handed = call.services(request, lent, frozenset({"out"}), shot)
        self._tell(Started(step.id, step.type.name, request.time))
        start = clock.perf_counter()
        try:
            result = self.computer.memory.run(step.id, lent, lambda: step.type.function(**named, **handed))
        except (Cancelled, NodeError):
            raise
        except Exception as error:
            self._tell(Failed(step.id, told(error)))
            raise NodeError(step.id, told(error), error, logged(error)) from None
        self._tell(Finished(step.id, step.type.name, request.time, (clock.perf_counter() - start) * 1e3, 0))
        return result

    def _plan(self, graph: Graph) -> Plan:
        self.cache.ledger.trim()
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

    def _request(
        self, plan: Plan, node: str, output: str, time: float, scale: float, region: Region = WHOLE
    ) -> tuple[Request, str]:
        asked = self._step(plan, node)
        if not output and asked.settings.sheet is not None:
            output = asked.type.outputs[0].name
        step, end, when = settle(asked, output, instant(time, plan.graph.shot))
        if step.kind == "nothing":
            raise NodeError(node, "is bypassed or switched to an input that is not linked: there is nothing to hand on")
        if not end and step.problem is None:
            end = step.type.outputs[0].name
        if step.problem is None and step.type.output(end) is None:
            raise BadInput(f"{step.id} has no output called {end}")
        request = plan.request(step, when, scale)
        part = request.only(region)
        # the whole is right everywhere: where it is kept, no part is made
        return request if part is request or self._kept(request, end)[1] else part, end

    def _kept(self, request: Request, output: str) -> tuple[bytes | None, str]:
        """The name of a result, None where nobody knows it yet, and the tier that holds it, "" for none."""
        name = self.cache.ledger.names.get(request.key) or self.cache.alias(request.key)
        return name, self.cache.where((name, output)) if name else ""

    def state(
        self,
        graph: Graph,
        node: str,
        time: float = 0.0,
        *,
        output: str = "",
        scale: float = 1.0,
        region: Region = WHOLE,
    ) -> NodeState:
        """What is known of a node at a time. Computes nothing."""
        with self._lock:
            choice = NodeState(pinned=node in self.cache.pinned, never=node in self.computer.never)
            try:
                request, end = self._request(self._plan(graph), node, output, time, scale, region)
            except VivantError as error:
                return replace(choice, error=told(error), source=getattr(error, "node", node))
            return self._state(request, end, choice)

    def _state(self, request: Request, output: str, choice: NodeState) -> NodeState:
        ledger = self.cache.ledger
        if request.step.problem is not None:
            return replace(choice, error=told(request.step.problem), source=request.step.id)
        failure = ledger.failed.get(request.key)
        name, where = self._kept(request, output)
        seconds, size = ledger.costs.get(name or b"", (0.0, 0))
        error, source = (failure.message, failure.node) if failure and not where else ("", "")
        said = ledger.warnings.get(name or b"", ())
        return replace(
            choice, kept=bool(where), where=where, bytes=size, milliseconds=seconds * 1e3, error=error, source=source,
            warnings=said,
        )  # fmt: skip

    def pin(self, node: str, pinned: bool = True) -> None:
        """Hold on to a node's results whatever room they take, from now on; or no more."""
        (self.cache.pinned.add if pinned else self.cache.pinned.discard)(node)

    def never_keep(self, node: str, never: bool = True) -> None:
        """Never keep a node's results, from now on; or keep them again."""
        (self.computer.never.add if never else self.computer.never.discard)(node)
        if never:
            self.cache.forget(node)

    def retry(self) -> None:
        """Forget failures, so that the next pull tries those nodes again."""
        with self._lock:
            self.cache.ledger.failures.clear()
            self.cache.ledger.failed.clear()

    @property
    def counters(self) -> Counter[str]:
        """How often: "computed", "kept", "evicted", "items", "items kept", and calls of each node type by its name."""
        return self.computer.counters + Counter(evicted=self.cache.evictions)

    def count_kept(self, request: Request, where: str) -> None:
        """A kept result was handed out."""
        self.computer.counters["kept"] += 1
        if self._services.listen is not None:
            self._tell(Kept(request.step.id, request.time, where))

    def _tell_evicted(self, entry: Entry, where: str, to: str) -> None:
        self._tell(Evicted(entry.node, entry.bytes, where, to))

    def _tell(self, event: Event) -> None:
        self._services.tell(event)


def _narrowed(graph: Graph, frames: range | None) -> Shot:
    if frames is None:
        return graph.shot
    if len(frames) == 0 or frames.step != 1:
        raise BadInput("frames to render: a first and a last one, in order")
    return replace(graph.shot, first=frames[0], last=frames[-1])
