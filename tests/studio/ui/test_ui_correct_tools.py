"""Painting mattes, drawing people's boxes and moving joints, with touches as the viewport hands them on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from contracts import samples
from shot_by_hand import answer, open_shot

from studio.graph.edit.roster import removed_people, roster_of
from studio.media.by_id import ById
from studio.media.person import Face

PERSON_1 = (80.0, 100.0)
"""A pixel of the photo where the first person is."""


@pytest.fixture
def viewport(session: Any) -> Iterator[Any]:
    """A viewport with all tools, on a shot that the engine has answered."""
    from studio.ui.correct import add_tools
    from studio.ui.viewport.panel import ViewportPanel

    made = ViewportPanel(session)
    add_tools(session, made)
    made.resize(700, 600)
    open_shot(session)
    answer(session)
    yield made
    made.close()


class Pen:
    """A pen on a tool, in pixels of the photo."""

    def __init__(self, viewport: Any, title: str, zoom: float = 3.0) -> None:
        from PySide6.QtCore import QPointF

        from studio.ui.viewport.tool import Place

        viewport.use_tool(title)
        self.tool, self.place = viewport.canvas.tool, Place(QPointF(10, 10), zoom)

    def touch(self, at: tuple[float, float], keys: Any = None, pressure: float = 1.0, button: Any = None) -> Any:
        from PySide6.QtCore import Qt

        from studio.ui.viewport.tool import Touch

        return Touch(*at, self.place.to_widget(*at), button or Qt.MouseButton.LeftButton,
                     keys or Qt.KeyboardModifier.NoModifier, pressure)  # fmt: skip

    def draw(self, *points: tuple[float, float], keys: Any = None, pressure: float = 1.0) -> None:
        self.tool.hover(self.touch(points[0], keys), self.place)
        self.tool.press(self.touch(points[0], keys, pressure), self.place)
        for point in points[1:]:
            self.tool.drag(self.touch(point, keys, pressure), self.place)
        self.tool.release(self.touch(points[-1], keys), self.place)

    def key(self, key: Any, text: str = "") -> bool:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        return bool(self.tool.key(event))

    def painted(self) -> Any:
        """What the tool draws, on black."""
        from PySide6.QtCore import QRectF, Qt
        from PySide6.QtGui import QImage, QPainter

        image = QImage(760, 640, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        self.tool.paint(painter, self.place, QRectF(image.rect()))
        painter.end()
        return image

    def shade(self, at: tuple[float, float]) -> Any:
        return self.painted().pixelColor(self.place.to_widget(*at).toPoint())


def strokes(session: Any) -> Any:
    nodes = session.graph.nodes.values()
    return next((n.knobs.get("strokes", ()) for n in nodes if n.type == "correct_matte"), ())


def test_a_stroke_is_one_step_with_place_size_and_pressure(session: Any, viewport: Any) -> None:
    pen = Pen(viewport, "Matte")
    pen.draw(PERSON_1)
    assert session.person == "person_1"
    pen.tool.size, pen.tool.hardness = 10.0, 0.5
    pen.draw((100.0, 60.0), (110.0, 60.0), (120.0, 62.0), pressure=0.5)
    (stroke,) = strokes(session)
    assert (stroke["person"], stroke["size"], stroke["hardness"]) == ("person_1", 10.0, 0.5)
    assert stroke["points"][0] == (100.0, 60.0, 0.5)
    assert stroke["points"][-1] == (120.0, 62.0, 0.5)
    assert session.document.undo_label == "paint matte"
    session.undo()
    assert not strokes(session)


def test_alt_and_x_erase_and_brackets_change_the_brush(session: Any, viewport: Any) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    pen = Pen(viewport, "Matte")
    before = pen.tool.size
    assert pen.key(Qt.Key.Key_BracketRight)
    assert pen.tool.size == pytest.approx(1.2 * before)
    assert pen.key(Qt.Key.Key_BraceLeft)
    assert pen.tool.hardness == pytest.approx(0.7)
    pen.draw((100.0, 60.0), (110.0, 60.0), keys=Qt.KeyboardModifier.AltModifier)
    assert pen.key(Qt.Key.Key_X)
    pen.draw((100.0, 60.0), (110.0, 60.0))
    assert [stroke.get("erase") for stroke in strokes(session)] == [True, True]
    assert not pen.key(Qt.Key.Key_Space)


def test_the_matte_is_tinted_and_a_stroke_is_seen_until_the_engine_has_it(session: Any, viewport: Any) -> None:
    session.choose_person("person_1")
    pen = Pen(viewport, "Matte")
    pen.tool.size = 12.0
    assert pen.shade(PERSON_1).value() > 60
    assert pen.shade((140.0, 30.0)).value() < 10
    pen.draw((130.0, 30.0), (150.0, 30.0))
    pen.tool.hover(pen.touch((20.0, 20.0)), pen.place)
    assert pen.shade((140.0, 30.0)).value() > 60
    answer(session)
    assert pen.shade((140.0, 30.0)).value() < 10


def test_a_box_drawn_by_hand_adds_a_person(session: Any, viewport: Any) -> None:
    pen = Pen(viewport, "People")
    pen.draw((5.0, 5.0), (30.0, 40.0), (28.0, 60.0))
    made = roster_of(session.graph)
    assert [one["id"] for one in made] == ["person_1", "person_2", "person_3"]
    assert made[2]["box"] == (5.0, 5.0, 28.0, 60.0)
    assert made[2]["locked"]
    assert session.person == "person_3"
    pen.draw((50.0, 5.0), (51.0, 6.0))
    assert len(roster_of(session.graph)) == 3


def test_a_corner_fits_a_box_and_delete_leaves_the_person_out(session: Any, viewport: Any) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    pen = Pen(viewport, "People")
    x0, y0, x1, y1 = samples.people()["person_1"].box
    pen.draw((x0, y0), (x0 - 6, y0 - 4))
    fitted = {one["id"]: one for one in roster_of(session.graph)}["person_1"]
    assert fitted["box"] == pytest.approx((x0 - 6, y0 - 4, x1, y1))
    assert fitted["locked"] is True
    assert pen.key(Qt.Key.Key_Delete)
    assert [one["id"] for one in removed_people(session.graph)] == ["person_1"]


def test_the_panels_button_takes_the_tool_up(session: Any, viewport: Any) -> None:
    session.commands["people.add"].trigger()
    assert viewport.canvas.tool.title == "People"


def moved(session: Any, kind: str) -> Any:
    nodes = session.graph.nodes.values()
    return [(p["person"], p["point"], p["at"]) for n in nodes if n.type == kind for p in n.knobs.get("points", ())]


def test_a_joint_of_the_photo_is_put_where_it_is(session: Any, viewport: Any) -> None:
    session.choose_person("person_1")
    pen = Pen(viewport, "Joints")
    x, y = (float(v) for v in samples.people()["person_1"].skeleton.point("left_elbow"))
    pen.draw((x, y), (x + 9, y - 5))
    assert moved(session, "correct_keypoints") == [("person_1", "left_elbow", pytest.approx((x + 9, y - 5), abs=0.01))]
    pen.tool.hover(pen.touch((10.0, 10.0)), pen.place)
    assert pen.shade((x + 9, y - 5)).value() > 150  # it is drawn there before the engine has it
    session.undo()
    assert not moved(session, "correct_keypoints")


def test_face_points_are_taken_only_where_the_face_is_large_and_are_put_back(session: Any, viewport: Any) -> None:
    import numpy as np

    grid = np.stack(np.meshgrid(np.arange(22.0), np.arange(22.0)), axis=-1).reshape(-1, 2)
    spots = grid[:478] + np.array([70.0, 20.0])
    face = Face(spots.astype(np.float32), np.zeros(478, np.float32), (70.0, 20.0, 91.0, 41.0), 1.0)
    people = ById((name, replace(one, face=face)) for name, one in samples.people().items())
    session.choose_person("person_1")
    small, large = Pen(viewport, "Joints", 3.0), Pen(viewport, "Joints", 12.0)
    small.tool.cast.people = people
    target = (float(spots[5, 0]), float(spots[5, 1]))
    small.draw(target, (target[0] + 2, target[1]))
    assert not moved(session, "correct_face")
    session.choose_person("person_1")
    large.draw(target, (target[0] + 2, target[1] - 1))
    assert moved(session, "correct_face") == [("person_1", 5, (target[0] + 2, target[1] - 1))]
    large.tool._reset([5])
    assert not moved(session, "correct_face")


def test_what_belongs_to_the_photo_is_corrected_on_the_photo(session: Any, viewport: Any) -> None:
    session.look("stage_people_1", "colour", 1)
    session.look("load_photo_1", "", 4)
    for number in (2, 3, 5, 6, 7, 8, 9):
        session.look("stage_people_1", "ids", number)
    session.show_number(1)
    for title in ("Matte", "Joints", "People"):
        viewport.use_tool(title)
        assert session.view().node == "load_photo_1"
        assert session.shown == 4
    viewport.use_tool("Pose")
    assert session.view().node == "stage_people_1"
    session.look("clean_plate_1")
    viewport.use_tool("Matte")
    assert session.view().node == "clean_plate_1"  # nobody moves there


def test_every_tool_stands_an_empty_graph_and_says_what_to_do(session: Any, viewport: Any) -> None:
    from PySide6.QtCore import Qt

    from studio.graph.document import Document

    session.open(Document(session.library))
    for title in ("Pose", "Matte", "Joints", "People"):
        pen = Pen(viewport, title)
        pen.draw((20.0, 20.0), (60.0, 60.0))
        pen.tool.press(pen.touch((30.0, 30.0), button=Qt.MouseButton.RightButton), pen.place)
        pen.painted()
        pen.tool.leave()
    assert not session.graph.nodes
