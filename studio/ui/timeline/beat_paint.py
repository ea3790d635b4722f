"""Painting of beats, and where each lies."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.ui.theme import WORDS
from studio.ui.timeline import look
from studio.ui.timeline.beat_edit import shown
from studio.ui.timeline.beats import Beat
from studio.ui.timeline.rows import Row
from studio.ui.timeline.state import Picked, TimelineState

BEAT = 24
"""Pixels: how tall a beat is; under it lie the keys of the person's correction."""


def beat_box(state: TimelineState, beat: Beat, top: float) -> QRectF:
    """Where a beat lies, in a row that begins at ``top``."""
    x = state.x_of(beat.start)
    return QRectF(x, top + 2, max(state.x_of(beat.end) - x, 3.0), BEAT)


def paint_beats(painter: QPainter, state: TimelineState, row: Row, box: QRectF, held: Picked | None) -> None:
    """What a person does."""
    beats = state.beats_of(row.person)
    for at, beat in enumerate(beats):
        place = beat_box(state, beat, box.top())
        if place.right() >= box.left() and place.left() <= box.right():
            picked = Picked(row.person, at)
            _paint_beat(painter, state, beat, place, QColor(row.colour), picked in state.beats, picked == held)
            _paint_name(painter, state, beat, place, QColor(row.colour), _free_from(beats, beat))
    _paint_crossings(painter, state, beats, box.top())


def _paint_beat(
    painter: QPainter, state: TimelineState, beat: Beat, place: QRectF, colour: QColor, picked: bool, held: bool
) -> None:
    body = QColor(colour)
    body.setAlpha(235 if picked else 120 if beat.given else 190)
    painter.setBrush(body.lighter(112) if held and not picked else body)
    edge = QPen(QColor("#ffffff") if picked else colour.darker(150), 1.6 if picked else 1.0)
    if beat.given and not picked:
        edge.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(edge)
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    _paint_fades(painter, state, beat, place)
    if held and place.width() > 24:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 190))
        for x in (place.left() + 2, place.right() - 4):
            painter.drawRoundedRect(QRectF(x, place.top() + 8, 2, place.height() - 13), 1, 1)
        for x in fade_places(state, beat, place):
            painter.drawEllipse(QPointF(x, place.top() + 4), 3, 3)


def _free_from(beats: Sequence[Beat], beat: Beat) -> float:
    """Second from which on no earlier beat crosses a beat: there its name stands."""
    crossing = [one.end for one in beats if one is not beat and one.start <= beat.start < one.end < beat.end]
    return max([beat.start, *crossing])


def _paint_name(
    painter: QPainter, state: TimelineState, beat: Beat, place: QRectF, colour: QColor, start: float
) -> None:
    seen = QRectF(max(state.x_of(start), 0), place.top(), 0, place.height())
    seen.setRight(place.right())
    which = look.font(8.5, True)
    text = look.fits(shown(beat.motion), seen.width() - 14, which)
    if seen.width() > 24:
        painter.setFont(which)
        painter.setPen(look.on(colour) if not beat.given else QColor(WORDS))
        painter.drawText(seen.adjusted(8, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def fade_places(state: TimelineState, beat: Beat, place: QRectF) -> tuple[float, float]:
    """Where the handles of the fades lie, left and right."""
    scale = state.span.scale * state.graph.shot.fps
    return place.left() + max(6.0, beat.fade_in * scale), place.right() - max(6.0, beat.fade_out * scale)


def _paint_fades(painter: QPainter, state: TimelineState, beat: Beat, place: QRectF) -> None:
    scale = state.span.scale * state.graph.shot.fps
    shade = QPainterPath()
    for fade, side, way in ((beat.fade_in, place.left(), 1), (beat.fade_out, place.right(), -1)):
        if fade > 0:
            shade.moveTo(side, place.top() + 1)
            shade.lineTo(side + way * fade * scale, place.top() + 1)
            shade.lineTo(side, place.bottom() - 1)
            shade.closeSubpath()
    if not shade.isEmpty():
        painter.fillPath(shade, QColor(0, 0, 0, 110))


def _paint_crossings(painter: QPainter, state: TimelineState, beats: Sequence[Beat], top: float) -> None:
    """Where beats overlap: the one goes, the other comes."""
    ordered = sorted(beats, key=lambda beat: beat.start)
    for first, second in pairwise(ordered):
        if second.start < first.end:
            x0, x1 = state.x_of(second.start), state.x_of(min(first.end, second.end))
            place = QRectF(x0, top + 2, x1 - x0, BEAT)
            painter.fillRect(place, QColor(0, 0, 0, 80))
            painter.setPen(QPen(QColor(255, 255, 255, 170), 1.2))
            painter.drawLine(place.topLeft(), place.bottomRight())
            painter.drawLine(place.bottomLeft(), place.topRight())
