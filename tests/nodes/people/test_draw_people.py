"""The overlay: everyone's colour, name and limbs are there to be read, at any size."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.labels import LabelPlaces
from nodes.people.draw_people import draw_people
from nodes.people.overlay import freedom_colour
from studio.media.by_id import ById
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import Face, Person
from studio.media.rig import Rig
from studio.media.skeleton import BONES, KEYPOINTS, Skeleton


def person(size: tuple[int, int]) -> Person:
    width, height = size
    coverage = np.zeros((height, width), np.float32)
    coverage[height // 4 : height * 9 // 10, width // 3 : width * 2 // 3] = 1
    points = np.linspace([width * 0.4, height * 0.3], [width * 0.6, height * 0.8], len(KEYPOINTS)).astype(np.float32)
    skeleton = Skeleton(points, np.ones(len(KEYPOINTS), np.float32), np.zeros(len(KEYPOINTS), np.float32))
    face = Face(points.repeat(21, 0)[:478], np.zeros(478, np.float32), (0, 0, 1, 1), 1.0)
    return Person(
        "person_1", (width / 3, height / 4, width * 2 / 3, height * 0.9), 0.9, "Ada", (0.9, 0.6, 0.0),
        matte=Matte.from_full(coverage), skeleton=skeleton, face=face,
    )  # fmt: skip


def rig(size: tuple[int, int], freedom: float) -> Rig:
    count = len(BONES)
    heads = np.linspace([size[0] * 0.4, size[1] * 0.3, 0], [size[0] * 0.6, size[1] * 0.8, 0], count).astype(np.float32)
    reasons = tuple("crossed over the chest" if bone == "leftUpperArm" else "" for bone in BONES)
    return Rig(
        "person_1", BONES, np.arange(-1, count - 1, dtype=np.int32), heads, heads + np.float32(4),
        np.tile(np.array([0, 0, 0, 1], np.float32), (count, 1)), np.full(count, freedom, np.float32), reasons, (),
        100.0, 0, (), (0, 0), True,
    )  # fmt: skip


def grey(size: tuple[int, int]) -> Image:
    return Image.from_array(np.full((size[1], size[0], 3), 0.2))


@pytest.mark.parametrize("size", [(24, 16), (200, 300), (1600, 900)])
def test_everyone_is_drawn_in_their_colour_at_any_size(size: tuple[int, int]) -> None:
    ada = person(size)
    drawn = draw_people(FakeContext(), grey(size), ById({"person_1": ada}), dim=0.0).srgb8().astype(int)
    empty = grey(size).srgb8().astype(int)
    assert drawn.shape == empty.shape
    inside = ada.matte.full() > 0.5  # type: ignore[union-attr]
    assert (drawn[inside] != empty[inside]).any(axis=1).mean() > 0.95
    warm = drawn[inside].mean(axis=0) - empty[inside].mean(axis=0)
    assert warm[0] > warm[2]


def test_a_held_limb_is_red_and_a_free_one_green() -> None:
    assert freedom_colour(0)[0] > 200 > 60 > freedom_colour(0)[1]
    assert freedom_colour(1)[1] > 200 > 60 > freedom_colour(1)[0]
    assert min(freedom_colour(0.5)[:2]) > 200
    size = (400, 400)
    people = ById({"person_1": dataclasses.replace(person(size), matte=None, face=None)})
    red, green = (
        draw_people(
            FakeContext(), grey(size), people, ById({"person_1": rig(size, f)}), names=False, reasons=False
        ).srgb8()
        for f in (0.0, 1.0)
    )
    assert (red[..., 0] > red[..., 1].astype(int) + 100).sum() > 200
    assert (green[..., 1] > green[..., 0].astype(int) + 100).sum() > 200


def test_reasons_and_names_can_be_left_out() -> None:
    size = (400, 400)
    people, rigs = ById({"person_1": person(size)}), ById({"person_1": rig(size, 0.2)})
    plain = draw_people(FakeContext(), grey(size), people, rigs, names=False, reasons=False).srgb8()
    named = draw_people(FakeContext(), grey(size), people, rigs, reasons=False).srgb8()
    full = draw_people(FakeContext(), grey(size), people, rigs).srgb8()
    assert (plain != named).any() and (named != full).any()


def test_nobody_leaves_the_picture_as_it_is() -> None:
    drawn = draw_people(FakeContext(), grey((40, 30)), ById(), dim=0.0)
    assert (drawn.srgb8() == grey((40, 30)).srgb8()).all()


def test_labels_do_not_cover_each_other_and_stay_inside() -> None:
    places = LabelPlaces((100, 60))
    found = [places.take([(90, -5)], 30, 10) for _ in range(5)]
    assert all(found) and len(set(found)) == 5
    assert all(0 <= x <= 70 and 0 <= y <= 50 for x, y in found)  # type: ignore[misc]
    assert places.take([(0, 0)], 200, 10) is None
