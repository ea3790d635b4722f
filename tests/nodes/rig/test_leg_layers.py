"""Legs as layers of their own: where they begin, whose pixels are whose, and what happens when they move."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from fakes import FakeContext
from stick_person import SIZE, stick_person, turned

from nodes.algorithms.puppet_quality import hole_pixels, stretched_triangles
from nodes.rig.leg_start import CROTCH, leg_start
from nodes.rig.part_ties import part_ties
from nodes.rig.person_texture import read_texture
from nodes.rig.photo_bones import read_bones
from nodes.rig.puppet import Puppet
from nodes.rig.rig_person import rig_person
from studio.media.image import Image, Patch, srgb_to_linear
from studio.media.matte import Matte
from studio.media.person import Person
from studio.media.rig import Part, Rig
from studio.media.skeleton import KEYPOINTS

TOGETHER = {"left_hip": (276.0, 350.0), "right_hip": (224.0, 350.0), "left_knee": (276.0, 490.0),
            "right_knee": (224.0, 490.0), "left_ankle": (272.0, 630.0), "right_ankle": (228.0, 630.0)}  # fmt: skip
STEPPING = {"left_knee": (240.0, 470.0), "left_ankle": (205.0, 560.0), "left_toe": (205.0, 600.0),
            "right_knee": (212.0, 490.0), "right_ankle": (208.0, 630.0)}  # fmt: skip


def part(rig: Rig, name: str) -> Part:
    return next(part for part in rig.parts if part.name == name)


def alpha(of: Part) -> np.ndarray:
    """(H, W) a part's coverage where the photo has it."""
    canvas, (x, y), pixels = np.zeros((SIZE[1], SIZE[0]), np.float32), of.texture.origin, of.texture.pixels
    y1, x1 = min(y + pixels.shape[0], SIZE[1]), min(x + pixels.shape[1], SIZE[0])
    canvas[max(y, 0) : y1, max(x, 0) : x1] = pixels[max(-y, 0) : y1 - y, max(-x, 0) : x1 - x, 3]
    return canvas


def painted(image: Image, person: Person, corners: list[tuple[int, int]], shade: tuple[int, int, int]) -> Person:
    """The person with a piece of cloth in front."""
    assert person.matte is not None and person.foreground is not None
    cloth = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    cv2.fillPoly(cloth, [np.array(corners, np.int32)], 1)
    cover = np.maximum(person.matte.full(), cloth)
    whole = np.zeros((SIZE[1], SIZE[0], 4), np.float32)
    (x, y), pixels = person.foreground.origin, person.foreground.pixels
    whole[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
    whole[cloth > 0] = [*srgb_to_linear(np.array(shade, np.float32) / 255), 1]
    matte = Matte.from_full(cover)
    x0, y0, x1, y1 = matte.box
    return replace(person, matte=matte, foreground=Patch(whole[y0:y1, x0:x1].astype(np.float16), (x0, y0)))


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rig_person(FakeContext(), *stick_person(TOGETHER))


def start_of(image: Image, person: Person) -> tuple[float, bool] | None:
    assert person.skeleton is not None
    return leg_start(read_texture(image, person), read_bones(person.skeleton, person.box))


def test_trousers_part_at_the_crotch():
    assert start_of(*stick_person()) == (CROTCH, False)
    assert start_of(*stick_person(TOGETHER)) == (CROTCH, False)


def test_a_skirt_ends_at_its_hem():
    image, person = stick_person()
    skirted = painted(image, person, [(190, 340), (310, 340), (340, 450), (160, 450)], (200, 30, 60))
    start = start_of(image, skirted)
    assert start is not None and start[1] and start[0] == pytest.approx(100 / 140, abs=0.08)


def test_legs_in_a_dress_down_to_the_ground_are_not_seen():
    image, person = stick_person()
    assert (
        start_of(image, painted(image, person, [(190, 340), (310, 340), (400, 660), (100, 660)], (200, 30, 60))) is None
    )


def test_each_leg_is_a_layer_under_the_body(rig: Rig):
    names = [part.name for part in rig.parts]
    assert set(names[: names.index("body")]) == {"leftLeg", "rightLeg"}
    left, right, body = (alpha(part(rig, name)) for name in ("leftLeg", "rightLeg", "body"))
    assert left[560, 272] == right[560, 228] == 1 and body[450:].max() == 0
    assert not left[560, :240].any() and not right[560, 262:].any()


def test_a_leg_goes_on_under_the_body(rig: Rig):
    both = np.minimum(alpha(part(rig, "leftLeg")), alpha(part(rig, "body")))
    assert (both > 0.5).sum() > 500 and (both[: 350 - 60] > 0.5).sum() == 0


@pytest.mark.parametrize("turns", [{"leftUpperLeg": 25.0, "rightUpperLeg": -25.0}, {"leftUpperLeg": -30.0}])
def test_nothing_is_drawn_out_between_legs_that_part_or_cross(rig: Rig, turns: dict[str, float]):
    posed = Puppet(rig).pose(turned(rig, turns), np.zeros(3))
    for of, places in zip(rig.parts, posed.vertices, strict=True):
        assert stretched_triangles(of.vertices, places, of.triangles) == 0
    assert hole_pixels(rig, posed) == 0


def test_legs_that_part_show_what_is_between_them(rig: Rig):
    posed = Puppet(rig).pose(turned(rig, {"leftUpperLeg": 25.0, "rightUpperLeg": -25.0}), np.zeros(3))
    canvas = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    for of, places in zip(rig.parts, posed.vertices, strict=True):
        for corners in places[of.triangles]:
            cv2.fillConvexPoly(canvas, np.rint(corners).astype(np.int32), 1)
    assert not canvas[470, 235:265].any()


def test_at_the_hip_leg_and_body_move_as_one(rig: Rig):
    ties = part_ties(rig.parts)
    assert len(ties) >= 6
    posed = Puppet(rig).pose(turned(rig, {"leftUpperLeg": 40.0, "rightLowerLeg": -60.0}), np.zeros(3))
    assert np.abs(ties @ np.concatenate(posed.vertices)).max() < 1e-2


def test_a_leg_behind_the_other_goes_on_under_it_and_has_a_shoe():
    image, person = stick_person(STEPPING)
    shod = painted(image, person, [(185, 615), (231, 615), (231, 670), (185, 670)], (250, 250, 250))
    assert shod.skeleton is not None
    depth = np.array([0.3 if "right" in name else 0.0 for name in KEYPOINTS], np.float32)
    rig = rig_person(FakeContext(), image, replace(shod, skeleton=replace(shod.skeleton, depth=depth)))
    far, near = part(rig, "leftLeg"), part(rig, "rightLeg")
    assert far.order < near.order
    hidden = np.minimum(alpha(far), alpha(near))
    assert (hidden[430:600] > 0.5).sum() > 500


def test_legs_that_cannot_be_told_apart_stay_with_the_body():
    behind = {"left_hip": (252.0, 350.0), "right_hip": (248.0, 350.0), "left_knee": (251.0, 490.0),
              "right_knee": (249.0, 490.0), "left_ankle": (251.0, 630.0), "right_ankle": (249.0, 630.0),
              "left_toe": (290.0, 655.0), "right_toe": (288.0, 655.0)}  # fmt: skip
    rig = rig_person(FakeContext(), *stick_person(behind))
    k = rig.bones.index("leftUpperLeg")
    assert not any(of.name.endswith("Leg") for of in rig.parts)
    assert rig.reasons[k] == "legs overlap" and rig.freedom[k] < 0.5


def test_who_sits_keeps_the_legs_in_the_body():
    image, person = stick_person()
    assert person.skeleton is not None
    seated = replace(person, skeleton=replace(person.skeleton, activity="sits"))
    assert not any(of.name.endswith("Leg") for of in rig_person(FakeContext(), image, seated).parts)


def test_a_skirt_falls_over_the_legs_and_stays_whole():
    image, person = stick_person()
    skirted = painted(image, person, [(190, 340), (310, 340), (340, 450), (160, 450)], (200, 30, 60))
    rig = rig_person(FakeContext(), image, skirted)
    body, legs = alpha(part(rig, "body")), [alpha(part(rig, f"{side}Leg")) for side in ("left", "right")]
    assert body[360:440, 245:255].min() == 1 and body[480:].max() == 0
    assert min(leg[540].max() for leg in legs) == 1
    colours = part(rig, "leftLeg").texture.pixels.astype(np.float32)
    red = (colours[..., 0] > 3 * colours[..., 2] + 0.3) & (colours[..., 3] > 0.9)
    assert red.sum() < 0.1 * (colours[..., 3] > 0.9).sum(), "the leg under the skirt has the skirt's colour"
