"""The band between a person's matte and the hole that is filled for them: which of its pixels are background."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]


def grown(coverage: F32, pixels: float, above: float = 0.02) -> B8:
    """Where coverage is above a threshold, or less than so many pixels away from there."""
    inside = (coverage > above).astype(np.uint8)
    if not inside.any() or pixels <= 0:
        return inside > 0
    away = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return np.asarray(away <= pixels)


def closed(region: B8, pixels: float) -> B8:
    """A region together with what lies between its parts, where that is narrower than twice so many pixels."""
    if pixels <= 0:
        return region
    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, 5)
    wide = (away > pixels).astype(np.uint8)
    if not wide.any():
        return region
    back = cv2.distanceTransform(1 - wide, cv2.DIST_L2, 5)
    return np.asarray(region | (back > pixels + 0.5))


def keep_background(source: F32, filled: F32, coverage: F32, hole: B8, most: F32 | float = 1.0) -> F32:
    """Blend the fill into the picture: what is clearly background inside the band stays as the photo has it.

    A pixel of the band is judged like a matte would be: how far it lies on the way from background to the colours of
    the nearest people. Only what lies at the background's end is kept, so no fringe or halo survives. The fill is led
    over into what is kept.

    Args:
        source: (H, W, 3) float32, the photo, gamma-encoded, people taken off as far as the mattes are soft.
        filled: (H, W, 3) float32, the hole filled.
        coverage: (H, W) float32 in 0..1, all people.
        hole: (H, W) bool.
        most: Largest difference between what is kept and the fill that is evened out, (H, W) or one for all.

    Returns:
        (H, W, 3) float32; ``source`` outside the hole, close to ``filled`` under the people.
    """
    people = pull_push(source, np.clip((coverage - 0.9) * 10, 0, 1).astype(np.float32))
    around = pull_push(source, (~hole).astype(np.float32))
    tinge = np.minimum(_tinge(source, filled, people), _tinge(source, around, people))
    tinge = cv2.GaussianBlur(tinge, (0, 0), 1.5)
    from_core = cv2.distanceTransform((coverage <= 0.35).astype(np.uint8), cv2.DIST_L2, 5)
    to_border = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5)
    place = from_core / np.maximum(from_core + to_border, 1e-6)
    # Taking a wrong matte off leaves colours that are neither the fill's nor the surroundings': those go as well.
    strange = np.minimum(np.abs(source - filled).max(axis=2), np.abs(source - around).max(axis=2))
    odd = _step(strange, 0.08, 0.2) * _step(coverage, 0.05, 0.3)
    share = _step(place, 0.3, 0.7) * (1 - _step(tinge, 0.35, 0.7)) * (1 - odd)
    share = cv2.GaussianBlur(cv2.erode(share, np.ones((3, 3), np.uint8)), (0, 0), 0.8)
    led = np.clip(filled + _led(source - filled, np.where(hole, share, 1).astype(np.float32), most), 0, 1)
    blended = led + share[..., None] * (source - led)
    return np.where(hole[..., None], blended, source).astype(np.float32)


def _led(difference: F32, known: F32, most: F32 | float) -> F32:
    """(H, W, 3) a smooth surface that goes on from a difference where that is known; without its grain."""
    limit = np.broadcast_to(np.asarray(most, np.float32), known.shape)[..., None]
    weighted = np.dstack([np.clip(difference, -limit, limit) * known[..., None], known])
    even = cv2.GaussianBlur(np.asarray(weighted, np.float32), (0, 0), 1.5)
    return pull_push(even[..., :3] / np.maximum(even[..., 3:], 1e-6), known * known)


def take_off(photo: F32, people: F32) -> F32:
    """The background that the photo shows through soft mattes: (photo - people) / (1 - coverage).

    Args:
        photo: (H, W, 3) float32, linear-light.
        people: (H, W, 4) float32, all people together, linear-light, premultiplied.

    Returns:
        (H, W, 3) float32, linear-light; the photo itself where people cover more than two fifths.
    """
    free = 1 - people[..., 3:]
    behind = np.clip((photo - people[..., :3]) / np.maximum(free, 0.5), 0, 1)
    share = np.clip((free - 0.6) / 0.15, 0, 1)
    return np.asarray(behind * share + photo * (1 - share), np.float32)


def _tinge(source: F32, behind: F32, people: F32) -> F32:
    """How far each colour lies on the way from one to the other, 0..1; next to 0 where both are alike."""
    way = people - behind
    along = ((source - behind) * way).sum(axis=2) / np.maximum((way * way).sum(axis=2), 0.02)
    tinge: F32 = np.clip(along, 0, 1).astype(np.float32)
    return tinge


def _step(values: F32, low: float, high: float) -> F32:
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
