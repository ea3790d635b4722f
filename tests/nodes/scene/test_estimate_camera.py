"""Horizon, roll and height of the camera."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from fakes import FakeContext

from nodes.scene.estimate_camera import estimate_camera
from nodes.scene.stature import cut_sides, stature
from studio.media.by_id import ById
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton

SIZE = (960, 640)


def _photo(fill: float = 0.5) -> Image:
    return Image.from_array(np.full((SIZE[1], SIZE[0], 3), fill, np.float32))


def _standing(metres: list[float], horizon: float = 250.0, height: float = 1.5, focal: float = 1000.0) -> People:
    people = {}
    for n, distance in enumerate(metres):
        foot, tall = horizon + focal * height / distance, focal * 1.7 / distance
        x = 100 + 150 * n
        people[f"person_{n + 1}"] = Person(f"person_{n + 1}", (x - tall * 0.15, foot - tall, x + tall * 0.15, foot))
    return ById(people)


def test_people_at_many_distances_give_the_horizon():
    camera = estimate_camera(FakeContext(), _photo(), _standing([4.2, 5.0, 6.5, 9.0]))
    assert abs(camera.horizon - 250) < 25
    assert abs(camera.height - 1.5) < 0.15
    assert camera.sure > 0.6


def test_without_people_the_camera_is_a_guess_and_says_so():
    camera = estimate_camera(FakeContext(), _photo(), ById())
    assert camera.sure == pytest.approx(0.0, abs=1e-6)
    assert camera.size == SIZE and camera.roll == 0.0


def test_more_people_make_it_surer():
    one = estimate_camera(FakeContext(), _photo(), _standing([5.0]))
    many = estimate_camera(FakeContext(), _photo(), _standing([4.2, 5.0, 7.0, 10.0]))
    assert 0 < one.sure < many.sure


def test_a_horizon_set_by_hand_is_kept():
    camera = estimate_camera(FakeContext(), _photo(), _standing([5.0]), fix_horizon=True, horizon=0.25)
    assert camera.horizon == pytest.approx(160)
    assert camera.evidence == "horizon set by hand"


def test_the_field_of_view_gives_the_focal_length():
    assert estimate_camera(FakeContext(), _photo(), ById(), field_of_view=90.0).focal == pytest.approx(480)


@pytest.mark.parametrize("degrees", [-3.0, 3.0])
def test_leaning_uprights_give_the_roll(degrees: float):
    picture = np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)
    lean = np.tan(np.radians(degrees))
    for x in range(60, 900, 60):
        cv2.line(picture, (round(x - 250 * lean), 570), (round(x + 250 * lean), 70), (40, 40, 40), 3, cv2.LINE_AA)
    camera = estimate_camera(FakeContext(), Image.from_srgb8(picture), ById())
    assert np.degrees(camera.roll) == pytest.approx(degrees, abs=0.5)


def _skeleton(x: float, top: float, scale: float) -> Skeleton:
    """A body facing the viewer, ``scale`` pixels per metre, its head's top at ``top``; legs unseen."""
    metres = {
        "nose": (0, 0.13), "left_shoulder": (0.18, 0.37), "right_shoulder": (-0.18, 0.37),
        "left_hip": (0.12, 0.87), "right_hip": (-0.12, 0.87),
    }  # fmt: skip
    points, scores = np.zeros((len(KEYPOINTS), 2), np.float32), np.zeros(len(KEYPOINTS), np.float32)
    for name, (dx, dy) in metres.items():
        points[KEYPOINTS.index(name)] = (x + dx * scale, top + dy * scale)
        scores[KEYPOINTS.index(name)] = 0.9
    return Skeleton(points, scores, np.zeros(len(KEYPOINTS), np.float32), "stands")


def test_feet_that_the_picture_cuts_off_are_told_from_the_rest_of_the_body():
    person = Person("person_1", (350, 200, 550, 640), skeleton=_skeleton(450, 200, 400))
    body = stature(person, SIZE)
    assert cut_sides(person, SIZE) == ("bottom",)
    assert body.scale == pytest.approx(400, rel=0.1)
    assert body.ground == pytest.approx(200 + 1.7 * 400, rel=0.1)


def test_someone_who_sits_is_not_taken_for_a_child_far_away():
    scale = 250.0
    sitting = replace(_skeleton(450, 200, scale), activity="sits")
    person = Person("person_1", (380, 200, 520, 200 + 1.25 * scale), skeleton=sitting)
    assert stature(person, SIZE).scale == pytest.approx(scale, rel=0.12)
