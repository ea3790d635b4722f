"""The layers of a puppet: cut out, continued under one another, meshed and weighted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bone_heat import bone_heat
from nodes.algorithms.puppet_mesh import triangulate, vertex_spacing
from nodes.rig.person_texture import PersonTexture, crop
from nodes.rig.photo_bones import PhotoBones
from studio.media.image import Patch
from studio.media.rig import Part
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]

REACH: dict[str, float] = {
    "hips": 0.15, "spine": 0.14, "chest": 0.15, "neck": 0.07, "head": 0.11, "Shoulder": 0.08, "UpperArm": 0.06,
    "LowerArm": 0.05, "Hand": 0.05, "UpperLeg": 0.085, "LowerLeg": 0.06, "Foot": 0.05, "Toes": 0.05,
}  # fmt: skip
"""Half the width of each limb, in metres."""


def reach_of(bone: str) -> float:
    """Half the width of a bone's limb, in metres."""
    return REACH.get(bone) or REACH[bone.removeprefix("left").removeprefix("right")]


def cut_parts(texture: PersonTexture, bones: PhotoBones, detail: int) -> tuple[Part, ...]:
    """Every part of the puppet, farthest first."""
    return (mesh_part("body", "chest", texture.pixels, texture.origin, bones, BONES, detail, 0),)


def mesh_part(
    name: str, bone: str, pixels: F32, origin: tuple[int, int], bones: PhotoBones, own: tuple[str, ...], count: int,
    order: int,
) -> Part:  # fmt: skip
    """One part from its pixels.

    Args:
        name: What it is.
        bone: The bone that it belongs to most.
        pixels: (h, w, 4) float32, premultiplied.
        origin: (x, y) of the first pixel.
        bones: The person's bones.
        own: Bones that move it.
        count: About how many vertices.
        order: Draw order, 0 is farthest.
    """
    pixels, origin = crop(pixels, origin)
    mask = pixels[..., 3] > 0
    vertices, triangles = triangulate(mask, vertex_spacing(mask, count))
    vertices = vertices + origin
    index = [BONES.index(b) for b in own]
    reach = np.array([reach_of(b) for b in own]) * bones.pixels_per_metre
    weights = np.zeros((len(vertices), len(BONES)), np.float32)
    weights[:, index] = bone_heat(vertices, triangles, bones.heads[index, :2], bones.tails[index, :2], reach)
    return Part(
        name, bone, Patch(pixels.astype(np.float16), origin), vertices.astype(np.float32), triangles, weights, order
    )
