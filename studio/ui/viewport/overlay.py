"""Everything that is drawn over the picture with a painter, from the value's own lines to messages."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.ui.viewport.guides import draw_guides, draw_region, draw_wipe, half_plane
from studio.ui.viewport.messages import draw_message, draw_progress
from studio.ui.viewport.plane import EMPTY
from studio.ui.viewport.view import View

EMPTY_STATE = "Select a node in the graph and press 1, or drop a photo on the window."


def draw_over(painter: QPainter, view: View, whole: QRectF) -> None:
    """Lines of what is shown, guides, the tool and messages."""
    place = view.place()
    shown, side = view.shown(), view.looking.sides[0]
    if shown is not None and side.error is None:
        painter.save()
        _clip(painter, view, second=False)
        shown.painter.paint(painter, place, shown.prepared, view.options, view.area())
        painter.restore()
        _paint_second(painter, view, whole)
        if not view.turned():
            draw_guides(painter, place, shown.prepared.plane.frame, view.options)
    if view.options.region is not None:
        draw_region(painter, place, view.options.region)
    if view.sample is not None:
        draw_region(painter, place, view.sample)
    if view.tool is not None:
        painter.save()
        view.tool.paint(painter, place, whole)
        painter.restore()
    if side.error is not None:
        draw_message(painter, whole, side.error.error, _blame(view, side.error.node))
    elif view.looking.session.view() is None:
        draw_message(painter, whole, "Nothing is shown yet", EMPTY_STATE)
    if view.looking.busy is not None:
        draw_progress(painter, whole, *view.looking.busy)


def _paint_second(painter: QPainter, view: View, whole: QRectF) -> None:
    """Lines of what is compared: beside it, or under the wipe's line."""
    second = view.shown(True)
    if second is None or view.planes()[1].kind == EMPTY:
        return
    painter.save()
    if view.halved():
        painter.translate(whole.width() / 2, 0)
    if view.options.comparison != "difference":
        _clip(painter, view, second=True)
        second.painter.paint(painter, view.place(), second.prepared, view.options, view.area())
    painter.restore()
    if view.options.comparison == "wipe":
        draw_wipe(painter, view.wipe_middle(), view.options.angle, whole)


def _clip(painter: QPainter, view: View, second: bool) -> None:
    """Draw only where one of two compared pictures is seen."""
    if view.planes()[1].kind == EMPTY:
        return
    if view.halved():
        painter.setClipRect(view.area())
    elif view.options.comparison == "wipe":
        painter.setClipPath(
            half_plane(view.wipe_middle(), view.options.angle, second, 2 * view.area().width() + view.area().height())
        )


def _blame(view: View, node: str) -> str:
    found = view.looking.session.graph.nodes.get(node)
    if found is None:
        return "Press Ctrl+R to try again."
    return f"It failed in “{found.title or found.type.replace('_', ' ')}”. Mend it there, or press Ctrl+R."
