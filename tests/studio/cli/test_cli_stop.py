"""Ctrl-C and SIGTERM: exit code 130, one line, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.app import library
from studio.graph import project
from studio.graph.build import Builder
from studio.graph.edit import set_shot

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")


def begin(*arguments: str) -> subprocess.Popen[str]:
    """``vivant`` in a process of its own."""
    command = [sys.executable, "-m", "studio.cli", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str], number: int) -> list[str]:
    """Send a signal; the lines of error that the process ended with, after checking its exit code."""
    process.send_signal(number)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    return [line for line in said.splitlines() if line.startswith("vivant: ")]


def wait_for(found: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something is there, as long as the process runs."""
    while not found():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


@pytest.fixture
def long_film(tmp_path: Path) -> Path:
    """A project whose film takes minutes."""
    build = Builder(library())
    build.write_movie(build.blur(build.checker(), size=20.0))
    graph = set_shot(build.graph, size=(640, 360), last=20_000)
    return project_file(tmp_path / "long.vivant", graph)


def project_file(path: Path, graph: object) -> Path:
    project.save(path, graph, library())  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_analysis_leaves_nothing(number: int, two_men: Path, tmp_path: Path) -> None:
    process = begin("animate", str(two_men), "-o", str(tmp_path / "new" / "f.mp4"), "--no-cache")
    wait_for(lambda: "litert" in maps(process), process)
    assert stop(process, number) == ["vivant: stopped; nothing half-written was left behind"]
    assert not list(tmp_path.iterdir())


def maps(process: subprocess.Popen[str]) -> str:
    """Libraries that a process has loaded."""
    path = Path(f"/proc/{process.pid}/maps")
    if not path.exists():
        pytest.skip("needs /proc")
    return path.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_a_film_keeps_the_one_that_was_there(number: int, long_film: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"what was there before")
    process = begin("render", str(long_film), "-o", str(film))
    wait_for(lambda: any(path.suffix == ".part" for path in tmp_path.iterdir()), process)
    assert len(stop(process, number)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mp4", "long.vivant"]
    assert film.read_bytes() == b"what was there before"


def test_stopping_a_sequence_leaves_whole_frames_only(long_film: Path, tmp_path: Path) -> None:
    from PIL import Image as Pillow

    frames = tmp_path / "frames"
    process = begin("render", str(long_film), "-o", f"{frames}/")
    wait_for(lambda: (frames / "frame.0002.png").exists(), process)
    assert len(stop(process, signal.SIGINT)) == 1
    found = sorted(frames.iterdir())
    assert [path.name for path in found] == [f"frame.{number:04d}.png" for number in range(len(found))]
    for path in found[-2:]:
        with Pillow.open(path) as picture:
            picture.load()
