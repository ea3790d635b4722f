"""Relations by rules on geometry, on bodies made by hand: 100 pixels are a metre."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nodes.algorithms.gaze import Direction, across_to_yaw, face_direction, trunk_direction
from nodes.algorithms.grasp import Arm, hands_meet, holds, points_at
from nodes.algorithms.proxemics import apart, groups, pairs_within, zone
from nodes.algorithms.relations.room import Body, Object, Room
from nodes.algorithms.relations.scene_graph import people_relations
from nodes.algorithms.relations.things import ground_relations, object_relations


def body(name: str, x: float, metres: float = 4.0, **known: Any) -> Body:
    """Somebody 170 pixels tall, standing on y = 400."""
    made = Body(name, (x - 25, 230, x + 25, 400), x, (x, 245), 100.0, metres, 0, 0.0, activity="stands", reach=100.0)
    return replace(made, **known)


def turned(degrees: float, pitch: float = 0.0) -> Direction:
    return Direction(float(np.radians(degrees)), float(np.radians(pitch)), 1.0, "made")


def arm(shoulder: tuple[float, float], elbow: tuple[float, float], wrist: tuple[float, float]) -> Arm:
    points = [np.array(point, np.float32) for point in (shoulder, elbow, wrist)]
    return Arm("left", *points, points[2], 1.0, 100.0)


def said(*bodies: Body) -> set[tuple[str, str, str]]:
    return {(edge.subject, edge.kind, edge.object) for edge in people_relations(Room.of(bodies)) if edge.score > 0.5}


def test_zones_are_halls() -> None:
    assert [zone(metres) for metres in (0.3, 1.0, 2.0, 5.0)] == ["intimate", "personal", "social", "public"]


def test_a_difference_of_distance_within_the_estimates_error_counts_for_nothing() -> None:
    assert apart(0, 100, 4.0, 100, 100, 4.5).closer == 0.0
    assert apart(0, 100, 4.0, 100, 100, 2.0).closer > 1.0
    assert apart(0, 100, 2.0, 100, 100, 4.0).closer < -1.0


def test_only_those_within_personal_space_are_near() -> None:
    found = said(body("a", 100), body("b", 180), body("c", 400))
    assert ("a", "near", "b") in found
    assert not any(kind == "near" and "c" in (one, other) for one, kind, other in found)


def test_left_of_goes_from_neighbour_to_neighbour() -> None:
    found = {edge for edge in said(body("c", 400), body("a", 100), body("b", 250)) if edge[1] == "left_of"}
    assert found == {("a", "left_of", "b"), ("b", "left_of", "c")}


def test_a_trunk_turned_to_the_right_faces_who_stands_there() -> None:
    found = said(body("a", 100, trunk=turned(70)), body("b", 220, trunk=turned(-80)))
    assert ("a", "facing", "b") in found and ("b", "facing", "a") in found
    back = said(body("a", 100, trunk=turned(-70)), body("b", 220, trunk=turned(80)))
    assert not any(kind == "facing" for _, kind, _ in back)


def test_nobody_faces_somebody_through_a_third() -> None:
    found = said(body("a", 100, trunk=turned(70)), body("b", 180, trunk=turned(0)), body("c", 260, trunk=turned(0)))
    assert ("a", "facing", "b") in found and ("a", "facing", "c") not in found


def test_eyes_straight_ahead_look_at_the_camera_and_others_at_whom_they_meet() -> None:
    found = said(body("a", 100, gaze=turned(4)), body("b", 220, gaze=turned(-85)))
    assert ("a", "looks_at", "camera") in found and ("b", "looks_at", "a") in found


def test_who_is_clearly_nearer_is_in_front() -> None:
    found = said(body("a", 100, metres=6.0), body("b", 160, metres=3.0))
    assert ("b", "in_front_of", "a") in found and ("a", "in_front_of", "b") not in found


def test_who_covers_what_another_goes_on_behind_occludes_them() -> None:
    front, back = np.ones((100, 40), bool), np.ones((100, 40), bool)
    hidden = np.zeros((100, 40), bool)
    back[:, 30:], hidden[:, 30:] = False, True
    one = body("front", 150, metres=3.9, layer=1, mask=front, origin=(130, 100))
    other = body("back", 110, mask=back, hidden=hidden, origin=(100, 100))
    assert ("front", "occludes", "back") in said(one, other)
    assert ("front", "occludes", "back") not in said(one, replace(other, hidden=None))


def test_hands_that_meet_touch_and_their_owners_stand_face_to_face() -> None:
    one = body("a", 100, arms=(arm((110, 280), (135, 300), (160, 310)),))
    other = body("b", 220, arms=(arm((210, 280), (190, 300), (165, 310)),))
    found = said(one, other)
    assert {("a", "touches", "b"), ("a", "facing", "b"), ("b", "facing", "a")} <= found
    assert hands_meet(one.arms[0], other.arms[0]) > 0.9


def test_a_hand_held_out_to_somebody_whose_own_hand_is_not_seen_meets_it() -> None:
    held_out = body("a", 100, arms=(arm((110, 280), (140, 300), (184, 312)),))
    found = said(held_out, body("b", 220))
    assert {("a", "touches", "b"), ("b", "facing", "a")} <= found
    pointing = body("a", 100, arms=(arm((110, 280), (170, 300), (240, 312)),))
    assert ("b", "facing", "a") not in said(pointing, body("b", 220))


def test_who_is_turned_away_shakes_no_hand() -> None:
    held_out = body("a", 100, arms=(arm((110, 280), (140, 300), (184, 312)),))
    assert ("b", "facing", "a") in said(held_out, body("b", 220, trunk=turned(-10)))
    assert ("b", "facing", "a") not in said(held_out, body("b", 220, trunk=turned(30)))


def test_trunk_and_head_together_say_whom_somebody_faces() -> None:
    other = body("b", 220, trunk=turned(0))
    assert ("a", "facing", "b") in said(body("a", 100, trunk=turned(30), gaze=turned(75)), other)
    assert ("a", "facing", "b") not in said(body("a", 100, trunk=turned(45), gaze=turned(-20)), other)


def test_of_two_who_pose_for_the_camera_neither_faces_the_other() -> None:
    one, other = body("a", 100, trunk=turned(70), gaze=turned(4)), body("b", 220, trunk=turned(-10))
    assert ("a", "facing", "b") in said(one, other)
    assert ("a", "facing", "b") not in said(one, replace(other, gaze=turned(-4)))


def test_a_stretched_arm_reaches_nobody_who_stands_far_behind() -> None:
    mask = np.ones((170, 60), bool)
    one = body("a", 100, arms=(arm((110, 280), (150, 285), (195, 290)),))
    near, far = (body("b", 220, metres=metres, mask=mask, origin=(190, 230)) for metres in (4.0, 8.0))
    assert ("a", "facing", "b") in said(one, near) and ("a", "facing", "b") not in said(one, far)


def test_groups_hang_together_through_any_number_of_pairs() -> None:
    assert groups(5, [(0, 1), (1, 2)]) == [[0, 1, 2]]
    found = said(body("a", 100), body("b", 190), body("c", 280), body("d", 900))
    together = {(one, other) for one, kind, other in found if kind == "same_group"}
    assert together == {("a", "b"), ("b", "c")}


def test_a_sweep_finds_the_pairs_that_all_pairs_find() -> None:
    places = np.random.default_rng(3).uniform(0, 20, (60, 2))
    near = {(i, j) for j in range(60) for i in range(j) if np.hypot(*(places[i] - places[j])) <= 2.0}
    assert set(pairs_within(places, 2.0)) == near


def test_a_hand_on_a_small_thing_holds_it_and_one_that_points_at_a_large_one_reaches() -> None:
    reaching = arm((100, 280), (130, 285), (160, 290))
    assert holds(reaching, (155, 280, 175, 300)) > 0.9
    assert holds(reaching, (155, 100, 455, 400)) == 0.0
    assert points_at(reaching, (180, 280, 200, 310), 0.35) > 0.6
    assert points_at(reaching, (160, 380, 200, 400), 0.35) == 0.0
    person = body("a", 90, arms=(reaching,))
    edges = object_relations([person], [Object("cup", (155, 280, 175, 300)), Object("table", (170, 250, 400, 400))], [])
    kinds = {(edge.kind, edge.object) for edge in edges if edge.subject == "a"}
    assert {("holds", "cup"), ("reaches_for", "table"), ("looks_at", "cup")} <= kinds


def test_a_seat_carries_who_sits_and_the_ground_who_stands() -> None:
    sitter = body("a", 100, activity="sits", feet=(100.0, 398.0))
    edges = object_relations([sitter], [Object("chair", (70, 300, 130, 400))], [])
    assert [(edge.subject, edge.kind) for edge in edges] == [("chair", "supports")]
    stands = body("b", 300, feet=(300.0, 398.0))
    assert [edge.object for edge in ground_relations([sitter, stands], ["a"], "ground")] == ["b"]


def test_turning_right_shows_the_left_shoulder_farther_away() -> None:
    assert np.isclose(np.degrees(across_to_yaw(np.float32([0.2, 0]), np.float32([-0.2, 0]))), 0)
    assert np.isclose(np.degrees(across_to_yaw(np.float32([0, -0.2]), np.float32([0, 0.2]))), 90)
    points, scores = np.zeros((23, 2), np.float32), np.ones(23, np.float32)
    points[5], points[6] = (30, 0), (-30, 0)
    found = trunk_direction(points, scores, np.zeros(23, np.float32), 100.0)
    assert found is not None and abs(found.yaw) < 1e-3
    assert trunk_direction(points, np.zeros(23, np.float32), np.zeros(23, np.float32), 100.0) is None


def test_hips_and_shoes_that_are_seen_turn_the_trunk_with_the_shoulders() -> None:
    points, depth = np.zeros((23, 2), np.float32), np.zeros(23, np.float32)
    points[5], points[6], points[11], points[12] = (30, 0), (-30, 0), (14, 80), (-14, 80)
    points[21], points[22] = (20, 160), (20, 160)
    seen, scores = np.ones(23, np.float32), np.zeros(23, np.float32)
    yaws = []
    for rows in ((5, 6), (5, 6, 11, 12), (5, 6, 11, 12, 19, 20, 21, 22), (11, 12)):
        scores[:] = 0
        scores[list(rows)] = seen[list(rows)]
        found = trunk_direction(points, scores, depth, 100.0)
        assert found is not None
        yaws.append(np.degrees(found.yaw))
    assert np.abs([yaws[0], yaws[1], yaws[3]]).max() < 1e-3, "shoulders and hips look at the viewer"
    assert 10 < yaws[2] < 40, "shoes point to the right"
    scores[[5, 6]] = (0.9, 0.1)
    alone = trunk_direction(points, scores, depth, 100.0)
    assert alone is not None and alone.evidence.startswith("hips") and alone.score < 1


def test_irises_turn_the_gaze_on_from_the_face() -> None:
    mesh = np.zeros((478, 2), np.float32)
    mesh[234], mesh[454], mesh[10], mesh[152] = (-50, 0), (50, 0), (0, -60), (0, 60)
    mesh[33], mesh[133], mesh[362], mesh[263] = (-40, -10), (-15, -10), (15, -10), (40, -10)
    mesh[468], mesh[473] = (-27.5, -10), (27.5, -10)
    straight = face_direction(mesh, np.zeros(478, np.float32))
    mesh[468, 0] += 5
    mesh[473, 0] += 5
    aside = face_direction(mesh, np.zeros(478, np.float32))
    assert abs(straight.yaw) < 1e-3 and 15 < np.degrees(aside.yaw) < 30


def test_a_hundred_people_are_related_by_who_is_near_and_no_pair_twice() -> None:
    random = np.random.default_rng(1)
    crowd = [body(f"p{k}", float(x), float(z)) for k, (x, z) in enumerate(
        zip(random.uniform(0, 6000, 100), random.uniform(4, 30, 100), strict=True))]  # fmt: skip
    room = Room.of(crowd)
    assert len(room.pairs) < 100 * 99 / 4
    keys = [(edge.subject, edge.kind, edge.object) for edge in people_relations(room)]
    assert len(keys) == len(set(keys)) > 99
