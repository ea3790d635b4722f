"""Nothing is lost: unsaved changes, crashes, files that moved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from quiet_bridge import QuietBridge
from PySide6.QtCore import QTimer
from studio.app import library
from studio.graph.edit import set_knob
from studio.ui.commands import Commands
from studio.ui.session import Session
from studio.ui.start.application import make_application
from studio.ui.window import MainWindow

application = make_application(["vivant"])
window = MainWindow(Session(library(), QuietBridge(), Commands()))
window.show()
window.open(Path(sys.argv[1]))

def edit():
    session = window.session
    if "stage_people_1" not in session.graph.nodes:
        QTimer.singleShot(20, edit)
        return
    session.apply(lambda graph: set_knob(graph, session.library, "stage_people_1", "shadows", 0.25))
    print("torch" in sys.modules, flush=True)

edit()
application.exec()
"""
HERE = Path(__file__).parent


def run_and_kill(photo: Path, home: Path, screen: str) -> str:
    """Open a window in a process, edit, and kill it with no warning; what it said."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("shell_conftest", HERE / "conftest.py")
    assert spec is not None and spec.loader is not None
    places = module_from_spec(spec)
    spec.loader.exec_module(places)
    environment = places.child_environment(home, screen)
    command = [sys.executable, "-c", CHILD, str(photo), str(HERE.parent)]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = child.stdout.readline().strip()
    time.sleep(0.1)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    return said


@pytest.fixture
def edited(window: Any, tmp_path: Path) -> Any:
    """A window with a graph that was never saved."""
    from studio.graph.edit import add

    window.session.apply(lambda graph: add(graph, window.session.library, "checker"))
    assert window.session.document.dirty
    return window


def test_after_kill_minus_9_the_next_start_offers_what_was_not_saved(
    photo: Path, home: Path, screen: str, request: pytest.FixtureRequest, until: Callable[..., None]
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    said = run_and_kill(photo, home, screen)
    assert said == "False", "the window's process must not import torch"
    window = request.getfixturevalue("window")
    until(lambda: window.recovery.isVisible())
    assert "1 unsaved change" in window.recovery.line.text()
    QTest.mouseClick(window.recovery.take, Qt.MouseButton.LeftButton)
    until(lambda: window.session.graph.nodes)
    assert window.session.graph.nodes["stage_people_1"].knobs["shadows"] == 0.25
    assert window.session.graph.nodes["load_photo_1"].knobs["path"] == str(photo)
    assert window.session.document.dirty
    until(lambda: not window.recovery.isVisible())


def test_the_work_of_a_window_that_still_runs_is_not_offered(window: Any, until: Callable[..., None]) -> None:
    from studio.graph.edit import add
    from studio.ui.safety.journals import Journals

    window.session.apply(lambda graph: add(graph, window.session.library, "checker"))
    another = Journals()
    assert another.orphans() == []
    window.projects.journals.close()
    assert len(another.orphans()) == 1
    another.close()


def test_recovered_work_belongs_to_its_project_again(edited: Any, tmp_path: Path, until: Callable[..., None]) -> None:
    import shutil

    from studio.graph.edit import add

    session = edited.session
    session.document.save(tmp_path / "mine.vivant")
    session.apply(lambda graph: add(graph, session.library, "ramp"))
    journal = edited.projects.journals.present.path
    shutil.copy(journal, journal.with_name("another.1.journal"))
    session.undo()
    session.document.close()
    edited.recovery.look()
    until(lambda: edited.recovery.isVisible())
    assert "mine.vivant: 1 unsaved change." in edited.recovery.line.text()
    edited.recovery.take.click()
    assert session.path == tmp_path / "mine.vivant" and "ramp_1" in session.graph.nodes
    assert session.document.dirty and not journal.with_name("another.1.journal").exists()
    assert edited.projects.journals.present.path.is_file(), "it is safe from the next crash too"


def test_what_is_discarded_is_not_offered_again(window: Any, until: Callable[..., None]) -> None:
    from studio.graph.edit import add

    session = window.session
    session.apply(lambda graph: add(graph, session.library, "checker"))
    journal = window.projects.journals.present.path
    left = journal.rename(journal.with_name("another.1.journal"))
    window.recovery.look()
    until(lambda: window.recovery.isVisible())
    window.recovery.drop.click()
    assert not left.exists() and not window.recovery.isVisible()


def test_leaving_unsaved_work_asks_and_cancel_stays(edited: Any, press: Callable[..., Any]) -> None:
    asked = press("Cancel")
    edited.close()
    assert edited.isVisible() and len(edited.session.graph.nodes) == 1
    assert asked == ["Save the changes to Untitled?"]


def test_not_saving_leaves_and_forgets_the_journal(edited: Any, press: Callable[..., Any]) -> None:
    journal = edited.projects.journals.present.path
    assert journal.is_file()
    press("Don't save")
    edited.session.commands["file.new"].trigger()
    assert not edited.session.graph.nodes
    assert not journal.exists()


def test_saving_from_the_question_saves_and_goes_on(edited: Any, tmp_path: Path, press: Callable[..., Any]) -> None:
    target = tmp_path / "mine.vivant"
    edited.session.document.save(target)
    from studio.graph.edit import add

    edited.session.apply(lambda graph: add(graph, edited.session.library, "ramp"))
    press("Save")
    edited.session.commands["file.new"].trigger()
    assert not edited.session.graph.nodes
    assert "ramp_1" in target.read_text()


def test_the_title_tells_the_name_and_that_there_is_something_to_save(edited: Any, tmp_path: Path) -> None:
    assert edited.windowTitle() == "Untitled* - Vivant"
    edited.projects._save(tmp_path / "mine.vivant")
    assert edited.windowTitle() == "mine.vivant - Vivant"


def test_save_asks_for_a_name_once(edited: Any, tmp_path: Path, until: Callable[..., None]) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

    def name_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QFileDialog)
        box.setDirectory(str(tmp_path))
        line = box.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText("named")
        box.accept()

    QTimer.singleShot(100, name_it)
    edited.session.commands["file.save"].trigger()
    assert edited.session.path == tmp_path / "named.vivant"
    assert edited.session.path.is_file()


def test_revert_goes_back_to_what_is_saved(
    edited: Any, tmp_path: Path, press: Callable[..., Any], until: Callable[..., None]
) -> None:
    from studio.graph.edit import add

    edited.session.document.save(tmp_path / "mine.vivant")
    edited.session.apply(lambda graph: add(graph, edited.session.library, "ramp"))
    press("Discard")
    edited.session.commands["file.revert"].trigger()
    until(lambda: list(edited.session.graph.nodes) == ["checker_1"])
    assert edited.session.path == tmp_path / "mine.vivant" and not edited.session.document.dirty


def test_a_project_of_a_newer_format_says_so(window: Any, tmp_path: Path, until: Callable[..., None]) -> None:
    newer = tmp_path / "newer.vivant"
    newer.write_text('{"format": "vivant", "version": 99, "nodes": []}')
    said: list[str] = []
    window.session.said.connect(lambda _, line: said.append(line))
    window.open(newer)
    until(lambda: said)
    assert "newer Vivant" in said[0]


def test_a_photo_that_moved_is_found_again_by_content(
    window: Any, photo: Path, tmp_path: Path, until: Callable[..., None]
) -> None:
    from studio.graph.edit import add
    from studio.graph.graph import Graph
    from studio.graph.project import save

    graph, _ = add(Graph(), window.session.library, "load_photo", path=str(photo))
    save(tmp_path / "mine.vivant", graph, window.session.library)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    photo.rename(elsewhere / "renamed.png")
    (tmp_path / "mine.vivant").rename(tmp_path / "home" / "mine.vivant")
    window.open(tmp_path / "home" / "mine.vivant")
    until(lambda: window.relink.isVisible())
    assert "party.png is not where the project says" in window.relink.line.text()
    window.relink.search([elsewhere])
    until(lambda: not window.relink.isVisible())
    assert window.session.graph.nodes["load_photo_1"].knobs["path"] == str(elsewhere / "renamed.png")
    window.session.undo()
    assert window.session.graph.nodes["load_photo_1"].knobs["path"].endswith("party.png")


def test_a_photo_that_was_open_lately_is_found_by_itself(
    window: Any, photo: Path, tmp_path: Path, until: Callable[..., None]
) -> None:
    from studio.graph.edit import add
    from studio.graph.graph import Graph
    from studio.graph.project import dumps, save
    from studio.ui.start.recent import remember

    remember(photo)
    graph, _ = add(Graph(), window.session.library, "load_photo", path=str(photo))
    graph = save(tmp_path / "mine.vivant", graph, window.session.library)
    portable = tmp_path / "home" / "portable.vivant"
    portable.write_text(dumps(graph, window.session.library, portable=True))
    assert str(photo) not in portable.read_text()
    window.open(portable)
    until(lambda: window.session.graph.nodes and window.session.graph.nodes["load_photo_1"].knobs["path"] == str(photo))
    assert not window.relink.isVisible()


def test_edits_are_flushed_to_the_disk(
    edited: Any, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("studio.ui.safety.projects.flush", flushed.append)
    edited.projects.flush()
    until(lambda: flushed)
    edited.projects.flush()
    assert flushed == [edited.projects.journals.present.path]
