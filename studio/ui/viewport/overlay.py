"""Everything that is drawn over the picture with a painter, from the value's own lines to messages."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.ui.viewport.guides import draw_guides, draw_region, draw_wipe, half_plane
from studio.ui.viewport.messages import draw_message, draw_progress
from studio.ui.viewport.plane import EMPTY
from studio.ui.viewport.view import View

EMPTY_STATE = "Select a node in the graph and press 1, or drop a photo on the window."


def draw_value(painter: QPainter, view: View, whole: QRectF) -> None:
    """Lines of what is shown and of what it is compared with, and guides."""
    place, shown = view.place(), view.shown()
    if shown is None or view.looking.sides[0].error is not None:
        return
    painter.save()
    _clip(painter, view, second=False)
    shown.painter.paint(painter, place, shown.prepared, view.options, view.area())
    painter.restore()
    _paint_second(painter, view, whole)
    if not view.turned():
        draw_guides(painter, place, shown.prepared.plane.frame, view.options)


def value_key(view: View) -> tuple[object, ...]:
    """Equal as long as :func:`draw_value` draws the same."""
    shown = view.shown(), view.shown(True) if view.looking.comparing else None
    timed = any(one is not None and one.painter.timed for one in shown)
    place, failed = view.place(), view.looking.sides[0].error is not None
    # held, not their ids, so that no other gets the same
    return (*shown, place.origin, place.zoom, view.options.version, view.options.time if timed else 0.0, failed)


def draw_over(painter: QPainter, view: View, whole: QRectF) -> None:
    """The tool, the region, and messages."""
    place, side = view.place(), view.looking.sides[0]
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
