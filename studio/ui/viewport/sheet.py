"""Textures that stay: a picture of the same size goes into the one that is there."""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.ui.viewport.plane import Array

_TYPES = {"float16": "f2", "float32": "f4", "uint8": "f1"}


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

    def fill(self, pixels: Array | None, changed: bool = False) -> None:
        """Show (H, W, C) pixels, or nothing. The very same array is not sent twice, unless it ``changed``."""
        if pixels is self._held and self._texture is not None and not changed:
            return
        self._held = pixels
        sent = np.zeros((1, 1, 4), np.uint8) if pixels is None else self._small_enough(pixels)
        made = (*sent.shape, sent.dtype)
        if made != self._made:
            self._make(sent)
            self._made = made
        self._texture.write(np.ascontiguousarray(sent))
        self._mipmaps = False

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

    def _make(self, pixels: Array) -> None:
        if self._texture is not None:
            self._texture.release()
        height, width, channels = pixels.shape
        self._texture = self._gl.texture((width, height), channels, dtype=_TYPES[str(pixels.dtype)], alignment=1)
        self._texture.repeat_x = self._texture.repeat_y = False

    def _small_enough(self, pixels: Array) -> Array:
        """Every n-th pixel of what the graphics card cannot hold."""
        most = int(self._gl.info["GL_MAX_TEXTURE_SIZE"])
        step = -(-max(pixels.shape[:2]) // most)
        return pixels if step <= 1 else pixels[::step, ::step]
