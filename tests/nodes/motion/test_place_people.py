"""People walk over the photo's ground."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.motion.pace_script import pace_script
from nodes.motion.place_people import place_people
from nodes.motion.pose_at import pose_at
from studio.cli.bench import load
from studio.media.contact import Contact, Contacts
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.script import Beat, Script
from studio.media.skeleton import KEYPOINTS, Skeleton

together = load(Path(__file__).parents[2] / "benchmarks" / "together.py")

ROW = [(-1.5, 6.0), (0.2, 6.4), (1.5, 5.8)]


def place(spots: list[tuple[float, float]] = ROW, people: People | None = None, **knobs: Any) -> tuple[Any, ...]:
    """Rigs, motions before and after, and what was told."""
    rigs, found, motions = together.stage_of(spots)
    ctx = FakeContext()
    made = place_people(ctx, rigs, motions, people or found, together.CAMERA, **knobs)
    return rigs, motions, made, ctx.warnings


def walks(who: str, target: str = "", action: str = "walk", **more: Any) -> Script:
    return Script((Beat(who, action, target, **more),))


def ends(rigs: Any, made: Motions, name: str) -> np.ndarray:
    return together.ground_places(rigs[name], made[name])[-1]


def test_where_nobody_walks_the_very_same_motions_are_handed_on() -> None:
    for knobs in ({}, {"script": Script()}, {"script": walks("person_1", action="wave")}, {"contacts": Contacts()}):
        _, motions, made, told = place(**knobs)
        assert made is motions and not told


def test_one_walks_to_another_and_stops_where_one_talks() -> None:
    rigs, motions, made, told = place(script=walks("person_1", "person_2"))
    assert not told and made["person_2"] is motions["person_2"]
    there = ends(rigs, made, "person_1")
    away = np.array([0.2, -6.4]) - there
    assert 0.8 < np.linalg.norm(away) < 1.05 and away[0] > 0.7
    assert made["person_1"].channels["size"][-1] == pytest.approx(6.0 / -there[1], rel=1e-3)
    assert not made["person_1"].loop


def test_before_setting_out_everything_is_as_in_the_photo() -> None:
    rigs, _, made, _ = place(script=walks("person_1", "person_2", start=2.0))
    motion, rig = made["person_1"], rigs["person_1"]
    early = int(1.4 * motion.fps)
    assert np.abs(motion.rotations[:early] - rig.rest).max() < 1e-5
    assert not motion.root[:early].any() and (motion.channels["size"][:early] == 1).all()
    pose = pose_at(made, time=0.0)["person_1"]
    assert np.array_equal(pose.rotations, rig.rest)


def test_feet_that_stand_do_not_slide() -> None:
    rigs, _, made, _ = place(script=walks("person_1", "person_3"))
    assert together.sliding(rigs["person_1"], made["person_1"]) < 0.03


def test_who_comes_nearer_grows_and_is_drawn_in_front() -> None:
    rigs, _, made, _ = place(marks=({"person": "person_2", "at": 4.0, "x": 0.0, "z": 1.6},))
    motion = made["person_2"]
    assert motion.channels["size"][-1] == pytest.approx(6.4 / 4.8, rel=5e-3)
    layers = {name: float(pose.channels.get("layer", rigs[name].layer)) for name, pose in pose_at(made, time=9).items()}
    assert layers["person_2"] == max(layers.values()) and len(set(layers.values())) == 3
    assert pose_at(made, time=0)["person_2"].channels.get("layer", 0.0) == rigs["person_2"].layer


def test_two_who_walk_to_each_other_meet_half_way() -> None:
    script = Script((Beat("person_1", "walk", "person_3"), Beat("person_3", "walk", "person_1")))
    rigs, _, made, told = place(script=script)
    a, b = ends(rigs, made, "person_1"), ends(rigs, made, "person_3")
    assert not told and 0.7 < np.linalg.norm(a - b) < 1.1
    assert abs(a[0] + 1.5) > 0.5 and abs(b[0] - 1.5) > 0.1


def test_without_a_target_one_walks_where_there_is_room_in_the_picture() -> None:
    rigs, _, made, _ = place([(-1.5, 6.0)], script=walks("person_1"))
    there = ends(rigs, made, "person_1")
    assert there[0] > -0.7 and there[1] == pytest.approx(-6, abs=0.02)
    seen = 960 + 1660 * there[0] / -there[1]
    assert 100 < seen < 1820


def test_partners_too_far_apart_for_their_contact_come_together_first() -> None:
    touch = Contact("handshake", "person_1", "person_3", start=4.0)
    rigs, motions, made, told = place(contacts=Contacts((touch,)))
    assert not told and "size" not in made["person_3"].channels
    path = together.ground_places(rigs["person_1"], made["person_1"])
    at = path[int(3.9 * 60)]
    assert 0.5 < np.linalg.norm(at - [1.5, -5.8]) < 1.0
    near = Contacts((Contact("handshake", "person_1", "person_2", start=4.0),))
    _, motions, made, _ = place([(0.0, 6.0), (0.7, 6.0)], contacts=near)
    assert made is motions


def test_who_has_no_feet_in_the_picture_stays_and_the_other_one_comes() -> None:
    rigs, people, motions = together.stage_of(ROW)
    cut = People({**people, "person_1": replace(people["person_1"], cropped=("bottom",))})
    touch = Contacts((Contact("hug", "person_1", "person_3", start=5.0),))
    ctx = FakeContext()
    made = place_people(ctx, rigs, motions, cut, together.CAMERA, contacts=touch)
    assert "size" not in made["person_1"].channels and "size" in made["person_3"].channels
    both = People({name: replace(one, cropped=("bottom",)) for name, one in people.items()})
    assert place_people(ctx, rigs, motions, both, together.CAMERA, contacts=touch) is motions
    assert place_people(ctx, rigs, motions, both, together.CAMERA, script=walks("person_2")) is motions
    assert [("neither can come" in line, "does not walk" in line) for line in ctx.warnings] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_who_sits_does_not_walk() -> None:
    rigs, people, motions = together.stage_of(ROW)
    n = len(KEYPOINTS)
    skeleton = Skeleton(np.zeros((n, 2), np.float32), np.ones(n, np.float32), np.zeros(n, np.float32), activity="sits")
    seated = People({**people, "person_1": replace(people["person_1"], skeleton=skeleton)})
    ctx = FakeContext()
    assert place_people(ctx, rigs, motions, seated, together.CAMERA, script=walks("person_1")) is motions
    assert ctx.warnings == ["person_1 sits: does not walk anywhere"]


def test_a_mark_close_to_somebody_who_stands_is_reached_in_time() -> None:
    mark = {"person": "person_1", "at": 3.0, "x": 1.5, "z": -0.2}  # 0.28 m from the second one
    rigs, _, made, _ = place(marks=(mark,))
    places = together.ground_places(rigs["person_1"], made["person_1"])
    late = int(3.2 * made["person_1"].fps)
    assert np.abs(places[late:] - [0.0, -6.2]).max() < 0.02


def test_who_is_told_a_side_goes_there_as_far_as_there_is_room_or_out_of_the_picture() -> None:
    told = {}
    for side in ("left", "right"):
        rigs, _, made, _ = place(script=walks("person_1", towards=side))
        told[side] = ends(rigs, made, "person_1")
    assert told["right"][0] > -1.0
    wide = together.CAMERA.size[0] / 2 / together.CAMERA.focal * 6.0
    assert told["left"][0] < -2.2 and told["left"][0] > -wide - 1.0
    rigs, _, made, _ = place([(-2.9, 6.0)], script=walks("person_1", towards="left"))
    assert ends(rigs, made, "person_1")[0] < -wide - 0.2  # no room: out of the picture


def test_who_comes_to_the_viewer_stays_in_the_same_column() -> None:
    rigs, _, made, _ = place([(1.0, 6.0)], script=walks("person_1", towards="front"))
    end = ends(rigs, made, "person_1")
    assert end[1] > -5.6 and end[0] / -end[1] == pytest.approx(1.0 / 6.0, abs=0.005)


def test_everybody_takes_a_place_in_a_row() -> None:
    rigs, _, made, told = place(formation="row", forms_at=4.0, spacing=1.0)
    there = np.array(sorted(ends(rigs, made, name).tolist() for name in rigs))
    assert not told and np.ptp(there[:, 1]) < 0.05 and np.allclose(np.diff(there[:, 0]), 1.0, atol=0.03)


def test_marks_that_make_no_sense_are_told() -> None:
    for mark in ({"person": "person_1", "at": -1}, {"person": 3}, {"person": "person_1", "at": 1, "x": "left"}):
        with pytest.raises(BadInput, match="place_people: a mark wants"):
            place(marks=(mark,))
    _, motions, made, _ = place(marks=({"person": "nobody", "at": 1.0, "x": 1.0},))
    assert made is motions


def test_a_run_is_quicker_than_a_walk() -> None:
    rigs, _, walked, _ = place([(-1.5, 6), (2.0, 6)], script=walks("person_1", "person_2", duration=0.5))
    _, _, ran, _ = place([(-1.5, 6), (2.0, 6)], script=walks("person_1", "person_2", "run", duration=0.5))
    lasts = [
        np.flatnonzero(np.diff(together.ground_places(rigs["person_1"], made["person_1"])[:, 0]) > 1e-3)[-1]
        for made in (walked, ran)
    ]
    assert lasts[1] < 0.7 * lasts[0]


def test_other_moves_stay_on_top_of_the_way() -> None:
    rigs, people, motions = together.stage_of(ROW)
    head = rigs["person_1"].bones.index("head")
    rotations = np.array(motions["person_1"].rotations)
    rotations[:, head] = [0.0, np.sin(0.2), 0.0, np.cos(0.2)]
    nods = Motion("nod", rigs["person_1"].bones, 60.0, rotations, motions["person_1"].root, {}, relative=False)
    both = Motions({**motions, "person_1": nods})
    made = place_people(FakeContext(), rigs, both, people, together.CAMERA, script=walks("person_1", "person_2"))
    assert np.abs(made["person_1"].rotations[:, head] - rotations[0, head]).max() < 1e-5


def test_a_walk_takes_the_time_of_its_way_and_what_follows_waits() -> None:
    rigs, people, _ = together.stage_of([(-2.5, 7), (2.5, 7)])
    wave = Beat("person_1", "wave", start=2.0, duration=1.0)
    script = Script((Beat("person_1", "walk", "person_2", 0.0, 2.0), wave, Beat("person_2", "nod", start=0.5)))
    paced = pace_script(FakeContext(), script, people, rigs, together.CAMERA)
    by = {beat.action: beat for beat in paced.beats}
    assert 4.0 < by["walk"].duration < 7.0 and by["wave"].start == pytest.approx(by["walk"].duration, abs=1e-3)
    assert by["nod"].start == 0.5
    exact = Script((replace(script.beats[0], exact=True), wave))
    assert pace_script(FakeContext(), exact, people, rigs, together.CAMERA) is exact
    still = Script((wave,))
    assert pace_script(FakeContext(), still, people, rigs, together.CAMERA) is still


def test_two_who_are_to_shake_hands_are_given_time_to_come_together() -> None:
    rigs, people, _ = together.stage_of([(-2.0, 7), (2.0, 7)])
    beats = (Beat("person_1", "handshake", "person_2"), Beat("person_2", "handshake", "person_1"))
    paced = pace_script(FakeContext(), Script(beats), people, rigs, together.CAMERA)
    assert {beat.start for beat in paced.beats} == {paced.beats[0].start} and paced.beats[0].start > 2.0
