"""People: the photo with everyone lifted out of it, outlined, numbered, with skeletons and faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from studio.media.matte import Matte
from studio.media.person import Face, Person
from studio.ui.viewport.bones import draw_keypoints
from studio.ui.viewport.guides import box_of
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import ink, label, stroke
from studio.ui.viewport.plane import EMPTY, TINT, Array, Plane, Rect
from studio.ui.viewport.tool import Place

LARGEST = 1600
"""Longest side of the tinted sheet; outlines are lines and stay sharp at any size."""
SHADE, GLOW = 0.55, 0.14
"""How dark the photo gets beside people, and how much of their colour they take on."""

_OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
         150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
_LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_EYES = ((263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
         (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246))  # fmt: skip
_IRISES = ((469, 470, 471, 472), (474, 475, 476, 477))
"""Rings of MediaPipe's face mesh."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn of one person, in source pixels."""

    person: Person
    outline: QPainterPath
    hidden: QPainterPath
    mesh: QPainterPath
    features: QPainterPath


class PeoplePainter(Painter):
    """Shows People."""

    choices = ("outlines", "boxes", "names", "skeletons", "faces", "bones")

    def prepare(self, value: Mapping[str, Person], setting: Setting) -> Prepared:
        """Outlines, face meshes and the tinted sheet."""
        ordered = sorted(value.values(), key=lambda person: person.layer)
        plane = over_photo(setting)
        size = setting.size() or _size(ordered)
        rect: Rect = (0.0, 0.0, float(size[0]), float(size[1]))
        sheet = tinted(ordered, size)
        plane = Plane(TINT, rect, sheet, rect, plane.photo, plane.photo_rect if plane.kind != EMPTY else rect)
        return Prepared(plane, [_drawn(person) for person in ordered])

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Outlines and boxes, then skeletons and faces, then names, so that nothing hides a name."""
        turn = QTransform(place.zoom, 0, 0, place.zoom, place.origin.x(), place.origin.y())
        for drawn in prepared.drawing:
            colour = ink(drawn.person.colour)
            if options.outlines:
                stroke(painter, turn.map(drawn.outline), colour, 1.8)
                painter.setPen(QPen(colour, 1.3, Qt.PenStyle.DotLine))
                painter.drawPath(turn.map(drawn.hidden))
            if options.boxes:
                draw_brackets(painter, box_of(drawn.person.box, place), colour)
        for drawn in prepared.drawing:
            if options.faces:
                _draw_face(painter, turn, drawn, place)
            if options.skeletons and drawn.person.skeleton is not None:
                draw_keypoints(painter, place, drawn.person.skeleton, ink(drawn.person.colour), options.bones)
        taken: list[QRectF] = []
        for drawn in reversed(prepared.drawing) if options.names else ():
            box = box_of(drawn.person.box, place)
            if box.intersects(area):
                top = box.intersected(area)
                at = top.center()
                at.setY(top.top())
                label(painter, at, title(drawn.person), ink(drawn.person.colour), area, taken)

    def tell(self, value: Mapping[str, Person], prepared: Prepared, x: float, y: float) -> str:
        """Score and distance of whoever is there."""
        from studio.ui.viewport.probe import person_at

        person = value.get(person_at(value, x, y))
        if person is None:
            return ""
        far = "" if person.metres is None else f"   {person.metres:.1f} m"
        cut = f"   cut {', '.join(person.cropped)}" if person.cropped else ""
        return f"{person.score:.0%} sure{far}   layer {person.layer}{cut}"


def title(person: Person) -> str:
    """Number and name of a person, as a label."""
    number = person.id.rpartition("_")[2]
    named = person.name and person.name.casefold() != f"person {number}".casefold()
    return f"{number}  {person.name}" if named else number


def tinted(people: list[Person], size: tuple[int, int]) -> Array:
    """(h, w, 4) uint8 premultiplied sRGB to lay over the photo: dark beside people, a breath of colour on them."""
    scale = min(1.0, LARGEST / max(size))
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    sheet = np.zeros((height, width, 4), np.float32)
    sheet[..., 3] = SHADE
    for person in people:
        for part, rows, columns in _cover(person, scale, (width, height)):
            glow = np.array([*(GLOW * channel for channel in person.colour), GLOW], np.float32)
            sheet[rows, columns] += part[..., None] * (glow - sheet[rows, columns])
    whole: Array = np.rint(sheet * 255).astype(np.uint8)
    return whole


def _cover(person: Person, scale: float, size: tuple[int, int]) -> Iterator[tuple[Array, slice, slice]]:
    matte = person.matte or person.mask
    box = person.box if matte is None else matte.box
    x0, y0 = max(0, round(box[0] * scale)), max(0, round(box[1] * scale))
    x1, y1 = min(size[0], round(box[2] * scale)), min(size[1], round(box[3] * scale))
    if x1 > x0 and y1 > y0:
        part = np.ones((y1 - y0, x1 - x0), np.float32)
        if matte is not None:
            part = cv2.resize(matte.coverage, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        yield part, slice(y0, y1), slice(x0, x1)


def outline_of(matte: Matte | None) -> QPainterPath:
    """Where coverage passes one half, in source pixels."""
    path = QPainterPath()
    if matte is None or not matte.coverage.size:
        return path
    solid = np.pad((matte.coverage >= 0.5).astype(np.uint8), 1)
    rings, _ = cv2.findContours(solid, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for ring in rings:
        if len(ring) < 12:
            continue
        smooth = _smooth(ring[:, 0].astype(np.float32))
        add_ring(path, smooth + np.array([matte.origin[0] - 0.5, matte.origin[1] - 0.5]))
    return path


def add_ring(path: QPainterPath, points: Array) -> None:
    """Add a closed line through (N, 2) points."""
    path.moveTo(float(points[0, 0]), float(points[0, 1]))
    for x, y in points[1:].tolist():
        path.lineTo(x, y)
    path.closeSubpath()


def draw_brackets(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The corners of a box."""
    arm = min(16.0, box.width() / 4, box.height() / 4)
    path = QPainterPath()
    for corner, dx, dy in (
        (box.topLeft(), 1, 1), (box.topRight(), -1, 1), (box.bottomRight(), -1, -1), (box.bottomLeft(), 1, -1),
    ):  # fmt: skip
        path.moveTo(corner.x() + dx * arm, corner.y())
        path.lineTo(corner)
        path.lineTo(corner.x(), corner.y() + dy * arm)
    stroke(painter, path, colour, 1.4)


def _smooth(ring: Array) -> Array:
    """A ring of pixel steps without its stairs: the mean of five neighbours, every second point kept."""
    around = np.concatenate([ring[-2:], ring, ring[:2]])
    mean = sum(around[k : k + len(ring)] for k in range(5)) / 5
    return np.asarray(mean[::2])


def _drawn(person: Person) -> Drawn:
    mesh, features = _face(person.face)
    return Drawn(person, outline_of(person.matte or person.mask), outline_of(person.hidden), mesh, features)


def _face(face: Face | None) -> tuple[QPainterPath, QPainterPath]:
    mesh, features = QPainterPath(), QPainterPath()
    if face is None or len(face.landmarks) < 468:
        return mesh, features
    from scipy.spatial import Delaunay

    points = np.asarray(face.landmarks, np.float64)
    triangles = Delaunay(points[:468]).simplices
    edges = {tuple(sorted((int(t[a]), int(t[b])))) for t in triangles for a, b in ((0, 1), (1, 2), (2, 0))}
    inside = set(_OVAL)
    for a, b in edges:
        # the hull's edges outside the face's oval are no face
        if not (a in inside and b in inside and abs(_OVAL.index(a) - _OVAL.index(b)) not in (1, len(_OVAL) - 1)):
            mesh.moveTo(*points[a])
            mesh.lineTo(*points[b])
    for ring in (_OVAL, _LIPS, *_EYES, *(_IRISES if len(points) >= 478 else ())):
        add_ring(features, points[list(ring)])
    return mesh, features


def _draw_face(painter: QPainter, turn: QTransform, drawn: Drawn, place: Place) -> None:
    face = drawn.person.face
    if face is None:
        return
    wide = (face.box[2] - face.box[0]) * place.zoom
    if wide > 70:
        painter.setPen(QPen(QColor(255, 255, 255, 70 if wide < 200 else 105), 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(turn.map(drawn.mesh))
    if wide > 14:
        stroke(painter, turn.map(drawn.features), QColor(255, 255, 255, 225), 1.1, rim=wide > 60)


def _size(people: list[Person]) -> tuple[int, int]:
    """The picture's size as the mattes know it, else as large as the boxes reach."""
    for person in people:
        matte = person.matte or person.mask
        if matte is not None:
            return matte.size
    right, bottom = (max((int(person.box[side]) for person in people), default=1) for side in (2, 3))
    return max(right, 1), max(bottom, 1)
