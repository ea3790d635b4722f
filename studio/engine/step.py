"""A node of a plan, and what is asked of it at a time and a scale. Nothing here recurses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from studio.engine.digest import Files, digest
from studio.engine.failure import NodeError, logged, told
from studio.engine.settings import Settings
from studio.engine.sheet import Surroundings
from studio.graph.graph import Node
from studio.media.errors import VivantError
from studio.media.region import WHOLE, Region
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
        region: The part of the picture that has to be right.
    """

    __slots__ = ("arguments", "asks", "base", "ids", "key", "region", "scale", "step", "time")

    def __init__(
        self,
        step: Step,
        time: float,
        scale: float,
        arguments: tuple[tuple[Ask, ...] | None, ...],
        region: Region = WHOLE,
    ) -> None:
        self.step, self.time, self.scale, self.arguments, self.region = step, time, scale, arguments, region
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
        if region != WHOLE:
            self.base += repr(region).encode()
        self.key: bytes = digest(self.base + b"".join([request.key for request, _ in asks]))

    def only(self, region: Region) -> Request:
        """The same, of which only a part has to be right; itself where the node knows no parts."""
        if region == WHOLE or self.step.kind != "call" or self.step.problem or not self.step.type.wants_region:
            return self
        return Request(self.step, self.time, self.scale, self.arguments, region)

    def name(self, identities: Iterable[bytes], seed: bytes = b"name") -> bytes:
        """Digest of the step's own share and of what each of the asks turned out to be."""
        return digest(seed + self.base + b"".join(identities))


Ask = tuple[Request, str]
STATIC = 0.0, 1.0


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
            picked = picked_input(step.type, knobs)
            feed = next(feed for feed in step.feeds if feed.socket.name == picked)
            return feed.step, feed.output, time
        assert step.type.retime is not None
        return step.feeds[0].step, step.feeds[0].output, instant(step.type.retime(time, knobs, step.shot), step.shot)
    except Exception as error:
        raise NodeError(step.id, told(error), error, logged(error)) from None


def arguments_of(
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
            at = place_of(source, time, scale)
            request = source.requests.get(at[1:])
            if request is None:
                missing.append(at)
            else:
                arguments.append(((request, output),))
            continue
        asks = []
        for when in times_of(socket, time, step.shot):
            place = (source, output, when) if source.kind == "call" else settle(source, output, when)
            at = place_of(place[0], place[2], scale)
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


def place_of(step: Step, time: float, scale: float) -> tuple[Step, float, float]:
    return step, time if step.timed else 0.0, scale if step.proxied else 1.0


def picked_input(kind: NodeType, knobs: Mapping[str, Any]) -> str:
    assert kind.pick is not None
    picked = kind.pick(knobs)
    if kind.input(picked) is None:
        raise VivantError(f"picks {picked}, which is no input")
    return picked
