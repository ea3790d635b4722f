"""The mark tool: rings at people's feet and the ways they walk, dragged over the ground of the photo."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath

from nodes.motion.on_the_ground import Place as Spot
from nodes.motion.on_the_ground import Stander
from nodes.motion.seen_ways import on_ground, on_picture, ring
from studio.graph.edit.marks import marks_of, placer_of, remove_mark, set_mark
from studio.ui.correct.drawn import F64, DrawnPeople
from studio.ui.correct.ground import Ground
from studio.ui.correct.mark_handles import Handle, handles, moved
from studio.ui.correct.pace import Pace
from studio.ui.correct.picking import visible
from studio.ui.correct.titled_menu import titled_menu
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.theme import FAINT
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.pencil import caption, dot, label, path_through, stroke
from studio.ui.viewport.tool import Place, Tool, Touch

LEAST = 11.0
"""Logical pixels around the middle of a ring within which the mouse has it, however small it is."""


class MarkTool(Tool):
    """Sends people over the ground."""

    title = "Marks"
    icon = "mdi6.map-marker-path"
    shortcut = "Shift+K"
    tip = (
        "Drag the ring at somebody's feet to send them there by this frame; drag a mark or the end of a walk to move "
        "it; Delete takes it away"
    )

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport = session, viewport
        self.cast, self.ground = cast_of(session), Ground(session)
        self._drawn = DrawnPeople(session, viewport, self.cast)
        self._hovered: Handle | None = None
        self._held: Handle | None = None
        self._there: Spot = (0.0, 0.0)
        self._off = (0.0, 0.0)
        self._number: int | None = None
        self._pace = Pace(session.bridge, viewport)
        for signal in (self.ground.changed, session.person_changed, session.people_hidden, session.frame_changed):
            signal.connect(lambda *_: viewport.refresh_overlay())

    def enter(self) -> None:
        """Begin to fetch."""
        self.ground.want(True)
        if not placer_of(self.session.graph):
            self.session.said.emit("info", "Add a place_people node to let people walk over the ground.")

    def leave(self) -> None:
        """Forget what is under the mouse, and fetch no longer."""
        self._drop()
        self._hovered = None
        self.ground.want(False)

    def handles(self) -> list[Handle]:
        """All of people who are shown, with the one that is dragged where the mouse has it."""
        if not placer_of(self.session.graph):
            return []
        ground, marks = self.ground, marks_of(self.session.graph)
        seen = {name: one for name, one in ground.people.items() if name not in self.session.hidden}
        found = handles(seen, ground.ways, ground.beats, marks, self.session.time)
        held = self._held
        if held is None:
            return found
        return [one for one in found if one.key != held.key and (one.number is None or one.number != self._number)]

    # -- painting ---------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Ways first, then rings, then the one that is dragged."""
        for name, stander in self.ground.people.items():
            if name in visible(self.session, self.cast) or name not in self.cast.people:
                self._paint_way(painter, place, name, stander)
        taken: list[QRectF] = []
        if not self.ground.people and placer_of(self.session.graph):
            words = self.ground.trouble or "The ground is being looked for"
            caption(painter, area.topLeft() + QPointF(14, 26), words)
        for handle in self.handles():
            self._paint_handle(painter, place, area, handle, taken)
        if self._held is not None:
            self._paint_dragged(painter, place, area, self._held)

    def _paint_way(self, painter: QPainter, place: Place, name: str, stander: Stander) -> None:
        if stander.stays:
            line = self._ring(place, stander, stander.view.start)
            stroke(painter, line, QColor(FAINT), 1.2)
            if self.session.person == name:
                spot = line.boundingRect()
                caption(painter, QPointF(spot.left(), spot.bottom() + 14), f"{stander.stays}: cannot walk")
            return
        way, colour = self.ground.ways[name], self._colour(name)
        if np.ptp(way.places, axis=0).max() < 0.05:
            return
        spots = [place.to_widget(*spot) for spot in self._seen(stander, way.places).tolist()]
        colour.setAlpha(210)
        stroke(painter, path_through(spots), colour, 1.8)
        for second in range(1, int(way.times[-1]) + 1):
            x, y = self._seen(stander, np.array(way.at(float(second)))).tolist()
            dot(painter, place.to_widget(x, y), colour, 2.0)

    def _paint_handle(
        self, painter: QPainter, place: Place, area: QRectF, handle: Handle, taken: list[QRectF]
    ) -> None:  # fmt: skip
        stander, colour = self.ground.people[handle.person], self._colour(handle.person)
        line = self._ring(place, stander, handle.place)
        hot = self._hovered is not None and self._hovered.key == handle.key
        if handle.kind != "here":
            fill = QColor(colour)
            fill.setAlpha(120 if hot else 70)
            painter.fillPath(line, fill)
        stroke(painter, line, colour, 3.0 if hot else 2.0)
        if handle.kind != "here":
            dot(painter, line.boundingRect().center(), colour, 2.6)
        if handle.kind == "mark" or (hot and handle.kind == "walk"):
            label(painter, line.boundingRect().bottomLeft() + QPointF(0, 26), self._words(handle), colour, area, taken)

    def _paint_dragged(self, painter: QPainter, place: Place, area: QRectF, held: Handle) -> None:
        stander, colour = self.ground.people[held.person], self._colour(held.person)
        start, end = (place.to_widget(*self._seen(stander, np.array(at)).tolist()) for at in (held.place, self._there))
        stroke(painter, path_through([start, end]), colour, 1.6)
        line = self._ring(place, stander, self._there)
        fill = QColor(colour)
        fill.setAlpha(130)
        painter.fillPath(line, fill)
        stroke(painter, line, QColor("#ffffff"), 2.4)
        far = float(np.hypot(self._there[0] - held.place[0], self._there[1] - held.place[1]))
        words = f"{self._words(held)}, {far:.1f} m"
        label(painter, line.boundingRect().bottomLeft() + QPointF(0, 26), words, colour, area)

    def _ring(self, place: Place, stander: Stander, spot: Spot) -> QPainterPath:
        x, y = self._seen(stander, np.array(spot)).tolist()
        zoom = place.zoom * self._drawn.of(stander.person).grows
        across, down = ring(stander, spot)
        path = QPainterPath()
        path.addEllipse(place.to_widget(x, y), across * zoom, down * zoom)
        return path

    def _seen(self, stander: Stander, places: F64) -> F64:
        """Where the frame that is shown has (..., 2) places of the ground, as somebody who stands there is drawn."""
        return self._drawn.of(stander.person).there(on_picture(stander, places))

    def _colour(self, name: str) -> QColor:
        person = self.cast.people.get(name)
        return QColor.fromRgbF(*person.colour) if person is not None else QColor(FAINT)

    def _words(self, handle: Handle) -> str:
        person = self.cast.people.get(handle.person)
        name = person.name if person is not None and person.name else handle.person
        frame = round(self._mark(handle)["at"] * self.session.graph.shot.fps) if not handle.beat else None
        return f"{name} walks" if frame is None else f"{name}, frame {frame}"

    def _mark(self, handle: Handle) -> dict[str, float]:
        there = self._there if self._held is not None and self._held.key == handle.key else handle.place
        return moved(handle, self.ground.people[handle.person], there)

    # -- mouse and keys ---------------------------------------------------------------------------------------------

    def at(self, point: QPointF, place: Place) -> Handle | None:
        """The handle under the mouse, the uppermost of several."""
        for handle in reversed(self.handles()):
            box = self._ring(place, self.ground.people[handle.person], handle.place).boundingRect()
            across, down = max(box.width() / 2, LEAST), max(box.height() / 2, LEAST)
            away = point - box.center()
            if (away.x() / across) ** 2 + (away.y() / down) ** 2 <= 1:
                return handle
        return None

    def hover(self, touch: Touch, place: Place) -> bool:
        """See what is under the mouse."""
        found = self.at(touch.point, place)
        if found != self._hovered:
            self._hovered = found
            self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Take hold of a ring; the right button asks."""
        handle = self.at(touch.point, place)
        if handle is None:
            return False
        self.session.choose_person(handle.person)
        if touch.button == Qt.MouseButton.RightButton:
            return self._ask(handle, touch)
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        x, y = self._seen(self.ground.people[handle.person], np.array(handle.place)).tolist()
        self._held, self._there, self._off = handle, handle.place, (x - touch.x, y - touch.y)
        self._number = handle.number
        self.session.document.begin("move a mark")
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """The mark goes along; the way follows as fast as the engine delivers."""
        held = self._held
        if held is not None:
            stander = self.ground.people[held.person]
            spot = self._drawn.of(held.person).back(touch.x + self._off[0], touch.y + self._off[1])
            self._there = on_ground(stander, *spot)
            self._pace.offer(self._write)
            self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """The mark stays there."""
        if self._held is not None:
            self._pace.flush()
            self.session.document.end()
            self._held = None
            self.viewport.refresh_overlay()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Delete takes the mark under the mouse away; Escape gives a drag up."""
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._drop()
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._hovered is not None:
            return self._delete(self._hovered)
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """A hand over a ring."""
        if self._held is not None:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self._hovered is not None else None

    def _write(self) -> None:
        """Put the mark that is dragged into the graph; a new one is made once."""
        held, library = self._held, self.session.library
        if held is None:
            return
        mark, number = moved(held, self.ground.people[held.person], self._there), self._number
        self.session.apply(lambda graph: set_mark(graph, library, mark, number))
        if self._number is None:
            self._number = len(marks_of(self.session.graph)) - 1

    def _drop(self) -> None:
        if self._held is not None:
            self._held = None
            self._pace.drop()
            self.session.document.cancel()
            self.viewport.refresh_overlay()

    def _delete(self, handle: Handle) -> bool:
        number, library = handle.number, self.session.library
        if number is None:
            return False
        self._hovered = None
        self.session.apply(lambda graph: remove_mark(graph, library, number), "take a mark away")
        return True

    def _ask(self, handle: Handle, touch: Touch) -> bool:
        person = self.cast.people.get(handle.person)
        menu = titled_menu(self.viewport, person.name if person is not None else handle.person)
        if handle.kind == "mark":
            menu.addAction("Be there at this frame").triggered.connect(lambda: self._retime(handle))
        gone = "Let the script say where" if handle.beat else "Delete the mark"
        delete = menu.addAction(gone)
        delete.triggered.connect(lambda: self._delete(handle))
        delete.setEnabled(handle.number is not None)
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        return True

    def _retime(self, handle: Handle) -> None:
        library = self.session.library
        mark = {**moved(handle, self.ground.people[handle.person], handle.place), "at": self.session.time}
        self.session.apply(lambda graph: set_mark(graph, library, mark, handle.number), "time a mark")
