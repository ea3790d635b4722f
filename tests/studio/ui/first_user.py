"""What a first-time user does, in a process of its own that can be killed: ``first_user.py work|recover FOLDER``."""

from __future__ import annotations

import faulthandler
import os
import sys
from pathlib import Path
from typing import Any

from by_hand import Artist

FRAME = 20
DEADLINE = 240
"""Seconds after which it says where it hangs, and ends."""


def work(folder: Path, photo: Path) -> None:
    """Drop a photo, play, pose, save, go on working, and wait for the end."""
    artist = Artist()
    session = artist.session
    artist.drop(photo)
    artist.wait(lambda: artist.window.analysis.people and artist.window.analysis.done, "people are found")
    play(artist)
    pose(artist)
    save(artist, folder / "handshake.vivant")
    mark(artist)
    assert session.document.dirty
    artist.say("working")
    artist.wait(lambda: False, "the end")


def play(artist: Artist) -> None:
    """Space plays, Space stops."""
    from PySide6.QtCore import Qt

    artist.key(Qt.Key.Key_Space)
    artist.wait(lambda: artist.session.playing and artist.session.frame >= 2, "it plays")
    artist.key(Qt.Key.Key_Space)
    assert not artist.session.playing


def pose(artist: Artist) -> None:
    """Drag the left person's wrist; undo, redo."""
    from PySide6.QtCore import Qt

    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    session = artist.session
    while session.frame != FRAME:
        artist.key(Qt.Key.Key_Right if session.frame < FRAME else Qt.Key.Key_Left)
    artist.canvas.setFocus()
    artist.key(Qt.Key.Key_E)
    cast = artist.tool.cast
    artist.wait(lambda: len(cast.rigs) == len(cast.motions) == 2, "bodies and motions")
    left = min(cast.people.values(), key=lambda person: person.box[0]).id
    chest = cast.people[left].box
    artist.click(artist.canvas, artist.window.viewport.place().to_widget(chest[0] + 60, chest[1] + 200).toPoint())
    assert session.person == left
    before, wrist = session.graph, artist.tool.shown().joints["leftHand"]
    artist.drag(wrist, (30.0, -50.0))
    after = session.graph
    moved = artist.tool.shown().joints["leftHand"]
    assert moved[1] < wrist[1] - 5, f"the wrist did not follow: {wrist} {moved}"
    artist.key(Qt.Key.Key_Z, control)
    assert session.graph == before
    artist.key(Qt.Key.Key_Z, control | shift)
    assert session.graph == after and artist.tool.shown().joints["leftHand"] == moved


def save(artist: Artist, path: Path) -> None:
    """Ctrl+S, and a name in the dialog."""
    from PySide6.QtCore import Qt

    with answering(artist, str(path)):
        artist.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.is_file() and not artist.session.document.dirty


class answering:
    """Types a name into the dialog that opens."""

    def __init__(self, artist: Artist, name: str) -> None:
        from PySide6.QtCore import QTimer

        self._name, self._artist = name, artist
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.stop()

    def _look(self) -> None:
        from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit

        box = self._artist.application.activeModalWidget()
        if not isinstance(box, QFileDialog):
            return
        self._timer.stop()
        line: Any = box.findChild(QLineEdit, "fileNameEdit")
        line.setText(self._name)
        buttons: Any = box.findChild(QDialogButtonBox)
        self._artist.click(buttons.button(QDialogButtonBox.StandardButton.Save))


def mark(artist: Artist) -> None:
    """Set a marker in the timeline."""
    from PySide6.QtCore import Qt

    from studio.ui.timeline.panel import TimelinePanel

    timeline = artist.window.findChild(TimelinePanel)
    timeline.setFocus()
    artist.key(Qt.Key.Key_M)
    assert artist.session.graph.timeline.markers


def recover(folder: Path) -> None:
    """Bring the work back, and export it; then the same without the correction."""
    from PySide6.QtCore import Qt

    artist = Artist()
    session, bar = artist.session, artist.window.recovery
    artist.wait(bar.isVisible, "it offers to bring the work back")
    assert "handshake.vivant: 1 unsaved change" in bar.line.text(), bar.line.text()
    artist.click(bar.take)
    artist.wait(lambda: session.graph.nodes, "it is back")
    assert session.path == folder / "handshake.vivant" and session.document.dirty
    assert session.graph.timeline.markers and session.graph.nodes["correct_motion_1"].knobs["keys"]
    export(artist, folder / "corrected")
    panel = artist.window.graph
    session.select(["correct_motion_1"])
    panel.canvas.setFocus()
    artist.key(Qt.Key.Key_D)
    export(artist, folder / "plain")
    session.document.close()
    session.bridge.close()
    artist.say("exported")


def export(artist: Artist, folder: Path) -> None:
    """Ctrl+E, where to, which frames; wait for the pictures."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    jobs = artist.window.jobs
    artist.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    artist.wait(lambda: jobs.form is not None and jobs.form.isVisible(), "it asks what to render")
    for box, words in ((jobs.form.path, str(folder / "f.%04d.png")), (jobs.form.last, str(FRAME))):
        box.selectAll()
        QTest.keyClicks(box, words)
    artist.click(jobs.form.render_button)
    artist.wait(lambda: jobs.queue.busy is False, "it is rendered")
    job = max(jobs.rows, key=lambda job: job.number)
    assert job.problem == "" and job.path == folder / "f.%04d.png", job.log


if __name__ == "__main__":
    faulthandler.dump_traceback_later(DEADLINE, exit=True)
    part, where, *photo = sys.argv[1:]
    work(Path(where), Path(photo[0])) if part == "work" else recover(Path(where))
    os._exit(0)  # nothing is left to be saved
