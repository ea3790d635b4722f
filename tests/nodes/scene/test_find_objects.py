"""Things are found where weights are there, told of where none are, and used by what relates and refers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from contracts import samples
from fakes import FakeContext

from nodes.scene.find_objects import find_objects, resolve_objects
from nodes.scene.relate_people import relate_people
from nodes.script.describe import members_of
from nodes.script.lexicon_file import things_known, words_for
from nodes.script.write_script import write_script
from studio.files.photo import read_photo
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.person import Person
from studio.media.scene import Objects, Relation, Scene, Thing
from studio.models.object_weights import STRIDES, decode, letterbox, overlap, weights
from studio.models.shelf import Shelf

NOWHERE = Shelf(())


@pytest.fixture
def shelf(data: Path) -> Shelf:
    return Shelf((data / "models" / "yolox",))


def seen(data: Path, shelf: Shelf, name: str, people: Any = None, **knobs: Any) -> dict[str, Thing]:
    image = read_photo(data / "people" / name)
    ctx = FakeContext(shelf=shelf)
    return {thing.id: thing for thing in find_objects(ctx, image, people, backend="learned", **knobs).things}


def rows_of(size: int, things: list[tuple[int, float, tuple[float, float, float, float]]]) -> np.ndarray:
    """What YOLOX would say of things in the pixels of its own picture."""
    rows = np.zeros((sum((size // stride) ** 2 for stride in STRIDES), 85), np.float32)
    for label, score, (x0, y0, x1, y1) in things:
        x, y = (x0 + x1) / 2 / 8, (y0 + y1) / 2 / 8
        row = rows[int(y) * (size // 8) + int(x)]
        row[:5] = x - int(x), y - int(y), np.log((x1 - x0) / 8), np.log((y1 - y0) / 8), 1.0
        row[5 + label] = score
    return rows


def test_rows_of_the_network_are_boxes_in_the_pictures_own_pixels() -> None:
    things = [(16, 0.9, (40.0, 60.0, 140.0, 200.0)), (32, 0.3, (10.0, 10.0, 30.0, 30.0))]
    (dog,) = decode(rows_of(416, things), 416, 0.5, 0.4)
    assert dog.label == 16 and dog.score == pytest.approx(0.9)
    assert dog.box == pytest.approx((80.0, 120.0, 280.0, 400.0), abs=1e-3)


def test_of_what_lies_in_one_place_the_surest_is_kept_and_two_of_a_kind_apart_stay_two() -> None:
    one, same, other = (40.0, 60.0, 140.0, 200.0), (48.0, 60.0, 148.0, 200.0), (240.0, 60.0, 340.0, 200.0)
    found = decode(rows_of(416, [(16, 0.9, one), (16, 0.7, same), (16, 0.8, other)]), 416, 1.0, 0.4)
    assert [round(thing.score, 1) for thing in found] == [0.9, 0.8]
    assert overlap(one, one) == 1.0 and overlap(one, other) == 0.0


def test_a_picture_of_any_shape_lies_at_the_top_left_of_a_grey_square() -> None:
    square, ratio = letterbox(np.full((100, 400, 3), (200, 10, 20), np.uint8), 416)
    assert square.shape == (1, 3, 416, 416) and ratio == 416 / 400
    assert square[0, :, 50, 200].tolist() == [20, 10, 200] and square[0, 0, 200, 200] == 114


def test_without_weights_what_is_named_by_hand_is_there_and_who_looks_for_a_name_is_told() -> None:
    ctx = FakeContext(shelf=NOWHERE)
    ball = {"name": "ball", "box": [150, 90, 170, 110]}
    found = find_objects(ctx, samples.image(), samples.people(), named=(ball,))
    assert [thing.id for thing in found.things] == ["ball"] and not ctx.warnings
    find_objects(ctx, samples.image(), samples.people(), only="dog")
    assert len(ctx.warnings) == 1 and "VIVANT_MODELS" in ctx.warnings[0]
    assert resolve_objects(NOWHERE, {"backend": "auto"}).knobs == {"backend": "auto"}
    with pytest.raises(BadInput, match="no weights"):
        resolve_objects(NOWHERE, {"backend": "learned"})


def test_the_weights_digest_says_what_was_found_with(shelf: Shelf) -> None:
    found = resolve_objects(shelf, {"backend": "auto"})
    assert weights(shelf) == "yolox_nano.onnx"
    assert found.knobs == {"backend": "learned"} and found.digest == shelf.digest("yolox_nano.onnx")


@pytest.mark.parametrize(
    ("name", "things"),
    [("misc/bus.jpg", {"bus"}), ("coco/000000000785.jpg", {"skis"}), ("mpii/051423444.jpg", {"truck"}),
     ("crowdpose/103319.jpg", {"car", "truck"}), ("coco/000000196141.jpg", {"bat", "glove"})],
)  # fmt: skip
def test_things_in_photos_are_found(data: Path, shelf: Shelf, name: str, things: set[str]) -> None:
    found = {thing.name for thing in seen(data, shelf, name).values()}
    assert things <= found and "person" not in found


def test_around_people_smaller_things_are_found(data: Path, shelf: Shelf) -> None:
    name = "coco/000000196141.jpg"
    catcher = ById([("person_3", Person("person_3", (430.0, 195.0, 600.0, 400.0)))])
    alone, closer = (seen(data, shelf, name, people) for people in (None, catcher))
    assert closer["glove"].score >= alone["glove"].score
    assert set(seen(data, shelf, name, catcher, only="glove, bat")) == {"bat", "glove"}


def test_things_have_plain_names_that_phrases_know() -> None:
    labels, names = things_known()
    assert len(labels) == 80 and labels[0] == "person" and set(names) == set(labels[1:])
    assert {"phone", "mobile"} <= words_for()["phone"] and "puppy" in words_for()["dog"]


def test_what_was_found_is_related_to_people() -> None:
    hand = samples.people()["person_1"].skeleton.points[9]
    box = (float(hand[0]) - 8, float(hand[1]) - 8, float(hand[0]) + 8, float(hand[1]) + 8)
    cup = Objects((Thing("cup", "object", box, "cup", 0.8),))
    scene = relate_people(FakeContext(), samples.image(), samples.people(), None, cup)
    assert ("person_1", "holds", "cup") in {relation.key for relation in scene.relations}


def held() -> Scene:
    things = tuple(Thing(one.id, "person", one.box) for one in samples.people().values())
    umbrella = Thing("umbrella", "object", (140.0, 20.0, 200.0, 60.0), "umbrella")
    return Scene(samples.SIZE, (*things, umbrella), (Relation("person_2", "holds", "umbrella", 0.8, "made"),))


def test_who_has_something_is_told_by_it() -> None:
    members = {one.id: one.features for one in members_of(samples.image(), samples.people(), held())}
    assert members == {"person_1": frozenset(), "person_2": frozenset({"umbrella"})}
    for prompt in ("the woman with the umbrella waves", "the person with a parasol waves"):
        script = write_script(FakeContext(), samples.image(), samples.people(), held(), prompt=prompt)
        assert [(beat.who, beat.action) for beat in script.beats] == [("person_2", "wave")], prompt
