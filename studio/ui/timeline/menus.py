"""The menus that a right click opens in the timeline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui.timeline import beat_edit, camera_menu
from studio.ui.timeline.camera_moves import is_camera
from studio.ui.timeline.contact_menu import add_touching
from studio.ui.timeline.motion_menu import MotionMenu
from studio.ui.timeline.state import Picked, TimelineState

if TYPE_CHECKING:
    from studio.ui.timeline.canvas import Canvas
    from studio.ui.timeline.sheet import Sheet

AMOUNTS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
KEY_COMMANDS = (
    "time.copy", "time.paste", "time.delete", "", "time.constant", "time.linear", "time.bezier", "",
    "time.smooth", "time.reduce", "",
    "time.tangents_auto", "time.tangents_flat", "time.tangents_unify", "time.tangents_break", "", "time.fit",
)  # fmt: skip


def _menu(owner: QWidget) -> QMenu:
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def add_commands(menu: QMenu, state: TimelineState, names: tuple[str, ...]) -> None:
    """Commands by name; "" is a line between."""
    for name in names:
        if not name:
            menu.addSeparator()
        elif name in state.session.commands:
            menu.addAction(state.session.commands[name])


def key_menu(owner: Canvas) -> QMenu:
    """For selected keys."""
    menu = _menu(owner)
    add_commands(menu, owner.state, KEY_COMMANDS)
    return menu


def beat_menu(sheet: Sheet, beat: Picked) -> QMenu:
    """For selected beats."""
    menu, state = _menu(sheet), sheet.state
    if is_camera(beat.person):
        camera_menu.fill_menu(menu, state)
        add_commands(menu, state, ("", "time.duplicate", "time.delete", ""))
        _add_give_back(menu, state, beat.person)
        return menu
    menu.addAction(
        "Change to…", lambda: MotionMenu(partial(beat_edit.replace_motion, state), sheet).popup(QCursor.pos())
    )
    side = menu.addMenu("Arm")
    for title, which in (("The freer one", ""), ("Left", "left"), ("Right", "right")):
        side.addAction(title, partial(beat_edit.set_side, state, which))
    far = menu.addMenu("How far")
    for amount in AMOUNTS:
        far.addAction(f"{amount:.0%}", partial(beat_edit.set_amount, state, amount))
    add_commands(menu, state, ("", "time.duplicate", "time.split", "time.delete", ""))
    _add_give_back(menu, state, beat.person)
    return menu


def person_menu(sheet: Sheet, person: str, time: float, place: QPoint) -> QMenu:
    """For a place in a person's row where nothing lies."""
    menu, state = _menu(sheet), sheet.state
    if is_camera(person):
        menu.addMenu(camera_menu.add_menu(sheet, time)).setText("Add a move here")
        _add_give_back(menu, state, person)
        return menu
    add = menu.addAction("Add a beat here…")
    add.triggered.connect(lambda *_: sheet.offer_motions(person, time, place))
    add.setEnabled(bool(state.watch.chooser))
    add_touching(menu, sheet, person, time)
    _add_give_back(menu, state, person)
    return menu


def _add_give_back(menu: QMenu, state: TimelineState, person: str) -> None:
    back = menu.addAction("Let the node choose again")
    back.triggered.connect(lambda *_: beat_edit.give_back(state, person))
    back.setEnabled(beat_edit.is_own(state, person))
