"""From the source picture's pixels to the film's: one grid for the plate, the textures and the vertices.

Convention:
    A :class:`FilmGrid` maps a whole-pixel rectangle of the source onto a whole-pixel rectangle of the film. Smaller
    films average areas (each film pixel is the mean of what it covers), larger ones interpolate with Keys' cubic, a =
    -0.75, as OpenCV's INTER_AREA and INTER_CUBIC do; a texture resampled by :func:`resample_patch` therefore fits the
    plate resampled by :func:`resample_picture`.
    Source: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE TASSP 1981.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]
Rect = tuple[int, int, int, int]


@dataclass(frozen=True)
class FilmGrid:
    """Which part of the source is seen, and where in the film.

    Attributes:
        source: (x0, y0, x1, y1) whole pixels of the source picture.
        film: (x0, y0, x1, y1) whole pixels of the film that show it.
        size: (width, height) of the film.
    """

    source: Rect
    film: Rect
    size: tuple[int, int]

    @property
    def scale(self) -> tuple[float, float]:
        """Film pixels for one source pixel, across and down."""
        sx0, sy0, sx1, sy1 = self.source
        fx0, fy0, fx1, fy1 = self.film
        return (fx1 - fx0) / (sx1 - sx0), (fy1 - fy0) / (sy1 - sy0)

    def to_film(self, points: npt.NDArray[Any]) -> F32:
        """(..., 2) positions in source pixels to film pixels."""
        scale = np.array(self.scale, np.float64)
        moved = (np.asarray(points, np.float64) - self.source[:2]) * scale + self.film[:2]
        out: F32 = moved.astype(np.float32)
        return out


def film_grid(source: tuple[int, int], film: tuple[int, int], scale: float = 1.0, fill: bool = False) -> FilmGrid:
    """The grid for a film of another size or shape.

    Args:
        source: (width, height) of the source picture.
        film: (width, height) of the shot; (0, 0) is the source's own.
        scale: Proxy scale.
        fill: Where the shapes differ, cut the source (True) or leave bars (False).

    Returns:
        The grid. Shapes that differ by less than a pixel in the film are stretched to fit.
    """
    width, height = (max(1, round(side * scale)) for side in (film if film[0] > 0 and film[1] > 0 else source))
    across, down = width / source[0], height / source[1]
    if abs(across * source[1] - height) <= 1 or abs(down * source[0] - width) <= 1:
        return FilmGrid((0, 0, *source), (0, 0, width, height), (width, height))
    if fill:
        seen = (min(source[0], max(1, round(width / max(across, down)))),
                min(source[1], max(1, round(height / max(across, down)))))  # fmt: skip
        return FilmGrid(_centred(seen, source), (0, 0, width, height), (width, height))
    shown = max(1, round(source[0] * min(across, down))), max(1, round(source[1] * min(across, down)))
    return FilmGrid((0, 0, *source), _centred(shown, (width, height)), (width, height))


def _centred(inner: tuple[int, int], outer: tuple[int, int]) -> Rect:
    x, y = (outer[0] - inner[0]) // 2, (outer[1] - inner[1]) // 2
    return x, y, x + inner[0], y + inner[1]


def resample_picture(pixels: npt.NDArray[Any], grid: FilmGrid) -> npt.NDArray[Any]:
    """A whole picture at film size.

    Args:
        pixels: (H, W) or (H, W, C) floats.
        grid: Where it goes; (H, W) must be the source's size.

    Returns:
        The same number type, (h, w) or (h, w, C); bars are 0, with alpha 1 where C is 4. At equal size, the very same
        values.
    """
    x0, y0, x1, y1 = grid.source
    fx0, fy0, fx1, fy1 = grid.film
    seen = pixels[y0:y1, x0:x1]
    if (fx1 - fx0, fy1 - fy0) != (x1 - x0, y1 - y0):
        how = cv2.INTER_AREA if _smaller(grid) else cv2.INTER_CUBIC
        seen = np.asarray(cv2.resize(seen.astype(np.float32), (fx1 - fx0, fy1 - fy0), interpolation=how))
        seen = seen if _smaller(grid) else seen.clip(0)
    if (fx0, fy0, fx1, fy1) == (0, 0, *grid.size):
        return np.ascontiguousarray(seen, pixels.dtype)
    whole = np.zeros((grid.size[1], grid.size[0], *pixels.shape[2:]), pixels.dtype)
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        whole[..., 3] = 1
    whole[fy0:fy1, fx0:fx1] = seen
    return whole


def _smaller(grid: FilmGrid) -> bool:
    return max(grid.scale) <= 1


def resample_patch(pixels: F16, origin: tuple[int, int], grid: FilmGrid) -> tuple[F16, tuple[int, int]]:
    """A patch of the picture, on the film's own pixels.

    Args:
        pixels: (h, w, 4) premultiplied; around it is nothing, except that it goes on beyond the picture's edge.
        origin: (x, y) of its top left pixel in the source; it may reach outside the picture.
        grid: The film's grid.

    Returns:
        ``(pixels, origin)`` in the film's pixels; may reach outside the film. The very same values at equal size.
    """
    if grid.scale == (1.0, 1.0):
        x, y = (origin[k] - grid.source[k] + grid.film[k] for k in (0, 1))
        return np.ascontiguousarray(pixels, np.float16), (x, y)
    height, width = pixels.shape[:2]
    area = _smaller(grid)
    columns, across = _weights(grid, 0, origin[0], width, area)
    rows, down = _weights(grid, 1, origin[1], height, area)
    mixed = down @ pixels.astype(np.float32).reshape(height, -1)
    mixed = mixed.reshape(-1, width, 4).transpose(1, 0, 2).reshape(width, -1)
    out = (across @ mixed).reshape(across.shape[0], -1, 4).transpose(1, 0, 2).clip(0)
    out[..., 3] = out[..., 3].clip(0, 1)
    return np.ascontiguousarray(out, np.float16), (columns, rows)


def _weights(grid: FilmGrid, axis: int, first: int, count: int, area: bool) -> tuple[int, Any]:
    """First film pixel, and sparse (film pixels, count): how much each patch pixel gives to each film pixel."""
    from scipy import sparse

    scale, reach = grid.scale[axis], 0 if area else 2
    at = np.array([first - reach, first + count + reach]) - grid.source[axis]
    low, high = int(np.floor(at[0] * scale + 1e-9)), int(np.ceil(at[1] * scale - 1e-9))
    edges = np.arange(low, high + 1) / scale + grid.source[axis]
    if area:
        taps = np.floor(edges[:-1] + 1e-9).astype(int)[:, None] + np.arange(int(np.ceil(1 / scale)) + 1)
        shares = (np.minimum(taps + 1, edges[1:, None]) - np.maximum(taps, edges[:-1, None])).clip(0) * scale
    else:
        centre = (edges[:-1] + edges[1:]) / 2 - 0.5
        taps = np.floor(centre).astype(int)[:, None] + np.arange(-1, 3)
        shares = _cubic(np.abs(taps - centre[:, None]))
        # OpenCV repeats the outermost pixels of the picture
        taps = taps.clip(grid.source[axis], grid.source[axis + 2] - 1) if _touches(grid, axis, first, count) else taps
    rows = np.repeat(np.arange(high - low), taps.shape[1]).reshape(taps.shape)
    inside = (taps >= first) & (taps < first + count) & (np.abs(shares) > 1e-7)
    shape = (high - low, count)
    made = sparse.csr_matrix((shares[inside], (rows[inside], taps[inside] - first)), shape, np.float32)
    return low + grid.film[axis], made


def _touches(grid: FilmGrid, axis: int, first: int, count: int) -> bool:
    """Whether a patch ends at the picture's edge, but does not reach over it."""
    low, high = grid.source[axis], grid.source[axis + 2]
    return first >= low and first + count <= high and (first == low or first + count == high)


def _cubic(t: npt.NDArray[np.float64], a: float = -0.75) -> npt.NDArray[np.float64]:
    near = ((a + 2) * t - (a + 3)) * t * t + 1
    far = ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
    return np.where(t <= 1, near, np.where(t < 2, far, 0.0))
