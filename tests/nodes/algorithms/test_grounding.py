"""Which person, thing or region a phrase means, on people made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.colour_affinity import affinity
from nodes.algorithms.language.deeds import deeds_of
from nodes.algorithms.language.grounding import SHARP, attention, ground
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.spot import Grounded, Spot
from nodes.algorithms.language.tokens import tokens_of
from nodes.script.lexicon_file import lexicon

SPOTS = [
    Spot("ann", "person", member=Member("ann", (0, 0, 50, 180), "Ann"), metres=3.0, does={"stand": 1.0, "wave": 0.9},
         wears={"top": {"red": 0.8, "black": 0.1}, "bottom": {"black": 0.9}},
         related={"near": frozenset({"bob"}), "looks_at": frozenset({"bob"})}),
    Spot("bob", "person", member=Member("bob", (60, 60, 110, 180)), metres=2.0, does={"sit": 1.0},
         wears={"top": {"green": 0.3, "grey": 0.4}, "bottom": {"blue": 0.8}},
         related={"near": frozenset({"ann"}), "holds": frozenset({"ball"}), "supports": frozenset({"chair"})}),
    Spot("cid", "person", member=Member("cid", (200, 20, 250, 180)), metres=6.0, does={"stand": 1.0},
         wears={"top": {"white": 0.9}, "bottom": {"black": 0.8}}),
    Spot("ball", "object", frozenset({"ball"})),
    Spot("chair", "object", frozenset({"chair"})),
    Spot("foliage", "region", frozenset({"tree", "trees"})),
]  # fmt: skip


def meant(text: str, spots: list[Spot] = SPOTS) -> Grounded:
    return ground(text, spots, lexicon())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the woman in red", ["ann"]),
        ("the man in the green shirt", ["bob"]),
        ("the one in black trousers on the right", ["cid"]),
        ("the one on the left", ["ann"]),
        ("the second from the right", ["bob"]),
        ("the tallest person", ["ann"]),
        ("the man in front", ["bob"]),
        ("the woman at the back", ["cid"]),
        ("the sitting man", ["bob"]),
        ("the man who waves", ["ann"]),
        ("the one with the raised arm", ["ann"]),
        ("the person holding the ball", ["bob"]),
        ("the man on the chair", ["bob"]),
        ("the woman looking at the sitting man", ["ann"]),
        ("the two standing people", ["ann", "cid"]),
        ("everyone", ["ann", "bob", "cid"]),
        ("the ball", ["ball"]),
        ("the trees", ["foliage"]),
        ("Ann", ["ann"]),
        ("the robot in red", ["ann"]),
    ],
)
def test_a_phrase_means_whom_it_describes(text: str, wanted: list[str]) -> None:
    assert list(meant(text).chosen) == wanted


def test_a_thing_called_by_its_side_takes_no_side_from_people() -> None:
    cards = [Spot(f"{side}_cards", "object", frozenset({side, "cards"})) for side in ("left", "right")]
    assert list(meant("the man on the left", [*SPOTS, *cards]).chosen) == ["ann"]
    assert list(meant("the left cards", [*SPOTS, *cards]).chosen) == ["left_cards"]


@pytest.mark.parametrize("text", ["the sky", "the man in the yellow shirt", "the man who runs", "", "blorb zig", "the"])
def test_what_is_not_there_is_nobody(text: str) -> None:
    found = meant(text)
    assert found.chosen == () and found.weights == () and found.evidence


def test_most_attention_goes_to_whom_the_phrase_means() -> None:
    found = meant("the woman in red on the left")
    weights = dict(found.weights)
    assert max(weights, key=lambda name: weights[name]) == "ann"
    assert np.isclose(sum(weights.values()), 1.0)
    assert weights["bob"] < weights["ann"] / 2


def test_an_unknown_noun_is_told() -> None:
    assert "robot" in meant("the robot in red").not_understood


def test_attention_is_the_softmax_of_the_scaled_product() -> None:
    keys = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]])
    scores = SHARP * np.array([4.0, 0.0]) / 2
    assert np.allclose(attention(keys), np.exp(scores) / np.exp(scores).sum())


def test_deeds_are_taken_out_of_a_phrase() -> None:
    deeds, rest = deeds_of(tokens_of("the woman holding the big ball on the left"), {"ball"})
    assert [(deed.relations[0], deed.target) for deed in deeds] == [("holds", "big ball")]
    assert " ".join(token.word for token in rest) == "the woman on the left"


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0.8, 0.1, 0.1), "red"), ((0.1, 0.2, 0.7), "blue"), ((0.05, 0.2, 0.1), "green"), ((0.95, 0.95, 0.95), "white"),
        ((0.03, 0.03, 0.04), "black"), ((0.5, 0.5, 0.5), "grey"), ((0.35, 0.22, 0.12), "brown"),
        ((0.95, 0.85, 0.2), "yellow"), ((0.95, 0.6, 0.75), "pink"), ((0.4, 0.15, 0.5), "purple"),
    ],
)  # fmt: skip
def test_a_colours_own_name_fits_it_best(rgb: tuple[float, float, float], name: str) -> None:
    patch = np.tile(np.array(rgb, np.float32), (50, 1))
    fits = {other: affinity(patch, other) for other in ("black", "white", "grey", "red", "orange", "brown", "yellow",
                                                         "green", "blue", "purple", "pink")}  # fmt: skip
    assert max(fits, key=lambda other: fits[other]) == name


def test_no_pixels_and_no_colours_fit_nothing() -> None:
    assert affinity(np.zeros((0, 3), np.float32), "red") == 0.0
    assert affinity(np.ones((5, 3), np.float32), "mauve") == 0.0


def test_long_nonsense_is_answered_at_once() -> None:
    assert meant("in front of the man " * 3000).chosen in ((), ("bob",), ("ann",), ("cid",))
