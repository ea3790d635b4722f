"""The roster tool: draw a box around somebody who was missed, fit a box, leave somebody out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from studio.graph.edit.roster import LEAST, add_person, remove_person, set_person
from studio.media.person import Person
from studio.ui.correct.bones_painter import paint_words
from studio.ui.correct.photo_view import PhotoView
from studio.ui.correct.picking import visible
from studio.ui.correct.titled_menu import titled_menu
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.theme import ACCENT
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.tool import Place, Tool, Touch

Box = tuple[float, float, float, float]
REACH = 9.0
"""Logical pixels around a corner within which the mouse has it."""


class RosterTool(Tool):
    """Draws people's boxes."""

    title = "People"
    icon = "mdi6.account-box-outline"
    shortcut = "Shift+A"
    tip = "Drag a box to add a person, drag a corner to fit one, Delete leaves the chosen one out"

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport, self.cast = session, viewport, cast_of(session)
        self._photo = PhotoView(session)
        self._box: Box | None = None
        self._fitted = ""
        self._hovered = ""
        for signal in (self.cast.changed, session.person_changed, session.people_hidden):
            signal.connect(lambda *_: viewport.refresh_overlay())

    def enter(self) -> None:
        """Show the photo."""
        self._photo.enter()

    def leave(self) -> None:
        """Forget a box that was not finished."""
        self._box, self._fitted = None, ""
        self._photo.leave()

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw everybody's box and name."""
        for name in visible(self.session, self.cast):
            if name != self._fitted:
                self._paint_box(painter, place, area, self.cast.people[name])
        if self._box is not None:
            self._paint_new(painter, place)
        elif not self.cast.people and self.cast.photo is not None and not self.cast.busy:
            words = "Nobody was found. Drag a box around a person"
            paint_words(painter, area, area.topLeft() + QPointF(-2, 2), words)

    def _paint_box(self, painter: QPainter, place: Place, area: QRectF, person: Person) -> None:
        chosen = person.id == self.session.person
        box = _on_widget(person.box, place)
        colour = QColor.fromRgbF(*person.colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(0, 0, 0, 140), 4.0 if chosen else 3.0), QPen(colour, 2.2 if chosen else 1.3)):
            painter.setPen(pen)
            painter.drawRect(box)
        lock = " (locked)" if person.locked else ""
        paint_words(painter, area, box.topLeft() + QPointF(-14, -36), f"{person.name}{lock}", strip=colour)
        if chosen:
            painter.setPen(QPen(QColor(0, 0, 0, 190), 1))
            painter.setBrush(QColor("#ffffff"))
            for corner in _corners(box):
                painter.drawRect(QRectF(corner.x() - 3.5, corner.y() - 3.5, 7, 7))

    def _paint_new(self, painter: QPainter, place: Place) -> None:
        assert self._box is not None
        box = _on_widget(self._box, place).normalized()
        fill = QColor(ACCENT)
        fill.setAlphaF(0.15)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(ACCENT), 1.6, Qt.PenStyle.DashLine))
        painter.drawRect(box)

    def hover(self, touch: Touch, place: Place) -> bool:
        """See what is under the mouse."""
        self._hovered = "corner" if self._corner(touch, place) is not None else self._at(touch.x, touch.y, place)
        self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Take a corner, choose a box by its edge, or begin a new one."""
        if touch.button == Qt.MouseButton.RightButton:
            return self._menu(touch, place)
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        corner = self._corner(touch, place)
        if corner is not None:
            self._fitted, self._box = self.session.person, (*_opposite(self._chosen().box, corner), touch.x, touch.y)
            return True
        found = self._at(touch.x, touch.y, place)
        if found:
            self.session.choose_person(found)
            return True
        self._box = (touch.x, touch.y, touch.x, touch.y)
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """Draw the box."""
        if self._box is not None:
            self._box = (*self._box[:2], touch.x, touch.y)
            self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """The box is drawn."""
        box, fitted = self._box, self._fitted
        self._box, self._fitted = None, ""
        if box is not None and max(abs(box[2] - box[0]), abs(box[3] - box[1])) >= LEAST:
            self._take(self._inside(box), fitted)
        self.viewport.refresh_overlay()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Delete leaves the chosen person out; Escape gives a box up."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.session.person in self.cast.people:
            self._leave_out(self.session.person)
            return True
        if event.key() == Qt.Key.Key_Escape and self._box is not None:
            self._box, self._fitted = None, ""
            return True
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """A cross where a box would begin."""
        shapes = {"corner": Qt.CursorShape.SizeAllCursor, "": Qt.CursorShape.CrossCursor}
        return shapes.get(self._hovered, Qt.CursorShape.PointingHandCursor)

    def _take(self, box: Box, fitted: str) -> None:
        people, library = list(self.cast.people.values()), self.session.library
        if fitted:
            self.session.apply(
                lambda graph: set_person(graph, library, people, fitted, box=box, locked=True), "fit a person's box"
            )
            return
        made = self.session.apply(lambda graph: add_person(graph, library, people, box), "add a person")
        if made:
            self.session.choose_person(made)

    def _leave_out(self, person: str) -> None:
        people, library = list(self.cast.people.values()), self.session.library
        self.session.apply(lambda graph: remove_person(graph, library, people, person), "leave a person out")

    def _menu(self, touch: Touch, place: Place) -> bool:
        found = self._at(touch.x, touch.y, place)
        if not found:
            return False
        self.session.choose_person(found)
        person, library = self.cast.people[found], self.session.library
        people = list(self.cast.people.values())
        menu = titled_menu(self.viewport, person.name)
        menu.addAction("Unlock" if person.locked else "Lock").triggered.connect(
            lambda: self.session.apply(
                lambda graph: set_person(graph, library, people, found, locked=not person.locked), "lock person"
            )
        )
        menu.addAction("Leave out").triggered.connect(lambda: self._leave_out(found))
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        return True

    def _inside(self, box: Box) -> Box:
        x0, x1 = sorted((box[0], box[2]))
        y0, y1 = sorted((box[1], box[3]))
        if self.cast.photo is None:
            return x0, y0, x1, y1
        width, height = self.cast.photo.size
        return max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1)

    def _chosen(self) -> Person:
        return self.cast.people[self.session.person]

    def _corner(self, touch: Touch, place: Place) -> int | None:
        """Number of the chosen box's corner under the mouse."""
        if self.session.person not in self.cast.people:
            return None
        corners = _corners(_on_widget(self._chosen().box, place))
        away = [(corner - touch.point).manhattanLength() for corner in corners]
        return away.index(min(away)) if min(away) <= REACH else None

    def _at(self, x: float, y: float, place: Place) -> str:
        """The person whose box has its edge under the mouse: a new box may begin inside of another one."""
        reach = REACH / place.zoom
        found = [name for name in visible(self.session, self.cast) if _edge(self.cast.people[name].box, x, y) <= reach]
        return min(found, key=lambda name: _edge(self.cast.people[name].box, x, y), default="")


def _edge(box: Box, x: float, y: float) -> float:
    """Distance from a point to the outline of a box."""
    outside = max(box[0] - x, x - box[2], box[1] - y, y - box[3])
    if outside > 0:
        return outside
    return min(x - box[0], box[2] - x, y - box[1], box[3] - y)


def _on_widget(box: Box, place: Place) -> QRectF:
    return QRectF(place.to_widget(box[0], box[1]), place.to_widget(box[2], box[3]))


def _corners(box: QRectF) -> tuple[QPointF, ...]:
    return box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()


def _opposite(box: Box, corner: int) -> tuple[float, float]:
    return ((box[2], box[3]), (box[0], box[3]), (box[0], box[1]), (box[2], box[1]))[corner]
