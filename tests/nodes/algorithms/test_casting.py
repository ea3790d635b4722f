"""Who gets which part."""

from __future__ import annotations

from nodes.algorithms.casting import Actor, Part, cast

ANYONE = Actor({"left": 1, "right": 1}, True, False)
SEATED = Actor({"left": 1, "right": 1}, False, True)
ARMLESS = Actor({"left": 0.1, "right": 0.2}, False, False)
PARTS = (Part("wave", 1, False, True), Part("clap", 2, False, True), Part("dance", 0, True, False))


def test_with_variety_no_part_is_given_twice_while_another_one_suits() -> None:
    for seed in range(20):
        assert sorted(map(str, cast([ANYONE] * 3, PARTS, 1.0, seed))) == ["clap", "dance", "wave"]


def test_nobody_is_given_what_they_cannot_do() -> None:
    for seed in range(20):
        assert cast([ARMLESS], PARTS, 1.0, seed) == [None]
        assert cast([SEATED], PARTS, 1.0, seed)[0] in ("wave", "clap")


def test_appeal_decides_how_often() -> None:
    parts = (Part("often", 0, False, True, 9.0), Part("seldom", 0, False, True, 1.0))
    given = cast([ANYONE] * 400, parts, 0.0, 1)
    assert 0.82 < given.count("often") / 400 < 0.97


def test_two_of_three_who_can_use_their_arms_do() -> None:
    parts = (Part("heart", 1, False, True), Part("nod", 0, False, True), Part("laugh", 0, False, True))
    for seed in range(10):
        assert cast([ANYONE] * 3, parts, 1.0, seed).count("heart") == 2
        assert cast([ANYONE] * 9, parts, 1.0, seed).count("heart") == 2  # no gesture is seen all over the picture
        assert cast([ANYONE] * 9, parts, 0.0, seed).count("heart") == 6
