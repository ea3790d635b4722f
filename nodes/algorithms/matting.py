"""Matting: from a coarse mask to soft coverage, and the colours of what it covers.

Source: closed-form matting (Levin, Lischinski, Weiss 2008) and multi-level foreground estimation (Germer et al. 2020),
both as in PyMatting; guided filter (He, Sun, Tang 2013) to carry a small matte to a large picture.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]


def trimap(mask: F32, others: Bool, inner: F32 | float, outer: F32 | float) -> F32:
    """What is known for sure about a coarse mask.

    Args:
        mask: (H, W) in 0..1.
        others: (H, W) pixels that somebody else covers: background here.
        inner: How far inside of the mask's border it is not sure, in pixels; a number or (H, W).
        outer: Likewise outside.

    Returns:
        (H, W) float32: 1 surely covered, 0 surely not, 0.5 unknown.
    """
    solid = (mask >= 0.5).astype(np.uint8)
    # distance to a border that runs between pixels; the picture's own edge is no border
    deep = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 5), np.float32)
    away = np.asarray(cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5), np.float32)
    known = np.full(mask.shape, 0.5, np.float32)
    known[deep > inner] = 1
    known[(away > outer) | (others & (solid == 0))] = 0
    return known


def closed_form(picture: F32, known: F32, prior: F32, trust: float = 0.02) -> F32:
    """Coverage by closed-form matting, held near a prior where colours say nothing.

    Args:
        picture: (H, W, 3) in 0..1.
        known: (H, W) trimap: 0, 0.5 or 1.
        prior: (H, W) in 0..1, what the coverage likely is.
        trust: Weight of the prior against the colours.

    Returns:
        (H, W) float32 in 0..1.
    """
    from pymatting import cf_laplacian, cg, ichol

    unknown = (known == 0.5).ravel()
    if not unknown.any():
        return known
    laplacian = cf_laplacian(picture.astype(np.float64), epsilon=1e-5, is_known=~unknown.reshape(known.shape))
    rows = laplacian[unknown]
    system: Any = rows[:, unknown]
    system.setdiag(system.diagonal() + trust)
    right = -rows[:, ~unknown] @ known.ravel()[~unknown].astype(np.float64) + trust * prior.ravel()[unknown]
    solved = cg(system, right, M=ichol(system.tocsc()), rtol=1e-4, maxiter=200)
    alpha = known.copy().ravel()
    alpha[unknown] = np.clip(solved, 0, 1)
    return alpha.reshape(known.shape)


def tighten(alpha: F32, low: float = 0.04, high: float = 0.96) -> F32:
    """Stretch coverage so that what is nearly nothing is nothing and what is nearly solid is solid."""
    return np.clip((alpha - low) / (high - low), 0, 1).astype(np.float32)


def foreground(linear: F32, alpha: F32) -> F32:
    """(H, W, 3) linear colours of the covering thing, free of what is behind it; meaningless where alpha is 0."""
    from pymatting import estimate_foreground_ml

    colours = estimate_foreground_ml(linear.astype(np.float32), alpha.astype(np.float32))
    return np.asarray(np.clip(colours, 0, None), np.float32)


def carry_up(alpha: F32, guide: F32, large: F32, radius: int = 4, eps: float = 1e-4) -> F32:
    """A small matte carried to a large picture by the guided filter's local colour lines.

    Args:
        alpha: (h, w) matte of ``guide``.
        guide: (h, w, 3) the picture made small.
        large: (H, W, 3) the picture.

    Returns:
        (H, W) float32 in 0..1.
    """
    a, b = _colour_lines(alpha, guide.mean(2), radius, eps)
    size = (large.shape[1], large.shape[0])
    wide_a, wide_b = cv2.resize(a, size), cv2.resize(b, size)
    return np.asarray(np.clip(wide_a * large.mean(2) + wide_b, 0, 1), np.float32)


def _colour_lines(alpha: F32, guide: F32, radius: int, eps: float) -> tuple[F32, F32]:
    window = (2 * radius + 1, 2 * radius + 1)
    mean_i, mean_a = cv2.blur(guide, window), cv2.blur(alpha, window)
    spread = cv2.blur(guide * guide, window) - mean_i * mean_i
    slope = (cv2.blur(guide * alpha, window) - mean_i * mean_a) / (spread + eps)
    return cv2.blur(slope, window), cv2.blur(mean_a - slope * mean_i, window)


def share(mask: F32, others: F32, width: float) -> F32:
    """Whose a soft border is, where two people meet.

    Args:
        mask: (H, W) coarse coverage of one person.
        others: (H, W) coarse coverage of everybody else.
        width: How far outside of the masks the border may reach, in pixels.

    Returns:
        (H, W) float32 in 0..1: 1 where only this person is near. Two people's shares sum to 1.
    """
    own, other = ((m >= 0.5).astype(np.float32) for m in (mask, others))
    total = np.zeros(mask.shape, np.float32)
    part = np.zeros(mask.shape, np.float32)
    for sigma, weight in ((0.7, 1.0), (max(width, 1.0), 1e-3), (3 * max(width, 1.0), 1e-6)):
        mine, theirs = cv2.GaussianBlur(own, (0, 0), sigma), cv2.GaussianBlur(other, (0, 0), sigma)
        part, total = part + weight * mine, total + weight * (mine + theirs)
    return np.asarray(np.divide(part, total, out=np.zeros_like(part), where=total > 1e-12), np.float32)
