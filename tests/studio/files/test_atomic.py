"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from studio.files.atomic import replacing, write_error
from studio.media.errors import BadInput, VivantError


def test_a_file_is_written_and_parents_are_made(tmp_path: Path) -> None:
    with replacing(tmp_path / "a/b/c.txt") as temporary:
        temporary.write_text("new")
        assert not (tmp_path / "a/b/c.txt").exists()
    assert [p.name for p in (tmp_path / "a/b").iterdir()] == ["c.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_any_exception_leaves_everything_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "old.txt").write_text("old")
    for path in (tmp_path / "old.txt", tmp_path / "new/folder/file.txt"):
        with pytest.raises(error), replacing(path) as temporary:
            temporary.write_text("half")
            raise error
    assert (tmp_path / "old.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["old.txt"]


def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(VivantError, match="disk is full"), replacing(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_places_for_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    places = [tmp_path, tmp_path / "pipe", tmp_path / "file/below", "", "/dev/null", tmp_path / ("n" * 400)]
    for place in places:
        with pytest.raises(VivantError), replacing(place):
            pass
    with pytest.raises(BadInput, match="there already"), replacing(tmp_path / "file", overwrite=False):
        pass
    assert (tmp_path / "file").read_text() == "x"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with replacing(tmp_path / "link.txt") as temporary:
        temporary.write_text("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_every_reason_has_its_line() -> None:
    assert "not allowed" in str(write_error("a", OSError(errno.EROFS, "")))
    assert "too long" in str(write_error("a", OSError(errno.ENAMETOOLONG, "")))
    assert "strange" in str(write_error("a", OSError(errno.EIO, "strange")))
