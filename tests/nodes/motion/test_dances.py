"""Who dances how, and everybody on the same beat."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nodes.algorithms.casting import Actor
from nodes.algorithms.motion_clip import sample_track
from nodes.motion.clip_library import clip, wants
from nodes.motion.dances import BEAT, COUNT, dance_of, in_time
from studio.media.person import People, Person

FREE, ONE, NONE = {"left": 1.0, "right": 1.0}, {"left": 0.0, "right": 1.0}, {"left": 0.0, "right": 0.0}


def row(actor: Actor, count: int = 6, apart: float = 100.0) -> tuple[People, dict[str, Actor]]:
    """People side by side who can all do the same, named against their order."""
    names = [f"person_{count - k}" for k in range(count)]
    people = People((name, Person(name, (apart * k, 0.0, apart * k + 80, 200.0))) for k, name in enumerate(names))
    return people, dict.fromkeys(names, actor)


@pytest.mark.parametrize("actor", [Actor(FREE, True, False), Actor(NONE, False, False), Actor(NONE, False, True)])
def test_neighbours_dance_differently(actor: Actor) -> None:
    people, actors = row(actor)
    dances = [dance_of(who, people, actors, 0.4, 1).name for who in people]
    assert all(one != other for one, other in pairwise(dances))


@pytest.mark.parametrize(
    ("actor", "arms"),
    [(Actor(FREE, False, False), 2), (Actor(ONE, False, False), 1), (Actor(NONE, True, False), 0)],
)
def test_arms_that_are_free_dance_along_and_others_are_left_alone(actor: Actor, arms: int) -> None:
    people, actors = row(actor, 1)
    assert wants(dance_of("person_1", people, actors, 0.4, 1).name) == (arms, False)


@pytest.mark.parametrize("arm", ["left", "right"])
def test_a_dance_with_one_arm_is_done_by_the_free_one_and_goes_aside_with_the_row(arm: str) -> None:
    people, actors = row(Actor(NONE, False, False), 2)
    actors["person_1"] = Actor({**NONE, arm: 1.0}, False, False)
    row_side = dance_of("person_2", people, actors, 0.4, 1).side
    assert dance_of("person_1", people, actors, 0.4, 1)[1:] == (arm, 0.0 if arm == row_side else BEAT)


@pytest.mark.parametrize(("apart", "sides"), [(100.0, 1), (160.0, 2)])
def test_who_stands_close_goes_to_the_same_side(apart: float, sides: int) -> None:
    people, actors = row(Actor(NONE, False, False), apart=apart)
    assert len({dance_of(who, people, actors, 0.4, 1).side for who in people}) == sides


@pytest.mark.parametrize("name", sorted(COUNT))
def test_knees_give_on_the_common_beat(name: str) -> None:
    start, length, pace = in_time(name, 1.0, 4.0, 1.0)
    found = clip(name)
    assert found.repeat is not None
    first = start + found.repeat[0] / pace
    assert first == pytest.approx(1.0 + in_time("dance_swing", 0.0, 4.0, 1.0)[0] + 0.7 / 0.5 * BEAT, abs=1e-6)
    cycle = (found.repeat[1] - found.repeat[0]) / pace
    assert cycle / BEAT == pytest.approx(round(cycle / BEAT), abs=1e-6)
    assert 3.2 < start - 1.0 + length < 4.6


@pytest.mark.parametrize("name", ["groove", "groove_arm", "groove_arms"])
def test_hips_go_out_on_the_beat_and_the_head_stays_over_the_feet(name: str) -> None:
    found = clip(name)
    times = np.arange(found.repeat[0], found.repeat[1], 0.01)  # type: ignore[index]
    assert found.root is not None
    root = sample_track(found.root, times)
    roll = {bone: np.deg2rad(sample_track(found.bones[bone], times)[:, 2]) for bone in ("hips", "spine", "chest")}
    tilt = roll["hips"] + roll["spine"]
    head = root[:, 0] - 0.25 * np.sin(tilt) - 0.3 * np.sin(tilt + roll["chest"])
    assert np.ptp(root[:, 1]) > 0.03
    assert np.ptp(head) < np.ptp(root[:, 0])
