"""The people of the photo as a list: choose, name, lock, hide, put in front of each other, add and leave out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nodes.algorithms.layer_order import order_at
from nodes.motion.correction_keys import counts, of, without
from nodes.scene.reorder_people import read_order
from studio.graph.edit.correct import correct, reorder
from studio.graph.edit.roster import remove_person, removed_people, restore_person, set_person
from studio.media.person import Person
from studio.ui.people.cast import cast_of
from studio.ui.people.faces import thumbnail
from studio.ui.people.listing import Listing, Row
from studio.ui.people.row_painter import RowPainter
from studio.ui.session import Session
from studio.ui.theme import FAINT, icon


class PeoplePanel(QWidget):
    """People as a list, the nearest on top."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.cast = session, cast_of(session)
        self.listing = Listing()
        self._faces: dict[str, tuple[object, object, QPixmap]] = {}
        self._build()
        self._commands()
        self.listing.renamed.connect(self.rename)
        self.listing.reordered.connect(self._reorder)
        self.painter.hid.connect(session.hide_person)
        self.painter.locked.connect(self._lock)
        for signal in (self.cast.changed, session.changed, session.opened, session.people_hidden):
            signal.connect(self._fill)
        session.frame_changed.connect(self._moved_on)
        session.person_changed.connect(self._show_chosen)
        self._fill()

    def _build(self) -> None:
        self.view = QListView()
        self.view.setModel(self.listing)
        self.painter = RowPainter(self.view)
        self.view.setItemDelegate(self.painter)
        self.view.setMouseTracking(True)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setStyleSheet("QListView { border: none; padding: 0; }")
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.clicked.connect(self._choose)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setStyleSheet(f"color: {FAINT}; padding: 24px;")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 4, 6, 6)
        bar.setSpacing(4)
        self.add = _button("mdi6.account-plus-outline", "Add a person: draw a box around them in the picture")
        self.drop = _button("mdi6.account-remove-outline", "Leave the chosen person out; they become background")
        self.front = _button("mdi6.arrange-bring-forward", "Bring one step to the front, from this frame on")
        self.back = _button("mdi6.arrange-send-backward", "Send one step to the back, from this frame on")
        self.said = QLabel()
        self.said.setStyleSheet(f"color: {FAINT};")
        for button in (self.add, self.drop, self.front, self.back):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.said)
        return bar

    def _commands(self) -> None:
        commands = self.session.commands
        for name, title, run, button in (
            ("people.leave_out", "Leave person out", self.remove, self.drop),
            ("people.forward", "Bring person forward", lambda: self.shift(-1), self.front),
            ("people.backward", "Send person backward", lambda: self.shift(1), self.back),
        ):
            action = commands.add(name, title, run, group="Edit", owner=self, tip=button.toolTip())
            button.clicked.connect(action.trigger)
        self.add.clicked.connect(self._draw_box)

    def _draw_box(self) -> None:
        if "people.add" in self.session.commands:
            self.session.commands["people.add"].trigger()
        else:
            self.session.said.emit("info", "Open the viewport to draw a box around the person")

    def order(self) -> list[str]:
        """Ids of those present, the nearest first, at the playhead."""
        natural = {name: float(person.layer) for name, person in self.cast.people.items()}
        keys = [
            read_order(entry)
            for node in self.session.graph.nodes.values()
            if node.type == "reorder_people"
            for entry in node.knobs.get("keys", ())
        ]
        return list(reversed(order_at(keys, self.session.time, natural)))

    def _fill(self, *_: object) -> None:
        made = counts(self.cast.corrections)
        rows = [self._row(self.cast.people[name], made.get(name, 0)) for name in self.order()]
        gone = [name for name in made if name not in self.cast.people] if self.cast.people else []
        rows += [Row(name, self._name_of(name), (0.5, 0.5, 0.5), keys=made[name], gone=True) for name in gone]
        self.listing.fill(rows)
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self._why_empty())
        present = len(self.cast.people)
        self.said.setText(f"{present} {'person' if present == 1 else 'people'}" if present else "")
        for button in (self.drop, self.front, self.back):
            button.setEnabled(self.session.person in self.cast.people)
        self.add.setEnabled(bool(self.cast.people) or self.cast.photo is not None)
        self._show_chosen()

    def _row(self, person: Person, keys: int) -> Row:
        motion = self.cast.motions.get(person.id)
        does = motion.name.replace("_", " ") if motion is not None else ""
        hidden = person.id in self.session.hidden
        return Row(person.id, person.name or person.id, person.colour, does, keys, person.locked, hidden, False,
                   self._face(person))  # fmt: skip

    def _face(self, person: Person) -> QPixmap:
        kept = self._faces.get(person.id)
        if kept is None or kept[0] is not person or kept[1] is not self.cast.photo:
            made = thumbnail(self.cast.photo, person, self.devicePixelRatioF())
            kept = self._faces[person.id] = (person, self.cast.photo, made)
        return kept[2]

    def _name_of(self, person: str) -> str:
        names = {str(one.get("id")): str(one.get("name") or "") for one in removed_people(self.session.graph)}
        return names.get(person) or person.replace("_", " ").capitalize()

    def _why_empty(self) -> str:
        if not self.session.graph.nodes:
            return "Drop a photo with people in it"
        if self.cast.busy:
            return "Looking for people ..."
        return self.cast.trouble or "Nobody was found.\nDrop a photo with people in it, or add a person by hand"

    def _moved_on(self, _: int) -> None:
        if any(node.type == "reorder_people" for node in self.session.graph.nodes.values()):
            self._fill()

    def _choose(self, index: QModelIndex, *_: object) -> None:
        if index.isValid():
            self.session.choose_person(self.listing.rows[index.row()].person)

    def _show_chosen(self, *_: object) -> None:
        self.painter.chosen = self.session.person
        index = self.listing.find(self.session.person)
        model = self.view.selectionModel()
        blocked = model.blockSignals(True)
        self.view.setCurrentIndex(index)
        model.blockSignals(blocked)
        for button in (self.drop, self.front, self.back):
            button.setEnabled(self.session.person in self.cast.people)
        self.view.viewport().update()

    def rename(self, person: str, name: str) -> None:
        """Give a person a name."""
        self._set(person, f"rename {name}", name=name)

    def _lock(self, person: str, locked: bool) -> None:
        self._set(person, "lock person" if locked else "unlock person", locked=locked)

    def _set(self, person: str, label: str, **fields: object) -> None:
        people = list(self.cast.people.values())
        self.session.apply(lambda graph: set_person(graph, self.session.library, people, person, **fields), label)

    def remove(self) -> None:
        """Leave the chosen person out."""
        people, person = list(self.cast.people.values()), self.session.person
        if person in self.cast.people:
            label = f"leave out {self.cast.people[person].name}"
            self.session.apply(lambda graph: remove_person(graph, self.session.library, people, person), label)

    def shift(self, steps: int) -> None:
        """Put the chosen person so many rows further down, from the playhead on."""
        index = self.listing.find(self.session.person)
        if index.isValid():
            row = index.row() + (steps if steps < 0 else steps + 1)
            self.listing.move(self.session.person, max(0, row))

    def _reorder(self, nearest_first: list[str]) -> None:
        order = list(reversed(nearest_first))
        time = self.session.time if self.session.frame > self.session.graph.shot.first else 0.0
        self.session.apply(lambda graph: reorder(graph, self.session.library, time, order), "reorder people")

    def _menu(self, at: QPoint) -> None:
        menu = self.menu(self.view.indexAt(at))
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with a row, or with none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.listing.rows[index.row()] if index.isValid() else None
        if row is not None and row.gone:
            menu.addAction("Delete kept corrections", lambda: self._clear(row.person))
        elif row is not None:
            menu.addAction("Rename", lambda: self.view.edit(index))
            menu.addAction("Bring forward", lambda: self._shifted(row.person, -1))
            menu.addAction("Send backward", lambda: self._shifted(row.person, 1))
            menu.addAction("Hide" if not row.hidden else "Show",
                           lambda: self.session.hide_person(row.person, not row.hidden))  # fmt: skip
            menu.addAction("Unlock" if row.locked else "Lock", lambda: self._lock(row.person, not row.locked))
            if row.keys:
                menu.addAction("Delete corrections", lambda: self._clear(row.person))
            menu.addSeparator()
            menu.addAction("Leave out", lambda: self._left_out(row.person))
        for entry in removed_people(self.session.graph):
            person = str(entry["id"])
            menu.addAction(f"Take {entry.get('name') or person} back in", partial(self._restore, person))
        return menu

    def _left_out(self, person: str) -> None:
        self.session.choose_person(person)
        self.remove()

    def _shifted(self, person: str, steps: int) -> None:
        self.session.choose_person(person)
        self.shift(steps)

    def _clear(self, person: str) -> None:
        library = self.session.library
        self.session.apply(
            lambda graph: correct(graph, library, lambda keys: without(keys, of(person))), "delete corrections"
        )

    def _restore(self, person: str) -> None:
        self.session.apply(lambda graph: restore_person(graph, self.session.library, person), "take person back in")


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAutoRaise(True)
    return button
