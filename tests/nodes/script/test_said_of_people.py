"""Prompts as a director says them: who is meant by posture, place and shade, moods, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from nodes.algorithms.language.prompt import read_prompt
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.schedule import Beat
from nodes.script.lexicon_file import lexicon

FOUR = (
    Member("1", (0, 100, 150, 700), wears={"top": ("green",)}, does={"stand": 1.0}),
    Member("2", (200, 100, 350, 700), wears={"top": ("red",)}, does={"stand": 1.0}),
    Member("3", (400, 300, 550, 700), wears={"top": ("black",)}, might={"top": ("black", "purple")}, does={"sit": 1.0}),
    Member("4", (600, 110, 750, 700), wears={"top": ("white",)}, does={"stand": 0.65, "sit": 0.25}),
)


def played(prompt: str, people: tuple[Member, ...] = FOUR) -> list[str]:
    """Who does what, to whom, in which mood."""
    beats = read_prompt(prompt, people, lexicon()).beats
    return [_words(beat) for beat in beats]


def _words(beat: Beat) -> str:
    return f"{beat.who} {beat.action}" + f" @{beat.target}" * bool(beat.target) + f" ~{beat.mood}" * bool(beat.mood)


@pytest.mark.parametrize(
    ("prompt", "beats"),
    [
        ("the seated woman nods", ["3 nod"]),
        ("the standing man on the right bows", ["4 bow"]),
        ("the man standing on the left looks at the seated woman", ["1 look @3"]),
        ("the woman in purple claps", ["3 clap"]),
        ("the tall man on the right jumps", ["4 jump"]),
        ("the boy on the left jumps", ["1 jump"]),
        ("the man in green hands the man in the red vest a book", ["1 give @2"]),
        ("the man in green puts his arm around the woman in red", ["1 hug @2", "2 hug @1"]),
        ("the man in green whispers something to the one next to him, who laughs", ["1 talk @2", "2 laugh"]),
        ("the man in green whispers in the ear of the woman in white", ["1 talk @4"]),
        ("the man in green waves, then the woman in red nods. They laugh.", ["1 wave", "2 nod", "1 laugh", "2 laugh"]),
    ],
)
def test_people_are_told_apart_as_one_speaks_of_them(prompt: str, beats: list[str]) -> None:
    assert played(prompt) == beats


@pytest.mark.parametrize(
    ("prompt", "beats"),
    [
        ("the man in green is very happy", ["1 smile ~happy"]),
        ("the woman in red looks sad, then she waves", ["2 sigh ~sad", "2 wave"]),
        ("the woman in red gets angry and leaves", ["2 walk ~angry"]),
        ("the man in green is sad: he sighs", ["1 sigh ~sad"]),
        ("the man in green is not happy", []),
        ("the man in green looks angrily at the woman in red", ["1 look @2 ~angry"]),
    ],
)
def test_a_mood_is_shown_or_is_that_of_what_comes_next(prompt: str, beats: list[str]) -> None:
    assert played(prompt) == beats


@pytest.mark.parametrize(
    ("prompt", "strange", "beats"),
    [
        ("the man in green hugs the robot", "robot", []),
        ("the man in green waves to Bob", "Bob", ["1 wave"]),
        ("six people bow", "there are only 4", ["1 bow", "2 bow", "3 bow", "4 bow"]),
        ("the man in green walks while he sits", "at once", ["1 walk", "1 sit"]),
        ("'Hello there!'", "who says 'Hello there!'", []),
        ("the man in green waves zorkishly and blimps", "zorkishly", ["1 wave"]),
    ],
)
def test_what_cannot_be_played_is_listed(prompt: str, strange: str, beats: list[str]) -> None:
    assert any(strange in text for text in read_prompt(prompt, FOUR, lexicon()).strange)
    assert played(prompt) == beats


def test_who_walks_and_sits_at_once_does_it_one_after_the_other() -> None:
    walk, sit = read_prompt("the man in green walks while he sits", FOUR, lexicon()).beats
    assert sit.start >= walk.start + walk.duration


def test_somebody_cut_off_at_the_edge_is_meant_by_a_number_alone() -> None:
    people = (replace(FOUR[0], passing=True), *FOUR[1:])
    assert played("the man on the left waves", people) == ["2 wave"]
    assert played("the first person from the left waves", people) == ["1 wave"]
    assert len(played("everyone waves", people)) == 4


def test_of_two_the_other_one_is_no_guess() -> None:
    said = read_prompt("the man on the left waves, then the other one nods", FOUR[:2], lexicon())
    assert [_words(beat) for beat in said.beats] == ["1 wave", "2 nod"] and not said.unsure


@pytest.mark.parametrize(
    ("prompt", "beats"),
    [
        ("the man in green walks over to the woman in red, taps her on the shoulder and nods", ["1 walk @2", "1 nod"]),
        ("the man in green and the woman in red high five over the man's head", ["1 high_five @2", "2 high_five @1"]),
    ],
)
def test_a_thing_that_is_named_is_no_verb_and_who_is_tapped_does_nothing(prompt: str, beats: list[str]) -> None:
    guessed: list[str] = []
    said = read_prompt(prompt, FOUR, lexicon(), lambda word: guessed.append(word) or "")  # type: ignore[func-returns-value]
    assert [_words(beat) for beat in said.beats] == beats and "shoulder" not in guessed


def test_an_order_that_is_said_last_is_that_of_what_was_said_before() -> None:
    beats = read_prompt("they all take a bow, from left to right", FOUR, lexicon()).beats
    assert [beat.who for beat in beats] == ["1", "2", "3", "4"]
    assert all(one.start < other.start for one, other in pairwise(beats))
