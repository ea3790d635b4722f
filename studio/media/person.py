"""One person in the picture, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.by_id import ById
from studio.media.image import Patch
from studio.media.matte import Matte
from studio.media.skeleton import Skeleton
from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Face:
    """A face.

    Attributes:
        landmarks: (478, 2) float32, MediaPipe face mesh with irises, pixels of the source picture.
        depth: (478,) float32, pixels towards the viewer, of the same scale.
        box: (x0, y0, x1, y1).
        score: Presence in 0..1.
    """

    landmarks: npt.NDArray[np.float32]
    depth: npt.NDArray[np.float32]
    box: tuple[float, float, float, float]
    score: float


@media_type
@dataclass(frozen=True, eq=False)
class Person:
    """One person. Later stages add what they find; nothing is ever taken away.

    Attributes:
        id: Stable from detection to the last frame: "person_1", "person_2", ... from left to right at first detection.
        box: (x0, y0, x1, y1) in pixels of the source picture.
        score: How sure the detection is, 0..1.
        name: What the artist calls this person.
        colour: (r, g, b) in 0..1, sRGB; the same in every view.
        mask: Coarse coverage from detection.
        matte: Fine coverage, soft at hair and fingers.
        foreground: The person's own colours inside the matte's box, estimated free of background (premultiplied).
        skeleton: Keypoints.
        face: The face, where one is visible.
        layer: Place in the picture's order of depth: 0 is farthest.
        metres: Distance from the camera where known.
        hidden: Where this person likely goes on behind others: coverage beyond the matte.
        cropped: Sides of the picture that cut this person: any of "left", "top", "right", "bottom".
        locked: The artist fixed this entry of the roster.
    """

    id: str
    box: tuple[float, float, float, float]
    score: float = 1.0
    name: str = ""
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    mask: Matte | None = None
    matte: Matte | None = None
    foreground: Patch | None = None
    skeleton: Skeleton | None = None
    face: Face | None = None
    layer: int = 0
    metres: float | None = None
    hidden: Matte | None = None
    cropped: tuple[str, ...] = ()
    locked: bool = False


People = ById[Person]

PERSON_COLOURS: tuple[tuple[float, float, float], ...] = (
    (0.90, 0.62, 0.00), (0.34, 0.71, 0.91), (0.00, 0.62, 0.45), (0.94, 0.89, 0.26),
    (0.00, 0.45, 0.70), (0.84, 0.37, 0.00), (0.80, 0.47, 0.65), (0.60, 0.60, 0.60),
)  # fmt: skip
"""Okabe and Ito's palette, safe for colour-blind eyes; the n-th person wears the n-th, round and round."""
