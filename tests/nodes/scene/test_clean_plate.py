"""The picture without its people."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeContext
from paper_people import Scene, body

from nodes.scene.clean_plate import clean_plate
from studio.media.by_id import ById
from studio.media.errors import Cancelled
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton


def _near(people: People, size: tuple[int, int], part: float) -> np.ndarray:
    """(H, W) bool: within a part of each person's height, and three pixels, of the person."""
    near = np.zeros((size[1], size[0]), bool)
    for person in people.values():
        assert person.matte is not None
        away = cv2.distanceTransform((person.matte.full() <= 0.02).astype(np.uint8), cv2.DIST_L2, 5)
        near |= away <= part * (person.box[3] - person.box[1]) + 3
    return near


def test_far_from_people_the_plate_is_the_photo_bit_for_bit(pair: Scene):
    plate = clean_plate(FakeContext(), pair.photo, pair.people)
    far = ~_near(pair.people, pair.photo.size, 0.05)
    before, after = pair.photo.pixels.numpy(), plate.pixels.numpy()
    assert (before[far].view(np.uint16) == after[far].view(np.uint16)).all()


def test_nobody_is_left_and_the_background_is_believable(pair: Scene):
    plate = clean_plate(FakeContext(), pair.photo, pair.people)
    away = np.abs(plate.srgb8().astype(int) - pair.background.srgb8().astype(int))
    people = np.maximum(pair.visible["person_1"], pair.visible["person_2"]) > 0.02
    assert np.quantile(away[people], 0.95) < 40
    assert away[people].mean() < 12


def test_no_fringe_of_a_persons_colour_stays_around_them(apart: Scene):
    plate = clean_plate(FakeContext(), apart.photo, apart.people).array()
    band = _near(apart.people, apart.photo.size, 0.05)
    red = plate[..., 0] - plate[..., 1]
    assert red[band].max() < 0.15
    blue = plate[..., 2] - plate[..., 1]
    lower = np.arange(plate.shape[0])[:, None] > 90
    assert blue[band & lower].max() < 0.15


def test_a_photo_without_people_is_handed_on(apart: Scene):
    assert clean_plate(FakeContext(), apart.photo, ById()) is apart.photo


def test_the_photo_is_not_written_to_and_the_plate_is_the_same_each_time(apart: Scene):
    before = apart.photo.pixels.clone()
    first = clean_plate(FakeContext(), apart.photo, apart.people)
    second = clean_plate(FakeContext(), apart.photo, apart.people)
    assert bool((apart.photo.pixels == before).all())
    assert bool((first.pixels == second.pixels).all())


def test_a_person_known_by_a_box_alone_is_taken_out_as_well(apart: Scene):
    boxes = ById((name, Person(name, person.box)) for name, person in apart.people.items())
    plate = clean_plate(FakeContext(), apart.photo, boxes).array()
    red = plate[..., 0] - plate[..., 1]
    trunk = apart.visible["person_1"] > 0.99
    assert (red[trunk] > 0.3).mean() < 0.2


def test_the_artist_can_stop_it(pair: Scene):
    with pytest.raises(Cancelled):
        clean_plate(FakeContext(cancel_after=1), pair.photo, pair.people)


def test_people_who_fill_the_picture_leave_a_picture_without_holes():
    pixels = np.full((90, 120, 3), 0.5, np.float32)
    pixels[:, 6:-6] = (0.9, 0.0, 0.0)
    coverage = np.zeros((90, 120), np.float32)
    coverage[:, 6:-6] = 1
    person = Person("person_1", (6, 0, 114, 90), matte=Matte.from_full(coverage))
    plate = clean_plate(FakeContext(), Image.from_array(pixels), ById({"person_1": person}), grow=0.0).array()
    assert np.isfinite(plate).all()
    assert np.abs(plate[..., :3] - 0.5).max() < 0.1


def test_the_players_are_gone_from_a_real_pitch(data: Path):
    folder = data / "people" / "coco"
    truth = json.loads((folder / "test_coco.json").read_text())
    entry = next(image for image in truth["images"] if image["file_name"] == "000000196141.jpg")
    picture = cv2.cvtColor(cv2.imread(str(folder / entry["file_name"])), cv2.COLOR_BGR2RGB)
    size = (picture.shape[1], picture.shape[0])
    people = {}
    for n, note in enumerate(a for a in truth["annotations"] if a["image_id"] == entry["id"]):
        mask = np.zeros(size[::-1], np.float32)
        for ring in note["segmentation"]:
            cv2.fillPoly(mask, [np.array(ring, np.float32).reshape(-1, 2).round().astype(np.int32)], 1.0)
        x, y, w, h = note["bbox"]
        people[f"person_{n + 1}"] = Person(f"person_{n + 1}", (x, y, x + w, y + h), matte=Matte.from_full(mask))
    photo = Image.from_srgb8(picture)
    large = [person for person in people.values() if person.box[3] - person.box[1] > 100]
    plate = clean_plate(FakeContext(), photo, ById((person.id, person) for person in large))
    far = ~_near(ById((person.id, person) for person in large), size, 0.05)
    assert (plate.srgb8()[far] == picture[far]).all()
    covered = np.max([person.matte.full() for person in large if person.matte], axis=0) > 0.5
    hue = cv2.cvtColor(plate.srgb8(), cv2.COLOR_RGB2HSV).astype(int)
    jersey = covered & ((hue[..., 0] < 6) | (hue[..., 0] > 172)) & (hue[..., 1] > 150) & (hue[..., 2] > 70)
    assert jersey.sum() < 0.002 * covered.sum()


def _windblown() -> tuple[Image, People, np.ndarray]:
    """A man before a clear sky, strands of his hair that his matte does not have, and where those are."""
    sky = np.tile(np.array((0.2, 0.45, 0.75), np.float32), (240, 240, 1))
    coverage = body((240, 240), 120, 235, 200)
    x, y = 120.0, 235 - 0.92 * 200
    strands = np.zeros((240, 240), np.uint8)
    for low in (-8, 0, 8):
        cv2.line(strands, (108, round(y) + low), (93, round(y) + low - 7), 255, 1, cv2.LINE_AA)
    share = np.maximum(strands / np.float32(255), coverage)[..., None]
    photo = sky * (1 - share) + np.float32(0.01) * share
    points = np.zeros((23, 2), np.float32)
    points[:5] = [(x, y + 4), (x + 5, y), (x - 5, y), (x + 12, y + 2), (x - 12, y + 2)]
    points[5:7] = [(x + 26, y + 32), (x - 26, y + 32)]
    seen = (np.arange(23) < 7).astype(np.float32)
    skeleton = Skeleton(points, seen, np.zeros(23, np.float32))
    man = Person("person_1", (92, 35, 148, 235), matte=Matte.from_full(coverage), skeleton=skeleton)
    return Image.from_array(photo), ById({"person_1": man}), (strands > 100) & (coverage < 0.02)


def test_hair_that_a_matte_left_out_goes_with_the_head():
    photo, people, strands = _windblown()
    plate = clean_plate(FakeContext(), photo, people).array()[..., :3]
    assert np.abs(plate[strands] - (0.2, 0.45, 0.75)).max() < 0.03
