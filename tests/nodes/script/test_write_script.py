"""From a prompt and a picture to a script."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.colour_names import colour_shares, main_colours, possible_colours
from nodes.script.describe import members_of
from nodes.script.write_script import LONGEST, write_script
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import Person


def painted() -> tuple[Image, ById[Person]]:
    """Two blocks of people: red on the left, blue on the right."""
    pixels = np.full((120, 200, 3), 200, np.uint8)
    people = []
    for name, x, colour in (("person_1", 20, (190, 20, 30)), ("person_2", 120, (20, 40, 180))):
        pixels[10:118, x : x + 50] = colour
        matte = Matte(np.ones((108, 50), np.float32), (x, 10), (200, 120))
        people.append((name, Person(name, (x, 10, x + 50, 118), mask=matte)))
    return Image.from_srgb8(pixels), ById(people)


def test_people_are_told_apart_by_the_colour_of_their_clothes() -> None:
    image, people = painted()
    script = write_script(FakeContext(), image, people, prompt="the woman in blue waves at the man in red")
    assert [(beat.who, beat.action, beat.target) for beat in script.beats] == [("person_2", "wave", "person_1")]
    assert script.not_understood == ()


def test_what_is_not_understood_is_warned_of() -> None:
    image, people = painted()
    ctx = FakeContext()
    script = write_script(ctx, image, people, prompt="the person on the left waves, Zoe claps")
    assert script.not_understood == ("Zoe",)
    assert any("Zoe" in warning for warning in ctx.warnings)


def test_a_prompt_of_ten_thousand_words_is_refused_with_a_clear_line() -> None:
    image, people = painted()
    with pytest.raises(BadInput, match=f"at most {LONGEST}"):
        write_script(FakeContext(), image, people, prompt="wave " * 10_000)


def test_an_unknown_verb_is_taken_for_the_nearest_one_and_that_is_said() -> None:
    image, people = painted()
    ctx = FakeContext()
    script = write_script(ctx, image, people, prompt="everyone roams")
    assert {beat.action for beat in script.beats} == {"walk"}
    assert any("'roams' was taken for 'walk'" in warning for warning in ctx.warnings)
    assert write_script(ctx, image, people, prompt="everyone roams", similar=False).not_understood == ("roams",)


def test_a_script_without_people_is_empty() -> None:
    image, _ = painted()
    assert write_script(FakeContext(), image, ById(()), prompt="everyone waves").beats == ()


def test_clothes_are_named_by_what_covers_most_of_them() -> None:
    image, people = painted()
    assert [one.wears["top"] for one in members_of(image, people)] == [("red",), ("blue",)]


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((10, 10, 12), "black"), ((245, 245, 240), "white"), ((128, 128, 130), "grey"), ((200, 20, 30), "red"),
        ((240, 140, 20), "orange"), ((110, 70, 40), "brown"), ((240, 220, 40), "yellow"), ((30, 140, 60), "green"),
        ((30, 60, 170), "blue"), ((25, 30, 60), "blue"), ((120, 40, 160), "purple"), ((245, 150, 190), "pink"),
    ],
)  # fmt: skip
def test_plain_colours_have_their_names(colour: tuple[int, int, int], name: str) -> None:
    patch = np.tile(np.array(colour, np.float32) / 255, (50, 1))
    assert main_colours(patch) == (name,)
    assert colour_shares(patch)[name] == 1.0


@pytest.mark.parametrize(
    ("colour", "name"),
    [((48, 50, 38), "green"), ((205, 206, 232), "white"), ((90, 22, 40), "red"), ((25, 120, 115), "green")],
)
def test_a_colour_in_shade_or_tinted_light_may_be_called_by_the_name_of_its_cloth(
    colour: tuple[int, int, int], name: str
) -> None:
    patch = np.tile(np.array(colour, np.float32) / 255, (50, 1))
    assert name in possible_colours(patch)
    assert "yellow" not in possible_colours(patch)


def test_beats_are_changed_by_hand_and_the_others_are_as_the_prompt_has_them() -> None:
    image, people = painted()
    prompt = "the man in red waves and the woman in blue nods"
    edits = ({"id": "person_1 wave 1", "start": 3.0, "duration": 1.0},
             {"id": "by hand 1", "added": True, "who": "person_2", "action": "bow", "start": 6.0},
             {"id": "by hand 2", "added": True, "who": "person_9", "action": "bow", "start": 6.0})  # fmt: skip
    plain = write_script(FakeContext(), image, people, prompt=prompt)
    script = write_script(FakeContext(), image, people, prompt=prompt, edits=edits)
    assert script.prompted == plain.beats
    assert {(beat.id, beat.start) for beat in script.beats} == {
        ("person_1 wave 1", 3.0), ("person_2 nod 1", plain.beats[1].start), ("by hand 1", 6.0)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("the person on the right walks to the left", ("walk", "", "left")),
        ("the person on the right runs to the left side, then waves", ("run", "", "left")),
        ("the person in blue looks towards the camera", ("look", "", "front")),
        ("the person in blue walks away", ("walk", "", "back")),
        ("the person in blue steps forward", ("walk", "", "front")),
        ("the person in blue walks to the left person", ("walk", "person_1", "")),
        ("the person in blue walks to the person on the left", ("walk", "person_1", "")),
    ],
)
def test_where_to_somebody_goes(prompt: str, said: tuple[str, str, str]) -> None:
    beat = write_script(FakeContext(), *painted(), prompt=prompt).beats[0]
    assert beat.who == "person_2" and (beat.action, beat.target, beat.towards) == said
