"""The latest request wins."""

from __future__ import annotations

import threading
from typing import Any

from engine_nodes import make_graph, make_node

from studio.engine import Evaluator, NodeError
from studio.engine.renderer import Renderer, View
from studio.node import Context, Time, node
from studio.node.library import Library

GATE, STARTED = threading.Event(), threading.Event()


@node(family="test", version=1)
def gated(ctx: Context, *, time: Time) -> float:
    """Wait at the gate, where time is 0."""
    STARTED.set()
    while time == 0 and not GATE.wait(0.005):
        ctx.check()
    if time == 9:
        raise RuntimeError("no")
    return time


def make(delivered: list[tuple[float, Any]]) -> tuple[Renderer, Any]:
    graph = make_graph(a=make_node("gated"))
    evaluator = Evaluator(Library([gated]))
    return Renderer(evaluator, lambda view, value: delivered.append((view.time, value))), graph


def test_a_later_view_overtakes_the_one_being_made() -> None:
    delivered: list[tuple[float, Any]] = []
    GATE.clear()
    STARTED.clear()
    renderer, graph = make(delivered)
    renderer.ask(View(graph, "a", time=0.0))
    assert STARTED.wait(20)
    for time in (1.0, 2.0, 3.0):
        renderer.ask(View(graph, "a", time=time))
    assert renderer.wait(20)
    renderer.close()
    assert delivered[-1] == (3.0, 3.0)
    assert 0.0 not in [time for time, _ in delivered]


def test_a_failure_is_delivered_and_the_next_view_still_comes() -> None:
    delivered: list[tuple[float, Any]] = []
    renderer, graph = make(delivered)
    renderer.ask(View(graph, "a", time=9.0))
    assert renderer.wait(20)
    renderer.ask(View(graph, "a", time=4.0))
    assert renderer.wait(20)
    renderer.close()
    assert isinstance(delivered[0][1], NodeError)
    assert delivered[1] == (4.0, 4.0)


def test_a_stopped_renderer_delivers_nothing_until_it_is_asked_again() -> None:
    delivered: list[tuple[float, Any]] = []
    GATE.clear()
    STARTED.clear()
    renderer, graph = make(delivered)
    renderer.ask(View(graph, "a", time=0.0))
    assert STARTED.wait(20)
    renderer.stop()
    assert renderer.wait(20)
    assert delivered == []
    renderer.ask(View(graph, "a", time=2.0))
    assert renderer.wait(20)
    renderer.close()
    assert delivered == [(2.0, 2.0)]
