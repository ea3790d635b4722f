"""Groups, exposed knobs, backdrops, the shot, and copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from immutables import Map

from studio.graph import edit, project
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput
from studio.node.library import Library


def test_grouped_nodes_name_their_group_and_return_to_the_one_around_it(library: Library, chain: Graph) -> None:
    graph, inner = edit.group(chain, ["blur_1", "blur_2"], "Softness")
    graph, outer = edit.group(graph, [inner, "place_1"])
    assert graph.groups[inner].parent == outer
    assert edit.inside(graph, outer) == ({"blur_1", "blur_2", "place_1"}, {inner, outer})
    graph = edit.ungroup(graph, inner)
    assert {graph.nodes[n].group for n in ("blur_1", "blur_2", "place_1")} == {outer}
    graph = edit.ungroup(graph, outer)
    assert not graph.groups
    assert {node.group for node in graph.nodes.values()} == {""}


def test_a_group_of_nothing_or_of_strangers_is_refused(chain: Graph) -> None:
    with pytest.raises(BadInput, match="choose"):
        edit.group(chain, [])
    with pytest.raises(BadInput, match="no node nobody"):
        edit.group(chain, ["nobody"])


def test_a_knob_is_exposed_once_and_hidden_again(library: Library, chain: Graph) -> None:
    graph = edit.expose(chain, library, "blur_1", "radius")
    graph = edit.expose(graph, library, "blur_2", "times", "Passes")
    graph = edit.expose(graph, library, "blur_1", "radius", "Softness")
    assert graph.exposed == (("blur_1", "radius", "Softness"), ("blur_2", "times", "Passes"))
    assert edit.hide(graph, "blur_1", "radius").exposed == (("blur_2", "times", "Passes"),)


def test_backdrops_titles_and_places_change_nothing_that_is_computed(library: Library, chain: Graph) -> None:
    from studio.graph.difference import difference

    graph, frame = edit.add_frame(chain, title="Softening", box=(0.0, 0.0, 10.0, 10.0))
    graph = edit.set_frame(graph, frame, note="why")
    graph = edit.rename(edit.move(graph, {"blur_1": (5, 6)}), "blur_1", "First")
    changes = difference(chain, graph)
    assert changes and not changes.computes
    assert edit.remove_frame(graph, frame).frames == chain.frames


@pytest.mark.parametrize("fields", [{"fps": 0}, {"fps": float("nan")}, {"first": 9, "last": 3}, {"size": (100, 0)}])
def test_a_shot_that_cannot_be_is_refused(chain: Graph, fields: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="the shot"):
        edit.set_shot(chain, **fields)


def test_pasted_nodes_have_new_ids_and_their_links_among_each_other(library: Library, chain: Graph) -> None:
    graph = edit.set_key(chain, library, "blur_1", "radius", 0, 7)
    graph = edit.link_knob(graph, library, "blur_2", "radius", "blur_1", "radius")
    pasted, names = edit.paste(graph, library, edit.copy_text(graph, library, ["blur_1", "blur_2"]))
    assert names == ("blur_3", "blur_4")
    assert pasted.nodes["blur_4"].inputs["image"] == Source("blur_3", "out")
    assert pasted.nodes["blur_4"].links["radius"].node == "blur_3"
    assert not pasted.nodes["blur_3"].inputs
    assert pasted.nodes["blur_3"].curves["radius"].at(0) == 7.0


def test_pasting_linked_reads_again_what_was_read(library: Library, chain: Graph) -> None:
    text = edit.copy_text(chain, library, ["blur_1"])
    pasted, (name,) = edit.paste(chain, library, text, linked=True)
    assert pasted.nodes[name].inputs["image"] == Source("load_photo_1", "out")
    alone, (name,) = edit.paste(Graph(), library, text, linked=True)
    assert not alone.nodes[name].inputs


def test_a_copied_group_brings_what_is_in_it(library: Library, chain: Graph) -> None:
    graph, inner = edit.group(chain, ["blur_1", "blur_2"], "Softness")
    graph = edit.expose(graph, library, "blur_1", "radius", "Amount", inner)
    graph, outer = edit.group(graph, [inner, "place_1"])
    pasted, names = edit.paste(graph, library, edit.copy_text(graph, library, [outer]))
    assert names == ("blur_3", "blur_4", "place_2")
    made = pasted.nodes["blur_3"].group
    assert pasted.groups[made].exposed == (("blur_3", "radius", "Amount"),)
    assert pasted.groups[made].parent == pasted.nodes["place_2"].group
    assert made not in (inner, outer)


def test_a_frame_is_copied_with_its_title_colour_and_place(library: Library, chain: Graph) -> None:
    graph, frame = edit.add_frame(chain, title="Light", note="warm", box=(10, 20, 300, 200), colour=(0.5, 0.2, 0.1))
    pasted, _ = edit.paste(graph, library, edit.copy_text(graph, library, ["blur_1", frame]), (40, 50))
    (made,) = set(pasted.frames) - {frame}
    copy = pasted.frames[made]
    assert (copy.title, copy.note, copy.colour) == ("Light", "warm", (0.5, 0.2, 0.1))
    assert copy.box == (50, 70, 300, 200)
    assert pasted.frames[frame] is graph.frames[frame]


def test_frames_in_a_copied_group_are_in_the_copied_group(library: Library, chain: Graph) -> None:
    graph, group = edit.group(chain, ["blur_1"])
    graph, frame = edit.add_frame(graph, title="Inside")
    extra = Map({"group": group, "odd": 3})
    graph = replace(graph, frames=graph.frames.set(frame, replace(graph.frames[frame], extra=extra)))
    pasted, (node,) = edit.paste(graph, library, edit.copy_text(graph, library, [group]))
    (made,) = set(pasted.frames) - {frame}
    assert pasted.frames[made].extra["group"] == pasted.nodes[node].group != group
    assert pasted.frames[made].extra["odd"] == 3
    alone, _ = edit.paste(Graph(), library, edit.copy_text(graph, library, [frame]))
    assert "group" not in next(iter(alone.frames.values())).extra


@pytest.mark.parametrize(
    "travel",
    [
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: "Try this:\n```json\n" + text + "```\nBest, Ann",
        lambda text: "\n".join("> > " + line for line in text.split("\n")),
        lambda text: text.replace("  ", "\u00a0 "),
    ],
)
def test_text_is_pasted_as_it_comes_out_of_an_editor_a_chat_or_a_mail(
    library: Library, chain: Graph, travel: Callable[[str], str]
) -> None:
    text = edit.copy_text(chain, library, ["blur_1", "blur_2"])
    assert edit.paste(chain, library, travel(text))[1] == ("blur_3", "blur_4")


def test_pasting_what_is_no_graph_is_refused(library: Library, chain: Graph) -> None:
    with pytest.raises(BadInput):
        edit.paste(chain, library, "hello")


def test_a_node_of_an_unknown_type_is_copied_as_it_is(library: Library) -> None:
    text = '{"format": "vivant", "version": 1, "nodes": [{"id": "a", "type": "warp", "knobs": {"x": 1}, "odd": [2]}]}'
    graph = project.loads(text, library).graph
    pasted, (name,) = edit.paste(graph, library, edit.copy_text(graph, library, ["a"]))
    assert (pasted.nodes[name].knobs["x"], pasted.nodes[name].extra["odd"]) == (1, (2,))


@pytest.mark.parametrize("text", ["\0", "\ud800", 3])
def test_words_that_no_project_can_hold_are_refused(library: Library, chain: Graph, text: str) -> None:
    for change in (
        lambda: edit.rename(chain, "blur_1", text),
        lambda: edit.set_about(chain, notes=text),
        lambda: edit.set_about(chain, tags=[text]),
        lambda: edit.group(chain, ["blur_1"], text),
        lambda: edit.add_frame(chain, note=text),
        lambda: edit.expose(chain, library, "blur_1", "radius", text),
    ):
        with pytest.raises(BadInput):
            change()


@pytest.mark.parametrize("place", [(float("nan"), 0.0), (1e300, 0.0), (0.0,)])
def test_places_that_no_project_can_hold_are_refused(
    library: Library, chain: Graph, place: tuple[float, float]
) -> None:
    with pytest.raises(BadInput):
        edit.move(chain, {"blur_1": place})
    with pytest.raises(BadInput):
        edit.add(chain, library, "blur", place)


def test_a_new_backdrop_never_takes_the_place_of_one_in_a_file_without_counters(library: Library) -> None:
    text = (
        '{"format": "vivant", "version": 1, "frames": [{"id": "frame_1"}], "nodes": [{"id": "blur_1", "type": "blur"}]}'
    )
    graph = project.loads(text, library).graph
    assert edit.add_frame(graph)[1] == "frame_2"
    assert edit.add(graph, library, "blur")[1] == "blur_2"
