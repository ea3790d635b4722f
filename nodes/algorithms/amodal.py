"""How far a person goes on behind those in front: coverage that the photo does not show.

Source: what is hidden of a thing that is partly seen is its amodal completion, Kanizsa, "Organization in Vision", 1979.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

WIDER = 1.1
"""How wide a trunk is, in distances of its joints."""
SEEN = 0.35
"""Least part of a trunk that is seen where the rest of it is taken to be there."""


def close_gap(own: F32, front: F32, pixels: float) -> F32:
    """How much a person must cover so that no sliver is left open between them and those in front.

    Two mattes that were made one by one leave a soft sliver between them, through which the plate would shine. Where
    both still cover a little it is closed up to twice as wide as where neither does.

    Args:
        own: (h, w) float32, the person's visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        pixels: Half the width of the widest sliver that is closed.

    Returns:
        (h, w) float32, at least ``own``; with ``front`` it makes 1 along borders that touch.
    """
    together = np.clip(own + front, 0, 1)
    wanted = own.copy()
    for radius, soft in ((pixels, False), (2 * pixels, True)):
        closed = _closed(together, radius)
        both = np.minimum(_near(own, 2 * radius), _near(front, 2 * radius))
        if soft:
            both *= np.clip((cv2.blur(together, (3, 3)) - 0.03) / 0.1, 0, 1)
        wanted = np.maximum(wanted, own + (closed - together) * both)
    return wanted.astype(np.float32)


def fill_specks(full: F32, own: F32, front: F32, pixels: float) -> F32:
    """A person's continued coverage without pinholes along the border that they share with those in front.

    Args:
        full: (h, w) float32, the coverage with its continuation.
        own: (h, w) float32, the visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        pixels: Half the width of the widest hole that is filled.

    Returns:
        (h, w) float32, at least ``full``.
    """
    both = np.minimum(_near(own, 2 * pixels), _near(front, 2 * pixels))
    both *= np.clip((cv2.blur(np.clip(own + front, 0, 1), (3, 3)) - 0.03) / 0.1, 0, 1)
    free = np.maximum(1 - front, 0.02)
    together = _closed(np.clip(front + free * full, 0, 1), pixels)
    needed = np.clip((together - front) / free, 0, 1)
    lacking = np.maximum(_closed(full, pixels), needed) - full
    return np.maximum(full, full + lacking * both).astype(np.float32)


def _disc(radius: float) -> npt.NDArray[np.uint8]:
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _closed(coverage: F32, radius: float) -> F32:
    """Grey closing with a disc; a wide one is done on a smaller picture, since its cost grows with its area."""
    small, shrink = _smaller(coverage, radius / 8)
    pad = round(radius * shrink) + 2
    padded = cv2.copyMakeBorder(small, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, _disc(radius * shrink))[pad:-pad, pad:-pad]
    return np.maximum(coverage, _back(closed, coverage))


def _near(coverage: F32, radius: float) -> F32:
    """1 where a solid part is that near, falling to 0 over two pixels outside."""
    away = cv2.distanceTransform((coverage <= 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(np.clip((radius + 2 - away) / 2, 0, 1), np.float32) if (coverage > 0.5).any() else 0 * coverage


def _blurred(coverage: F32, sigma: float) -> F32:
    """Gaussian blur; a wide one is done on a smaller picture."""
    small, shrink = _smaller(coverage, sigma / 6)
    return _back(cv2.GaussianBlur(small, (0, 0), sigma * shrink), coverage)


def _smaller(coverage: F32, times: float) -> tuple[F32, float]:
    shrink = 1 / max(1.0, times)
    if shrink == 1:
        return coverage, 1.0
    size = (max(1, round(coverage.shape[1] * shrink)), max(1, round(coverage.shape[0] * shrink)))
    return np.asarray(cv2.resize(coverage, size, interpolation=cv2.INTER_AREA), np.float32), shrink


def _back(small: F32, like: F32) -> F32:
    if small.shape == like.shape:
        return np.asarray(small, np.float32)
    return np.asarray(cv2.resize(small, like.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def continue_under(own: F32, front: F32, reach: float) -> F32:
    """Coverage of a person carried on under those in front, along the borders that they share.

    Args:
        own: (h, w) float32, the person's visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        reach: How far it is carried on, in pixels.

    Returns:
        (h, w) float32: exactly ``own`` where nobody is in front; under a soft border what makes both together opaque.
    """
    free = 1 - np.clip(front, 0, 1)
    shown = np.clip(own / np.maximum(free, 0.02), 0, 1) * np.clip((0.98 - front) / 0.1, 0, 1)
    visible = _blurred(own, reach / 2)
    rest = _blurred(np.maximum(free - own, 0), reach / 2)
    likely = np.clip((visible / np.maximum(visible + rest, 1e-6) - 0.35) / 0.15, 0, 1)
    away = cv2.distanceTransform((own < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    likely *= np.clip((reach - away) / max(2.0, 0.1 * reach), 0, 1)
    likely = cv2.GaussianBlur(likely.astype(np.float32), (0, 0), 0.8) * np.clip((front - 0.5) / 0.4, 0, 1)
    return np.where(front > 0.004, np.maximum(np.maximum(shown, likely), own), own).astype(np.float32)


def trunk_under(own: F32, front: F32, corners: F32, reach: float) -> F32:
    """A person's trunk under those in front: what joints span is body, however far a border is.

    Args:
        own: (h, w) float32, the person's visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        corners: (4, 2) left shoulder, left hip, right hip, right shoulder.
        reach: How far beyond the joints it goes at most, in pixels.

    Returns:
        (h, w) float32, 0 where nobody is in front, and everywhere where little of the trunk is seen.
    """
    middle = corners.mean(axis=0)
    wide = middle + (corners - middle) * np.array([WIDER, 1.0], np.float32)
    trunk = np.zeros(own.shape, np.uint8)
    cv2.fillConvexPoly(trunk, cv2.convexHull(np.rint(np.clip(wide, -9999, 9999)).astype(np.int32)), 1)
    seen = own[trunk > 0]
    if not seen.size or float((seen > 0.5).mean()) < SEEN:
        return np.zeros_like(own)
    body = np.maximum(_closed(((own > 0.5) | (trunk > 0)).astype(np.float32), reach / 2), trunk)
    near = cv2.distanceTransform(1 - trunk, cv2.DIST_L2, 5) < reach
    soft = cv2.GaussianBlur(np.where(near, body, 0).astype(np.float32), (0, 0), 1.5)
    return np.asarray(np.clip(2 * soft - 0.5, 0, 1) * np.clip((front - 0.5) / 0.4, 0, 1), np.float32)


def not_above(full: F32, own: F32, heads: B8, soft: float) -> F32:
    """A continuation that under heads in front climbs no higher than where the person is seen to go in.

    A shoulder that goes in behind a head slopes on downwards. What would stand above it shows as a wisp beside the
    head as soon as that bows.

    Args:
        full: (h, w) float32, coverage with its continuation.
        own: (h, w) float32, the visible coverage.
        heads: (h, w) bool, around heads of those in front.
        soft: Over how many pixels it ends.

    Returns:
        (h, w) float32, between ``own`` and ``full``; unchanged below any visible part of the person.
    """
    solid = own > 0.5
    if not solid.any() or not (heads & (full > own + 0.01)).any():
        return full
    _, labels = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    row_of = np.zeros(int(labels.max()) + 1, np.float32)
    row_of[labels[solid]] = np.nonzero(solid)[0]
    climbs = row_of[labels] - np.arange(full.shape[0], dtype=np.float32)[:, None]
    top = np.cumsum(solid, axis=0) == 0
    kept = 1 - np.clip(climbs / max(1.0, soft), 0, 1) * (heads & top)
    return np.asarray(own + (full - own) * kept, np.float32)
