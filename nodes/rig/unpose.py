"""A person brought to another stance and back: where every pixel goes, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.mesh_raster import rasterise, sample
from nodes.rig.puppet import PuppetPose
from studio.media.rig import Part, Rig
from studio.node.context import Context

F32 = npt.NDArray[np.float32]
I16 = npt.NDArray[np.int16]

SAME = 0.5
"""Coverage from which a part is what is seen at a pixel."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A person in a stance, on a sheet of its own.

    Attributes:
        pixels: (h, w, 4) float32, linear-light, premultiplied.
        source: (h, w, 2) where in the photo each pixel comes from, NaN where nobody is.
        part: (h, w) which part is seen, -1 for none.
        origin: (x, y) of its top left corner, in pixels of the stance.
        detail: Pixels of the sheet a pixel of the stance.
    """

    pixels: F32
    source: F32
    part: I16
    origin: tuple[float, float]
    detail: float

    def to_sheet(self, places: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Places of the stance as places of the sheet."""
        return np.asarray((places - np.array(self.origin)) * self.detail)


def draw_sheet(ctx: Context, rig: Rig, pose: PuppetPose, detail: float) -> Sheet:
    """Draw a posed puppet, farthest part first, and remember where each pixel comes from."""
    everything = np.concatenate(pose.vertices)
    low, high = np.floor(everything.min(axis=0)) - 2, np.ceil(everything.max(axis=0)) + 2
    size = (max(1, round(float(high[0] - low[0]) * detail)), max(1, round(float(high[1] - low[1]) * detail)))
    made = Sheet(
        np.zeros((size[1], size[0], 4), np.float32), np.full((size[1], size[0], 2), np.nan, np.float32),
        np.full((size[1], size[0]), -1, np.int16), (float(low[0]), float(low[1])), detail,
    )  # fmt: skip
    for k in pose.order:
        ctx.check()
        part = rig.parts[k]
        at = rasterise(made.to_sheet(pose.vertices[k]), part.triangles, part.vertices, size)
        seen = textured(part, at)
        made.pixels[...] = seen + made.pixels * (1 - seen[..., 3:])
        on_top = seen[..., 3] >= SAME
        made.source[on_top], made.part[on_top] = at[on_top], k
    return made


def textured(part: Part, at: F32) -> F32:
    """(H, W, 4) a part's own colours at places of the photo."""
    found = sample(part.texture.pixels, at - np.array(part.texture.origin, np.float32))
    found[..., 3] = found[..., 3].clip(0, 1)
    return np.asarray(found.clip(0, None), np.float32)


def bring_back(
    ctx: Context,
    rig: Rig,
    pose: PuppetPose,
    sheet: Sheet,
    painted: F32,
    photo: F32,
    order: Sequence[int],
    in_front: Sequence[Rig] = (),
) -> tuple[F32, npt.NDArray[np.bool_]]:
    """A sheet's pixels where the photo has them.

    Args:
        ctx: Services.
        rig: The person.
        pose: The stance of the sheet.
        sheet: As it was drawn.
        painted: (h, w, 4) the sheet, as drawn or as somebody painted over it; premultiplied.
        photo: (H, W, 4) premultiplied.
        order: Parts of the photo, farthest first.
        in_front: Those who stand before the person; what they cover stays.

    Returns:
        The photo with the person put back, and where that is: what the stance hides stays as in the photo.
    """
    height, width = photo.shape[:2]
    goes = np.full((height, width, 2), np.nan, np.float32)
    owner = np.full((height, width), -1, np.int16)
    for k in order:
        ctx.check()
        part = rig.parts[k]
        x0, y0, x1, y1 = _window(part, width, height)
        if x0 >= x1 or y0 >= y1:
            continue
        shift = np.array([x0, y0], np.float32)
        values = np.concatenate([sheet.to_sheet(pose.vertices[k]), part.vertices], axis=1)
        found = rasterise(part.vertices - shift, part.triangles, values, (x1 - x0, y1 - y0))
        on_top = textured(part, found[..., 2:])[..., 3] >= SAME
        goes[y0:y1, x0:x1][on_top], owner[y0:y1, x0:x1][on_top] = found[on_top][:, :2], k
    seen = (owner >= 0) & ~covered(in_front, (width, height))
    there = np.nan_to_num(np.floor(goes), nan=-1).astype(np.int64)
    inside = seen & (there >= 0).all(2) & (there[..., 0] < painted.shape[1]) & (there[..., 1] < painted.shape[0])
    inside[inside] = sheet.part[there[..., 1][inside], there[..., 0][inside]] == owner[inside]
    found = sample(painted, np.where(inside[..., None], goes, np.nan))
    inside &= found[..., 3] > 0.2
    colour = found[..., :3] / np.maximum(found[..., 3:], 0.2)
    out = np.array(photo, np.float32)
    out[inside, :3] = colour[inside].clip(0, None) * photo[inside, 3:]
    return out, inside


def covered(rigs: Sequence[Rig], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """(H, W) where any of these people is seen in the photo."""
    out = np.zeros((size[1], size[0]), bool)
    for rig in rigs:
        for part in rig.parts:
            x, y = part.texture.origin
            alpha = part.texture.pixels[..., 3] >= SAME
            x0, y0 = max(0, x), max(0, y)
            x1, y1 = min(size[0], x + alpha.shape[1]), min(size[1], y + alpha.shape[0])
            if x0 < x1 and y0 < y1:
                out[y0:y1, x0:x1] |= alpha[y0 - y : y1 - y, x0 - x : x1 - x]
    return out


def _window(part: Part, width: int, height: int) -> tuple[int, int, int, int]:
    low, high = np.floor(part.vertices.min(axis=0)), np.ceil(part.vertices.max(axis=0))
    return max(0, int(low[0])), max(0, int(low[1])), min(width, int(high[0]) + 1), min(height, int(high[1]) + 1)
