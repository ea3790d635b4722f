"""A thing as a rig of one bone, so that the stage draws it as it draws people: in their order, blurred, with flow.

At rest it lies beside the picture, where nobody sees it, and its motion brings it into a hand; what was cut out of the
photo rests where that has it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.carried import Path
from nodes.algorithms.rotation import from_vector
from studio.media.image import Patch
from studio.media.motion import Motion
from studio.media.rig import Part, Rig

F32 = npt.NDArray[np.float32]
BONES = ("hips",)
"""The root's name; it is where the thing is held."""
ASIDE = 64
"""Pixels beside the picture."""
CELLS = 4
"""Of the mesh, across and down."""


def prop_rig(
    name: str, art: F32, grip: tuple[float, float], metre: float, holder: Rig, corner: tuple[int, int] | None = None
) -> Rig:
    """The rig of a thing.

    Args:
        name: Its id.
        art: (h, w, 4) linear light, premultiplied, at the size that ``metre`` has.
        grip: (x, y) in pixels of it where it is held.
        metre: Pixels of a metre at that size.
        holder: Who has it first; the thing is as far away.
        corner: (x, y) of its top left pixel at rest; None for beside the picture.
    """
    height, width = art.shape[:2]
    corner = corner or (-(width + ASIDE), -(height + ASIDE))
    texture = np.pad(art, ((1, 1), (1, 1), (0, 0))).astype(np.float16)
    x, y = np.meshgrid(np.linspace(0, width, CELLS + 1), np.linspace(0, height, CELLS + 1))
    vertices = np.stack([x.ravel() + corner[0], y.ravel() + corner[1]], axis=1).astype(np.float32)
    held = np.array([[corner[0] + grip[0], corner[1] + grip[1], 0.0]], np.float32)
    weights = np.ones((len(vertices), 1), np.float32)
    part = Part("body", "hips", Patch(texture, (corner[0] - 1, corner[1] - 1)), vertices, _triangles(), weights, 0)
    return Rig(
        name, BONES, np.array([-1], np.int32), held, held - np.array([[0.0, 1.0, 0.0]], np.float32),
        np.array([[0.0, 0.0, 0.0, 1.0]], np.float32), np.ones(1, np.float32), ("",), (), metre, holder.layer, (part,),
        holder.ground, False,
    )  # fmt: skip


def _triangles() -> npt.NDArray[np.int32]:
    """Two for each cell, all of one winding."""
    at = np.arange((CELLS + 1) ** 2).reshape(CELLS + 1, CELLS + 1)
    a, b, c, d = at[:-1, :-1].ravel(), at[:-1, 1:].ravel(), at[1:, :-1].ravel(), at[1:, 1:].ravel()
    found = np.concatenate([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)])
    return np.asarray(found, np.int32)


def prop_motion(rig: Rig, path: Path, fps: float) -> Motion:
    """The motion that takes a thing along a path."""
    held = rig.heads[0, :2].astype(np.float64) * [1, -1]
    root = np.concatenate([(path.places - held) / rig.pixels_per_metre, np.zeros((len(path.places), 1))], axis=1)
    turns = from_vector(path.angle[:, None] * np.array([0.0, 0.0, 1.0]))
    channels = {
        "size": (path.metre / rig.pixels_per_metre).astype(np.float32), "layer": path.layer.astype(np.float32),
    }  # fmt: skip
    rotations = turns[:, None].astype(np.float32)
    return Motion(rig.person, BONES, fps, rotations, root.astype(np.float32), channels, loop=False, relative=False)
