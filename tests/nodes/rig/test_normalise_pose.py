"""A person in a neutral stance and back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from fakes import FakeContext
from stick_person import stick_person

from nodes.algorithms.mesh_raster import rasterise, sample
from nodes.rig.normalise_pose import neutral_pose, normalise_pose
from nodes.rig.puppet import Puppet
from nodes.rig.rig_person import rig_person
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.rig import Rigs

RAISED = {"left_elbow": (390.0, 150.0), "left_wrist": (450.0, 90.0), "left_hand": (465.0, 72.0)}


@cache
def raised() -> tuple[Image, Rigs]:
    """A person with one arm raised."""
    image, person = stick_person(RAISED)
    return image, ById({person.id: rig_person(FakeContext(), image, person)})


def test_the_neutral_stance_brings_a_raised_arm_down() -> None:
    rigs = raised()[1]
    rig = rigs["person_1"]
    pose = neutral_pose(rig, Puppet(rig), float(np.radians(50)), float(np.radians(5)))
    arm = rig.bones.index("leftUpperArm")
    assert rig.tails[arm][1] < rig.heads[arm][1], "it is raised in the photo"
    along = pose.tails[arm] - pose.heads[arm]
    assert np.isclose(np.degrees(np.arctan2(along[1], along[0])), 50, atol=3)
    leg = rig.bones.index("leftUpperLeg")
    along = pose.tails[leg] - pose.heads[leg]
    assert np.isclose(np.degrees(np.arctan2(along[0], along[1])), 5, atol=3)


def test_there_and_back_is_the_photo_within_30_db() -> None:
    image, rigs = raised()
    back = normalise_pose(FakeContext(), image, rigs, direction="to_photo")
    _, person = stick_person(RAISED)
    assert person.matte is not None
    inside = person.matte.full() > 0.9
    error = (back.picture.srgb8().astype(float) - image.srgb8().astype(float))[inside]
    assert 10 * np.log10(255**2 / (error**2).mean()) >= 30
    beside = person.matte.full() == 0
    assert (back.picture.half()[beside] == image.half()[beside]).all()


def test_what_is_painted_on_the_neutral_picture_comes_back_where_it_belongs() -> None:
    image, rigs = raised()
    neutral = normalise_pose(FakeContext(), image, rigs)
    pixels = neutral.picture.array()
    ways, rig = neutral.unpose.pixels, rigs["person_1"]
    bone = rig.bones.index("leftLowerArm")
    elbow = (rig.heads[bone][:2] + rig.tails[bone][:2]) / 2
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
    near = np.hypot(x + ways[..., 0] - elbow[0], y + ways[..., 1] - elbow[1]) < 8
    near &= pixels[..., 3] > 0.9
    assert near.any()
    pixels[near, :3] = (0.0, 1.0, 0.0)
    back = normalise_pose(FakeContext(), image, rigs, Image.from_array(pixels), direction="to_photo").picture.srgb8()
    green = (back[..., 1] > 180) & (back[..., 0] < 90)
    rows, columns = np.nonzero(green)
    assert np.hypot(columns.mean() - elbow[0], rows.mean() - elbow[1]) < 4


def test_the_neutral_picture_shows_the_person_over_nothing() -> None:
    image, rigs = raised()
    alpha = normalise_pose(FakeContext(), image, rigs).picture.array()[..., 3]
    assert alpha[0].max() == 0 and 0.2 < (alpha > 0.5).mean() < 0.8


def test_who_stands_in_front_is_not_painted_over() -> None:
    image, rigs = raised()
    front = replace(rigs["person_1"], person="person_2", layer=9)
    both = ById({**dict(rigs), "person_2": front})
    neutral = normalise_pose(FakeContext(), image, both).picture.array()
    green = Image.from_array(np.float32([0, 1, 0, 1]) * neutral[..., 3:])
    back = normalise_pose(FakeContext(), image, both, green, direction="to_photo")
    assert np.array_equal(back.picture.half(), image.half())


@pytest.mark.parametrize(("person", "words"), [("person_7", "person_1"), ("nobody", "there is no")])
def test_somebody_who_is_not_there_is_told(person: str, words: str) -> None:
    image, rigs = raised()
    with pytest.raises(BadInput, match=words):
        normalise_pose(FakeContext(), image, rigs, person=person)


def test_a_painted_picture_of_another_size_is_refused() -> None:
    image, rigs = raised()
    with pytest.raises(BadInput, match="paint on the latter"):
        normalise_pose(FakeContext(), image, rigs, image, direction="to_photo")


def test_nobody_at_all_is_told() -> None:
    with pytest.raises(BadInput, match="nobody"):
        normalise_pose(FakeContext(), raised()[0], ById())


def test_a_rastered_triangle_holds_what_varies_over_it_and_nothing_beside() -> None:
    places = np.array([[0, 0], [8, 0], [0, 8]], float)
    found = rasterise(places, np.array([[0, 1, 2]]), places, (10, 10))
    assert np.allclose(found[2, 3], (3.5, 2.5)) and np.isnan(found[9, 9]).all()


def test_sampling_at_pixel_centres_gives_the_pixels() -> None:
    picture = np.random.default_rng(1).random((6, 7, 3)).astype(np.float32)
    y, x = np.mgrid[:6, :7] + 0.5
    assert np.allclose(sample(picture, np.stack([x, y], 2).astype(np.float32)), picture, atol=1e-5)
