"""The render queue: real processes render while the window goes on."""

from __future__ import annotations

import subprocess
import sys
import time as clock
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from studio.graph.edit import add, set_knob, set_shot
from studio.graph.graph import Graph
from studio.ui.bridge import Tier
from studio.ui.jobs.formats import FORMATS, format_of, prepared, renamed, renderable
from studio.ui.jobs.job import Job, Pace, State
from studio.ui.jobs.panel import JobsPanel
from studio.ui.jobs.process import sweep
from studio.ui.jobs.words import clock as as_clock
from studio.ui.jobs.workplace import tidy
from studio.ui.memory import MemoryPanel, bytes_of, step_of
from studio.ui.places import state_folder


def wait(done: Callable[[], object], seconds: float = 60.0) -> None:
    timer = QElapsedTimer()
    timer.start()
    while not done():
        assert timer.elapsed() < 1000 * seconds
        QTest.qWait(5)


def squares(session: Any, frames: int = 8) -> tuple[Graph, str]:
    graph, node = add(Graph(), session.library, "checker")
    return set_shot(graph, size=(320, 240), last=frames - 1), node


def processes() -> list[psutil.Process]:
    alive = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in alive if "studio.cli" in " ".join(one.cmdline())]


@pytest.fixture
def panel(session: Any) -> Iterator[JobsPanel]:
    made = JobsPanel(session)
    made.resize(420, 320)
    made.show()
    yield made
    for job in [*made.queue.jobs]:
        made.queue.stop(job)
    made.queue.close()
    made.close()
    made.deleteLater()


def test_a_film_is_rendered_as_the_graph_was_when_it_was_asked_for(
    panel: JobsPanel, session: Any, tmp_path: Path
) -> None:
    said: list[tuple[str, str]] = []
    session.said.connect(lambda *what: said.append(what))
    graph, node = squares(session)
    job = panel.enqueue(graph, node, tmp_path / "squares.mp4", graph.shot.frames)
    broken = set_knob(graph, session.library, node, "size", 1)
    other = panel.enqueue(broken, node, tmp_path / "half.%04d.png", range(2, 4), 0.5)
    assert (job.state, other.state) == (State.RUNNING, State.WAITING)
    wait(lambda: job.state.over)
    assert job.state is State.DONE, job.log
    assert job.result.startswith("8 frames, 320 × 240")
    assert (tmp_path / "squares.mp4").stat().st_size > 1000
    assert said[-1][0] == "info"
    assert "squares.mp4" in said[-1][1]
    wait(lambda: other.state.over)
    assert other.result.startswith("2 frames, 160 × 120")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["half.0002.png", "half.0003.png", "squares.mp4"]


def test_a_job_pauses_goes_on_and_stops_without_leaving_anything(
    panel: JobsPanel, session: Any, tmp_path: Path
) -> None:
    graph, node = squares(session, 4000)
    job = panel.enqueue(graph, node, tmp_path / "long.mp4", graph.shot.frames)
    row = panel.rows[job]
    wait(lambda: job.written > 0 and job.left is not None)
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    assert job.state is State.PAUSED
    QTest.qWait(300)  # what was printed before is still read
    written = job.written
    QTest.qWait(500)
    assert job.written == written
    assert all(one.status() == psutil.STATUS_STOPPED for one in processes())
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    wait(lambda: job.written > written)
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row.stop, Qt.MouseButton.LeftButton)
    wait(lambda: job.state is State.STOPPED)
    assert list(tmp_path.iterdir()) == []
    assert not processes()
    QTest.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert not panel.rows
    assert not panel.queue.jobs


def test_a_failure_says_why_and_the_next_job_goes_on(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    session.said.connect(lambda *what: said.append(what))
    (tmp_path / "file").write_text("in the way")
    graph, node = squares(session)
    bad = panel.enqueue(graph, node, tmp_path / "file" / "no.mp4", graph.shot.frames)
    waiting = panel.enqueue(graph, node, tmp_path / "later.mp4", graph.shot.frames)
    panel.queue.stop(waiting)
    assert waiting.state is State.STOPPED
    again = panel.queue.again(waiting)
    wait(lambda: bad.state.over)
    assert bad.state is State.FAILED
    assert "no.mp4" in bad.problem
    assert said[-1][0] == "error"
    assert bad.problem in panel.rows[bad].log.toPlainText()
    wait(lambda: again.state.alive)
    panel.queue.close()
    assert not processes()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_rendering_is_asked_for_with_a_key_and_a_form(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    session.said.connect(lambda *what: said.append(what))
    panel.activateWindow()
    wait(panel.isActiveWindow)
    QTest.keyClick(panel, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert panel.form is None
    assert "nothing to export" in said[0][1]
    session.apply(lambda graph: add(graph, session.library, "checker"))
    session.apply(lambda graph: set_shot(graph, size=(64, 64), first=0, last=9))
    QTest.keyClick(panel, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    form = panel.form
    assert form is not None
    form.path.selectAll()
    QTest.keyClicks(form.path, str(tmp_path / "asked.mp4"))
    form.first.setValue(3)
    form.last.setValue(5)
    form.scale.setCurrentIndex(1)
    QTest.mouseClick(form.render_button, Qt.MouseButton.LeftButton)
    assert panel.form is None
    (job,) = panel.queue.jobs
    assert (job.path, job.frames, job.scale) == (tmp_path / "asked.mp4", range(3, 6), 0.5)
    wait(lambda: job.state.over)
    assert job.result.startswith("3 frames, 32 × 32")


def test_a_file_that_would_be_replaced_is_named_before(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    session.apply(lambda graph: add(graph, session.library, "checker"))
    (tmp_path / "there.mp4").write_text("old")
    panel.ask()
    form = panel.form
    assert form is not None
    form.path.setText(str(tmp_path / "new.mp4"))
    assert not form.note.text()
    form.path.setText(str(tmp_path / "there.mp4"))
    assert "replaced" in form.note.text()
    form.path.clear()
    assert not form.render_button.isEnabled()
    form.close()
    assert not panel.queue.jobs


def test_writers_come_first_then_what_is_looked_at(session: Any) -> None:
    graph, ramp = add(Graph(), session.library, "ramp")
    graph, checker = add(graph, session.library, "checker")
    graph, writer = add(graph, session.library, "write_movie")
    assert [node for _, node in renderable(graph, session.library, ramp)] == [writer, ramp, checker]


def test_what_is_over_is_cleared_at_once(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    graph, node = squares(session)
    panel.queue.most = 0
    jobs = [panel.enqueue(graph, node, tmp_path / f"{at}.mp4", graph.shot.frames) for at in range(3)]
    panel.queue.stop(jobs[0])
    panel.queue.stop(jobs[2])
    clear = next(button for button in panel.findChildren(QPushButton) if button.text() == "Clear finished")
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert list(panel.rows) == panel.queue.jobs == [jobs[1]]


def test_leaving_while_a_film_is_rendered_is_asked_first(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    graph, node = squares(session)
    panel.queue.most = 0
    job = panel.enqueue(graph, node, tmp_path / "a.mp4", graph.shot.frames)

    def press(words: str) -> None:
        box = panel.findChildren(QMessageBox)[-1]
        button = next(button for button in box.buttons() if button.text().replace("&", "") == words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, lambda: press("Stay"))
    assert not panel.close()
    assert panel.isVisible()
    QTimer.singleShot(50, lambda: press("Stop and leave"))
    assert panel.close()
    panel.queue.stop(job)
    panel.show()
    assert panel.close()


def test_what_a_killed_render_had_begun_is_swept_away(tmp_path: Path) -> None:
    for name in (".film [1].mp4.0a1b2c3d.part", ".other.mp4.0a1b2c3d.part", "film [1].mp4"):
        (tmp_path / name).write_text("")
    sweep(tmp_path / "film [1].mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.mp4.0a1b2c3d.part", "film [1].mp4"]


@pytest.mark.parametrize("paused", [False, True])
def test_a_render_ends_with_a_window_that_is_killed_and_nothing_stays(
    application: Any, paused: bool, tmp_path: Path
) -> None:
    script = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from studio.app import library\n"
        "from studio.graph.edit import add, set_shot\n"
        "from studio.graph.graph import Graph\n"
        "from studio.ui.jobs.queue import JobQueue\n"
        "application = QCoreApplication([])\n"
        "queue = JobQueue(library())\n"
        "graph, node = add(Graph(), library(), 'checker')\n"
        "graph = set_shot(graph, size=(320, 240), last=20000)\n"
        "job = queue.enqueue(graph, node, sys.argv[1], graph.shot.frames)\n"
        "def tell(job):\n"
        "    if job.written and not queue.told:\n"
        "        queue.told = True\n"
        "        queue.pause(job, sys.argv[2] == 'True')\n"
        "        print(queue._processes[job].number, flush=True)\n"
        "queue.told = False\n"
        "queue.changed.connect(tell)\n"
        "application.exec()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "film.mp4"), str(paused)]
    window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    render = psutil.Process(int(window.stdout.readline()))
    assert len(list(state_folder("renders").glob("*.vivant"))) == 1
    window.kill()
    window.wait()
    window.stdout.close()
    if not paused:
        render.wait(30)
        assert not list(tmp_path.iterdir())
    tidy()  # what the next window does first
    wait(lambda: not render.is_running() or render.status() == psutil.STATUS_ZOMBIE)
    assert not list(tmp_path.iterdir())
    assert not list(state_folder("renders").glob("*.*.*"))


def test_what_a_living_window_renders_is_left_alone(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    graph, node = squares(session)
    job = panel.enqueue(graph, node, tmp_path / "squares.mp4", graph.shot.frames)
    tidy()
    assert len(list(state_folder("renders").glob("*.*.*"))) == 2
    wait(lambda: job.state.over)
    assert job.state is State.DONE, job.log
    assert not list(state_folder("renders").glob("*.*.*"))


def test_the_time_that_is_left_counts_neither_the_start_nor_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    pace = Pace()
    pace.run(True)
    now[0] += 30  # analysis
    pace.mark(1)
    assert pace.left(1, 21) is None
    now[0] += 5
    pace.run(False)
    now[0] += 1000
    pace.run(True)
    now[0] += 5
    assert pace.left(11, 21) == pytest.approx(10)
    assert pace.worked == pytest.approx(40)
    assert [as_clock(seconds) for seconds in (7.4, 750, 3720)] == ["0:07", "12:30", "1:02:00"]


def test_lines_that_are_none_of_ours_go_to_the_log() -> None:
    job = Job(1, Graph(), "n", Path("film.mp4"), range(10), 1.0)
    for line in ("[libx264] garbage", '"text"', "{broken", '{"frame": [4, 10], "stage": "x", "part": 0.4}'):
        job.hear(line)
    assert job.written == 4
    assert job.log == ["[libx264] garbage", '"text"', "{broken"]


def test_budgets_are_set_with_a_slider_and_memory_is_emptied_with_a_button(session: Any) -> None:
    node = session.apply(lambda graph: add(graph, session.library, "checker"))
    panel = MemoryPanel(session)
    panel.resize(400, 300)
    panel.show()
    session.bridge.memory_changed.emit((Tier("ram", 2**28, 2**30, ((node, 2**27),)), Tier("disk", 0, 2**31)))
    ram = panel.boxes["ram"]
    assert bytes_of(ram.slider.value()) == 2**30
    assert [size for size, _ in ram.bar.parts()] == [2**27, 2**27]
    ram.slider.setFocus()
    QTest.keyClick(ram.slider, Qt.Key.Key_Left)
    wait(lambda: ("set_budget", "ram", bytes_of(step_of(2**30) - 1)) in session.bridge.asked)
    QTest.mouseClick(panel.boxes["disk"].empty, Qt.MouseButton.LeftButton)
    assert session.bridge.asked[-1] == ("forget", "disk")
    panel.close()
    panel.deleteLater()
    session.bridge.asked.clear()
    MemoryPanel(session).deleteLater()
    assert session.bridge.asked == [("set_budget", "ram", bytes_of(step_of(2**30) - 1))]


def heard_film(session: Any, folder: Path) -> str:
    """A film of squares that has a sound; gives the writer's id."""
    from studio.graph.edit.sound import add_sound

    def edit(graph: Graph) -> tuple[Graph, str]:
        graph, checker = add(graph, session.library, "checker")
        graph, writer = add(graph, session.library, "write_movie", (0.0, 0.0), clip=checker)
        graph, _ = add_sound(set_shot(graph, size=(64, 64), first=0, last=47), session.library, str(folder / "a.wav"))
        return graph, writer

    return str(session.apply(edit))


def test_the_dialog_says_format_range_size_and_sound_before_anything_is_rendered(
    panel: JobsPanel, session: Any, tmp_path: Path
) -> None:
    heard_film(session, tmp_path)
    session.go(20)
    panel.ask()
    form = panel.form
    assert form is not None
    assert form.sound.isChecked() and "a.wav" in form.sound.text()
    assert form.summary.text() == "48 frames · 2.0 s · with sound" and "64 × 64" in form.scale.currentText()
    form.path.setText(str(tmp_path / "film.mp4"))
    form.format.setCurrentIndex(2)
    form.format.activated.emit(2)
    assert form.path.text() == str(tmp_path / "film.mov")
    form.range.setCurrentIndex(form.range.findText("This frame"))
    form.range.activated.emit(form.range.currentIndex())
    assert form.wanted().frames == range(20, 21)
    form.format.setCurrentIndex(3)
    form.format.activated.emit(3)
    assert form.path.text() == str(tmp_path / "film.%04d.png") and not form.sound.isEnabled()
    form.path.setText(str(tmp_path / "other.mkv"))
    assert form.wanted().format.codec == "h264" and form.wanted().sound
    form.last.setValue(30)
    assert form.range.currentText() == "Frames" and form.wanted().frames == range(20, 31)
    form.close()


def test_in_and_out_point_are_the_range_that_is_proposed(panel: JobsPanel, session: Any, tmp_path: Path) -> None:
    from studio.graph.edit import set_play

    heard_film(session, tmp_path)
    session.apply(lambda graph: set_play(graph, (10, 19)))
    panel.ask()
    assert panel.form is not None and panel.form.wanted().frames == range(10, 20)
    panel.form.close()


def test_the_graph_that_is_exported_has_the_chosen_codec_quality_and_sound(session: Any, tmp_path: Path) -> None:
    writer = heard_film(session, tmp_path)
    graph, library = session.graph, session.library
    made, node = prepared(graph, library, writer, "prores", 0.92, sound=False)
    assert node == writer and "sound" not in made.nodes[node].inputs
    assert made.nodes[node].knobs["codec"] == "prores" and made.nodes[node].knobs["quality"] == 0.92
    made, node = prepared(graph, library, "checker_1", "h265", 0.6, sound=True)
    assert node not in graph.nodes and made.nodes[node].inputs["sound"].node == "load_sound_1"
    assert made.nodes[node].inputs["clip"].node == "checker_1"


@pytest.mark.parametrize(
    ("path", "codec", "to", "renamed_to"),
    [("a/film.mp4", "h264", 1, "a/film.mp4"), ("a/film.mov", "prores", 0, "a/film.mov"), ("film", "png", 2, "film.mov"),
     ("f.%04d.png", "png", 0, "f.mp4"), ("x.exr", "exr", 3, "x.%04d.png"), ("v1.2", "h264", 1, "v1.2.mp4")],
)  # fmt: skip
def test_names_and_formats_follow_each_other(path: str, codec: str, to: int, renamed_to: str) -> None:
    assert format_of(path).codec == codec
    assert renamed(path, FORMATS[to]) == renamed_to


def test_the_last_film_is_shown_in_its_folder(
    panel: JobsPanel, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.ui.jobs import panel as module

    shown: list[Path] = []
    said: list[str] = []
    monkeypatch.setattr(module, "reveal", shown.append)
    session.said.connect(lambda _, words: said.append(words))
    session.commands["file.reveal"].trigger()
    assert not shown and "Nothing has been exported" in said[-1]
    graph, node = squares(session, 2)
    job = panel.enqueue(graph, node, tmp_path / "squares.mp4", graph.shot.frames)
    wait(lambda: job.state.over)
    session.commands["file.reveal"].trigger()
    assert shown == [tmp_path / "squares.mp4"]
