"""The journal: a crash loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph import edit, project
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.journal import Journal, recover
from studio.media.errors import BadInput
from studio.node.library import Library


@pytest.fixture
def document(library: Library, chain: Graph, tmp_path: Path) -> Document:
    return Document(library, chain, tmp_path / "shot.vivant", Journal(tmp_path / "shot.journal"))


def _work(document: Document) -> None:
    library = document.library
    document.apply(lambda graph: edit.add(graph, library, "split", image="load_photo_1"))
    document.apply(lambda graph: edit.set_key(graph, library, "blur_1", "radius", 1.0, 7))
    document.apply(lambda graph: edit.group(graph, ["blur_1", "blur_2"], "Größe\u2028\x85"))
    document.apply(lambda graph: edit.add_frame(graph, title="Here"))
    document.apply(lambda graph: edit.set_shot(edit.set_about(graph, notes="hello"), last=10))
    document.apply(lambda graph: edit.remove(graph, ["place_1"]))
    document.apply(lambda graph: edit.set_knob(graph, library, "blur_2", "times", 9))
    document.undo()
    document.apply(lambda graph: edit.set_about(graph, notes=""))


def test_a_journal_brings_every_edit_back(document: Document, tmp_path: Path) -> None:
    _work(document)
    found = recover(tmp_path / "shot.journal", document.library)
    assert project.dumps(found.loaded.graph, document.library) == project.dumps(document.graph, document.library)
    assert (found.project, found.edits) == (tmp_path / "shot.vivant", 9)


def test_a_line_that_the_crash_cut_short_is_dropped(document: Document, tmp_path: Path) -> None:
    _work(document)
    journal = tmp_path / "shot.journal"
    journal.write_bytes(journal.read_bytes()[:-5])
    assert recover(journal, document.library).edits == 8


def test_a_save_removes_the_journal_and_the_next_edit_begins_a_new_one(document: Document, tmp_path: Path) -> None:
    _work(document)
    document.save()
    assert not (tmp_path / "shot.journal").exists()
    document.undo()
    assert recover(tmp_path / "shot.journal", document.library).edits == 1


def test_trouble_with_the_journal_never_stops_an_edit(document: Document, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "no_folder")
    (tmp_path / "no_folder").mkdir()
    document._journal = journal
    _work(document)
    assert "blur_1" in document.graph.nodes
    assert "not safe" in journal.trouble


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "hello",
        '{"vivant_journal": 1}',
        '{"vivant_journal": 1, "base": {}}',
        '{"vivant_journal": 1, "base": {"format": "vivant", "version": 1, "nodes": [{}]}}',
        '{"vivant_journal": 1, "base": {"format": "vivant", "version": 1, "nodes": 3}}',
    ],
)
def test_a_damaged_journal_is_refused_in_one_line(library: Library, tmp_path: Path, text: str) -> None:
    (tmp_path / "j").write_text(text)
    with pytest.raises(BadInput) as caught:
        recover(tmp_path / "j", library)
    assert "\n" not in str(caught.value)


def test_a_strange_line_ends_the_recovery_there(document: Document, tmp_path: Path) -> None:
    document.apply(lambda graph: edit.bypass(graph, "blur_1"))
    journal = tmp_path / "shot.journal"
    with journal.open("a") as file:
        file.write('{"nodes": [3]}\n')
    assert recover(journal, document.library).edits == 1


def test_a_recovered_document_has_something_to_save_and_can_be_recovered_again(
    document: Document, tmp_path: Path
) -> None:
    _work(document)
    journal = tmp_path / "shot.journal"
    found = recover(journal, document.library)
    again = Document(document.library, found.loaded.graph, found.project, Journal(journal), recovered=True)
    assert again.dirty
    assert recover(journal, document.library).edits == 9
    again.apply(lambda graph: edit.set_about(graph, name="Again"))
    assert recover(journal, document.library).loaded.graph.name == "Again"


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_journal_is_read_as_far_as_it_goes_or_refused(
    tmp_path_factory: pytest.TempPathFactory, library: Library, data: st.DataObject
) -> None:
    journal = tmp_path_factory.mktemp("journal") / "j"
    document = Document(library, journal=Journal(journal))
    document.apply(lambda graph: edit.add(graph, library, "load_photo"))
    document.apply(lambda graph: edit.add(graph, library, "blur", image="load_photo_1"))
    document.apply(lambda graph: edit.set_shot(edit.add_frame(graph)[0], last=9))
    text = journal.read_text()
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.text(max_size=4) | st.sampled_from(["null", "3", "{}", "[]", '"', "\n"]))
    journal.write_text(text[:at] + piece + text[at + data.draw(st.integers(0, 9)) :])
    try:
        assert recover(journal, library).edits <= 4
    except BadInput as error:
        assert "\n" not in str(error)
