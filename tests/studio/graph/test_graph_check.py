"""What is wrong with a graph, before it is computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from immutables import Map

from studio.graph import edit, project
from studio.graph.build import Builder
from studio.graph.check import Problem, check
from studio.graph.curve import Curve, Key
from studio.graph.graph import Graph, KnobSource, Node, Source
from studio.media.image import Image
from studio.node import node
from studio.node.library import Library


@pytest.fixture
def sound(library: Library, chain: Graph, tmp_path: Path) -> Graph:
    """A graph with nothing wrong."""
    (tmp_path / "bus.jpg").write_bytes(b"a bus")
    return edit.set_knob(chain, library, "load_photo_1", "path", str(tmp_path / "bus.jpg"))


def _with(graph: Graph, name: str, **fields: object) -> Graph:
    return replace(graph, nodes=graph.nodes.set(name, replace(graph.nodes[name], **fields)))


def _only(graph: Graph, library: Library) -> Problem:
    (problem,) = check(graph, library)
    assert "\n" not in problem.message
    return problem


def test_nothing_is_wrong_with_a_sound_graph(library: Library, sound: Graph) -> None:
    assert check(sound, library) == []


def test_an_open_input_is_an_error_unless_it_is_optional(library: Library, sound: Graph) -> None:
    graph, name = edit.add(sound, library, "merge", a="blur_1", b="blur_2")
    assert check(graph, library) == []
    problem = _only(edit.unlink(graph, name, "b"), library)
    assert problem == Problem("merge_1", "merge_1 needs an Image at its input b: link one", "error")


def test_a_bypassed_node_needs_only_what_it_hands_on(library: Library, sound: Graph) -> None:
    graph, name = edit.add(sound, library, "merge", a="blur_1")
    assert check(edit.bypass(graph, name), library) == []
    assert _only(edit.bypass(edit.unlink(graph, name, "a"), name), library).node == name


def test_a_file_that_is_missing_is_an_error_and_one_not_chosen_a_warning(
    library: Library, chain: Graph, tmp_path: Path
) -> None:
    problem = _only(chain, library)
    assert "has no file at path yet: choose one" in problem.message
    assert problem.severity == "warning"
    graph = edit.set_knob(chain, library, "load_photo_1", "path", "gone.jpg")
    assert "cannot find gone.jpg" in _only(graph, library).message
    assert check(graph, library, {"gone.jpg": tmp_path / "x.jpg"}) == []


def test_media_that_do_not_fit_are_an_error_through_reroutes_too(library: Library, sound: Graph) -> None:
    graph, depth = edit.add(sound, library, "estimate_depth", image="blur_1")
    graph, dot = edit.add(graph, library, "reroute", source=depth)
    wrong = _with(graph, "blur_2", inputs=Map({"image": Source(dot, "out")}))
    assert "blur_2.image takes an Image, but reroute_1.out carries Depth" in _only(wrong, library).message


def test_a_switch_between_different_media_is_warned_of(library: Library, sound: Graph) -> None:
    graph, depth = edit.add(sound, library, "estimate_depth", image="blur_1")
    graph, name = edit.add(graph, library, "switch", a="blur_1", b=depth)
    problem = _only(graph, library)
    assert (problem.node, problem.severity) == (name, "warning")
    assert "Depth and Image" in problem.message


def test_a_circle_is_an_error_on_every_node_that_it_stops(library: Library, sound: Graph) -> None:
    graph = _with(sound, "blur_1", inputs=Map({"image": Source("blur_2", "out")}))
    assert [problem.node for problem in check(graph, library)] == ["blur_1", "blur_2"]


def test_links_to_nothing_are_errors(library: Library, sound: Graph) -> None:
    assert "gone, which is not there" in _only(
        _with(sound, "blur_1", inputs=Map({"image": Source("gone", "out")})), library
    ).message  # fmt: skip
    assert "an output that is not there" in _only(
        _with(sound, "blur_1", inputs=Map({"image": Source("load_photo_1", "odd")})), library
    ).message  # fmt: skip
    follows = _with(sound, "blur_1", links=Map({"radius": KnobSource("gone", "radius")}))
    assert "blur_1.radius follows gone.radius, which is not there" in _only(follows, library).message


def test_knobs_that_follow_themselves_are_an_error(library: Library, sound: Graph) -> None:
    graph = _with(sound, "blur_1", links=Map({"radius": KnobSource("blur_1", "radius")}))
    assert "follows itself" in _only(graph, library).message


def test_values_and_keys_out_of_range_are_errors(library: Library, sound: Graph) -> None:
    assert "0 to 512 px" in _only(_with(sound, "blur_1", knobs=Map({"radius": 999.0})), library).message
    assert "wants true" not in _only(_with(sound, "blur_1", knobs=Map({"kind": True})), library).message
    curve = Map({"radius": Curve(((Key(0, 1), Key(1.5, -3)),))})
    assert "-3 (at 1.5 s)" in _only(_with(sound, "blur_1", curves=curve), library).message


def test_unknown_types_and_versions_are_errors_and_hide_no_others(library: Library, sound: Graph) -> None:
    graph = replace(sound, nodes=sound.nodes.set("x", Node("warp")).set("y", Node("blur", 9)))
    found = check(graph, library)
    assert [problem.node for problem in found] == ["x", "y"]
    assert "no node type warp" in found[0].message and "version 9" in found[1].message


def test_an_exposed_knob_that_is_not_there_is_warned_of(library: Library, sound: Graph) -> None:
    problem = _only(replace(sound, exposed=(("gone", "radius", "Soft"),)), library)
    assert problem.severity == "warning"


def test_what_a_film_carries_is_sound_too(library: Library, sound: Graph, tmp_path: Path) -> None:
    graph = project.loads(project.dumps(sound, library, portable=True), library).graph
    found = project.find_media(graph, library, [tmp_path])
    assert check(graph, library, found) == []


def test_a_builder_calls_node_types_as_functions(library: Library) -> None:
    build = Builder(library)
    photo = build.load_photo(path="bus.jpg")
    parts = build.split(photo)
    both = build.merge(build.blur(parts.colour, radius=9), photo, mask=parts.depth)
    assert dict(build.graph.nodes[both.node].inputs) == {
        "a": Source("blur_1", "out"), "b": Source("load_photo_1", "out"), "mask": Source("split_1", "depth"),
    }  # fmt: skip
    with pytest.raises(AttributeError, match="no output sound"):
        parts.sound  # noqa: B018
    with pytest.raises(AttributeError, match="no node type sharpen"):
        build.sharpen(photo)


def test_a_chain_reads_the_latest_output_that_fits(library: Library) -> None:
    build = Builder(library)
    build.load_photo(path="bus.jpg")
    last = build.chain("estimate_depth", "blur", "merge", "write_movie")
    graph = build.graph
    assert graph.nodes["blur_1"].inputs["image"] == Source("load_photo_1", "out")
    assert graph.nodes["merge_1"].inputs["mask"] == Source("estimate_depth_1", "out")
    assert graph.nodes[last.node].inputs["clip"] == Source("merge_1", "out")


def test_a_chain_keeps_a_plate_for_the_input_of_that_name() -> None:
    @node(family="photo", version=1)
    def load_photo() -> Image:
        """Load."""
        raise NotImplementedError

    @node(family="scene", version=1)
    def clean_plate(image: Image) -> Image:
        """Clean."""
        raise NotImplementedError

    @node(family="rig", version=1)
    def stage_people(plate: Image, image: Image) -> Image:
        """Stage."""
        raise NotImplementedError

    build = Builder(Library([load_photo, clean_plate, stage_people]))
    last = build.chain("load_photo", "clean_plate", "stage_people")
    assert {name: source.node for name, source in build.graph.nodes[last.node].inputs.items()} == {
        "plate": "clean_plate_1",
        "image": "load_photo_1",
    }
