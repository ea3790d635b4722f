"""Edits of knobs, their curves and the links between them."""

from __future__ import annotations

import pytest

from studio.graph import edit
from studio.graph.curve import Curve, Key
from studio.graph.graph import Graph, KnobSource
from studio.media.errors import BadInput
from studio.node.library import Library


def test_a_knob_set_to_its_default_is_not_stored(library: Library, chain: Graph) -> None:
    graph = edit.set_knob(chain, library, "blur_1", "radius", 9)
    assert graph.nodes["blur_1"].knobs["radius"] == 9.0
    assert not edit.set_knob(graph, library, "blur_1", "radius", 4).nodes["blur_1"].knobs


def test_entries_are_held_read_only(library: Library, chain: Graph) -> None:
    entries = [{"id": "p1", "box": [1, 2, 3, 4]}]
    graph = edit.set_knob(chain, library, "place_1", "keys", entries)
    entries[0]["box"] = []
    kept = graph.nodes["place_1"].knobs["keys"]
    assert kept[0]["box"] == (1, 2, 3, 4)
    with pytest.raises(TypeError):
        kept[0]["id"] = "p2"


@pytest.mark.parametrize("value", [[{"a": object()}], [{"a": float("inf")}], [{1: 2}], "text", [{"a": "\ud800"}]])
def test_entries_that_no_file_can_hold_are_refused(library: Library, chain: Graph, value: object) -> None:
    with pytest.raises(BadInput, match="place"):
        edit.set_knob(chain, library, "place_1", "keys", value)


def test_keys_on_a_vector_animate_each_number(library: Library, chain: Graph) -> None:
    graph = edit.set_key(chain, library, "place_1", "offset", 0.0, (0, 10), "linear")
    graph = edit.set_key(graph, library, "place_1", "offset", 2.0, (4, 20))
    assert graph.nodes["place_1"].curves["offset"].at(1.0) == (2.0, 15.0)


def test_a_key_at_the_same_time_takes_the_other_ones_place(library: Library, chain: Graph) -> None:
    graph = edit.set_key(chain, library, "blur_1", "radius", 1.0, 5)
    graph = edit.set_key(graph, library, "blur_1", "radius", 1.0, 7)
    assert [key.value for key in graph.nodes["blur_1"].curves["radius"].keys[0]] == [7.0]


def test_with_its_last_key_a_curve_goes_and_the_knob_holds_that_value(library: Library, chain: Graph) -> None:
    graph = edit.set_key(chain, library, "blur_1", "times", 1.0, 7)
    graph = edit.clear_key(graph, library, "blur_1", "times", 1.0)
    assert not graph.nodes["blur_1"].curves
    assert graph.nodes["blur_1"].knobs["times"] == 7


def test_a_cleared_curve_gives_the_knob_back_what_it_held_before(library: Library, chain: Graph) -> None:
    graph = edit.set_knob(chain, library, "blur_1", "radius", 9)
    graph = edit.clear_curve(edit.set_key(graph, library, "blur_1", "radius", 0, 1), "blur_1", "radius")
    assert graph.nodes["blur_1"].knobs["radius"] == 9.0


@pytest.mark.parametrize(
    ("knob", "value", "message"),
    [("kind", "gauss", "cannot be animated"), ("radius", 600, "0 to 512 px"), ("radius", "x", "wants a number")],
)
def test_a_key_that_a_knob_cannot_hold_is_refused(library: Library, chain: Graph, knob: str, value: object,
                                                  message: str) -> None:  # fmt: skip
    with pytest.raises(BadInput, match=message):
        edit.set_key(chain, library, "blur_1", knob, 0.0, value)


def test_a_curve_has_to_have_a_part_for_each_number(library: Library, chain: Graph) -> None:
    with pytest.raises(BadInput, match=r"2 part"):
        edit.set_curve(chain, library, "place_1", "offset", Curve(((Key(0, 1),),)))


def test_a_knob_follows_another_of_its_kind(library: Library, chain: Graph) -> None:
    graph = edit.link_knob(chain, library, "blur_2", "radius", "blur_1", "radius")
    assert graph.nodes["blur_2"].links["radius"] == KnobSource("blur_1", "radius")
    assert not edit.unlink_knob(graph, "blur_2", "radius").nodes["blur_2"].links
    with pytest.raises(BadInput, match="cannot follow"):
        edit.link_knob(chain, library, "blur_2", "radius", "blur_1", "kind")


def test_knobs_that_would_follow_themselves_are_refused(library: Library, chain: Graph) -> None:
    graph = edit.link_knob(chain, library, "blur_2", "radius", "blur_1", "radius")
    with pytest.raises(BadInput, match="follow itself"):
        edit.link_knob(graph, library, "blur_1", "radius", "blur_2", "radius")
    with pytest.raises(BadInput, match="follow itself"):
        edit.link_knob(graph, library, "blur_1", "radius", "blur_1", "radius")


def test_setting_a_knob_takes_its_link_and_its_curve_away(library: Library, chain: Graph) -> None:
    graph = edit.link_knob(chain, library, "blur_2", "radius", "blur_1", "radius")
    graph = edit.set_knob(graph, library, "blur_2", "radius", 3)
    assert not graph.nodes["blur_2"].links
    graph = edit.set_knob(edit.set_key(graph, library, "blur_2", "radius", 0, 8), library, "blur_2", "radius", 5)
    assert not graph.nodes["blur_2"].curves


def test_a_replaced_file_is_replaced_wherever_it_is_read(library: Library, chain: Graph) -> None:
    graph = edit.set_knob(chain, library, "load_photo_1", "path", "a.jpg")
    graph, other = edit.add(graph, library, "load_photo", path="a.jpg")
    graph = edit.replace_media(graph, library, "a.jpg", "b.jpg")
    assert graph.nodes["load_photo_1"].knobs["path"] == graph.nodes[other].knobs["path"] == "b.jpg"
    with pytest.raises(BadInput, match=r"no node of this graph reads a.jpg"):
        edit.replace_media(graph, library, "a.jpg", "b.jpg")
