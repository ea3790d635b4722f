"""Painting of contacts: blocks in the colours of both people, with a slope for each hand's coming and going."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from studio.media.contact import Contact
from studio.ui.theme import FAINT, WORDS
from studio.ui.timeline import look
from studio.ui.timeline.contact_edit import is_planned
from studio.ui.timeline.contacts import words_of
from studio.ui.timeline.rows import Row
from studio.ui.timeline.state import TimelineState

BLOCK = 22
"""Pixels: how tall a block is."""
STRIP = 3.0
"""Pixels of the strip in a person's row while they touch somebody."""


def contact_box(state: TimelineState, contact: Contact, top: float) -> QRectF:
    """Where the two touch, in a row that begins at ``top``."""
    x = state.x_of(contact.start)
    return QRectF(x, top + 4, max(state.x_of(contact.end) - x, 3.0), BLOCK)


def ramp_places(state: TimelineState, contact: Contact) -> tuple[float, float]:
    """Where the limbs set out, and where they are back."""
    return state.x_of(contact.start - contact.approach), state.x_of(contact.end + contact.release)


def paint_contacts(painter: QPainter, state: TimelineState, row: Row, box: QRectF, held: str) -> None:
    """All contacts of two people."""
    for contact in state.contacts():
        if {contact.first, contact.second} == set(row.pair):
            place, ramps = contact_box(state, contact, box.top()), ramp_places(state, contact)
            if ramps[1] >= box.left() and ramps[0] <= box.right():
                _paint_contact(painter, state, contact, place, ramps, contact.id == held)
                _paint_words(painter, contact, place)


def paint_strips(painter: QPainter, state: TimelineState, row: Row, box: QRectF) -> None:
    """In a person's row, when they touch somebody, in that one's colour."""
    colours = {one.id: one.colour for one in state.watch.people()} if state.watch.contacts is not None else {}
    for contact in state.contacts() if colours else ():
        if row.person in (contact.first, contact.second):
            other = contact.second if row.person == contact.first else contact.first
            place = contact_box(state, contact, box.top())
            strip = QRectF(place.left(), box.top() + 27, place.width(), STRIP)
            painter.fillRect(strip, QColor(colours.get(other, FAINT)))


def _colours(state: TimelineState, contact: Contact) -> tuple[QColor, QColor]:
    known = {one.id: one.colour for one in state.watch.people()}
    first, second = (QColor(known.get(one, FAINT)) for one in (contact.first, contact.second))
    return first, second


def _paint_contact(
    painter: QPainter, state: TimelineState, contact: Contact, place: QRectF, ramps: tuple[float, float], held: bool
) -> None:
    picked, planned = contact.id in state.touches, is_planned(state, contact)
    shade = QLinearGradient(place.topLeft(), place.topRight())
    for at, colour in zip((0.0, 0.45, 0.55, 1.0), [c for c in _colours(state, contact) for _ in range(2)], strict=True):
        colour.setAlpha(235 if picked or held else 130 if planned else 195)
        shade.setColorAt(at, colour)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, corner, foot in zip(_colours(state, contact), (place.left(), place.right()), ramps, strict=True):
        colour.setAlpha(70)
        painter.setBrush(colour)
        points = [(foot, place.bottom()), (corner, place.top()), (corner, place.bottom())]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setBrush(shade)
    edge = QPen(QColor("#ffffff" if picked else "#15171a"), 1.6 if picked else 1.0)
    if planned and not picked:
        edge.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(edge)
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if held or picked:
        painter.setPen(QPen(QColor("#15171a"), 1))
        painter.setBrush(QColor("#ffffff"))
        for x in ramps:
            painter.drawEllipse(QPointF(x, place.bottom() - 2), 3.2, 3.2)


def _paint_words(painter: QPainter, contact: Contact, place: QRectF) -> None:
    """The kind: inside the block where it fits, else after it."""
    which, words = look.font(8.5, True), words_of(contact.kind).capitalize()
    painter.setFont(which)
    wide = painter.fontMetrics().horizontalAdvance(words) + 16
    area = place.adjusted(7, 0, -5, 0)
    inside = place.width() >= wide
    if not inside:
        area = QRectF(place.right() + 6, place.top(), wide, place.height())
    painter.setPen(QColor("#15171a" if inside else WORDS))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
