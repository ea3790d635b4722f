"""Contacts as blocks between two people: seen, moved, trimmed, changed, added, deleted, each in one step of undo."""

from __future__ import annotations

from typing import Any

import pytest
from immutables import Map

from nodes.motion.contact_edits import changed
from studio.graph.edit import add, set_knob
from studio.media.contact import Contact, Contacts
from studio.ui.bridge import Answer
from studio.ui.timeline.contact_menu import contact_menu

PAIR = "contact:person_1|person_2"
PLANNED = (
    Contact("handshake", "person_2", "person_1", "rightHand", "leftHand", 1.0, 1.0, 0.5, 0.5,
            "handshake person_2 person_1 1"),
    Contact("hug", "person_1", "person_3", "chest", "chest", 3.0, 0.5, id="hug person_1 person_3 1"),
)  # fmt: skip
SHAKE = PLANNED[0].id


def answer(desk: Any) -> None:
    """Answer as the engine would; limbs that are open are chosen."""
    waiting = desk.session.bridge.waiting
    assert desk.until(lambda: any(look.node == "plan_contacts_1" for look, _ in waiting))
    ours = [one for one in waiting if one[0].node == "plan_contacts_1"]
    waiting[:] = [one for one in waiting if one not in ours]
    now = changed(PLANNED, desk.graph.nodes["plan_contacts_1"].knobs.get("edits", ()))
    for look, then in ours:
        then(Answer(look, desk.graph, Contacts(now, PLANNED)))
    desk.wait()


@pytest.fixture
def touching(desk: Any) -> Any:
    """The timeline of a shot in which people touch."""
    desk.session.apply(lambda graph: add(graph, desk.session.library, "plan_contacts", (0.0, 0.0)))
    desk.session.document.past.clear()
    assert desk.until(lambda: len(desk.session.bridge.waiting) >= 3)
    answer(desk)
    desk.feed()
    return desk


def edits(desk: Any) -> list[dict[str, Any]]:
    return [dict(one) for one in desk.graph.nodes["plan_contacts_1"].knobs.get("edits", ())]


def blocks(desk: Any) -> list[tuple[str, float, float]]:
    return [(one.kind, round(one.start * 24, 2), round(one.end * 24, 2)) for one in desk.state.contacts()]


def test_every_two_who_touch_have_a_row_with_both_names(touching: Any) -> None:
    rows = [row for row in touching.state.rows if row.kind == "contact"]
    assert [row.title for row in rows] == ["Anna and Ben", "Anna and Carla"]
    assert blocks(touching) == [("handshake", 24, 48), ("hug", 72, 84)]
    said = touching.sheet.tip(touching.at(36, PAIR, 0.5).toPointF())
    assert "Ben and Anna shake hands" in said and "right hand and left hand" in said and "frames 24 to 48" in said


def test_without_anybody_who_plans_there_is_no_section_and_without_contacts_a_hint(desk: Any) -> None:
    desk.feed()
    assert all(row.id != "contacts" for row in desk.state.rows)
    desk.session.apply(lambda graph: add(graph, desk.session.library, "plan_contacts", (0.0, 0.0)))
    assert "right-click" in desk.row("untouched").title


def test_who_sits_on_a_thing_has_a_row_with_it_and_a_block_that_is_moved(touching: Any) -> None:
    seat = (150.0, 300.0, 360.0)
    entry = {
        "id": "sit_on person_1 chair 1", "kind": "sit_on", "first": "person_1", "second": "chair", "seat": seat,
        "start": 2.0, "duration": 1.0,
    }  # fmt: skip
    library = touching.session.library
    touching.session.apply(lambda graph: set_knob(graph, library, "plan_contacts_1", "edits", (Map(entry),)))
    answer(touching)
    (row,) = [row for row in touching.state.rows if row.id == "contact:person_1|chair"]
    assert row.title == "Anna and chair" and not row.gone
    assert "Anna sits on chair" in touching.sheet.tip(touching.at(60, row.id, 0.5).toPointF())
    touching.drag(touching.sheet, [touching.at(60, row.id), touching.at(66, row.id), touching.at(72, row.id)])
    (moved,) = edits(touching)
    assert moved["start"] == pytest.approx(2.5) and tuple(moved["seat"]) == seat
    menu = contact_menu(touching.sheet, next(one for one in touching.state.contacts() if one.seat))
    assert "Sit on chair" in [action.text() for action in menu.actions()]
    assert "Swap who leads" not in [action.text() for action in menu.actions()]


def test_a_block_is_moved_in_time_live_and_in_one_step(touching: Any) -> None:
    touching.drag(touching.sheet, [touching.at(36, PAIR), touching.at(40, PAIR), touching.at(60, PAIR)])
    assert blocks(touching)[0] == ("handshake", 48, 72) and touching.steps == 1
    assert edits(touching) == [{"id": SHAKE, "start": 2.0}]
    assert "Changed by hand" in touching.sheet.tip(touching.at(60, PAIR).toPointF())
    touching.session.undo()
    assert edits(touching) == [] and blocks(touching)[0] == ("handshake", 24, 48)


def test_nothing_is_moved_to_before_the_beginning(touching: Any) -> None:
    touching.drag(touching.sheet, [touching.at(36, PAIR), touching.at(2, PAIR), touching.at(-40, PAIR)])
    assert blocks(touching)[0] == ("handshake", 0, 24)


def test_both_ends_trim_and_the_dots_say_how_long_limbs_come_and_go(touching: Any) -> None:
    one = touching.place(1, 0)
    touching.drag(touching.sheet, [touching.at(48, PAIR) - one, touching.at(55, PAIR), touching.at(60, PAIR) - one])
    assert blocks(touching)[0] == ("handshake", 24, 60)
    touching.drag(touching.sheet, [touching.at(24, PAIR) + one, touching.at(20, PAIR), touching.at(30, PAIR) + one])
    assert blocks(touching)[0] == ("handshake", 30, 60) and touching.steps == 2
    foot = 0.78
    touching.drag(
        touching.sheet, [touching.at(18, PAIR, foot), touching.at(12, PAIR, foot), touching.at(6, PAIR, foot)]
    )
    touching.drag(
        touching.sheet, [touching.at(72, PAIR, foot), touching.at(80, PAIR, foot), touching.at(84, PAIR, foot)]
    )
    shake = touching.state.contacts()[0]
    assert (shake.approach, shake.release) == (1.0, 1.0) and touching.steps == 4


def test_escape_gives_a_drag_up(touching: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    touching.drag(touching.sheet, [touching.at(36, PAIR), touching.at(50, PAIR)], release=False)
    assert blocks(touching)[0][1] != 24
    QTest.keyClick(touching.sheet, Qt.Key.Key_Escape)
    assert blocks(touching)[0] == ("handshake", 24, 48) and touching.steps == 0 and edits(touching) == []


def test_delete_takes_the_selected_contact_away_and_it_can_be_given_back(touching: Any) -> None:
    touching.click(touching.sheet, touching.at(36, PAIR))
    touching.type("Delete")
    assert blocks(touching) == [("hug", 72, 84)] and edits(touching) == [{"id": SHAKE, "delete": True}]
    touching.session.undo()
    assert len(blocks(touching)) == 2


def test_a_box_selects_contacts(touching: Any) -> None:
    second = "contact:person_1|person_3"
    touching.drag(touching.sheet, [touching.at(8, PAIR, 0.05), touching.at(90, second, 0.9)])
    assert touching.state.touches == {one.id for one in PLANNED}
    touching.drag(touching.sheet, [touching.at(36, PAIR), touching.at(40, PAIR), touching.at(48, PAIR)])
    assert blocks(touching) == [("handshake", 36, 60), ("hug", 84, 96)] and touching.steps == 1


def test_the_menu_changes_kind_and_limbs_and_who_leads(touching: Any) -> None:
    from studio.ui.timeline.contact_menu import contact_menu

    touching.click(touching.sheet, touching.at(36, PAIR))
    menu = contact_menu(touching.sheet, touching.state.contacts()[0])
    parts = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    assert set(parts) == {"Change to", "Ben with", "Anna with"}
    checked = [action.text() for part in parts.values() for action in part.actions() if action.isChecked()]
    assert checked == ["Shake hands", "Right hand", "Left hand"]
    next(a for a in parts["Ben with"].actions() if a.text() == "Left hand").trigger()
    assert edits(touching) == [{"id": SHAKE, "first_bone": "leftHand"}]
    next(a for a in parts["Change to"].actions() if a.text() == "Push" or "push" in a.text().lower()).trigger()
    assert touching.state.contacts()[0].kind == "push" and touching.state.touches == {SHAKE}
    next(a for a in menu.actions() if a.text() == "Swap who leads").trigger()
    assert (touching.state.contacts()[0].first, touching.state.contacts()[0].second) == ("person_1", "person_2")
    next(a for a in contact_menu(touching.sheet, touching.state.contacts()[0]).actions()
         if a.text() == "As the script has it").trigger()  # fmt: skip
    assert edits(touching) == [] and touching.steps == 4


def test_what_is_handed_over_is_chosen_in_the_menu_of_the_block(touching: Any) -> None:
    from studio.ui.timeline.contact_edit import add_contact
    from studio.ui.timeline.contact_menu import contact_menu

    shake = contact_menu(touching.sheet, touching.state.contacts()[0])
    assert all(action.text() != "What is handed over" for action in shake.actions())
    add_contact(touching.state, "hand_over", "person_1", "person_2", 3.0)
    given = next(one for one in touching.state.contacts() if one.kind == "hand_over")
    menu = contact_menu(touching.sheet, given)
    things = next(a.menu() for a in menu.actions() if a.text() == "What is handed over")
    assert [a.text() for a in things.actions() if a.isChecked()] == ["As the prompt has it"]
    next(a for a in things.actions() if a.text() == "Flower").trigger()
    assert edits(touching)[0]["thing"] == "flower" and touching.steps == 2
    found = next(one for one in touching.state.contacts() if one.kind == "hand_over")
    assert found.thing == "flower" and found.first_bone == ""


def test_a_contact_is_added_from_a_persons_menu(touching: Any) -> None:
    from studio.ui.timeline.menus import person_menu

    menu = person_menu(touching.sheet, "person_2", 4.0, touching.place(0, 0))
    touch = next(a for a in menu.actions() if a.text().startswith("Add a contact")).menu()
    assert [a.text() for a in touch.actions()] == ["Anna", "Carla"]
    carla = touch.actions()[1].menu()
    next(a for a in carla.actions() if a.text() == "Hug").trigger()
    assert [row.title for row in touching.state.rows if row.kind == "contact"][-1] == "Ben and Carla"
    (entry,) = edits(touching)
    assert (entry["kind"], entry["first"], entry["second"], entry["start"]) == ("hug", "person_2", "person_3", 4.0)
    assert touching.state.touches == {entry["id"]} and touching.steps == 1
    touching.type("Delete")
    assert edits(touching) == []


def test_a_double_click_between_two_offers_what_they_can_do(touching: Any) -> None:
    from PySide6.QtWidgets import QApplication, QMenu

    touching.double_click(touching.sheet, touching.at(60, PAIR))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(a for a in menu.actions() if a.text() == "Meet for a high five").trigger()
    menu.close()
    assert ("high_five", 60, 64.8) in blocks(touching)


def test_the_block_and_the_strips_are_painted_in_both_colours(touching: Any) -> None:
    from PySide6.QtGui import QColor

    picture = touching.sheet.grab().toImage()
    colours = {one.id: QColor(one.colour) for one in touching.state.watch.people()}

    def hue(point: Any) -> int:
        return int(picture.pixelColor(point).hue())

    assert abs(hue(touching.at(27, PAIR, 0.3)) - colours["person_2"].hue()) < 12
    assert abs(hue(touching.at(46, PAIR, 0.3)) - colours["person_1"].hue()) < 12
    assert abs(hue(touching.at(36, "person:person_1", 0.79)) - colours["person_2"].hue()) < 12
