"""Where the horizon is and how high the camera stands, from how tall people look, and from lines that meet.

Source: Hoiem, Efros and Hebert, "Putting objects in perspective", CVPR 2006 (camera height and horizon from people of
about known height); Bazin and Pollefeys, "3-line RANSAC for orthogonal vanishing point detection", IROS 2012.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GroundFit:
    """A ground plane.

    Attributes:
        horizon: y of the horizon, in pixels.
        height: Height of the camera above the ground, in metres.
        spread: Standard deviation of the horizon, in pixels.
        prior_spread: What it would be without any evidence.
    """

    horizon: float
    height: float
    spread: float
    prior_spread: float


def fit_ground(
    grounds: F64,
    scales: F64,
    spreads: F64,
    foot_noise: F64,
    picture_height: float,
    lines: tuple[float, float] | None = None,
) -> GroundFit:
    """The likeliest horizon and camera height over a grid of both; people who do not fit count little.

    Args:
        grounds: (N,) y in pixels of the ground under each person.
        scales: (N,) pixels per metre at each person.
        spreads: (N,) relative error of each scale (people are not all of one height).
        foot_noise: (N,) error of each ``grounds``, in pixels.
        picture_height: Height of the picture, in pixels.
        lines: (y, spread) of the horizon as vanishing points have it, or None.

    Returns:
        The fit: the median of the horizon and of the camera's height over what is likely.
    """
    horizons = picture_height * np.linspace(-0.8, 1.2, 241)
    heights = np.exp(np.linspace(np.log(0.3), np.log(8.0), 97))
    prior = _prior(horizons, heights, picture_height)
    score = prior.copy()
    for ground, scale, spread, noise in zip(grounds, scales, spreads, foot_noise, strict=True):
        score += _person(horizons, heights, ground, scale, spread, noise)
    if lines is not None:
        away = (horizons - lines[0]) / lines[1]
        score += np.log(np.exp(-0.5 * away**2) + 0.05)[:, None]
    at, spread_now = _median(_marginal(score, 1), horizons)
    height, _ = _median(_marginal(score, 0), heights)
    _, spread_before = _median(_marginal(prior, 1), horizons)
    return GroundFit(at, height, spread_now, spread_before)


def _prior(horizons: F64, heights: F64, picture_height: float) -> F64:
    """Photographers hold the camera at about the height of their eyes and point it about level."""
    level = ((horizons / picture_height - 0.42) / 0.25) ** 2
    held = (np.log(heights / 1.5) / 0.22) ** 2
    return np.asarray(-0.5 * (level[:, None] + np.minimum(held, 9.0)[None, :]), np.float64)


def _person(horizons: F64, heights: F64, ground: float, scale: float, spread: float, noise: float) -> F64:
    below = ground - horizons
    safe = np.maximum(below, 1.0)
    wrong = np.log(scale * heights[None, :] / safe[:, None])
    width = np.sqrt(spread**2 + (noise / safe) ** 2)[:, None]
    likely = np.log(np.exp(-0.5 * (wrong / width) ** 2) / width + 0.02)
    return np.asarray(np.where(below[:, None] > 1, likely, np.log(0.02)), np.float64)


def _marginal(score: F64, axis: int) -> F64:
    share = np.exp(score - score.max()).sum(axis=axis)
    return np.asarray(share / share.sum(), np.float64)


def _median(share: F64, values: F64) -> tuple[float, float]:
    mean = float((share * values).sum())
    spread = float(np.sqrt((share * (values - mean) ** 2).sum()))
    return float(np.interp(0.5, np.cumsum(share), values)), spread


def vanishing_point(segments: F64, seed: int = 0, tries: int = 400) -> tuple[F64, npt.NDArray[np.bool_]] | None:
    """The point where most length of line meets.

    Args:
        segments: (N, 4) x0, y0, x1, y1.
        seed: Of the random pairs.
        tries: How many pairs are tried.

    Returns:
        (3,) homogeneous point and (N,) which segments point to it, or None where fewer than six do.
    """
    if len(segments) < 6:
        return None
    lines = np.cross(_homogeneous(segments[:, :2]), _homogeneous(segments[:, 2:]))
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    random = np.random.default_rng(seed)
    pairs = random.choice(len(segments), (tries, 2), p=lengths / lengths.sum())
    best, most = None, 0.0
    for a, b in pairs:
        point = np.cross(lines[a], lines[b])
        if np.linalg.norm(point) < 1e-9:
            continue
        inliers = _angle_to(segments, point) < np.radians(1.5)
        total = float(lengths[inliers].sum())
        if total > most:
            best, most = inliers, total
    if best is None or best.sum() < 6:
        return None
    refined = _least_squares(lines[best], lengths[best])
    return refined, _angle_to(segments, refined) < np.radians(2.0)


def _homogeneous(points: F64) -> F64:
    return np.column_stack([points, np.ones(len(points))])


def _angle_to(segments: F64, point: F64) -> F64:
    """(N,) angle between each segment and the way from its middle to the point."""
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    way = point[:2] - point[2] * middle
    along = segments[:, 2:] - segments[:, :2]
    cross = np.abs(along[:, 0] * way[:, 1] - along[:, 1] * way[:, 0])
    return np.asarray(np.arcsin(np.clip(cross / (np.hypot(*along.T) * np.hypot(*way.T) + 1e-12), 0, 1)), np.float64)


def _least_squares(lines: F64, weight: F64) -> F64:
    unit = lines / np.maximum(np.hypot(lines[:, 0], lines[:, 1]), 1e-12)[:, None]
    size = np.abs(unit[:, 2]).max() + 1.0
    scaled = unit / [1.0, 1.0, size]
    _, _, right = np.linalg.svd(scaled * weight[:, None], full_matrices=False)
    return np.asarray(right[-1] / [1.0, 1.0, size], np.float64)


def person_distance(
    below: float, below_noise: float, scale: float, spread: float, focal: float, camera_height: float
) -> float:
    """Metres to a person, from two measures that are weighed by how sure each is.

    Args:
        below: How many pixels the feet are under the horizon.
        below_noise: Error of that.
        scale: Pixels per metre at the person.
        spread: Relative error of the scale.
        focal: Focal length in pixels.
        camera_height: Metres above the ground.

    Returns:
        Metres; by size alone where the feet are not under the horizon.
    """
    by_size = focal / scale
    if below <= max(2.0, below_noise):
        return by_size
    by_ground = focal * camera_height / below
    doubt = below_noise / below
    share = spread**2 / (spread**2 + doubt**2)
    return float(np.exp(share * np.log(by_ground) + (1 - share) * np.log(by_size)))
