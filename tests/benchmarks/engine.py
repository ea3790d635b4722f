"""What the evaluator itself costs a node: cold, kept, after one knob changed; in a chain and side by side.

``run(data, out)`` prints a table and returns its figures. The nodes add numbers, so next to nothing is spent in them.
*cold*: nothing known. *kept*: the same graph again. *leaf changed*, *middle changed*: fingerprints after turning the
knob furthest up, or one half way; *pulled* adds computing what that knob changes. The best of a few tries each, because
whatever else the machine does only ever adds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from immutables import Map

from studio.engine import Evaluator
from studio.graph.graph import Graph, Node, Source
from studio.node import node
from studio.node.knob import Range
from studio.node.library import Library

SIZES = (1000, 10_000)
TRIES = 5


@node(family="benchmark", version=1)
def plus(a: float | None = None, b: float | None = None, *, n: Annotated[float, Range(-1e9, 1e9)] = 0.0) -> float:
    """Add."""
    return (a or 0.0) + (b or 0.0) + n


LIBRARY = Library([plus])


def chain(size: int) -> tuple[Graph, str, str, str]:
    """A graph, the node to pull, the leaf to change and one in the middle: each node reads the one before."""
    nodes = {"n0": Node("plus", knobs=Map(n=1.0))}
    for i in range(1, size):
        nodes[f"n{i}"] = Node("plus", knobs=Map(n=1.0), inputs=Map(a=Source(f"n{i - 1}", "out")))
    return Graph(nodes=Map(nodes)), f"n{size - 1}", "n0", f"n{size // 2}"


def wide(size: int) -> tuple[Graph, str, str, str]:
    """Half of the nodes side by side, summed by a tree of the other half."""
    nodes = {f"n{i}": Node("plus", knobs=Map(n=float(i))) for i in range(size // 2)}
    row, made = list(nodes), len(nodes)
    while len(row) > 1:
        above, row = row, []
        for left, right in zip(above[::2], above[1::2], strict=False):
            nodes[f"n{made}"] = Node("plus", inputs=Map(a=Source(left, "out"), b=Source(right, "out")))
            row.append(f"n{made}")
            made += 1
        row += above[-1:] if len(above) % 2 else []
    return Graph(nodes=Map(nodes)), row[0], "n0", f"n{3 * made // 4}"


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Measure, print, return milliseconds by name; ``..._linear`` is the cold cost of a node, large size over small."""
    figures: dict[str, Any] = {}
    print(f"{'':14}{'cold':>14}{'kept':>10}{'leaf':>10}{'middle':>10}{'pulled':>18}")
    for name, build in (("chain", chain), ("wide", wide)):
        for size in SIZES:
            figures |= {f"{name}_{size}_{key}": value for key, value in measure(build, size).items()}
            _print_row(name, size, figures)
        small, large = (figures[f"{name}_{size}_cold_ms_per_node"] for size in SIZES)
        figures[f"{name}_linear"] = large / small
        print(f"{name}: a node of {SIZES[1]} costs {large / small:.2f} times one of {SIZES[0]}")
    return figures


def measure(build: Callable[[int], tuple[Graph, str, str, str]], size: int) -> dict[str, float]:
    """Every figure of one graph."""
    rows = [_try(*build(size), float(at + 2)) for at in range(TRIES)]
    figures = {key: min(row[key] for row in rows) for key in rows[0]}
    figures["cold_ms_per_node"] = figures.pop("cold_ms") / size
    return figures


def _try(graph: Graph, root: str, leaf: str, middle: str, knob: float) -> dict[str, float]:
    evaluator = Evaluator(LIBRARY)
    row = {"cold_ms": _clock(lambda: evaluator.pull(graph, root))}
    row["kept_ms"] = _clock(lambda: evaluator.pull(graph, root))
    for name, turned in (("leaf", leaf), ("middle", middle)):
        node = graph.nodes[turned]
        edited = Graph(nodes=graph.nodes.set(turned, Node("plus", knobs=Map(n=knob * 1e6 + 0.5), inputs=node.inputs)))
        row[f"{name}_changed_ms"] = _clock(lambda edited=edited: evaluator.key(edited, root))  # type: ignore[misc]
        pulled = _clock(lambda edited=edited: evaluator.pull(edited, root))  # type: ignore[misc]
        row[f"{name}_changed_pulled_ms"] = row[f"{name}_changed_ms"] + pulled
        evaluator.pull(graph, root)
    return row


def _clock(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def _print_row(name: str, size: int, figures: dict[str, Any]) -> None:
    one = {key.removeprefix(f"{name}_{size}_"): value for key, value in figures.items()}
    pulled = f"{one['leaf_changed_pulled_ms']:.0f}, {one['middle_changed_pulled_ms']:.0f} ms"
    print(
        f"{name:6}{size:>8}{one['cold_ms_per_node']:>8.3f} ms/node{one['kept_ms']:>7.2f} ms"
        f"{one['leaf_changed_ms']:>7.1f} ms{one['middle_changed_ms']:>7.1f} ms{pulled:>18}"
    )
