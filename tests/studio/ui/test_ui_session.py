"""What all panels share."""

from __future__ import annotations

from typing import Any

from studio.graph.edit import add, set_shot


def made(session: Any, type_name: str) -> str:
    return str(session.apply(lambda graph: add(graph, session.library, type_name)))


def test_an_edit_shows_the_engine_the_new_graph_and_tells_everyone(session: Any) -> None:
    told: list[Any] = []
    session.changed.connect(told.append)
    node = made(session, "checker")
    assert session.bridge.graph is session.graph
    assert told[0].added == (node,)


def test_an_edit_that_cannot_be_made_is_said_and_changes_nothing(session: Any) -> None:
    said: list[tuple[str, str]] = []
    session.said.connect(lambda *what: said.append(what))
    before = session.graph
    made(session, "no_such_type")
    assert session.graph is before
    assert said[0][0] == "warning"
    assert "no_such_type" in said[0][1]


def test_the_playhead_stays_inside_the_shot(session: Any) -> None:
    session.go(1000)
    assert session.frame == session.graph.shot.last
    session.apply(lambda graph: set_shot(graph, last=10))
    assert session.frame == 10


def test_what_is_shown_is_nothing_once_its_node_is_gone(session: Any) -> None:
    node = made(session, "checker")
    session.look(node)
    assert session.view().node == node
    session.undo()
    assert session.view() is None
    session.redo()
    assert session.view().node == node
