"""Every preset opens, checks clean with a photo, and is evaluated small."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from studio.app import Studio, find, library, open_graph, preset_path, presets
from studio.graph.check import check
from studio.graph.edit import set_knob, set_shot

NAMES = [path.stem for path in presets()]


@pytest.fixture(scope="module")
def studio() -> Studio:
    """One studio, so that the photo is analysed once."""
    return Studio()


def test_the_presets_of_the_first_version_are_there() -> None:
    assert {"group_photo", "portrait", "subtle"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_opens_without_a_note_and_names_no_file(name: str) -> None:
    found = open_graph(preset_path(name))
    assert found.notes == ()
    assert found.placeholders == ()
    assert found.graph.name
    assert found.graph.notes
    assert not found.graph.media
    (warning,) = check(found.graph, library())
    assert (warning.severity, warning.node) == ("warning", find(found.graph, "load_photo"))


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_says_only_what_differs_from_the_default(name: str) -> None:
    for node in json.loads(preset_path(name).read_text(encoding="utf-8"))["nodes"]:
        for knob, value in node.get("knobs", {}).items():
            declared = library()[node["type"]].knob(knob)
            assert declared is not None
            assert value != declared.default, (node["id"], knob)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_on_a_photo_checks_clean_and_moves_everyone(name: str, studio: Studio, two_men: Path) -> None:
    graph = set_shot(studio.preset(name, two_men), size=(320, 180))
    assert check(graph, studio.library) == []
    first, later = (studio.pull(graph, "stage_people", "colour", time, scale=0.5).srgb8() for time in (0.0, 1.5))
    assert first.shape == later.shape == (90, 160, 3)
    ids = studio.pull(graph, "stage_people", "ids", 0.0, scale=0.5)
    assert len(ids.people) == 2
    for place in (1, 2):
        assert (first != later)[ids.index == place].any()


def test_exposed_knobs_of_a_preset_can_be_set() -> None:
    for name in NAMES:
        graph = open_graph(preset_path(name)).graph
        assert graph.exposed
        for node_id, knob, label in graph.exposed:
            declared = library()[graph.nodes[node_id].type].knob(knob)
            assert label
            assert declared is not None
            set_knob(graph, library(), node_id, knob, graph.nodes[node_id].knobs.get(knob, declared.default))


def test_presets_differ_in_what_people_do(studio: Studio, two_men: Path) -> None:
    frames = []
    for name in NAMES:
        graph = set_shot(studio.preset(name, two_men), size=(320, 180))
        frames.append(studio.pull(graph, "stage_people", "colour", 1.5, scale=0.5).srgb8())
    for one in range(len(frames)):
        for other in range(one):
            assert not np.array_equal(frames[one], frames[other]), (NAMES[one], NAMES[other])


@pytest.mark.parametrize("name", NAMES)
def test_in_a_preset_every_node_lies_right_of_what_it_reads_and_none_on_another(name: str) -> None:
    nodes = open_graph(preset_path(name)).graph.nodes
    for reader, node in nodes.items():
        for source in node.inputs.values():
            assert nodes[source.node].position[0] + 200 < node.position[0], (source.node, reader)
    places = [node.position for node in nodes.values()]
    for at, (x, y) in enumerate(places):
        assert not [other for other in places[at + 1 :] if abs(other[0] - x) < 200 and abs(other[1] - y) < 150]


@pytest.mark.parametrize("name", NAMES)
def test_every_titled_frame_of_a_preset_has_nodes_on_it(name: str) -> None:
    graph = open_graph(preset_path(name)).graph
    assert graph.frames
    for frame in graph.frames.values():
        x, y, width, height = frame.box
        inside = [
            n for n in graph.nodes.values() if x <= n.position[0] <= x + width and y <= n.position[1] <= y + height
        ]
        assert frame.title and inside
