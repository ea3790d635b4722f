"""What is to be seen of a graph, without Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from immutables import Map

from studio.app import library, open_graph, preset_path
from studio.graph.edit import add, group, set_group
from studio.graph.graph import Frame, Graph, Node, Source
from studio.ui.graph_editor.adding import make_linked
from studio.ui.graph_editor.edits import below, delete, load, refusal, shift, stream
from studio.ui.graph_editor.levels import Levels
from studio.ui.graph_editor.scenery import scenery


@pytest.fixture
def preset() -> Graph:
    return open_graph(preset_path("group_photo")).graph


def chain(*kinds: str) -> tuple[Graph, list[str]]:
    graph, names = Graph(), []
    for index, kind in enumerate(kinds):
        settings: dict[str, Any] = {}
        if names:
            settings[library()[kind].inputs[0].name] = names[-1]
        graph, name = add(graph, library(), kind, (index * 220.0, 0.0), **settings)
        names.append(name)
    return graph, names


def test_every_node_is_a_box_and_every_link_a_wire(preset: Graph) -> None:
    seen = scenery(preset, library())
    assert set(seen.boxes) == set(preset.nodes)
    assert set(seen.wires) == {(name, socket) for name, node in preset.nodes.items() for socket in node.inputs}


def test_a_closed_group_is_one_box_with_the_links_that_cross_its_edge(preset: Graph) -> None:
    inner = ["detect_people_1", "estimate_pose_1", "matte_people_1"]
    graph, made = group(preset, inner)
    seen = scenery(graph, library())
    box = seen.boxes[made]
    assert not set(inner) & set(seen.boxes)
    assert [port.media for port in box.ins] == ["Image"]
    assert {end[0] for end in box.ins[0].ends} == set(inner)
    assert [port.ends for port in box.outs] == [(("matte_people_1", "out"),)]
    assert seen.wires["find_faces_1", "people"].source == made


def test_an_open_group_shows_what_is_in_it(preset: Graph) -> None:
    graph, made = group(preset, ["detect_people_1", "estimate_pose_1"])
    graph = set_group(graph, made, open=True)
    assert made not in scenery(graph, library()).boxes
    assert "detect_people_1" in scenery(graph, library()).boxes
    assert list(Levels(graph).opened()) == [made]


def test_inside_a_group_links_to_elsewhere_are_noted(preset: Graph) -> None:
    graph, made = group(preset, ["estimate_pose_1", "matte_people_1"])
    seen = scenery(graph, library(), made)
    assert set(seen.boxes) == {"estimate_pose_1", "matte_people_1"}
    ins = {port.label: port.away for port in seen.boxes["estimate_pose_1"].ins}
    assert ins == {"image": "Load photo", "people": "Detect people"}


def test_a_group_in_a_group_is_a_box_inside_it(preset: Graph) -> None:
    graph, inner = group(preset, ["estimate_pose_1", "matte_people_1"])
    graph, outer = group(graph, [inner, "detect_people_1"])
    assert set(scenery(graph, library(), outer).boxes) == {inner, "detect_people_1"}
    assert inner not in scenery(graph, library()).boxes
    assert Levels(graph).path(inner) == [outer, inner]


def test_a_type_that_nobody_knows_is_a_placeholder_with_the_sockets_that_are_linked() -> None:
    graph, (first,) = chain("checker")
    nodes = graph.nodes.set("x", Node("from_elsewhere", inputs=Map({"input": Source(first, "out")})))
    nodes = nodes.set("blur_9", Node("blur", inputs=Map({"image": Source("x", "result")})))
    box = scenery(replace(graph, nodes=nodes), library()).boxes["x"]
    assert (box.kind, box.title) == ("unknown", "from_elsewhere")
    assert [port.label for port in (*box.ins, *box.outs)] == ["input", "result"]


def test_what_a_reroute_carries_is_what_goes_in() -> None:
    graph, (_, dot, _) = chain("checker", "reroute", "blur")
    seen = scenery(graph, library())
    assert seen.boxes[dot].kind == "dot"
    assert seen.boxes[dot].outs[0].media == "Image"


def test_a_refused_link_says_why() -> None:
    graph, (checker, blur) = chain("checker", "blur")
    graph, people = add(graph, library(), "detect_people")
    assert "Image" in refusal(graph, library(), Source(people, "out"), [(blur, "image")])
    assert "circle" in refusal(graph, library(), Source(blur, "out"), [(checker, "like")])
    assert refusal(graph, library(), Source(checker, "out"), [(people, "image")]) == ""


def test_upstream_and_downstream_are_all_that_is_read_and_all_that_reads(preset: Graph) -> None:
    assert stream(preset, ["estimate_pose_1"], True) == {"estimate_pose_1", "detect_people_1", "load_photo_1"}
    assert "write_movie_1" in stream(preset, ["estimate_pose_1"], False)
    assert below(preset, ["write_movie_1"]) == {"write_movie_1"}


def test_moving_a_frame_takes_what_lies_on_it_and_moving_a_group_what_is_in_it() -> None:
    graph, (one, two) = chain("checker", "blur")
    graph = replace(graph, frames=Map({"frame_1": Frame(box=(-20.0, -60.0, 230.0, 300.0))}))
    boxes = {one: (0.0, 0.0, 176.0, 100.0), two: (220.0, 0.0, 396.0, 100.0)}
    moved = shift(graph, load(graph, ["frame_1"], boxes), 40, 20)
    assert moved.nodes[one].position == (40, 20)
    assert moved.nodes[two].position == (220, 0)
    assert moved.frames["frame_1"].box == (20, -40, 230, 300)
    graph, made = group(graph, [one, two])
    moved = shift(graph, load(graph, [made], {}), 10, 0)
    assert moved.nodes[two].position == (230, 0)
    assert moved.groups[made].position[0] == graph.groups[made].position[0] + 10


def test_deleting_from_a_chain_leaves_it_whole_and_a_group_goes_with_what_is_in_it() -> None:
    graph, (one, two, three) = chain("checker", "blur", "grade")
    assert delete(graph, library(), [two]).nodes[three].inputs["image"] == Source(one, "out")
    assert not delete(graph, None, [two]).nodes[three].inputs
    graph, made = group(graph, [one, two])
    gone = delete(graph, library(), [made])
    assert set(gone.nodes) == {three}
    assert not gone.groups


def test_what_is_added_at_the_end_of_a_link_is_linked_both_ways() -> None:
    graph, (one, two) = chain("checker", "blur")
    graph, made = make_linked(graph, library(), "grade", (0, 0), "", Source(one, "out"), ())
    assert graph.nodes[made].inputs["image"] == Source(one, "out")
    graph, made = make_linked(graph, library(), "constant", (0, 0), "", None, ((two, "matte"),))
    assert "matte" not in graph.nodes[two].inputs
    graph, made = make_linked(graph, library(), "constant", (0, 0), "", None, ((two, "image"),))
    assert graph.nodes[two].inputs["image"] == Source(made, "out")
