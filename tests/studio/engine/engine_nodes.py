"""Small node types that, together, use everything a node may ask for; and a naive evaluator to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from immutables import Map

from studio.graph.graph import Graph, Node, Source
from studio.media.by_id import ById
from studio.media.shot import Shot
from studio.media.value import media_type
from studio.node import Clip, Context, Each, Scale, Time, Wanted, Window, node
from studio.node.knob import Range
from studio.node.library import Library

Number = Annotated[float, Range(-1e12, 1e12)]
Pixels = Annotated[float, Range(-1e12, 1e12, "px")]
Frames = Annotated[int, Range(-1000, 1000)]


@media_type
class Pair(NamedTuple):
    """Two numbers."""

    low: float
    high: float


@node(family="test", version=1)
def add(a: float | None = None, b: float | None = None, *, n: Number = 0.0) -> float:
    """Add."""
    return (a or 0.0) + (b or 0.0) + n


@node(family="test", version=1)
def clamp(a: float, *, low: Number = 0.0, high: Number = 5.0) -> float:
    """Hide changes from what is below."""
    return min(max(a, low), high)


@node(family="test", version=1)
def now(*, time: Time, n: Number = 1.0) -> float:
    """The time."""
    return time * n


@node(family="test", version=1)
def shot_length(*, shot: Shot) -> float:
    """Ask for the shot."""
    return float(shot.last)


@node(family="test", version=1)
def smooth(a: Annotated[Clip[float], Window(-1, 1)]) -> float:
    """Read neighbours."""
    return a.near(-1) + 2 * a.near(0) + 3 * a.near(1)


@node(family="test", version=1)
def total(a: Clip[float], b: float | None = None) -> float:
    """Read a whole clip."""
    return sum(a.at(a.shot.time(frame)) for frame in a.shot.frames) + (b or 0.0)


@node(family="test", version=1)
def since(a: Clip[float], *, time: Time) -> float:
    """Read a whole clip up to now."""
    return sum(a.at(a.shot.time(f)) for f in a.shot.frames if f == a.shot.first or a.shot.time(f) <= time)


@node(family="test", version=1)
def split(a: float, *, n: Number = 1.0) -> Pair:
    """Two outputs."""
    return Pair(a - n, a + n)


@node(family="test", version=1)
def lazy_split(a: float, *, wanted: Wanted, n: Number = 1.0) -> Pair:
    """Two outputs, made only where wanted."""
    return Pair(a - n if "low" in wanted else None, a + n if "high" in wanted else None)  # type: ignore[arg-type]


@node(family="test", version=1, pick=lambda knobs: "ab"[knobs["which"]])
def switch(a: float | None = None, b: float | None = None, *, which: Annotated[int, Range(0, 1)] = 0) -> float:
    """Pick one."""
    return (a, b)[which]  # type: ignore[return-value]


@node(family="test", version=1, pick=lambda knobs: "a")
def reroute(a: Any) -> Any:
    """Hand on."""
    return a


@node(family="test", version=1, retime=lambda time, knobs, shot: shot.time(knobs["frame"]))
def hold(a: float, *, frame: Frames = 0) -> float:
    """Stop time."""
    return a


@node(family="test", version=1, retime=lambda time, knobs, shot: time + shot.time(knobs["frames"]))
def offset(a: float, *, frames: Frames = 0) -> float:
    """Shift time."""
    return a


@node(family="test", version=1)
def crowd(a: float, *, people: Annotated[int, Range(0, 5)] = 3, spread: Number = 0.0) -> ById[float]:
    """One number each."""
    return ById((f"p{i}", i + (a if i == 1 else 0.0) + spread) for i in range(people))


@node(family="test", version=1)
def walk(person: Each[float], other: Each[float] | None = None, a: float | None = None, *, n: Number = 0.0) -> float:
    """One person at a time."""
    return person * 2 + (other or 0.0) + (a or 0.0) + n


@node(family="test", version=1)
def part(person: Each[float], *, n: Number = 1.0) -> Pair:
    """Two outputs for each person."""
    return Pair(person - n, person + n)


@node(family="test", version=1)
def headcount(people: ById[float]) -> float:
    """Add people up."""
    return sum(people.values()) + 1000 * len(people)


@node(family="test", version=1)
def spread(a: float, *, n: Number = 0.0) -> np.ndarray:
    """Something large."""
    return np.arange(300, dtype=np.float64) * a + n


@node(family="test", version=1)
def squeeze(a: np.ndarray) -> float:
    """Something small again."""
    return float(a[1] + a[7])


@node(family="test", version=1, keep=False)
def fleeting(a: float) -> float:
    """Never kept."""
    return a + 0.5


@node(family="test", version=1)
def picture(*, scale: Scale, size: Pixels = 8.0) -> float:
    """Ask for the proxy scale."""
    return size * 10 + scale


@node(family="test", version=1)
def blur(a: float, *, radius: Pixels = 4.0) -> float:
    """Pixels without asking for the scale."""
    return a + radius


@node(family="test", version=1)
def touchy(ctx: Context, a: float, *, limit: Number = 9.0) -> float:
    """Fail now and then."""
    if a > limit:
        raise RuntimeError("too much")
    ctx.check()
    return a


@node(family="test", version=1)
def menu(*, size: Literal["small", "large"] = "small") -> float:
    """A choice."""
    return {"small": 1.0, "large": 2.0}[size]


FUNCTIONS = (
    add, clamp, now, shot_length, smooth, total, since, split, lazy_split, switch, reroute, hold, offset, crowd, walk,
    part, headcount, spread, squeeze, fleeting, picture, blur, touchy, menu,
)  # fmt: skip
LIBRARY = Library(FUNCTIONS)


def make_graph(shot: Shot | None = None, **nodes: Node) -> Graph:
    """A graph of these nodes."""
    return Graph(nodes=Map(nodes), shot=shot or Shot(fps=10.0, first=0, last=4))


def make_node(kind: str, inputs: Mapping[str, str] | None = None, **knobs: Any) -> Node:
    """A node; an input is linked to "node" or "node.output"."""
    links = {
        name: Source(*(text if "." in text else text + ".out").split(".")) for name, text in (inputs or {}).items()
    }
    return Node(kind, knobs=Map(knobs), inputs=Map(links))
