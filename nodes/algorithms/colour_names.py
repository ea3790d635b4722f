"""Which basic colour a person would call a patch of cloth.

Source: Berlin and Kay, "Basic color terms", 1969, for the eleven names; limits in CIE L*C*h, set by hand on clothing in
photos, where shade and folds make everything darker and greyer than its name.
"""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

NAMES = ("black", "white", "grey", "red", "orange", "brown", "yellow", "green", "blue", "purple", "pink")
_HUES = (
    (18.0, "pink"), (50.0, "red"), (76.0, "orange"), (112.0, "yellow"), (192.0, "green"), (308.0, "blue"),
    (335.0, "purple"), (361.0, "pink"),
)  # fmt: skip
"""Upper limit of each hue, degrees in CIE L*a*b*."""


_PLAIN = 13.0
"""Chroma below which a colour is white, grey or black."""


def colour_shares(colours: F32, tint: float = 1.0, turned: float = 0.0) -> dict[str, float]:
    """What part of some pixels each basic colour has.

    Args:
        colours: (N, 3) float32, gamma-encoded sRGB in 0..1.
        tint: How much chroma a grey may have, against what it has in neutral light.
        turned: Degrees by which hues are turned.

    Returns:
        Share by name, the largest first; empty for no pixels.
    """
    if not len(colours):
        return {}
    lab = cv2.cvtColor(np.ascontiguousarray(colours, np.float32)[None], cv2.COLOR_RGB2LAB)[0]
    light, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = (np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) + turned) % 360
    index = np.searchsorted([limit for limit, _ in _HUES], hue, side="right")
    names = np.array([name for _, name in _HUES], dtype="U8")[np.minimum(index, len(_HUES) - 1)]
    names[(names == "pink") & (light < 52)] = "red"
    names[(names == "red") & (light > 66) & (chroma < 45)] = "pink"
    warm = np.isin(names, ("orange", "yellow")) | ((names == "red") & (hue > 30) & (hue < 180))
    names[warm & (light < 58) & (chroma < 38)] = "brown"
    names[(names == "orange") & (light < 50)] = "brown"
    plain = chroma < tint * np.where(light < 25, 10, _PLAIN)
    names[plain] = np.where(light[plain] > 78, "white", "grey")
    dark = (light < 22) & (chroma < 14 * tint)
    names[(light < 10) | dark | (plain & (light < 34))] = "black"
    found, counts = np.unique(names, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {str(found[k]): float(counts[k] / len(colours)) for k in order}


def main_colours(colours: F32, least: float = 0.3) -> tuple[str, ...]:
    """The one or two names that a patch would be called by, the most frequent first."""
    shares = colour_shares(colours)
    return tuple(name for k, (name, share) in enumerate(shares.items()) if k == 0 or share >= least)[:2]


def possible_colours(colours: F32, least: float = 0.3) -> tuple[str, ...]:
    """Every name that a patch might be called by: in tinted light, deep in shade, or by somebody who draws the limits
    between hues a little elsewhere. The names of :func:`main_colours` come first."""
    found = [*main_colours(colours, least)]
    for tint, turned in product((1.0, 1.7, 0.3), (0.0, 14.0, -14.0)):
        shares = colour_shares(colours, tint, turned)
        found += [name for name, share in shares.items() if share >= least]
    return tuple(dict.fromkeys(found))
