"""A camera that is told to go to a thing: which of those in the picture is meant, and what there is not is listed."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.language.prompt import Understood, read_prompt
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.thing_phrase import Item
from nodes.script.lexicon_file import lexicon
from nodes.script.write_script import write_script
from studio.media.by_id import ById
from studio.media.image import Image
from studio.media.person import Person
from studio.media.scene import Relation, Scene, Thing

THREE = [
    Member("1", (100, 100, 300, 700), gender="male", child=False, wears={"suit": ("black",)}),
    Member("2", (400, 150, 600, 700), gender="female", child=False, wears={"dress": ("red",)}),
    Member("3", (700, 120, 900, 700), gender="male", child=False, wears={"shirt": ("blue",)}),
]
CUP = frozenset({"cup", "mug", "glass"})
ITEMS = [
    Item("bus", frozenset({"bus", "coach"}), (0, 0, 900, 400)),
    Item("cup_1", CUP, (290, 300, 320, 330), ("white",), frozenset({"1"})),
    Item("cup_2", CUP, (690, 300, 720, 330), ("red",), frozenset({"3"})),
    Item("front_door", frozenset({"front", "door"}), (300, 0, 400, 400)),
    Item("sky", frozenset({"sky", "clouds"}), (0, 0, 1000, 100)),
    Item("ground", frozenset({"ground", "street"}), (0, 600, 1000, 700)),
    Item("dog", frozenset({"dog", "puppy"}), (620, 500, 690, 700)),
    Item("traffic_light", frozenset({"traffic", "light"}), (900, 0, 930, 60)),
]


def read(prompt: str) -> Understood:
    return read_prompt(prompt, THREE, lexicon(), items=ITEMS)


@pytest.mark.parametrize(
    ("prompt", "action", "onto"),
    [
        ("the camera pushes in on the bus", "push_in", ("bus",)),
        ("cut to the old parked coach", "cut", ("bus",)),
        ("zoom in on the red cup", "zoom_in", ("cup_2",)),
        ("zoom in on the man's cup", "zoom_in", ("cup_1",)),
        ("push in on the cup in the hand of the man on the right", "push_in", ("cup_2",)),
        ("push in on the mug on the right", "push_in", ("cup_2",)),
        ("the camera pushes in on the cups", "push_in", ("cup_1", "cup_2")),
        ("the camera goes to the front door", "pan", ("front_door",)),
        ("slowly push in on the door", "push_in", ("front_door",)),
        ("a slow zoom on the door", "zoom_in", ("front_door",)),
        ("the camera tilts up to the sky", "tilt", ("sky",)),
        ("tilt down to the dog and the woman", "tilt", ("dog", "2")),
        ("the camera pans across the street to the man on the left", "pan", ("1",)),
        ("close-up of the traffic light", "cut", ("traffic_light",)),
        ("the camera follows her dog", "follow", ("dog",)),
        ("push in on the puppy next to the woman", "push_in", ("dog",)),
        ("cut to the woman with the dog", "cut", ("2",)),
        ("the camera looks at the dog", "pan", ("dog",)),
    ],
)
def test_the_camera_goes_to_the_thing_that_is_meant(prompt: str, action: str, onto: tuple[str, ...]) -> None:
    understood = read(prompt)
    assert [(move.action, move.onto) for move in understood.moves] == [(action, onto)]
    assert understood.strange == [] and understood.beats == []


def test_it_comes_from_a_thing_and_goes_on_with_what_was_seen() -> None:
    (pan,) = read("the camera pans from the bus to the dog").moves
    assert (pan.origin, pan.onto) == (("bus",), ("dog",))
    assert [move.onto for move in read("cut to the dog, then push in on it").moves] == [("dog",), ("dog",)]


@pytest.mark.parametrize(
    ("prompt", "strange"),
    [("cut to the helicopter", "the helicopter"), ("the camera pans to the cat", "the cat"),
     ("push in on the cup she is holding", "the cup she is holding")],
)  # fmt: skip
def test_a_thing_that_is_not_there_is_listed_and_the_camera_stays(prompt: str, strange: str) -> None:
    understood = read(prompt)
    assert understood.strange == [strange] and understood.moves == []


def test_it_goes_on_without_being_named_again() -> None:
    pan, pull = read("the camera pans from the bus to the man on the left, then pulls back").moves
    assert (pan.origin, pan.onto, pull.action, pull.onto) == (("bus",), ("1",), "pull_out", ())


def test_people_go_on_with_what_they_do_beside_it() -> None:
    understood = read("the man on the left waves while the camera pushes in on the dog. the woman looks at the dog")
    assert [(beat.who, beat.action) for beat in understood.beats] == [("1", "wave"), ("2", "look")]
    assert [move.onto for move in understood.moves] == [("dog",)]


def test_things_come_from_the_scene_and_without_one_they_are_not_known() -> None:
    people = ById([("person_1", Person("person_1", (60.0, 10.0, 110.0, 110.0)))])
    image = Image.from_srgb8(np.full((120, 200, 3), 128, np.uint8))
    things = (
        Thing("kite", "object", (150.0, 5.0, 170.0, 25.0), "kite"),
        Thing("cup", "object", (60, 50, 70, 60), "cup"),
    )
    scene = Scene((200, 120), things, (Relation("person_1", "holds", "cup"),))
    prompt = "the camera pushes in on the cup in his hand, then pans to the kite"
    script = write_script(FakeContext(), image, people, scene, prompt=prompt)
    assert [move.onto for move in script.camera] == [("cup",), ("kite",)] and script.not_understood == ()
    alone = write_script(FakeContext(), image, people, prompt=prompt)
    assert alone.camera == () and "the kite" in alone.not_understood
