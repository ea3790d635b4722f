"""Bones, layers and freedom from a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeContext
from stick_person import SIZE, stick_person

from nodes.algorithms.rotation import multiply, rotate
from nodes.rig.limb_layers import guessed
from nodes.rig.person_texture import read_texture
from nodes.rig.rig_person import rig_person
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import Person
from studio.media.rig import Rig
from studio.media.skeleton import BONES, KEYPOINTS, T_POSE_DIRECTION, Skeleton


def rigged(changes: dict[str, tuple[float, float]] | None = None, **knobs: object) -> Rig:
    return rig_person(FakeContext(), *stick_person(changes), **knobs)  # type: ignore[arg-type]


def at_rest(rig: Rig, size: tuple[int, int]) -> np.ndarray:
    """(H, W, 4) the rig's parts drawn back to front where the photo has them."""
    canvas = np.zeros((size[1], size[0], 4), np.float32)
    for part in sorted(rig.parts, key=lambda part: part.order):
        (x, y), pixels = part.texture.origin, part.texture.pixels.astype(np.float32)
        x0, y0 = max(x, 0), max(y, 0)
        pixels = pixels[y0 - y : size[1] - y, x0 - x : size[0] - x]
        place = canvas[y0 : y0 + pixels.shape[0], x0 : x0 + pixels.shape[1]]
        place[:] = pixels + (1 - pixels[..., 3:]) * place
    return canvas


def expected(person: Person, size: tuple[int, int]) -> np.ndarray:
    assert person.foreground is not None
    canvas = np.zeros((size[1], size[0], 4), np.float32)
    (x, y), pixels = person.foreground.origin, person.foreground.pixels
    canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
    return canvas


def drawn(rig: Rig, size: tuple[int, int]) -> np.ndarray:
    """(H, W) where any part's mesh is."""
    canvas = np.zeros((size[1], size[0]), np.uint8)
    for part in rig.parts:
        for corners in part.vertices[part.triangles]:
            cv2.fillConvexPoly(canvas, np.rint((corners - 0.5) * 256).astype(np.int32), 1, cv2.LINE_8, 8)
    return canvas > 0


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rigged()


def freedom(rig: Rig, bone: str) -> tuple[float, str]:
    k = rig.bones.index(bone)
    return float(rig.freedom[k]), rig.reasons[k]


def test_rest_rotations_give_the_photos_bones_exactly(rig: Rig):
    whole: list[np.ndarray] = []
    for k, bone in enumerate(rig.bones):
        above = whole[rig.parents[k]] if rig.parents[k] >= 0 else np.array([0.0, 0.0, 0.0, 1.0])
        whole.append(multiply(above, rig.rest[k]))
        along = (rig.tails[k] - rig.heads[k]) * [1, -1, 1]
        direction = rotate(whole[k], np.array(T_POSE_DIRECTION[bone], float))
        assert np.allclose(direction, along / np.linalg.norm(along), atol=1e-4), bone


def test_bones_lie_between_the_keypoints(rig: Rig):
    k = rig.bones.index("leftLowerArm")
    assert np.allclose(rig.heads[k, :2], (350, 270)) and np.allclose(rig.tails[k, :2], (380, 350))


def test_the_scale_is_that_of_a_grown_body(rig: Rig):
    assert rig.pixels_per_metre == pytest.approx(340, rel=0.15)


def test_free_arms_become_layers_in_front_of_the_body(rig: Rig):
    names = [part.name for part in rig.parts]
    assert {"leftArm", "rightArm"} == set(names[names.index("body") + 1 :])
    assert freedom(rig, "leftUpperArm") == (1.0, "")


def test_the_layers_together_are_the_photo_again():
    image, person = stick_person()
    rig = rig_person(FakeContext(), image, person)
    assert np.abs(at_rest(rig, SIZE) - expected(person, SIZE)).max() < 2e-3


def test_the_meshes_cover_every_pixel_of_the_matte():
    image, person = stick_person()
    rig = rig_person(FakeContext(), image, person)
    assert person.matte is not None
    assert not ((person.matte.full() > 0) & ~drawn(rig, SIZE)).any()


def test_weights_sum_to_one_and_triangles_are_in_range(rig: Rig):
    for part in rig.parts:
        assert np.allclose(part.weights.sum(axis=1), 1, atol=1e-5)
        assert part.triangles.max() < len(part.vertices) and part.weights.shape[1] == len(BONES)


def test_the_body_goes_on_under_an_arm(rig: Rig):
    parts = {part.name: part for part in rig.parts}
    both = np.minimum(*(at_rest(replace(rig, parts=(parts[n],)), SIZE)[..., 3] for n in ("body", "leftArm")))
    assert (both > 0.5).sum() > 200


def test_an_arm_layer_has_no_pixel_of_the_legs(rig: Rig):
    arm = next(part for part in rig.parts if part.name == "leftArm")
    assert not at_rest(replace(rig, parts=(arm,)), SIZE)[400:, :330, 3].any()


def test_crossed_arms_stay_with_the_chest():
    rig = rigged({"left_elbow": (330, 270), "left_wrist": (215, 255), "left_hand": (195, 250),
                  "right_elbow": (170, 270), "right_wrist": (285, 262), "right_hand": (305, 258)})  # fmt: skip
    value, reason = freedom(rig, "leftLowerArm")
    assert value < 0.15 and reason == "crossed over the chest" and rig.parts[-1].name == "body"


def test_a_hidden_arm_is_not_free():
    unseen = {f"left_{part}": (-1.0, -1.0) for part in ("elbow", "wrist", "hand")}
    assert freedom(rigged(unseen), "leftUpperArm") == (pytest.approx(0.05), "hidden")


def test_an_arm_that_lies_beside_the_person_is_left_out():
    image, person = stick_person()
    assert person.matte is not None
    cover = person.matte.full()
    cover[185:256, 300:380] = cover[286:336, 340:400] = 0  # joints alone are on the person
    rig = rig_person(FakeContext(), image, replace(person, matte=Matte.from_full(cover), foreground=None))
    assert freedom(rig, "leftUpperArm") == (pytest.approx(0.1), "not on the person's own outline")
    assert [part.name for part in rig.parts if part.name == "leftArm"] == []


def test_an_arm_that_points_at_the_viewer_is_not_waved():
    rig = rigged({"left_wrist": (352, 290), "left_hand": (354, 300)})
    assert freedom(rig, "leftLowerArm") == (pytest.approx(0.1), "points at the viewer")


def test_a_hand_of_the_colour_of_the_sleeve_is_in_a_pocket():
    image, person = stick_person()
    assert person.foreground is not None
    pixels, (x, y) = person.foreground.pixels.copy(), person.foreground.origin
    around = pixels[355 - y : 410 - y, 360 - x : 420 - x]
    around[..., :3] = around[..., 3:] * np.float16(0.02)
    rig = rig_person(FakeContext(), image, replace(person, foreground=replace(person.foreground, pixels=pixels)))
    assert freedom(rig, "leftUpperArm")[1] == "hand in a pocket or out of sight"
    assert freedom(rig, "rightUpperArm")[1] == ""


def test_a_sleeve_whose_hand_is_only_expected_is_not_free():
    image, person = stick_person()
    assert person.skeleton is not None
    scores = person.skeleton.scores.copy()
    scores[KEYPOINTS.index("left_hand")] = 0.55
    rig = rig_person(FakeContext(), image, replace(person, skeleton=replace(person.skeleton, scores=scores)))
    assert freedom(rig, "leftUpperArm")[1] == "hand in a pocket or out of sight"
    assert freedom(rig, "rightUpperArm")[1] == ""


def test_an_arm_beside_the_pictures_edge_is_not_there_twice():
    image, person = stick_person()
    edge = 402  # along the left hand
    assert person.matte is not None
    cover = np.ascontiguousarray(person.matte.full()[:, :edge])
    cut = replace(person, matte=Matte.from_full(cover), foreground=None)
    rig = rig_person(FakeContext(), Image(image.pixels[:, :edge]), cut)
    arm = next(part for part in rig.parts if part.name == "leftArm")
    assert arm.texture.origin[0] + arm.texture.pixels.shape[1] <= edge + 3


def test_the_hand_of_someone_who_sits_rests_on_the_seat():
    image, person = stick_person()
    assert person.skeleton is not None
    seated = replace(person, skeleton=replace(person.skeleton, activity="sits"))
    rig = rig_person(FakeContext(), image, seated)
    assert freedom(rig, "leftUpperArm")[1] == "resting on the seat" and "leftHand" in rig.pinned


def test_a_sleeve_that_goes_on_behind_a_neighbour_ends_where_it_is_seen():
    image, person = stick_person()
    assert person.matte is not None
    cover, screen = person.matte.full(), np.zeros((SIZE[1], SIZE[0]), np.float32)
    outline = [[348, 200], [372, 262], [402, 345], [410, 400]]
    cv2.fillPoly(screen, [np.array([*outline, [490, 400], [490, 200]], np.int32)], 1)
    cv2.fillPoly(cover, [np.array([*outline, [450, 400], [410, 200]], np.int32)], 1)
    neighbour = Person("person_2", (348, 200, 490, 400), matte=Matte.from_full(screen), layer=1)
    wide = replace(person, matte=Matte.from_full(cover), foreground=None)
    rig = rig_person(FakeContext(), image, wide, ById({"person_1": wide, "person_2": neighbour}))
    arm = next(part for part in rig.parts if part.name == "leftArm")
    assert arm.texture.origin[0] + arm.texture.pixels.shape[1] <= 420
    body = next(part for part in rig.parts if part.name == "body")
    assert at_rest(replace(rig, parts=(body,)), SIZE)[220:330, 405:450, 3].mean() < 0.02  # no second sleeve is left


def test_hands_that_rest_are_pinned():
    down = {f"{side}_{part}": (250 + s * x, y) for side, s in (("left", 1), ("right", -1))
            for part, x, y in (("hip", 30, 480), ("knee", 70, 470), ("ankle", 60, 560), ("toe", 70, 580),
                               ("wrist", 120, 540), ("hand", 125, 565), ("elbow", 110, 400))}  # fmt: skip
    image, person = stick_person(down)
    assert person.skeleton is not None
    low = replace(person, skeleton=replace(person.skeleton, activity="crouches"))
    rig = rig_person(FakeContext(), image, low)
    assert {"leftHand", "rightHand"} <= set(rig.pinned)
    assert freedom(rig, "leftUpperArm")[1] == "resting on the ground"


def test_who_stands_close_to_others_hardly_sways():
    image, person = stick_person({"left_elbow": (320, 270), "left_wrist": (322, 340), "left_hand": (322, 360)})
    wall = np.zeros((SIZE[1], SIZE[0]), np.float32)
    wall[150:500, 340:470] = 1
    other = Person("person_2", (340, 150, 470, 500), matte=Matte.from_full(wall))
    near = rig_person(FakeContext(), image, person, ById({"person_1": person, "person_2": other}))
    alone = rig_person(FakeContext(), image, person)
    assert freedom(near, "spine")[0] < 0.8 and freedom(alone, "spine")[0] == 1


def test_a_hand_on_another_person_is_left_there():
    image, person = stick_person()
    _, other = stick_person(name="person_2")
    assert other.skeleton is not None
    moved = replace(other, matte=None, skeleton=replace(other.skeleton, points=np.add(other.skeleton.points, [270, 0])))
    rig = rig_person(FakeContext(), image, person, ById({"person_1": person, "person_2": moved}))
    assert freedom(rig, "leftUpperArm")[1] == "touching another person" and "leftHand" in rig.pinned
    assert freedom(rig, "rightUpperArm")[1] == ""


def test_an_arm_behind_someone_nearer_is_hidden():
    image, person = stick_person()
    box = np.zeros((SIZE[1], SIZE[0]), np.float32)
    box[230:420, 330:470] = 1
    screen = Person("person_2", (330, 230, 470, 420), matte=Matte.from_full(box), layer=1)
    rig = rig_person(FakeContext(), image, person, ById({"person_1": person, "person_2": screen}))
    assert freedom(rig, "leftUpperArm")[1] == "hidden"


def test_a_hand_in_front_of_someone_farther_is_free():
    image, person = stick_person()
    box = np.zeros((SIZE[1], SIZE[0]), np.float32)
    box[320:420, 375:470] = 1
    behind = Person("person_2", (375, 320, 470, 420), matte=Matte.from_full(box), layer=0)
    nearer = replace(person, layer=1)
    rig = rig_person(FakeContext(), image, nearer, ById({"person_1": nearer, "person_2": behind}))
    assert freedom(rig, "leftUpperArm")[1] == ""


def test_an_arm_that_is_half_behind_someone_is_known_to_be_guessed():
    image, person = stick_person()
    texture = read_texture(image, person)
    share = np.ones_like(texture.coverage)
    assert guessed(texture, share) == 0
    half = texture.coverage * (np.cumsum(texture.coverage).reshape(share.shape) < 0.5 * texture.coverage.sum()) > 0
    assert guessed(replace(texture, covered=half), share) == pytest.approx(0.5, abs=0.01)


def test_a_seated_person_stays_seated():
    image, person = stick_person()
    assert person.skeleton is not None
    seated = replace(person, skeleton=replace(person.skeleton, activity="sits"))
    rig = rig_person(FakeContext(), image, seated)
    assert freedom(rig, "leftUpperLeg") == (0.0, "sits") and "hips" in rig.pinned


def test_a_person_cut_by_the_pictures_edge_goes_on_beyond_it():
    image, person = stick_person()
    cut = Image(image.pixels[:420])
    assert person.matte is not None and person.foreground is not None
    y = person.matte.origin[1]
    matte = replace(person.matte, coverage=person.matte.coverage[: 420 - y], size=(SIZE[0], 420))
    patch = replace(person.foreground, pixels=person.foreground.pixels[: 420 - y])
    rig = rig_person(FakeContext(), cut, replace(person, matte=matte, foreground=patch))
    assert max(part.vertices[:, 1].max() for part in rig.parts) > 435
    assert freedom(rig, "leftLowerLeg") == (0.0, "cut by the picture's edge")
    assert not rig.standing and "hips" in rig.pinned


def test_the_artist_sets_a_limb_free_and_another_fast():
    entries = ({"bone": "leftUpperArm", "freedom": 0.0}, {"bone": "head", "freedom": 0.5, "person": "person_2"})
    rig = rigged(free_limbs=entries)
    assert freedom(rig, "leftUpperArm") == (0.0, "set by hand") and freedom(rig, "head")[0] == 1.0


def test_a_bone_that_is_not_there_is_said_in_one_line():
    with pytest.raises(BadInput, match="leftArm"):
        rigged(free_limbs=({"bone": "leftArm", "freedom": 1.0},))


def test_a_person_without_skeleton_or_matte_is_rigged_whole():
    image, person = stick_person()
    rig = rig_person(FakeContext(), image, replace(person, skeleton=None, matte=None, foreground=None))
    assert [part.name for part in rig.parts] == ["body"] and np.isfinite(rig.rest).all()
    assert set(rig.reasons) - {""}


def test_half_a_body_still_has_all_its_bones():
    names = [name for name in KEYPOINTS if any(part in name for part in ("hip", "knee", "ankle", "heel", "toe"))]
    rig = rigged(dict.fromkeys(names, (-1.0, -1.0)))
    assert rig.heads[rig.bones.index("leftFoot"), 1] > rig.heads[rig.bones.index("hips"), 1] + 100
    assert freedom(rig, "leftUpperLeg")[0] == 0


def test_inputs_are_not_written_to_and_two_runs_are_equal(rig: Rig):
    image, person = stick_person()
    before = person.foreground.pixels.copy() if person.foreground else None
    again = rig_person(FakeContext(), image, person)
    assert person.foreground is not None and np.array_equal(person.foreground.pixels, before)
    for one, other in zip(rig.parts, again.parts, strict=True):
        assert np.array_equal(one.vertices, other.vertices) and np.array_equal(one.weights, other.weights)


def test_a_real_portrait_with_crossed_arms_keeps_them(data: Path):
    picture = cv2.imread(str(data / "people/misc/portrait.jpg"))
    alpha = cv2.imread(str(data / "people/misc/portrait_segmentation.png"), cv2.IMREAD_GRAYSCALE)
    assert picture is not None and alpha is not None and picture.shape[:2] == (1024, 820)
    points = {"nose": (397, 195), "left_shoulder": (570, 400), "right_shoulder": (220, 400), "left_elbow": (640, 760),
              "right_elbow": (110, 800), "left_wrist": (300, 830), "right_wrist": (480, 720)}  # fmt: skip
    where = np.array([points.get(name, (0, 0)) for name in KEYPOINTS], np.float32)
    seen = np.array([float(name in points) for name in KEYPOINTS], np.float32)
    person = Person("person_1", (0, 20, 740, 1024), skeleton=Skeleton(where, seen, np.zeros(23, np.float32)))
    rig = rig_person(FakeContext(), Image.from_srgb8(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)), person)
    assert freedom(rig, "rightLowerArm")[1] == "crossed over the chest"
