"""Who stands in front, and what goes on behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeContext
from paper_people import Scene, make_scene

from nodes.algorithms.over import composite_at_rest
from nodes.scene.clean_plate import clean_plate
from nodes.scene.order_layers import order_layers
from studio.media.by_id import ById
from studio.media.depth import Depth
from studio.media.image import Image, Patch
from studio.media.person import People


def _depth(scene: Scene) -> Depth:
    metres = np.full(scene.photo.size[::-1], 50.0, np.float32)
    for name, coverage in scene.visible.items():
        metres[coverage > 0.5] = scene.distance[name]
    return Depth(metres)


def _drawn(plate: Image, people: People, shift: dict[str, int] | None = None) -> np.ndarray:
    layers = []
    for person in sorted(people.values(), key=lambda person: person.layer):
        assert person.foreground is not None
        x, y = person.foreground.origin
        layers.append((person.foreground.pixels, (x + (shift or {}).get(person.id, 0), y)))
    return composite_at_rest(plate.array(), layers)


def _psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / ((a.astype(float) - b.astype(float)) ** 2).mean()))


def test_at_rest_the_plate_and_the_layers_are_the_photo(pair: Scene):
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(pair))
    plate = clean_plate(FakeContext(), pair.photo, pair.people)
    assert _psnr(Image.from_array(_drawn(plate, people)).srgb8(), pair.photo.srgb8()) >= 40


def test_the_nearer_one_is_in_front_and_layers_count_from_the_back(pair: Scene):
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(pair))
    assert [people[name].layer for name in ("person_1", "person_2")] == [0, 1]
    assert people["person_1"].metres == pytest.approx(5.0)
    assert list(people) == list(pair.people)


def test_outlines_outweigh_a_slightly_wrong_distance(pair: Scene):
    wrong = dict(pair.distance, person_1=4.25)
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(replace(pair, distance=wrong)))
    assert people["person_2"].layer == 1
    assert people["person_1"].metres >= people["person_2"].metres


def test_the_one_behind_goes_on_under_the_one_in_front(pair: Scene):
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(pair), continue_behind=0.1)
    behind = people["person_1"]
    hidden, front = behind.hidden.full(), pair.visible["person_2"]
    assert hidden.sum() > 100
    assert hidden[front < 0.004].sum() < 0.05 * hidden.sum()
    assert people["person_2"].hidden.full().sum() == 0


def test_no_sliver_opens_when_the_front_one_sways(pair: Scene):
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(pair), continue_behind=0.1)
    plate = clean_plate(FakeContext(), pair.photo, pair.people)
    moved = _drawn(plate, people, {"person_2": 5})
    trunk = moved[110:150, 140:147, :3]
    assert np.abs(trunk - (0.8, 0.05, 0.05)).max() < 0.05


def test_colours_that_the_photo_shows_stay_untouched(pair: Scene):
    people = order_layers(FakeContext(), pair.photo, pair.people, _depth(pair))
    for name, person in people.items():
        before, after = pair.people[name], person
        x, y = before.foreground.origin[0] - after.foreground.origin[0], before.foreground.origin[1]
        y -= after.foreground.origin[1]
        height, width = before.foreground.pixels.shape[:2]
        piece = after.foreground.pixels[y : y + height, x : x + width].astype(np.float32)
        shown = (before.matte.coverage > 0.99) & (after.hidden.coverage[y : y + height, x : x + width] == 0)
        assert np.abs(piece[shown] - before.foreground.pixels[shown]).max() < 2e-3


def test_matte_hidden_and_colours_share_one_box(pair: Scene):
    for person in order_layers(FakeContext(), pair.photo, pair.people, _depth(pair)).values():
        assert person.matte.origin == person.hidden.origin == person.foreground.origin
        assert person.matte.coverage.shape == person.hidden.coverage.shape == person.foreground.pixels.shape[:2]
        assert np.abs(person.foreground.pixels[..., 3] - person.matte.coverage).max() < 1e-3


def test_people_apart_hide_nothing_and_keep_their_mattes(apart: Scene):
    people = order_layers(FakeContext(), apart.photo, apart.people, _depth(apart))
    for name, person in people.items():
        assert person.hidden.full().sum() == 0
        assert np.array_equal(person.matte.full(), apart.people[name].matte.full())


def test_sides_that_cut_a_person_are_named():
    scene = make_scene({"person_1": (4, 200, 130, 5.0), "person_2": (200, 300, 200, 3.0)})
    people = order_layers(FakeContext(), scene.photo, scene.people, _depth(scene))
    assert people["person_1"].cropped == ("left",)
    assert people["person_2"].cropped == ("bottom",)


def test_three_in_a_row_are_lined_up_by_distance():
    scene = make_scene(
        {"person_1": (110, 195, 125, 6.0), "person_2": (150, 225, 150, 4.0), "person_3": (190, 208, 135, 5.0)}
    )
    people = order_layers(FakeContext(), scene.photo, scene.people, _depth(scene))
    assert [people[name].layer for name in people] == [0, 2, 1]


def test_nobody_is_handed_on_and_a_person_without_colours_gets_the_photos(apart: Scene):
    assert len(order_layers(FakeContext(), apart.photo, ById(), _depth(apart))) == 0
    bare = ById((name, replace(person, foreground=None)) for name, person in apart.people.items())
    people = order_layers(FakeContext(), apart.photo, bare, _depth(apart))
    assert all(isinstance(person.foreground, Patch) for person in people.values())
