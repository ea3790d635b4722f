"""The scene graph over the picture: drawn with chips, hovered for evidence, pinned, deleted, drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from immutables import Map

from studio.graph.document import Document
from studio.graph.graph import Graph, Node, Source
from studio.media.scene import Relation, Scene, Thing
from studio.ui.bridge import Answer, Look

NEAR = Relation("person_1", "near", "person_2", 0.9, "0.8 m apart: personal zone")


def scene(*relations: Relation) -> Scene:
    people = (Thing("person_1", "person", (20.0, 20.0, 60.0, 120.0), "Ann", activity="stands"),
              Thing("person_2", "person", (120.0, 20.0, 160.0, 120.0), "Bob", activity="sits"))  # fmt: skip
    return Scene((200, 150), people, relations or (NEAR,), "indoor", "room", "pair", "calm")


@pytest.fixture
def viewport(session: Any) -> Iterator[Any]:
    """A viewport with the relation tool, that shows a scene."""
    from studio.ui.correct.relation_tool import RelationTool
    from studio.ui.viewport.panel import ViewportPanel

    nodes = {"photo": Node("load_photo"),
             "scene": Node("relate_people", inputs=Map({"image": Source("photo", "out")}))}  # fmt: skip
    session.open(Document(session.library, Graph(nodes=Map(nodes))))
    panel = ViewportPanel(session)
    panel.add_tool(RelationTool(session, panel))
    panel.resize(700, 600)
    panel.use_tool("Relations")
    answer(session, scene())
    yield panel
    panel.close()


def answer(session: Any, value: Scene) -> None:
    look = Look("scene", "", session.time, session.scale)
    session.bridge.answered.emit(Answer(look, session.graph, value, "", ""))
    while session.bridge.waiting:
        asked, then = session.bridge.waiting.pop(0)
        then(Answer(asked, session.graph, None, "not there"))


def touch(viewport: Any, point: Any, button: Any = None) -> tuple[Any, Any]:
    from PySide6.QtCore import QPointF, Qt

    from studio.ui.viewport.tool import Place, Touch

    place = Place(QPointF(10, 10), 2.0)
    x, y = place.to_picture(point)
    return Touch(x, y, point, button or Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier), place


def chip(viewport: Any) -> Any:
    from PySide6.QtCore import QPointF

    from studio.ui.viewport.tool import Place

    return viewport.canvas.tool.chips(Place(QPointF(10, 10), 2.0))[0]


def edits(session: Any) -> list[dict[str, Any]]:
    return [dict(entry) for entry in session.graph.nodes["scene"].knobs.get("edits", ())]


def painted(value: Scene) -> np.ndarray:
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter

    from studio.ui.viewport.options import Options
    from studio.ui.viewport.painters import painter_for
    from studio.ui.viewport.painters.painter import Setting
    from studio.ui.viewport.tool import Place

    image = QImage(420, 320, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.black)
    shows, painter = painter_for(value), QPainter(image)
    shows.paint(painter, Place(QPointF(10, 10), 2.0), shows.prepare(value, Setting()), Options(), QRectF(image.rect()))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).copy()


def test_every_relation_is_drawn(application: Any) -> None:
    looking = Relation("person_1", "looks_at", "camera", 0.8, "face turned +3°")
    assert (painted(scene()) != painted(scene(looking))).any()
    assert (painted(scene(NEAR, looking)) != painted(scene(NEAR))).any()


def test_the_probe_tells_whom_a_person_is_related_to(application: Any) -> None:
    from studio.ui.viewport.painters import painter_for
    from studio.ui.viewport.painters.painter import Setting

    shows = painter_for(scene())
    words = shows.tell(scene(), shows.prepare(scene(), Setting()), 40.0, 60.0)
    assert "Ann" in words and "near person 2" in words and "_" not in words
    assert shows.tell(scene(), shows.prepare(scene(), Setting()), 90.0, 140.0) == ""


def test_a_click_on_a_chip_pins_and_another_lets_go(viewport: Any, session: Any) -> None:
    at = chip(viewport).box.center()
    viewport.canvas.tool.press(*touch(viewport, at))
    assert edits(session) == [{"do": "pin", "subject": "person_1", "kind": "near", "object": "person_2"}]
    answer(session, scene(Relation("person_1", "near", "person_2", 1.0, "by hand", True)))
    viewport.canvas.tool.press(*touch(viewport, chip(viewport).box.center()))
    assert edits(session) == []
    session.undo()
    assert len(edits(session)) == 1


def test_delete_takes_away_the_chip_under_the_mouse(viewport: Any, session: Any) -> None:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    tool = viewport.canvas.tool
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert not tool.key(key)
    tool.hover(*touch(viewport, chip(viewport).box.center()))
    assert tool.key(key)
    assert [entry["do"] for entry in edits(session)] == ["delete"]


def test_a_line_from_one_person_to_another_adds_what_the_menu_says(viewport: Any, session: Any) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QMenu

    tool = viewport.canvas.tool
    start, end = QPointF(70, 220), QPointF(290, 220)
    assert tool.press(*touch(viewport, start))
    tool.drag(*touch(viewport, end))
    tool.release(*touch(viewport, end))
    menu = viewport.findChildren(QMenu)[-1]
    next(action for action in menu.actions() if action.text() == "looks at").trigger()
    menu.close()
    assert edits(session) == [{"do": "pin", "subject": "person_1", "kind": "looks_at", "object": "person_2"}]
