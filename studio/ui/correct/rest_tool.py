"""The rest tool: put a joint, or a point of a face, where the photo has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from nodes.algorithms.point_drag import drag_points
from studio.graph.edit.by_hand import move_face_point, move_joint, reset_points
from studio.media.person import Person
from studio.media.skeleton import KEYPOINTS
from studio.ui.correct.bones_painter import paint_words
from studio.ui.correct.photo_view import PhotoView
from studio.ui.correct.picking import person_under
from studio.ui.correct.titled_menu import titled_menu
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.theme import ACCENT, WORDS
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.tool import Place, Tool, Touch

REACH = 9.0
LARGE = 140.0
"""Logical pixels that a face is wide on the screen before its points can be taken."""
LINES = (
    ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"), ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
    ("left_wrist", "left_hand"), ("right_shoulder", "right_elbow"), ("right_elbow", "right_wrist"),
    ("right_wrist", "right_hand"), ("left_hip", "left_knee"), ("left_knee", "left_ankle"), ("left_ankle", "left_toe"),
    ("right_hip", "right_knee"), ("right_knee", "right_ankle"), ("right_ankle", "right_toe"),
)  # fmt: skip


@dataclass
class Taken:
    """A point that is dragged: a joint by name, or a landmark by number."""

    point: str | int
    at: tuple[float, float]


class RestTool(Tool):
    """Moves joints of the photo's own pose, and points of faces."""

    title = "Joints"
    icon = "mdi6.vector-polyline-edit"
    shortcut = "Shift+J"
    tip = "Drag a joint to where the photo has it; zoom in on a face for its points. Right click puts one back"

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport, self.cast = session, viewport, cast_of(session)
        self._photo = PhotoView(session)
        self._taken: Taken | None = None
        self._waiting: dict[str, list[Taken]] = {}
        self._hovered: str | int | None = None
        self._mouse = QPointF()
        self.cast.changed.connect(self._worked_in)
        session.person_changed.connect(lambda _: viewport.refresh_overlay())
        session.opened.connect(self._waiting.clear)

    def enter(self) -> None:
        """Show the photo."""
        self._photo.enter()

    def leave(self) -> None:
        """Let go."""
        self._taken = None
        self._photo.leave()

    # -- drawing

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw the chosen person's joints and, where it is large enough, the face."""
        person = self.cast.people.get(self.session.person)
        if person is None:
            words = "Click a person to correct their joints" if self.cast.people else self.cast.trouble
            if words:
                paint_words(painter, area, area.topLeft() + QPointF(-2, 2), words)
            return
        self._paint_joints(painter, place, person)
        if self._shows_face(person, place):
            self._paint_face(painter, place, person)
        if self._hovered is not None and self._taken is None:
            paint_words(painter, area, self._mouse, self._about(person, self._hovered))

    def _paint_joints(self, painter: QPainter, place: Place, person: Person) -> None:
        joints, scores = self._joints(person), self._scores(person)
        colour = QColor.fromRgbF(*person.colour)
        for pen_width, ink in ((4.0, QColor(0, 0, 0, 130)), (2.0, colour)):
            for a, b in LINES:
                faint = QColor(ink)
                faint.setAlphaF(ink.alphaF() * (1.0 if min(scores[a], scores[b]) >= 0.3 else 0.3))
                painter.setPen(QPen(faint, pen_width))
                painter.drawLine(place.to_widget(*joints[a]), place.to_widget(*joints[b]))
        for name, at in joints.items():
            hot = name == (self._taken.point if self._taken else self._hovered)
            painter.setPen(QPen(QColor(ACCENT) if hot else QColor(0, 0, 0, 190), 1.6))
            painter.setBrush(QColor(WORDS) if scores[name] >= 0.3 else QColor(120, 124, 130))
            painter.drawEllipse(place.to_widget(*at), 5.5 if hot else 3.8, 5.5 if hot else 3.8)

    def _paint_face(self, painter: QPainter, place: Place, person: Person) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        hot = self._taken.point if self._taken else self._hovered
        for index, (x, y) in enumerate(self._face(person)):
            painter.setBrush(QColor(ACCENT) if index == hot else QColor(255, 255, 255, 200))
            size = 3.4 if index == hot else 1.5
            painter.drawEllipse(place.to_widget(float(x), float(y)), size, size)

    def _about(self, person: Person, point: str | int) -> str:
        if isinstance(point, int):
            return f"face point {point}"
        score = self._scores(person)[point]
        return f"{point.replace('_', ' ')}{'' if score >= 0.3 else ', a guess'}"

    # -- what is there

    def _joints(self, person: Person) -> dict[str, tuple[float, float]]:
        assert person.skeleton is not None
        joints = {name: (float(x), float(y)) for name, (x, y) in zip(KEYPOINTS, person.skeleton.points, strict=True)}
        for one in self._moved(person.id):
            if isinstance(one.point, str):
                joints[one.point] = one.at
        return joints

    def _scores(self, person: Person) -> dict[str, float]:
        assert person.skeleton is not None
        return dict(zip(KEYPOINTS, map(float, person.skeleton.scores), strict=True))

    def _face(self, person: Person) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        assert person.face is not None
        points = person.face.landmarks.astype(np.float64)
        moved = {one.point: one.at for one in self._moved(person.id) if isinstance(one.point, int)}
        reach = 0.08 * max(float(np.ptp(points[:, 0])), 1.0)
        return drag_points(points, list(moved), np.array([*moved.values()]).reshape(-1, 2), reach)

    def _moved(self, person: str) -> list[Taken]:
        taken = [self._taken] if self._taken is not None and person == self.session.person else []
        return [*self._waiting.get(person, []), *taken]

    def _shows_face(self, person: Person, place: Place) -> bool:
        face = person.face
        return face is not None and (face.box[2] - face.box[0]) * place.zoom >= LARGE

    def _near(self, touch: Touch, place: Place) -> str | int | None:
        """The point under the mouse."""
        person = self.cast.people.get(self.session.person)
        if person is None or person.skeleton is None:
            return None
        away: dict[str | int, float] = {
            name: float(np.hypot(x - touch.x, y - touch.y)) for name, (x, y) in self._joints(person).items()
        }
        if self._shows_face(person, place):
            face = np.hypot(*(self._face(person) - [touch.x, touch.y]).T)
            away[int(face.argmin())] = float(face.min()) + 1.0 / place.zoom
        name = min(away, key=lambda one: away[one])
        return name if away[name] * place.zoom <= REACH else None

    # -- the mouse

    def hover(self, touch: Touch, place: Place) -> bool:
        """Light up what is under the mouse."""
        before = self._hovered
        self._mouse, self._hovered = touch.point, self._near(touch, place)
        if before is not None or self._hovered is not None:
            self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Take a point, or choose a person."""
        point = self._near(touch, place)
        if touch.button == Qt.MouseButton.RightButton:
            return self._menu(touch, point)
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        if point is None:
            self.session.choose_person(person_under(self.session, self.cast, touch.x, touch.y))
            return bool(self.session.person)
        self._taken = Taken(point, (touch.x, touch.y))
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """Move the point."""
        if self._taken is not None:
            self._taken.at = (touch.x, touch.y)
            self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """The point is where it belongs."""
        taken, self._taken = self._taken, None
        if taken is None:
            return False
        person, library = self.session.person, self.session.library
        if isinstance(taken.point, int):
            point = taken.point
            made = self.session.apply(lambda g: move_face_point(g, library, person, point, taken.at), "move face point")
        else:
            name = taken.point
            made = self.session.apply(lambda g: move_joint(g, library, person, name, taken.at), f"move {name}")
        if made:
            self._waiting.setdefault(person, []).append(taken)
        self.viewport.refresh_overlay()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Escape gives a drag up."""
        if event.key() == Qt.Key.Key_Escape and self._taken is not None:
            self._taken = None
            return True
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """A hand over a point."""
        if self._taken is not None:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self._hovered is not None else None

    def _menu(self, touch: Touch, point: str | int | None) -> bool:
        person = self.session.person
        if person not in self.cast.people:
            return False
        menu = titled_menu(self.viewport, self.cast.people[person].name)
        if point is not None:
            menu.addAction("Put this point back").triggered.connect(lambda: self._reset([point]))
        menu.addAction("Put all points back").triggered.connect(lambda: self._reset(None))
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        return True

    def _reset(self, points: list[str | int] | None) -> None:
        person, library = self.session.person, self.session.library
        self.session.apply(lambda graph: reset_points(graph, library, person, points), "put points back")

    def _worked_in(self) -> None:
        """The engine has the points where they were put."""
        if not self.cast.busy:
            self._waiting.clear()
        self.viewport.refresh_overlay()
