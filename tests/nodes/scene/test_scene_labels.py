"""The labels of the benchmark, and how answers are compared with them."""

from __future__ import annotations

from typing import Any

import pytest

from studio.app import folder
from studio.cli.bench import load
from studio.media.scene import RELATIONS


@pytest.fixture(scope="module")
def bench() -> Any:
    """The benchmark."""
    return load(folder("benchmarks") / "scene.py")


def test_there_are_twelve_pictures_and_thirty_phrases_and_each_label_makes_sense(bench: Any) -> None:
    pictures = [*bench.labels("labels.json"), *bench.labels("later.json")]
    assert len(bench.labels("labels.json")) >= 12 and sum(len(one["phrases"]) for one in pictures) >= 30
    for label in pictures:
        known = {*label["people"], *label["objects"], "camera", "ground", "shadow"}
        for line in (*label["relations"], *label["open"]):
            kind, one, other = line.split()
            assert kind in RELATIONS and {one, other} <= known | {"chair"}, (label["photo"], line)
        assert not set(label["relations"]) & set(label["open"])
        for phrase, wanted in label["phrases"]:
            assert phrase and set(wanted) <= known | {"sky", "foliage", "wall", "water"}


def test_a_group_is_compared_whole_and_symmetric_relations_either_way(bench: Any) -> None:
    chain = bench.closed({("b", "same_group", "a"), ("b", "same_group", "c")})
    assert chain == {("a", "same_group", "b"), ("a", "same_group", "c"), ("b", "same_group", "c")}
    assert bench.closed({("b", "near", "a")}) == {("a", "near", "b")}
    assert bench.closed({("b", "left_of", "a")}) == {("b", "left_of", "a")}


def test_f1_is_the_harmonic_mean(bench: Any) -> None:
    assert bench.f1({"right": 3, "missed": 1, "extra": 1}) == pytest.approx(0.75)
    assert bench.f1({"extra": 2}) == 0.0 and bench.f1({}) == 1.0
