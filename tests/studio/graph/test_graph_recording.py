"""Recorded motion put into a graph."""

from __future__ import annotations

import pytest

from studio.app import library, open_graph, preset_path
from studio.graph.edit.recording import add_recording
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput

LIBRARY = library()


@pytest.mark.parametrize("preset", ["group_photo", "directed"])
def test_a_recording_comes_between_who_chooses_and_who_fits(preset: str) -> None:
    before = open_graph(preset_path(preset)).graph
    graph, node = add_recording(before, LIBRARY, "/motion/walk.bvh")
    assert graph.nodes["retarget_motion_1"].inputs["motions"] == Source(node, "out")
    assert graph.nodes[node].inputs["motions"] == before.nodes["retarget_motion_1"].inputs["motions"]
    assert graph.nodes[node].inputs["people"] == before.nodes["choose_motion_1"].inputs["people"]
    assert graph.nodes[node].knobs["path"] == "/motion/walk.bvh"


def test_a_second_one_is_for_somebody_else_and_leaves_the_first() -> None:
    graph, first = add_recording(open_graph(preset_path("group_photo")).graph, LIBRARY, "/motion/walk.bvh", "person_1")
    graph, second = add_recording(graph, LIBRARY, "/motion/dance.bvh", "person_2")
    assert graph.nodes[second].inputs["motions"] == Source(first, "out")
    assert [graph.nodes[node].knobs["person"] for node in (first, second)] == ["person_1", "person_2"]


def test_where_nobody_moves_it_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="open a photo first"):
        add_recording(Graph(), LIBRARY, "/motion/walk.bvh")
