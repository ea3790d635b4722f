"""People who touch: hands meet exactly, limbs never stretch, feet stay, and where nobody touches nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeContext
from pairs import moved, people_of, row

from nodes.algorithms.figure import Figure
from nodes.algorithms.reach_points import tips
from nodes.algorithms.rotation import inverse, multiply
from nodes.algorithms.turn_round import flips
from nodes.motion.choose_motion import choose_motion
from nodes.motion.join_people import join_people
from nodes.motion.on_clock import figure_of
from nodes.motion.plan_contacts import plan_contacts
from nodes.motion.retarget_motion import retarget_motion
from studio.media.contact import Contact, Contacts
from studio.media.motion import Motions
from studio.media.rig import Rig, Rigs
from studio.media.script import Beat, Script

Make = Callable[..., Rig]
FPS = 60
HEIGHT = 340.0


def play(rigs: Rigs, *beats: Beat) -> tuple[Motions, Contacts]:
    """Motions for a script, and who touches whom."""
    people, script = people_of(rigs), Script(beats)
    motions = retarget_motion(FakeContext(), rigs, choose_motion(FakeContext(), people, None, script))
    return motions, plan_contacts(FakeContext(), people, rigs, script)


def both(action: str, start: float = 0.3) -> tuple[Beat, Beat]:
    return Beat("a", action, "b", start, 2.4), Beat("b", action, "a", start, 2.4)


def figures(rigs: Rigs, motions: Motions) -> dict[str, Figure]:
    return {key: figure_of(rigs[key], motions[key]) for key in rigs}


def gap(rigs: Rigs, motions: Motions, contact: Contact) -> np.ndarray:
    """(T,) pixels between two hands while they touch."""
    made = figures(rigs, motions)
    span = slice(int(contact.start * FPS) + 1, int(contact.end * FPS))
    hands = [
        tips(made[who], bone)[span, :2]
        for who, bone in ((contact.first, contact.first_bone), (contact.second, contact.second_bone))
    ]
    return np.hypot(*(hands[0] - hands[1]).T)


@pytest.mark.parametrize("action", ["handshake", "high_five", "hold_hands", "give"])
@pytest.mark.parametrize(("apart", "scale"), [(150, 1.0), (190, 0.7), (280, 1.0), (110, 1.15)])
def test_hands_of_people_of_different_size_meet_within_a_hundredth_of_their_height(
    make_rig: Make, action: str, apart: float, scale: float
) -> None:
    rigs = row(make_rig("down"), apart, (1.0, scale))
    motions, contacts = play(rigs, *(both(action) if action != "give" else both(action)[:1]))
    ctx = FakeContext()
    joined = join_people(ctx, rigs, motions, contacts)
    assert len(contacts.contacts) == 1 and not ctx.warnings
    assert gap(rigs, joined, contacts.contacts[0]).max() < 0.01 * HEIGHT * scale
    assert gap(rigs, motions, contacts.contacts[0]).max() > 0.03 * HEIGHT * scale  # the clips alone do not meet


def test_people_too_far_apart_reach_out_and_it_is_told(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 700, (1.0, 1.0))
    motions, contacts = play(rigs, *both("handshake"))
    ctx = FakeContext()
    joined = figures(rigs, join_people(ctx, rigs, motions, contacts))
    assert len(ctx.warnings) == 1 and "too far apart to shake hands" in ctx.warnings[0]
    for key, figure in joined.items():  # no bone is longer than it is
        heads, tails = figure.places()
        lengths = np.linalg.norm(tails - heads, axis=-1)
        assert lengths == pytest.approx(np.broadcast_to(lengths[0], lengths.shape), rel=1e-4), key


def test_whoever_leans_keeps_the_feet_where_they_stand(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 330, (1.0, 1.0))
    motions, contacts = play(rigs, *both("handshake"))
    joined = figures(rigs, join_people(FakeContext(), rigs, motions, contacts))
    for figure in joined.values():
        heads, _ = figure.places()
        for foot in ("leftFoot", "rightFoot"):
            path = heads[:, figure.body.index(foot)]
            assert np.ptp(path[:, :2], axis=0).max() < 0.004 * HEIGHT
        hips = heads[:, figure.body.index("hips"), 0]
        assert np.ptp(hips) > 0.005 * HEIGHT


def test_without_contacts_the_very_same_motions_are_handed_on(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 200, (1.0, 1.0, 1.0))
    motions, contacts = play(rigs, Beat("a", "wave", "", 0.2, 2.0))
    assert join_people(FakeContext(), rigs, motions) is motions
    assert not contacts.contacts
    joined = join_people(FakeContext(), rigs, motions, contacts)
    assert all(joined[key] is motions[key] for key in rigs)


def test_before_and_after_a_contact_every_sample_is_as_it_was(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 0.8))
    motions, contacts = play(rigs, *both("handshake", 1.5))
    joined = join_people(FakeContext(), rigs, motions, contacts, apart=0.0, gaze=0.0)
    first = int((contacts.contacts[0].start - contacts.contacts[0].approach) * FPS) - 1
    for key in rigs:
        assert np.array_equal(joined[key].rotations[:first], motions[key].rotations[:first])
        assert np.array_equal(joined[key].rotations[0], rigs[key].rest)
        count = len(motions[key].rotations)
        assert np.array_equal(joined[key].rotations[count - 60 : count], motions[key].rotations[-60:])


def test_hands_come_and_go_without_a_jump(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 0.8))
    motions, contacts = play(rigs, *both("handshake"))
    joined = figures(rigs, join_people(FakeContext(), rigs, motions, contacts))
    for who, bone in (("a", "leftHand"), ("b", "rightHand")):
        path = tips(joined[who], bone)[:, :2]
        steps = np.diff(path, axis=0)
        assert np.hypot(*steps.T).max() * FPS / 200 < 4.0  # metres a second
        assert np.hypot(*np.diff(steps, axis=0).T).max() < 0.006 * HEIGHT


def test_a_shaken_hand_goes_up_and_down_and_a_knob_stops_it(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    motions, contacts = play(rigs, *both("handshake"))
    one = contacts.contacts[0]
    span = slice(int((one.start + 0.25) * FPS), int((one.end - 0.25) * FPS))
    heights = [
        np.ptp(tips(figures(rigs, join_people(FakeContext(), rigs, motions, contacts, shake=shake))["a"], "leftHand")
               [span, 1])
        for shake in (1.0, 0.0)
    ]  # fmt: skip
    assert heights[0] > 0.04 * 200 and heights[1] < 0.02 * 200


def test_whoever_is_pushed_gives_way_to_the_other_side_and_comes_back(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 140, (1.0, 1.0))
    motions, contacts = play(rigs, Beat("a", "push", "b", 0.3, 1.4))
    made = {
        on: figures(rigs, join_people(FakeContext(), rigs, motions, contacts, recoil=on, apart=0.0))
        for on in (0.0, 1.0)
    }
    chest = [figure["b"].places()[0][:, figure["b"].body.index("neck"), 0] for figure in made.values()]
    away = chest[1] - chest[0]
    hit = int(contacts.contacts[0].start * FPS)
    assert away[: hit - 1].max() < 0.5 and away[hit : hit + 40].max() > 0.02 * HEIGHT
    assert abs(away[-1]) < 0.5


def test_who_strikes_from_behind_is_drawn_in_front_while_it_lasts(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 150, (1.0, 1.0))  # "a" is the one behind
    motions, contacts = play(rigs, Beat("a", "push", "b", 0.5, 1.4))
    layer = join_people(FakeContext(), rigs, motions, contacts)["a"].channels["layer"]
    one = contacts.contacts[0]
    times = np.arange(len(layer)) / FPS
    near = (times >= one.start - one.approach) & (times <= one.end + one.release)
    assert (layer[near] == 1.5).all() and (layer[~near] == 0).all()
    close = row(make_rig("down"), 60, (1.0, 1.0))  # bodies overlap: it would be seen
    motions, contacts = play(close, Beat("a", "push", "b", 0.5, 1.4))
    assert "layer" not in join_people(FakeContext(), close, motions, contacts)["a"].channels


@pytest.mark.parametrize("turned", [False, True])
def test_arms_of_dancers_do_not_go_through_their_neighbours_nor_of_those_who_have_turned_round(
    make_rig: Make, turned: bool
) -> None:
    from nodes.algorithms.keep_apart import Dancer, allowed, capsule_ends, depths
    from nodes.motion.crowd import limb_radii

    rigs = row(make_rig("down"), 130, (1.0, 1.02))
    motions, contacts = play(rigs, Beat("a", "dance", "", 0.2, 4.0), Beat("b", "dance", "", 0.2, 4.0))
    if turned:
        times = np.arange(len(motions["a"].root)) / motions["a"].fps
        mirrored = {**motions["a"].channels, "flip": flips(times, 0.3, 9.0).astype(np.float32)}
        motions = Motions({**motions, "a": replace(motions["a"], channels=mirrored)})

    def deepest(motions: Motions) -> float:
        count = min(len(motion.rotations) for motion in motions.values())
        one, two = (
            Dancer(figure_of(rigs[key], motions[key]).cut(slice(0, count)), limb_radii(rigs[key]), float(k))
            for k, key in enumerate(rigs)
        )
        found, _ = depths(one, two, (capsule_ends(one.figure), capsule_ends(two.figure)))
        return float((found - allowed(one, two)).max()) / HEIGHT

    free = join_people(FakeContext(), rigs, motions, contacts, apart=0.0)
    assert deepest(free) > 0.02
    assert deepest(join_people(FakeContext(), rigs, motions, contacts)) < 0.01


def test_people_who_overlap_in_the_photo_are_not_pushed(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 40, (1.0, 1.0))
    motions, contacts = play(rigs, Beat("a", "nod", "", 0.2, 1.4), Beat("b", "nod", "", 0.2, 1.4))
    joined = join_people(FakeContext(), rigs, motions, contacts)
    for key in rigs:
        count = len(motions[key].root)
        apart = np.abs(joined[key].root[:count] - motions[key].root).max()
        assert apart < 0.03 and np.array_equal(joined[key].rotations[0], rigs[key].rest)


def test_hands_meet_beside_a_head_that_would_hide_them(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 200, (1.0, 1.0))
    rigs = Rigs({**rigs, "c": replace(moved(make_rig("down"), "c", 300, 304), layer=5)})
    motions, contacts = play(rigs, *both("handshake"))
    joined = figures(rigs, join_people(FakeContext(), rigs, motions, contacts, apart=1.0))
    free = figures(rigs, join_people(FakeContext(), Rigs({k: rigs[k] for k in "ab"}), motions, contacts))
    at = int((contacts.contacts[0].start + 0.5) * FPS)
    head = joined["c"].places()[0][at, joined["c"].body.index("head"), :2] + [0, 20]
    away = [np.hypot(*(tips(made["a"], "leftHand")[at, :2] - head)) for made in (joined, free)]
    assert away[0] > 0.15 * 200 and away[0] > 2 * away[1]


def test_a_head_looks_up_to_somebody_taller(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 200, (0.6, 1.2))
    motions, contacts = play(rigs, Beat("a", "talk", "b", 0.2, 3.0))
    script = Script((Beat("a", "talk", "b", 0.2, 3.0),))
    turned = {}
    for gaze in (0.0, 1.0):
        joined = figures(rigs, join_people(FakeContext(), rigs, motions, contacts, script, gaze=gaze, apart=0.0))
        figure = joined["a"]
        turned[gaze] = figure.turns[100, figure.body.index("head")]
    assert 2 * np.arccos(min(1.0, abs(float(turned[0.0] @ turned[1.0])))) > np.deg2rad(6)


def test_hands_that_are_clasped_in_the_photo_are_shaken_however_stuck_their_arms_are(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 112, (1.0, 1.0))
    held = {
        key: replace(rig, freedom=np.where([bone.endswith(("Arm", "Hand")) for bone in rig.bones], 0.05, rig.freedom))
        for key, rig in rigs.items()
    }
    rigs = Rigs((key, replace(rig, freedom=rig.freedom.astype(np.float32))) for key, rig in held.items())
    motions, contacts = play(rigs, *both("handshake"))
    (one,) = contacts.contacts
    assert (one.first_bone, one.second_bone) == ("leftHand", "rightHand")
    joined = join_people(FakeContext(), rigs, motions, contacts, shake=0.5)
    assert gap(rigs, joined, one).max() < 0.01 * HEIGHT
    span = slice(int((one.start + 0.25) * FPS), int((one.end - 0.25) * FPS))
    for who, bone in ((one.first, one.first_bone), (one.second, one.second_bone)):
        assert np.ptp(tips(figures(rigs, joined)[who], bone)[span, 1]) > 0.015 * 200


def test_the_other_hand_goes_along_where_two_hold_one(make_rig: Make) -> None:
    folded = make_rig("down")
    shift = np.zeros_like(folded.heads)
    rigs = row(folded, 112, (1.0, 1.0))
    a, right = rigs["a"], folded.bones.index("rightHand")
    left = folded.bones.index("leftHand")
    shift = a.tails[left] - a.tails[right] + np.array([4.0, 4.0, 0.0], np.float32)
    heads, tails = a.heads.copy(), a.tails.copy()
    heads[right], tails[right] = heads[right] + shift, tails[right] + shift
    tails[a.bones.index("rightLowerArm")] = heads[right]
    rigs = Rigs([("a", replace(a, heads=heads, tails=tails)), ("b", rigs["b"])])
    motions, contacts = play(rigs, *both("handshake"))
    motions = Motions((key, replace(motion, rotations=np.repeat(motion.rotations[:1], len(motion.rotations), 0)))
                      for key, motion in motions.items())  # fmt: skip
    joined = figures(rigs, join_people(FakeContext(), rigs, motions, contacts))["a"]
    ways = [tips(joined, bone)[:, 1] - tips(joined, bone)[0, 1] for bone in ("leftHand", "rightHand")]
    assert np.ptp(ways[1]) > 0.02 * 200
    assert np.abs(ways[0] - ways[1]).max() < 0.4 * np.ptp(ways[0])


def test_a_head_that_is_drawn_in_a_mirror_turns_to_the_same_side_of_the_picture(make_rig: Make) -> None:
    from nodes.motion.follow_gaze import follow_gaze

    rigs = row(make_rig("down"), 200, (1.0, 1.0))
    turns = []
    for flip in (1.0, -1.0):
        motions, _ = play(rigs, Beat("a", "nod", "", 0.2, 2.0), Beat("b", "nod", "", 0.2, 2.0))
        both_ = {who: figure.cut(slice(0, 300)) for who, figure in figures(rigs, motions).items()}
        both_["b"].root[:, 0] -= 500.0  # has gone to the other side
        before = both_["a"].turns[100, both_["a"].body.index("head")].copy()
        samples = {who: np.full(len(figure.root), flip) for who, figure in both_.items()}
        follow_gaze(both_, [("a", "b", 0.0, 3.0)], FPS, 1.0, samples)
        after = both_["a"].turns[100, both_["a"].body.index("head")]
        turns.append(float(multiply(after, inverse(before))[1]))
    assert turns[0] < -0.1 and turns[1] > turns[0] + 0.1  # less far: in the mirror the photo's side is the other one
