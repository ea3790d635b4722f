"""Detection, pose, mattes and faces as nodes: on pictures made here, and on real ones where there are some."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import SHELF, FakeContext

from nodes.face.find_faces import find_faces
from nodes.people.backends import resolve_people
from nodes.people.detect_people import detect_people
from nodes.people.estimate_pose import estimate_pose
from nodes.people.matte_people import matte_people
from nodes.people.naming import named
from nodes.photo.check_suitability import check_suitability
from nodes.photo.load_photo import load_photo
from studio.media.errors import BadInput, Cancelled
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.value import content_digest
from studio.models.shelf import Shelf, weight_folders

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def plain(width: int = 160, height: int = 120) -> Image:
    y, x = np.mgrid[0:height, 0:width]
    return Image.from_srgb8(np.stack([x % 256, y % 256, (x + y) % 256], axis=2).astype(np.uint8))


def marked() -> Image:
    picture = np.full((120, 160, 3), 30, np.uint8)
    picture[30:110, 60:100] = (230, 190, 60)
    return Image.from_srgb8(picture)


def blob(name: str, x0: int, x1: int, size: tuple[int, int] = (160, 120)) -> Person:
    mask = np.zeros(size[::-1], np.float32)
    mask[30:110, x0:x1] = 1
    return Person(name, (x0, 30, x1, 110), name=name, mask=Matte.from_full(mask))


def test_nobody_is_found_in_a_picture_without_people() -> None:
    assert len(detect_people(FakeContext(), plain(), backend="embedded")) == 0
    assert len(detect_people(FakeContext(), plain(1, 1), backend="embedded")) == 0


def test_a_locked_entry_stays_where_nobody_is_detected_and_a_removed_one_goes() -> None:
    locked = {"id": "person_4", "box": (58, 26, 102, 114), "name": "Eve", "colour": (1, 0, 0), "locked": True}
    removed = {"id": "person_5", "box": (0, 20, 20, 110), "removed": True}
    there = [replace(blob("", 0, 20), name=""), replace(blob("", 120, 150), name="")]
    found = named(there, (locked, removed), marked().srgb8())
    assert list(found) == ["person_4", "person_6"]
    eve = found["person_4"]
    assert (eve.name, eve.colour, eve.locked, eve.box) == ("Eve", (1.0, 0.0, 0.0), True, (58.0, 26.0, 102.0, 114.0))
    assert eve.mask is not None and eve.mask.full()[70, 80] == 1 and eve.mask.full()[70, 20] == 0


def test_a_detection_keeps_the_id_of_the_entry_that_it_overlaps() -> None:
    entry = {"id": "person_3", "box": (118, 28, 152, 112)}
    found = named([blob("", 0, 20), blob("", 120, 150)], (entry,), marked().srgb8())
    assert [(person.id, person.box[0]) for person in found.values()] == [("person_3", 120), ("person_4", 0)]
    assert named([], (entry,), marked().srgb8()) == People()


def test_an_entry_with_a_broken_box_is_passed_over() -> None:
    broken = ({"id": "person_1", "box": "x", "locked": True}, {"id": "", "box": (0, 0, 9, 9), "locked": True})
    assert len(named([], broken, marked().srgb8())) == 0


def test_mattes_sum_to_one_at_most_and_hug_the_figure() -> None:
    people = People([("a", blob("a", 58, 82)), ("b", blob("b", 78, 102))])
    done = matte_people(FakeContext(), marked(), people, backend="embedded")
    total = sum(person.matte.full() for person in done.values() if person.matte)
    assert np.max(total) <= 1 + 1e-5
    for person in done.values():
        assert person.matte is not None and person.foreground is not None
        assert person.foreground.pixels.shape[:2] == person.matte.coverage.shape
        assert np.allclose(person.foreground.pixels[..., 3], person.matte.coverage, atol=2e-3)
    assert total[:, :50].max() < 0.05


def test_someone_without_a_mask_is_handed_on() -> None:
    people = People([("a", Person("a", (0, 0, 10, 10)))])
    context = FakeContext()
    assert matte_people(context, marked(), people, backend="embedded")["a"].matte is None
    assert estimate_pose(context, marked(), people, backend="embedded")["a"].skeleton is None
    assert context.warnings
    assert find_faces(context, marked(), people)["a"].face is None


def test_the_work_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        detect_people(FakeContext(cancel_after=3), plain(), backend="embedded")


def test_auto_is_the_embedded_backend_where_no_weights_are_and_learned_says_what_is_missing(tmp_path: Path) -> None:
    shelf = Shelf((tmp_path,))
    assert resolve_people(shelf, {"backend": "auto"}).knobs == {"backend": "embedded"}
    assert resolve_people(SHELF, {"backend": "embedded"}).digest
    with pytest.raises(BadInput, match="VIVANT_MODELS"):
        resolve_people(shelf, {"backend": "learned"})


def test_a_bad_photo_is_told_with_advice() -> None:
    dark = Image.from_srgb8(np.zeros((100, 100, 3), np.uint8))
    verdict = check_suitability(FakeContext(), dark, People())
    assert verdict.light == "red"
    assert {f.name for f in verdict.findings if f.light == "red"} >= {"size", "sharpness", "shadows", "people"}
    assert [f.light for f in verdict.findings] == sorted(
        (f.light for f in verdict.findings), key=("red", "yellow", "green").index
    )
    pair = People([("a", blob("a", 0, 60)), ("b", blob("b", 20, 80))])
    names = {f.name for f in check_suitability(FakeContext(), marked(), pair).findings if f.light == "yellow"}
    assert {"cropping", "overlap"} <= names


def test_two_people_shaking_hands_are_found_whole_and_the_same_every_time(data: Path) -> None:
    context = FakeContext()
    photo = load_photo(context, path=str(data / "people" / "groups" / "13.jpg"))
    people = detect_people(context, photo, backend="embedded")
    assert list(people) == ["person_1", "person_2"]
    assert people["person_1"].box[0] < people["person_2"].box[0]
    right = {"id": "person_9", "box": people["person_2"].box, "name": "Right"}
    again = detect_people(context, photo, backend="embedded", roster=(right,))
    assert set(again) == {"person_9", "person_10"} and again["person_9"].name == "Right"
    assert content_digest(again["person_9"].mask) == content_digest(people["person_2"].mask)
    assert content_digest(again["person_10"].skeleton) == content_digest(people["person_1"].skeleton)
    people = find_faces(context, photo, estimate_pose(context, photo, people, backend="embedded"))
    for person in people.values():
        assert person.skeleton is not None and person.face is not None
        left, right = person.skeleton.point("left_shoulder"), person.skeleton.point("right_shoulder")
        assert left[0] > right[0], "both face the camera: their left is on the viewer's right"
        assert person.face.landmarks.shape == (478, 2)
        eyes = person.face.landmarks[[468, 473]].mean(0)
        assert np.linalg.norm(eyes - person.skeleton.points[1:3].mean(0)) < 12


@pytest.mark.filterwarnings("ignore")
def test_yolo_from_the_shelf_takes_over_behind_the_same_nodes(data: Path) -> None:
    context = FakeContext(shelf=Shelf((*weight_folders(), data / "models")))
    assert resolve_people(context.models, {"backend": "auto"}).knobs == {"backend": "learned"}
    photo = load_photo(context, path=str(data / "people" / "misc" / "bus.jpg"))
    people = detect_people(context, photo, backend="learned")
    assert len(people) >= 3
    people = estimate_pose(context, photo, people, backend="learned")
    assert all(person.mask is not None for person in people.values())
    assert sum(person.skeleton is not None for person in people.values()) >= 3


def test_the_learned_backend_leaves_pillow_as_it_is() -> None:
    from PIL import Image as Pillow

    from studio.models.ultralytics_people import _yolo

    before = Pillow.open
    assert _yolo().__name__ == "YOLO"
    assert Pillow.open is before
    assert Pillow.open.__module__ == "PIL.Image"


def test_people_are_never_written_to() -> None:
    people = People([("a", blob("a", 58, 102))])
    before = content_digest(people)
    matte_people(FakeContext(), marked(), people, backend="embedded")
    find_faces(FakeContext(), marked(), people)
    assert content_digest(people) == before
    assert replace(people["a"]) is not people["a"]


def test_a_strip_along_the_edge_is_nobody() -> None:
    from nodes.people.detect_people import is_strip

    strip, man = np.zeros((360, 640), np.uint8), np.zeros((360, 640), np.uint8)
    strip[300:, 10:300] = 255
    man[100:, 200:300] = 255
    assert is_strip(strip)
    assert is_strip(np.zeros_like(strip))
    assert not is_strip(man)
    assert not is_strip(np.roll(strip, -100, axis=0))
