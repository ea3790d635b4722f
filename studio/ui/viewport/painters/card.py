"""Everything that is no picture: a card that a person can read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting
from studio.ui.viewport.pencil import Card, draw_card
from studio.ui.viewport.plane import EMPTY, NOWHERE, Plane
from studio.ui.viewport.tool import Place

MOST_LINES = 24


class CardPainter(Painter):
    """Shows any value as a title and lines."""

    instant = True

    def prepare(self, value: Any, setting: Setting) -> Prepared:
        """Read the value's fields."""
        return Prepared(Plane(EMPTY, NOWHERE), card_of(value))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """The card, in the middle."""
        draw_card(painter, prepared.drawing, area)


def card_of(value: Any) -> Card:
    """A value as a card."""
    if isinstance(value, Mapping) and not value:
        return Card("Nobody", (("", "There is nobody in it."),))
    lines = list(_lines(value))
    rest = len(lines) - MOST_LINES
    return Card(type(value).__name__, (*lines[:MOST_LINES], *((("", f"… and {rest} more"),) if rest > 0 else ())))


def _lines(value: Any) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in dataclasses.fields(value):
            yield name.name.replace("_", " "), words(getattr(value, name.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key), words(item)
    elif isinstance(value, tuple | list):
        for k, item in enumerate(value):
            yield str(k + 1), words(item)
    else:
        yield "", words(value)


def words(value: Any) -> str:
    """A value in one line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, np.ndarray):
        return " × ".join(str(side) for side in value.shape) + f" {value.dtype}"
    if isinstance(value, str):
        return value or "–"
    if isinstance(value, Mapping):
        return ", ".join(str(key) for key in value) or "empty"
    if isinstance(value, tuple | list):
        return ", ".join(words(item) for item in value[:8]) + (" …" if len(value) > 8 else "")
    return type(value).__name__ if dataclasses.is_dataclass(value) else str(value)
