"""Rigs: bones from red (held) to green (free), the mesh, and the weights of one bone as heat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from studio.media.rig import Rig
from studio.ui.viewport.bones import draw_bones, freedom_colour, person_colours
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import caption, dot, ink, label, letters
from studio.ui.viewport.plane import Array
from studio.ui.viewport.ramps import turbo
from studio.ui.viewport.tool import Place

CORNERS = np.eye(3, dtype=np.float32)


class RigsPainter(Painter):
    """Shows Rigs."""

    needs = ("People",)
    choices = ("outlines", "skeletons", "names", "weights")

    def prepare(self, value: Mapping[str, Rig], setting: Setting) -> Prepared:
        """The meshes as one, farthest person first."""
        ordered = sorted(value.values(), key=lambda rig: rig.layer)
        colours = person_colours(setting.beside, list(value))
        return Prepared(over_photo(setting, 0.5), [(rig, colours[rig.person]) for rig in ordered])

    def mesh(self, prepared: Prepared, options: Options) -> Array | None:
        """Triangles: in the person's colour, or as heat of the chosen bone's weights."""
        return _mesh(prepared, options.weights) if options.outlines else None

    def bones(self, prepared: Prepared) -> tuple[str, ...]:
        """Bones of all rigs."""
        return tuple(dict.fromkeys(bone for rig, _ in prepared.drawing for bone in rig.bones))

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Bones, why they are held, and pins."""
        taken: list[QRectF] = []
        for rig, _ in prepared.drawing if options.skeletons else ():
            colours = [freedom_colour(free) for free in rig.freedom]
            draw_bones(painter, place, rig.heads, rig.tails, colours)
            for bone in rig.pinned:
                if bone in rig.bones:
                    tail = rig.tails[rig.bones.index(bone)]
                    dot(painter, place.to_widget(float(tail[0]), float(tail[1])), ink((0.3, 0.6, 0.95)), 4.2)
        for rig, colour in prepared.drawing if options.names else ():
            top = rig.tails[int(np.argmin(rig.tails[:, 1]))]
            at = place.to_widget(float(top[0]), float(top[1])) - QPointF(0, 8)
            label(painter, at, rig.person.rpartition("_")[2], ink(colour), area, taken)
        for rig, _ in prepared.drawing if options.names else ():
            _reasons(painter, place, rig, taken)

    def tell(self, value: Mapping[str, Rig], prepared: Prepared, x: float, y: float) -> str:
        """The bone that is nearest, how free it is and why."""
        found = [(_away(rig, x, y), rig) for rig in value.values()]
        if not found:
            return ""
        away, rig = min(found, key=lambda pair: float(pair[0].min()))
        k = int(away.argmin())
        if away[k] > 0.35 * rig.pixels_per_metre:
            return ""
        reason = f"   {rig.reasons[k]}" if rig.reasons[k] else ""
        return f"{rig.bones[k]}   free {rig.freedom[k]:.0%}{reason}"


@lru_cache(maxsize=4)
def _mesh(prepared: Prepared, bone: str) -> Array | None:
    """(N, 9) float32: x, y in source pixels, three corner numbers, and premultiplied red, green, blue, alpha."""
    parts = []
    for rig, colour in prepared.drawing:
        heat = rig.bones.index(bone) if bone in rig.bones else -1
        for part in sorted(rig.parts, key=lambda part: part.order):
            corners = part.triangles.reshape(-1)
            rows = np.empty((len(corners), 9), np.float32)
            rows[:, :2] = part.vertices[corners]
            rows[:, 2:5] = np.tile(CORNERS, (len(part.triangles), 1))
            if heat >= 0:
                weight = part.weights[corners, heat]
                rows[:, 5:8] = turbo()[np.rint(20 + 225 * weight.clip(0, 1)).astype(int)] * 0.72
                rows[:, 8] = 0.72
            else:
                rows[:, 5:] = *(0.16 * channel for channel in colour), 0.16
            parts.append(rows)
    return np.ascontiguousarray(np.concatenate(parts)) if parts else None


def _reasons(painter: QPainter, place: Place, rig: Rig, taken: list[QRectF]) -> None:
    """Why limbs are held, once for each reason that neighbouring bones share, and where there is room for words."""
    metrics = QFontMetricsF(letters(10.5))
    for k, reason in enumerate(rig.reasons):
        parent = int(rig.parents[k])
        if not reason or (parent >= 0 and rig.reasons[parent] == reason):
            continue
        middle = (rig.heads[k, :2] + rig.tails[k, :2]) / 2
        at = place.to_widget(*map(float, middle)) + QPointF(9, 4)
        box = metrics.boundingRect(reason).translated(at).adjusted(-2, 1, 2, -1)
        if not any(box.intersects(other) for other in taken):
            taken.append(box)
            caption(painter, at, reason, "#ffd9a0", 10.5)


def _away(rig: Rig, x: float, y: float) -> Array:
    """(J,) distance of a point to each bone, in source pixels."""
    a, b = rig.heads[:, :2].astype(np.float64), rig.tails[:, :2].astype(np.float64)
    along = b - a
    share = np.clip(((np.array([x, y]) - a) * along).sum(1) / np.maximum((along**2).sum(1), 1e-9), 0, 1)
    return np.asarray(np.hypot(*(a + along * share[:, None] - np.array([x, y])).T))
