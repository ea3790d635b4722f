"""Marks on the ground, dragged with the mouse in the viewport: who walks where, in one step of undo each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.motion.place_people import place_people
from nodes.motion.seen_ways import on_ground, on_picture
from studio.app import open_graph, preset_path
from studio.cli.bench import load
from studio.graph.document import Document
from studio.graph.edit import set_knob
from studio.media.image import Image
from studio.media.person import PERSON_COLOURS, People
from studio.media.script import Beat, Script
from studio.media.view import ViewPath
from studio.ui.bridge import Answer

together = load(Path(__file__).parents[2] / "benchmarks" / "together.py")

ROW = [(-1.5, 6.0), (0.2, 6.4), (1.5, 5.8)]
WALK = Beat("person_2", "walk", "", 0.5, 2.0, towards="front", id="person_2 walk 1")
SCRIPT = Script((WALK,))
COUNTED = ("rigs", "people", "camera", "script")


class Shot:
    """A viewport with the marks in hand, over three made people on a ground."""

    def __init__(self, session: Any) -> None:
        from dataclasses import replace

        from studio.ui.correct import add_tools
        from studio.ui.viewport.panel import ViewportPanel

        self.session = session
        self.rigs, people, self.motions = together.stage_of(ROW)
        self.people = People(
            (key, replace(one, name=name, colour=colour))
            for (key, one), name, colour in zip(people.items(), ("Anna", "Ben", "Carla"), PERSON_COLOURS, strict=False)
        )
        self.panel = ViewportPanel(session)
        add_tools(session, self.panel)
        self.panel.resize(1000, 640)
        self.panel.show()
        session.open(Document(session.library, open_graph(preset_path("directed")).graph))
        session.look("load_photo_1")
        self.panel.use_tool("Marks")
        self.tool = self.panel.canvas.tool
        self.answer()

    def value(self, look: Any) -> Any:
        kind = self.session.graph.nodes[look.node].type
        size = together.CAMERA.size
        photo = np.full((size[1], size[0], 4), 0.3, np.float16)
        wide, high = size
        way = np.linspace([0, 0, wide, high], [wide / 2, high / 2, wide, high], 61)
        path = ViewPath(60.0, way, np.linspace(1, 2, 61), np.zeros(61, bool), 0.5)
        values = {
            "stage_people": Image(photo), "direct_camera": path,
            "load_photo": Image(photo), "rig_person": self.rigs, "order_layers": self.people, "react": SCRIPT,
            "estimate_camera": together.CAMERA, "place_people": None,
        }  # fmt: skip
        if kind == "place_people":
            marks = self.session.graph.nodes[look.node].knobs.get("marks", ())
            return place_people(
                FakeContext(), self.rigs, self.motions, self.people, together.CAMERA, SCRIPT, marks=marks
            )
        return values.get(kind)

    def answer(self) -> None:
        """Answer everything that is asked, as the engine would."""
        for _ in range(4):
            waiting, self.session.bridge.waiting[:] = list(self.session.bridge.waiting), []
            for look, then in waiting:
                then(Answer(look, self.session.graph, self.value(look)))
            asked = [call for call in self.session.bridge.asked if call[0] == "look"]
            for look in asked[-1][1] if asked else ():
                self.session.bridge.answered.emit(Answer(look, self.session.graph, self.value(look)))
            self.wait()

    def wait(self, milliseconds: int = 10) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    @property
    def marks(self) -> list[dict[str, Any]]:
        return [dict(one) for one in self.session.graph.nodes["place_people_1"].knobs.get("marks", ())]

    def seen(self, person: str, x: float = 0.0, z: float = 0.0) -> Any:
        """Where on the widget a place is, in metres from where the photo has a person."""
        stander = self.tool.ground.people[person]
        spot = np.add(stander.view.start, (x, z))
        return self.panel.place().to_widget(*on_picture(stander, spot).tolist())

    def drag(self, start: Any, *to: Any, release: bool = True) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        canvas, left = self.panel.canvas, Qt.MouseButton.LeftButton
        QTest.mouseMove(canvas, start.toPoint())
        self.wait(40)  # the pointer's own event comes from the screen, which has no button down
        QTest.mousePress(canvas, left, Qt.KeyboardModifier.NoModifier, start.toPoint())
        for point in to:
            where = QPointF(canvas.mapToGlobal(point.toPoint()))
            event = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), where, Qt.MouseButton.NoButton, left,
                                Qt.KeyboardModifier.NoModifier)  # fmt: skip
            QApplication.sendEvent(canvas, event)
        if release:
            QTest.mouseRelease(canvas, left, Qt.KeyboardModifier.NoModifier, to[-1].toPoint())
        self.answer()


@pytest.fixture
def shot(session: Any) -> Iterator[Shot]:
    made = Shot(session)
    yield made
    made.panel.close()


def steps(shot: Shot) -> int:
    return len(shot.session.document.past)


def test_who_can_walk_has_a_ring_and_who_walks_an_end(shot: Shot) -> None:
    found = {(one.person, one.kind) for one in shot.tool.handles()}
    assert found == {("person_1", "here"), ("person_2", "here"), ("person_3", "here"), ("person_2", "walk")}
    walk = next(one for one in shot.tool.handles() if one.kind == "walk")
    start = shot.tool.ground.people["person_2"].view.start
    assert walk.place[1] > start[1] + 0.5, "Ben walks towards the viewer"


def test_a_ring_that_is_dragged_makes_a_mark_where_the_mouse_is_in_one_step(shot: Shot) -> None:
    shot.session.go(48)
    shot.answer()
    start, end = shot.seen("person_1"), shot.seen("person_1", -0.5, 0.6)
    before = steps(shot)
    shot.drag(start, start + (end - start) * 0.3, start + (end - start) * 0.7, end)
    (mark,) = shot.marks
    assert mark["person"] == "person_1" and mark["at"] == pytest.approx(2.0)
    assert (mark["x"], mark["z"]) == (pytest.approx(-0.5, abs=0.03), pytest.approx(0.6, abs=0.08))
    assert steps(shot) == before + 1 and shot.session.person == "person_1"
    way = shot.tool.ground.ways["person_1"]
    there = np.array(way.at(5.0)) - shot.tool.ground.people["person_1"].view.start
    assert there == pytest.approx([mark["x"], mark["z"]], abs=0.08), "and there the person walks"
    shot.session.undo()
    assert shot.marks == []


def test_a_mark_too_far_for_the_frame_is_reached_at_a_stroll(shot: Shot) -> None:
    shot.drag(shot.seen("person_3"), shot.seen("person_3", 0.0, -1.0), shot.seen("person_3", 0.0, -2.0))
    (mark,) = shot.marks
    assert mark["at"] == pytest.approx(2.5, abs=0.15) and mark["z"] == pytest.approx(-2.0, abs=0.15)


def test_a_mark_is_moved_timed_and_deleted(shot: Shot) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    shot.session.go(72)
    shot.drag(shot.seen("person_1"), shot.seen("person_1", 0.0, 0.3), shot.seen("person_1", 0.0, 0.7))
    shot.session.go(0)
    mark = shot.marks[0]
    shot.drag(shot.seen("person_1", mark["x"], mark["z"]), shot.seen("person_1", 0.4, 0.7))
    assert len(shot.marks) == 1 and shot.marks[0]["x"] == pytest.approx(0.4, abs=0.04) and shot.marks[0]["at"] == 3.0
    handle = next(one for one in shot.tool.handles() if one.kind == "mark")
    shot.session.go(84)
    shot.tool._retime(handle)
    assert shot.marks[0]["at"] == 3.5
    QTest.mouseMove(shot.panel.canvas, shot.seen("person_1", shot.marks[0]["x"], shot.marks[0]["z"]).toPoint())
    shot.wait()
    shot.panel.canvas.setFocus()
    QTest.keyClick(shot.panel.canvas, Qt.Key.Key_Delete)
    assert shot.marks == []


def test_the_end_of_a_walk_is_dragged_and_given_back_to_the_script(shot: Shot) -> None:
    walk = next(one for one in shot.tool.handles() if one.kind == "walk")
    stander = shot.tool.ground.people["person_2"]
    end = shot.panel.place().to_widget(*on_picture(stander, np.array(walk.place)).tolist())
    goal = shot.seen("person_2", -0.8, 0.2)
    shot.drag(end, end + (goal - end) * 0.5, goal)
    (mark,) = shot.marks
    assert mark["beat"] == WALK.id and "at" not in mark and mark["x"] == pytest.approx(-0.8, abs=0.04)
    moved = next(one for one in shot.tool.handles() if one.kind == "walk")
    assert moved.number == 0
    there = np.array(shot.tool.ground.ways["person_2"].comes_to(0.5, 2.5)[1]) - stander.view.start
    assert there == pytest.approx([mark["x"], mark["z"]], abs=0.08)
    shot.tool._delete(moved)
    assert shot.marks == []


def test_escape_gives_a_drag_up(shot: Shot) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    before = steps(shot)
    shot.drag(shot.seen("person_1"), shot.seen("person_1", 0.3, 0.0), shot.seen("person_1", 0.6, 0.0), release=False)
    assert len(shot.marks) == 1
    shot.panel.canvas.setFocus()
    QTest.keyClick(shot.panel.canvas, Qt.Key.Key_Escape)
    assert shot.marks == [] and steps(shot) == before


def test_a_graph_without_a_ground_is_told_what_it_lacks(session: Any) -> None:
    from studio.ui.correct import add_tools
    from studio.ui.viewport.panel import ViewportPanel

    told: list[str] = []
    session.said.connect(lambda _, words: told.append(words))
    panel = ViewportPanel(session)
    add_tools(session, panel)
    panel.use_tool("Marks")
    assert told and "place_people" in told[-1] and panel.canvas.tool.handles() == []
    panel.close()


def test_rings_and_ways_are_painted_in_the_persons_colour(shot: Shot) -> None:
    from PySide6.QtGui import QColor

    shot.session.go(48)
    shot.drag(shot.seen("person_1"), shot.seen("person_1", 0.0, 0.4), shot.seen("person_1", 0.0, 0.8))
    picture = shot.panel.canvas.grab().toImage()
    place, stander = shot.panel.place(), shot.tool.ground.people["person_1"]
    mark = shot.marks[0]
    middle = place.to_widget(*on_picture(stander, np.add(stander.view.start, (mark["x"], mark["z"]))).tolist())
    colour = QColor.fromRgbF(*PERSON_COLOURS[0])
    near = [picture.pixelColor(middle.toPoint()).hue()]
    assert any(abs(hue - colour.hue()) < 15 for hue in near)
    x, y = place.to_picture(middle)
    assert on_ground(stander, x, y) == pytest.approx((stander.view.start[0] + mark["x"],
                                                      stander.view.start[1] + mark["z"]), abs=0.02)  # fmt: skip


def filmed(shot: Shot, parallax: float = 0.0) -> None:
    """Look at the film at two seconds, where the camera sees the right lower quarter of the photo."""
    library = shot.session.library
    shot.session.apply(lambda graph: set_knob(graph, library, "stage_people_1", "parallax", parallax))
    shot.session.look("stage_people_1", "colour")
    shot.session.go(48)
    shot.answer()


def test_marks_lie_where_a_moving_camera_sees_the_ground_and_are_dragged_there(shot: Shot) -> None:
    plain = shot.seen("person_3")
    filmed(shot)
    wide, high = together.CAMERA.size
    corners = [shot.panel.place().to_widget(*at) for at in ((wide / 2, high / 2), (wide, high))]
    area = shot.panel.canvas.view.area()
    assert max(corners[1].x() - corners[0].x(), corners[1].y() - corners[0].y()) > 0.8 * min(
        area.width(), area.height()
    )
    (ring,) = (one for one in shot.tool.handles() if (one.person, one.kind) == ("person_3", "here"))
    start, end = shot.seen("person_3"), shot.seen("person_3", -0.3, -0.4)
    assert (start - plain).manhattanLength() > 40
    assert shot.tool.at(start, shot.panel.place()) == ring and shot.tool.at(plain, shot.panel.place()) != ring
    shot.drag(start, (start + end) / 2, end)
    (mark,) = shot.marks
    assert (mark["person"], mark["at"]) == ("person_3", 2.0)
    assert (mark["x"], mark["z"]) == (pytest.approx(-0.3, abs=0.03), pytest.approx(-0.4, abs=0.08))


def test_a_ring_lies_at_the_feet_of_whom_a_camera_that_came_near_shows_larger(shot: Shot) -> None:
    filmed(shot, parallax=1.0)
    drawn = shot.tool._drawn.of("person_3")
    stander = shot.tool.ground.people["person_3"]
    feet = on_picture(stander, np.array(stander.view.start))
    wide, _ = together.CAMERA.size
    assert drawn.grows > 1.1 and drawn.about[0] == pytest.approx(0.75 * wide)
    grown = np.array(drawn.about) + drawn.grows * (feet - drawn.about)
    spot = shot.panel.place().to_widget(*grown.tolist())
    assert shot.tool.at(spot, shot.panel.place()).person == "person_3"
    assert np.abs(drawn.back(*grown) - feet).max() < 1e-6 and np.hypot(*(grown - feet)) > 5
    goal = shot.panel.place().to_widget(*drawn.there(on_picture(stander, stander.view.start + np.array([-0.3, 0]))))
    shot.drag(spot, (spot + goal) / 2, goal)
    assert shot.marks[0]["x"] == pytest.approx(-0.3, abs=0.04)
