"""Textures that stay: a picture of the same size goes into the one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from studio.ui.viewport.overview import is_large, overview_of
from studio.ui.viewport.plane import Array

_TYPES = {"float16": "f2", "float32": "f4", "uint8": "f1"}
BAND = 8 << 20
"""Bytes of a large picture that are sent at once."""


class Sheet:
    """One texture, filled again and again.

    Args:
        gl: The moderngl context that it lives in.
    """

    def __init__(self, gl: Any) -> None:
        self._gl = gl
        self._texture: Any = None
        self._held: Array | None = None
        self._made: tuple[Any, ...] = ()
        self._mipmaps = False
        self._sent = 0

    def fill(self, pixels: Array | None, changed: bool = False) -> None:
        """Show (H, W, C) pixels, or nothing. The very same array is not sent twice, unless it ``changed``."""
        if pixels is self._held and self._texture is not None and not changed:
            return
        self._held = pixels
        sent = np.zeros((1, 1, 4), np.uint8) if pixels is None else self._small_enough(pixels)
        self._fit(sent)
        self._texture.write(np.ascontiguousarray(sent))

    def fill_further(self, pixels: Array) -> bool:
        """Send one band more of a large picture; True once all of it is there."""
        if pixels is not self._held:
            self._held, self._sent = pixels, 0
            self._fit(self._small_enough(pixels))
        sent = self._small_enough(pixels)
        height, width = sent.shape[:2]
        if self._sent < height:
            rows = min(max(1, BAND // max(1, sent[0].nbytes)), height - self._sent)
            part = np.ascontiguousarray(sent[self._sent : self._sent + rows])
            self._texture.write(part, viewport=(0, self._sent, width, rows))
            self._sent += rows
        return self._sent >= height

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the texture."""
        size: tuple[int, int] = self._texture.size
        return size

    def use(self, unit: int, level: float, smooth: bool) -> None:
        """Bind it, ready to be read at a level of detail (0 is full size)."""
        wanted = level > 1 and smooth
        if wanted and not self._mipmaps:
            self._texture.build_mipmaps()
            self._mipmaps = True
        near, linear = self._gl.NEAREST, self._gl.LINEAR
        far = (self._gl.LINEAR_MIPMAP_LINEAR if wanted else linear) if smooth else near
        self._texture.filter = (far, linear if smooth else near)
        self._texture.use(unit)

    def _fit(self, pixels: Array) -> None:
        """Have a texture of the size and kind of these pixels."""
        self._mipmaps = False
        made = (*pixels.shape, pixels.dtype)
        if made == self._made:
            return
        if self._texture is not None:
            self._texture.release()
        height, width, channels = pixels.shape
        self._texture = self._gl.texture((width, height), channels, dtype=_TYPES[str(pixels.dtype)], alignment=1)
        self._texture.repeat_x = self._texture.repeat_y = False
        self._made = made

    def _small_enough(self, pixels: Array) -> Array:
        """Every n-th pixel of what the graphics card cannot hold."""
        most = int(self._gl.info["GL_MAX_TEXTURE_SIZE"])
        step = -(-max(pixels.shape[:2]) // most)
        return pixels if step <= 1 else pixels[::step, ::step]


def warm(gl: Any) -> Iterator[None]:
    """Have a driver that draws without a graphics card make its programs for mipmaps, a part with each step."""
    for kind in (np.float16, np.uint8):
        pixels = np.zeros((20, 12, 4), kind)
        texture = gl.texture((12, 20), 4, pixels.tobytes(), dtype=_TYPES[pixels.dtype.name], alignment=1)
        for level in (0, 1):
            texture.build_mipmaps(level, level + 1)
            yield
        texture.release()


class LargeSheet:
    """A texture for pictures of any size: a large one is seen as its overview until it is looked at closely.

    Args:
        gl: The moderngl context that it lives in.
    """

    def __init__(self, gl: Any) -> None:
        self._small, self._full = Sheet(gl), Sheet(gl)
        self._shown = self._small

    def fill(self, pixels: Array | None, across: float) -> bool:
        """Show pixels on so many pixels of the screen across; False while a part of them is yet to be sent."""
        self._shown = self._small
        if pixels is None or not is_large(pixels):
            self._small.fill(pixels)
            return True
        overview = overview_of(pixels)
        self._small.fill(overview)
        if overview.shape[1] >= 0.98 * across:
            return True
        done = self._full.fill_further(pixels)
        self._shown = self._full if done else self._small
        return done

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the texture that is shown."""
        return self._shown.size

    def use(self, unit: int, level: float, smooth: bool) -> None:
        """Bind it; see :meth:`Sheet.use`."""
        self._shown.use(unit, level, smooth)
