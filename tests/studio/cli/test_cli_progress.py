"""Progress: bars with time left on a terminal, plain lines elsewhere, never both."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from studio.app import library
from studio.cli.progress import Show, cancelling, title
from studio.engine.events import Finished, Progress, Started, Warned
from studio.graph import project
from studio.graph.build import Builder
from studio.graph.edit import set_shot


def test_elsewhere_each_stage_gets_one_line_with_its_own_time(capsys: pytest.CaptureFixture[str]) -> None:
    with Show() as show:
        show.listen(Started("write_movie_1", "write_movie", 0.0))
        show.listen(Started("detect_people_1", "detect_people", 0.0))
        show.listen(Warned("detect_people_1", "the photo is dark"))
        show.listen(Warned("detect_people_1", "the photo is dark"))
        show.listen(Finished("detect_people_1", "detect_people", 0.0, 3000.0, 0))
        for frame in range(3):
            show.listen(Started("stage_people_1", "stage_people", frame))
            show.listen(Finished("stage_people_1", "stage_people", frame, 500.0, 0))
        show.listen(Finished("write_movie_1", "write_movie", 0.0, 5000.0, 0))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "detect people: done in 3.0 s",
        "stage people: done in 0.5 s",
        "write movie: done in 1.5 s",
        "note: the photo is dark",
    ]


def test_a_long_stage_tells_how_far_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("studio.cli.progress.time.monotonic", lambda: now[0])
    with Show() as show:
        show.listen(Started("clean_plate_1", "clean_plate", 0.0))
        for second in range(12):
            now[0] = float(second)
            show.listen(Progress("clean_plate_1", second, 12, "filling in"))
    assert capsys.readouterr().err.splitlines() == ["clean plate: 50% filling in"]


def test_a_node_is_called_as_a_person_would() -> None:
    assert [title(node) for node in ("detect_people_1", "detect_people_12", "hero", "pose_at")] == [
        "detect people", "detect people", "hero", "pose at",
    ]  # fmt: skip


def test_a_stopped_token_interrupts_what_does_not_look_at_it() -> None:
    import signal
    import time

    if not hasattr(signal, "setitimer"):
        pytest.skip("no timers here")
    with pytest.raises(KeyboardInterrupt), cancelling() as cancel:
        os.kill(os.getpid(), signal.SIGINT)
        assert cancel.cancelled
        while True:
            time.sleep(0.01)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_on_a_terminal_a_bar_shows_how_far_and_how_long_still(tmp_path: Path) -> None:
    build = Builder(library())
    build.write_movie(build.blur(build.checker(), size=12.0))
    project.save(tmp_path / "shot.vivant", set_shot(build.graph, size=(640, 360), last=60), library())
    shown = on_terminal("render", str(tmp_path / "shot.vivant"), "-o", str(tmp_path / "f.mp4"), "--no-cache")
    assert "write movie" in shown
    assert "100%" in shown
    assert "left" in shown
    assert "done in" not in shown
    assert (tmp_path / "f.mp4").exists()


def on_terminal(*arguments: str) -> str:
    """What ``vivant`` writes to a terminal of 100 columns."""
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
    command = [sys.executable, "-m", "studio.cli", *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert process.wait() == 0, shown
    os.close(ours)
    return shown.decode()
