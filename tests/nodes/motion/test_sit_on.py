"""Sitting down on things: the way there, hips on the seat, feet on the ground, and up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.figure import Figure
from nodes.algorithms.reach_points import tips
from nodes.motion.choose_motion import choose_motion
from nodes.motion.join_people import join_people
from nodes.motion.on_clock import figure_of, on_clock
from nodes.motion.pace_script import pace_script
from nodes.motion.place_people import place_people
from nodes.motion.plan_contacts import plan_contacts
from nodes.motion.retarget_motion import retarget_motion
from nodes.motion.seat import seat_of
from nodes.motion.sit_down import FLESH, over
from studio.media.camera import Camera
from studio.media.contact import Contact, Contacts
from studio.media.errors import BadInput
from studio.media.motion import Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.scene import Scene, Thing
from studio.media.script import Beat, Script
from studio.media.skeleton import KEYPOINTS, Skeleton

Make = Callable[..., Rig]
SIZE, HEIGHT = (1200, 600), 340.0
CAMERA = Camera(SIZE, 800.0, 100.0, 0.0, 1.3, 1.0)
NEAR, FAR = (60.0, 250.0, 150.0, 365.0), (300.0, 250.0, 400.0, 366.0)
"""Boxes of a chair just behind somebody, and of one that is a walk away."""


@dataclass(frozen=True)
class Shot:
    """What came of a script."""

    script: Script
    contacts: Contacts
    before: Motions
    after: Motions
    told: list[str]


def people_of(rigs: Rigs, activity: str = "stands", **changes: object) -> People:
    """People who stand, seen down to their feet."""
    skeleton = Skeleton(
        np.full((len(KEYPOINTS), 2), 150, np.float32), np.ones(len(KEYPOINTS), np.float32),
        np.zeros(len(KEYPOINTS), np.float32), activity,
    )  # fmt: skip
    boxes = {key: (*rig.heads[:, :2].min(axis=0), *rig.heads[:, :2].max(axis=0)) for key, rig in rigs.items()}
    one = {"skeleton": skeleton, **changes}
    return People((key, Person(key, tuple(map(float, box)), **one)) for key, box in boxes.items())  # type: ignore[arg-type]


def scene(box: tuple[float, float, float, float], name: str = "chair") -> Scene:
    return Scene(SIZE, (Thing("thing", "object", box, name),))


def play(
    rig: Rig, box: tuple[float, float, float, float], *later: Beat, activity: str = "stands", **changes: object
) -> Shot:
    """Somebody sits down on a chair that has such a box."""
    rigs, ctx = Rigs({"person_1": rig}), FakeContext()
    people = people_of(rigs, activity, **changes)
    script = Script((Beat("person_1", "sit", "thing", 0.2, 1.8), *later))
    script = pace_script(ctx, script, people, rigs, CAMERA, scene(box))
    contacts = plan_contacts(ctx, people, rigs, script, scene(box), CAMERA)
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, people, None, script))
    motions = place_people(ctx, rigs, motions, people, CAMERA, script, contacts)
    return Shot(script, contacts, motions, join_people(ctx, rigs, motions, contacts, script), ctx.warnings)


def figures(rig: Rig, shot: Shot) -> tuple[Figure, Figure, np.ndarray]:
    """Before and after they were brought down on the seat, and the seconds."""
    after = shot.after["person_1"]
    before = on_clock(shot.before["person_1"], after.fps, len(after.rotations))
    return figure_of(rig, before), figure_of(rig, after), np.arange(len(after.rotations)) / after.fps


@pytest.mark.parametrize("box", [NEAR, FAR], ids=["near", "far"])
def test_hips_rest_on_the_seat_and_feet_stay_where_they_stood(make_rig: Make, box: tuple[float, ...]) -> None:
    rig = make_rig()
    shot = play(rig, box)  # type: ignore[arg-type]
    (one,) = shot.contacts.contacts
    assert (one.kind, one.first, one.second, one.first_bone) == ("sit_on", "person_1", "thing", "hips")
    before, after, times = figures(rig, shot)
    sits = (times >= one.start) & (times <= min(one.end, times[-1]))
    hips = after.places()[0][sits, 0, :2]
    metre = after.metre[sits]
    seat = np.array([one.seat[0], -one.seat[1]]) + FLESH * metre[:, None] * [0.0, 1.0]
    assert np.hypot(*(hips - seat).T).max() < 0.01 * HEIGHT
    was = before.places()[0][sits, 0, :2]
    assert np.hypot(*(was - seat).T).max() > 0.03 * HEIGHT  # or nothing had to be done
    for foot in ("leftFoot", "rightFoot"):
        assert np.hypot(*(tips(after, foot) - tips(before, foot))[:, :2].T).max() < 0.01 * HEIGHT
    assert np.abs(np.diff(after.places()[0][:, 0, :2], axis=0)).max() < 0.05 * HEIGHT  # nobody drops


def test_knees_come_towards_the_viewer_and_bend_no_farther_than_knees_do(make_rig: Make) -> None:
    rig = make_rig()
    shot = play(rig, NEAR)
    (one,) = shot.contacts.contacts
    _, after, times = figures(rig, shot)
    sits = (times >= one.start) & (times <= min(one.end, times[-1]))
    heads, _ = after.places()
    for side in ("left", "right"):
        hip, knee, ankle = (heads[sits, after.body.index(f"{side}{bone}")] for bone in ("UpperLeg", "LowerLeg", "Foot"))
        thigh, shin = knee - hip, ankle - knee
        assert (thigh[:, 2] > 0.5 * np.linalg.norm(thigh, axis=1)).all()
        cosine = (thigh * shin).sum(axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shin, axis=1)
        bent = np.degrees(np.arccos(cosine))
        assert bent.min() > 60 and bent.max() < 150


def test_who_is_far_away_walks_to_the_seat_before_sitting_down(make_rig: Make) -> None:
    near, far = play(make_rig(), NEAR), play(make_rig(), FAR)
    assert far.script.beats[0].start > near.script.beats[0].start + 0.5
    (one,) = far.contacts.contacts
    after = far.after["person_1"]
    there = after.root[int((one.start - one.approach) * after.fps), 0] * 200
    assert there == pytest.approx(one.seat[0] - 100, abs=30)
    assert "size" in after.channels


def test_who_stands_up_leaves_the_seat(make_rig: Make) -> None:
    rig = make_rig()
    shot = play(rig, NEAR, Beat("person_1", "stand_up", "", 5.0, 1.8))
    (one,) = shot.contacts.contacts
    before, after, times = figures(rig, shot)
    gone = times > one.end + one.release
    assert gone.any() and one.end < 7.0
    assert np.abs(after.places()[0][gone, 0] - before.places()[0][gone, 0]).max() < 0.01 * HEIGHT
    assert after.places()[0][gone, 0, 1][-1] == pytest.approx(-180.0, abs=0.06 * HEIGHT)


def test_who_is_cut_below_the_hips_sits_down_on_nothing_and_it_is_said(make_rig: Make) -> None:
    shot = play(make_rig(), NEAR, cropped=frozenset({"bottom"}))
    assert not shot.contacts.contacts
    assert any("does not sit on thing" in line for line in shot.told)


def test_who_walks_in_the_photo_goes_to_a_seat_and_who_sits_there_already_does_not(make_rig: Make) -> None:
    walks = play(make_rig(), FAR, activity="walks")
    assert len(walks.contacts.contacts) == 1 and not walks.told
    sits = play(make_rig(), FAR, activity="sits")
    assert not sits.contacts.contacts and any("does not sit on thing" in line for line in sits.told)


def test_a_seat_that_nobody_can_reach_is_told_of_and_leaves_the_motion_alone(make_rig: Make) -> None:
    rig = make_rig()
    rigs, ctx = Rigs({"person_1": rig}), FakeContext()
    motions = retarget_motion(
        ctx, rigs, choose_motion(ctx, people_of(rigs), None, Script((Beat("person_1", "sit", "", 0.2, 1.8),)))
    )
    far = Contacts((Contact("sit_on", "person_1", "chair", "hips", "", 1.5, 1.0, seat=(900.0, 250.0, 365.0)),))
    joined = join_people(ctx, rigs, motions, far)
    assert any("cannot sit on chair" in line for line in ctx.warnings)
    at = int(2 * joined["person_1"].fps)
    assert np.allclose(joined["person_1"].root[at], motions["person_1"].root[at], atol=1e-4)


def test_a_seat_by_hand_is_kept_beside_the_script(make_rig: Make) -> None:
    rigs, ctx = Rigs({"person_1": make_rig()}), FakeContext()
    entry = {"kind": "sit_on", "first": "person_1", "second": "wall", "seat": (105.0, 270.0), "start": 1.5}
    (one,) = plan_contacts(ctx, people_of(rigs), rigs, edits=(entry,)).contacts
    assert one.seat == (105.0, 270.0, 360.0) and one.first_bone == "hips"
    assert not plan_contacts(ctx, people_of(rigs), rigs, edits=({**entry, "seat": ()},)).contacts
    assert any("no seat" in line for line in ctx.warnings)
    with pytest.raises(BadInput, match="seat"):
        plan_contacts(ctx, people_of(rigs), rigs, edits=({**entry, "seat": "there"},))


def test_two_on_one_bench_sit_beside_one_another_in_their_order(make_rig: Make) -> None:
    from pairs import moved

    rigs = Rigs({"a": moved(make_rig(), "a", 420, 200), "b": moved(make_rig(), "b", 200, 200)})
    script = Script((Beat("a", "sit", "thing", 0.2, 1.8), Beat("b", "sit", "thing", 0.2, 1.8)))
    bench = scene((200.0, 300.0, 400.0, 385.0), "bench")
    made = plan_contacts(FakeContext(), people_of(rigs), rigs, script, bench, CAMERA).contacts
    assert {one.first: one.seat[0] for one in made} == {"a": 350.0, "b": 250.0}
    ctx, stool = FakeContext(), scene((280.0, 300.0, 350.0, 385.0), "bench")
    (one,) = plan_contacts(ctx, people_of(rigs), rigs, script, stool, CAMERA).contacts
    assert one.first == "a" and any("b does not sit on thing" in line for line in ctx.warnings)


def test_who_sits_stays_on_the_seat_however_close_somebody_sits_beside(make_rig: Make) -> None:
    from pairs import moved

    rigs = Rigs({"a": moved(make_rig(), "a", 360, 200), "b": replace(moved(make_rig(), "b", 240, 200), layer=1)})
    script = Script((Beat("a", "sit", "", 0.2, 1.8), Beat("b", "sit", "", 0.2, 1.8)))
    motions = retarget_motion(FakeContext(), rigs, choose_motion(FakeContext(), people_of(rigs), None, script))
    seats = {"a": (328.0, 310.0, 385.0), "b": (272.0, 310.0, 385.0)}
    made = [Contact("sit_on", who, "wall", "hips", "", 1.5, 1.5, seat=seat) for who, seat in seats.items()]
    joined = join_people(FakeContext(), rigs, motions, Contacts(tuple(made)))
    for one in made:
        figure = figure_of(rigs[one.first], joined[one.first])
        times = np.arange(len(figure.root)) / 60
        off = over(figure, one)[(times >= one.start) & (times <= one.end)]
        assert len(off) > 30 and np.hypot(*off.T).max() < 0.01 * HEIGHT


def test_a_chair_is_sat_on_below_its_back_and_a_table_on_its_top() -> None:
    box = (0.0, 100.0, 100.0, 300.0)
    chair, table = (seat_of(Thing("x", "object", box, name)) for name in ("garden chair", "table"))
    assert chair == (50.0, 210.0, 300.0) and table is not None and table[1] == pytest.approx(116.0)


def test_a_bench_without_a_back_is_as_high_as_seats_are_where_a_metre_is_known() -> None:
    metre = CAMERA.pixels_per_metre(CAMERA.ground_distance(50, 365))
    low = seat_of(Thing("x", "object", (0.0, 365 - 0.5 * metre, 100.0, 365.0), "bench"), CAMERA)
    assert low is not None and low[1] == pytest.approx(365 - 0.45 * metre, abs=1)
    assert seat_of(Thing("x", "object", (0.0, 365 - 2.5 * metre, 100.0, 365.0), "bus"), CAMERA) is None
    unsure = replace(CAMERA, sure=0.0)
    assert seat_of(Thing("x", "object", (0.0, 365 - 2.5 * metre, 100.0, 365.0), "bus"), unsure) is not None
