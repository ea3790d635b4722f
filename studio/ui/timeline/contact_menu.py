"""The menus of contacts: of a block, and to add one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from nodes.motion.contact_kinds import SIT
from studio.media.contact import Contact
from studio.ui.timeline import contact_edit
from studio.ui.timeline.contacts import BONES, THINGS, kinds, planner_of
from studio.ui.timeline.state import TimelineState

if TYPE_CHECKING:
    from studio.ui.timeline.sheet import Sheet


def contact_menu(sheet: Sheet, contact: Contact) -> QMenu:
    """For selected contacts."""
    menu, state = QMenu(sheet), sheet.state
    menu.setToolTipsVisible(True)
    if contact.kind == SIT.kind:
        menu.addAction(f"Sit on {contact.second}").setEnabled(False)
    else:
        _of_two(menu, state, contact)
    menu.addSeparator()
    menu.addAction(state.session.commands["time.delete"])
    back = _act(menu, "As the script has it", partial(contact_edit.give_back, state))
    back.setToolTip("Forget what was changed by hand; what was added goes")
    back.setEnabled(contact_edit.is_own(state))
    return menu


def _of_two(menu: QMenu, state: TimelineState, contact: Contact) -> None:
    """What can be other where two people touch."""
    _choices(menu.addMenu("Change to"), kinds(), contact.kind, partial(contact_edit.set_kind, state))
    names = {one.id: one.name for one in state.watch.people()}
    for which in ("first", "second"):
        person, bone = getattr(contact, which), getattr(contact, f"{which}_bone")
        choices = (("As the node chooses", ""), *BONES)
        limbs = menu.addMenu(f"{names.get(person, person)} with")
        _choices(limbs, choices, bone, partial(contact_edit.set_bone, state, which))
    if contact.kind == "hand_over":
        _choices(menu.addMenu("What is handed over"), THINGS, contact.thing, partial(contact_edit.set_thing, state))
    swap = _act(menu, "Swap who leads", partial(contact_edit.swap_people, state))
    swap.setToolTip("Who gives takes, and who pushes is pushed")


def kind_menu(sheet: Sheet, first: str, second: str, time: float) -> QMenu:
    """What two people can do with one another at a time."""
    menu = QMenu(sheet)
    for words, kind in kinds():
        menu.addAction(words, partial(contact_edit.add_contact, sheet.state, kind, first, second, time))
    return menu


def add_touching(menu: QMenu, sheet: Sheet, person: str, time: float) -> None:
    """To a person's menu: with whom, and what."""
    state = sheet.state
    others = [one for one in state.watch.people() if one.id != person and not one.gone]
    touch = menu.addMenu("Add a contact here with")
    touch.setEnabled(bool(others) and _plans(state))
    for one in others if _plans(state) else ():
        what = kind_menu(sheet, person, one.id, time)
        what.setTitle(one.name)
        touch.addMenu(what)


def _plans(state: TimelineState) -> bool:
    return bool(planner_of(state.graph)) and state.watch.contacts is not None


def _act(menu: QMenu, title: str, run: Callable[[], object]) -> QAction:
    action = menu.addAction(title)
    action.triggered.connect(lambda *_: run())
    return action


def _choices(menu: QMenu, choices: tuple[tuple[str, str], ...], now: str, choose: Callable[[str], None]) -> None:
    group = QActionGroup(menu)
    for title, value in choices:
        action = _act(menu, title, partial(choose, value))
        action.setCheckable(True)
        action.setChecked(value == now)
        group.addAction(action)
