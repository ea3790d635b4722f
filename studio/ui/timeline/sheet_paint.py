"""Painting of the sheet: beats, keys, the sound's wave, the grid behind them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.ui.theme import ACCENT, FAINT, GROUND, MEDIA_COLOURS, RAISED
from studio.ui.timeline import keys, look
from studio.ui.timeline.beat_paint import paint_beats
from studio.ui.timeline.channel import Channel
from studio.ui.timeline.contact_paint import paint_contacts, paint_strips
from studio.ui.timeline.fast_path import path_of
from studio.ui.timeline.rows import Row
from studio.ui.timeline.state import Picked, TimelineState
from studio.ui.timeline.ticks import frame_step, minor_step, multiples

DENSE = 2.0
"""Pixels within which one key stands for all."""


def key_height(row: Row, top: float) -> float:
    """The height at which a row's keys lie."""
    return top + (row.height - 5 if row.kind == "person" else row.height / 2)


def paint_ground(painter: QPainter, state: TimelineState, area: QRectF) -> None:
    """The ground, lighter where the shot is, with a line at each tick of the ruler."""
    painter.fillRect(area, QColor(GROUND))
    shot, span = state.graph.shot, state.span
    left, right = span.to_x(shot.first), span.to_x(shot.last)
    painter.fillRect(QRectF(left, 0, right - left, area.height()), QColor("#1f2125"))
    step = frame_step(span.scale, 92 if state.in_timecode else 54, shot.fps, state.in_timecode)
    for lines, colour in ((minor_step(step, span.scale, 12), look.GRID), (step, look.STRONG)):
        painter.setPen(colour)
        for frame in multiples(span.first, span.last, lines):
            x = int(span.to_x(frame))
            painter.drawLine(x, 0, x, int(area.height()))


def paint_shade(painter: QPainter, state: TimelineState, played: tuple[int, int], area: QRectF) -> None:
    """What lies over the rows: markers, and shade outside of what is played."""
    for marker in state.graph.timeline.markers:
        colour = QColor(look.MARKER)
        colour.setAlpha(90)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        x = state.x_of(marker.time)
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
    first, last = state.span.to_x(played[0]), state.span.to_x(played[1])
    painter.fillRect(QRectF(0, 0, max(0.0, first), area.height()), look.OUTSIDE)
    painter.fillRect(QRectF(last, 0, max(0.0, area.width() - last), area.height()), look.OUTSIDE)


def paint_row(
    painter: QPainter,
    state: TimelineState,
    row: Row,
    box: QRectF,
    held: Picked | None,
    picked: Mapping[Channel, set[float]],
    touched: str = "",
) -> None:
    """One row; ``held`` is the beat under the mouse, ``touched`` the contact."""
    if row.kind == "section":
        painter.fillRect(box, QColor(RAISED))
    elif row.kind == "hint":
        painter.setFont(look.font(9))
        painter.setPen(QColor(FAINT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.title)
        return
    elif row.id in state.active:
        painter.fillRect(box, QColor(76, 155, 232, 26))
    painter.setPen(QPen(QColor(0, 0, 0, 70), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    if row.kind == "person":
        paint_beats(painter, state, row, box, held)
        paint_strips(painter, state, row, box)
    elif row.kind == "contact":
        paint_contacts(painter, state, row, box, touched)
    elif row.kind == "sound":
        paint_wave(painter, state, box)
    if row.channels:
        paint_keys(painter, state, row, box, picked)


def paint_keys(
    painter: QPainter, state: TimelineState, row: Row, box: QRectF, picked: Mapping[Channel, set[float]]
) -> None:
    """A row's keys; where it sums several channels up, one for each time."""
    y = key_height(row, box.top())
    if len(row.channels) == 1 and not row.channels[0].bone:
        _paint_line(painter, state, row.channels[0], y, picked.get(row.channels[0], set()))
        return
    size = 3.6 if row.kind == "person" else 4.6
    frames = state.frames_of(row.channels)
    for at in apart(state, frames):
        look.draw_key(painter, state.span.to_x(float(frames[at])), y, "linear", False, size)
    for time in set().union(*(picked.get(channel, ()) for channel in row.channels)) if picked else ():
        look.draw_key(painter, state.x_of(time), y, "linear", True, size)


def apart(state: TimelineState, frames: npt.NDArray[np.float64]) -> list[int]:
    """Indices of the frames that are seen, those that would lie upon each other left out."""
    margin = 8 / state.span.scale
    first, last = np.searchsorted(frames, (state.span.first - margin, state.span.last + margin))
    if last - first < 2:
        return list(range(first, last))
    column = np.floor(frames[first:last] * (state.span.scale / DENSE))
    return [*(np.flatnonzero(np.diff(column, prepend=column[0] - 1)) + first).tolist()]


def _paint_line(painter: QPainter, state: TimelineState, channel: Channel, y: float, picked: set[float]) -> None:
    """Keys of one curve, a bar between two that hold the same value."""
    line, seen = keys.curve_keys(state.graph, channel), apart(state, state.frames_of((channel,)))
    painter.setPen(QPen(QColor(255, 255, 255, 40), 3))
    for a, b in pairwise([max(seen[0] - 1, 0), *seen, min(seen[-1] + 1, len(line) - 1)] if seen else []):
        if line[a].value == line[b].value:
            painter.drawLine(QPointF(state.x_of(line[a].time), y), QPointF(state.x_of(line[b].time), y))
    for at in seen:
        look.draw_key(painter, state.x_of(line[at].time), y, line[at].interpolation, False)
    for key in (key for key in line if key.time in picked) if picked else ():
        look.draw_key(painter, state.x_of(key.time), y, key.interpolation, True)


def paint_bracket(painter: QPainter, state: TimelineState) -> None:
    """The bar over selected keys whose ends scale them."""
    extent = state.extent()
    if extent is None:
        return
    x0, x1 = state.x_of(extent[0]), state.x_of(extent[1])
    painter.fillRect(QRectF(x0, 1, x1 - x0, 5), QColor(255, 211, 77, 110))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.PICKED)
    for x in (x0, x1):
        painter.drawRoundedRect(QRectF(x - 3, 0, 6, 10), 2, 2)


def paint_wave(painter: QPainter, state: TimelineState, box: QRectF) -> None:
    """The sound, one column a pixel."""
    wave, colour = state.watch.wave, QColor(MEDIA_COLOURS["Sound"])
    if wave is None:
        painter.setPen(QColor(FAINT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Reading the sound")
        return
    first, last = state.time_of(state.span.first), state.time_of(state.span.last)
    at, low, high = wave.between(first, last, int(box.width()))
    if not len(at):
        return
    x = at * state.graph.shot.fps * state.span.scale - state.span.first * state.span.scale
    middle, half = box.center().y(), (box.height() / 2 - 4) / wave.loudest
    xs = np.repeat(x, 2).astype(np.float64)
    ys = np.empty(2 * len(x))
    ys[::2], ys[1::2] = middle - high * half, middle - low * half + 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour, 1))
    painter.drawPath(path_of(xs, ys, "pairs"))
    painter.setPen(QPen(QColor(255, 255, 255, 30), 1))
    painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_box(painter: QPainter, box: QRectF) -> None:
    """The box that selects."""
    fill = QColor(ACCENT)
    fill.setAlpha(40)
    painter.setPen(QPen(QColor(ACCENT), 1))
    painter.setBrush(fill)
    painter.drawRect(box)
