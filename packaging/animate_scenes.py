"""Pictures of what an animator does: correcting, keys and curves, beats, sound, exporting, and what keeps work safe."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from screenshots import keep, until

from studio.graph.edit import add, link, set_knob, set_marker, set_play
from studio.graph.graph import Graph

PHOTO = "people/misc/three_people.jpg"
SPEECH = "audio/jfk.flac"
PROMPT = (
    "the person on the left waves while the second person from the left nods and the person on the right shrugs; "
    "then the person on the left laughs"
)


class AnimateScenes:
    """A photo of three people, posed and directed.

    Args:
        photographer: Holds the window.
    """

    def __init__(self, photographer: Any) -> None:
        self.by, self.session, self.window = photographer, photographer.session, photographer.window
        self.canvas = self.window.viewport.canvas
        self.timeline = self.window.docks.docks["Timeline"].widget()

    def take(self) -> None:
        """All of them."""
        self.open()
        self.pose()
        self.curves()
        self.hand_work()
        self.beats()
        self.export()
        self.safety()

    def open(self) -> None:
        """A photo of three people."""
        self.by.open(self.by.data / PHOTO)
        self.window.analysis.hide()
        self.window.docks.choose("Animate")

    def pose(self) -> None:
        """A wrist that was dragged at three frames, with ghosts; the same without corrections."""
        session, viewport = self.session, self.window.viewport
        session.show_number(1)
        viewport.use_tool("Pose")
        tool = self.canvas.tool
        cast = tool.cast
        until(lambda: cast.rigs and len(cast.rigs) == len(cast.motions))
        self.person, side = max(
            ((one, side) for one in cast.rigs for side in ("left", "right")),
            key=lambda arm: self._free(cast.rigs[arm[0]], arm[1]),
        )
        self._look_at(self.person)
        session.choose_person(self.person)
        for frame, by in ((20, (-0.06, 0.03)), (32, (0.03, -0.02)), (44, (-0.16, 0.05))):
            session.go(frame)
            self._drag(tool.shown().joints[f"{side}Hand"], by)
        self.arm = f"{side}UpperArm"
        session.go(32)
        tool.hovered = ""
        self.by.shoot("correct")
        tool.actions.compare(True)
        self.by.rest()
        self.by.shoot_widget(viewport, "correct_before")
        tool.actions.compare(False)

    def _free(self, rig: Any, side: str) -> float:
        return float(rig.freedom[rig.bones.index(f"{side}UpperArm")])

    def _look_at(self, person: str, room: float = 0.12) -> None:
        """Fill the picture with a person."""
        x0, y0, x1, y1 = self.canvas.tool.cast.people[person].box
        away = room * (y1 - y0)
        view = self.canvas.view
        view.framing.fit((x0 - away, y0 - away, x1 + away, y1 + away), view.area())
        view.framing.fitted = False
        self.canvas.update()

    def _tall(self, dock: str, height: int) -> None:
        """Give a panel more room."""
        from PySide6.QtCore import Qt

        self.window.work.resizeDocks([self.window.docks.docks[dock]], [height], Qt.Orientation.Vertical)
        self.by.work_quietly(200)

    def _drag(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Drag on the picture, in heights of the person."""
        place = self.window.viewport.place()
        box = self.canvas.tool.cast.people[self.person].box
        high = box[3] - box[1]
        ends = (start, (start[0] + by[0] * high, start[1] + by[1] * high))
        self.by.drag(self.canvas, [place.to_widget(*end).toPoint() for end in ends])
        self.by.rest()

    def curves(self) -> None:
        """The keys of an arm as curves."""
        state = self.timeline.state
        self._tall("Timeline", 420)
        row = next(row for row in state.rows if row.id.startswith("corrected:"))
        state.fold(row)
        bone = next(row for row in state.rows if row.id.startswith("bone:") and row.id.endswith(self.arm))
        state.activate([bone.id])
        self.session.commands["time.curves"].trigger()
        key = next(iter(self.timeline.curves.lines()))
        state.pick({self._mark(key)})
        state.scroll_to(state.tops[state.rows.index(row)] - 60)
        self.by.shoot_widget(self.timeline, "timeline_curves")
        self.session.commands["time.curves"].trigger()
        state.pick()
        state.activate([])
        state.fold(row)

    def _mark(self, line: tuple[Any, Any]) -> Any:
        from studio.ui.timeline.channel import Mark

        return Mark(line[0], line[1][1].time)

    def hand_work(self) -> None:
        """A matte that is painted, joints of the photo, the roster."""
        session, viewport = self.session, self.window.viewport
        self._tall("Timeline", 160)
        session.go(0)
        for number, title, name in ((1, "Matte", "matte"), (1, "Joints", "joints"), (1, "People", "roster")):
            session.show_number(number)
            viewport.use_tool(title)
            if title != "People":
                self._look_at(self.person)
            else:
                self.canvas.view.fit()
            self.by.rest()
            self.by.shoot_widget(viewport, f"correct_{name}")
        viewport.use_tool("")
        session.choose_person("")

    def beats(self) -> None:
        """What a prompt has people do, a beat changed by hand, a marker, in and out, and a speech under it."""
        session, state = self.session, self.timeline.state

        def write(graph: Graph) -> Graph:
            library = session.library
            reads = graph.nodes["choose_motion_1"].inputs["people"]
            x, y = graph.nodes["choose_motion_1"].position
            graph, node = add(graph, library, "write_script", (x - 220, y - 160))
            graph = link(graph, library, "load_photo_1", node, "image")
            graph = link(graph, library, reads, node, "people")
            graph = set_knob(graph, library, node, "prompt", PROMPT)
            graph = link(graph, library, node, "choose_motion_1", "script")
            graph = set_marker(graph, 2.0, "answer")
            return set_play(graph, (6, 84))

        session.apply(write, "prompt")
        self.window.open(self.by.data / SPEECH)
        until(lambda: state.watch.wave is not None and state.watch.script is not None)
        self.by.rest()
        person, beat = next((one.id, beats) for one in state.watch.people() if (beats := state.beats_of(one.id)))
        x = round(state.x_of(beat[0].start + beat[0].length / 2))
        row = next(row for row in state.rows if row.id == f"person:{person}")
        from PySide6.QtCore import QPoint

        y = state.tops[state.rows.index(row)] - state.scroll + row.height // 2
        sheet = self.timeline.sheet
        self.by.drag(sheet, [QPoint(x, y), QPoint(x + round(8 * state.span.scale), y)])
        keys = next(row for row in state.rows if row.id == "keys")
        state.fold(keys)
        session.select(["write_script_1"])
        session.go(40)
        self.canvas.view.fit()
        self._tall("Timeline", 420)
        self.by.shoot("timeline")
        state.fold(keys)

    def export(self) -> None:
        """The dialog, and the queue while one film is done and another is rendered."""
        jobs = self.window.jobs
        self.session.commands["file.export"].trigger()
        self.by.work_quietly(400)
        jobs.form.path.setText("~/Videos/friends.mp4")
        keep(jobs.form.grab(), "export")
        jobs.form.reject()
        graph = self.session.graph
        place = Path(os.environ["XDG_STATE_HOME"])
        first = jobs.enqueue(graph, "write_movie_1", place / "friends_check.mp4", range(0, 6), 0.25)
        until(lambda: first.state.over)
        second = jobs.enqueue(graph, "write_movie_1", place / "friends.mp4", graph.shot.frames, 0.5)
        jobs.enqueue(graph, "stage_people_1", place / "friends.%04d.exr", graph.shot.frames)
        until(lambda: second.left is not None)
        self._tall("Jobs", 330)
        self.by.shoot_widget(jobs, "jobs")
        for job in jobs.queue.jobs:
            jobs.queue.stop(job)
        until(lambda: all(job.state.over for job in jobs.queue.jobs))

    def safety(self) -> None:
        """Work that a crash left, a photo that is gone, a question before leaving, memory."""
        session, window = self.session, self.window
        journal = window.projects.journals.present
        journal.begin(session.graph, session.library, None)
        session.apply(lambda graph: set_marker(graph, 3.0, "cut"))
        shutil.copy(journal.path, journal.path.with_name("0123456789abcdef.1.journal"))
        window.recovery.look()
        until(window.recovery.isVisible)
        missing = str(self.by.data / "holiday" / "crossing.jpg")
        session.apply(lambda graph: set_knob(graph, session.library, "load_photo_1", "path", missing))
        window.relink.look()
        until(window.relink.isVisible)
        self.by.work_quietly(6000)  # what was said goes
        self.by.shoot_widget(window.recovery, "recovery", (window.relink,))
        window.recovery.hide()
        window.relink.hide()
        session.undo()
        self.question()
        memory = window.docks.docks["Memory"]
        memory.raise_()
        self.by.rest()
        self.by.shoot_widget(memory.widget(), "memory")

    def question(self) -> None:
        """What is asked before changes are left."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QMessageBox

        def look() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox):
                keep(box.grab(), "unsaved")
                box.reject()
            else:
                QTimer.singleShot(200, look)

        QTimer.singleShot(500, look)
        self.session.commands["file.new"].trigger()
