"""Distance of everything in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext

from nodes.depth.estimate_depth import estimate_depth, person_metres
from nodes.depth.learned_depth import fit_affine
from nodes.scene.estimate_camera import estimate_camera
from studio.media.by_id import ById
from studio.media.camera import Camera
from studio.media.errors import VivantError
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import People, Person

SIZE = (480, 320)
CAMERA = Camera(SIZE, 500.0, 120.0, 0.0, 1.5, 0.8)


def _photo() -> Image:
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    picture[:100] = (150, 190, 235)
    picture[100:125] = (60, 90, 50)
    return Image.from_srgb8(picture)


def _people(metres: list[float], seed: int = 0) -> People:
    random = np.random.default_rng(seed)
    people = {}
    for n, distance in enumerate(metres):
        foot, tall = 120 + 500 * 1.5 / distance, 500 * 1.7 / distance * random.normal(1, 0.05)
        x = 60 + 90 * n
        coverage = np.zeros((SIZE[1], SIZE[0]), np.float32)
        coverage[max(0, int(foot - tall)) : int(foot), int(x - tall * 0.12) : int(x + tall * 0.12)] = 1
        box = (x - tall * 0.12, foot - tall, x + tall * 0.12, foot)
        people[f"person_{n + 1}"] = Person(f"person_{n + 1}", box, matte=Matte.from_full(coverage))
    return ById(people)


def test_the_ground_lies_as_far_as_the_camera_says():
    metres = estimate_depth(FakeContext(), _photo(), ById(), CAMERA, backend="embedded").metres
    for row in (200, 260, 310):
        assert metres[row, 240] == pytest.approx(CAMERA.ground_distance(240, row + 0.5), rel=0.03)


def test_the_sky_is_infinitely_far_and_nothing_else_is():
    metres = estimate_depth(FakeContext(), _photo(), ById(), CAMERA, backend="embedded").metres
    assert np.isinf(metres[:90]).mean() > 0.9
    assert np.isfinite(metres[130:]).all() and metres.min() > 0


def test_each_person_stands_at_one_distance_and_bulges_a_little():
    people = _people([4.0, 6.0])
    metres = estimate_depth(FakeContext(), _photo(), people, CAMERA, backend="embedded").metres
    for name, distance in (("person_1", 4.0), ("person_2", 6.0)):
        there = metres[people[name].matte.full() > 0.5]
        assert np.median(there) == pytest.approx(distance, rel=0.15)
        assert np.ptp(there) <= 0.31


def test_people_are_ordered_right():
    right = total = 0
    for seed in range(25):
        metres = np.random.default_rng(seed).uniform(4.0, 11.0, 4).tolist()
        people = _people(metres, seed)
        camera = estimate_camera(FakeContext(), _photo(), people, use_lines=False)
        said = [person_metres(person, camera) for person in people.values()]
        for i in range(4):
            for j in range(i):
                if abs(np.log(metres[i] / metres[j])) > 0.05:
                    right += (metres[i] > metres[j]) == (said[i] > said[j])
                    total += 1
    assert right / total >= 0.95


def test_learned_depth_without_its_weights_says_what_to_do():
    with pytest.raises(VivantError):
        estimate_depth(FakeContext(), _photo(), ById(), CAMERA, backend="learned")


def test_inverse_depth_is_fitted_by_scale_and_shift():
    values = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    scale, shift = fit_affine(values, 0.3 * values + 0.05, np.ones_like(values))
    assert scale == pytest.approx(0.3, abs=1e-4) and shift == pytest.approx(0.05, abs=1e-4)
