"""What a prompt says is given or taken."""

from __future__ import annotations

import pytest

from nodes.algorithms.language.prompt import understand
from nodes.algorithms.language.referent import Member
from nodes.script.lexicon_file import lexicon

TWO = (
    Member("a", (100, 100, 300, 700), "Anna", "female"),
    Member("b", (500, 150, 700, 700), "Ben", "male"),
)


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("Anna gives Ben the ball", "ball"),
        ("Anna gives a big red ball to Ben", "ball"),
        ("Anna hands the flowers over to Ben", "flower"),
        ("Anna passes him a cup of coffee", "cup"),
        ("Ben takes the book from Anna", "book"),
        ("Anna offers Ben her phone", "phone"),
        ("Anna gives Ben a present", "gift"),
        ("Anna gives Ben something", ""),
        ("Anna gives Ben the keys, then Ben kicks the ball", ""),
    ],
)
def test_what_is_given_is_a_thing_that_can_be_drawn(prompt: str, thing: str) -> None:
    beats, strange = understand(prompt, TWO, lexicon())
    given = [beat for beat in beats if beat.action in ("give", "take")]
    assert given and {beat.thing for beat in given} == {thing} and not strange
    assert all({beat.who, beat.target} == {"a", "b"} for beat in given)


def test_who_is_given_a_hug_gets_no_gift() -> None:
    beats, _ = understand("Anna gives Ben a hug", TWO, lexicon())
    assert {(beat.action, beat.thing) for beat in beats} == {("hug", "")}
