"""Motions: the ways of everyone's joints as lines over the photo, with ghosts of the neighbouring moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.media.motion import Motion, Pose
from studio.media.rig import Rig
from studio.ui.viewport.bones import draw_bones, draw_ghost, moved, person_colours, posed
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.card import card_of
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import Card, draw_card, ink, label
from studio.ui.viewport.plane import Array
from studio.ui.viewport.tool import Place

TRACED = ("head", "leftHand", "rightHand", "leftFoot", "rightFoot", "hips")
"""Bones whose tails leave a line."""
DIM = 0.42
GHOST = 0.16
"""Seconds from one ghost to the next."""
NEED = (("", "There is no rig above that says whose bones move. Link a rig_person into the chain to see them."),)


@dataclass(frozen=True, eq=False)
class Track:
    """One person's bones at every sample.

    Attributes:
        heads, tails: (T, J, 3) in source pixels.
        bones: (J,) names.
        start, fps: When the samples lie, in seconds and samples a second.
        loop: Whether the end goes over into the beginning.
    """

    person: str
    name: str
    colour: tuple[float, float, float]
    heads: Array
    tails: Array
    bones: tuple[str, ...]
    start: float
    fps: float
    loop: bool

    def sample(self, time: float) -> int:
        """The sample that is nearest to a time in seconds."""
        count = len(self.heads)
        at = round((time - self.start) * self.fps)
        # the last sample of a loop is its first again
        return at % max(count - 1, 1) if self.loop and at >= 0 else min(max(at, 0), count - 1)


class MotionsPainter(Painter):
    """Shows Motions on the people that the rigs above describe."""

    needs = ("Rigs", "People")
    timed = True
    choices = ("names", "onion")

    def prepare(self, value: Mapping[str, Motion], setting: Setting) -> Prepared:
        """Bones of every person at every sample."""
        rigs: Mapping[str, Rig] = setting.beside.get("Rigs") or {}
        plane = over_photo(setting, DIM)
        if not any(person in rigs for person in value):
            card = card_of(value)
            return Prepared(
                plane, Card("Motions", (*NEED, *((p, m.name) for p, m in value.items()))) if value else card
            )
        colours = person_colours(setting.beside, list(value))
        tracks = []
        for person, motion in value.items():
            if person in rigs and len(motion.rotations):
                rig = rigs[person]
                heads, tails = moved(rig, motion)
                when = motion.start, motion.fps, motion.loop
                tracks.append(Track(person, motion.name, colours[person], heads, tails, rig.bones, *when))
        return Prepared(plane, tracks)

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Lines, ghosts, and the bodies at the playhead."""
        if isinstance(prepared.drawing, Card):
            draw_card(painter, prepared.drawing, area)
            return
        for track in prepared.drawing:
            _lines(painter, place, track, options.time)
        taken: list[QRectF] = []
        for track in prepared.drawing:
            now = track.sample(options.time)
            _ghosts(painter, place, track, options)
            heads, tails = track.heads[now], track.tails[now]
            draw_bones(painter, place, heads, tails, [ink(track.colour)] * len(heads), width=0.8)
            if options.names:
                _name(painter, place, track.person, track.name, heads, tails, track.colour, area, taken)


class PosesPainter(Painter):
    """Shows Poses: everyone's bones at one moment."""

    needs = ("Rigs", "People")
    choices = ("names",)

    def prepare(self, value: Mapping[str, Pose], setting: Setting) -> Prepared:
        """Everyone's bones."""
        rigs: Mapping[str, Rig] = setting.beside.get("Rigs") or {}
        plane = over_photo(setting, 0.5)
        if not any(person in rigs for person in value):
            return Prepared(plane, Card("Poses", (*NEED, *((person, "") for person in value))))
        colours = person_colours(setting.beside, list(value))
        shown = [person for person in value if person in rigs]
        shown.sort(key=lambda person: rigs[person].layer)
        return Prepared(plane, [(person, colours[person], *posed(rigs[person], value[person])) for person in shown])

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Bones and names."""
        if isinstance(prepared.drawing, Card):
            draw_card(painter, prepared.drawing, area)
            return
        taken: list[QRectF] = []
        for person, colour, heads, tails in prepared.drawing:
            draw_bones(painter, place, heads, tails, [ink(colour)] * len(heads))
            if options.names:
                _name(painter, place, person, "", heads, tails, colour, area, taken)


def _name(
    painter: QPainter,
    place: Place,
    person: str,
    words: str,
    heads: Array,
    tails: Array,
    colour: tuple[float, float, float],
    area: QRectF,
    taken: list[QRectF],
) -> None:
    top = tails[int(np.argmin(tails[:, 1]))]
    at = place.to_widget(float(top[0]), float(top[1])) - QPointF(0, 8)
    label(painter, at, f"{person.rpartition('_')[2]}  {words.replace('_', ' ')}".strip(), ink(colour), area, taken)


def _lines(painter: QPainter, place: Place, track: Track, time: float) -> None:
    """The way of each traced bone's tail: bright near the playhead, with a dot for each sixth of a second."""
    now = track.sample(time)
    step = max(1, round(track.fps / 6))
    for bone in TRACED:
        if bone not in track.bones:
            continue
        way = track.tails[:, track.bones.index(bone), :2]
        if float(np.ptp(way, axis=0).max()) * place.zoom < 1.5:
            continue
        points = _apart([place.to_widget(*at) for at in way.tolist()])
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.setPen(QPen(QColor(10, 11, 13, 150), 3.0))
        painter.drawPath(path)
        painter.setPen(QPen(ink(track.colour, 0.95), 1.4))
        painter.drawPath(path)
        painter.setPen(QPen(QColor(10, 11, 13, 150), 0.8))
        painter.setBrush(ink(track.colour).lighter(140))
        for point in _apart([place.to_widget(*at) for at in way[now % step :: step].tolist()], 4.0):
            painter.drawEllipse(point, 1.9, 1.9)


def _apart(points: list[QPointF], least: float = 1.2) -> list[QPointF]:
    """The points without those that lie nearly where the one before lies; the last stays."""
    kept = points[:1]
    for point in points[1:]:
        if (point - kept[-1]).manhattanLength() >= least:
            kept.append(point)
    return [*kept, points[-1]]


def _ghosts(painter: QPainter, place: Place, track: Track, options: Options) -> None:
    """Earlier moments in cool, later ones in warm thin lines."""
    for k in range(options.onion, 0, -1):
        fade = 0.75 * (1 - (k - 1) / (options.onion + 1))
        for side, colour in ((-1, (0.45, 0.75, 1.0)), (1, (1.0, 0.68, 0.4))):
            at = track.sample(options.time + side * k * GHOST)
            draw_ghost(painter, place, track.heads[at], track.tails[at], ink(colour, fade))
