"""What the camera can be told in the timeline: another move, whom it goes to, how close, how it starts and stops."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from immutables import Map
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from nodes.script.camera_by_hand import ACTIONS, CAMERA
from studio.ui.timeline import beat_edit
from studio.ui.timeline.beats import Beat, free_from
from studio.ui.timeline.camera_moves import EASES, SIZES
from studio.ui.timeline.state import TimelineState

if TYPE_CHECKING:
    from studio.ui.timeline.sheet import Sheet

LENGTH = 2.5
"""Seconds of a move that is added."""


def add_menu(sheet: Sheet, time: float) -> QMenu:
    """Moves that can be added at a time."""
    menu = QMenu(sheet)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for action in ACTIONS:
        menu.addAction(action.replace("_", " ").capitalize(), partial(add_move, sheet.state, action, time))
    return menu


def add_move(state: TimelineState, action: str, time: float) -> None:
    """Have the camera do one thing more; onto the person who is selected, where somebody is."""
    person = state.session.person if action not in ("pull_out", "zoom_out", "handheld", "steady") else ""
    known = {one.id for one in state.watch.people()}
    beats = list(state.beats_of(CAMERA))
    entry = Map({"onto": person if person in known else ""})
    beats.append(Beat(action, max(0.0, time), free_from(beats, time, LENGTH), entry=entry))
    beat_edit.write(state, CAMERA, beats, f"camera: {action.replace('_', ' ')}")
    state.pick((), state.found([(CAMERA, beats[-1])]))


def fill_menu(menu: QMenu, state: TimelineState) -> None:
    """What can be said of the selected moves."""
    moves = menu.addMenu("Change to")
    for action in ACTIONS:
        moves.addAction(action.replace("_", " ").capitalize(), partial(_change, state, "", action))
    onto = menu.addMenu("Goes to")
    onto.addAction("The whole picture", partial(_change, state, "onto", ""))
    for one in state.watch.people():
        onto.addAction(one.name, partial(_change, state, "onto", one.id))
    onto.addSeparator()
    for name, title in state.watch.places.items():
        onto.addAction(title, partial(_change, state, "onto", name))
    for title, what, choices in (("How close", "size", SIZES), ("How it goes", "ease", EASES)):
        below = menu.addMenu(title)
        for words, value in choices:
            below.addAction(words, partial(_change, state, what, value))


def _change(state: TimelineState, what: str, value: str) -> None:
    def change(beat: Beat) -> Beat:
        return replace(beat, motion=value) if not what else replace(beat, entry=Map({**beat.entry, what: value}))

    beat_edit.change_selected(state, change, "change the camera's move")
