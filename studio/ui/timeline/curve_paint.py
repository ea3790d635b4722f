"""Painting of curves: exactly the cubics that are computed, their keys, tangents and values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.graph.curve import Key, handles
from studio.ui.theme import ACCENT, FAINT, GROUND, WORDS
from studio.ui.timeline import look
from studio.ui.timeline.bone_keys import fades
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.fast_path import path_of
from studio.ui.timeline.gesture import Heights
from studio.ui.timeline.state import TimelineState
from studio.ui.timeline.tangents import drawn

AXIS = 46
"""Pixels of the values on the left."""
DENSE = 6.0
"""Pixels a key, below which keys are not drawn one by one."""


def seen_keys(state: TimelineState, channel: Channel) -> range:
    """Indices of the keys that are seen, with one more on each side."""
    frames = state.frames_of((channel,))
    first, last = np.searchsorted(frames, (state.span.first, state.span.last), side="left")
    return range(max(0, int(first) - 1), min(len(frames), int(last) + 1))


def curve_path(
    state: TimelineState, heights: Heights, channel: Channel, line: Sequence[Key], width: float
) -> QPainterPath:
    """A curve between the borders; held before its first key and after its last."""
    seen = seen_keys(state, channel)

    def point(time: float, value: float) -> QPointF:
        return QPointF(state.x_of(time), heights.to_y(channel, value))

    path, first, last = QPainterPath(), line[seen.start], line[seen.stop - 1]
    comes, goes = fades(state.graph, channel)
    start = point(first.time, first.value)
    if comes and first is line[0]:
        before = point(first.time - comes, 0.0)
        path.moveTo(QPointF(min(0.0, before.x()), before.y()))
        path.lineTo(before)
        _ease(path, start)
    else:
        path.moveTo(QPointF(min(0.0, start.x()), start.y()))
        path.lineTo(start)
    for at in seen[:-1]:
        a, b = line[at], line[at + 1]
        if a.interpolation == "bezier":
            right, left = handles(a, b)
            one = point(a.time + right[0], a.value + right[1])
            path.cubicTo(one, point(b.time + left[0], b.value + left[1]), point(b.time, b.value))
        else:
            if a.interpolation == "constant":
                path.lineTo(point(b.time, a.value))
            path.lineTo(point(b.time, b.value))
    end = point(last.time, last.value)
    if goes and last is line[-1]:
        _ease(path, point(last.time + goes, 0.0))
        end = path.currentPosition()
    path.lineTo(QPointF(max(width, end.x()), end.y()))
    return path


def _ease(path: QPainterPath, end: QPointF) -> None:
    """A span between level tangents, from where the path is."""
    start = path.currentPosition()
    third = QPointF((end.x() - start.x()) / 3, 0)
    path.cubicTo(start + third, end - third, end)


def paint_curve(
    painter: QPainter,
    state: TimelineState,
    heights: Heights,
    channel: Channel,
    line: Sequence[Key],
    colour: str,
    area: QRectF,
    fine: bool,
) -> None:
    """One curve with its keys; ``fine`` draws it smooth, which takes ten times as long."""
    seen = seen_keys(state, channel)
    dense = len(seen) * DENSE > area.width()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine and not dense)
    painter.setPen(QPen(QColor(colour), 1.6 if fine and not dense else 1))
    path = dense_path if dense else curve_path
    painter.drawPath(path(state, heights, channel, line, area.width()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for at in seen:
        key, mark = line[at], Mark(channel, line[at].time)
        picked = mark in state.marks
        if dense and not picked:
            continue
        place = QPointF(state.x_of(key.time), heights.to_y(channel, key.value))
        if picked and not channel.bone:
            paint_handles(painter, state, heights, channel, line, at)
        if area.adjusted(-8, -8, 8, 8).contains(place):
            look.draw_key(painter, place.x(), place.y(), key.interpolation, picked, 4.4)


def dense_path(
    state: TimelineState, heights: Heights, channel: Channel, line: Sequence[Key], width: float
) -> QPainterPath:
    """A curve whose keys lie so close that what is between them is not seen."""
    seen = seen_keys(state, channel)
    frames = state.frames_of((channel,))[seen.start : seen.stop]
    zero, one = heights.to_y(channel, 0.0), heights.to_y(channel, 1.0)
    values = np.array([line[at].value for at in seen])
    return path_of((frames - state.span.first) * state.span.scale, zero + values * (one - zero))


def handle_places(
    state: TimelineState, heights: Heights, channel: Channel, line: Sequence[Key], at: int
) -> dict[str, QPointF]:
    """Where the tangents of a key end."""
    key = line[at]
    return {
        side: QPointF(state.x_of(key.time + seconds), heights.to_y(channel, key.value + value))
        for side, (seconds, value) in drawn(line, at).items()
    }


def paint_handles(
    painter: QPainter, state: TimelineState, heights: Heights, channel: Channel, line: Sequence[Key], at: int
) -> None:
    """The tangents of a selected key; automatic ones are hollow."""
    key = line[at]
    place = QPointF(state.x_of(key.time), heights.to_y(channel, key.value))
    for end in handle_places(state, heights, channel, line, at).values():
        painter.setPen(QPen(QColor(255, 211, 77, 190), 1.2))
        painter.drawLine(place, end)
        painter.setBrush(QColor(GROUND) if key.auto else look.PICKED)
        painter.drawEllipse(end, 3.4, 3.4)


def paint_values(painter: QPainter, ticks: Sequence[tuple[float, str]], area: QRectF) -> None:
    """Lines of equal value, and the values at the left border."""
    painter.setFont(look.font(8))
    for y, _ in ticks:
        painter.setPen(look.STRONG)
        painter.drawLine(QPointF(0, round(y) + 0.5), QPointF(area.width(), round(y) + 0.5))
    painter.fillRect(QRectF(0, 0, AXIS, area.height()), QColor(27, 28, 31, 200))
    painter.setPen(QColor(FAINT))
    for y, text in ticks:
        box = QRectF(0, y - 8, AXIS - 6, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def paint_frame(painter: QPainter, box: QRectF) -> None:
    """The frame around selected keys whose edges scale them."""
    painter.setPen(QPen(QColor(255, 211, 77, 120), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.PICKED)
    middle = box.center()
    for x, y, w, h in (
        (box.left(), middle.y(), 5, 12), (box.right(), middle.y(), 5, 12),
        (middle.x(), box.top(), 12, 5), (middle.x(), box.bottom(), 12, 5),
    ):  # fmt: skip
        painter.drawRoundedRect(QRectF(x - w / 2, y - h / 2, w, h), 2, 2)


def paint_reading(painter: QPainter, place: QPointF, text: str, area: QRectF) -> None:
    """Frame and value beside a key."""
    painter.setFont(look.font(8.5))
    width = painter.fontMetrics().horizontalAdvance(text) + 14
    x = place.x() + 12 if place.x() + 12 + width < area.right() else place.x() - 12 - width
    box = QRectF(x, min(max(place.y() - 26, 2), area.bottom() - 22), width, 19)
    painter.setPen(QPen(QColor(ACCENT), 1))
    painter.setBrush(QColor(30, 32, 36, 235))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(WORDS))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
