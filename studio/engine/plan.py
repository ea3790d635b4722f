"""The plan of a graph: every node as a step that knows its inputs' steps, with all that only chooses seen through.

A step is shared between versions of a graph as long as nothing that it is made of has changed, so an edit costs a new
step for each node below it and a look at the others. A request is a step at a time and a scale; it bears the
fingerprint and is remembered by its step: static steps have one, not one a frame. Nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Mapping

from studio.engine.failure import told
from studio.engine.settings import Settings, read_settings
from studio.engine.sheet import Sheet, Surroundings
from studio.engine.step import STATIC, Ask, Feed, Request, Step, arguments_of, picked_input, place_of
from studio.graph.graph import Graph, Node, Source
from studio.media.errors import VivantError
from studio.node.declare import NodeType, Socket


class Plan:
    """Steps of one graph. Raises VivantError for a graph with a circle, when that is asked for."""

    def __init__(self, graph: Graph, sheets: Mapping[str, Sheet], around: Surroundings, last: Plan | None) -> None:
        self.graph, self.sheets, self.around = graph, sheets, around
        self.steps: dict[str, Step] = {}
        self.watched: list[Settings] = []
        self.requests = 0
        self._read: dict[str, Settings] = {}
        self._last: dict[str, Step] = {}
        if last and last.graph.shot == graph.shot and last.sheets is sheets:
            self._last = {**last._last, **last.steps}
            if len(self._last) > 2 * len(graph.nodes) + 100:
                self._last = dict(last.steps)

    def step(self, name: str) -> Step:
        """The step of a node; those above it are made on the way."""
        steps, nodes = self.steps, self.graph.nodes
        pending, entered = [name], set()
        while pending:
            at = pending[-1]
            if at in steps:
                pending.pop()
                continue
            settings = self._read.get(at) or self._settings(at)
            sources = settings.sources
            missing = [s.node for _, s in sources if s is not None and s.node not in steps and s.node in nodes]
            if missing:
                entered.add(at)
                if not entered.isdisjoint(missing):
                    raise VivantError(f"the links run in a circle through {at}: cut one of them")
                pending.extend(missing)
                continue
            steps[at] = self._make(at, settings)
            pending.pop()
        return steps[name]

    def _settings(self, name: str) -> Settings:
        last = self._last.get(name)
        if last and last.settings.node is self.graph.nodes[name] and last.settings.current(self.graph):
            found = last.settings
        else:
            found = read_settings(self.graph, name, self.sheets, self.around)
            found.sources = _sources(found)
        if found.watches:
            self.watched.append(found)
        self._read[name] = found
        return found

    def _make(self, name: str, settings: Settings) -> Step:
        feeds, problem = [], None
        for socket, source in settings.sources:
            if source is None:
                feeds.append(Feed(socket, None, ""))
                continue
            step, output = self._link(source)
            feeds.append(Feed(socket, step, output))
            if step is None and source.node not in self.graph.nodes:
                problem = VivantError(f"input {socket.name} is linked to {source.node}, which is gone: link it again")
            elif step and step.kind == "call" and not step.problem and not step.settings.gives(output):
                problem = VivantError(f"input {socket.name} is linked to {step.id}.{output}, which is no output")
        last = self._last.get(name)
        if last and last.settings is settings and problem is None and last.feeds == tuple(feeds):
            return last
        return _finish(Step(name, settings, tuple(feeds), self.graph.shot), problem)

    def _link(self, source: Source) -> tuple[Step | None, str]:
        step = self.steps.get(source.node)
        if step is None or step.kind != "alias":
            return step, source.output
        return step.ends.get(source.output, step.ends.get("", (None, "")))

    def request(self, step: Step, time: float, scale: float) -> Request:
        """A step at a time and a scale; requests above it are made on the way."""
        first = place_of(step, time, scale)
        pending = [first]
        while pending:
            step, time, scale = pending[-1]
            if (time, scale) in step.requests:
                pending.pop()
                continue
            arguments, missing = arguments_of(step, time, scale)
            if missing:
                pending.extend(missing)
                continue
            step.requests[time, scale] = Request(step, time, scale, arguments)
            self.requests += 1
            pending.pop()
        return first[0].requests[first[1:]]


def _sources(settings: Settings) -> list[tuple[Socket, Source | None]]:
    """The inputs that a node reads, and where they come from."""
    node, sheet = settings.node, settings.sheet
    if node.bypass:
        return [(_socket(sheet, key), node.inputs[key]) for key in _handed_on(node, sheet).values()]
    if sheet is None or settings.problem:
        return []
    sockets = sheet.type.inputs
    if sheet.type.pick and not settings.animated:
        sockets = _picked(settings, sheet.type)
    elif sheet.type.retime:
        sockets = sockets[:1]
    return [(socket, node.inputs.get(socket.name)) for socket in sockets]


def _picked(settings: Settings, kind: NodeType) -> tuple[Socket, ...]:
    try:
        picked = picked_input(kind, settings.fixed)
    except Exception as error:
        settings.problem = VivantError(told(error))
        return ()
    return tuple(socket for socket in kind.inputs if socket.name == picked)


def _socket(sheet: Sheet | None, name: str) -> Socket:
    return (sheet and sheet.type.input(name)) or Socket(name, "Any")


def _handed_on(node: Node, sheet: Sheet | None) -> dict[str, str]:
    """For a bypassed node: the linked input that stands in for each output; "" stands for any of an unknown type."""
    if sheet is None:
        return {"": min(node.inputs)} if node.inputs else {}
    found = {}
    for output in sheet.type.outputs:
        fitting = [s.name for s in sheet.type.inputs if s.media == output.media and not s.window and not s.whole]
        name = sheet.type.passes if output is sheet.type.outputs[0] else next(iter(fitting), None)
        if name in node.inputs:
            found[output.name] = str(name)
    return found


def _finish(step: Step, problem: VivantError | None) -> Step:
    """Say what kind of step it is, and what it depends on."""
    settings, sheet = step.settings, step.settings.sheet
    if settings.node.bypass:
        whole = {feed.socket.name: (feed.step, feed.output) for feed in step.feeds}
        step.kind = "alias"
        step.ends = {output: whole[name] for output, name in _handed_on(settings.node, sheet).items()}
        return step
    step.problem = settings.problem or problem
    if step.problem or sheet is None:
        step.feeds = ()
        return step
    for socket, source, _ in step.feeds:
        if source is not None:
            step.timed = step.timed or (source.timed and not socket.whole)
            step.proxied = step.proxied or source.proxied
        elif not socket.optional and not sheet.forwards:
            step.problem = VivantError(f"input {socket.name} is not linked: link it, or bypass the node")
    if step.problem:
        step.feeds, step.timed, step.proxied = (), False, False
        return step
    return _forward(step) if sheet.forwards else _simplify(step, sheet)


def _forward(step: Step) -> Step:
    if step.type.pick:
        step.kind = "pick" if step.settings.animated else "alias"
        step.timed = step.timed or step.settings.animated
    else:
        step.kind = "retime" if step.timed else "alias"
    if step.kind == "alias":
        step.ends = {"": (step.feeds[0].step, step.feeds[0].output)}
    return step


def _simplify(step: Step, sheet: Sheet) -> Step:
    """Finish a step that computes; one that is static, below static ones, gets its only request at once."""
    step.timed = step.timed or sheet.type.wants_time or step.settings.animated
    step.proxied = step.proxied or sheet.type.wants_scale
    step.simple = not sheet.clips and all(source is None or source.kind == "call" for _, source, _ in step.feeds)
    if not step.simple or step.timed or step.proxied:
        return step
    arguments: list[tuple[Ask, ...] | None] = []
    for _, source, output in step.feeds:
        request = source.requests.get(STATIC) if source is not None else None
        if source is not None and request is None:
            return step
        arguments.append(((request, output),) if request is not None else None)
    step.requests[STATIC] = Request(step, 0.0, 1.0, tuple(arguments))
    return step
