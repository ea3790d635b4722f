"""Drawn things that people hand over: simple, shaded, with soft edges, at any size.

Convention:
    Shapes are drawn in a box of height 1, x to the right and y down, much larger than needed, then averaged down. Light
    comes from the upper left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Colour = tuple[float, float, float]
FINE = 512
"""Pixels of the height in which shapes are drawn."""


@dataclass(frozen=True)
class Prop:
    """A thing.

    Attributes:
        metres: Its height.
        wide: Its width, in heights.
        grip: (x, y) where it is held, as shares of width and height.
        turns: How much of a hand's turn it takes over: a cup stays upright, a ball turns.
    """

    metres: float
    wide: float
    grip: tuple[float, float]
    turns: float


PROPS: Mapping[str, Prop] = {
    "ball": Prop(0.21, 1.0, (0.5, 0.62), 1.0),
    "flower": Prop(0.42, 0.46, (0.52, 0.8), 0.5),
    "cup": Prop(0.115, 1.25, (0.42, 0.62), 0.1),
    "book": Prop(0.24, 0.74, (0.5, 0.8), 0.5),
    "phone": Prop(0.155, 0.5, (0.5, 0.72), 0.6),
    "gift": Prop(0.2, 1.0, (0.5, 0.86), 0.2),
}
"""By name; sizes are those of real things."""


def draw_prop(name: str, height: int) -> F32:
    """A thing as a picture.

    Args:
        name: One of :data:`PROPS`.
        height: Pixels.

    Returns:
        (height, width, 4) linear light, premultiplied.
    """
    import cv2

    prop = PROPS[name]
    wide = round(FINE * prop.wide)
    y, x = np.mgrid[0:FINE, 0:wide] / FINE
    drawn = np.zeros((FINE, wide, 4), np.float32)
    _DRAW[name](drawn, x.astype(np.float64), y.astype(np.float64))
    small = cv2.resize(drawn, (max(round(height * prop.wide), 1), max(height, 1)), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _lay(drawn: F32, mask: npt.NDArray[np.bool_] | F64, colour: Colour, shade: F64 | float = 1.0) -> None:
    """A shape over what is drawn: sRGB colour, times a shade in linear light."""
    cover = np.asarray(mask, np.float32)[..., None]
    linear = np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour], np.float32)
    colours = linear * np.asarray(shade, np.float32)[..., None] if np.ndim(shade) else linear * np.float32(shade)
    drawn[..., :3] = drawn[..., :3] * (1 - cover) + np.clip(colours, 0, 1) * cover
    drawn[..., 3:] = drawn[..., 3:] * (1 - cover) + cover


def _ellipse(x: F64, y: F64, middle: tuple[float, float], radii: tuple[float, float], turn: float = 0.0) -> F64:
    """(H, W) 0 in the middle of an ellipse, 1 on its edge."""
    dx, dy = x - middle[0], y - middle[1]
    a, b = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
    return np.asarray(np.hypot(a / radii[0], b / radii[1]))


def _box(x: F64, y: F64, low: tuple[float, float], high: tuple[float, float], round_by: float) -> F64:
    """(H, W) signed distance to a rectangle with round corners, in heights; below 0 inside."""
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    half = [(b - a) / 2 - round_by for a, b in zip(low, high, strict=True)]
    dx, dy = np.abs(x - middle[0]) - half[0], np.abs(y - middle[1]) - half[1]
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
    return np.asarray(outside + np.minimum(np.maximum(dx, dy), 0) - round_by)


def _sphere(x: F64, y: F64, middle: tuple[float, float], radius: float) -> F64:
    """(H, W) light on a ball."""
    dx, dy = (x - middle[0]) / radius, (y - middle[1]) / radius
    dz = np.sqrt(np.maximum(1 - dx * dx - dy * dy, 0))
    lit = np.clip(-0.5 * dx - 0.62 * dy + 0.6 * dz, 0, 1)
    return np.asarray(0.28 + 0.8 * lit + 0.5 * lit**24)


def _ball(drawn: F32, x: F64, y: F64) -> None:
    middle, radius = (0.5, 0.5), 0.49
    inside = _ellipse(x, y, middle, (radius, radius)) <= 1
    light = _sphere(x, y, middle, radius)
    _lay(drawn, inside, (0.86, 0.16, 0.13), light)
    for at in (-0.02, 1.02):  # two curved bands, as of a beach ball
        band = np.abs(_ellipse(x, y, (at, 0.46), (0.52, 0.66)) - 1) < 0.07
        _lay(drawn, inside & band, (0.97, 0.95, 0.9), light)


def _flower(drawn: F32, x: F64, y: F64) -> None:
    bend = 0.24 + 0.025 * np.sin(3.0 * (y - 0.2))
    _lay(drawn, (np.abs(x - bend) < 0.012) & (y > 0.24) & (y < 0.985), (0.2, 0.45, 0.16), 1.1 - 0.5 * (x > bend))
    for side, at in ((-1.0, 0.6), (1.0, 0.5)):
        leaf = _ellipse(x, y, (0.24 + side * 0.075, at), (0.085, 0.026), -side * 0.6) <= 1
        _lay(drawn, leaf, (0.24, 0.52, 0.2), 1.0 + side * -0.18)
    for ring, (far, size, shade) in enumerate(((0.115, 0.075, 0.85), (0.062, 0.062, 1.05))):
        for k in range(7):
            angle = 2 * np.pi * (k + 0.5 * ring) / 7
            middle = 0.23 + far * np.cos(angle), 0.2 + far * np.sin(angle)
            petal = _ellipse(x, y, middle, (size, 0.045), angle)
            light = shade * (1.12 - 0.35 * petal) - 0.12 * np.sin(angle)
            _lay(drawn, petal <= 1, (0.93, 0.32, 0.46), light)
    heart = _ellipse(x, y, (0.23, 0.2), (0.048, 0.048))
    _lay(drawn, heart <= 1, (0.98, 0.78, 0.2), 1.1 - 0.4 * heart)


def _cup(drawn: F32, x: F64, y: F64) -> None:
    handle = _ellipse(x, y, (0.95, 0.5), (0.24, 0.27))
    _lay(drawn, (handle <= 1) & (handle >= 0.62), (0.93, 0.92, 0.88), 0.82)
    slope = 0.07 * (y - 0.1)
    side = (x > 0.06 + slope) & (x < 0.96 - slope) & (y > 0.12) & (y < 0.9)
    side |= _ellipse(x, y, (0.51, 0.9), (0.39, 0.08)) <= 1
    across = np.clip((x - 0.06) / 0.9, 0, 1)
    _lay(drawn, side, (0.93, 0.92, 0.88), 1.08 - 0.72 * (across - 0.28) ** 2 - 0.25 * across)
    stripe = side & (y > 0.4) & (y < 0.62)
    _lay(drawn, stripe, (0.16, 0.42, 0.6), 1.1 - 0.72 * (across - 0.28) ** 2 - 0.25 * across)
    _lay(drawn, _ellipse(x, y, (0.51, 0.12), (0.45, 0.095)) <= 1, (0.96, 0.95, 0.92))
    _lay(drawn, _ellipse(x, y, (0.51, 0.13), (0.4, 0.07)) <= 1, (0.3, 0.17, 0.1), 0.9)


def _book(drawn: F32, x: F64, y: F64) -> None:
    _lay(drawn, _box(x, y, (0.03, 0.03), (0.72, 0.98), 0.02) <= 0, (0.93, 0.9, 0.82), 0.9 - 0.2 * (x > 0.68))
    cover = _box(x, y, (0.02, 0.02), (0.69, 0.95), 0.02) <= 0
    _lay(drawn, cover, (0.14, 0.3, 0.5), 1.15 - 0.45 * y)
    _lay(drawn, cover & (x < 0.085), (0.1, 0.21, 0.37), 1.0 - 0.4 * y)
    frame = np.abs(_box(x, y, (0.14, 0.09), (0.63, 0.88), 0.01)) < 0.006
    _lay(drawn, frame | (_box(x, y, (0.22, 0.24), (0.55, 0.3), 0.01) <= 0), (0.86, 0.72, 0.38))
    _lay(drawn, _box(x, y, (0.28, 0.35), (0.49, 0.385), 0.01) <= 0, (0.86, 0.72, 0.38))


def _phone(drawn: F32, x: F64, y: F64) -> None:
    _lay(drawn, _box(x, y, (0.01, 0.01), (0.49, 0.99), 0.06) <= 0, (0.2, 0.2, 0.22), 1.2 - 0.6 * x)
    screen = _box(x, y, (0.03, 0.035), (0.47, 0.965), 0.045) <= 0
    _lay(drawn, screen, (0.2, 0.42, 0.62), 1.25 - 0.85 * y)
    _lay(drawn, screen & (x + 0.55 * y < 0.42), (0.34, 0.56, 0.74), 1.15 - 0.6 * y)
    _lay(drawn, _box(x, y, (0.2, 0.05), (0.3, 0.07), 0.01) <= 0, (0.06, 0.06, 0.07))


def _gift(drawn: F32, x: F64, y: F64) -> None:
    body = _box(x, y, (0.06, 0.36), (0.94, 0.99), 0.015) <= 0
    _lay(drawn, body, (0.2, 0.5, 0.46), 1.12 - 0.5 * x)
    lid = _box(x, y, (0.03, 0.26), (0.97, 0.43), 0.02) <= 0
    _lay(drawn, lid, (0.24, 0.57, 0.52), 1.15 - 0.45 * x)
    _lay(drawn, body & (y > 0.43) & (y < 0.46), (0.12, 0.32, 0.3))
    _lay(drawn, (body | lid) & (np.abs(x - 0.5) < 0.07), (0.86, 0.2, 0.22), 1.1 - 0.35 * (x > 0.5))
    for side in (-1.0, 1.0):
        bow = _ellipse(x, y, (0.5 + side * 0.15, 0.16), (0.17, 0.085), side * -0.42)
        _lay(drawn, bow <= 1, (0.86, 0.2, 0.22), 1.12 - 0.25 * side)
        _lay(drawn, bow <= 0.45, (0.5, 0.09, 0.11))
    knot = _ellipse(x, y, (0.5, 0.215), (0.075, 0.07))
    _lay(drawn, knot <= 1, (0.9, 0.24, 0.26), 1.15 - 0.4 * knot)


_DRAW: Mapping[str, Callable[[F32, F64, F64], None]] = {
    "ball": _ball, "flower": _flower, "cup": _cup, "book": _book, "phone": _phone, "gift": _gift,
}  # fmt: skip
