"""Triangles into an array on the CPU: values that vary over a mesh, where each pixel's centre lies in a triangle.

Source: Pineda, "A parallel algorithm for polygon rasterization", SIGGRAPH 1988 (edge functions).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Array = npt.NDArray[Any]


def rasterise(places: Array, triangles: Array, values: Array, size: tuple[int, int]) -> F32:
    """Values at every pixel that a mesh covers.

    Args:
        places: (V, 2) where the vertices are, in pixels; pixel centres lie at .5.
        triangles: (F, 3) indices of vertices.
        values: (V, C) what varies over the mesh.
        size: (width, height).

    Returns:
        (H, W, C) float32, NaN where nothing is; of triangles that overlap, the last one.
    """
    width, height = size
    out = np.full((height, width, values.shape[1]), np.nan, np.float32)
    places, values = np.asarray(places, np.float64), np.asarray(values, np.float64)
    for corners in np.asarray(triangles):
        a, b, c = places[corners]
        area = float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
        if abs(area) < 1e-9:
            continue
        x0, y0 = (max(0, int(np.floor(min(a[k], b[k], c[k]) - 0.5))) for k in (0, 1))
        x1, y1 = (min(side, int(np.ceil(max(a[k], b[k], c[k]) + 0.5))) for k, side in ((0, width), (1, height)))
        if x0 >= x1 or y0 >= y1:
            continue
        x, y = np.meshgrid(np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5)
        u = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area
        v = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area
        w = 1 - u - v
        inside = (u >= -1e-7) & (v >= -1e-7) & (w >= -1e-7)
        if inside.any():
            one, two, three = values[corners]
            found = u[inside, None] * one + v[inside, None] * two + w[inside, None] * three
            out[y0:y1, x0:x1][inside] = found
    return out


def sample(pixels: Array, at: F32, cubic: bool = True) -> F32:
    """Pixels of a picture at places.

    Args:
        pixels: (h, w, C) of up to four channels.
        at: (H, W, 2) places in its pixels, centres at .5; NaN gives 0.
        cubic: Catmull-Rom-like sampling; otherwise bilinear.

    Returns:
        (H, W, C) float32; what lies outside of the picture is as its edge.
    """
    import cv2

    source = np.ascontiguousarray(pixels, np.float32)
    where = np.nan_to_num(at - 0.5, nan=0.0).astype(np.float32)
    way = cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR
    found = cv2.remap(source, where[..., 0], where[..., 1], way, borderMode=cv2.BORDER_REPLICATE)
    found = found.reshape(*at.shape[:2], -1)
    found[np.isnan(at).any(axis=2)] = 0
    return np.asarray(found, np.float32)
