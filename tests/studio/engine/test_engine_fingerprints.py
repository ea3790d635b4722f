"""What enters a fingerprint, and what does not."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engine_nodes import LIBRARY, make_graph, make_node
from immutables import Map

from studio.engine import Evaluator, NodeError
from studio.engine import sheet as engine_sheet
from studio.engine.digest import Files
from studio.engine.plan import Plan
from studio.graph.curve import Curve, Key
from studio.graph.graph import KnobSource
from studio.media.errors import BadInput, VivantError
from studio.media.shot import Shot
from studio.node import Resolution, node
from studio.node.knob import Entries, OpenPath
from studio.node.library import Library


@node(family="test", version=1)
def read_size(*, path: OpenPath = "") -> float:
    """A file's size."""
    return float(len(Path(path).read_bytes()))


@node(family="test", version=1)
def read_and_grow(*, path: OpenPath = "") -> float:
    """A file's size, while somebody is still writing it."""
    size = float(len(Path(path).read_bytes()))
    if size < 7:
        Path(path).write_text("written")
    return size


@node(family="test", version=1)
def listed(*, rows: Entries = ()) -> float:
    """How many rows."""
    return float(sum(row["n"] for row in rows))


FOUND = {"digest": "a", "backend": "small"}


def _resolve(models: Any, knobs: Any) -> Resolution:
    return Resolution({"backend": FOUND["backend"]} if knobs["backend"] == "auto" else {}, FOUND["digest"])


@node(family="test", version=1, resolve=_resolve)
def backed(*, backend: str = "auto") -> str:
    """What auto means."""
    return backend


FILES = Library([read_size, read_and_grow, listed, backed])


def test_layout_never_enters() -> None:
    graph = make_graph(a=make_node("add", n=1.0), b=make_node("add", {"a": "a"}))
    moved = replace(graph.nodes["a"], position=(5.0, 6.0), title="mine", group="g")
    evaluator = Evaluator(LIBRARY)
    assert evaluator.key(graph, "b") == evaluator.key(replace(graph, nodes=graph.nodes.set("a", moved)), "b")


def test_ids_never_enter() -> None:
    evaluator = Evaluator(LIBRARY)
    assert evaluator.key(make_graph(a=make_node("add", n=1.0)), "a") == evaluator.key(
        make_graph(other=make_node("add", n=1.0)), "other"
    )


def test_a_default_that_is_spelt_out_is_the_default() -> None:
    evaluator = Evaluator(LIBRARY)
    graph = make_graph(a=make_node("add"), b=make_node("add", n=0), c=make_node("add", n=1))
    assert evaluator.key(graph, "a") == evaluator.key(graph, "b") != evaluator.key(graph, "c")


def test_time_enters_only_below_a_node_that_asks_for_it() -> None:
    evaluator = Evaluator(LIBRARY)
    graph = make_graph(s=make_node("add"), t=make_node("now"), b=make_node("add", {"a": "s", "b": "t"}))
    assert evaluator.key(graph, "s", time=0.1) == evaluator.key(graph, "s", time=0.2)
    assert evaluator.key(graph, "b", time=0.1) != evaluator.key(graph, "b", time=0.2)


def test_a_held_node_is_the_same_at_every_time() -> None:
    evaluator = Evaluator(LIBRARY)
    graph = make_graph(t=make_node("now"), h=make_node("hold", {"a": "t"}, frame=2))
    assert evaluator.key(graph, "h", time=0.1) == evaluator.key(graph, "h", time=0.3)
    assert evaluator.key(graph, "h") == evaluator.key(graph, "t", time=0.2)


def test_a_curve_counts_by_its_value_at_the_time() -> None:
    keys = (Key(0.0, 0.0, "linear"), Key(0.2, 2.0, "constant"))
    animated = replace(make_node("add"), curves=Map(n=Curve((keys,))))
    graph = make_graph(a=animated, fixed=make_node("add", n=2.0))
    evaluator = Evaluator(LIBRARY)
    assert evaluator.key(graph, "a", time=0.0) != evaluator.key(graph, "a", time=0.1)
    assert evaluator.key(graph, "a", time=0.2) == evaluator.key(graph, "a", time=0.4)
    assert evaluator.key(graph, "a", time=0.2) == evaluator.key(graph, "fixed")


def test_a_curve_that_overshoots_stays_in_range() -> None:
    keys = (Key(0.0, -5.0, "linear"), Key(1.0, 9.0, "linear"))
    graph = make_graph(s=replace(make_node("switch", {"a": "s0", "b": "s1"}), curves=Map(which=Curve((keys,)))),
                       s0=make_node("add", n=1), s1=make_node("add", n=2))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    assert (evaluator.pull(graph, "s", time=0.0), evaluator.pull(graph, "s", time=1.0)) == (1.0, 2.0)


def test_the_shot_and_the_scale_enter_only_where_they_are_asked_for() -> None:
    graph = make_graph(a=make_node("add"), l=make_node("shot_length"), p=make_node("picture"))
    longer = replace(graph, shot=Shot(fps=10.0, last=9))
    evaluator = Evaluator(LIBRARY)
    assert evaluator.key(graph, "a") == evaluator.key(longer, "a")
    assert evaluator.key(graph, "l") != evaluator.key(longer, "l")
    assert evaluator.key(graph, "a", scale=0.5) == evaluator.key(graph, "a")
    assert evaluator.key(graph, "p", scale=0.5) != evaluator.key(graph, "p")


def test_knobs_in_pixels_shrink_with_a_proxied_picture_and_with_no_other() -> None:
    graph = make_graph(p=make_node("picture", size=8), b=make_node("blur", {"a": "p"}, radius=4),
                       a=make_node("add"), c=make_node("blur", {"a": "a"}, radius=4))  # fmt: skip
    evaluator = Evaluator(LIBRARY)
    assert evaluator.pull(graph, "b", scale=0.5) == 4 * 10 + 0.5 + 2
    assert evaluator.pull(graph, "c", scale=0.5) == 4


def test_a_file_counts_by_its_content_and_never_by_its_path(tmp_path: Path) -> None:
    for name, text in (("a", "one"), ("b", "one"), ("c", "three")):
        (tmp_path / name).write_text(text)
    graph = make_graph(**{name: make_node("read_size", path=str(tmp_path / name)) for name in "abc"})
    evaluator = Evaluator(FILES)
    assert evaluator.key(graph, "a") == evaluator.key(graph, "b") != evaluator.key(graph, "c")


def test_a_file_that_changes_is_read_again_in_the_same_graph(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_text("one")
    graph, evaluator = make_graph(a=make_node("read_size", path=str(path))), Evaluator(FILES)
    assert evaluator.pull(graph, "a") == 3
    path.write_text("three")
    assert evaluator.pull(graph, "a") == 5


def test_a_file_that_changes_within_a_tick_of_the_clock_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, files, found = tmp_path / "photo", Files(), []
    young = 3, time.time_ns(), 0, 0
    monkeypatch.setattr(files, "signature", lambda _: young)
    for text in ("one", "two"):
        path.write_text(text)
        found.append(files.digest(path))
    assert found[0] != found[1]


def test_a_file_put_back_to_its_old_time_is_read_again(tmp_path: Path) -> None:
    path, files = tmp_path / "photo", Files()
    path.write_text("one")
    os.utime(path, (1e9, 1e9))
    before = files.digest(path)
    path.write_text("two")
    os.utime(path, (1e9, 1e9))
    assert files.digest(path) != before


def test_a_file_that_changes_while_it_is_read_is_told_and_nothing_kept(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_text("one")
    graph, evaluator = make_graph(a=make_node("read_and_grow", path=str(path))), Evaluator(FILES)
    with pytest.raises(NodeError, match="changed while it was read"):
        evaluator.pull(graph, "a")
    assert evaluator.pull(graph, "a") == 7


def test_a_missing_file_fails_with_its_name_until_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    graph, evaluator = make_graph(a=make_node("read_size", path=str(path))), Evaluator(FILES)
    with pytest.raises(NodeError, match=r"photo\.jpg") as caught:
        evaluator.pull(graph, "a")
    assert isinstance(caught.value.cause, BadInput)
    path.write_text("one")
    assert evaluator.pull(graph, "a") == 3


def test_a_file_found_elsewhere_counts_from_there(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("one")
    graph = make_graph(a=make_node("read_size", path="gone"), b=make_node("read_size", path=str(tmp_path / "here")))
    evaluator = Evaluator(FILES, media={"gone": tmp_path / "here"})
    assert evaluator.key(graph, "a") == evaluator.key(graph, "b")


def test_entries_count_whatever_the_order_of_their_keys() -> None:
    evaluator = Evaluator(FILES)
    graph = make_graph(
        a=make_node("listed", rows=({"n": 1, "m": 2},)),
        b=make_node("listed", rows=(Map({"m": 2, "n": 1}),)),
        c=make_node("listed", rows=({"n": 1, "m": 3},)),
    )
    assert evaluator.key(graph, "a") == evaluator.key(graph, "b") != evaluator.key(graph, "c")
    assert evaluator.pull(graph, "a") == 1.0


def test_what_auto_means_and_its_weights_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_sheet, "PATIENCE", -1.0)
    graph, evaluator = make_graph(a=make_node("backed"), b=make_node("backed", backend="small")), Evaluator(FILES)
    FOUND.update(digest="a", backend="small")
    first = evaluator.key(graph, "a")
    assert first == evaluator.key(graph, "b")
    assert evaluator.pull(graph, "a") == "small"
    FOUND["digest"] = "b"
    assert evaluator.key(graph, "a") != first
    FOUND["backend"] = "large"
    assert evaluator.pull(graph, "a") == "large"


def test_a_knob_link_is_followed_however_long_and_a_circle_of_them_is_told() -> None:
    nodes = {"n0": make_node("add", n=7.0)}
    for i in range(1, 3000):
        nodes[f"n{i}"] = replace(make_node("add"), links=Map(n=KnobSource(f"n{i - 1}", "n")))
    assert Evaluator(LIBRARY).pull(make_graph(**nodes), "n2999") == 7.0
    nodes["n0"] = replace(nodes["n0"], links=Map(n=KnobSource("n5", "n")))
    with pytest.raises(NodeError, match="circle"):
        Evaluator(LIBRARY).pull(make_graph(**nodes), "n2999")


def test_a_circle_of_links_is_told() -> None:
    graph = make_graph(a=make_node("add", {"a": "c"}), b=make_node("add", {"a": "a"}), c=make_node("add", {"a": "b"}))
    with pytest.raises(VivantError, match="circle"):
        Evaluator(LIBRARY).pull(graph, "c")


def test_an_edit_makes_new_steps_only_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = {f"n{i}": make_node("add", {"a": f"n{i - 1}"} if i else {}) for i in range(100)}
    graph, evaluator = make_graph(**nodes), Evaluator(LIBRARY)
    evaluator.key(graph, "n99")
    made: list[str] = []
    finish = Plan._make
    monkeypatch.setattr(Plan, "_make", lambda self, name, s: made.append(name) or finish(self, name, s))
    before = dict(evaluator._plans[-1].steps)
    evaluator.key(replace(graph, nodes=graph.nodes.set("n90", make_node("add", {"a": "n89"}, n=3))), "n99")
    after = evaluator._plans[-1].steps
    assert [name for name in before if before[name] is not after[name]] == [f"n{i}" for i in range(90, 100)]


def test_a_result_of_another_build_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1\n")
    (tmp_path / "data.bin").write_bytes(b"photo")
    graph = make_graph(size=make_node("read_size", path=str(tmp_path / "data.bin")))
    keys = []
    for text in ("a = 1\n", "a = 2\n", "a = 1\n"):
        (tmp_path / "one.py").write_text(text)
        library = Library([read_size])
        library.know_code([tmp_path])
        keys.append(Evaluator(library).key(graph, "size", "out", 0.0))
    assert keys[0] == keys[2] != keys[1]
