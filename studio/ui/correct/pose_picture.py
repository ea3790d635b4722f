"""What the pose tool draws over the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nodes.algorithms.drag_joint import bones_of
from nodes.motion.correction_keys import times
from studio.ui.correct.bones_painter import LOOSE, paint_bones, paint_ghost, paint_handles, paint_words
from studio.ui.correct.doll import Doll, title_of
from studio.ui.correct.picking import visible
from studio.ui.theme import FAINT
from studio.ui.viewport.tool import Place

if TYPE_CHECKING:
    from studio.ui.correct.pose_tool import PoseTool

BEFORE, AFTER = QColor("#6fb1ff"), QColor("#ff9e5e")
"""Ghosts of the key before and of the key after."""


class PosePicture:
    """Skeletons of everybody, handles of the chosen person, ghosts of neighbouring keys, a word on what is hovered."""

    def __init__(self, tool: PoseTool) -> None:
        self._tool = tool

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw it all."""
        tool, session, cast = self._tool, self._tool.session, self._tool.cast
        for name in visible(session, cast):
            other = None if name == session.person else tool.doll_of(name, session.time)
            if other is not None:
                paint_bones(painter, place, other, self._colour(name), strong=name == tool.over)
        shown = tool.shown()
        if shown is None:
            self._say(painter, area)
            return
        if tool.plain:
            paint_words(painter, area, area.topLeft() + QPointF(-2, 2), "Without corrections")
        if tool.ghosts and not tool.plain:
            self._paint_ghosts(painter, place)
        colour = self._colour(shown.person)
        paint_bones(painter, place, shown, colour, strong=True)
        pinned = tool.pinned(shown.person)
        paint_handles(painter, place, shown, colour, tool.hovered, tool.selected, tool.keyed(), pinned)
        if tool.hovered and tool.drag_of is None:
            paint_words(painter, area, tool.mouse, self.about(shown, tool.hovered), strip=colour)

    def about(self, shown: Doll, handle: str) -> str:
        """A joint in words, and what holds it."""
        words, bone = title_of(handle), shown.held(handle)
        rig = self._tool.cast.rigs[shown.person]
        reasons = [rig.reasons[rig.bones.index(b)] for b in ([bone] if bone else bones_of(handle)) if b in rig.bones]
        reason = next((one for one in reasons if one), "")
        if bone:
            return f"{words} held: {reason or 'it is not seen'}"
        limited = shown.freedom(handle) < LOOSE and reason
        return f"{words}, moves a little: {reason}" if limited else words

    def _paint_ghosts(self, painter: QPainter, place: Place) -> None:
        session, cast = self._tool.session, self._tool.cast
        at = times(cast.corrections, session.person)
        before, after = [t for t in at if t < session.time - 1e-3], [t for t in at if t > session.time + 1e-3]
        for near, colour in ((before[::-1][:2], BEFORE), (after[:2], AFTER)):
            for k, time in enumerate(near):
                ghost = self._tool.doll_of(session.person, time)
                if ghost is not None:
                    paint_ghost(painter, place, ghost, colour, 0.95 if k == 0 else 0.45)

    def _say(self, painter: QPainter, area: QRectF) -> None:
        session, cast = self._tool.session, self._tool.cast
        if session.person and session.person not in cast.people:
            return
        words = "Click a person to pose them" if cast.rigs else self._waiting()
        if words:
            paint_words(painter, area, area.topLeft() + QPointF(-2, 2), words)

    def _waiting(self) -> str:
        cast = self._tool.cast
        if not self._tool.session.graph.nodes:
            return ""
        return "Building the people's bodies ..." if cast.busy else cast.trouble

    def _colour(self, person: str) -> QColor:
        found = self._tool.cast.people.get(person)
        return QColor.fromRgbF(*found.colour) if found is not None else QColor(FAINT)
