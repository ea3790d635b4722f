"""The document: undo, redo, gestures, what it tells, saving."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from studio.graph import edit, project
from studio.graph.backup import backups
from studio.graph.difference import Difference, difference
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.media.errors import BadInput
from studio.node.library import Library


@pytest.fixture
def document(library: Library, chain: Graph) -> Document:
    return Document(library, chain)


def _radius(document: Document, value: float) -> None:
    document.apply(lambda graph: edit.set_knob(graph, document.library, "blur_1", "radius", value))


def test_undo_gives_the_very_graph_back_and_redo_the_one_after_it(document: Document) -> None:
    first = document.graph
    _radius(document, 9)
    second = document.graph
    assert document.undo() and document.graph is first
    assert document.redo() and document.graph is second
    assert not document.redo()


def test_a_new_edit_ends_the_future(document: Document) -> None:
    _radius(document, 9)
    document.undo()
    _radius(document, 7)
    assert not document.redo()


def test_an_edit_gives_the_id_of_what_it_made(document: Document) -> None:
    assert document.apply(lambda graph: edit.add(graph, document.library, "blur")) == "blur_3"
    assert document.undo_label == "add blur_3"


def test_an_edit_that_changes_nothing_leaves_no_step(document: Document) -> None:
    _radius(document, 4)
    assert not document.past and not document.dirty


def test_an_edit_that_fails_changes_nothing(document: Document) -> None:
    before = document.graph
    with pytest.raises(BadInput):
        _radius(document, -1)
    assert document.graph is before and not document.past


def test_a_gesture_is_one_step(document: Document) -> None:
    first = document.graph
    with document.gesture("drag the slider"):
        for value in range(5, 60):
            _radius(document, value)
    assert [step.label for step in document.past] == ["drag the slider"]
    document.undo()
    assert document.graph is first


def test_a_gesture_that_ends_where_it_began_leaves_no_step(document: Document) -> None:
    first = document.graph
    document.begin()
    _radius(document, 9)
    _radius(document, 4)
    document.end()
    assert not document.past and document.graph is first


def test_a_cancelled_gesture_never_was(document: Document) -> None:
    first = document.graph
    with pytest.raises(KeyError), document.gesture():
        _radius(document, 9)
        raise KeyError
    assert document.graph is first and not document.past


def test_undo_in_the_middle_of_a_gesture_takes_the_gesture_back(document: Document) -> None:
    first = document.graph
    document.begin()
    _radius(document, 9)
    document.undo()
    assert document.graph is first


def test_listeners_hear_what_changed(document: Document) -> None:
    heard: list[Difference] = []
    stop = document.listen(heard.append)
    _radius(document, 9)
    document.undo()
    stop()
    document.redo()
    assert [dict(one.changed) for one in heard] == [{"blur_1": {"knobs.radius"}}] * 2


def test_a_saved_document_is_clean_until_the_next_edit_and_clean_again_after_undo(
    document: Document, tmp_path: Path
) -> None:
    _radius(document, 9)
    assert document.dirty
    document.save(tmp_path / "shot.vivant")
    assert not document.dirty
    _radius(document, 10)
    assert document.dirty
    document.undo()
    assert not document.dirty


def test_each_save_keeps_the_one_before_it_read_only(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "shot.vivant"
    for value in range(10, 18):
        _radius(document, value)
        document.save(path)
    kept = [project.load(file, document.library).graph.nodes["blur_1"].knobs["radius"] for file in backups(path)]
    assert kept == [16, 15, 14, 13, 12]
    assert all(file.stat().st_mode & 0o222 == 0 for file in backups(path))


def test_a_save_that_fails_leaves_the_file_as_it_was_and_the_document_dirty(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shot.vivant"
    document.save(path)
    before = path.read_bytes()
    _radius(document, 9)
    monkeypatch.setattr("os.replace", partial(_full, 28))
    with pytest.raises(Exception, match="disk is full"):
        document.save()
    assert document.dirty and path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["shot.vivant"]


def _full(number: int, *_: object) -> None:
    raise OSError(number, "No space left on device")


def test_a_difference_names_what_was_added_removed_and_changed(library: Library, chain: Graph) -> None:
    graph = edit.remove(chain, ["blur_2"], library)
    graph, new = edit.add(graph, library, "load_photo")
    graph = edit.set_shot(edit.bypass(graph, "blur_1"), fps=30.0)
    found = difference(chain, graph)
    assert (found.added, found.removed) == ((new,), ("blur_2",))
    assert dict(found.changed) == {"blur_1": {"bypass"}, "place_1": {"inputs.image"}}
    assert "shot" in found.about


def test_labels_say_what_was_done(library: Library, chain: Graph) -> None:
    moved = edit.move(chain, {"blur_1": (1, 1), "blur_2": (2, 2)})
    grouped, group = edit.group(chain, ["blur_1"])
    cases = {
        "move 2 nodes": (chain, moved),
        "remove blur_1": (chain, edit.remove(chain, ["blur_1"])),
        "change blur_1.radius": (chain, edit.set_key(chain, library, "blur_1", "radius", 0, 1)),
        "group blur_1": (chain, grouped),
        f"change {group}": (grouped, edit.set_group(grouped, group, open=True)),
        "change shot": (chain, edit.set_shot(chain, last=10)),
        "nothing": (chain, chain),
    }
    assert {label: difference(*graphs).label for label, graphs in cases.items()} == {label: label for label in cases}


def test_an_amendment_belongs_to_the_step_before_it(document: Document) -> None:
    first = document.graph
    _radius(document, 9)
    told: list[Difference] = []
    document.listen(told.append)
    document.amend(lambda graph: edit.set_knob(graph, document.library, "blur_1", "radius", 11))
    second = document.graph
    assert document.graph.nodes["blur_1"].knobs["radius"] == 11 and len(told) == 1
    assert document.undo() and document.graph is first
    assert document.redo() and document.graph is second
    assert document.undo_label != "" and len(document.past) == 1
