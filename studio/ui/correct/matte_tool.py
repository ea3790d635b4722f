"""The matte tool: paint onto a person's matte, or erase from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter

from nodes.algorithms.brush import thinned
from studio.graph.edit.by_hand import clear_strokes, paint_matte
from studio.media.person import Person
from studio.ui.correct.bones_painter import paint_words
from studio.ui.correct.matte_tint import paint_brush, paint_stroke, paint_tint, tint
from studio.ui.correct.photo_view import PhotoView
from studio.ui.correct.picking import person_under
from studio.ui.correct.titled_menu import titled_menu
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.tool import Place, Tool, Touch

ERASED = QColor("#ff5f52")


@dataclass
class Painted:
    """A stroke under way, or one that the engine has not worked into the matte yet."""

    person: str
    points: list[tuple[float, float, float]]
    size: float
    erase: bool


class MatteTool(Tool):
    """Paints mattes.

    Attributes:
        size: Width of the brush in pixels of the photo.
        hardness: Share of it that is solid.
        erase: Whether it takes away without the Alt key.
    """

    title = "Matte"
    icon = "mdi6.brush"
    shortcut = "Shift+M"
    takes_alt = True
    tip = "Paint onto the chosen person's matte. Alt or X erases, [ and ] change the size, { and } the hardness"

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport, self.cast = session, viewport, cast_of(session)
        self._photo = PhotoView(session)
        self.size, self.hardness, self.erase = 0.0, 0.8, False
        self._painting: Painted | None = None
        self._waiting: list[Painted] = []
        self._mouse: QPointF | None = None
        self._alt = False
        self._tints: dict[str, tuple[Person, QImage, QRectF]] = {}
        self.cast.changed.connect(self._worked_in)
        session.person_changed.connect(lambda _: viewport.refresh_overlay())
        session.opened.connect(self._forget)

    def enter(self) -> None:
        """Show the photo, and take a brush that suits it."""
        self._photo.enter()
        if not self.size and self.cast.photo is not None:
            self.size = max(4.0, round(max(self.cast.photo.size) / 40))

    def leave(self) -> None:
        """Finish the stroke."""
        self._finish()
        self._mouse = None
        self._photo.leave()

    # -- drawing

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw the chosen person's matte, strokes under way, the brush."""
        person = self.cast.people.get(self.session.person)
        if person is None:
            words = "Click a person to paint their matte" if self.cast.people else self.cast.trouble
            if words:
                paint_words(painter, area, area.topLeft() + QPointF(-2, 2), words)
            return
        paint_tint(painter, place, *self._tint(person))
        for one in [*self._waiting, *([self._painting] if self._painting else [])]:
            if one.person == person.id:
                colour = ERASED if one.erase else QColor.fromRgbF(*person.colour)
                paint_stroke(painter, place, one.points, one.size, colour)
        if self._mouse is not None:
            erasing = self._painting.erase if self._painting else self.erase != self._alt
            paint_brush(painter, self._mouse, self._wide() * place.zoom / 2, self.hardness, erase=erasing)

    def _tint(self, person: Person) -> tuple[QImage, QRectF]:
        kept = self._tints.get(person.id)
        if kept is None or kept[0] is not person:
            kept = self._tints[person.id] = (person, *tint(person))
        return kept[1], kept[2]

    # -- the mouse

    def hover(self, touch: Touch, place: Place) -> bool:
        """Show the brush."""
        self._mouse, self._alt = touch.point, bool(touch.keys & Qt.KeyboardModifier.AltModifier)
        self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Begin a stroke, or choose a person."""
        if touch.button == Qt.MouseButton.RightButton:
            return self._menu(touch)
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        if self.session.person not in self.cast.people:
            self.session.choose_person(person_under(self.session, self.cast, touch.x, touch.y))
            return True
        erase = self.erase != bool(touch.keys & Qt.KeyboardModifier.AltModifier)
        self._painting = Painted(self.session.person, [(touch.x, touch.y, touch.pressure)], self._wide(), erase)
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """Go on painting."""
        self._mouse = touch.point
        if self._painting is not None:
            self._painting.points.append((touch.x, touch.y, touch.pressure))
        self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """The stroke is done."""
        self._finish()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Size, hardness, erasing."""
        if event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.size = min(
                4096.0, max(1.0, self._wide() * (1.2 if event.key() == Qt.Key.Key_BracketRight else 1 / 1.2))
            )
        elif event.key() in (Qt.Key.Key_BraceLeft, Qt.Key.Key_BraceRight):
            step = 0.1 if event.key() == Qt.Key.Key_BraceRight else -0.1
            self.hardness = min(1.0, max(0.0, round(self.hardness + step, 2)))
        elif event.key() == Qt.Key.Key_X and not event.modifiers():
            self.erase = not self.erase
        elif event.key() == Qt.Key.Key_Escape and self._painting is not None:
            self._painting = None
        else:
            return False
        self.viewport.refresh_overlay()
        return True

    def cursor(self) -> Qt.CursorShape | None:
        """The brush is the pointer."""
        chosen = self.session.person in self.cast.people
        return Qt.CursorShape.CrossCursor if chosen else Qt.CursorShape.PointingHandCursor

    def _wide(self) -> float:
        return self.size or 24.0

    def _finish(self) -> None:
        done, self._painting = self._painting, None
        if done is None:
            return
        points = thinned(done.points, max(0.5, done.size / 12))
        library = self.session.library
        made = self.session.apply(
            lambda graph: paint_matte(
                graph, library, done.person, points, size=done.size, hardness=self.hardness, erase=done.erase
            ),
            "erase from matte" if done.erase else "paint matte",
        )
        if made:
            self._waiting.append(done)
        self.viewport.refresh_overlay()

    def _menu(self, touch: Touch) -> bool:
        person = self.session.person
        if person not in self.cast.people:
            return False
        menu = titled_menu(self.viewport, f"Matte of {self.cast.people[person].name}")
        erasing = menu.addAction("Erase")
        erasing.setCheckable(True)
        erasing.setChecked(self.erase)
        erasing.toggled.connect(lambda on: setattr(self, "erase", on))
        menu.addAction("Take the last stroke back").triggered.connect(lambda: self._clear(person, last=True))
        menu.addAction("Take all strokes back").triggered.connect(lambda: self._clear(person, last=False))
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        return True

    def _clear(self, person: str, *, last: bool) -> None:
        library = self.session.library
        self.session.apply(lambda graph: clear_strokes(graph, library, person, last=last), "take strokes back")

    def _worked_in(self) -> None:
        """The engine has the strokes in the matte now."""
        if not self.cast.busy:
            self._waiting.clear()
        self.viewport.refresh_overlay()

    def _forget(self) -> None:
        self._painting, self._mouse = None, None
        self._waiting.clear()
        self._tints.clear()
