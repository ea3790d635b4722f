"""The pieces of the engine's process, without a process."""

from __future__ import annotations

import io
import threading
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from engine_nodes import make_graph, make_node

from studio.engine.child import agenda as agendas
from studio.engine.child import wire
from studio.engine.child.agenda import Agenda
from studio.engine.child.arena import PAGE, SIZE, Arena
from studio.engine.child.filling import outwards
from studio.engine.child.graphs import changed, changes
from studio.engine.child.parcel import unwrap, wrap
from studio.engine.child.task import Look
from studio.engine.child.teller import Teller, event_of
from studio.engine.events import Failed, Finished, Kept, Progress, Started, Stopped, Warned
from studio.engine.failure import NodeError
from studio.graph.graph import Graph
from studio.media.by_id import ById
from studio.media.errors import Cancelled, VivantError
from studio.media.image import Image
from studio.media.shot import Shot


@pytest.fixture
def arena() -> Iterator[Arena]:
    made = Arena.make()
    yield made
    made.close()


def look(node: str = "a", time: float = 0.0) -> Look:
    return Look(node, "", time, 1.0)


def test_blocks_lie_apart_and_are_used_again(arena: Arena) -> None:
    one, two = arena.take(100), arena.take(PAGE + 1)
    assert (one, two) == (PAGE, 2 * PAGE)
    arena.give(one)
    assert arena.take(PAGE) == one
    assert arena.take(1) == 4 * PAGE


def test_a_block_that_does_not_fit_waits_until_another_is_free(arena: Arena) -> None:
    large = arena.take(SIZE - 3 * PAGE)
    threading.Timer(0.05, lambda: arena.give(large)).start()
    assert arena.take(4 * PAGE, patience=10.0) == PAGE
    with pytest.raises(VivantError, match="too large"):
        arena.take(SIZE)
    arena.take(SIZE - 6 * PAGE)
    with pytest.raises(VivantError, match="does not take"):
        arena.take(4 * PAGE, patience=0.01)


def test_two_processes_see_the_same_memory(arena: Arena) -> None:
    other = Arena.open(arena.handle)
    other.note("rig_person_1")
    assert arena.doing == "rig_person_1"
    other.note("")
    assert arena.doing == ""


def test_every_value_arrives_as_it_was_with_numpy_arrays(arena: Arena) -> None:
    import torch

    picture = Image(torch.rand((5, 7, 4)).half())
    values: list[Any] = [
        None, True, 3, 2.5, "text", b"bytes", (1, "two"), {"a": np.zeros((0, 4), np.float32)}, float("inf"),
        np.array([True, False]), np.arange(6, dtype=np.int64).reshape(2, 3)[:, ::2], ById({"p1": 1.5, "p2": None}),
    ]  # fmt: skip
    for value in values:
        found = unwrap(arena, wrap(arena, value))
        assert repr(found) == repr(value)
    found = unwrap(arena, wrap(arena, picture))
    assert found.pixels.dtype == np.float16
    assert (found.pixels == picture.pixels.numpy()).all()
    assert (found.srgb8() == picture.srgb8()).all()
    assert (found.array() == picture.array()).all()
    assert unwrap(arena, wrap(arena, torch.ones(3).bfloat16())).dtype == np.float32


def test_a_value_no_longer_needs_the_arena_once_it_is_taken(arena: Arena) -> None:
    parcel = wrap(arena, np.ones(10))
    found = unwrap(arena, parcel)
    arena.memory[parcel["block"] : parcel["block"] + 80] = bytes(80)
    assert (found == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 2


def test_what_cannot_travel_says_so(arena: Arena) -> None:
    with pytest.raises(TypeError):
        wrap(arena, np.array([object()]))
    with pytest.raises(TypeError):
        wrap(arena, object())


def test_only_what_changes_results_is_sent_and_the_rest_is_shared() -> None:
    before = make_graph(a=make_node("add", n=1.0), b=make_node("add", a="a.out"), c=make_node("add"))
    theirs = changed(Graph(), changes(Graph(), before))
    assert set(theirs.nodes) == {"a", "b", "c"}
    moved = replace(before, nodes=before.nodes.set("a", replace(before.nodes["a"], position=(5.0, 5.0), title="x")))
    assert changes(before, moved) == {"nodes": {}}
    more = replace(moved.nodes["a"], knobs=moved.nodes["a"].knobs.set("n", 2.0))
    turned = replace(moved, nodes=moved.nodes.set("a", more).delete("c"), shot=Shot((64, 32), 25.0, 3, 9))
    message = changes(moved, turned)
    assert len(repr(message)) < 300
    after = changed(theirs, message)
    assert after.nodes["b"] is theirs.nodes["b"]
    assert after.nodes["a"].knobs["n"] == 2.0
    assert after.nodes["b"].inputs == before.nodes["b"].inputs
    assert "c" not in after.nodes
    assert after.shot == turned.shot


def test_messages_are_read_whole_or_not_at_all() -> None:
    file = io.BytesIO()
    sender = wire.Sender(file)
    sender.send({"a": 1.5})
    sender.send({"ü": [None]})
    text = file.getvalue()
    back = io.BytesIO(text)
    assert [wire.read(back), wire.read(back), wire.read(back)] == [{"a": 1.5}, {"ü": [None]}, None]
    assert wire.read(io.BytesIO(text[:6])) is None
    assert wire.read(io.BytesIO(b"\xff\xff\xff\xff")) is None
    assert wire.read(io.BytesIO(b"\x02\0\0\0{]")) is None


def test_looks_come_before_fetches_and_the_latest_replace_those_before() -> None:
    agenda = Agenda()
    agenda.fetch(1, look("f"))
    agenda.look(2, [look("a"), look("b")])
    agenda.look(3, [look("c")])
    order = []
    while (task := agenda.take()) is not None:
        order.append((task.kind, task.look.node, task.ask))
        agenda.done(task)
    assert order == [("look", "c", 3), ("fetch", "f", 1)]


def test_a_look_at_something_else_stops_what_runs_at_once() -> None:
    agenda = Agenda()
    agenda.look(1, [look("a")])
    task = agenda.take()
    assert task is not None
    agenda.look(2, [look("b")])
    with pytest.raises(Cancelled):
        task.cancel.check()


class Hands:
    """A clock that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(clock, "monotonic", lambda: self.now)


def test_a_newer_look_at_the_same_output_lets_what_is_quick_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(monkeypatch)
    monkeypatch.setattr(agendas, "GRACE", 0.05)
    agenda = Agenda()
    agenda._grace = 0.05
    agenda.look(1, [look("a", 0.0)])
    task = agenda.take()
    assert task is not None
    agenda.look(2, [look("a", 1.0)])
    task.cancel.check()
    hands.now += 0.06
    assert task.cancel.cancelled
    agenda.done(task)
    again = agenda.take()
    assert again is not None
    agenda.look(3, [look("a", 2.0)])
    hands.now += 0.06
    again.cancel.check()  # twice as patient now
    agenda.done(again)


def test_what_is_wanted_again_goes_on_and_a_new_graph_is_another_question() -> None:
    agenda = Agenda()
    agenda.show(1, Graph())
    agenda.look(1, [look("a")])
    task = agenda.take()
    assert task is not None
    agenda._grace = 0.0
    agenda.look(2, [look("a")])
    task.cancel.check()
    agenda.show(2, Graph())
    agenda.look(3, [look("a")])
    assert task.cancel.cancelled


def test_a_fetch_has_its_turn_while_looks_keep_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(monkeypatch)
    monkeypatch.setattr(agendas, "FAIR", 0.02)
    agenda = Agenda()
    agenda.fetch(1, look("f"))
    hands.now += 0.03
    agenda.look(2, [look("a")])
    task = agenda.take()
    assert task is not None
    assert task.kind == "fetch"
    agenda.done(task)
    agenda.again(task)
    assert [agenda.take().kind for _ in range(2)] == ["look", "fetch"]  # type: ignore[union-attr]


def test_stopping_drops_everything_until_something_is_asked() -> None:
    agenda = Agenda()
    agenda.fetch(1, look("f"))
    task = agenda.take()
    assert task is not None
    agenda.fetch(2, look("g"))
    agenda.look(3, [look("a")])
    assert [dropped.ask for dropped in agenda.stop()] == [2]
    assert task.cancel.cancelled
    assert task.dropped
    assert agenda.take() is None
    assert agenda.fill(look()) is None
    agenda.look(4, [look("a")])
    assert agenda.take() is not None


def test_frames_are_visited_outwards_from_the_playhead() -> None:
    assert list(outwards(3, range(1, 7))) == [3, 4, 2, 5, 1, 6]
    assert list(outwards(90, range(1, 4))) == [3, 2, 1]


def test_events_are_thinned_out_and_a_blocked_node_does_not_start(arena: Arena) -> None:
    sent: list[Any] = []
    gate = threading.Event()

    def send(message: Any) -> None:
        gate.wait(5.0)
        sent.extend(event_of(name, fields) for name, fields in message["events"])

    teller = Teller(send, arena)
    teller.hear(Warned("z", "first"))  # holds the sending thread, so that the rest comes in one batch
    clock.sleep(0.05)
    teller.hear(Started("a", "blur", 0.0))
    teller.hear(Progress("a", 1, 3))
    teller.hear(Started("b", "blur", 0.0))
    assert arena.doing == "b"
    for done in range(50):
        teller.hear(Progress("b", done, 50))
    teller.hear(Failed("b", "no"))
    assert arena.doing == "a"
    teller.over()
    assert arena.doing == ""
    for _ in range(9):
        teller.hear(Kept("k", 0.0, "ram"))
    teller.blocked["c"] = "left alone"
    with pytest.raises(NodeError, match="left alone"):
        teller.hear(Started("c", "blur", 0.0))
    gate.set()
    end = clock.monotonic() + 5
    while len(sent) < 4 and clock.monotonic() < end:
        clock.sleep(0.01)
    assert sent == [Warned("z", "first"), Failed("b", "no"), Stopped("a"), Kept("k", 0.0, "ram")]
    teller.hear(Kept("k", 1.0, "ram"))
    teller.anew()
    teller.hear(Kept("k", 2.0, "ram"))
    while len(sent) < 5 and clock.monotonic() < end:
        clock.sleep(0.01)
    assert sent[4:] == [Kept("k", 2.0, "ram")]


def test_events_come_back_as_they_were() -> None:
    assert event_of("Finished", {"node": "a", "type": "t", "time": 0.5, "milliseconds": 2.0, "bytes": 3}) == Finished(
        "a", "t", 0.5, 2.0, 3
    )
    assert event_of("dataclass", {}) is None


def test_nothing_heavy_is_imported_by_the_windows_end_of_the_line() -> None:
    import subprocess
    import sys

    script = (
        "import sys, studio.engine.child.link, studio.engine.child.parcel; print({'torch', 'PySide6'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
