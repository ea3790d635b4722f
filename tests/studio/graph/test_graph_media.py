"""Files that a graph names, found again after they moved."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from studio.graph import edit, project
from studio.graph.graph import Graph, Media
from studio.graph.media_files import look
from studio.node.library import Library


@pytest.fixture
def saved(library: Library, tmp_path: Path) -> Graph:
    """A graph that was saved with its photo, which lies at old/bus.jpg."""
    photo = tmp_path / "old" / "bus.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"a bus")
    graph, _ = edit.add(Graph(), library, "load_photo", path=str(photo))
    return project.save(tmp_path / "shot.vivant", graph, library)


def test_a_saved_file_is_known_by_size_and_digest(saved: Graph, tmp_path: Path) -> None:
    digest = hashlib.blake2b(b"a bus", digest_size=20).hexdigest()
    assert dict(saved.media) == {str(tmp_path / "old" / "bus.jpg"): Media(digest, 5)}


def test_a_file_that_is_where_it_was_is_not_searched_for(library: Library, saved: Graph, tmp_path: Path) -> None:
    assert project.find_media(saved, library, [tmp_path]) == {}


@pytest.mark.parametrize("place", ["bus.jpg", "deep/er/bus.jpg", "deep/renamed.png", "deep/BUS.JPG"])
def test_a_moved_or_renamed_file_is_found_by_its_digest(
    library: Library, saved: Graph, tmp_path: Path, place: str
) -> None:
    old, new = tmp_path / "old" / "bus.jpg", tmp_path / "new" / place
    new.parent.mkdir(parents=True)
    old.rename(new)
    (tmp_path / "new" / "another.jpg").write_bytes(b"a cat")
    assert project.find_media(saved, library, [tmp_path / "nowhere", tmp_path / "new"]) == {str(old): new}


def test_a_file_of_the_same_name_with_other_content_is_not_taken_for_it(
    library: Library, saved: Graph, tmp_path: Path
) -> None:
    (tmp_path / "old" / "bus.jpg").unlink()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "bus.jpg").write_bytes(b"a van")
    assert project.find_media(saved, library, [tmp_path / "new"]) == {}


def test_a_file_whose_content_changed_gives_way_to_the_one_that_was_meant(
    library: Library, saved: Graph, tmp_path: Path
) -> None:
    old = tmp_path / "old" / "bus.jpg"
    (tmp_path / "new").mkdir()
    old.rename(tmp_path / "new" / "bus.jpg")
    old.write_bytes(b"a van")
    assert project.find_media(saved, library, [tmp_path / "new"]) == {str(old): tmp_path / "new" / "bus.jpg"}


def test_without_a_digest_the_name_decides(library: Library, tmp_path: Path) -> None:
    graph, _ = edit.add(Graph(), library, "load_photo", path="pictures/bus.jpg")
    (tmp_path / "bus.jpg").write_bytes(b"some bus")
    assert project.find_media(graph, library, [tmp_path]) == {"pictures/bus.jpg": tmp_path / "bus.jpg"}


def test_a_search_stays_inside_its_folders_and_takes_only_regular_files(library: Library, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "bus.jpg").write_bytes(b"a bus")
    (inside / "link.jpg").symlink_to(tmp_path / "bus.jpg")
    os.mkfifo(inside / "pipe.jpg")
    for path in ("../bus.jpg", "link.jpg", "pipe.jpg"):
        graph, _ = edit.add(Graph(), library, "load_photo", path=path)
        assert project.find_media(graph, library, [inside]) == {}


def test_a_graph_in_a_film_finds_its_photo_in_a_folder(library: Library, saved: Graph, tmp_path: Path) -> None:
    text = project.dumps(saved, library, portable=True)
    graph = project.loads(text, library).graph
    assert project.find_media(graph, library, [tmp_path / "old"]) == {"bus.jpg": tmp_path / "old" / "bus.jpg"}


def test_what_is_known_of_a_lost_file_survives_loading_and_saving(
    library: Library, saved: Graph, tmp_path: Path
) -> None:
    path = tmp_path / "shot.vivant"
    before = path.read_text()
    (tmp_path / "old" / "bus.jpg").unlink()
    project.save(path, project.load(path, library).graph, library)
    assert path.read_text() == before


@pytest.mark.parametrize("path", ["", "a\0b", "\\\\host\\share\\x", "//host/x", "/dev/zero", "x" * 5000])
def test_what_is_no_file_here_is_not_looked_at(path: str) -> None:
    assert look(path) is None
