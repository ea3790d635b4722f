"""How well a colour's name fits some pixels: graded, so that of several people the one who fits best can be told.

Source: Benavente, Vanrell and Baldrich, "Parametric fuzzy sets for automatic color naming", JOSA A 2008 (membership in
the eleven basic colours is graded); the trapezoids in CIE L*C*h are our own.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

HUES = {
    "red": (8.0, 52.0), "orange": (46.0, 80.0), "yellow": (72.0, 116.0), "green": (112.0, 224.0),
    "blue": (208.0, 312.0), "purple": (296.0, 352.0), "pink": (330.0, 386.0), "brown": (25.0, 95.0),
}  # fmt: skip
"""Range of each chromatic name, degrees in CIE L*a*b*; hues wrap at 360."""
EDGE = 16.0
"""Degrees over which a hue's membership falls to nothing."""


def affinity(colours: F32, name: str) -> float:
    """How well a basic colour's name fits, the mean over the pixels.

    Args:
        colours: (N, 3) float32, gamma-encoded sRGB in 0..1.
        name: One of the eleven basic colours.

    Returns:
        0..1; 0 for no pixels and for a name that is none of them.
    """
    if not len(colours):
        return 0.0
    lab = cv2.cvtColor(np.ascontiguousarray(colours, np.float32)[None], cv2.COLOR_RGB2LAB)[0]
    light, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    plain = _ramp(18.0 - chroma, 10.0)
    if name == "white":
        return float((_ramp(light - 62.0, 22.0) * plain).mean())
    if name == "black":
        return float((_ramp(38.0 - light, 24.0) * _ramp(22.0 - chroma, 14.0)).mean())
    if name == "grey":
        return float((_ramp(light - 14.0, 18.0) * _ramp(88.0 - light, 20.0) * plain).mean())
    if name not in HUES:
        return 0.0
    # cloth in the shade is dark, and its colour shows as the share of chroma in what light there is
    strong = np.maximum(_ramp(chroma - 3.0, 22.0), _ramp(chroma / np.maximum(light, 12.0) - 0.12, 0.5))
    return float((_of_hue(hue, *HUES[name]) * strong * _of_light(light, chroma, name)).mean())


def _of_light(light: F32, chroma: F32, name: str) -> F32:
    if name == "brown":  # a dark or a dull orange
        return np.asarray(_ramp(86.0 - light, 30.0) * (0.35 + 0.65 * _ramp(62.0 - chroma, 30.0)), np.float32)
    if name == "pink":
        return _ramp(light - 45.0, 20.0)
    if name in ("orange", "yellow"):
        vivid = np.maximum(_ramp(chroma - 20.0, 25.0), _ramp(chroma / np.maximum(light, 12.0) - 0.35, 0.5))
        return np.asarray(_ramp(light - 20.0, 20.0) * vivid, np.float32)
    if name in ("red", "purple"):  # light ones are pink
        return _ramp(82.0 - light, 25.0)
    return np.ones_like(light)


def _of_hue(hue: F32, low: float, high: float) -> F32:
    middle, half = (low + high) / 2, (high - low) / 2
    away = np.abs((hue - middle + 180) % 360 - 180)
    return _ramp(half + EDGE - away, EDGE)


def _ramp(value: F32, width: float) -> F32:
    """0 below 0, 1 above ``width``."""
    return np.asarray(np.clip(value / width, 0, 1), np.float32)
