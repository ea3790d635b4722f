"""The people as a list: what each row says. Nearest first, as layers are; people who are gone last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MIME = "application/x-vivant-person"


@dataclass(frozen=True)
class Row:
    """What a row of the list shows.

    Attributes:
        person: Id.
        name, motion: In words.
        colour: (r, g, b) in 0..1.
        keys: At how many moments there are corrections.
        locked: Fixed in the roster.
        hidden: Not drawn over the picture.
        gone: Only corrections are left of this person.
        face: Picture, None for none.
    """

    person: str
    name: str
    colour: tuple[float, float, float]
    motion: str = ""
    keys: int = 0
    locked: bool = False
    hidden: bool = False
    gone: bool = False
    face: QPixmap | None = None


class Listing(QAbstractListModel):
    """Rows for a view; asks to rename and to reorder instead of changing anything itself."""

    renamed = Signal(str, str)
    reordered = Signal(list)
    """Ids of those present, the nearest first."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def fill(self, rows: Iterable[Row]) -> None:
        """Show other rows; those that stay keep their selection and an open editor."""
        new = list(rows)
        if [row.person for row in new] != [row.person for row in self.rows]:
            self.beginResetModel()
            self.rows = new
            self.endResetModel()
        elif new != self.rows:
            self.rows = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1), [])

    def find(self, person: str) -> QModelIndex:
        """Where a person is; an invalid index for nobody."""
        places = [k for k, row in enumerate(self.rows) if row.person == person]
        return self.index(places[0]) if places else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name:
            return False
        self.renamed.emit(self.rows[index.row()].person, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.rows[index.row()].gone:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(MIME, "\n".join(self.rows[index.row()].person for index in indexes).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not data.hasFormat(MIME):
            return False
        moved = bytes(data.data(MIME).data()).decode().split("\n")
        self.move(moved[0], row if row >= 0 else (parent.row() if parent.isValid() else len(self.rows)))
        return False  # the view must not take rows away: they come back in the new order

    def move(self, person: str, row: int) -> None:
        """Ask for a person to come before the one who is at ``row`` now."""
        order = [one.person for one in self.rows if not one.gone]
        if person not in order:
            return
        place = min(row, len(order))
        place -= order.index(person) < place
        rest = [one for one in order if one != person]
        wanted = [*rest[:place], person, *rest[place:]]
        if wanted != order:
            self.reordered.emit(wanted)


def tip(row: Row) -> str:
    """What the tooltip says."""
    if row.gone:
        return (
            f"{row.name} is not in the picture any more. The corrections are kept, and hold again when they come back."
        )
    keys = f"\nCorrected at {row.keys} moment{'s' if row.keys != 1 else ''}" if row.keys else ""
    does = f"\n{row.motion}" if row.motion else ""
    return f"{row.name}{does}{keys}\nClick to work on them, double-click to rename, drag to put in front or behind"
