"""The column of names: folds rows, selects them, keys a knob at the playhead, shows values."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, PANEL, RAISED, WORDS
from studio.ui.timeline import keys, look
from studio.ui.timeline.beats import Beat
from studio.ui.timeline.camera_moves import is_camera
from studio.ui.timeline.channel import SAME
from studio.ui.timeline.key_edit import key_rows, nearest_time
from studio.ui.timeline.rows import Row
from studio.ui.timeline.state import TimelineState

INDENT, FOLD = 13, 16
"""Pixels: a step of depth, the triangle."""
BUTTONS = 52
"""Pixels on the right: to the key before, key here, to the key after."""


class Header(QWidget):
    """Rows lie beside those of the sheet."""

    def __init__(self, state: TimelineState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setFixedWidth(look.HEADER)
        self.setMouseTracking(True)
        self.setToolTip("Click selects a row, Ctrl or Shift more of them; the diamond sets or removes a key here")
        state.repaint.connect(self.update)
        state.moved.connect(self.update)
        state.session.person_changed.connect(lambda _: self.update())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.state.row_at(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        x = event.position().x()
        if row.folds and (row.kind == "section" or x < _left(row) + FOLD):
            self.state.fold(row)
        elif row.kind == "channel" and row.channels and x > self.width() - BUTTONS:
            self._press_button(row, x)
        elif row.kind not in ("hint", "section"):
            self._select(row, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.state.row_at(event.position().y())
        if row is not None and row.folds and row.kind != "section" and event.position().x() >= _left(row) + FOLD:
            self.state.fold(row)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.state.scroll_by(-event.angleDelta().y() // 2)
        event.accept()

    def _press_button(self, row: Row, x: float) -> None:
        session, part = self.state.session, int((x - (self.width() - BUTTONS)) / (BUTTONS / 3))
        if part == 1:
            key_rows(self.state, [row])
            return
        time = nearest_time(self.state, row.channels, session.time, back=part == 0)
        if time is not None:
            session.go(round(self.state.frame_of(time)))

    def _select(self, row: Row, modifiers: Qt.KeyboardModifier) -> None:
        state, ids = self.state, [row.id for row in self.state.rows]
        if modifiers & Qt.KeyboardModifier.ShiftModifier and state.active and state.active[-1] in ids:
            a, b = sorted((ids.index(state.active[-1]), ids.index(row.id)))
            state.activate([*state.active, *ids[a : b + 1]])
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            rest = [one for one in state.active if one != row.id]
            state.activate(rest if row.id in state.active else [*rest, row.id])
        else:
            state.activate([row.id])
        if row.person and not is_camera(row.person):
            state.session.choose_person(row.person)
        if row.kind == "node":
            state.session.select([row.node])

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(PANEL))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, top in self.state.visible_rows(self.height()):
                self._paint_row(painter, row, QRectF(0, top, self.width() - 1, row.height))
            painter.setPen(QColor(GROUND))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _paint_row(self, painter: QPainter, row: Row, box: QRectF) -> None:
        if row.kind == "hint":
            return
        if row.kind == "section":
            painter.fillRect(box, QColor(RAISED))
        elif row.id in self.state.active:
            picked = QColor(ACCENT)
            picked.setAlpha(60)
            painter.fillRect(box, picked)
        session = self.state.session
        named = row.person == session.person if row.kind == "person" else row.node in session.selection
        if named and row.kind in ("person", "node"):
            painter.fillRect(QRectF(0, box.top(), 3, box.height()), QColor(ACCENT))
        painter.setPen(QPen(QColor(GROUND), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if row.folds:
            self._paint_fold(painter, row, box)
        self._paint_name(painter, row, box)
        if row.kind == "channel" and row.channels:
            self._paint_buttons(painter, row, box)

    def _paint_fold(self, painter: QPainter, row: Row, box: QRectF) -> None:
        x, y = _left(row) + 7, box.center().y()
        points = (
            [(-4.0, -2.5), (4.0, -2.5), (0.0, 3.0)]
            if self.state.is_open(row)
            else [(-2.5, -4.0), (3.0, 0.0), (-2.5, 4.0)]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(FAINT))
        painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in points]))

    def _paint_name(self, painter: QPainter, row: Row, box: QRectF) -> None:
        x = _left(row) + FOLD
        if row.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(FAINT if row.gone else row.colour))
            size = 5 if row.kind == "person" else 3.5
            painter.drawEllipse(QPointF(x + 4, box.center().y()), size, size)
            x += 15 if row.kind == "person" else 13
        for one in row.pair:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours().get(one, FAINT)))
            painter.drawEllipse(QPointF(x + 4, box.center().y()), 4, 4)
            x += 10
        x += 5 if row.pair else 0
        which = look.font(9 if row.kind != "section" else 8.5, row.kind in ("section", "person"))
        painter.setFont(which)
        painter.setPen(QColor(FAINT if row.gone or row.kind == "section" else WORDS))
        value = self._value(row)
        room = box.right() - x - (BUTTONS + 8 if row.kind == "channel" else 8)
        shown = painter.fontMetrics().horizontalAdvance(value) + 8 if value else 0
        area = QRectF(x, box.top(), room - shown, box.height())
        if row.kind == "person":
            self._paint_doing(painter, row, area)
            area.setBottom(box.center().y() + 3)
        name = look.fits(row.title, area.width(), which)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(FAINT))
        area = QRectF(x, box.top(), room, box.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)

    def _colours(self) -> dict[str, str]:
        return {one.id: one.colour for one in self.state.watch.people()}

    def _paint_doing(self, painter: QPainter, row: Row, area: QRectF) -> None:
        """Under a person's name, in small letters, what they do now."""
        time = self.state.session.time
        now = [beat for beat in self.state.beats_of(row.person) if beat.start <= time < beat.end]
        painter.save()
        painter.setFont(look.font(7.5))
        painter.setPen(QColor(FAINT))
        still = "stands still" if is_camera(row.person) else "breathing"
        text = " + ".join(_said(beat) for beat in now) or ("not in the picture" if row.gone else still)
        under = QRectF(area.left(), area.center().y() + 2, area.width(), 14)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _value(self, row: Row) -> str:
        """A channel's value at the playhead."""
        if row.kind != "channel" or len(row.channels) != 1 or row.channels[0].bone:
            return ""
        state, channel = self.state, row.channels[0]
        value = keys.value_at(state.graph, state.session.library, channel, state.session.time)
        knob = keys.knob_of(state.graph, state.session.library, channel)
        unit = f" {knob.range.unit}" if knob is not None and knob.range is not None and knob.range.unit else ""
        if value is None:
            return ""
        return f"{round(value)}{unit}" if knob is not None and knob.kind == "int" else f"{value:.4g}{unit}"

    def _paint_buttons(self, painter: QPainter, row: Row, box: QRectF) -> None:
        state, y = self.state, box.center().y()
        time = state.session.time
        times = [time for channel in row.channels for time in state.times(channel)]
        x, step = box.right() - BUTTONS + 9, BUTTONS / 3
        painter.setPen(Qt.PenStyle.NoPen)
        for place, there, way in (
            (x, any(one < time - SAME for one in times), -1.0),
            (x + 2 * step, any(one > time + SAME for one in times), 1.0),
        ):
            painter.setBrush(QColor(FAINT if there else LINE))
            points = [QPointF(place - 2.5 * way, y - 4), QPointF(place - 2.5 * way, y + 4), QPointF(place + 3 * way, y)]
            painter.drawPolygon(QPolygonF(points))
        here = any(abs(one - time) < SAME for one in times)
        painter.setPen(QPen(look.PICKED if here else QColor(FAINT if times else LINE), 1.2))
        painter.setBrush(look.PICKED if here else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(look.diamond(x + step, y, 4.5))


def _left(row: Row) -> float:
    return 4.0 + max(0, row.depth - (row.kind != "section")) * INDENT


def _said(beat: Beat) -> str:
    return {"subtle": "settle"}.get(beat.motion, beat.motion).replace("_", " ")
