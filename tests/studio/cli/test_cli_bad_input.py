"""Bad input gets one clear line, the right exit code, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from studio.cli.entry import main


def picture(path: Path, width: int = 96, height: int = 64) -> Path:
    """A picture without people: a soft ramp."""
    ramp = np.linspace(40, 200, width, dtype=np.uint8)
    Pillow.fromarray(np.repeat(np.tile(ramp, (height, 1))[..., None], 3, axis=2)).save(path)
    return path


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The only line on the standard error."""
    lines = capsys.readouterr().err.strip().splitlines()
    told = [line for line in lines if line.startswith("vivant: ")]
    assert len(told) == 1, lines
    assert "Traceback" not in "\n".join(lines)
    return told[0]


def test_animating_a_missing_photo_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["animate", str(tmp_path / "no.jpg"), "-o", str(tmp_path / "f.mp4")]) == 2
    assert "no.jpg" in one_line(capsys)
    assert not list(tmp_path.iterdir())


def test_animating_a_picture_without_people_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = picture(tmp_path / "ramp.png")
    assert main(["animate", str(photo), "-o", str(tmp_path / "out" / "f.mp4"), "--no-cache"]) == 2
    assert "no people" in one_line(capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["ramp.png"]


def test_analyzing_a_picture_without_people_writes_an_empty_list(tmp_path: Path) -> None:
    photo = picture(tmp_path / "ramp.png")
    assert main(["analyze", str(photo), "-o", str(tmp_path / "out"), "--no-cache"]) == 0
    import json

    people = json.loads((tmp_path / "out" / "people.json").read_text())
    assert people["annotations"] == []
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"people.json", "faces.json", "scene.json", "plate.png", "depth.png", "overlay.png"}


def test_a_picture_of_one_pixel_is_no_trouble(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = picture(tmp_path / "dot.png", 1, 1)
    assert main(["animate", str(photo), "-o", str(tmp_path / "f.mp4"), "--no-cache"]) == 2
    one_line(capsys)
    assert main(["analyze", str(photo), "-o", str(tmp_path / "out"), "--no-cache"]) == 0


def test_a_picture_over_200_megapixels_is_refused_before_it_is_decoded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    photo = tmp_path / "huge.png"
    header = struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    assert main(["analyze", str(photo), "-o", str(tmp_path / "out"), "--no-cache"]) == 2
    assert "megapixel" in one_line(capsys)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ('{"format": "vivant"', "line"),
        ("[" * 100000, "deep"),
        ('{"a": NaN}', "NaN"),
    ],
    ids=["empty", "truncated", "deep", "nan"],
)
def test_a_broken_project_gets_one_line(
    text: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.vivant"
    path.write_text(text)
    for command in (["check", str(path)], ["render", str(path), "-o", str(tmp_path / "f.mp4")]):
        assert main(command) == 2
        assert len(one_line(capsys)) > 20
    assert [path.name for path in tmp_path.iterdir()] == ["broken.vivant"]


def test_every_hostile_file_gets_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted((data / "hostile" / "json").iterdir()):
        assert main(["check", str(path)]) == 2, path.name
        assert one_line(capsys), path.name


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        rng = np.random.default_rng(1)
        noise = rng.integers(0, 255, (1024, 1024, 3), dtype=np.uint8)
        Pillow.fromarray(noise).save(tmp_path / "noise.png")
        assert main(["analyze", str(tmp_path / "noise.png"), "-o", str(disk / "out"), "--no-cache"]) == 2
        assert "space" in one_line(capsys).lower()
        for path in (disk / "out").glob("*.png"):
            with Pillow.open(path) as whole:
                whole.load()
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_wrong_use_gets_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["animate"], ["bogus"], [], ["animate", "x.jpg", "-o", "f.mp4", "--fps", "0"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    capsys.readouterr()


def test_an_unknown_preset_lists_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = picture(tmp_path / "ramp.png")
    assert main(["animate", str(photo), "-o", str(tmp_path / "f.mp4"), "--preset", "nope"]) == 2
    assert "group_photo" in one_line(capsys)


def test_an_unknown_motion_lists_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = picture(tmp_path / "ramp.png")
    assert main(["animate", str(photo), "-o", str(tmp_path / "f.mp4"), "--motion", "nope", "--no-cache"]) == 2
    assert "wave" in one_line(capsys)
