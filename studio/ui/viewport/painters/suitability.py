"""Suitability: a card with lights, worst first."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.media.suitability import Suitability
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import Card, draw_card
from studio.ui.viewport.tool import Place

VERDICT = {
    "green": "Fit to be animated",
    "yellow": "Fit to be animated, with flaws that will show",
    "red": "Not fit to be animated as it is",
}


class SuitabilityPainter(Painter):
    """Shows a :class:`~studio.media.suitability.Suitability`."""

    instant = True

    def prepare(self, value: Suitability, setting: Setting) -> Prepared:
        """The card."""
        lines = [
            (f"{finding.name}{' ' + finding.person.rpartition('_')[2] if finding.person else ''}", finding.advice)
            for finding in value.findings
        ]
        lights = [finding.light for finding in value.findings]
        return Prepared(over_photo(setting, 0.25), Card(VERDICT[value.light], lines, lights, value.light))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """The card over the darkened photo."""
        draw_card(painter, prepared.drawing, area)
