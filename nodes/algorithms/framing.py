"""Where a camera looks: windows of a picture that hold people, and things, as film does.

Convention:
    A window is (x0, y0, x1, y1) in pixels of the picture, of one shape; arrays of windows are (T, 4), one a sample.
    Source: J. Mascelli, "The Five C's of Cinematography" (1965): eyes on the upper third, little air above a head,
    more in the direction of a look; a cut never at a joint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Size = tuple[float, float]

SIZES = ("wide", "medium", "chest", "close")
"""The whole body, down to the waist, down to the chest, head and shoulders."""
EYES = {"close": 0.40, "chest": 0.37, "medium": 0.34, "wide": 0.30}
"""Where in the window the middle of the heads lies, from the top: the eyes then lie on the upper third."""
ABOVE = {"close": 0.35, "chest": 0.60, "medium": 0.80, "wide": 0.60}
"""Air above a head, in heights of a head."""
BELOW = {"close": 0.95, "chest": 1.8, "medium": 3.0}
"""What is seen under the chin, in heights of a head."""
AROUND = {"close": 0.14, "chest": 0.3, "medium": 0.55, "wide": 1.1}
"""What is seen around a thing, on each side, in means of its own sides."""
MIDDLE = 0.5
"""Where in the window a thing lies."""
BESIDE = {"close": 0.85, "chest": 1.1, "medium": 1.35, "wide": 0.9}
"""What is seen beside the middle of a head, in heights of a head, at least."""
LOOK = 0.10
"""Share of the window's width by which somebody who looks aside is moved to the other side."""


@dataclass(frozen=True)
class Subject:
    """Somebody or something that is to be seen.

    Attributes:
        head: (T, 2) the middle of the head; of a thing its own.
        height: (T,) height of the head, crown to chin.
        box: (T, 4) the whole body, as far as the picture has it.
        looks: -1 (to the left) to 1 (to the right), 0 towards the viewer.
        body: Whether it is a person's; a thing is seen whole, in the middle, with more or less around it.
    """

    head: F64
    height: F64
    box: F64
    looks: float = 0.0
    body: bool = True


def framed(subjects: Sequence[Subject], size: str, picture: Size, shape: float, least: float) -> F64:
    """Windows that hold somebody or something.

    Args:
        subjects: At least one.
        size: One of :data:`SIZES`.
        picture: (width, height).
        shape: Width of a window over its height.
        least: Height that a window has at least.

    Returns:
        (T, 4) windows inside the picture.
    """
    held = np.stack([_held(subject, size) for subject in subjects])
    x0, y0 = held[..., 0].min(axis=0), held[..., 1].min(axis=0)
    x1, y1 = held[..., 2].max(axis=0), held[..., 3].max(axis=0)
    needed = np.maximum(y1 - y0, (x1 - x0) / shape)
    height = np.clip(needed, least, None)
    eyes = np.mean([subject.head[:, 1] for subject in subjects], axis=0)
    level = float(np.mean([EYES[size] if subject.body else MIDDLE for subject in subjects]))
    top = np.minimum(np.maximum(eyes - level * height, y1 - height), y0)
    looks = subjects[0].looks if len(subjects) == 1 else 0.0
    middle = (x0 + x1) / 2 + LOOK * looks * height * shape
    return inside(middle, top + height / 2, height, picture, shape)


def _held(subject: Subject, size: str) -> F64:
    """(T, 4) what of somebody has to be seen."""
    if not subject.body:
        return _thing_held(subject.box, size)
    (x, y), h = subject.head.T, subject.height
    above, beside = y - (0.5 + ABOVE[size]) * h, BESIDE[size] * h
    if size == "wide":
        box = subject.box
        return np.stack([
            np.minimum(box[:, 0] - 0.2 * h, x - beside), np.minimum(box[:, 1] - 0.3 * h, above),
            np.maximum(box[:, 2] + 0.2 * h, x + beside), box[:, 3] + 0.35 * h,
        ], axis=1)  # fmt: skip
    return np.stack([x - beside, above, x + beside, y + (0.5 + BELOW[size]) * h], axis=1)


def _thing_held(box: F64, size: str) -> F64:
    """(T, 4) a thing with some of what is around it."""
    around = AROUND[size] * (box[:, 2:] - box[:, :2]).mean(axis=1, keepdims=True)
    return np.concatenate([box[:, :2] - around, box[:, 2:] + around], axis=1)


def inside(x: F64, y: F64, height: F64, picture: Size, shape: float) -> F64:
    """(T, 4) windows about a middle that do not reach over the picture's edge: first smaller, then moved."""
    height = np.minimum(height, min(picture[1], picture[0] / shape))
    half = np.stack([height * shape, height], axis=1) / 2
    middle = np.clip(np.stack([x, y], axis=1), half, np.array(picture) - half)
    return np.concatenate([middle - half, middle + half], axis=1)


def whole(picture: Size, shape: float) -> F64:
    """(4,) the largest window of a shape, in the middle."""
    one = np.ones(1)
    windows = inside(one * picture[0] / 2, one * picture[1] / 2, one * picture[1], picture, shape)
    out: F64 = windows[0]
    return out
