"""What is handed over: in the giver's hand, then in the other one's, never anywhere else, and nothing jumps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext
from pairs import people_of, row

from nodes.algorithms.prop_art import PROPS, draw_prop
from nodes.algorithms.reach_points import tips
from nodes.motion.carry_prop import Carried, carry_prop
from nodes.motion.choose_motion import choose_motion
from nodes.motion.join_people import join_people
from nodes.motion.on_clock import figure_of
from nodes.motion.plan_contacts import plan_contacts
from nodes.motion.pose_at import pose_at
from nodes.motion.retarget_motion import retarget_motion
from nodes.rig.puppet import Puppet
from studio.engine.digest import content
from studio.media.contact import Contact, Contacts
from studio.media.image import Image
from studio.media.motion import Motions
from studio.media.rig import Rig, Rigs
from studio.media.script import Beat, Script

Make = Callable[..., Rig]
HEIGHT = 340.0
GIVE = Beat("a", "give", "b", 0.4, 2.0, thing="cup")


def carry(rigs: Rigs, *beats: Beat, **knobs: Any) -> tuple[Carried, Motions, Contacts]:
    """What is carried, the people's motions, and who hands what to whom."""
    people, script, ctx = people_of(rigs), Script(beats), FakeContext()
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, people, None, script))
    contacts = plan_contacts(ctx, people, rigs, script)
    motions = join_people(ctx, rigs, motions, contacts)
    return carry_prop(FakeContext(), rigs, motions, contacts, **knobs), motions, contacts


def held(made: Carried, name: str = "prop_1") -> np.ndarray:
    """(T, 2) pixels, y up, where a thing is held."""
    rig, motion = made.rigs[name], made.motions[name]
    return rig.heads[0, :2] * [1, -1] + motion.root[:, :2] * rig.pixels_per_metre


def palm(rigs: Rigs, motions: Motions, who: str, bone: str) -> np.ndarray:
    return tips(figure_of(rigs[who], motions[who]), bone)[:, :2]


def test_a_thing_is_in_the_givers_hand_then_in_the_other_ones(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 0.8))
    made, motions, contacts = carry(rigs, GIVE)
    (one,) = contacts.contacts
    assert one.thing == "cup" and [*made.rigs] == ["a", "b", "prop_1"] and [*made.motions] == ["a", "b", "prop_1"]
    fps = made.motions["prop_1"].fps
    start, end = int(one.start * fps), int(np.ceil(one.end * fps))
    path = held(made)
    first, second = palm(rigs, motions, one.first, one.first_bone), palm(rigs, motions, one.second, one.second_bone)
    assert np.abs(path[:start] - first[:start]).max() < 0.1
    assert np.abs(path[end : len(second)] - second[end:]).max() < 0.1
    both = np.minimum(*(np.hypot(*(path[start:end] - hand[start:end]).T) for hand in (first, second)))
    assert both.max() < 0.01 * HEIGHT, "while both touch it, it is in their hands"


def test_its_picture_stays_where_a_later_beat_changes(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 0.8))
    later = Beat("a", "bow", "", 4.0, 2.0)
    one, other = (carry(rigs, GIVE, beat)[0] for beat in (later, replace(later, start=5.0, action="jump")))
    assert content(one.rigs["prop_1"]) == content(other.rigs["prop_1"])
    fps = one.motions["prop_1"].fps
    first, second = held(one), held(other)
    assert np.array_equal(first[: int(2 * fps)], second[: int(2 * fps)])
    assert not np.array_equal(first[: int(6 * fps)], second[: int(6 * fps)]), "or the later beat did nothing"


def test_nothing_jumps(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 0.7))
    made, *_ = carry(rigs, GIVE)
    motion = made.motions["prop_1"]
    steps = np.diff(held(made), axis=0)
    assert np.hypot(*steps.T).max() * motion.fps / 200 < 4.0
    assert np.hypot(*np.diff(steps, axis=0).T).max() < 0.006 * HEIGHT
    size = motion.channels["size"]
    assert np.abs(np.diff(size)).max() < 0.02 * size.max()
    angle = 2 * np.arctan2(motion.rotations[:, 0, 2], motion.rotations[:, 0, 3])
    assert np.abs(np.diff(angle)).max() < np.deg2rad(6)


def test_it_is_as_large_as_whoever_has_it_is_near(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 150, (1.0, 0.6))
    made, _, contacts = carry(rigs, GIVE)
    motion, rig = made.motions["prop_1"], made.rigs["prop_1"]
    size = motion.channels["size"] * rig.pixels_per_metre
    assert size[0] == pytest.approx(200, rel=1e-3)
    assert size[int((contacts.contacts[0].end + 0.4) * motion.fps)] == pytest.approx(120, rel=1e-3)


def test_it_is_drawn_just_before_whoever_has_it_and_before_both_while_it_changes_hands(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    for layers in ((0, 5), (5, 0)):
        some = Rigs((key, replace(rig, layer=layer)) for (key, rig), layer in zip(rigs.items(), layers, strict=True))
        made, _, contacts = carry(some, GIVE)
        layer, fps = made.motions["prop_1"].channels["layer"], made.motions["prop_1"].fps
        middle = contacts.contacts[0].start + 0.1
        assert layers[0] < layer[0] < layers[0] + 1 and layers[1] < layer[-1] < layers[1] + 1
        assert 5 < layer[int(middle * fps)] < 6


def test_what_was_given_is_given_on_from_the_same_hand(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 150, (1.0, 1.0, 1.0))
    made, motions, contacts = carry(rigs, GIVE, Beat("b", "give", "c", 3.4, 2.0))
    first, second = contacts.contacts
    assert second.first_bone == first.second_bone and [*made.rigs] == ["a", "b", "c", "prop_1"]
    path, last = held(made), palm(rigs, motions, "c", second.second_bone)
    at = int((second.end + 0.1) * made.motions["prop_1"].fps)
    assert np.abs(path[at] - last[at]).max() < 0.1
    two, *_ = carry(rigs, GIVE, Beat("b", "give", "c", 3.4, 2.0, thing="ball"))
    assert "prop_2" in two.rigs, "another thing is another one"


def test_where_nothing_is_handed_over_all_is_handed_on_as_it_is(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    shake = (Beat("a", "handshake", "b", 0.3, 2.4), Beat("b", "handshake", "a", 0.3, 2.4))
    for beats, knobs in ((shake, {}), ((GIVE,), {"thing": "none"})):
        made, motions, _ = carry(rigs, *beats, **knobs)
        assert made.rigs is rigs and made.motions is motions
    none = Contacts((Contact("hand_over", "a", "z", start=1.0), Contact("hand_over", "a", "b", thing="none")))
    assert carry_prop(FakeContext(), rigs, motions, none).rigs is rigs


def test_a_picture_of_the_artists_is_carried_at_the_height_that_is_set(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    colours = np.zeros((40, 20, 4), np.float32)
    colours[..., 0] = colours[..., 3] = 1
    made, *_ = carry(rigs, GIVE, prop=Image.from_array(colours), size=0.5, grip_x=0.5, grip_y=1.0)
    rig = made.rigs["prop_1"]
    low, high = rig.parts[0].vertices.min(axis=0), rig.parts[0].vertices.max(axis=0)
    shown = (high - low) * 200 / rig.pixels_per_metre
    assert shown == pytest.approx([50.0, 100.0], rel=0.01) and rig.heads[0, 1] == pytest.approx(high[1])
    assert rig.parts[0].texture.pixels[50, 25].tolist() == [1, 0, 0, 1]


def test_the_puppet_of_a_thing_turns_about_the_hand_and_lies_beside_the_picture_at_rest(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    made, *_ = carry(rigs, GIVE, turn=90.0)
    rig = made.rigs["prop_1"]
    rest = Puppet(rig).pose(rig.rest, np.zeros(3))
    assert np.allclose(rest.vertices[0], rig.parts[0].vertices) and (rest.vertices[0] < 0).all()
    pose = pose_at(made.motions, time=0.0)["prop_1"]
    root = pose.root * rig.pixels_per_metre * [1, -1, 1]
    turned = Puppet(rig).pose(pose.rotations, root, size=pose.channels["size"]).vertices[0]
    wide, tall = np.ptp(rig.parts[0].vertices, axis=0) * pose.channels["size"]
    assert np.ptp(turned, axis=0) == pytest.approx([tall, wide], rel=0.02), "a quarter turn swaps width and height"


@pytest.mark.parametrize("name", PROPS)
def test_things_are_drawn_whole_with_soft_edges_at_any_size(name: str) -> None:
    for height in (6, 60, 300):
        art = draw_prop(name, height)
        alpha = art[..., 3]
        assert art.shape == (height, round(height * PROPS[name].wide), 4)
        assert alpha.max() > 0.6 and (art[..., :3] <= alpha[..., None] + 1e-4).all()
    assert alpha.max() > 0.99 and alpha.min() == 0
    edge = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert edge.mean() < 0.5 and ((alpha > 0.05) & (alpha < 0.95)).any()
    x, y = PROPS[name].grip
    around = alpha[
        int(y * 299) - 6 : int(y * 299) + 7, max(int(x * alpha.shape[1]) - 6, 0) : int(x * alpha.shape[1]) + 7
    ]
    assert around.max() > 0.9, "it is held where it is"
