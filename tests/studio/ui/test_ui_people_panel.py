"""The people as a list, driven with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from shot_by_hand import answer, open_shot

from nodes.motion.correction_keys import entry
from studio.graph.edit.correct import correct
from studio.graph.edit.roster import removed_people, roster_of


@pytest.fixture
def panel(session: Any) -> Iterator[Any]:
    from studio.ui.people.panel import PeoplePanel

    made = PeoplePanel(session)
    made.resize(280, 400)
    made.show()
    yield made
    made.close()


def names(panel: Any) -> list[str]:
    return [row.name for row in panel.listing.rows]


def middle(panel: Any, row: int, dx: int = 100) -> Any:
    from PySide6.QtCore import QPoint

    box = panel.view.visualRect(panel.listing.index(row))
    return QPoint(box.left() + dx, box.center().y())


def click(panel: Any, at: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def key(session: Any, person: str) -> None:
    made = entry(person, "head", 0.5, (0.0, 0.0, 0.0, 1.0))
    session.apply(lambda graph: correct(graph, session.library, lambda keys: [*keys, made]))


def test_an_empty_list_says_what_to_do_and_that_it_is_looking(panel: Any, session: Any) -> None:
    assert panel.empty.isVisible()
    assert "Drop a photo" in panel.empty.text()
    open_shot(session)
    assert "Looking" in panel.empty.text()


def test_people_are_listed_nearest_first_with_face_motion_and_colour(panel: Any, session: Any) -> None:
    open_shot(session)
    answer(session)
    assert [row.person for row in panel.listing.rows] == ["person_2", "person_1"]
    assert all(row.motion and row.face is not None for row in panel.listing.rows)
    image = panel.listing.rows[0].face.toImage()
    assert image.pixelColor(22, 22) != image.pixelColor(4, 22)
    assert panel.said.text() == "2 people"


def test_a_click_chooses_a_person_and_one_chosen_elsewhere_is_shown(panel: Any, session: Any) -> None:
    open_shot(session)
    answer(session)
    click(panel, middle(panel, 1))
    assert session.person == "person_1"
    session.choose_person("person_2")
    assert panel.view.currentIndex().row() == 0
    assert panel.painter.chosen == "person_2"


def test_a_name_is_edited_in_place(panel: Any, session: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    open_shot(session)
    answer(session)
    panel.view.setCurrentIndex(panel.listing.index(0))
    panel.view.edit(panel.listing.index(0))
    line = panel.view.findChild(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "Ada")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.qWait(20)
    assert {one["id"]: one["name"] for one in roster_of(session.graph)}["person_2"] == "Ada"
    assert session.document.undo_label == "rename Ada"


def test_the_eye_hides_and_the_lock_locks(panel: Any, session: Any) -> None:
    from studio.ui.people.row_painter import button_boxes

    open_shot(session)
    answer(session)
    eye, lock = button_boxes(panel.view.visualRect(panel.listing.index(0)))
    click(panel, eye.center())
    assert session.hidden == {"person_2"}
    assert panel.listing.rows[0].hidden
    click(panel, eye.center())
    assert not session.hidden
    click(panel, lock.center())
    assert {one["id"]: one.get("locked") for one in roster_of(session.graph)}["person_2"] is True


def test_corrections_are_counted_and_those_of_people_who_are_gone_are_kept_and_shown(panel: Any, session: Any) -> None:
    open_shot(session)
    answer(session)
    key(session, "person_1")
    key(session, "person_9")
    answer(session)
    by_person = {row.person: row for row in panel.listing.rows}
    assert by_person["person_1"].keys == 1
    assert by_person["person_9"].gone
    assert panel.listing.rows[-1].person == "person_9"
    panel.menu(panel.listing.index(2)).actions()[0].trigger()
    assert "person_9" not in [row.person for row in panel.listing.rows]
    assert by_person["person_1"].keys == 1


def test_a_row_that_is_dragged_down_puts_the_person_behind_from_this_frame_on(panel: Any, session: Any) -> None:
    from PySide6.QtCore import Qt

    open_shot(session)
    answer(session)
    session.go(12)
    data = panel.listing.mimeData([panel.listing.index(0)])
    panel.listing.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, panel.view.rootIndex())
    (node,) = (n for n in session.graph.nodes.values() if n.type == "reorder_people")
    assert [(k["time"], k["order"]) for k in node.knobs["keys"]] == [(0.5, ("person_2", "person_1"))]
    assert [row.person for row in panel.listing.rows] == ["person_1", "person_2"]
    session.go(0)
    assert [row.person for row in panel.listing.rows] == ["person_2", "person_1"]


def test_a_person_is_left_out_and_taken_back_in(panel: Any, session: Any) -> None:
    open_shot(session)
    answer(session)
    session.choose_person("person_2")
    panel.drop.click()
    assert [one["id"] for one in removed_people(session.graph)] == ["person_2"]
    back = [action for action in panel.menu(panel.listing.index(-1)).actions() if "back in" in action.text()]
    back[0].trigger()
    assert not removed_people(session.graph)


def test_another_document_empties_the_list(panel: Any, session: Any) -> None:
    from studio.graph.document import Document

    open_shot(session)
    answer(session)
    session.open(Document(session.library))
    assert not panel.listing.rows
    assert panel.empty.isVisible()
