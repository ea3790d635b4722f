"""What is drawn on: colour, and beside it flow, depth and ids, as half floats, floats and bytes.

Convention:
    Row 0 of every array and texture is the top of the picture; nothing is ever flipped. Boxes are (x0, y0, x1, y1) in
    pixels of the film, x1 and y1 excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import moderngl

Box: TypeAlias = tuple[int, int, int, int]

LAYERS: dict[str, tuple[str, type[Any]]] = {
    "colour": ("f2", np.float16),
    "data": ("f4", np.float32),
    "ids": ("f1", np.uint8),
}
"""Name, GL type and numpy type of each layer; all have four channels."""


class Canvas:
    """A framebuffer with some of the layers ``colour``, ``data`` (flow x, flow y, depth, drawn) and ``ids``."""

    def __init__(self, gl: moderngl.Context, size: tuple[int, int], layers: tuple[str, ...]) -> None:
        """Make the textures.

        Args:
            gl: The context.
            size: (width, height) in pixels.
            layers: Names from :data:`LAYERS`, in the order of the shader's outputs.
        """
        self.gl, self.size, self.layers = gl, size, layers
        self.textures = {name: gl.texture(size, 4, dtype=LAYERS[name][0]) for name in layers}
        self.all = gl.framebuffer(list(self.textures.values()))
        self.each = {name: gl.framebuffer([texture]) for name, texture in self.textures.items()}

    def start(self, plate: moderngl.Framebuffer | None) -> None:
        """Put the plate into the colour and nothing into the other layers."""
        for name, single in self.each.items():
            if name == "colour" and plate is not None:
                self.gl.copy_framebuffer(single, plate)
            else:
                single.clear(0.0, 0.0, 0.0, 0.0)

    def read(self, layer: str, box: Box) -> npt.NDArray[Any]:
        """(h, w, 4) of one layer, in the layer's own number type."""
        x0, y0, x1, y1 = box
        pixels = np.empty((y1 - y0, x1 - x0, 4), LAYERS[layer][1])
        self.each[layer].read_into(
            pixels, viewport=(x0, y0, x1 - x0, y1 - y0), components=4, alignment=1, dtype=LAYERS[layer][0]
        )
        return pixels


class Canvases:
    """The canvases of one context, the last few used: sizes change with the proxy, and each one is large."""

    def __init__(self, gl: moderngl.Context, most: int = 3) -> None:
        self.gl, self.most = gl, most
        self._kept: dict[tuple[tuple[int, int], tuple[str, ...]], Canvas] = {}

    def get(self, size: tuple[int, int], layers: tuple[str, ...]) -> Canvas:
        """A canvas of this size and these layers; what was drawn on it before is still there."""
        canvas = self._kept.pop((size, layers), None) or Canvas(self.gl, size, layers)
        self._kept[size, layers] = canvas
        while len(self._kept) > self.most:
            del self._kept[next(iter(self._kept))]
        return canvas


def join_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that overlap become one, until none do: each pixel is then read once."""
    done: list[Box] = []
    for box in boxes:
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        while True:
            hit = next((other for other in done if _overlap(box, other)), None)
            if hit is None:
                break
            done.remove(hit)
            box = (min(box[0], hit[0]), min(box[1], hit[1]), max(box[2], hit[2]), max(box[3], hit[3]))
        done.append(box)
    return done


def clipped(box: Box, within: Box) -> Box:
    """What of a box lies inside another; (0, 0, 0, 0) for nothing."""
    x0, y0, x1, y1 = max(box[0], within[0]), max(box[1], within[1]), min(box[2], within[2]), min(box[3], within[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (0, 0, 0, 0)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def box_of(points: npt.NDArray[np.float32], size: tuple[int, int], margin: int = 2) -> Box:
    """The whole-pixel box of (N, 2) points, a little larger, inside the picture. Empty (0, 0, 0, 0) where nothing
    shows."""
    if points.size == 0 or not np.isfinite(points).all():
        return (0, 0, 0, 0)
    low, high = np.floor(points.min(axis=0)) - margin, np.ceil(points.max(axis=0)) + margin
    x0, y0 = (int(v) for v in np.clip(low, 0, size))
    x1, y1 = (int(v) for v in np.clip(high, 0, size))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (0, 0, 0, 0)
