"""What is computed when, what is kept, what fails and how."""

from __future__ import annotations

import sys
import threading
import weakref
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from engine_nodes import LIBRARY, make_graph, make_node

from studio.engine import Cache, Cancel, Evaluator, NodeError, compute
from studio.engine.events import Evicted, Failed, Finished, Freed, Kept, Progress, Started, Warned
from studio.media.by_id import ById
from studio.media.errors import BadInput, Cancelled, OutOfMemory, VivantError
from studio.media.region import WHOLE
from studio.node import Clip, Context, Each, Region, Time, node
from studio.node.library import Library

CALLS: list[Any] = []
KEEPER: dict[str, Any] = {}


@node(family="test", version=1)
def wasteful(ctx: Context, *, fail: int = 0) -> float:
    """Run out of memory so many times."""
    CALLS.append("wasteful")
    if len(CALLS) <= fail:
        raise MemoryError("Unable to allocate 3.50 GiB for an array")
    return 1.0


@node(family="test", version=1)
def hungry(ctx: Context, *, fits: int = 3) -> int:
    """Work on ten things at once, where so many fit into memory."""
    size = ctx.chunk(10)
    CALLS.append(size)
    if size > fits:
        raise MemoryError("Unable to allocate 3.50 GiB for an array")
    return size


@node(family="test", version=1)
def window(*, region: Region = WHOLE) -> float:
    """Ask which part is looked at."""
    CALLS.append(region)
    return 10 * (region[2] - region[0])


@node(family="test", version=1)
def vandal(a: np.ndarray) -> float:
    """Write to its input."""
    a[0] = 5
    return 0.0


@node(family="test", version=1)
def grid() -> np.ndarray:
    """An array."""
    return np.ones((4, 4))[::2]


@node(family="test", version=1)
def secret() -> float:
    """Depend on something that it does not declare."""
    return float(KEEPER["secret"])


@node(family="test", version=1)
def talkative(ctx: Context) -> float:
    """Say something."""
    ctx.warn("mind the gap")
    ctx.progress(1, 2, "half")
    return 1.0


@node(family="test", version=1)
def people(*, odd: float = 1.0, names: int = 3) -> ById[float]:
    """Three, one of whom may change."""
    return ById((f"p{i}", odd if i == 1 else float(i)) for i in range(names))


@node(family="test", version=1)
def picky(person: Each[float]) -> float:
    """Fail for one person."""
    CALLS.append(person)
    if person == 2.0:
        raise ValueError("cannot be rigged")
    return -person


@node(family="test", version=1)
def large(person: Each[float]) -> np.ndarray:
    """Something large for each person."""
    CALLS.append(person)
    return np.full(1000, person)


@node(family="test", version=1)
def measure(arrays: ById[np.ndarray]) -> float:
    """Add up."""
    CALLS.append("measure")
    return float(sum(array.sum() for array in arrays.values()))


@node(family="test", version=1)
def carried(arrays: ById[np.ndarray], *, much: float = 0.0) -> ById[np.ndarray]:
    """Hand on what came in, as long as there is nothing to do."""
    return ById((key, array + much) for key, array in arrays.items()) if much > 5 else arrays


@node(family="test", version=1)
def joined(arrays: ById[np.ndarray], *, much: float = 0.0) -> ById[np.ndarray]:
    """Add something small to what came in."""
    return ById([*arrays.items(), ("thing", np.full(9, round(much)))])


@node(family="test", version=1, writes=True)
def film(ctx: Context, clip: Clip[float], title: str | None = None, *, name: str = "film") -> str:
    """Write nothing."""
    return f"{name}:{[clip.at(clip.shot.time(frame)) for frame in clip.shot.frames]}"


@node(family="test", version=1)
def slow(ctx: Context, *, time: Time) -> float:
    """Wait until stopped."""
    CALLS.append("slow")
    KEEPER["started"].set()
    for _ in range(4000):
        ctx.check()
        KEEPER["go"].wait(0.005)
        if KEEPER["go"].is_set():
            break
    return 1.0


ODD = Library(
    [
        window,
        wasteful,
        hungry,
        vandal,
        grid,
        secret,
        talkative,
        people,
        picky,
        large,
        measure,
        carried,
        joined,
        film,
        slow,
    ]
)
BOTH = Library([t.function for library in (ODD, LIBRARY) for t in library.values()])


@pytest.fixture(autouse=True)
def fresh() -> None:
    CALLS.clear()
    KEEPER.clear()
    KEEPER.update(started=threading.Event(), go=threading.Event())


def chain(size: int, kind: str = "add", **knobs: Any) -> Any:
    return make_graph(**{f"n{i}": make_node(kind, {"a": f"n{i - 1}"} if i else {}, **knobs) for i in range(size)})


def test_two_pulls_are_equal_and_the_second_computes_nothing() -> None:
    graph, evaluator = chain(5, n=1.0), Evaluator(LIBRARY)
    assert evaluator.pull(graph, "n4") == evaluator.pull(graph, "n4") == 5.0
    assert evaluator.counters["computed"] == 5


def test_static_nodes_are_computed_once_and_not_once_a_frame() -> None:
    graph = make_graph(s=make_node("add", n=3.0), t=make_node("now"), b=make_node("add", {"a": "s", "b": "t"}))
    evaluator = Evaluator(LIBRARY)
    for frame in range(5):
        evaluator.pull(graph, "b", time=graph.shot.time(frame))
    assert (evaluator.counters["now"], evaluator.counters["add"]) == (5, 6)


def test_a_change_that_a_node_hides_stops_there() -> None:
    graph = make_graph(a=make_node("add", n=7.0), c=make_node("clamp", {"a": "a"}), d=make_node("add", {"a": "c"}))
    evaluator = Evaluator(LIBRARY)
    evaluator.pull(graph, "d")
    edited = replace(graph, nodes=graph.nodes.set("a", make_node("add", n=8.0)))
    assert evaluator.pull(edited, "d") == 5.0
    assert (evaluator.counters["add"], evaluator.counters["clamp"]) == (3, 2)


def test_undo_computes_nothing() -> None:
    graph, evaluator = chain(4, n=1.0), Evaluator(LIBRARY)
    evaluator.pull(graph, "n3")
    evaluator.pull(replace(graph, nodes=graph.nodes.set("n0", make_node("add", n=9.0))), "n3")
    before = evaluator.counters["computed"]
    assert evaluator.pull(replace(graph), "n3") == 4.0
    assert evaluator.counters["computed"] == before


@pytest.mark.parametrize("kind", ["add", "fleeting", "reroute", "offset", "smooth"])
def test_ten_thousand_nodes_in_a_chain_need_no_recursion(kind: str) -> None:
    size = 60 if kind == "smooth" else 10_000
    graph = chain(size, kind)
    graph = replace(graph, nodes=graph.nodes.set("n0", make_node("now")))
    evaluator, limit = Evaluator(LIBRARY, cache=Cache(memory=0)), sys.getrecursionlimit()
    sys.setrecursionlimit(120)
    try:
        evaluator.pull(graph, f"n{size - 1}", time=0.1)
        evaluator.pull(replace(graph, nodes=graph.nodes.set("n1", make_node("add", {"a": "n0"}))), f"n{size - 1}")
    finally:
        sys.setrecursionlimit(limit)


def test_a_ladder_of_diamonds_is_climbed_once_without_any_cache() -> None:
    graph = make_graph(n0=make_node("add", n=1.0), **{
        f"n{i}": make_node("add", {"a": f"n{i - 1}", "b": f"n{i - 1}"}) for i in range(1, 60)
    })  # fmt: skip
    evaluator = Evaluator(LIBRARY, cache=Cache(memory=0))
    assert evaluator.pull(graph, "n59") == 2.0**59
    assert evaluator.counters["computed"] == 60


def test_changing_one_person_computes_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "SMALL", 1000)
    graph = make_graph(p=make_node("people"), l=make_node("large", {"person": "p"}))
    evaluator = Evaluator(ODD)
    evaluator.pull(graph, "l")
    CALLS.clear()
    edited = replace(graph, nodes=graph.nodes.set("p", make_node("people", odd=5.0)))
    assert list(evaluator.pull(edited, "l")) == ["p0", "p1", "p2"]
    assert CALLS == [5.0]


def test_large_results_of_unchanged_people_stop_a_change_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "SMALL", 1000)
    graph = make_graph(
        p=make_node("people"), r=make_node("reroute", {"a": "p"}), l=make_node("large", {"person": "r"}),
        m=make_node("measure", {"arrays": "l"}), q=make_node("people", names=3),
    )  # fmt: skip
    evaluator = Evaluator(BOTH)
    evaluator.pull(graph, "m")
    CALLS.clear()
    evaluator.pull(replace(graph, nodes=graph.nodes.set("r", make_node("reroute", {"a": "q"}))), "m")
    assert CALLS == []


def test_something_large_that_is_handed_on_as_it_came_stops_a_change_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "SMALL", 1000)
    graph = make_graph(
        p=make_node("people"), l=make_node("large", {"person": "p"}), c=make_node("carried", {"arrays": "l"}),
        m=make_node("measure", {"arrays": "c"}),
    )  # fmt: skip
    evaluator = Evaluator(ODD)
    evaluator.pull(graph, "m")
    CALLS.clear()
    for much, called in ((1.0, []), (6.0, ["measure"])):
        knob = make_node("carried", {"arrays": "l"}, much=much)
        evaluator.pull(replace(graph, nodes=graph.nodes.set("c", knob)), "m")
        assert called == CALLS


def test_something_small_that_is_added_to_something_large_is_known_by_its_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compute, "SMALL", 1000)
    graph = make_graph(
        p=make_node("people"), l=make_node("large", {"person": "p"}), j=make_node("joined", {"arrays": "l"}),
        m=make_node("measure", {"arrays": "j"}),
    )  # fmt: skip
    evaluator = Evaluator(ODD)
    assert evaluator.pull(graph, "m") == 3000
    CALLS.clear()
    for much, called in ((0.2, []), (4.0, ["measure"])):
        knob = make_node("joined", {"arrays": "l"}, much=much)
        changed = replace(graph, nodes=graph.nodes.set("j", knob))
        assert evaluator.pull(changed, "m") == 3000 + 9 * round(much)
        assert called == CALLS
    other = replace(graph, nodes=graph.nodes.set("p", make_node("people", odd=5.0)))
    assert evaluator.pull(other, "m") == 7000, "whoever comes in is part of it"


def test_one_person_failing_names_that_person_and_keeps_the_others() -> None:
    graph = make_graph(p=make_node("people"), r=make_node("picky", {"person": "p"}))
    evaluator = Evaluator(ODD)
    with pytest.raises(NodeError, match="p2: stopped on an unexpected ValueError: cannot be rigged"):
        evaluator.pull(graph, "r")
    assert CALLS == [0.0, 1.0, 2.0]
    fewer = replace(graph, nodes=graph.nodes.set("p", make_node("people", names=2)))
    assert dict(evaluator.pull(fewer, "r")) == {"p0": 0.0, "p1": -1.0}
    assert CALLS == [0.0, 1.0, 2.0]


def test_a_failure_is_held_and_what_is_not_below_it_computes() -> None:
    graph = make_graph(bad=make_node("touchy", {"a": "n"}, limit=0), n=make_node("add", n=1),
                       below=make_node("add", {"a": "bad"}), beside=make_node("add", {"a": "n"}))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    for _ in range(2):
        with pytest.raises(NodeError, match="stopped on an unexpected RuntimeError: too much") as caught:
            evaluator.pull(graph, "below")
    assert caught.value.node == "bad"
    assert evaluator.counters["touchy"] == 1
    assert evaluator.pull(graph, "beside") == 1.0
    assert evaluator.state(graph, "bad").error == evaluator.state(graph, "below").error != ""
    assert evaluator.state(graph, "below").source == "bad"
    assert evaluator.state(graph, "beside").error == ""


def test_a_failure_is_tried_again_when_asked() -> None:
    graph = make_graph(a=make_node("secret"))
    evaluator = Evaluator(ODD)
    with pytest.raises(NodeError):
        evaluator.pull(graph, "a")
    KEEPER["secret"] = 4
    with pytest.raises(NodeError):
        evaluator.pull(graph, "a")
    evaluator.retry()
    assert evaluator.pull(graph, "a") == 4.0


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ({"x": make_node("unheard_of")}, "no node type called unheard_of"),
        ({"x": make_node("clamp")}, "input a is not linked"),
        ({"x": make_node("clamp", {"a": "gone"})}, "gone"),
        ({"x": make_node("clamp", {"a": "y.far"}), "y": make_node("now")}, "no output"),
        ({"x": make_node("menu", size="huge")}, "wants one of small, large"),
        ({"x": make_node("add", n=1e13)}, "wants -1e"),
        ({"x": replace(make_node("add"), version=2)}, "newer"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_graph_is_told_in_one_line(nodes: dict[str, Any], words: str) -> None:
    with pytest.raises(NodeError, match=words) as caught:
        Evaluator(LIBRARY).pull(make_graph(**nodes), "x")
    assert "\n" not in caught.value.message


def test_asking_for_what_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="no node called b"):
        Evaluator(LIBRARY).pull(make_graph(a=make_node("add")), "b")
    with pytest.raises(BadInput, match="no output called low"):
        Evaluator(LIBRARY).pull(make_graph(a=make_node("add")), "a", "low")


def test_a_bypassed_node_hands_its_input_on_even_of_an_unknown_type() -> None:
    graph = make_graph(a=make_node("add", n=3.0), x=replace(make_node("unheard_of", {"in": "a"}), bypass=True),
                       c=replace(make_node("clamp", {"a": "x"}, high=1), bypass=True))  # fmt: skip
    assert Evaluator(LIBRARY).pull(graph, "c") == 3.0


def test_a_bypassed_source_leaves_an_optional_input_empty() -> None:
    graph = make_graph(a=replace(make_node("add", n=3.0), bypass=True), b=make_node("add", {"a": "a"}, n=1.0))
    assert Evaluator(LIBRARY).pull(graph, "b") == 1.0


def test_only_what_a_switch_picks_is_computed() -> None:
    graph = make_graph(a=make_node("add", n=1), b=make_node("touchy", {"a": "a"}, limit=-1),
                       s=make_node("switch", {"a": "a", "b": "b"}))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    assert evaluator.pull(graph, "s") == 1.0
    assert evaluator.counters["touchy"] == 0


def test_only_wanted_outputs_are_made_and_each_is_kept() -> None:
    graph = make_graph(a=make_node("add", n=5.0), s=make_node("lazy_split", {"a": "a"}),
                       both=make_node("add", {"a": "s.low", "b": "s.high"}))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    assert evaluator.pull(graph, "s", "low") == 4.0
    assert evaluator.pull(graph, "s", "low") == 4.0
    assert evaluator.pull(graph, "both") == 10.0
    assert evaluator.counters["lazy_split"] == 2
    assert Evaluator(LIBRARY).pull(graph, "both") == 10.0


def test_outputs_wanted_together_are_made_together() -> None:
    graph = make_graph(a=make_node("add", n=5.0), s=make_node("lazy_split", {"a": "a"}),
                       both=make_node("add", {"a": "s.low", "b": "s.high"}))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    evaluator.pull(graph, "both")
    assert evaluator.counters["lazy_split"] == 1


def test_a_window_reads_no_other_frame() -> None:
    @node(family="test", version=1)
    def far(a: Clip[float], *, time: Time) -> float:
        """Too far."""
        return a.near(99)

    graph = make_graph(t=make_node("now"), f=make_node("far", {"a": "t"}))
    with pytest.raises(NodeError, match="outside the shot"):
        Evaluator(Library([*(t.function for t in LIBRARY.values()), far])).pull(graph, "f")


def test_a_shifted_input_beside_a_plain_one_is_read_at_its_own_time() -> None:
    graph = make_graph(t=make_node("now"), s=make_node("offset", {"a": "t"}, frames=2),
                       b=make_node("add", {"a": "t", "b": "s"}))  # fmt: skip
    assert Evaluator(LIBRARY).pull(graph, "b", time=0.1) == pytest.approx(0.4)


def test_a_whole_clip_is_keyed_by_its_frames_not_by_the_time_it_is_read_at() -> None:
    graph = make_graph(t=make_node("now"), s=make_node("total", {"a": "t"}))
    evaluator = Evaluator(LIBRARY)
    assert evaluator.pull(graph, "s", time=0.0) == evaluator.pull(graph, "s", time=0.3) == pytest.approx(1.0)
    assert evaluator.counters["total"] == 1
    faster = replace(graph, nodes=graph.nodes.set("t", make_node("now", n=2.0)))
    assert evaluator.pull(faster, "s") == pytest.approx(2.0)


def test_what_nobody_below_still_needs_is_let_go_during_a_pull() -> None:
    made_so_far: list[weakref.ref[np.ndarray]] = []
    alive = []

    @node(family="test", version=1)
    def layer(a: np.ndarray | None = None, *, n: float = 0.0) -> np.ndarray:
        """As large as a picture."""
        made = np.full(2**18, n, np.float64)
        made_so_far.append(weakref.ref(made))
        alive.append(sum(each() is not None for each in made_so_far))
        return made

    chain = {f"n{i}": make_node("layer", {"a": f"n{i - 1}"} if i else {}, n=float(i)) for i in range(40)}
    Evaluator(Library([layer]), cache=Cache(memory=0)).pull(make_graph(**chain), "n39")
    assert len(alive) == 40
    assert max(alive) <= 3


def test_a_static_result_under_a_clip_is_made_once_even_if_it_is_never_kept() -> None:
    graph = make_graph(a=make_node("add", n=1.0), f=make_node("fleeting", {"a": "a"}), t=make_node("now"),
                       b=make_node("add", {"a": "f", "b": "t"}), s=make_node("total", {"a": "b"}))  # fmt: skip
    evaluator = Evaluator(LIBRARY, cache=Cache(memory=0))
    assert evaluator.pull(graph, "s") == pytest.approx(8.5)
    assert evaluator.counters["fleeting"] <= 2


def test_a_writer_runs_only_when_asked_to_and_over_the_frames_asked_for() -> None:
    graph = make_graph(t=make_node("now", n=10.0), w=make_node("film", {"clip": "t"}))
    evaluator = Evaluator(BOTH)
    assert evaluator.write(graph, "w") == "film:[0.0, 1.0, 2.0, 3.0, 4.0]"
    assert evaluator.write(graph, "w", frames=range(1, 3)) == "film:[1.0, 2.0]"
    assert evaluator.counters["now"] == 5
    with pytest.raises(NodeError, match="only when a render"):
        evaluator.pull(graph, "w")
    with pytest.raises(BadInput, match="writes no file"):
        evaluator.write(graph, "t")
    with pytest.raises(BadInput, match="first and a last"):
        evaluator.write(graph, "w", frames=range(0))


def test_a_writer_above_which_a_node_fails_tells_that_node() -> None:
    graph = make_graph(t=make_node("now"), x=make_node("touchy", {"a": "t"}, limit=0.25),
                       w=make_node("film", {"clip": "x"}))  # fmt: skip
    with pytest.raises(NodeError) as caught:
        Evaluator(BOTH).write(graph, "w")
    assert caught.value.node == "x"


def test_stopping_keeps_what_was_made_and_the_next_pull_goes_on() -> None:
    graph = make_graph(a=make_node("add", n=1.0), s=make_node("slow"), b=make_node("add", {"a": "a", "b": "s"}, n=1.0))
    evaluator, cancel = Evaluator(BOTH), Cancel()
    stopper = threading.Thread(target=lambda: (KEEPER["started"].wait(20), cancel.cancel()))
    stopper.start()
    with pytest.raises(Cancelled):
        evaluator.pull(graph, "b", cancel=cancel)
    stopper.join()
    KEEPER["go"].set()
    assert evaluator.pull(graph, "b", cancel=Cancel()) == 3.0
    assert evaluator.counters["add"] == 2
    assert evaluator.state(graph, "s").error == ""


def test_the_same_result_asked_for_twice_at_once_is_made_once() -> None:
    graph, shared = make_graph(s=make_node("slow"), b=make_node("add", {"a": "s"})), Cache()
    found: list[float] = []
    threads = [
        threading.Thread(target=lambda: found.append(Evaluator(BOTH, cache=shared).pull(graph, "b"))) for _ in range(4)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    assert KEEPER["started"].wait(20)
    KEEPER["go"].set()
    for thread in threads:
        thread.join()
    assert found == [1.0] * 4
    assert CALLS == ["slow"]


def test_running_out_of_memory_frees_and_tries_again() -> None:
    freed: list[str] = []

    class Models:
        def offload(self) -> None:
            freed.append("models")

    events: list[Any] = []
    evaluator = Evaluator(BOTH, models=Models(), listen=events.append)  # type: ignore[arg-type]
    evaluator.pull(make_graph(a=make_node("spread", {"a": "b"}), b=make_node("add")), "a")
    assert evaluator.pull(make_graph(w=make_node("wasteful", fail=3)), "w") == 1.0
    assert evaluator.cache.ram.bytes < 1000
    assert freed == ["models"]
    assert [event.action for event in events if isinstance(event, Freed)] == [
        "freed results on the device", "freed results in memory", "offloaded models",
    ]  # fmt: skip


def test_where_freeing_does_not_help_the_chunk_is_halved_until_it_fits() -> None:
    events: list[Any] = []
    evaluator = Evaluator(ODD, listen=events.append)
    assert evaluator.pull(make_graph(h=make_node("hungry", fits=3)), "h") == 2
    assert CALLS == [10, 10, 10, 5, 2]
    halved = [event.action for event in events if isinstance(event, Freed)][2:]
    assert halved == ["halved the chunk to 5", "halved the chunk to 2"]


def test_what_does_not_fit_one_by_one_fails() -> None:
    with pytest.raises(NodeError, match=r"wanted 3\.5 GiB, .* free"):
        Evaluator(ODD).pull(make_graph(h=make_node("hungry", fits=0)), "h")
    assert CALLS == [10, 10, 10, 5, 2, 1]


def test_running_out_of_memory_for_good_names_the_bytes_and_may_be_tried_again() -> None:
    evaluator, graph = Evaluator(ODD), make_graph(w=make_node("wasteful", fail=3))
    with pytest.raises(NodeError, match=r"wanted 3\.5 GiB, .* free") as caught:
        evaluator.pull(graph, "w")
    assert isinstance(caught.value.cause, OutOfMemory)
    assert evaluator.pull(graph, "w") == 1.0


def test_no_node_can_write_to_a_kept_array() -> None:
    graph = make_graph(g=make_node("grid"), v=make_node("vandal", {"a": "g"}))
    with pytest.raises(NodeError, match="read-only"):
        Evaluator(ODD).pull(graph, "v")


def test_checked_mode_finds_a_dependency_that_is_not_declared() -> None:
    graph, evaluator = make_graph(a=make_node("secret")), Evaluator(ODD, checked=True)
    KEEPER["secret"] = 1
    assert evaluator.pull(graph, "a") == evaluator.pull(graph, "a") == 1.0
    KEEPER["secret"] = 2
    with pytest.raises(NodeError, match="does not declare"):
        evaluator.pull(graph, "a")


def test_checked_mode_finds_a_node_that_writes_to_a_tensor() -> None:
    torch = pytest.importorskip("torch")

    @node(family="test", version=1)
    def tensor() -> torch.Tensor:  # type: ignore[name-defined]
        """A tensor."""
        return torch.zeros(3)

    @node(family="test", version=1)
    def scribble(a: Any) -> float:
        """Write to it."""
        a += 1
        return 0.0

    tensor.__annotations__["return"] = torch.Tensor
    graph = make_graph(t=make_node("tensor"), s=make_node("scribble", {"a": "t"}))
    with pytest.raises(NodeError, match="writes to its inputs"):
        Evaluator(Library([tensor, scribble]), checked=True).pull(graph, "s")


def test_events_tell_what_happens_in_order() -> None:
    events: list[Any] = []
    evaluator = Evaluator(ODD, listen=events.append)
    graph = make_graph(a=make_node("talkative"))
    evaluator.pull(graph, "a")
    evaluator.pull(graph, "a")
    assert [type(event) for event in events] == [Started, Warned, Progress, Finished, Kept]
    assert events[2] == Progress("a", 1, 2, "half")
    KEEPER.pop("secret", None)
    with pytest.raises(NodeError):
        evaluator.pull(make_graph(a=make_node("secret")), "a")
    assert isinstance(events[-1], Failed)
    assert Evicted is not Failed


def test_the_state_of_a_node_says_where_it_is_kept_and_what_it_said() -> None:
    evaluator, graph = Evaluator(ODD), make_graph(a=make_node("talkative"))
    assert not evaluator.state(graph, "a").kept
    evaluator.pull(graph, "a")
    state = evaluator.state(graph, "a")
    assert (state.kept, state.where, state.warnings) == (True, "ram", ("mind the gap",))
    assert state.bytes > 0
    assert state.milliseconds > 0


def test_a_node_that_is_never_kept_is_computed_again_and_a_pinned_one_stays() -> None:
    evaluator, graph = Evaluator(LIBRARY, cache=Cache(memory=0)), chain(2, n=1.0)
    evaluator.pin("n0")
    evaluator.pull(graph, "n1")
    assert evaluator.state(graph, "n0").kept
    assert evaluator.state(graph, "n0").pinned
    assert not evaluator.state(graph, "n1").kept
    evaluator.never_keep("n0")
    assert not evaluator.state(graph, "n0").kept
    assert evaluator.state(graph, "n0").never
    evaluator.pull(graph, "n1")
    assert evaluator.counters["computed"] == 4


def test_what_a_value_gives_rise_to_is_made_once_as_long_as_it_lives() -> None:
    made: list[int] = []

    @node(family="test", version=1)
    def textured(ctx: Context, a: np.ndarray, *, time: Time) -> float:
        """Use something made from the input alone."""
        return float(ctx.derive(a, "sum", lambda: made.append(1) or a.sum()))  # type: ignore[func-returns-value]

    evaluator = Evaluator(Library([grid, textured]))
    graph = make_graph(g=make_node("grid"), t=make_node("textured", {"a": "g"}))
    assert [evaluator.pull(graph, "t", time=t) for t in (0.0, 0.1, 0.2)] == [8.0] * 3
    assert made == [1]
    evaluator.cache.free("ram")
    assert len(evaluator._services.derived._kept) == 0


def test_a_bad_node_version_or_a_vivant_error_is_told_as_it_is() -> None:
    @node(family="test", version=1)
    def refuse() -> float:
        """Refuse."""
        raise VivantError("choose another photo")

    with pytest.raises(NodeError) as caught:
        Evaluator(Library([refuse])).pull(make_graph(a=make_node("refuse")), "a")
    assert caught.value.message == "choose another photo"


def test_a_held_failure_holds_on_to_no_array_and_keeps_a_log() -> None:
    import gc
    import weakref

    seen: list[weakref.ref[np.ndarray]] = []

    @node(family="test", version=1)
    def heavy() -> float:
        """Fail with something large at hand."""
        array = np.ones(1000)
        seen.append(weakref.ref(array))
        raise RuntimeError("no")

    evaluator, graph = Evaluator(Library([heavy])), make_graph(a=make_node("heavy"))
    for _ in range(2):
        with pytest.raises(NodeError) as caught:
            evaluator.pull(graph, "a")
        assert "in heavy" in caught.value.log
        del caught
    gc.collect()
    assert [ref() for ref in seen] == [None]


def test_the_garbage_collector_runs_inside_nodes_and_afterwards() -> None:
    import gc

    @node(family="test", version=1)
    def collected(ctx: Context) -> float:
        """Say whether it runs."""
        return float(gc.isenabled())

    library = Library([collected, LIBRARY["total"].function])
    graph = make_graph(a=make_node("collected"), s=make_node("total", {"a": "a"}))
    assert Evaluator(library).pull(graph, "s") == 5.0
    with pytest.raises(VivantError):
        Evaluator(library).pull(graph, "gone")
    assert gc.isenabled()


LEFT = (0.0, 0.0, 0.5, 1.0)


def test_a_region_reaches_what_is_looked_at_and_whoever_reads_it_gets_the_whole() -> None:
    graph = make_graph(a=make_node("window"), b=make_node("add", {"a": "a"}), c=make_node("reroute", {"a": "a"}))
    evaluator = Evaluator(BOTH)
    assert evaluator.pull(graph, "c", region=LEFT) == 5.0
    assert evaluator.pull(graph, "b", region=LEFT) == 10.0
    assert CALLS == [LEFT, WHOLE]


def test_a_part_is_kept_apart_from_the_whole_and_the_whole_is_used_for_parts() -> None:
    graph, evaluator = make_graph(a=make_node("window")), Evaluator(BOTH)
    assert [evaluator.pull(graph, "a", region=LEFT) for _ in range(2)] == [5.0, 5.0]
    assert not evaluator.state(graph, "a").kept
    assert evaluator.state(graph, "a", region=LEFT).kept
    assert evaluator.pull(graph, "a") == 10.0
    assert evaluator.pull(graph, "a", region=(0.0, 0.0, 0.25, 1.0)) == 10.0
    assert CALLS == [LEFT, WHOLE]


def test_the_first_output_of_a_bypassed_node_is_what_it_hands_on() -> None:
    bypassed = replace(make_node("clamp", {"a": "a"}), bypass=True)
    graph, evaluator = make_graph(a=make_node("add", n=30.0), b=bypassed), Evaluator(LIBRARY)
    assert evaluator.pull(graph, "b", "") == evaluator.pull(graph, "b") == 30.0
    assert not evaluator.state(graph, "b").error
    assert evaluator.state(graph, "b").kept
