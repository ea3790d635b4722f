"""The engine's process, as the window sees it: a real child with nodes that misbehave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from odd_engine import COMMAND, LIBRARY
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtTest import QTest

from studio.graph.edit import add, link, remove, set_knob, set_shot
from studio.graph.graph import Graph
from studio.ui.bridge import Answer, Look
from studio.ui.engine_watch import Patience
from studio.ui.process_bridge import ProcessBridge


def wait(done: Callable[[], object], seconds: float = 30.0) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not done():
        assert clock.elapsed() < seconds * 1000
        QTest.qWait(2)


class Desk:
    """A bridge, everything that it said, and the graph that it was shown."""

    def __init__(self) -> None:
        self.bridge = ProcessBridge(COMMAND)
        self.graph = Graph()
        self.answers: list[Answer] = []
        self.down: list[str] = []
        self.events: list[Any] = []
        self.states: dict[str, Any] = {}
        self.kept: dict[int, str] = {}
        self.tiers: dict[str, Any] = {}
        self.bridge.answered.connect(self.answers.append)
        self.bridge.went_down.connect(self.down.append)
        self.bridge.happened.connect(self.events.append)
        self.bridge.states_changed.connect(self.states.update)
        self.bridge.kept_changed.connect(lambda kept: setattr(self, "kept", kept))
        self.bridge.memory_changed.connect(lambda tiers: self.tiers.update({tier.name: tier for tier in tiers}))

    def clear(self) -> None:
        self.show(Graph())
        self.bridge.follow(None)
        self.bridge.look([])
        self.wait(lambda: self.bridge.idle)
        for heard in (self.answers, self.down, self.events, self.states):
            heard.clear()

    def show(self, graph: Graph) -> None:
        self.graph = graph
        self.bridge.show(graph)

    def make(self, kind: str, **knobs: float) -> str:
        graph, made = add(self.graph, LIBRARY, kind)
        for name, value in knobs.items():
            graph = set_knob(graph, LIBRARY, made, name, value)
        self.show(graph)
        return made

    def turn(self, node: str, **knobs: float) -> None:
        graph = self.graph
        for name, value in knobs.items():
            graph = set_knob(graph, LIBRARY, node, name, value)
        self.show(graph)

    def wait(self, done: Callable[[], object]) -> None:
        wait(done)

    def ask(self, *looks: Look) -> list[Answer]:
        before = len(self.answers)
        self.bridge.look(looks)
        self.wait(lambda: len(self.answers) >= before + len(looks))
        return self.answers[before:]


@pytest.fixture(scope="module")
def process(application: Any) -> Iterator[Desk]:
    """One engine for the whole module: starting one takes a second."""
    made = Desk()
    yield made
    made.bridge.close()


@pytest.fixture
def desk(process: Desk) -> Desk:
    process.clear()
    return process


def test_a_look_is_answered_with_the_right_pixels_as_a_numpy_array(desk: Desk) -> None:
    (answer,) = desk.ask(Look(desk.make("flat", n=0.5), scale=0.5))
    assert type(answer.value.pixels) is np.ndarray
    assert answer.value.pixels.dtype == np.float16
    assert answer.value.size == (32, 16)
    assert (answer.value.pixels == 0.5).all()
    assert answer.value.srgb8()[0, 0].tolist() == [188, 188, 188]
    assert not answer.value.pixels.flags.writeable
    assert answer.graph is desk.graph


def test_another_engine_is_started_in_the_environment_as_it_is(application: Any, tmp_path: Path) -> None:
    desk = Desk()
    try:
        node = desk.make("flat", n=0.5)
        desk.ask(Look(node))
        before = desk.bridge.pid
        desk.bridge.restart()
        (answer,) = desk.ask(Look(node))
        assert (answer.value.pixels == 0.5).all()
        assert desk.bridge.pid not in (None, before)
        assert not desk.down, "nothing went wrong, so nothing is said"
        wait(lambda: before is not None and not psutil.pid_exists(before))
    finally:
        desk.bridge.close()


def test_of_a_picture_only_the_region_that_is_looked_at_travels(desk: Desk) -> None:
    node = desk.make("slope")
    (whole,) = desk.ask(Look(node))
    (answer,) = desk.ask(Look(node, region=(0.25, 0.5, 0.5, 1.0)))
    assert whole.part is None
    assert answer.part == ((16, 16, 32, 32), (64, 32))
    assert answer.value.size == (16, 16)
    assert np.array_equal(answer.value.pixels, whole.value.pixels[16:32, 16:32])


def test_frames_of_a_region_are_filled_as_a_region(desk: Desk) -> None:
    node = desk.make("parts")
    desk.show(set_shot(desk.graph, last=3))
    look = Look(node, region=(0.0, 0.0, 0.5, 0.5))
    desk.ask(look)
    desk.bridge.follow(look)
    desk.wait(lambda: len(desk.kept) == 4)
    (answer,) = desk.ask(Look(node, time=desk.graph.shot.time(2), region=look.region))
    assert (answer.value.pixels == 0.5).all()


def test_an_edit_changes_the_answer_and_undo_brings_it_back(desk: Desk) -> None:
    node, before = desk.make("flat", n=0.25), desk.graph
    desk.ask(Look(node))
    desk.turn(node, n=0.75)
    (after,) = desk.ask(Look(node))
    assert (after.value.pixels == 0.75).all()
    desk.show(before)
    (again,) = desk.ask(Look(node))
    assert (again.value.pixels == 0.25).all()
    assert again.graph is before


def test_links_and_nodes_that_went_reach_the_engine(desk: Desk) -> None:
    source, node = desk.make("slow", seconds=0.0, n=2.0), desk.make("flat", n=1.0)
    desk.show(link(desk.graph, LIBRARY, source, node, "a"))
    (answer,) = desk.ask(Look(node))
    assert (answer.value.pixels == 3.0).all()
    desk.show(remove(desk.graph, [source]))
    (answer,) = desk.ask(Look(node))
    assert (answer.value.pixels == 1.0).all()


def test_several_looks_are_answered_in_order(desk: Desk) -> None:
    one, two = desk.make("flat", n=1.0), desk.make("flat", n=2.0)
    answers = desk.ask(Look(two), Look(one), Look(two, scale=0.5))
    assert [answer.look.node for answer in answers] == [two, one, two]


def test_the_latest_look_wins_over_a_slow_one_at_something_else(desk: Desk) -> None:
    slow, quick = desk.make("slow", seconds=20.0), desk.make("flat")
    desk.bridge.look([Look(slow)])
    desk.wait(lambda: any(getattr(event, "node", "") == slow for event in desk.events))
    clock = QElapsedTimer()
    clock.start()
    (answer,) = desk.ask(Look(quick))
    assert answer.look.node == quick
    assert clock.elapsed() < 10_000
    desk.wait(lambda: any(type(event).__name__ == "Stopped" and event.node == slow for event in desk.events))


def test_a_drag_shows_pictures_on_the_way(desk: Desk) -> None:
    source, node = desk.make("slow", seconds=0.05), desk.make("flat")
    desk.show(link(desk.graph, LIBRARY, source, node, "a"))
    desk.ask(Look(node))
    desk.answers.clear()
    for step in range(40):  # faster than the node can follow
        desk.turn(source, n=float(step))
        desk.bridge.look([Look(node)])
        QTest.qWait(10)
    assert len(desk.answers) >= 3
    desk.wait(lambda: desk.answers[-1].value.pixels[0, 0, 0] == 39.25)


def test_a_fetch_comes_after_the_looks_and_again_when_it_was_overtaken(desk: Desk) -> None:
    slow, quick = desk.make("slow", seconds=0.4, n=7.0), desk.make("flat")
    got: list[Answer] = []
    desk.bridge.fetch(Look(slow), got.append)
    QTest.qWait(100)
    desk.ask(Look(quick))
    assert not got
    desk.wait(lambda: got)
    assert got[0].value == 7.0


def test_escape_stops_everything_and_tells_who_waits(desk: Desk) -> None:
    got: list[Answer] = []
    slow = desk.make("slow", seconds=30.0)
    desk.bridge.fetch(Look(slow), got.append)
    desk.bridge.fetch(Look(slow, time=1.0), got.append)
    QTest.qWait(100)
    desk.bridge.stop()
    desk.wait(lambda: len(got) == 2)
    assert {answer.error for answer in got} == {"stopped"}
    desk.wait(lambda: desk.bridge.idle)


def test_a_failure_is_told_with_its_node_and_tried_again_on_request(desk: Desk) -> None:
    source, node = desk.make("failing"), desk.make("flat")
    desk.show(link(desk.graph, LIBRARY, source, node, "a"))
    (answer,) = desk.ask(Look(node))
    assert answer.node == source
    assert "choose something else" in answer.error
    desk.wait(lambda: desk.states.get(source) and desk.states[source].error)
    desk.bridge.retry()
    desk.wait(lambda: not desk.states[source].error)


def test_what_a_node_prints_does_not_reach_the_window(desk: Desk) -> None:
    (answer,) = desk.ask(Look(desk.make("noisy", n=3.0)))
    assert answer.value == 3.0
    desk.wait(lambda: any("from a child" in line for line in desk.bridge.log))
    assert not desk.down


def test_frames_around_the_playhead_are_filled_while_nothing_is_asked(desk: Desk) -> None:
    node = desk.make("wave")
    desk.show(set_shot(desk.graph, first=0, last=20))
    desk.bridge.follow(Look(node, time=10 / 24))
    desk.wait(lambda: len(desk.kept) == 21)
    assert set(desk.kept.values()) == {"ram"}
    desk.turn(node, n=2.0, seconds=0.03)
    desk.wait(lambda: len(desk.kept) < 21)
    desk.wait(lambda: len(desk.kept) == 21)


def test_filling_leaves_room_in_memory(desk: Desk) -> None:
    node = desk.make("wave", n=3.0)
    desk.show(set_shot(desk.graph, first=0, last=95))
    desk.bridge.follow(Look(node, time=2.0))
    desk.wait(lambda: desk.bridge.idle)
    frames = sorted(frame for frame in desk.kept if desk.kept[frame] == "ram")
    assert 20 < len(frames) < 60  # 2 MiB each, of 128 MiB
    assert min(frames) < 48 < max(frames)


def test_states_and_memory_are_told(desk: Desk) -> None:
    node = desk.make("wave", n=4.0)
    desk.ask(Look(node))
    desk.wait(lambda: node in desk.states and desk.states[node].kept)
    assert desk.states[node].bytes > 2**20
    desk.bridge.pin(node, True)
    desk.wait(lambda: desk.states[node].pinned)
    desk.wait(lambda: any(name == node for name, _ in desk.tiers["ram"].biggest))
    desk.bridge.pin(node, False)
    desk.bridge.forget("ram")
    desk.wait(lambda: not desk.states[node].kept)
    desk.wait(lambda: desk.tiers["ram"].used == 0)


def test_a_budget_holds_at_once_and_in_the_next_engine(desk: Desk) -> None:
    before = desk.tiers["ram"].budget
    desk.bridge.set_budget("ram", 2**26)
    desk.wait(lambda: desk.tiers["ram"].budget == 2**26)
    os.kill(desk.bridge.pid or 0, signal.SIGKILL)
    desk.wait(lambda: desk.down)
    desk.tiers.clear()
    desk.ask(Look(desk.make("flat")))
    desk.wait(lambda: "ram" in desk.tiers and desk.tiers["ram"].budget == 2**26)
    desk.bridge.set_budget("ram", before)


def test_a_killed_engine_is_told_and_what_was_asked_is_answered(desk: Desk) -> None:
    slow = desk.make("slow", seconds=1.0, n=5.0)
    got: list[Answer] = []
    desk.bridge.look([Look(slow)])
    desk.bridge.fetch(Look(slow), got.append)
    desk.wait(lambda: any(getattr(event, "node", "") == slow for event in desk.events))
    first = desk.bridge.pid or 0
    os.kill(first, signal.SIGKILL)
    desk.wait(lambda: desk.answers and got)
    assert "memory ran out" in desk.down[0]
    assert slow in desk.down[0]
    assert desk.answers[-1].value == got[0].value == 5.0
    assert desk.bridge.pid != first


def test_a_node_that_killed_two_engines_is_left_alone_until_the_graph_changes(desk: Desk) -> None:
    deadly, quick = desk.make("deadly"), desk.make("flat")
    (answer,) = desk.ask(Look(deadly))
    assert len(desk.down) == 2
    assert "crashed" in desk.down[0]
    assert deadly in desk.down[1]
    assert "left alone" in answer.error
    assert answer.node == deadly
    assert desk.ask(Look(quick))[0].value is not None
    assert len(desk.down) == 2
    desk.turn(deadly, n=1.0)
    desk.ask(Look(deadly))
    assert len(desk.down) == 4


def test_an_engine_that_hangs_is_left_when_something_else_is_wanted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.ui.engine_watch.PATIENCE", 0.3)
    stuck, quick = desk.make("stuck"), desk.make("flat")
    desk.bridge.look([Look(stuck)])
    desk.wait(lambda: any(getattr(event, "node", "") == stuck for event in desk.events))
    assert desk.ask(Look(quick))[0].value is not None
    assert "could not be stopped" in desk.down[0]


def test_work_that_is_needed_is_waited_for_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.ui.engine_watch.PATIENCE", 0.0)
    graph, source = add(Graph(), LIBRARY, "slow")
    graph, node = add(graph, LIBRARY, "flat")
    patience = Patience()
    patience.lost(source, graph, [node], 0.0)
    assert patience.lost(source, graph, [node], 0.0)
    assert not patience.lost(source, link(graph, LIBRARY, source, node, "a"), [node], 0.0)


def test_the_window_is_never_held_up_while_the_engine_starts_works_and_dies(desk: Desk) -> None:
    """No call of the bridge waits for the engine: a heartbeat counts how often the window has its turn."""
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(10)
    slow = desk.make("stuck")
    desk.bridge.look([Look(slow)])
    QTest.qWait(200)
    os.kill(desk.bridge.pid or 0, signal.SIGKILL)
    desk.wait(lambda: desk.down)
    for step in range(50):
        desk.turn(slow, n=float(step))
        desk.bridge.look([Look(slow)])
        desk.bridge.stop()
        QTest.qWait(5)
    assert len(beats) > 20
    os.kill(desk.bridge.pid or 0, signal.SIGKILL)


def test_closing_ends_the_process_and_leaves_no_memory_behind(application: Any) -> None:
    before = shared()
    desk = Desk()
    desk.ask(Look(desk.make("wave")))
    child = psutil.Process(desk.bridge.pid)
    desk.bridge.close()
    assert not child.is_running()
    assert shared() == before


def test_the_engine_ends_when_the_window_is_killed(tmp_path: Path) -> None:
    before = shared()
    script = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from odd_engine import COMMAND, LIBRARY\n"
        "from studio.graph.edit import add\n"
        "from studio.graph.graph import Graph\n"
        "from studio.ui.bridge import Look\n"
        "from studio.ui.process_bridge import ProcessBridge\n"
        "application = QCoreApplication([])\n"
        "bridge = ProcessBridge(COMMAND)\n"
        "graph, node = add(Graph(), LIBRARY, 'stuck')\n"
        "bridge.show(graph)\n"
        "bridge.look([Look(node)])\n"
        "bridge.happened.connect(lambda event: print(bridge.pid, flush=True))\n"
        "application.exec()\n"
    )
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    child = psutil.Process(int(window.stdout.readline()))
    window.kill()
    window.wait()
    window.stdout.close()
    child.wait(20)
    assert not child.is_running()
    assert shared() == before


def test_the_window_imports_no_torch() -> None:
    script = (
        "import sys\n"
        "import studio.ui.process_bridge, studio.ui.window, studio.app\n"
        "from studio.media.image import Image\n"
        "import numpy as np\n"
        "image = Image(np.ones((2, 3, 4), np.float16))\n"
        "assert image.size == (3, 2) and image.array().sum() == 24 and image.srgb8().min() == 255\n"
        "assert image.srgba8().shape == (2, 3, 4)\n"
        "print('torch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def shared() -> set[str]:
    """Names of shared memory that anybody could find."""
    return {path.name for path in Path("/dev/shm").glob("*vivant*")} if Path("/dev/shm").is_dir() else set()


def test_an_engine_that_does_not_start_is_given_up_until_the_artist_wants_another_try(application: Any) -> None:
    bridge = ProcessBridge((sys.executable, "-c", "print('no', file=__import__('sys').stderr); exit(3)"))
    down: list[str] = []
    answers: list[Answer] = []
    bridge.went_down.connect(down.append)
    graph, node = add(Graph(), LIBRARY, "flat")
    bridge.show(graph)
    bridge.look([Look(node)])
    bridge.fetch(Look(node), answers.append)
    bridge.answered.connect(answers.append)
    wait(lambda: len(answers) == 2)
    assert {answer.error for answer in answers} == {"the engine does not start: it ended (no)"}
    assert ["before you try" in line for line in down] == [False, False, True]
    bridge.look([Look(node)])
    wait(lambda: len(answers) == 3)
    wait(lambda: bridge.idle)
    bridge.retry()
    wait(lambda: len(down) == 6)
    bridge.close()
