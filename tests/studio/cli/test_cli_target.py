"""Where films go: what an ending means, what is replaced, and what is refused before anything is computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from studio.app import library
from studio.cli.animate import film_size
from studio.cli.entry import main
from studio.graph import project
from studio.graph.build import Builder
from studio.graph.edit import set_shot
from studio.media.errors import BadInput

Told = Callable[[], str]
Entries = Callable[[Path], set[str]]


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """A project of three small frames."""
    build = Builder(library())
    build.write_movie(build.checker(size=8.0))
    path = tmp_path / "shot.vivant"
    project.save(path, set_shot(build.graph, size=(64, 48), fps=8.0, last=2), library())
    return path


def render(shot: Path, output: str, *more: str) -> int:
    """Render into a folder called out beside the project."""
    return main(["render", str(shot), "-o", f"{shot.parent}/out/{output}", *more])


FRAMES = {"frame.0000.png", "frame.0001.png", "frame.0002.png"}
OUTPUTS = {
    "film.mp4": {"film.mp4"},
    "deep/er/film.mov": {"deep", "deep/er", "deep/er/film.mov"},
    "film.mkv": {"film.mkv"},
    "folder/": {"folder", *(f"folder/{name}" for name in FRAMES)},
    "folder": {"folder", *(f"folder/{name}" for name in FRAMES)},
    "f.%04d.png": {"f.0000.png", "f.0001.png", "f.0002.png"},
    "f.####.exr": {"f.0000.exr", "f.0001.exr", "f.0002.exr"},
    "f.png": {"f.0000.png", "f.0001.png", "f.0002.png"},
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_ending_says_what_is_written(output: str, shot: Path, entries: Entries) -> None:
    assert render(shot, output) == 0
    assert entries(shot.parent / "out") == OUTPUTS[output]


def test_one_frame_goes_to_one_picture(shot: Path, entries: Entries) -> None:
    assert render(shot, "still.png", "--frames", "1:1") == 0
    assert entries(shot.parent / "out") == {"still.png"}


def test_a_film_that_is_there_is_replaced(shot: Path, entries: Entries) -> None:
    film = shot.parent / "out" / "film.mp4"
    film.parent.mkdir()
    film.write_bytes(b"older")
    assert render(shot, "film.mp4") == 0
    assert film.read_bytes() != b"older"
    assert entries(film.parent) == {"film.mp4"}


REFUSED = {
    "film.avi": ".mp4, .mov or .mkv",
    "f.%d.%d.png": "more than one place",
    "file.txt/film.mp4": "a file, not a folder",
}


@pytest.mark.parametrize("output", REFUSED)
def test_what_cannot_be_written_is_refused_at_once(output: str, shot: Path, told: Told, entries: Entries) -> None:
    (shot.parent / "out").mkdir()
    (shot.parent / "out" / "file.txt").write_text("text")
    before = entries(shot.parent)
    missing = shot.parent / "photo that would take long.jpg"
    missing.write_bytes(b"never looked at")
    for command in ("render", "animate"):
        source = shot if command == "render" else missing
        assert main([command, str(source), "-o", f"{shot.parent}/out/{output}"]) == 2
        assert REFUSED[output] in told()
    missing.unlink()
    assert entries(shot.parent) == before


def test_a_film_cannot_go_to_the_standard_output(shot: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shot.parent)
    assert main(["render", str(shot), "-o", "-"]) == 2
    assert "standard output" in told()
    assert not Path("-").exists()


def test_the_photo_is_never_written_over(nobody: Path, told: Told) -> None:
    before = nobody.read_bytes()
    for output in (nobody, nobody.parent / "sub" / ".." / nobody.name):
        assert main(["animate", str(nobody), "-o", str(output), "--seconds", "0.04"]) == 2
        assert "overwritten" in told()
    plate = nobody.rename(nobody.parent / "plate.png")
    assert main(["analyze", str(plate), "-o", str(plate.parent)]) == 2
    assert "overwritten" in told()
    frame = plate.rename(plate.parent / "frame.0003.png")
    assert main(["animate", str(frame), "-o", f"{frame.parent}/"]) == 2
    assert "overwritten" in told()
    assert frame.read_bytes() == before


def test_a_project_is_never_written_over(shot: Path, told: Told) -> None:
    film = shot.parent / "out" / "film.mp4"
    assert render(shot, "film.mp4") == 0
    before = film.read_bytes()
    assert main(["render", str(film), "-o", str(film)]) == 2
    assert "overwritten" in told()
    assert film.read_bytes() == before


def test_the_ending_wins_over_the_graph_s_own_codec(shot: Path) -> None:
    assert render(shot, "film.mp4", "--set", "write_movie.codec=h265") == 0
    with av.open(str(shot.parent / "out" / "film.mp4")) as film:
        assert film.streams.video[0].codec_context.name == "hevc"
    assert render(shot, "f.%04d.exr", "--set", "write_movie.codec=h265") == 0
    assert (shot.parent / "out" / "f.0002.exr").exists()


@pytest.mark.parametrize(
    ("photo", "height", "film"),
    [
        ((1280, 720), None, (1280, 720)),
        ((4000, 3000), None, (1440, 1080)),
        ((810, 1080), 720, (540, 720)),
        ((33, 17), None, (32, 16)),
        ((33, 17), 100, (194, 100)),
        ((12000, 1000), None, (3840, 320)),
        ((1, 1), None, (2, 2)),
        ((1, 4000), None, (2, 1080)),
    ],
)
def test_a_film_has_the_photo_s_shape_and_even_sides(
    photo: tuple[int, int], height: int | None, film: tuple[int, int]
) -> None:
    assert film_size(photo, height) == film


def test_a_film_that_would_be_too_wide_says_how_high_it_may_be() -> None:
    with pytest.raises(BadInput, match="up to 682"):
        film_size((12000, 1000), 4000)
