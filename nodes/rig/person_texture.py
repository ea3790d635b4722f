"""A person's own pixels, with room around them and continued beyond the picture's edges that cut them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.beyond_edge import SIDES, continue_beyond
from nodes.algorithms.stray import without_stray
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import Person

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class PersonTexture:
    """Premultiplied pixels of one person.

    Attributes:
        pixels: (h, w, 4) float32; alpha is the matte.
        origin: (x, y) of the top left pixel in the source picture; negative where it was continued beyond it.
        size: (width, height) of the source picture.
        cropped: Sides of the picture that cut the person.
        covered: (h, w) where someone nearer stands in front: what lies there was guessed, not seen.
    """

    pixels: F32
    origin: tuple[int, int]
    size: tuple[int, int]
    cropped: tuple[str, ...]
    covered: npt.NDArray[np.bool_]

    @property
    def seen(self) -> F32:
        """(h, w) alpha, 0 where someone else is in front."""
        visible: F32 = self.coverage * ~self.covered
        return visible

    @property
    def coverage(self) -> F32:
        """(h, w) alpha."""
        alpha: F32 = self.pixels[..., 3]
        return alpha


def read_texture(image: Image, person: Person, margin: int = 4) -> PersonTexture:
    """The person's pixels inside the matte's box, with ``margin`` clear pixels around.

    A person whose box ends at the picture's edge is continued beyond it by mirroring, so that nothing
    opens there when the person sways. What is stray in the matte is left out.
    """
    matte = person.matte or person.mask
    if matte is None or matte.coverage.size == 0 or float(matte.coverage.max()) <= 0:
        matte = _box_matte(person.box, image.size)
    pixels = without_stray(_own_pixels(image, person, matte))
    x0, y0, x1, y1 = matte.box
    width, height = image.size
    cropped = tuple(
        side
        for side, at_edge, line in (
            ("left", x0 <= 0, pixels[:, :1]), ("top", y0 <= 0, pixels[:1]),
            ("right", x1 >= width, pixels[:, -1:]), ("bottom", y1 >= height, pixels[-1:]),
        )
        if at_edge and bool((line[..., 3] > 0.5).sum() >= 3)
    )  # fmt: skip
    beyond = max(round(0.06 * (y1 - y0)), margin)
    grow = {side: beyond if side in cropped else 0 for side in SIDES}
    pixels = continue_beyond(pixels, grow)
    pixels = np.pad(pixels, ((margin, margin), (margin, margin), (0, 0)))
    origin = (x0 - grow["left"] - margin, y0 - grow["top"] - margin)
    return PersonTexture(pixels, origin, image.size, cropped, np.zeros(pixels.shape[:2], bool))


def _own_pixels(image: Image, person: Person, matte: Matte) -> F32:
    """(h, w, 4) of the matte's box: the estimated foreground where there is one, else the picture itself."""
    x0, y0, x1, y1 = matte.box
    coverage = np.clip(matte.coverage, 0, 1)[..., None]
    patch = person.foreground
    if patch is None:
        colour = image.pixels[y0:y1, x0:x1].float().cpu().numpy()[..., :3]
        return np.asarray(np.concatenate([colour * coverage, coverage], axis=2), np.float32)
    whole = np.zeros((y1 - y0, x1 - x0, 4), np.float32)
    dx, dy = patch.origin[0] - x0, patch.origin[1] - y0
    height, width = patch.pixels.shape[:2]
    top, left = max(dy, 0), max(dx, 0)
    bottom, right = min(dy + height, whole.shape[0]), min(dx + width, whole.shape[1])
    if bottom > top and right > left:
        whole[top:bottom, left:right] = patch.pixels[top - dy : bottom - dy, left - dx : right - dx]
    return whole


def _box_matte(box: tuple[float, float, float, float], size: tuple[int, int]) -> Matte:
    x0, y0 = max(int(box[0]), 0), max(int(box[1]), 0)
    x1, y1 = min(max(int(box[2]), x0 + 1), size[0]), min(max(int(box[3]), y0 + 1), size[1])
    return Matte(np.ones((max(y1 - y0, 1), max(x1 - x0, 1)), np.float32), (x0, y0), size)


def crop(
    pixels: npt.NDArray[Any], origin: tuple[int, int], margin: int = 2
) -> tuple[npt.NDArray[Any], tuple[int, int]]:
    """Pixels (h, w, 4) cut to what is covered, with ``margin`` clear pixels kept, and their origin."""
    rows, columns = np.flatnonzero(pixels[..., 3].any(axis=1)), np.flatnonzero(pixels[..., 3].any(axis=0))
    if rows.size == 0:
        return pixels[:1, :1], origin
    y0, x0 = max(int(rows[0]) - margin, 0), max(int(columns[0]) - margin, 0)
    y1, x1 = int(rows[-1]) + 1 + margin, int(columns[-1]) + 1 + margin
    return pixels[y0:y1, x0:x1], (origin[0] + x0, origin[1] + y0)
