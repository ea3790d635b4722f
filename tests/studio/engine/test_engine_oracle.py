"""Random graphs, edits, undo, cancels, evictions and restarts: the evaluator never says anything but the naive one."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_nodes import LIBRARY, make_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive import UNLINKED, Fails, Naive

from studio.engine import Cache, Cancel, Evaluator, NodeError, cache, compute
from studio.engine.events import Event, Started
from studio.graph.curve import Curve, Key
from studio.graph.graph import Graph, KnobSource, Node, Source
from studio.media.by_id import ById
from studio.media.errors import Cancelled, VivantError
from studio.media.shot import Shot

NAMES = [f"n{i}" for i in range(12)]
TYPES = [*LIBRARY, *LIBRARY, "add", "now", "clamp", "unheard_of"]
FRAMES = range(-1, 7)


class Session:
    """A document under a random hand, and the evaluator that has to follow it."""

    def __init__(self, hand: random.Random, folder: Path | None, checked: bool) -> None:
        self.hand, self.folder, self.checked = hand, folder, checked
        self.made: dict[str, Node] = {}
        for place, name in enumerate(NAMES):
            self.made[name] = self.node(place)
        self.graph = make_graph(**self.made)
        self.past: list[Graph] = [self.graph]
        self.cancel: Cancel | None = None
        self.restart()

    def restart(self) -> None:
        budget = self.hand.choice([0, 1500, 5000, 10**9])
        kept = Cache(memory=budget, disk=self.folder)
        self.evaluator = Evaluator(LIBRARY, cache=kept, checked=self.checked, listen=self.heard)

    def heard(self, event: Event) -> None:
        if isinstance(event, Started) and self.cancel is not None and self.hand.random() < 0.3:
            self.cancel.cancel()

    def node(self, place: int) -> Node:
        kind = self.hand.choice(TYPES if place > 2 else ["add", "now", "picture", "menu", "shot_length"])
        node = Node(kind)
        sockets = LIBRARY[kind].inputs if kind in LIBRARY else LIBRARY["reroute"].inputs
        for socket in sockets:
            if place and self.hand.random() < (0.6 if socket.optional else 0.98):
                node = replace(node, inputs=node.inputs.set(socket.name, self.source(place, socket.media)))
        for _ in range(2):
            node = self.turn(node, place)
        return replace(node, bypass=self.hand.random() < 0.1)

    def source(self, place: int, media: str = "Any") -> Source:
        """An output above, most often one that fits."""
        nodes = self.graph.nodes if hasattr(self, "graph") else self.made
        above = NAMES[:place] if self.hand.random() < 0.5 else NAMES[max(0, place - 4) : place]
        offers = [
            Source(name, output.name)
            for name in above
            for output in (LIBRARY[nodes[name].type].outputs if nodes[name].type in LIBRARY else ())
            if media == output.media or self.hand.random() < 0.01
        ]
        return self.hand.choice(offers or [Source(self.hand.choice(above), "out")])

    def turn(self, node: Node, place: int) -> Node:
        """Turn one knob: a value, a curve, a link, or back to the default."""
        knobs = LIBRARY[node.type].knobs if node.type in LIBRARY else ()
        if not knobs:
            return node
        knob = self.hand.choice(knobs)
        kind = self.hand.choice(["value", "value", "curve", "link", "default"])
        if kind == "link" and place and knob.kind == "float":
            return replace(node, links=node.links.set(knob.name, KnobSource(self.hand.choice(NAMES), "n")))
        if kind == "curve" and knob.kind in ("float", "int"):
            keys = (Key(0.0, self.hand.randint(0, 3), "linear"), Key(0.4, self.hand.randint(0, 3), "constant"))
            return replace(node, curves=node.curves.set(knob.name, Curve((keys,))))
        if kind == "default":
            empty = {"knobs": node.knobs, "curves": node.curves, "links": node.links}
            return replace(node, **{k: v.delete(knob.name) for k, v in empty.items() if knob.name in v})
        if knob.kind == "choice":
            return replace(node, knobs=node.knobs.set(knob.name, self.hand.choice(knob.choices)))
        value = self.hand.randint(0, 1 if node.type == "switch" else 3)
        return replace(node, knobs=node.knobs.set(knob.name, value))

    def edit(self) -> None:
        place = self.hand.randrange(len(NAMES))
        node = self.graph.nodes[NAMES[place]]
        action = self.hand.choice(
            ["turn", "turn", "turn", "link", "unlink", "bypass", "replace", "shot", "layout", "gone"]
        )
        if action == "turn":
            node = self.turn(node, place)
        elif action == "link" and place and node.inputs:
            name = self.hand.choice(sorted(node.inputs))
            socket = LIBRARY[node.type].input(name) if node.type in LIBRARY else None
            node = replace(node, inputs=node.inputs.set(name, self.source(place, socket.media if socket else "Any")))
        elif action == "unlink" and node.inputs and self.hand.random() < 0.3:
            node = replace(node, inputs=node.inputs.delete(self.hand.choice(sorted(node.inputs))))
        elif action == "bypass" and self.hand.random() < 0.5:
            node = replace(node, bypass=not node.bypass)
        elif action == "replace":
            node = self.node(place)
        elif action == "layout":
            node = replace(node, title="moved", position=(self.hand.random(), 0.0))
        nodes = self.graph.nodes.set(NAMES[place], node)
        shot = Shot(fps=10.0, last=self.hand.randint(1, 5)) if action == "shot" else self.graph.shot
        self.graph = replace(self.graph, nodes=nodes, shot=shot)
        self.past.append(self.graph)

    def undo(self) -> None:
        self.graph = self.hand.choice(self.past)

    def stop(self) -> None:
        """Pull, and be stopped somewhere on the way, or not."""
        self.cancel = Cancel()
        try:
            self.evaluator.pull(self.graph, self.hand.choice(NAMES), "", self.time(), cancel=self.cancel)
        except (VivantError, Cancelled):
            pass
        finally:
            self.cancel = None

    def time(self) -> float:
        return self.graph.shot.time(self.hand.choice(FRAMES))

    def free(self) -> None:
        self.evaluator.cache.free("ram")

    def pull(self) -> None:
        name, time, scale = self.hand.choice(NAMES[4:]), self.time(), self.hand.choice([1.0, 1.0, 0.5])
        kind = self.graph.nodes[name].type
        output = self.hand.choice([o.name for o in LIBRARY[kind].outputs]) if kind in LIBRARY else "out"
        try:
            right = Naive(self.graph, LIBRARY).value(name, output, time, scale)
        except Fails:
            right = UNLINKED
        if right is UNLINKED:
            with pytest.raises(VivantError):
                self.evaluator.pull(self.graph, name, output, time, scale=scale)
        else:
            assert_same(self.evaluator.pull(self.graph, name, output, time, scale=scale), right)


def assert_same(found: Any, right: Any) -> None:
    if isinstance(right, ById):
        assert list(found) == list(right)
        for key in right:
            assert_same(found[key], right[key])
    elif isinstance(right, np.ndarray):
        np.testing.assert_array_equal(found, right)
    else:
        assert found == right


def live(hand: random.Random, folder: Path | None, checked: bool, steps: int) -> None:
    session = Session(hand, folder, checked)
    actions = [session.pull] * 6 + [session.edit] * 5 + [session.undo, session.stop, session.free]
    for _ in range(steps):
        hand.choice(actions)()
        if hand.random() < 0.03:
            session.restart()


@pytest.fixture(autouse=True)
def small_is_tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays of the sample nodes count as large, so that both ways of naming results are used."""
    monkeypatch.setattr(compute, "SMALL", 1000)


RARE = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck), print_blob=True)


@RARE
@given(st.integers(0, 2**48).map(random.Random))
def test_the_evaluator_agrees_with_a_naive_one(hand: random.Random) -> None:
    live(hand, None, False, 60)


@settings(RARE, max_examples=20)
@given(st.integers(0, 2**48).map(random.Random))
def test_the_checked_evaluator_agrees_with_a_naive_one(hand: random.Random) -> None:
    live(hand, None, True, 40)


@settings(RARE, max_examples=15)
@given(hand=st.integers(0, 2**48).map(random.Random))
def test_results_on_disk_agree_with_a_naive_evaluator(
    hand: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "KEEP_SMALL", (-1.0, 10**6))
        live(hand, tmp_path_factory.mktemp("disk"), False, 50)


def test_a_failure_names_the_node_that_failed() -> None:
    graph = make_graph(a=Node("touchy"), b=Node("add", inputs=Node("x").inputs.set("a", Source("a", "out"))))
    with pytest.raises(NodeError) as caught:
        Evaluator(LIBRARY).pull(graph, "b")
    assert caught.value.node == "a"
