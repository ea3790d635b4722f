"""Which pixels of a person belong to a limb: paths along the picture, dear across its edges, from the bones outwards.

Source: geodesic segmentation, Criminisi, Sharp and Blake, GeoS, ECCV 2008; here by Dijkstra on the pixel grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

WORK_PIXELS = 60_000
"""Pixels at which paths are found; ownership is smooth enough to be scaled up."""

SHARED_PIXELS = 30_000
"""The same for pixels shared out among several, whose borders are smoothed."""

STRAYING = 5.0
"""How much dearer a step gets for each width of the limb that it lies beyond the limb's usual outline."""


def claim(
    pixels: npt.NDArray[Any], inside: Mask, limb: Mask, body: Mask, stray: npt.NDArray[Any], edge_cost: float = 10.0
) -> F32:
    """How much nearer each pixel is to the limb than to the body.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        inside: (H, W) where paths may go.
        limb: (H, W) pixels that surely are the limb.
        body: (H, W) pixels that surely are not.
        stray: (H, W) how far a pixel is from where the limb may be expected, in the limb's widths; 0 is expected.
        edge_cost: What crossing the strongest edges costs against walking through flat colour.

    Returns:
        (H, W) float32 in -1..1: above zero is the limb; -1 where no path leads.
    """
    import cv2
    from skimage.graph import MCP_Geometric

    height, width = inside.shape
    size = _work_size(inside.shape)
    small = [cv2.resize(m.astype(np.float32), size, interpolation=cv2.INTER_AREA) for m in (inside, limb, body)]
    cost = 1 + edge_cost * _edges(cv2.resize(_colours(pixels), size, interpolation=cv2.INTER_AREA), small[0] > 0.5)
    reluctant = cost * (1 + STRAYING * cv2.resize(np.asarray(stray, np.float32), size, interpolation=cv2.INTER_AREA))
    sides = ((small[1] > 0.5, reluctant), ((small[2] > 0.5) & (small[1] <= 0.5), cost))
    reach = []
    for seeds, price in sides:
        walk = np.where(small[0] > 0.3, price, -1.0)
        starts = np.argwhere(seeds & (walk > 0))
        if len(starts) == 0:
            reach.append(np.full(walk.shape, np.inf))
            continue
        reach.append(MCP_Geometric(walk).find_costs(starts)[0])
    to_limb, to_body = (np.minimum(r, 1e6) for r in reach)
    nearer = (to_body - to_limb) / np.maximum(to_body + to_limb, 1e-3)
    nearer = np.where(small[0] > 0.3, nearer, cv2.dilate(np.where(small[0] > 0.3, nearer, -1), np.ones((5, 5))))
    return np.asarray(
        cv2.resize(nearer.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )


def share_out(
    pixels: npt.NDArray[Any], inside: Mask, seeds: Sequence[Mask], strays: Sequence[npt.NDArray[Any] | None],
    edge_cost: float = 10.0,
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """Share the pixels of a person among several owners, each to the one to whom the cheapest path leads.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        inside: (H, W) where paths may go.
        seeds: (H, W) each, pixels that surely are an owner's; where they overlap the last one has them.
        strays: (H, W) each, how far a pixel is from where an owner may be expected, in its widths; None: anywhere.
        edge_cost: What crossing the strongest edges costs against walking through flat colour.

    Returns:
        (H, W) uint8 index of the owner; of the nearest one where no path leads.
    """
    import cv2
    from skimage.graph import MCP_Geometric

    height, width = inside.shape
    size = _work_size(inside.shape, SHARED_PIXELS)
    room, *sure = (cv2.resize(m.astype(np.float32), size, interpolation=cv2.INTER_AREA) for m in (inside, *seeds))
    cost = 1 + edge_cost * _edges(cv2.resize(_colours(pixels), size, interpolation=cv2.INTER_AREA), room > 0.5)
    reach = np.full((len(seeds), *cost.shape), np.inf)
    for k, (seed, stray) in enumerate(zip(sure, strays, strict=True)):
        away = 0.0 if stray is None else cv2.resize(np.asarray(stray, np.float32), size, interpolation=cv2.INTER_AREA)
        walk = np.where(room > 0.3, cost * (1 + STRAYING * away), -1.0)
        starts = np.argwhere((seed > 0.5) & (walk > 0))
        if len(starts):
            reach[k] = MCP_Geometric(walk).find_costs(starts)[0]
    owner = np.where(np.isfinite(reach.min(axis=0)), reach.argmin(axis=0), -1)
    votes = [
        cv2.resize(cv2.blur((owner == k).astype(np.float32), (3, 3)), (width, height), interpolation=cv2.INTER_LINEAR)
        for k in range(len(seeds))
    ]
    return np.asarray(np.argmax(votes, axis=0), np.uint8)


def refine(
    pixels: npt.NDArray[Any], inside: Mask, region: Mask, band: int, zone: Mask | None = None
) -> Mask:  # fmt: skip
    """Move a region's border, within a band, to where the colours change from the region's to those beyond it.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        inside: (H, W) the person.
        region: (H, W) the limb.
        band: How far the border may move, in pixels.
        zone: (H, W) where it may move; both sides have their colours from outside of it. None: anywhere in the band.

    Returns:
        (H, W) the limb; unchanged where both sides have one colour.
    """
    import cv2

    from nodes.algorithms.cloth_fill import spread

    beyond = inside & ~region
    if zone is None:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * band + 1, 2 * band + 1))
        cores = [cv2.erode(side.astype(np.uint8), kernel) > 0 for side in (region, beyond)]
    else:
        cores = [side & ~zone for side in (region, beyond)]
    if not all(core.any() for core in cores):
        return region
    colours = cv2.GaussianBlur(_colours(pixels), (0, 0), 0.8)
    mine, other = (spread(colours, core) for core in cores)
    apart = ((mine - other) ** 2).sum(axis=2)
    likeness = (((colours - other) ** 2).sum(axis=2) - ((colours - mine) ** 2).sum(axis=2)) / (apart + 0.01)
    depth = cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, 3)
    depth = depth - cv2.distanceTransform(beyond.astype(np.uint8), cv2.DIST_L2, 3)
    vote = cv2.GaussianBlur(np.clip(likeness, -1, 1) + 0.8 * depth / band, (0, 0), 1.0)
    moving = np.abs(depth) <= band
    return np.where(moving if zone is None else moving & zone, vote > 0, region) & inside


def outline_support(pixels: npt.NDArray[Any], inside: Mask, region: Mask, ignored: Mask) -> float:
    """How much of a region's outline can be seen: 1 where it is the person's own outline or a clear edge.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        inside: (H, W) the person.
        region: (H, W) the limb.
        ignored: (H, W) where the outline does not count: the joint at which the limb goes on into the body.
    """
    import cv2

    size = _work_size(inside.shape)
    body, limb, blind = (
        cv2.resize(m.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5 for m in (inside, region, ignored)
    )
    kernel = np.ones((3, 3), np.uint8)
    outline = (cv2.dilate(limb.astype(np.uint8), kernel) > 0) & ~limb & ~blind
    edges = _edges(cv2.resize(_colours(pixels), size, interpolation=cv2.INTER_AREA), body)
    clear = np.clip(cv2.dilate(edges, kernel) / 0.5, 0, 1)
    clear[cv2.erode(body.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0] = 1
    return float(clear[outline].mean()) if outline.any() else 1.0


def capsules(shape: tuple[int, ...], heads: npt.NDArray[Any], tails: npt.NDArray[Any], radii: npt.NDArray[Any]) -> Mask:
    """(H, W) pixels within ``radii`` (B,) of the segments from ``heads`` to ``tails`` (B, 2)."""
    import cv2

    canvas = np.zeros(shape, np.uint8)
    for head, tail, radius in zip(heads, tails, radii, strict=True):
        ends = [tuple(round(float(v) * 8) for v in p - 0.5) for p in (head, tail)]
        cv2.line(canvas, ends[0], ends[1], 1, max(round(2 * float(radius)), 1), cv2.LINE_8, 3)
    return canvas > 0


def _work_size(shape: tuple[int, ...], most: int = WORK_PIXELS) -> tuple[int, int]:
    """(width, height) at which to work."""
    scale = min(1.0, (most / max(shape[0] * shape[1], 1)) ** 0.5)
    return max(round(shape[1] * scale), 4), max(round(shape[0] * scale), 4)


def _colours(pixels: npt.NDArray[Any]) -> F32:
    """Straight colours, roughly as bright as the eye sees them."""
    alpha = np.maximum(pixels[..., 3:].astype(np.float32), 1e-2)
    return np.asarray(np.sqrt(np.clip(pixels[..., :3] / alpha, 0, 1)), np.float32)


def _edges(colours: F32, inside: Mask) -> F32:
    """(h, w) strength of edges in 0..1, 1 for the strongest tenth of the person's."""
    import cv2

    soft = cv2.GaussianBlur(colours, (0, 0), 1.0)
    dx, dy = (cv2.Sobel(soft, cv2.CV_32F, a, b, ksize=3) for a, b in ((1, 0), (0, 1)))
    strength = np.sqrt((dx * dx + dy * dy).max(axis=2))
    deep = cv2.erode(inside.astype(np.uint8), np.ones((5, 5))) > 0
    top = float(np.quantile(strength[deep], 0.9)) if deep.any() else 1.0
    return np.asarray(np.clip(strength / max(top, 0.02), 0, 1.5), np.float32)
