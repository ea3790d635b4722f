"""Laying out and finding by letters: plain Python."""

from __future__ import annotations

import random
from itertools import pairwise

from studio.ui.graph_editor.arrange import column, even, layered, row
from studio.ui.graph_editor.fuzzy import Entry, ranked, score


def boxes(*names: str) -> dict[str, tuple[float, float, float, float]]:
    return {name: (i * 10.0, i * 7.0, i * 10.0 + 100, i * 7.0 + 50) for i, name in enumerate(names)}


def test_every_box_lies_right_of_all_that_it_reads() -> None:
    places = layered(boxes("d", "c", "b", "a"), [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    assert places["a"][0] < places["b"][0] < places["c"][0] < places["d"][0]


def test_no_two_boxes_overlap_and_a_large_web_is_laid_out() -> None:
    chance = random.Random(3)
    names = [f"n{i}" for i in range(500)]
    links = [(f"n{chance.randrange(i)}", f"n{i}") for i in range(1, 500) for _ in range(3)]
    areas = boxes(*names)
    places = layered(areas, links)
    by_layer: dict[float, list[float]] = {}
    for x, y in places.values():
        by_layer.setdefault(x, []).append(y)
    assert all(b - a >= 50 for layer in by_layer.values() for a, b in pairwise(sorted(layer)))
    assert all(places[a][0] < places[b][0] for a, b in links)


def test_a_link_across_layers_has_a_lane_beside_the_boxes_between() -> None:
    links = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    places = layered(boxes("a", "b", "c", "d"), links)
    straight = (places["a"][1] + places["d"][1]) / 2
    assert abs(places["b"][1] - straight) >= 15
    assert abs(places["c"][1] - straight) >= 15
    places = layered(boxes("a", "b", "c", "d"), links[:3])
    assert len({y for _, y in places.values()}) == 1


def test_a_circle_does_not_stop_the_layout() -> None:
    assert set(layered(boxes("a", "b", "c"), [("a", "b"), ("b", "a"), ("b", "c")])) == {"a", "b", "c"}


def test_the_whole_stays_where_it_was() -> None:
    areas = {name: (x + 500, y - 300, r + 500, b - 300) for name, (x, y, r, b) in boxes("a", "b").items()}
    places = layered(areas, [("a", "b")])
    assert min(x for x, _ in places.values()) == 500
    assert min(y for _, y in places.values()) == -300


def test_aligned_boxes_share_a_line_and_distributed_ones_a_gap() -> None:
    areas = {"a": (0.0, 0.0, 100.0, 50.0), "b": (130.0, 30.0, 230.0, 50.0), "c": (500.0, 90.0, 560.0, 99.0)}
    assert {y for _, y in row(areas).values()} == {0.0}
    assert {x for x, _ in column(areas).values()} == {0.0}
    spread = even(areas, down=False)
    assert spread["b"][0] - 100 == spread["c"][0] - (spread["b"][0] + 100)
    assert spread["b"][1] == 30.0


def test_letters_match_in_order_and_the_starts_of_words_count_most() -> None:
    entries = [Entry(name, name) for name in ("Estimate pose", "Pose at", "Matte people", "Write movie")]
    assert ranked("pos", entries)[0].title == "Pose at"
    assert ranked("mp", entries)[0].title == "Matte people"
    assert ranked("wm", entries)[0].title == "Write movie"
    assert ranked("dep", [Entry("a", "Detect people"), Entry("b", "Estimate depth")])[0].key == "b"
    assert ranked("", entries) == entries
    assert ranked("zq", entries) == []
    assert score("ep", "Estimate pose") > score("ep", "Retarget clip")


def test_the_family_and_the_line_below_are_searched_too() -> None:
    entries = [
        Entry("blur", "Blur", "composite", "Blur a picture with a Gaussian"),
        Entry("hold", "Hold", "temporal", ""),
    ]
    assert ranked("gaussian", entries)[0].key == "blur"
    assert ranked("temporal", entries)[0].key == "hold"
