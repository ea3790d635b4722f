"""What is sat on: words of a prompt, and the things of a picture."""

from __future__ import annotations

import pytest

from nodes.algorithms.language.prompt import understand
from nodes.algorithms.language.referent import Member
from nodes.script.lexicon_file import lexicon
from nodes.script.seats_said import with_seats
from studio.media.person import People, Person
from studio.media.scene import Scene, Thing
from studio.media.script import Beat

MEMBERS = [Member("a", (0, 0, 10, 100)), Member("b", (50, 0, 60, 100))]
PEOPLE = People((member.id, Person(member.id, member.box)) for member in MEMBERS)


def said(prompt: str) -> list[tuple[str, str, str]]:
    beats, strange = understand(prompt, MEMBERS, lexicon())
    assert not strange
    return [(beat.who, beat.action, beat.thing) for beat in beats]


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("the man on the left sits on the chair", "chair"),
        ("the man on the left sits down on the old wooden bench", "bench"),
        ("the man on the left takes a seat on the edge of the sofa", "sofa"),
        ("the man on the left sits in the armchair", "armchair"),
        ("the man on the left sits on the table next to him", "table"),
        ("the man on the left sits on the unicorn", "unicorn"),
        ("the man on the left sits down", ""),
        ("the man on the left sits on the floor", ""),
        ("the man on the left sits down next to the woman", ""),
    ],
)
def test_what_is_sat_on_is_read(prompt: str, thing: str) -> None:
    assert said(prompt) == [("a", "sit", thing)]


def test_what_comes_after_the_seat_is_read_as_before() -> None:
    assert said("the man on the left sits on the chair, then the woman on the right waves") == [
        ("a", "sit", "chair"), ("b", "wave", ""),
    ]  # fmt: skip


def chair(name: str, x: float, word: str = "chair") -> Thing:
    return Thing(name, "object", (x, 60, x + 10, 100), word)


def test_the_nearest_thing_of_that_name_is_meant() -> None:
    things = Scene((200, 100), (chair("chair_1", 20), chair("chair_2", 70), chair("dog", 45, "dog")))
    beats = with_seats([Beat("a", "sit", thing="chair"), Beat("b", "sit", thing="chair")], things, PEOPLE, print)
    assert [beat.target for beat in beats] == ["chair_1", "chair_2"]


def test_other_words_for_a_thing_mean_it_and_a_seat_is_any_of_them() -> None:
    couch = Scene((200, 100), (chair("couch", 20, "couch"),))
    beats = with_seats([Beat("a", "sit", thing="sofa"), Beat("b", "sit", thing="seat")], couch, PEOPLE, print)
    assert [beat.target for beat in beats] == ["couch", "couch"]


def test_what_is_not_in_the_picture_is_told_of() -> None:
    told: list[str] = []
    (beat,) = with_seats([Beat("a", "sit", thing="chair")], Scene((200, 100)), PEOPLE, told.append)
    assert beat.target == "" and len(told) == 1 and "no chair is known" in told[0]
