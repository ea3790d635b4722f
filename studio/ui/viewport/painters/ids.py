"""Ids: who is seen at each pixel, in the person's colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.media.flow import Ids
from studio.ui.viewport.bones import person_colours
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, entry
from studio.ui.viewport.pencil import ink, label
from studio.ui.viewport.plane import IDS, Array, Plane, Rect
from studio.ui.viewport.tool import Place


class IdsPainter(Painter):
    """Shows :class:`~studio.media.flow.Ids`."""

    needs = ("People",)
    choices = ("names",)

    def prepare(self, value: Ids, setting: Setting) -> Prepared:
        """The index' own array, and where each person's middle is."""
        index = np.asarray(value.index, np.uint8)
        rect = setting.rect(index.shape[1], index.shape[0])
        own = person_colours(setting.beside, value.people)
        colours = tuple(own[name] for name in value.people)
        size = setting.size() or (0, 0)
        photo_rect = (0.0, 0.0, float(size[0]), float(size[1]))
        plane = Plane(IDS, rect, index[..., None], rect, setting.photo, photo_rect, 0.35, colours=colours)
        people = setting.beside.get("People") or {}
        names = [people[name].name if name in people and people[name].name else "" for name in value.people]
        middles = [_middle(index, k + 1, rect) for k in range(len(value.people))]
        return Prepared(plane, list(zip(value.people, names, middles, colours, strict=True)))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Everyone's number and name."""
        taken: list[QRectF] = []
        for person, name, middle, colour in prepared.drawing if options.names else ():
            if middle is not None:
                words = f"{person.rpartition('_')[2]}  {name}".strip()
                label(painter, place.to_widget(*middle), words, ink(colour), area, taken)

    def tell(self, value: Ids, prepared: Prepared, x: float, y: float) -> str:
        """Who is there."""
        at = entry(value.index, prepared.plane.rect, x, y)
        who = 0 if at is None else int(value.index[at])
        return value.people[who - 1] if 0 < who <= len(value.people) else "nobody"


def _middle(index: Array, who: int, rect: Rect) -> tuple[float, float] | None:
    """Where a label goes, in source pixels: on the person's topmost rows."""
    rows, columns = np.nonzero(index == who)
    if not rows.size:
        return None
    across, down = (rect[2] - rect[0]) / index.shape[1], (rect[3] - rect[1]) / index.shape[0]
    top = int(rows.min())
    middle = float(columns[rows <= top + 2].mean())
    return rect[0] + (middle + 0.5) * across, rect[1] + top * down
