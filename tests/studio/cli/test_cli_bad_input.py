"""Bad input gets one clear line, the right exit code, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from studio.cli.entry import main

Told = Callable[[], str]
Entries = Callable[[Path], set[str]]


def blurred(node: str, source: str) -> dict[str, object]:
    """A node as a project says it."""
    return {"id": node, "type": "blur", "version": 1, "inputs": {"image": f"{source}.out"}}


BROKEN = {
    "empty": "",
    "truncated": '{"format": "vivant", "version": 1, "nodes": [',
    "deep": "[" * 100000,
    "nan": '{"format": "vivant", "version": NaN}',
    "newer": '{"format": "vivant", "version": 999, "nodes": []}',
    "cyclic": json.dumps({"format": "vivant", "version": 1, "nodes": [blurred("a", "b"), blurred("b", "a")]}),
    "not a project": '{"hello": "world"}',
    "huge shot": '{"format": "vivant", "version": 1, "shot": {"size": [999999, 999999]}, "nodes": []}',
    "code": "__import__('os').system('touch hacked')",
}


def test_animating_a_missing_photo_says_so(tmp_path: Path, told: Told, entries: Entries) -> None:
    assert main(["animate", str(tmp_path / "no.jpg"), "-o", str(tmp_path / "f.mp4")]) == 2
    assert "no.jpg" in told()
    assert not entries(tmp_path)


def test_animating_a_picture_without_people_is_refused(
    nobody: Path, tmp_path: Path, told: Told, entries: Entries
) -> None:
    assert main(["animate", str(nobody), "-o", str(tmp_path / "out" / "f.mp4")]) == 2
    assert "no people" in told()
    assert entries(tmp_path) == {"nobody.png"}


def test_a_picture_over_200_megapixels_is_refused_before_it_is_decoded(
    tmp_path: Path, told: Told, entries: Entries
) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    photo = tmp_path / "huge.png"
    header = struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    for command in ("analyze", "animate"):
        assert main([command, str(photo), "-o", str(tmp_path / "out.mp4")]) == 2
        assert "megapixel" in told()
    assert entries(tmp_path) == {"huge.png"}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_project_gets_one_line(text: str, tmp_path: Path, told: Told, entries: Entries) -> None:
    path = tmp_path / "broken.vivant"
    path.write_text(text)
    for command in (["check", str(path)], ["render", str(path), "-o", str(tmp_path / "f.mp4")]):
        assert main(command) == 2
        assert len(told()) > 20
    assert entries(tmp_path) == {"broken.vivant"}


def test_every_hostile_json_file_gets_one_line(data: Path, told: Told) -> None:
    for path in sorted((data / "hostile" / "json").iterdir()):
        assert main(["check", str(path)]) == 2, path.name
        assert told(), path.name


def test_every_hostile_picture_is_read_or_refused_with_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the command line's own graph, down to the photo: a hostile picture never needs more than one line."""
    picture = tmp_path / "look.vivant"
    pictures = [path for path in sorted((data / "hostile" / "images").rglob("*")) if path.is_file()]
    assert len(pictures) > 20
    refused = 0
    for photo in pictures:
        write_graph(picture, photo)
        code = main(["render", str(picture), "-o", str(tmp_path / "seen.png"), "--frames", "0:0", "--no-cache"])
        lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("vivant: ")]
        assert (code, len(lines)) in {(0, 0), (2, 1)}, (photo.name, code, lines)
        refused += code == 2
        assert (tmp_path / "seen.png").exists() == (code == 0)
        (tmp_path / "seen.png").unlink(missing_ok=True)
    assert 0 < refused < len(pictures)
    assert [path.name for path in tmp_path.iterdir()] == ["look.vivant"]


def write_graph(path: Path, photo: Path) -> None:
    """A project that only loads a photo, 64 x 64."""
    from studio.app import library
    from studio.graph import project
    from studio.graph.build import Builder
    from studio.graph.edit import set_shot

    build = Builder(library())
    build.reformat(build.load_photo(path=str(photo)))
    project.save(path, set_shot(build.graph, size=(64, 64), last=0), library())


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A small disk at ``folder``; skips the test where mounting is not allowed."""
    folder.mkdir(exist_ok=True)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(["mount", *options, "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, told: Told) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (700, 700, 3), dtype=np.uint8)
    Pillow.fromarray(noise).save(tmp_path / "noise.png")
    with mounted(tmp_path / "disk", "-o", "size=1m") as disk:
        assert main(["analyze", str(tmp_path / "noise.png"), "-o", str(disk / "out")]) == 1
        assert "disk is full" in told()
        for path in (disk / "out").iterdir():
            assert path.suffix in (".png", ".json")
            if path.suffix == ".json":
                json.loads(path.read_text())
            else:
                with Pillow.open(path) as whole:
                    whole.load()


def test_a_film_that_fills_the_disk_is_not_left_there_and_the_old_one_stays(tmp_path: Path, told: Told) -> None:
    from studio.app import library
    from studio.graph import project
    from studio.graph.build import Builder
    from studio.graph.edit import set_shot

    Pillow.fromarray(np.random.default_rng(2).integers(0, 255, (512, 512, 3), dtype=np.uint8)).save(tmp_path / "n.png")
    build = Builder(library())
    build.write_movie(build.load_photo(path=str(tmp_path / "n.png")), quality=1.0)
    project.save(tmp_path / "noise.vivant", set_shot(build.graph, size=(512, 512), last=47), library())
    with mounted(tmp_path / "disk", "-o", "size=1m") as disk:
        (disk / "old.mov").write_bytes(b"what was there before")
        assert main(["render", str(tmp_path / "noise.vivant"), "-o", str(disk / "old.mov")]) == 1
        assert "disk is full" in told()
        assert [path.name for path in disk.iterdir()] == ["old.mov"]
        assert (disk / "old.mov").read_bytes() == b"what was there before"


def test_a_read_only_mount_is_told_before_anything_is_computed(nobody: Path, tmp_path: Path, told: Told) -> None:
    with mounted(tmp_path / "disk", "-o", "ro") as disk:
        for command in (["animate", str(nobody), "-o", str(disk / "f.mp4")], ["analyze", str(nobody), "-o", str(disk)]):
            assert main(command) == 2
            assert "not allowed to write" in told()


def test_wrong_use_gets_exit_code_2_and_one_line(told: Told) -> None:
    wrong = (
        ["animate"], ["bogus"], ["animate", "x.jpg", "-o", "f.mp4", "--fps", "0"],
        ["animate", "x.jpg", "-o", "f.mp4", "--height", "100000"],
        ["animate", "x.jpg", "-o", "f.mp4", "--seconds", "nan"],
        ["render", "g.vivant", "-o", "f.mp4", "--proxy", "3"],
    )  # fmt: skip
    for arguments in wrong:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert "--help" in told()


def test_an_unknown_preset_lists_those_there_are(nobody: Path, tmp_path: Path, told: Told) -> None:
    assert main(["animate", str(nobody), "-o", str(tmp_path / "f.mp4"), "--preset", "nope"]) == 2
    assert "group_photo" in told()


def test_an_unknown_motion_lists_those_there_are(nobody: Path, tmp_path: Path, told: Told) -> None:
    assert main(["animate", str(nobody), "-o", str(tmp_path / "f.mp4"), "--motion", "nope"]) == 2
    assert "wave" in told()
