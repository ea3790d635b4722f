"""Hands that others hold: the wrist is found where the other one's hand is, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from stick_person import stick_person

from nodes.rig.clasped_hand import with_clasped_hands
from studio.media.person import People, Person
from studio.media.skeleton import KEYPOINTS

HELD = (110.0, 378.0)
"""Where the stick person has the right hand."""


def two(
    hand: tuple[float, float], wrist: float = 0.05, elbow: tuple[float, float] = (150, 270)
) -> tuple[Person, People]:
    """Somebody whose right wrist is guessed far below, and another one with a hand somewhere."""
    _, drawn = stick_person()
    skeleton = drawn.skeleton
    assert skeleton is not None
    points, scores = skeleton.points.copy(), skeleton.scores.copy()
    for name in ("right_wrist", "right_hand"):
        k = KEYPOINTS.index(name)
        points[k], scores[k] = (150, 500), wrist
    one = replace(drawn, skeleton=replace(skeleton, points=points, scores=scores))
    points, scores = np.full_like(skeleton.points, 20.0), np.zeros_like(skeleton.scores)
    for name in ("left_wrist", "left_hand"):
        k = KEYPOINTS.index(name)
        points[k], scores[k] = hand, 0.9
    other = replace(drawn, id="person_2", skeleton=replace(skeleton, points=points, scores=scores))
    return one, People([("person_1", one), ("person_2", other)])


def right_hand(person: Person) -> tuple[float, float]:
    assert person.skeleton is not None
    x, y = person.skeleton.point("right_hand")
    return float(x), float(y)


def test_a_hidden_hand_is_where_the_other_one_holds_it() -> None:
    one, people = two(HELD)
    found = with_clasped_hands(one, people)
    assert right_hand(found) == HELD and found.skeleton is not None
    wrist = found.skeleton.point("right_wrist")
    assert HELD[1] - 60 < wrist[1] < HELD[1] and HELD[0] < wrist[0]  # between the elbow and the hand
    assert found.skeleton.score("right_wrist") >= 0.15


def test_a_wrist_that_is_seen_stays() -> None:
    one, people = two(HELD, wrist=0.9)
    assert with_clasped_hands(one, people) is one


def test_a_hand_on_somebodys_chest_or_far_away_holds_no_hand() -> None:
    for hand in ((250.0, 300.0), (20.0, 100.0)):
        one, people = two(hand)
        assert with_clasped_hands(one, people) is one


def test_nobody_goes_on_where_the_background_is_seen() -> None:
    one, people = two((60.0, 250.0))  # in reach, but there is no sleeve between the elbow and that hand
    assert with_clasped_hands(one, people) is one


def test_alone_nothing_changes() -> None:
    one, _ = two(HELD)
    assert with_clasped_hands(one, None) is one
    assert with_clasped_hands(one, People([("person_1", one)])) is one
