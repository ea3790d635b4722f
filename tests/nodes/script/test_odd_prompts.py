"""Prompts that make no sense, that never end, about people who are not there, and to a hundred people."""

from __future__ import annotations

import random
import string
from functools import cache

import numpy as np
import pytest
from contracts import samples
from fakes import FakeContext

from nodes.algorithms.language.grounding import ground
from nodes.algorithms.language.prompt import understand
from nodes.algorithms.language.referent import Member
from nodes.scene.ground_text import ground_text
from nodes.scene.relate_people import relate_people
from nodes.scene.spots import spots_of
from nodes.script.lexicon_file import lexicon
from nodes.script.write_script import LONGEST, write_script
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton

WORDS = tuple(
    word
    for line in (
        "the a man woman on left right red and then while after waves dances says to who with not every 'Hello' . , ;",
        "! ? quickly twice for seconds in front of behind between other others he she they both zork blue last is be",
    )
    for word in line.split()
)


@cache
def crowd(count: int = 100) -> People:
    """So many people in rows of twenty, each with a skeleton."""
    people = []
    for k in range(count):
        x, foot = 40.0 + 60 * (k % 20), 200.0 + 130 * (k // 20)
        places = [(x + 110 * right, foot - 110 * up) for right, up in (samples.BODY[name] for name in KEYPOINTS)]
        skeleton = Skeleton(np.array(places, np.float32), np.ones(len(KEYPOINTS), np.float32),
                            np.zeros(len(KEYPOINTS), np.float32), "stands")  # fmt: skip
        box = (x - 25, foot - 112, x + 25, foot)
        people.append((f"person_{k + 1}", Person(f"person_{k + 1}", box, skeleton=skeleton, metres=12.0 - k // 20)))
    return ById(people)


@cache
def picture() -> Image:
    """A grey one that holds the crowd."""
    return Image.from_srgb8(np.full((760, 1280, 3), 128, np.uint8))


@pytest.mark.parametrize("seed", range(40))
def test_words_in_any_order_are_answered_and_what_is_played_makes_sense(seed: int) -> None:
    dice = random.Random(seed)
    prompt = " ".join(dice.choices(WORDS, k=dice.randint(1, 60)))
    members = [Member("a", (0, 0, 9, 30)), Member("b", (20, 0, 29, 30))]
    beats, strange = understand(prompt, members, lexicon())
    assert all(beat.who in "ab" and beat.action in lexicon() and beat.duration > 0 <= beat.start for beat in beats)
    assert all(beat.target in ("", "a", "b") and np.isfinite(beat.start + beat.duration) for beat in beats)
    assert all(isinstance(word, str) and word for word in strange)


@pytest.mark.parametrize("seed", range(10))
def test_letters_at_random_give_nobody_anything_to_do_and_are_listed(seed: int) -> None:
    dice = random.Random(seed)
    prompt = "".join(dice.choices("bcdfgjkqvxz " + "🙂é漢\u202e", k=120))
    ctx = FakeContext()
    script = write_script(ctx, samples.image(), samples.people(), prompt=prompt, similar=False)
    assert script.beats == () and ctx.warnings


@pytest.mark.parametrize("text", ["", " ", "\n\n", "''''''", '"', "(", "." * 500, "the " * 500, "and then " * 400])
def test_hollow_prompts_are_answered(text: str) -> None:
    understand(text, [Member("a", (0, 0, 9, 30))], lexicon())


def test_ten_thousand_words_are_refused_in_one_line_that_says_what_to_do() -> None:
    with pytest.raises(BadInput) as caught:
        write_script(FakeContext(), samples.image(), samples.people(), prompt="he waves and " * 5000)
    assert "\n" not in str(caught.value) and str(LONGEST) in str(caught.value) and "shorten" in str(caught.value)


def test_as_many_words_as_may_be_are_played() -> None:
    prompt = ("the person on the left waves. " * (LONGEST // 6)).strip()
    script = write_script(FakeContext(), samples.image(), samples.people(), prompt=prompt)
    assert script.beats and {beat.who for beat in script.beats} == {"person_1"}


@pytest.mark.parametrize(
    ("prompt", "named"),
    [("the third man waves", "third"), ("Zoe dances", "Zoe"), ("the man in yellow bows", "yellow"),
     ("the fifth person from the left claps", "fifth")],
)  # fmt: skip
def test_people_who_are_not_there_are_told_and_nobody_does_it_for_them(prompt: str, named: str) -> None:
    ctx = FakeContext()
    script = write_script(ctx, samples.image(), samples.people(), prompt=prompt)
    assert script.beats == () and any(named in line for line in ctx.warnings), ctx.warnings


def test_a_hundred_people_are_directed() -> None:
    script = write_script(FakeContext(), picture(), crowd(), prompt="everyone waves, then the third from the left bows")
    assert {beat.who for beat in script.beats if beat.action == "wave"} == set(crowd())
    assert sum(beat.action == "bow" for beat in script.beats) == 1


def test_a_hundred_people_without_a_prompt_all_do_something() -> None:
    script = write_script(FakeContext(), picture(), crowd())
    assert {beat.who for beat in script.beats} == set(crowd())


def test_a_hundred_people_are_related_to_those_around_them_only() -> None:
    scene = relate_people(FakeContext(), picture(), crowd())
    near = [relation for relation in scene.relations if relation.kind == "near"]
    assert near and len(near) < 100 * 12 and scene.company == "crowd"


def test_a_phrase_among_a_hundred_people() -> None:
    found = ground_text(FakeContext(), picture(), crowd(), text="the first person on the left")
    assert len(found.found.chosen) == 1 and np.isclose(sum(weight for _, weight in found.found.weights), 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_any_phrase_means_people_who_are_there_or_nobody(seed: int) -> None:
    dice = random.Random(seed)
    phrase = " ".join(dice.choices([*WORDS, "holding", "looking", "at", "sitting", "near", string.ascii_letters], k=14))
    image, people = samples.image(), samples.people()
    spots = spots_of(image, people, relate_people(FakeContext(), image, people))
    assert set(ground(phrase, spots, lexicon()).chosen) <= {spot.id for spot in spots}


def test_who_was_called_a_woman_on_the_left_is_not_the_woman_on_the_right() -> None:
    row = [Member(str(k), (100.0 * k, 100, 100.0 * k + 90, 600)) for k in range(1, 6)]
    beats, _ = understand("the woman on the left waves, then the woman on the right laughs", row, lexicon())
    assert [(beat.who, beat.action) for beat in beats] == [("1", "wave"), ("5", "laugh")]
