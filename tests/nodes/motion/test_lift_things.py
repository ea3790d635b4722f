"""What somebody holds in the photo is the thing that is handed over, and is gone from the hand that had it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from fakes import FakeContext
from pairs import people_of, row

from nodes.algorithms.reach_points import tips
from nodes.motion.carry_prop import Carried, carry_prop
from nodes.motion.choose_motion import choose_motion
from nodes.motion.join_people import join_people
from nodes.motion.lift_things import Lifted, lift_things
from nodes.motion.on_clock import figure_of
from nodes.motion.plan_contacts import plan_contacts
from nodes.motion.retarget_motion import retarget_motion
from studio.media.contact import Contacts
from studio.media.image import Image, Patch, srgb_to_linear
from studio.media.motion import Motions
from studio.media.rig import Part, Rig, Rigs
from studio.media.scene import Relation, Scene, Thing
from studio.media.script import Beat, Script
from studio.media.skeleton import BONES

Make = Callable[..., Rig]
GREEN, RED, BLUE = [60, 120, 70], [200, 30, 20], [40, 60, 150]
SIZE = (560, 420)


def rows(make_rig: Make, free: float = 1.0) -> Rigs:
    """Two people whose bodies are blue boxes; the first one's arms as free as told."""
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    freedom = np.array([free if "Arm" in bone or "Hand" in bone else 1.0 for bone in BONES], np.float32)
    return Rigs((key, clothed(replace(rig, freedom=freedom) if key == "a" else rig)) for key, rig in rigs.items())


def clothed(rig: Rig) -> Rig:
    """A body, with its arms in layers of their own."""
    box = rig.heads[:, 0].min() - 12, rig.heads[:, 1].min() - 20, rig.heads[:, 0].max() + 12, rig.heads[:, 1].max() + 9
    x0, y0, x1, y1 = (int(v) for v in box)
    pixels = np.ones((y1 - y0, x1 - x0, 4), np.float16)
    pixels[..., :3] = srgb_to_linear(np.array(BLUE) / 255)
    vertices = np.array([[x0, y0], [x1, y0], [x0, y1], [x1, y1]], np.float32)
    weights = np.zeros((4, len(BONES)), np.float32)
    weights[:, 0] = 1
    triangles = np.array([[0, 1, 2], [1, 3, 2]], np.int32)
    names = ("body", "leftArm", "rightArm")
    parts = tuple(
        Part(name, "hips", Patch(pixels.copy(), (x0, y0)), vertices, triangles, weights, k)
        for k, name in enumerate(names)
    )
    return replace(rig, parts=parts)


def photo(rigs: Rigs, bone: str, colour: list[int] = RED) -> tuple[Image, Image, Thing]:
    """The picture with a ball in a hand of the first person, the plate with what sticks out of it, and the ball."""
    width, height = SIZE
    place = np.random.default_rng(2).integers(-6, 6, (height, width, 3)) + np.array(GREEN)
    picture = place.copy()
    for rig in rigs.values():
        x, y = rig.parts[0].texture.origin
        tall, wide = rig.parts[0].texture.pixels.shape[:2]
        picture[y : y + tall, x : x + wide] = BLUE
    hand = rigs["a"].tails[BONES.index(bone), :2]
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (int(hand[0]), int(hand[1])), 18, 1, -1)
    picture[mask > 0] = colour
    box = (float(hand[0] - 19), float(hand[1] - 19), float(hand[0] + 19), float(hand[1] + 19))
    left = np.where((mask > 0)[..., None] & (picture == colour), picture, place)
    image, plate = (Image.from_srgb8(p.clip(0, 255).astype(np.uint8)) for p in (picture, left))
    return image, plate, Thing("ball_1", "object", box, "ball")


def lift(rigs: Rigs, bone: str = "leftHand", colour: list[int] = RED, **beat: str) -> tuple[Lifted, Image, FakeContext]:
    image, plate, thing = photo(rigs, bone, colour)
    scene = Scene(SIZE, (thing,), (Relation("a", "holds", "ball_1"),))
    script = Script((Beat("a", "give", "b", 0.5, 2.0, **beat),))  # type: ignore[arg-type]
    contacts = plan_contacts(FakeContext(), people_of(rigs), rigs, script, scene)
    ctx = FakeContext()
    return lift_things(ctx, image, plate, rigs, contacts, scene), image, ctx


def gap(made: Carried, motions: Motions, rigs: Rigs, who: str, bone: str, time: float) -> float:
    """Pixels between where the ball is held and a palm."""
    rig, motion = made.rigs["held_ball_1"], made.motions["held_ball_1"]
    held = rig.heads[0, :2] * [1, -1] + motion.root[int(time * motion.fps), :2] * rig.pixels_per_metre
    palm = tips(figure_of(rigs[who], motions[who]), bone)[int(time * motions[who].fps), :2]
    return float(np.hypot(*(held - palm)))


@pytest.mark.parametrize("said", ["ball", ""])
def test_the_very_thing_is_handed_over(make_rig: Make, said: str) -> None:
    rigs = rows(make_rig)
    made, image, ctx = lift(rigs, thing=said)
    assert not ctx.warnings and [*made.rigs] == ["a", "b", "held_ball_1"]
    assert [one.thing for one in made.contacts.contacts] == ["held_ball_1"]
    patch = made.rigs["held_ball_1"].parts[0].texture
    x, y = patch.origin[0] + 20, patch.origin[1] + 20
    assert np.allclose(patch.pixels[20, 20, :3], image.array()[y, x, :3], atol=2e-3), "its own pixels, in their place"


def test_it_is_gone_from_the_hand_and_from_the_plate_and_nothing_else_changes(make_rig: Make) -> None:
    rigs = rows(make_rig)
    made, _, _ = lift(rigs, thing="ball")
    red = srgb_to_linear(np.array(RED) / 255)[0]
    plate = made.plate.array()
    assert plate[..., 0].max() < 0.5 * red
    for part in made.rigs["a"].parts:
        assert np.asarray(part.texture.pixels[..., 0], np.float32).max() < 0.5 * red
    assert made.rigs["b"] is rigs["b"]
    assert [part.vertices is own.vertices for part, own in zip(made.rigs["a"].parts, rigs["a"].parts, strict=True)]


def test_it_goes_with_the_hand_from_where_the_photo_has_it(make_rig: Make) -> None:
    rigs = rows(make_rig)
    made, _, _ = lift(rigs, thing="ball")
    ctx, script = FakeContext(), Script((Beat("a", "give", "b", 0.5, 2.0, thing="ball"),))
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, people_of(rigs), None, script))
    joined = join_people(ctx, rigs, motions, made.contacts)
    carried = carry_prop(ctx, made.rigs, joined, made.contacts)
    motion = carried.motions["held_ball_1"]
    assert [*carried.rigs] == ["a", "b", "held_ball_1"] and carried.rigs["held_ball_1"] is made.rigs["held_ball_1"]
    assert np.abs(motion.root[0]).max() < 1e-3 and motion.channels["size"][0] == pytest.approx(1, rel=1e-3)
    assert abs(motion.rotations[0, 0, 2]) < 1e-4
    (one,) = made.contacts.contacts
    assert gap(carried, joined, rigs, "a", one.first_bone, 0.0) < 0.1
    assert gap(carried, joined, rigs, "b", one.second_bone, one.end + one.release) < 0.1, "the other one has it"


def test_who_has_it_in_an_arm_that_cannot_move_keeps_still_and_it_is_taken_out_of_the_hand(make_rig: Make) -> None:
    rigs = rows(make_rig, free=0.1)
    made, _, _ = lift(rigs, thing="ball")
    (one,) = made.contacts.contacts
    assert one.first_bone == "leftHand"
    ctx, script = FakeContext(), Script((Beat("a", "give", "b", 0.5, 2.0, thing="ball"),))
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, people_of(rigs), None, script))
    joined = join_people(ctx, rigs, motions, made.contacts)
    arm = [BONES.index(bone) for bone in ("leftUpperArm", "leftLowerArm")]
    span = slice(0, len(motions["a"].rotations))
    assert np.abs(joined["a"].rotations[span][:, arm] - motions["a"].rotations[span][:, arm]).max() < 0.05
    carried = carry_prop(ctx, made.rigs, joined, made.contacts)
    assert gap(carried, joined, rigs, "b", one.second_bone, one.end + one.release) < 0.1, "the other one has it"


def test_what_cannot_be_cut_out_stays_and_something_drawn_is_handed_over(make_rig: Make) -> None:
    rigs = rows(make_rig)
    made, _, ctx = lift(rigs, colour=BLUE, thing="ball")
    assert made.rigs is rigs and [one.thing for one in made.contacts.contacts] == ["ball"]
    assert len(ctx.warnings) == 1 and "the ball that a holds cannot be cut out" in ctx.warnings[0]


def test_where_nothing_that_is_held_is_handed_over_everything_stays_as_it_is(make_rig: Make) -> None:
    rigs = rows(make_rig)
    image, plate, thing = photo(rigs, "leftHand")
    scene = Scene(SIZE, (thing,), (Relation("a", "holds", "ball_1"),))
    other = Script((Beat("a", "give", "b", 0.5, 2.0, thing="cup"), Beat("b", "wave", "", 3.0, 2.0)))
    contacts = plan_contacts(FakeContext(), people_of(rigs), rigs, other, scene)
    for given in (contacts, Contacts()):
        made = lift_things(FakeContext(), image, plate, rigs, given, scene)
        assert made.rigs is rigs and made.plate is plate and made.contacts is given
