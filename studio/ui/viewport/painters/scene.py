"""A scene graph: things as points over the photo, relations as lines with a chip on each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from studio.media.scene import SYMMETRIC, VIEWER, Relation, Scene, Thing
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import caption, dot, letters, stroke
from studio.ui.viewport.tool import Place

COLOURS = {
    "near": "#8ecae6", "facing": "#ffd166", "looks_at": "#f4a261", "reaches_for": "#e76f51", "touches": "#ef476f",
    "holds": "#d62898", "in_front_of": "#90be6d", "occludes": "#43aa8b", "supports": "#b08968", "shadow_of": "#8d99ae",
    "same_group": "#7b8cde", "left_of": "#adb5bd",
}  # fmt: skip
"""By kind of relation."""
QUIET = ("left_of",)
"""Relations that everybody sees and that would only fill the picture."""
MOST = 80
"""Chips that are drawn at most, the surest first."""


@dataclass(frozen=True)
class Chip:
    """A relation's plate on the widget.

    Attributes:
        relation: What it stands for.
        box: Where, in logical pixels.
        start, end: Ends of its line.
    """

    relation: Relation
    box: QRectF
    start: QPointF
    end: QPointF


class ScenePainter(Painter):
    """Shows a :class:`~studio.media.scene.Scene`."""

    instant = True

    def prepare(self, value: Scene, setting: Setting) -> Prepared:
        """The photo under it."""
        return Prepared(over_photo(setting, 0.55, value.size), value)

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Lines, then points, then chips, and the kind of scene in words."""
        scene: Scene = prepared.drawing
        chips = layout(scene, place, area)
        for chip in chips:
            draw_line(painter, chip)
        for thing in scene.things:
            if thing.kind in ("person", "object", "shadow"):
                draw_thing(painter, thing, place)
        for chip in chips:
            draw_chip(painter, chip)
        words = " · ".join(word for word in (scene.place, scene.setting, scene.company, scene.tone) if word)
        caption(painter, QPointF(area.left() + 12, area.top() + 20), words)

    def tell(self, value: Scene, prepared: Prepared, x: float, y: float) -> str:
        """What the thing there is related to."""
        thing = thing_at(value, x, y)
        if thing is None:
            return ""
        said = [f"{r.kind} {r.object}" for r in value.relations if r.subject == thing.id and r.kind not in QUIET]
        return f"{thing.name or thing.id} {thing.activity}   {', '.join(said)}".replace("_", " ").strip()


def layout(scene: Scene, place: Place, area: QRectF) -> list[Chip]:
    """Where the chips lie: in the middle of their lines, those of one pair below one another.

    Who hides another is in front of them, which needs no chip of its own.
    """
    metrics = QFontMetricsF(letters(10.5))
    chips: list[Chip] = []
    taken: list[QRectF] = []
    hiding = {(one.subject, one.object) for one in scene.relations if one.kind == "occludes"}
    hidden = [one for one in scene.relations if one.kind == "in_front_of" and (one.subject, one.object) in hiding]
    wanted = [one for one in scene.relations if one.kind not in QUIET and (one.by_hand or one not in hidden)]
    for relation in sorted(wanted, key=lambda one: (not one.by_hand, -one.score))[:MOST]:
        ends = _ends(scene, relation, place)
        if ends is None:
            continue
        box = QRectF(0, 0, metrics.horizontalAdvance(words_of(relation)) + 12, metrics.height() + 3)
        box.moveCenter((ends[0] + ends[1]) / 2)
        for _ in range(40):
            hit = next((other for other in taken if other.intersects(box)), None)
            if hit is None:
                break
            box.moveTop(hit.bottom() + 2)
        if box.intersects(area):
            taken.append(box)
            chips.append(Chip(relation, box, *ends))
    return chips


def words_of(relation: Relation) -> str:
    """A chip's words; one that is kept by hand has a dot."""
    at = " camera" if relation.object == VIEWER else ""
    return ("● " if relation.by_hand else "") + relation.kind.replace("_", " ") + at


def draw_chip(painter: QPainter, chip: Chip, chosen: bool = False) -> None:
    """The plate with its name, fainter where it is less sure."""
    colour = QColor(COLOURS[chip.relation.kind])
    colour.setAlphaF(1.0 if chosen else 0.55 + 0.4 * chip.relation.score)
    painter.setPen(QPen(QColor("#ffffff") if chosen else QColor(10, 11, 13, 160), 1.6 if chosen else 1.0))
    painter.setBrush(colour)
    painter.drawRoundedRect(chip.box, 5, 5)
    painter.setFont(letters(10.5))
    painter.setPen(QColor("#101114"))
    painter.drawText(chip.box, Qt.AlignmentFlag.AlignCenter, words_of(chip.relation))


def draw_line(painter: QPainter, chip: Chip) -> None:
    """A bent line from one end to the other, with a point where it leads."""
    colour = QColor(COLOURS[chip.relation.kind])
    colour.setAlphaF(0.35 + 0.5 * chip.relation.score)
    path = QPainterPath(chip.start)
    path.quadTo(chip.box.center(), chip.end)
    stroke(painter, path, colour, 1.5, rim=False)
    if chip.relation.kind not in SYMMETRIC:
        way = chip.end - chip.box.center()
        length = math.hypot(way.x(), way.y())
        if length > 12:
            along, aside = way / length, QPointF(-way.y(), way.x()) / length
            head = QPainterPath(chip.end)
            for side in (aside, -aside):
                head.moveTo(chip.end)
                head.lineTo(chip.end - along * 8 + side * 4)
            stroke(painter, head, colour, 1.8, rim=False)


def draw_thing(painter: QPainter, thing: Thing, place: Place) -> None:
    """A point and what it is called; a box around an object."""
    at = _spot(thing, place)
    colour = QColor({"person": "#ffffff", "object": "#ffd166", "shadow": "#8d99ae"}[thing.kind])
    if thing.kind == "object":
        path = QPainterPath()
        path.addRect(QRectF(place.to_widget(*thing.box[:2]), place.to_widget(*thing.box[2:])))
        stroke(painter, path, colour, 1.2)
    dot(painter, at, colour, 3.5)
    label = (thing.name or thing.id.replace("_", " ")) + (
        f": {thing.activity}" if thing.activity not in ("", "unknown") else ""
    )
    caption(painter, at + QPointF(7, -6), label, size=10.5)


def thing_at(scene: Scene, x: float, y: float) -> Thing | None:
    """The smallest person or object whose box holds a point of the source picture."""

    def size(thing: Thing) -> float:
        return (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1])

    there = [thing for thing in scene.things if thing.kind in ("person", "object")
             and thing.box[0] <= x < thing.box[2] and thing.box[1] <= y < thing.box[3]]  # fmt: skip
    return min(there, key=size, default=None)


def chip_at(chips: list[Chip], point: QPointF) -> Chip | None:
    """The chip under a point of the widget."""
    return next((chip for chip in reversed(chips) if chip.box.adjusted(-2, -2, 2, 2).contains(point)), None)


def _spot(thing: Thing, place: Place) -> QPointF:
    """A person's line ends at the chest, everything else's in the middle."""
    share = 0.28 if thing.kind == "person" else 0.5
    return place.to_widget(thing.middle[0], thing.box[1] + share * (thing.box[3] - thing.box[1]))


def _ends(scene: Scene, relation: Relation, place: Place) -> tuple[QPointF, QPointF] | None:
    found = list(_known(scene, relation, place))
    return (found[0], found[1]) if len(found) == 2 else None


def _known(scene: Scene, relation: Relation, place: Place) -> Iterator[QPointF]:
    for name, other in ((relation.subject, relation.object), (relation.object, relation.subject)):
        thing, beside = scene.thing(name), scene.thing(other)
        if thing is not None and thing.kind not in ("region", "light"):
            yield _spot(thing, place)
        elif beside is not None:  # the camera is before the picture, the ground under the feet
            down = 0.1 if name == VIEWER else 0.98
            yield place.to_widget(beside.middle[0], beside.box[1] + down * (beside.box[3] - beside.box[1]))
