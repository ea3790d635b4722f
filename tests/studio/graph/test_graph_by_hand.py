"""What is done by hand lies in nodes that are put in where they are missing, and everything else stays."""

from __future__ import annotations

from typing import Any

import pytest

from studio.app import library, open_graph, preset_path
from studio.graph.edit import remove
from studio.graph.edit.by_hand import clear_strokes, move_face_point, move_joint, paint_matte, reset_points
from studio.graph.edit.correct import correct, correction_of, free_limb, reorder
from studio.graph.edit.roster import add_person, remove_person, removed_people, restore_person, roster_of, set_person
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput
from studio.media.person import Person

LIBRARY = library()
KEY = {"person": "person_1", "bone": "head", "time": 1.0, "rotation": (0.0, 0.0, 0.0, 1.0)}
POINTS = [(10.0, 20.0, 1.0), (30.0, 20.0, 0.5)]


def group_photo() -> Graph:
    return open_graph(preset_path("group_photo")).graph


def people() -> list[Person]:
    return [Person(f"person_{k}", (10.0 * k, 5.0, 10.0 * k + 8, 60.0), name=f"Person {k}") for k in (1, 2)]


def knob(graph: Graph, node: str, name: str) -> Any:
    return graph.nodes[node].knobs.get(name, ())


def test_keys_go_to_the_node_that_is_there() -> None:
    graph, node = correct(group_photo(), LIBRARY, lambda keys: [*keys, KEY])
    assert node == "correct_motion_1"
    assert len(graph.nodes) == len(group_photo().nodes)
    assert knob(graph, node, "keys")[0]["bone"] == "head"


def test_where_no_node_holds_keys_one_is_put_before_poses_are_read() -> None:
    bare = remove(group_photo(), ["correct_motion_1"], LIBRARY)
    assert bare.nodes["pose_at_1"].inputs["motions"].node == "show_hands_1"
    assert correction_of(bare) == ""
    graph, node = correct(bare, LIBRARY, lambda keys: [*keys, KEY])
    assert graph.nodes["pose_at_1"].inputs["motions"] == Source(node, "out")
    assert graph.nodes[node].inputs["motions"] == Source("show_hands_1", "out")
    assert correction_of(graph) == node


def test_a_graph_without_people_says_what_is_missing() -> None:
    for edit in (
        lambda: correct(Graph(), LIBRARY, lambda keys: keys),
        lambda: paint_matte(Graph(), LIBRARY, "a", POINTS, size=4, hardness=1),
        lambda: add_person(Graph(), LIBRARY, [], (0, 0, 50, 50)),
        lambda: free_limb(Graph(), LIBRARY, "a", ("leftHand",)),
    ):
        with pytest.raises(BadInput, match="the graph has no"):
            edit()


def test_a_stroke_puts_its_node_behind_the_mattes_for_everyone_who_read_them() -> None:
    graph, node = paint_matte(group_photo(), LIBRARY, "person_1", POINTS, size=12, hardness=0.5)
    made = graph.nodes[node]
    assert made.inputs["people"] == Source("matte_people_1", "out")
    assert made.inputs["image"] == Source("load_photo_1", "out")
    assert graph.nodes["find_faces_1"].inputs["people"] == Source(node, "out")
    graph, again = paint_matte(graph, LIBRARY, "person_2", POINTS, size=12, hardness=0.5, erase=True)
    assert again == node
    assert [stroke.get("erase", False) for stroke in knob(graph, node, "strokes")] == [False, True]
    assert len(knob(clear_strokes(graph, LIBRARY, "person_1"), node, "strokes")) == 1


def test_joints_and_face_points_are_moved_replaced_and_put_back() -> None:
    graph, joints = move_joint(group_photo(), LIBRARY, "person_1", "left_wrist", (5.0, 6.0))
    graph, _ = move_joint(graph, LIBRARY, "person_1", "left_wrist", (7.0, 8.0))
    graph, face = move_face_point(graph, LIBRARY, "person_1", 4, (1.0, 2.0))
    assert knob(graph, joints, "points")[0]["at"] == (7.0, 8.0)
    assert len(knob(graph, joints, "points")) == 1
    assert graph.nodes["matte_people_1"].inputs["people"].node == joints
    assert graph.nodes["order_layers_1"].inputs["people"].node == face
    graph = reset_points(graph, LIBRARY, "person_1", [4])
    assert not knob(graph, face, "points")
    assert knob(graph, joints, "points")
    assert not knob(reset_points(graph, LIBRARY, "person_1"), joints, "points")


def test_orders_are_kept_by_moment_between_poses_and_the_stage() -> None:
    graph, node = reorder(group_photo(), LIBRARY, 1.0, ("person_2", "person_1"))
    graph, _ = reorder(graph, LIBRARY, 0.0, ("person_1", "person_2"))
    graph, _ = reorder(graph, LIBRARY, 1.0, ("person_1", "person_2"))
    assert graph.nodes["stage_people_1"].inputs["poses"] == Source(node, "out")
    assert graph.nodes[node].inputs["rigs"] == Source("rig_person_1", "out")
    assert [(key["time"], key["order"][0]) for key in knob(graph, node, "keys")] == [(0, "person_1"), (1, "person_1")]


def test_a_roster_writes_everybody_down_so_that_nobody_is_numbered_anew() -> None:
    graph = set_person(group_photo(), LIBRARY, people(), "person_2", name="Ada")
    assert [(one["id"], one["name"]) for one in roster_of(graph)] == [("person_1", "Person 1"), ("person_2", "Ada")]
    graph, made = add_person(graph, LIBRARY, people(), (90, 80, 60, 20))
    assert made == "person_3"
    assert roster_of(graph)[2]["box"] == (60, 20, 90, 80)
    assert roster_of(graph)[2]["locked"] is True


def test_who_is_left_out_can_be_taken_back_in_and_keeps_the_number() -> None:
    graph = remove_person(group_photo(), LIBRARY, people(), "person_2")
    assert [one["id"] for one in removed_people(graph)] == ["person_2"]
    _, made = add_person(graph, LIBRARY, people()[:1], (60, 20, 90, 80))
    assert made == "person_3"
    assert not removed_people(restore_person(graph, LIBRARY, "person_2"))


def test_a_box_too_small_or_a_person_who_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="larger box"):
        add_person(group_photo(), LIBRARY, people(), (10, 10, 12, 60))
    with pytest.raises(BadInput, match="person_9"):
        set_person(group_photo(), LIBRARY, people(), "person_9", name="Nobody")


def test_a_limb_that_is_freed_replaces_what_was_said_of_it_before() -> None:
    graph = free_limb(group_photo(), LIBRARY, "person_1", ("leftHand",))
    graph = free_limb(graph, LIBRARY, "person_1", ("leftHand", "leftLowerArm"))
    assert [one["bone"] for one in knob(graph, "rig_person_1", "free_limbs")] == ["leftHand", "leftLowerArm"]
