"""Painting of the ruler."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.ui.theme import ACCENT, FAINT, GROUND, LINE
from studio.ui.timeline import look
from studio.ui.timeline.state import TimelineState
from studio.ui.timeline.ticks import frame_step, minor_step, multiples
from studio.ui.timeline.timecode import timecode

HEIGHT, LANE, KEPT = 50, 17, 4
"""Pixels: all of it, the lane of markers and of the played range, the bar of kept frames."""


def paint_range(painter: QPainter, state: TimelineState, played: tuple[int, int], width: int) -> None:
    """The lane of the shot, and the range that is played."""
    shot, (first, last) = state.graph.shot, played
    left, right = state.span.to_x(shot.first), state.span.to_x(shot.last)
    painter.fillRect(QRectF(0, 0, width, LANE), QColor(GROUND))
    painter.fillRect(QRectF(left, 0, right - left, LANE), QColor("#26292e"))
    x0, x1 = state.span.to_x(first), state.span.to_x(last)
    band = QColor(ACCENT)
    band.setAlpha(70)
    painter.fillRect(QRectF(x0, 3, x1 - x0, LANE - 6), band)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ACCENT))
    for x, way in ((x0, 1), (x1, -1)):
        painter.drawRoundedRect(QRectF(min(x, x + 5 * way), 2, 5, LANE - 4), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_ticks(painter: QPainter, state: TimelineState, width: int) -> None:
    """Ticks and numbers."""
    fps, in_timecode = state.graph.shot.fps, state.in_timecode
    step = frame_step(state.span.scale, 92 if in_timecode else 54, fps, in_timecode)
    first, last = state.span.first - step, state.span.last + step
    bottom = HEIGHT - KEPT - 2
    painter.setPen(QColor(LINE))
    for frame in multiples(first, last, minor_step(step, state.span.scale)):
        x = int(state.span.to_x(frame))
        painter.drawLine(x, bottom - (9 if frame % step == 0 else 4), x, bottom)
    painter.setFont(look.font(8))
    painter.setPen(QColor(FAINT))
    for frame in multiples(first, last, step):
        if frame >= 0:
            text = timecode(frame, fps) if in_timecode else str(frame)
            _paint_label(painter, state.span.to_x(frame), text, width)


def _paint_label(painter: QPainter, x: float, text: str, width: int) -> None:
    """A number over its tick, whole at the borders too."""
    half = painter.fontMetrics().horizontalAdvance(text) / 2 + 2
    if -half < x < width + half:
        x = min(max(x, half), width - half)
        painter.drawText(QRectF(x - half, LANE + 1, 2 * half, 14), Qt.AlignmentFlag.AlignCenter, text)


def paint_kept(painter: QPainter, state: TimelineState, width: int) -> None:
    """The bar of kept frames."""
    top = HEIGHT - KEPT - 1
    painter.fillRect(QRectF(0, top, width, KEPT), QColor(GROUND))
    for first, last, tier in state.kept:
        if last >= state.span.first - 1 and first <= state.span.last + 1:
            x0, x1 = state.span.to_x(first - 0.5), state.span.to_x(last + 0.5)
            painter.fillRect(QRectF(x0, top, max(x1 - x0, 1), KEPT), look.TIERS.get(tier, QColor(FAINT)))


def paint_markers(painter: QPainter, state: TimelineState, width: int) -> None:
    """Markers with their titles."""
    markers = state.graph.timeline.markers
    xs = [state.x_of(marker.time) for marker in markers]
    painter.setFont(look.font(8))
    for marker, x, after in zip(markers, xs, [*xs, float("inf")][1:], strict=True):
        if not -100 < x < width + 20:
            continue
        painter.setPen(QPen(look.MARKER.darker(170), 1))
        painter.drawLine(QPointF(x, LANE - 3), QPointF(x, HEIGHT - KEPT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.MARKER)
        points = [(-5.0, 2.0), (5.0, 2.0), (5.0, 9.0), (0.0, 14.0), (-5.0, 9.0)]
        painter.drawPolygon(QPolygonF([QPointF(x + a, b) for a, b in points]))
        if marker.title:
            painter.setPen(look.MARKER)
            room = min(160.0, after - x - 18)
            if room > 20:
                text = look.fits(marker.title, room, look.font(8))
                painter.drawText(QRectF(x + 8, 1, room, LANE - 2), Qt.AlignmentFlag.AlignVCenter, text)


def paint_playhead(painter: QPainter, state: TimelineState, width: int) -> None:
    """The playhead with its number."""
    frame = state.session.frame
    x = state.span.to_x(frame)
    text = timecode(frame, state.graph.shot.fps) if state.in_timecode else str(frame)
    painter.setFont(look.font(8, True))
    half = painter.fontMetrics().horizontalAdvance(text) / 2 + 6
    middle = min(max(x, half), width - half) if 0 <= x <= width else x
    box = QRectF(middle - half, LANE + 1, 2 * half, 15)
    look.draw_playhead(painter, x, HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.PLAYHEAD)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
