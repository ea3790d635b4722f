"""What shows values of one type: it makes a plane for the GPU, draws lines over it, and answers the pixel probe."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.ui.bridge import Part
from studio.ui.viewport.options import Options
from studio.ui.viewport.plane import EMPTY, NOWHERE, PHOTO, Array, Plane, Rect, half
from studio.ui.viewport.tool import Place


@dataclass(frozen=True, eq=False)
class Setting:
    """What a value is shown in.

    Attributes:
        beside: Other values from above in the graph, by the name of their media: "Image" is the photo.
        frame: Gives the rectangle of the source, in its pixels, that an array of so many (width, height) shows.
        time: Seconds.
        part: Where the value lies, for a part of a picture.
    """

    beside: Mapping[str, Any] = field(default_factory=dict)
    frame: Any = None
    time: float = 0.0
    part: Part | None = None

    def rect(self, width: int, height: int) -> Rect:
        """Where an array of this size lies in the source."""
        if self.part is None:
            return self.whole(width, height)
        (x0, y0, x1, y1), (wide, high) = self.part
        left, top, right, bottom = self.whole(width, height)
        across, down = (right - left) / wide, (bottom - top) / high
        return left + x0 * across, top + y0 * down, left + x1 * across, top + y1 * down

    def whole(self, width: int, height: int) -> Rect:
        """Where the whole lies of which an array of this size is a part, or all."""
        width, height = (width, height) if self.part is None else self.part.size
        found: Rect = self.frame(width, height) if self.frame is not None else (0.0, 0.0, float(width), float(height))
        return found

    @property
    def photo(self) -> Array | None:
        """(H, W, 4) float16 linear light of the photo."""
        image = self.beside.get("Image")
        return None if image is None else half(image.pixels)

    def size(self) -> tuple[int, int] | None:
        """(width, height) of the photo."""
        photo = self.photo
        return None if photo is None else (photo.shape[1], photo.shape[0])


@dataclass(frozen=True, eq=False)
class Prepared:
    """A value made ready to be shown.

    Attributes:
        plane: For the GPU.
        drawing: Whatever the painter wants to keep for its lines.
    """

    plane: Plane
    drawing: Any = None


class Painter(ABC):
    """Shows values of one type. It holds no state: what it needs between two paintings is in ``Prepared``."""

    needs: tuple[str, ...] = ()
    """Media that it wants from above in the graph, by name."""
    instant = False
    """Preparing takes no time, so that it may be done in the window's thread."""

    patient = True
    """It waits for what it needs from above, the photo included, rather than showing less."""
    timed = False
    """What it draws changes with the playhead, though the value is the same."""
    choices: tuple[str, ...] = ()
    """Options that change what it draws; the menu of overlays offers them."""

    @abstractmethod
    def prepare(self, value: Any, setting: Setting) -> Prepared:
        """Make a value ready; called outside the window's thread unless ``instant``."""

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Draw lines over the plane; ``area`` is the widget's. By default none."""
        return None

    def tell(self, value: Any, prepared: Prepared, x: float, y: float) -> str:
        """What the probe says of a point of the source."""
        return ""

    def mesh(self, prepared: Prepared, options: Options) -> Array | None:
        """Triangles over the plane, as :mod:`studio.ui.viewport.mesh` takes them; the same array while it can be."""
        return None

    def bones(self, prepared: Prepared) -> tuple[str, ...]:
        """Names of bones whose weights it can show."""
        return ()


def over_photo(setting: Setting, dim: float = 1.0, size: tuple[int, int] | None = None) -> Plane:
    """The photo alone; where there is none yet, its empty frame of a size, or nothing where nobody knows that."""
    photo = setting.photo
    if photo is None:
        return Plane(EMPTY, NOWHERE) if size is None else Plane(PHOTO, (0.0, 0.0, float(size[0]), float(size[1])))
    rect = (0.0, 0.0, float(photo.shape[1]), float(photo.shape[0]))
    return Plane(PHOTO, rect, photo=photo, photo_rect=rect, dim=dim)


def entry(pixels: Array, rect: Rect, x: float, y: float) -> tuple[int, int] | None:
    """(row, column) of the array that lies under a point of the source, None beside it."""
    height, width = pixels.shape[:2]
    column = int(np.floor((x - rect[0]) / (rect[2] - rect[0]) * width)) if rect[2] > rect[0] else -1
    row = int(np.floor((y - rect[1]) / (rect[3] - rect[1]) * height)) if rect[3] > rect[1] else -1
    return (row, column) if 0 <= row < height and 0 <= column < width else None
