"""Mattes, joints and faces corrected by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.face.correct_face import correct_face
from nodes.people.correct_keypoints import correct_keypoints
from nodes.people.correct_matte import correct_matte
from studio.media.errors import BadInput
from studio.media.image import Image, Patch
from studio.media.matte import Matte
from studio.media.person import Face, People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton

SIZE = (40, 30)


def one(name: str, x0: int, x1: int) -> Person:
    """A red person between two columns."""
    cover = np.zeros((SIZE[1], SIZE[0]), np.float32)
    cover[5:25, x0:x1] = 1
    matte = Matte.from_full(cover)
    pixels = np.concatenate([matte.coverage[..., None] * [1.0, 0, 0], matte.coverage[..., None]], axis=2)
    count = len(KEYPOINTS)
    skeleton = Skeleton(np.zeros((count, 2), np.float32), np.full(count, 0.2, np.float32), np.zeros(count, np.float32))
    return Person(name, (x0, 5, x1, 25), matte=matte, foreground=Patch(pixels.astype(np.float16), matte.origin),
                  skeleton=skeleton)  # fmt: skip


def two() -> People:
    return People({"a": one("a", 5, 15), "b": one("b", 15, 25)})


def photo() -> Image:
    return Image.from_array(np.full((SIZE[1], SIZE[0], 3), 0.25, np.float32))


def stroke(person: str = "a", **more: Any) -> dict[str, Any]:
    return {"person": person, "points": [[18.0, 15.0, 1.0], [30.0, 15.0, 1.0]], "size": 6.0, "hardness": 1.0, **more}


def test_without_strokes_of_people_who_are_here_the_same_people_are_handed_on() -> None:
    people = two()
    assert correct_matte(FakeContext(), photo(), people, strokes=(stroke("gone"),)) is people


def test_what_is_painted_onto_one_person_is_taken_from_the_other() -> None:
    people = two()
    made = correct_matte(FakeContext(), photo(), people, strokes=(stroke(),))
    a, b = made["a"].matte.full(), made["b"].matte.full()  # type: ignore[union-attr]
    assert a[15, 20] == 1
    assert b[15, 20] == 0
    assert a[15, 28] == 1  # painted where nobody was
    assert b[8, 20] == 1
    assert (a + b).max() <= 1 + 1e-6
    assert people["a"].matte.full()[15, 20] == 0  # type: ignore[union-attr]  # what was given is as it was


def test_painted_pixels_have_the_photos_colours_and_old_ones_keep_theirs() -> None:
    made = correct_matte(FakeContext(), photo(), two(), strokes=(stroke(),))["a"].foreground
    assert made is not None
    x, y = made.origin
    assert made.pixels[15 - y, 28 - x].tolist() == [0.25, 0.25, 0.25, 1]
    half = replace(one("a", 5, 15), matte=Matte(np.full((20, 10), 0.5, np.float32), (5, 5), SIZE))
    patch = Patch(np.tile(np.array([0.5, 0, 0, 0.5], np.float16), (20, 10, 1)), (5, 5))
    soft = correct_matte(FakeContext(), photo(), People({"a": replace(half, foreground=patch)}), strokes=(stroke(),))
    assert soft["a"].foreground is not None
    x, y = soft["a"].foreground.origin
    assert soft["a"].foreground.pixels[8 - y, 8 - x].tolist() == [0.5, 0, 0, 0.5]


def test_erasing_takes_from_that_person_alone() -> None:
    points = [[10.0, 15.0, 1.0], [20.0, 15.0, 1.0]]
    made = correct_matte(FakeContext(), photo(), two(), strokes=(stroke(erase=True, points=points),))
    assert made["a"].matte.full()[15, 12] == 0  # type: ignore[union-attr]
    assert made["b"] is not None
    assert made["b"].matte.full()[15, 18] == 1  # type: ignore[union-attr]


def test_a_stroke_that_is_none_is_refused_in_one_line() -> None:
    for bad in ({"points": []}, {"points": [[1, 2]]}, {"size": 0}, {"hardness": 2}, {"points": "x"}):
        with pytest.raises(BadInput, match="correct_matte"):
            correct_matte(FakeContext(), photo(), two(), strokes=(stroke(**bad),))


def test_a_joint_that_was_moved_is_there_and_surely_seen() -> None:
    people = two()
    made = correct_keypoints(people, points=({"person": "a", "point": "left_wrist", "at": (12.0, 9.5)},))
    assert made["b"] is people["b"]
    assert made["a"].skeleton.point("left_wrist").tolist() == [12.0, 9.5]  # type: ignore[union-attr]
    assert made["a"].skeleton.score("left_wrist") == 1.0  # type: ignore[union-attr]
    assert made["a"].skeleton.score("right_wrist") == pytest.approx(0.2)  # type: ignore[union-attr]
    with pytest.raises(BadInput, match="tail"):
        correct_keypoints(people, points=({"person": "a", "point": "tail", "at": (1, 1)},))


def test_a_face_point_is_where_it_was_put_and_far_ones_stay() -> None:
    spots = np.stack(np.meshgrid(np.arange(22.0), np.arange(22.0)), axis=-1).reshape(-1, 2)[:478] * 5
    face = Face(spots.astype(np.float32), np.zeros(478, np.float32), (0, 0, 105, 105), 1.0)
    people = People({"a": replace(one("a", 5, 15), face=face), "b": one("b", 15, 25)})
    entries = ({"person": "a", "point": 0, "at": (-3.0, 4.0)}, {"person": "b", "point": 0, "at": (1, 1)})
    made = correct_face(people, points=entries)
    assert made["b"] is people["b"]
    assert made["a"].face.landmarks[0].tolist() == [-3.0, 4.0]  # type: ignore[union-attr]
    assert np.array_equal(made["a"].face.landmarks[-1], face.landmarks[-1])  # type: ignore[union-attr]
    assert 0 < made["a"].face.landmarks[22, 1] - face.landmarks[22, 1] < 4  # type: ignore[union-attr]
