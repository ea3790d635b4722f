"""The plan of a graph: every node as a step that knows its inputs' steps, with all that only chooses seen through.

A step is shared between versions of a graph as long as nothing that it is made of has changed, so an edit costs a new
step for each node below it and a look at the others. A request is a step at a time and a scale; it bears the
fingerprint and is remembered by its step: static steps have one, not one a frame. Nothing here recurses.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from studio.engine.digest import Files, digest
from studio.engine.failure import NodeError, logged, told
from studio.engine.settings import Settings, Sheet, Surroundings, read_settings
from studio.graph.graph import Graph, Node, Source
from studio.media.errors import VivantError
from studio.media.shot import Shot
from studio.node.declare import NodeType, Socket

ALWAYS = math.inf
"""The time of a request that stands for every time: how a whole Clip is named without visiting its frames."""


def instant(time: float, shot: Shot) -> float:
    """A time that has one name however it was reached: that of the frame, or to the nanosecond between frames."""
    frame = time * shot.fps
    nearest = round(frame)
    return (nearest / shot.fps if abs(frame - nearest) < 1e-5 else round(time, 9)) + 0.0


class Feed(NamedTuple):
    """An input of a step: where it comes from, None for nothing."""

    socket: Socket
    step: Step | None
    output: str


class Step:
    """One node of a plan.

    Attributes:
        id: The node's id.
        settings: Its knobs.
        feeds: Its inputs.
        kind: "call" computes; "pick" and "retime" are seen through at a time; "alias" always; "problem" fails.
        ends: For an alias: what stands behind each output; None under "" for all.
        timed: Whether its result depends on time.
        proxied: Whether its result depends on the proxy scale.
        problem: Why it fails.
        requests: Its requests, by time and scale.
        simple: Whether every input is one computing step at the same time.
    """

    __slots__ = ("ends", "feeds", "id", "kind", "problem", "proxied", "requests", "settings", "shot", "simple", "timed")

    def __init__(self, name: str, settings: Settings, feeds: tuple[Feed, ...], shot: Shot) -> None:
        self.id, self.settings, self.feeds, self.shot = name, settings, feeds, shot
        self.kind = "call"
        self.ends: Mapping[str, tuple[Step | None, str]] = {}
        self.problem: VivantError | None = None
        self.requests: dict[tuple[float, float], Request] = {}
        self.timed = self.proxied = self.simple = False

    @property
    def type(self) -> NodeType:
        """Its node type; only for steps without a problem."""
        assert self.settings.sheet is not None
        return self.settings.sheet.type

    def token(self, time: float, scale: float) -> bytes:
        """The node's own share of its fingerprint. What cannot be read is told when the node is called."""
        if self.problem is not None:
            return digest(f"problem\0{self.id}\0{self.problem}".encode())
        settings, sheet = self.settings, self.settings.sheet
        if sheet is None:
            return digest(b"nothing")
        try:
            token = settings.token_over_time() if time == ALWAYS else settings.token_at(time)
        except Exception as error:
            token = digest(f"unreadable\0{self.id}\0{time}\0{error}".encode())
        if sheet.type.wants_time:
            token += repr(time).encode()
        if sheet.type.wants_shot or sheet.clips or self.kind == "retime":
            token += repr(self.shot).encode()
        if self.proxied and (sheet.type.wants_scale or sheet.pixels):
            token += repr(scale).encode()
        return token


class Request:
    """A step at a time and a scale.

    Attributes:
        key: Fingerprint by structure.
        arguments: For each feed: None where nothing is linked, or what is asked for: one request at the same time, one
            for each frame of a window, one at every time for a whole Clip.
        asks: All of them in one tuple.
        ids: (key, output) of each of the asks.
        base: The step's own share of the fingerprint, and how the asks are laid out.
    """

    __slots__ = ("arguments", "asks", "base", "ids", "key", "scale", "step", "time")

    def __init__(self, step: Step, time: float, scale: float, arguments: tuple[tuple[Ask, ...] | None, ...]) -> None:
        self.step, self.time, self.scale, self.arguments = step, time, scale, arguments
        asks: list[Ask] = []
        layout = []
        for argument in arguments:
            if argument is None:
                layout.append("-")
            else:
                asks += argument
                layout += [str(len(argument)), *[output for _, output in argument]]
        self.asks = tuple(asks)
        self.ids: tuple[tuple[bytes, str], ...] = tuple([(request.key, output) for request, output in asks])
        self.base = b"%b\0%b\0" % (step.token(time, scale), "\0".join(layout).encode())
        self.key: bytes = digest(self.base + b"".join([request.key for request, _ in asks]))

    def name(self, identities: Iterable[bytes], seed: bytes = b"name") -> bytes:
        """Digest of the step's own share and of what each of the asks turned out to be."""
        return digest(seed + self.base + b"".join(identities))


Ask = tuple[Request, str]
_STATIC = 0.0, 1.0


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
        first = _place(step, time, scale)
        pending = [first]
        while pending:
            step, time, scale = pending[-1]
            if (time, scale) in step.requests:
                pending.pop()
                continue
            arguments, missing = _arguments(step, time, scale)
            if missing:
                pending.extend(missing)
                continue
            step.requests[time, scale] = Request(step, time, scale, arguments)
            self.requests += 1
            pending.pop()
        return first[0].requests[first[1:]]


NOTHING = Step("", Settings(Node("nothing"), None, Surroundings(Files(), None, {})), (), Shot())
"""What stands behind an input that turns out to be unlinked only at a certain time."""
NOTHING.kind = "nothing"


def settle(step: Step | None, output: str, time: float) -> tuple[Step, str, float]:
    """See through everything that only chooses or moves time. Raises NodeError where a choice cannot be made."""
    while step is not None and step.kind != "call":
        if step.kind == "alias":
            step, output = step.ends.get(output, step.ends.get("", (None, "")))
        elif time == ALWAYS or step.kind not in ("pick", "retime"):
            break
        else:
            step, output, time = _through(step, time)
    return (NOTHING, "", 0.0) if step is None else (step, output, time)


def _through(step: Step, time: float) -> tuple[Step | None, str, float]:
    try:
        knobs = step.settings.at(time)
        if step.kind == "pick":
            picked = _pick(step.type, knobs)
            feed = next(feed for feed in step.feeds if feed.socket.name == picked)
            return feed.step, feed.output, time
        assert step.type.retime is not None
        return step.feeds[0].step, step.feeds[0].output, instant(step.type.retime(time, knobs, step.shot), step.shot)
    except Exception as error:
        raise NodeError(step.id, told(error), error, logged(error)) from None


def _arguments(
    step: Step, time: float, scale: float
) -> tuple[tuple[tuple[Ask, ...] | None, ...], list[tuple[Step, float, float]]]:
    """What a step asks for, and those requests that are not made yet."""
    arguments: list[tuple[Ask, ...] | None] = []
    missing = []
    for socket, source, output in step.feeds:
        if source is None:
            arguments.append(None)
            continue
        if step.simple:
            at = _place(source, time, scale)
            request = source.requests.get(at[1:])
            if request is None:
                missing.append(at)
            else:
                arguments.append(((request, output),))
            continue
        asks = []
        for when in times_of(socket, time, step.shot):
            place = (source, output, when) if source.kind == "call" else settle(source, output, when)
            at = _place(place[0], place[2], scale)
            request = at[0].requests.get(at[1:])
            if request is None:
                missing.append(at)
            else:
                asks.append((request, place[1]))
        arguments.append(tuple(asks))
    return tuple(arguments), missing


def times_of(socket: Socket, time: float, shot: Shot) -> tuple[float, ...]:
    """The times at which an input is read."""
    if socket.whole or time == ALWAYS:
        return (ALWAYS,)
    if socket.window is None:
        return (time,)
    frames = range(socket.window.first, socket.window.last + 1)
    return tuple(instant(time + frame / shot.fps, shot) for frame in frames)


def _place(step: Step, time: float, scale: float) -> tuple[Step, float, float]:
    return step, time if step.timed else 0.0, scale if step.proxied else 1.0


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
        picked = _pick(kind, settings.fixed)
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


def _pick(kind: NodeType, knobs: Mapping[str, Any]) -> str:
    assert kind.pick is not None
    picked = kind.pick(knobs)
    if kind.input(picked) is None:
        raise VivantError(f"picks {picked}, which is no input")
    return picked


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
        request = source.requests.get(_STATIC) if source is not None else None
        if source is not None and request is None:
            return step
        arguments.append(((request, output),) if request is not None else None)
    step.requests[_STATIC] = Request(step, 0.0, 1.0, tuple(arguments))
    return step
