"""The parts of a puppet: layers of pixels, meshed and weighted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.puppet_mesh import triangulate, vertex_spacing
from nodes.rig.bone_holds import hold_weights
from nodes.rig.limb_freedom import ASTRAY, HIDDEN, Freedom, arm_bones
from nodes.rig.limb_layers import Layer, split_layers
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture, crop
from nodes.rig.photo_bones import PhotoBones
from studio.media.image import Patch
from studio.media.rig import Part
from studio.media.skeleton import BONES

F64 = npt.NDArray[np.float64]

ARM_VERTICES = 0.2
"""Share of the puppet's vertices that an arm of its own gets."""


COLLAR = 0.35
"""Share of the collar bone that holds an arm's layer: less of it lifts an arm higher before the shoulder gets thin."""


def cut_parts(texture: PersonTexture, bones: PhotoBones, freedom: Freedom, detail: int) -> tuple[Part, ...]:
    """Every part of the puppet, farthest first."""
    layers = split_layers(texture, bones, freedom)
    arms = sum(layer.name != "body" for layer in layers)
    parts = []
    for order, layer in enumerate(layers):
        count = round(detail * (ARM_VERTICES if layer.name != "body" else 1 - ARM_VERTICES * arms))
        parts.append(mesh_part(layer, texture.origin, bones, _movers(layer, layers, freedom), count, order))
    return tuple(part for part in parts if len(part.triangles))


def mesh_part(
    layer: Layer, origin: tuple[int, int], bones: PhotoBones, movers: tuple[str, ...], count: int, order: int
) -> Part:
    """One part from its pixels.

    Args:
        layer: Its pixels.
        origin: (x, y) of their first pixel in the source picture.
        bones: The person's bones.
        movers: Names of bones that move it.
        count: About how many vertices.
        order: Draw order, 0 is farthest.
    """
    pixels, origin = crop(layer.pixels, origin)
    mask = pixels[..., 3] > 0
    spacing, joints = vertex_spacing(mask, count), _joints(bones, movers) - [*origin, 0]
    vertices, triangles = triangulate(mask, spacing, joints)
    if len(vertices) > 1.2 * count:
        vertices, triangles = triangulate(mask, spacing * (len(vertices) / count) ** 0.6, joints)
    vertices = vertices + origin
    weights = np.zeros((len(vertices), len(BONES)), np.float32)
    if len(triangles):
        index = [BONES.index(b) for b in movers]
        heads, tails = bones.heads[index, :2], _handles(layer, bones, movers)
        weights[:, index] = hold_weights(
            vertices, triangles, mask, origin, movers, heads, tails, bones.pixels_per_metre
        )
    bone = "chest" if layer.name == "body" else layer.name.replace("Arm", "LowerArm")
    patch = Patch(pixels.astype(np.float16), origin)
    return Part(layer.name, bone, patch, vertices.astype(np.float32), triangles, weights, order)


def _movers(layer: Layer, layers: tuple[Layer, ...], freedom: Freedom) -> tuple[str, ...]:
    """Bones that move a layer: an arm's own and the trunk's end of it; the body's are all that are not elsewhere."""
    if layer.name != "body":
        side = layer.name.removesuffix("Arm")
        return (f"{side}Shoulder", *arm_bones(side))
    away = {bone for other in layers if other.name != "body" for bone in arm_bones(other.name.removesuffix("Arm"))}
    unseen = {b for b in BONES if ("Arm" in b or "Hand" in b) and freedom.reason[b] in (ASTRAY, HIDDEN)}
    return tuple(bone for bone in BONES if bone not in away | unseen)


def _handles(layer: Layer, bones: PhotoBones, movers: tuple[str, ...]) -> F64:
    """(B, 2) where each bone's hold on a layer ends: a collar bone lets go of an arm's ball, which turns as one."""
    tails = bones.tails[[BONES.index(b) for b in movers], :2].copy()
    if layer.name != "body":
        head = bones.heads[BONES.index(movers[0]), :2]
        tails[0] = head + COLLAR * (tails[0] - head)
    return tails


def _joints(bones: PhotoBones, movers: tuple[str, ...]) -> F64:
    """(N, 3) joints about which a part bends, and the face: x, y and the radius within which the mesh is finer."""
    bending = [b for b in movers if b.endswith(("UpperArm", "LowerArm", "LowerLeg", "neck"))]
    places = [(*bones.heads[BONES.index(b), :2], 1.3 * reach_of(b) * bones.pixels_per_metre) for b in bending]
    if "head" in movers:  # a face that turns wants a mesh fine enough for its curve
        k = BONES.index("head")
        crown = bones.tails[k, :2] - bones.heads[k, :2]
        places.append((*(bones.heads[k, :2] + 0.5 * crown), 0.6 * float(np.hypot(*crown))))
    return np.array(places, np.float64).reshape(-1, 3)
