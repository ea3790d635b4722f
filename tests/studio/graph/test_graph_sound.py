"""Putting sound into a film."""

from __future__ import annotations

import pytest

from studio.app import library, open_graph, preset_path
from studio.graph.edit import remove
from studio.graph.edit.sound import add_sound, heard
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput

LIBRARY = library()


def group_photo() -> Graph:
    return open_graph(preset_path("group_photo")).graph


def test_the_first_sound_is_what_the_writer_is_given() -> None:
    before = group_photo()
    graph, node = add_sound(before, LIBRARY, "/music/march.wav")
    assert heard(before, LIBRARY) is None and heard(graph, LIBRARY) == Source(node, "out")
    assert graph.nodes["write_movie_1"].inputs["sound"] == Source(node, "out")
    assert graph.nodes[node].knobs["path"] == "/music/march.wav"


def test_the_next_one_is_heard_beside_it() -> None:
    graph, first = add_sound(group_photo(), LIBRARY, "/music/march.wav")
    graph, second = add_sound(graph, LIBRARY, "/voice/hello.flac")
    assert heard(graph, LIBRARY) == Source(second, "out")
    assert graph.nodes[second].inputs["sound"] == Source(first, "out")


def test_where_no_film_is_written_it_says_what_to_do() -> None:
    for graph in (Graph(), remove(group_photo(), ["write_movie_1"], LIBRARY)):
        with pytest.raises(BadInput, match="open a photo first"):
            add_sound(graph, LIBRARY, "/music/march.wav")
