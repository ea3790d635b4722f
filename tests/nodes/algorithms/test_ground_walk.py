"""Ways over the ground: nobody is walked through, leads keep their path, feet stand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from nodes.algorithms.elastic_ways import Bend, part_ways
from nodes.algorithms.formation import SHAPES, formation
from nodes.algorithms.gait import Trip, feet_of, steps_along
from nodes.algorithms.ground_path import Goal, Walker, free_time, smooth_path, speed_for, walk
from nodes.algorithms.ground_view import GroundView
from nodes.algorithms.orca import Crowd, Manner, avoid

ROOM = 0.25


def goes(start: tuple[float, float], end: tuple[float, float], yields: float = 1.0, leave: float = 0.0) -> Walker:
    arrive = leave + free_time(float(np.hypot(end[0] - start[0], end[1] - start[1])), 1.1)
    return Walker(start, (Goal(end, leave, arrive),), ROOM, yields)


def gap(places: np.ndarray) -> float:
    """The least room between two people's bodies."""
    apart = np.linalg.norm(places[:, :, None] - places[:, None], axis=-1) + 9 * np.eye(places.shape[1])
    return float(apart.min()) - 2 * ROOM


def crowd(places: list, velocities: list, wanted: list, yields: list | None = None) -> Crowd:
    n = len(places)
    return Crowd(
        np.array(places, float), np.array(velocities, float), np.array(wanted, float), np.full(n, ROOM),
        np.full(n, 2.0), np.array(yields or [1.0] * n), np.full(n, 9.0),
    )  # fmt: skip


def test_who_meets_nobody_goes_as_wanted() -> None:
    alone = crowd([(0, 0), (0, 5)], [(1, 0), (1, 0)], [(1, 0), (1, 0)])
    assert np.array_equal(avoid(alone, Manner(), 0.05), alone.wanted)
    assert np.array_equal(avoid(crowd([(0, 0)], [(1, 0)], [(1, 0)]), Manner(), 0.05), [[1, 0]])


def test_two_who_meet_share_what_avoids_the_other() -> None:
    # by hand: 2 m apart, head on at 1 m/s each, a little beside each other: both leave by the same legs of the cone
    both = avoid(crowd([(-1, 0), (1, 0.1)], [(1, 0), (-1, 0)], [(1, 0), (-1, 0)]), Manner(veer=0.0), 0.05)
    assert np.allclose(both[0], -both[1], atol=1e-9)
    assert both[0, 1] < -0.01
    # with these velocities they pass: the relative one misses the disc of both rooms
    way, speed = np.array([2.0, 0.1]), both[0] - both[1]
    nearest = way - speed * (way @ speed) / (speed @ speed)
    assert np.linalg.norm(nearest) >= 2 * ROOM - 1e-6


def test_who_leads_goes_as_wanted_and_the_other_does_all_the_avoiding() -> None:
    found = avoid(crowd([(-1, 0), (1, 0.1)], [(1, 0), (-1, 0)], [(1, 0), (-1, 0)], [1e-3, 1.0]), Manner(), 0.05)
    assert np.array_equal(found[0], [1, 0])
    assert abs(found[1, 1]) > 0.05


def test_nobody_is_faster_than_allowed_even_where_no_velocity_suits_all() -> None:
    tight = [(0.4 * np.cos(a), 0.4 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 7)[:-1]]
    found = avoid(crowd([(0, 0), *tight], [(0, 0)] * 7, [(1.5, 0)] * 7), Manner(), 0.05)
    assert np.isfinite(found).all() and np.linalg.norm(found, axis=1).max() <= 2.0 + 1e-9


@pytest.mark.parametrize("count", [2, 5, 12])
def test_people_on_a_circle_change_places_without_touching(count: int) -> None:
    angles = np.arange(count) * 2 * np.pi / count
    spots = 2.5 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    times, places = walk([goes(tuple(spot), tuple(-spot)) for spot in spots])
    assert gap(places) > -0.005
    assert np.abs(places[-1] + spots).max() < 0.02
    assert times[-1] <= 1.3 * free_time(5.0, 1.1) + 0.1


def test_one_goes_round_whoever_stands_in_the_way() -> None:
    _, places = walk([goes((-2, 0), (2, 0)), Walker((0.0, 0.0), (), ROOM)])
    assert np.array_equal(places[:, 1], np.zeros((len(places), 2)))
    assert gap(places) > -0.002 and np.allclose(places[-1, 0], (2, 0), atol=0.02)


def test_a_mark_beside_somebody_is_reached_in_time() -> None:
    walker = goes((-2, 0), (0, 0))
    times, places = walk([walker, Walker((0.52, 0.0), (), ROOM)])
    assert np.allclose(places[-1, 0], (0, 0), atol=0.02)
    assert times[-1] < walker.goals[0].arrive + 0.8


def test_a_scripted_lead_keeps_its_path_to_the_millimetre() -> None:
    lead = goes((-3, 0), (3, 0), yields=1e-3)
    others = [goes((3 - 0.7 * k, z), (-3, z)) for k, z in enumerate((-0.3, 0.1, 0.45))]
    _, alone = walk([lead])
    _, places = walk([lead, *others])
    assert np.abs(places[: len(alone), 0] - alone[: len(places), 0]).max() < 1e-3
    assert gap(places) > -0.005


def test_speeds_rise_and_fall_and_the_time_is_what_was_planned() -> None:
    times, places = walk([goes((0, 0), (3, 0))])
    speed = np.diff(places[:, 0, 0]) / np.diff(times)
    assert speed[0] < 0.2 and speed.max() < 1.2 and speed[-1] < 0.6
    assert times[-1] == pytest.approx(free_time(3, 1.1), abs=0.4)
    assert speed_for(3.0, free_time(3.0, 1.1), 9.0) == pytest.approx(1.1)
    fine = smooth_path(places[:, 0], times, np.linspace(0, times[-1], 200))
    assert np.allclose(fine[[0, -1]], places[[0, -1], 0], atol=1e-9)


def test_where_somebody_stands_is_seen_by_hand_made_numbers() -> None:
    view = GroundView(1000.0, 1.5, 0.0, 5.0, 500.0, (700.0, -800.0))
    assert view.start == (1.0, -5.0)
    assert np.allclose(view.seen(np.array(view.start)), view.ground)
    far = np.array([1.0, -10.0])  # twice as far: half the size, and half as far under the horizon
    assert float(view.size(far)) == 0.5
    assert np.allclose(view.seen(far), [600.0, -800.0 + 150.0])


def test_feet_stand_between_steps_and_come_together_at_the_end() -> None:
    times = np.arange(0, 4, 1 / 60)
    places = np.stack([np.clip(times - 0.5, 0, 2.5), np.zeros(len(times)) - 5], axis=1)
    goes = (times >= 0.5) & (times <= 3.0)
    trip = Trip(times, places, steps_along(times[goes], places[goes], "left"), np.ones(len(times)))
    feet = feet_of(trip)
    for side in ("left", "right"):
        stands = feet.lifted[side] == 0
        moved = np.abs(np.diff(feet.places[side], axis=0)).max(axis=1)
        assert moved[stands[1:] & stands[:-1]].max() < 1e-9
        assert np.allclose(feet.places[side][-1], places[-1]) and feet.apart[side][-1] == 1
    sides = [step.side for step in trip.steps]
    assert all(a != b for a, b in itertools.pairwise(sides)) and sides[0] == "left"


def test_steps_are_as_quick_as_the_way_and_longer_at_its_ends() -> None:
    times = np.linspace(0, 4, 400)
    u = times / 4
    places = np.stack([4.0 * (u * u * (3 - 2 * u)), np.zeros(len(times)) - 5], axis=1)  # gets going, and stops
    steps = steps_along(times, places, "left")
    leaves = [step.leave for step in steps]
    each = np.diff(leaves)
    middle = len(each) // 2
    assert leaves[0] == 0 and steps[-1].land <= 4 and each[0] > 1.05 * each[middle] < each[-1]
    bent = places + np.column_stack([0 * u, 0.8 * np.sin(2 * np.pi * u)])
    assert len(steps_along(times, bent, "left")) > len(steps)  # a way round takes more steps


def crowd_of(count: int, seed: int) -> list[Walker]:
    """Walkers who all cross a square at once."""
    dice = np.random.default_rng(seed)
    angles = 2 * np.pi * (np.arange(count) + dice.uniform(-0.1, 0.1, count)) / count
    ring = [(2.2 * np.cos(a), 2.2 * np.sin(a) - 8) for a in angles]
    return [Walker((x, z), (Goal((-x, -16 - z), 0.0, 4.6),), 0.28) for x, z in ring]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_many_who_cross_at_once_are_in_time_and_never_too_near(seed: int) -> None:
    crowd = crowd_of(9, seed)
    times, places = walk(crowd)
    apart = np.linalg.norm(places[:, :, None] - places[:, None], axis=-1) + 9 * np.eye(9)
    assert apart.min() > 0.53 and times[-1] < 1.1 * 4.6
    assert all(np.hypot(*(places[-1, k] - one.goals[0].place)) < 0.02 for k, one in enumerate(crowd))


def test_ways_that_are_free_are_not_bent_and_who_stands_stays() -> None:
    times = np.arange(0, 4, 0.05)
    one = np.stack([times, np.zeros(len(times))], axis=1)
    far, stands = one + np.array([0.0, 2.0]), np.repeat([[2.0, 0.1]], len(times), axis=0)
    radius, give = np.full(2, 0.27), np.ones(2)
    apart = np.stack([one, far], axis=1)
    assert part_ways(apart, radius, give, 0.05, Bend()) is apart
    round_it = part_ways(np.stack([one, stands], axis=1), radius, give, 0.05, Bend())
    assert np.array_equal(round_it[:, 1], stands) and np.array_equal(round_it[[0, -1], 0], one[[0, -1]])
    assert np.linalg.norm(round_it[:, 0] - stands, axis=1).min() > 0.53 and round_it[:, 0, 1].max() < 0.01


@pytest.mark.parametrize("shape", SHAPES)
def test_every_formation_gives_each_a_place_of_their_own(shape: str) -> None:
    places = np.array([(0.0, -5.0), (0.7, -5.2), (1.5, -5.1), (2.2, -4.8), (3.1, -5.0)])
    made = formation(shape, places, 1.0)
    apart = np.linalg.norm(made[:, None] - made[None], axis=-1) + 9 * np.eye(5)
    assert made.shape == places.shape and apart.min() > 0.55
    if shape == "swap":
        assert np.array_equal(made, places[::-1])
    if shape == "row":
        assert np.ptp(made[:, 1]) == 0 and np.allclose(np.diff(np.sort(made[:, 0])), 1.0)
