"""Estimate camera: horizon, focal length and height of the camera that took the picture."""

from __future__ import annotations

from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.fringe import grown
from nodes.algorithms.ground_plane import GroundFit, fit_ground, vanishing_point
from nodes.scene.coverage import everyone
from nodes.scene.stature import Stature, stature
from studio.media.camera import Camera
from studio.media.image import Image
from studio.media.person import People
from studio.node import Context, node
from studio.node.knob import Fraction, Range

F64 = npt.NDArray[np.float64]


@node(family="scene", version=1)
def estimate_camera(
    ctx: Context,
    image: Image,
    people: People,
    *,
    field_of_view: Annotated[float, Range(5.0, 140.0, "°", (20.0, 90.0))] = 50.0,
    use_lines: bool = True,
    fix_horizon: bool = False,
    horizon: Annotated[Fraction, Range(-1.0, 2.0)] = 0.42,
) -> Camera:
    """Find the horizon and the height of the camera from how tall people look and from lines that meet.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it; a skeleton tells who sits and where cut-off feet would be.
        field_of_view: Angle that the longer side of the picture sees.
        use_lines: Also look for straight lines that meet on the horizon.
        fix_horizon: Take the horizon from the knob instead of the picture.
        horizon: Height of the horizon as a part of the picture's height, from the top.

    Returns:
        The camera; ``sure`` is 0 where nothing but habit speaks for it.
    """
    width, height = image.size
    focal = max(width, height) / 2 / float(np.tan(np.radians(field_of_view) / 2))
    bodies = [stature(person, image.size) for person in people.values()]
    segments = _segments(image, people) if use_lines else np.zeros((0, 4))
    ctx.check()
    lines = _meeting(segments, image.size)
    fit = _fit(bodies, height, lines)
    roll = _roll(segments, width)
    if fix_horizon:
        at = horizon * height
        fit = GroundFit(at, _height_at(bodies, at, fit.height), 0.0, 1.0)
    sure = float(np.clip(1 - fit.spread / fit.prior_spread, 0, 1))
    return Camera((width, height), focal, fit.horizon, roll, fit.height, sure, _evidence(bodies, lines, fix_horizon))


def _fit(bodies: list[Stature], height: int, lines: tuple[float, float] | None) -> GroundFit:
    rows = [(body.ground, body.scale, body.spread, body.noise) for body in bodies]
    ground, scale, spread, noise = np.array(rows, np.float64).reshape(-1, 4).T
    return fit_ground(ground, scale, spread, noise, float(height), lines)


def _height_at(bodies: list[Stature], horizon: float, otherwise: float) -> float:
    """Camera height that a given horizon asks for, by the median person."""
    heights = [(body.ground - horizon) / body.scale for body in bodies if body.ground > horizon]
    return float(np.clip(np.median(heights), 0.2, 20.0)) if heights else otherwise


def _segments(image: Image, people: People) -> F64:
    """(N, 4) long straight lines of the background, in pixels."""
    grey = cv2.cvtColor(image.srgb8(), cv2.COLOR_RGB2GRAY)
    shrink = min(1.0, 900 / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return np.zeros((0, 4))
    segments = found.reshape(-1, 4).astype(np.float64) / shrink
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    middle = ((segments[:, :2] + segments[:, 2:]) / 2).astype(int)
    body = grown(everyone(people, image.size), 3.0)
    inside = np.clip(middle, 0, [image.size[0] - 1, image.size[1] - 1])
    keep = (length > 0.04 * max(image.size)) & ~body[inside[:, 1], inside[:, 0]]
    return np.asarray(segments[keep], np.float64)


def _tilt(segments: F64) -> F64:
    """(N,) angle from the vertical, in radians, -pi/2..pi/2; positive leans to the right going up... clockwise."""
    along = segments[:, 2:] - segments[:, :2]
    along = np.where(along[:, 1:] > 0, -along, along)
    return np.asarray(np.arctan2(along[:, 0], -along[:, 1]), np.float64)


def _meeting(segments: F64, size: tuple[int, int]) -> tuple[float, float] | None:
    """(y, spread) of the horizon from lines that are not upright, or None where they do not agree."""
    slanted = segments[np.abs(_tilt(segments)) > np.radians(15)] if len(segments) else segments
    found = vanishing_point(slanted)
    if found is None:
        return None
    point, inliers = found
    if inliers.sum() < 8 or abs(point[2]) < 1e-12:
        return None
    x, y = point[:2] / point[2]
    middle = (slanted[inliers, :2] + slanted[inliers, 2:]).mean(axis=0) / 2
    far = float(np.hypot(x - middle[0], y - middle[1]))
    spread = 0.05 * size[1] + np.radians(1.0) * far
    steep = np.ptp(_tilt(slanted[inliers]))
    if steep < np.radians(8) or spread > 0.4 * size[1] or not -0.6 * size[1] < y < 1.2 * size[1]:
        return None
    return float(y), float(spread)


def _roll(segments: F64, width: int) -> float:
    """Lean of upright lines at the picture's middle; 0 where there are too few."""
    if not len(segments):
        return 0.0
    tilt = _tilt(segments)
    upright = np.abs(tilt) < np.radians(10)
    if upright.sum() < 12:
        return 0.0
    place = ((segments[:, 0] + segments[:, 2]) / 2 - width / 2)[upright] / width
    slope, offset = (
        np.polyfit(place, tilt[upright], 1) if np.ptp(place) > 0.3 else (0.0, float(np.median(tilt[upright])))
    )
    left = np.abs(tilt[upright] - slope * place - offset)
    near = left <= np.median(left) * 2 + 1e-6
    return float(np.clip(np.median((tilt[upright] - slope * place)[near]), -0.12, 0.12))


def _evidence(bodies: list[Stature], lines: tuple[float, float] | None, fixed: bool) -> str:
    if fixed:
        return "horizon set by hand"
    whole = sum(body.spread < 0.1 for body in bodies)
    said = f"{len(bodies)} people, {whole} seen whole and upright"
    return said + (", lines that meet" if lines is not None else "")
