"""Markers and the range that is played: kept in the project, undone, recovered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studio.app import library
from studio.graph import project
from studio.graph.document import Document
from studio.graph.edit import move_marker, remove_marker, set_marker, set_play
from studio.graph.graph import Graph, Marker, Timeline
from studio.graph.journal import Journal, recover
from studio.media.errors import BadInput


def marked() -> Graph:
    return set_marker(set_marker(Graph(), 2.0, "the laugh"), 0.5, "she turns")


def test_markers_lie_in_order_of_time_each_at_a_time_of_its_own() -> None:
    graph = set_marker(marked(), 0.5, "he turns")
    assert graph.timeline.markers == (Marker(0.5, "he turns"), Marker(2.0, "the laugh"))
    assert move_marker(graph, 0.5, 3.0).timeline.markers == (Marker(2.0, "the laugh"), Marker(3.0, "he turns"))
    assert remove_marker(graph, 2.0).timeline.markers == (Marker(0.5, "he turns"),)


def test_markers_and_the_played_range_are_saved_and_read_back() -> None:
    graph = set_play(marked(), (10, 40))
    again = project.loads(project.dumps(graph, library()), library()).graph
    assert again.timeline == graph.timeline == Timeline((Marker(0.5, "she turns"), Marker(2.0, "the laugh")), (10, 40))


def test_what_a_newer_program_says_of_the_timeline_is_kept() -> None:
    text = project.dumps(marked(), library()).replace('"timeline": {', '"timeline": {"lens": [1, 2], ')
    graph = project.loads(text, library()).graph
    assert '"lens": [1, 2]' in project.dumps(graph, library()) and graph.timeline == marked().timeline


def test_a_marker_is_undone_and_survives_a_crash(tmp_path: Path) -> None:
    journal = tmp_path / "edits"
    document = Document(library(), journal=Journal(journal))
    document.apply(partial(set_marker, time=1.0, title="one"))
    document.apply(partial(set_marker, time=2.0, title="two"))
    assert len(recover(journal, library()).loaded.graph.timeline.markers) == 2
    document.undo()
    assert document.graph.timeline.markers == (Marker(1.0, "one"),)
    assert recover(journal, library()).loaded.graph.timeline.markers == (Marker(1.0, "one"),)


@pytest.mark.parametrize(
    "edit",
    [
        partial(set_marker, time=-1.0), partial(set_marker, time=float("nan")), partial(remove_marker, time=9.0),
        partial(set_play, play=(5, 200)), partial(set_play, play=(9, 5)), partial(set_marker, time=1.0, title="\0"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(edit: Any) -> None:
    with pytest.raises(BadInput):
        edit(marked())


@pytest.mark.parametrize(
    "wrong", ['{"markers": 3}', '{"markers": [[1]]}', '{"play": [5, 2]}', '{"markers": [["a", 2]]}']
)
def test_a_damaged_timeline_is_refused_in_one_line(wrong: str) -> None:
    text = project.dumps(Graph(), library()).replace('"shot"', f'"timeline": {wrong}, "shot"', 1)
    with pytest.raises(BadInput, match="damaged"):
        project.loads(text, library())
