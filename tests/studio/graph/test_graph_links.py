"""Edits of nodes and links."""

from __future__ import annotations

import pytest

from studio.graph import edit
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput
from studio.node.library import Library


def test_an_added_node_gets_a_fresh_id_and_stores_only_what_differs_from_the_default(library: Library) -> None:
    graph, name = edit.add(Graph(), library, "blur", radius=4, times=3)
    assert name == "blur_1"
    assert dict(graph.nodes[name].knobs) == {"times": 3}


def test_an_id_is_never_given_twice(library: Library) -> None:
    graph, first = edit.add(Graph(), library, "blur")
    graph = edit.remove(graph, [first])
    assert edit.add(graph, library, "blur")[1] == "blur_2"


def test_an_edit_leaves_its_graph_alone_and_shares_what_it_does_not_change(library: Library, chain: Graph) -> None:
    after = edit.set_knob(chain, library, "blur_1", "radius", 9)
    assert "radius" not in chain.nodes["blur_1"].knobs
    assert after.nodes["blur_2"] is chain.nodes["blur_2"]


def test_adding_links_a_node_alone_to_its_first_output(library: Library) -> None:
    graph, photo = edit.add(Graph(), library, "load_photo")
    graph, parts = edit.add(graph, library, "split", image=photo)
    graph, both = edit.add(graph, library, "merge", a=parts, b=Source(photo, "out"), mask=f"{parts}.depth")
    assert dict(graph.nodes[both].inputs) == {
        "a": Source("split_1", "colour"), "b": Source("load_photo_1", "out"), "mask": Source("split_1", "depth"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        ("sharpen", {}, "there is no node type sharpen"),
        ("blur", {"width": 3}, "blur has no knob width; its knobs are: radius, times, kind"),
        ("blur", {"radius": -1}, "blur.radius: wants 0 to 512 px, not -1"),
        ("blur", {"radius": float("nan")}, "blur.radius: wants a number, not nan"),
        ("blur", {"image": "nobody"}, "there is no node nobody"),
        ("blur", {"image": "load_photo_1.depth"}, "load_photo_1 has no output depth; its outputs are: out"),
    ],
)
def test_what_cannot_be_added_is_said_in_one_line(
    library: Library, chain: Graph, kind: str, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput) as caught:
        edit.add(chain, library, kind, **settings)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_link_of_other_media_is_refused_with_both_named(library: Library, chain: Graph) -> None:
    graph, depth = edit.add(chain, library, "estimate_depth", image="blur_2")
    with pytest.raises(BadInput, match=r"blur.image takes Image, but estimate_depth_1.out carries Depth"):
        edit.link(graph, library, depth, "blur_1", "image")


def test_a_link_that_closes_a_circle_is_refused(library: Library, chain: Graph) -> None:
    with pytest.raises(BadInput, match="circle"):
        edit.link(chain, library, "blur_2", "blur_1", "image")
    with pytest.raises(BadInput, match="circle"):
        edit.link(chain, library, "blur_1", "blur_1", "image")


def test_a_reroute_carries_what_it_reads_and_is_refused_where_that_does_not_fit(library: Library, chain: Graph) -> None:
    graph, depth = edit.add(chain, library, "estimate_depth", image="load_photo_1")
    graph, dot = edit.add(graph, library, "reroute", source=depth)
    with pytest.raises(BadInput, match="carries Depth"):
        edit.link(graph, library, dot, "blur_1", "image")


def test_a_reroute_cannot_be_given_what_its_readers_do_not_take(library: Library, chain: Graph) -> None:
    graph, depth = edit.add(chain, library, "estimate_depth", image="load_photo_1")
    graph, dot = edit.reroute(graph, library, "blur_2", "image")
    graph, second = edit.reroute(graph, library, "blur_2", "image")
    with pytest.raises(BadInput, match=r"blur\.image takes Image"):
        edit.link(graph, library, depth, dot, "source")
    assert graph.nodes[second].inputs["source"] == Source(dot, "out")


def test_a_node_inserted_on_a_link_reads_the_source_and_feeds_the_reader(library: Library, chain: Graph) -> None:
    graph, new = edit.add(chain, library, "merge")
    graph = edit.insert_on_link(graph, library, new, "blur_2", "image")
    assert graph.nodes[new].inputs["a"] == Source("blur_1", "out")
    assert graph.nodes["blur_2"].inputs["image"] == Source(new, "out")


def test_a_node_that_does_not_fit_a_link_is_not_inserted(library: Library, chain: Graph) -> None:
    graph, new = edit.add(chain, library, "estimate_depth")
    with pytest.raises(BadInput, match=r"no output that blur_2\.image takes"):
        edit.insert_on_link(graph, library, new, "blur_2", "image")


def test_a_node_taken_out_of_a_chain_leaves_the_chain_whole(library: Library, chain: Graph) -> None:
    graph = edit.remove(chain, ["blur_1", "blur_2"], library)
    assert graph.nodes["place_1"].inputs["image"] == Source("load_photo_1", "out")
    assert "image" not in edit.remove(chain, ["blur_2"]).nodes["place_1"].inputs


def test_a_removed_node_takes_its_links_knob_links_and_exposed_knobs_with_it(library: Library, chain: Graph) -> None:
    graph = edit.link_knob(chain, library, "blur_2", "radius", "blur_1", "radius")
    graph = edit.expose(graph, library, "blur_1", "radius")
    graph, group = edit.group(graph, ["blur_1", "blur_2"])
    graph = edit.expose(graph, library, "blur_1", "times", group=group)
    graph = edit.remove(graph, ["blur_1"])
    assert not graph.nodes["blur_2"].links
    assert not graph.nodes["blur_2"].inputs
    assert graph.exposed == graph.groups[group].exposed == ()


def test_an_unlinked_input_is_open(library: Library, chain: Graph) -> None:
    graph = edit.unlink(chain, "blur_1", "image")
    assert not graph.nodes["blur_1"].inputs
    with pytest.raises(BadInput, match=r"nothing is linked to blur_1.image"):
        edit.unlink(graph, "blur_1", "image")


def test_a_long_chain_is_walked_without_recursion(library: Library) -> None:
    graph, name = edit.add(Graph(), library, "load_photo")
    for _ in range(1200):
        graph, name = edit.add(graph, library, "reroute", source=name)
    with pytest.raises(BadInput, match="circle"):
        edit.link(graph, library, name, "reroute_1", "source")
