"""The parts of a puppet: layers of pixels, meshed and weighted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bounded_biharmonic import barycentric
from nodes.algorithms.puppet_mesh import triangulate, vertex_spacing
from nodes.rig.bone_holds import hold_weights
from nodes.rig.face_layer import held_by_head
from nodes.rig.limb_freedom import ASTRAY, HIDDEN, Freedom, arm_bones, leg_bones
from nodes.rig.limb_layers import Layer, split_layers
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture, crop
from nodes.rig.photo_bones import PhotoBones
from studio.media.image import Patch
from studio.media.person import Face
from studio.media.rig import Part
from studio.media.skeleton import BONES

F64 = npt.NDArray[np.float64]

ARM_VERTICES = 0.2
"""Share of the puppet's vertices that an arm of its own gets."""
BONE_OF = {"body": "chest", "face": "head"}
"""The bone that a layer belongs to most; a limb's is its lower half."""
COLLAR = 0.35
"""Share of the collar bone that holds an arm's layer: less of it lifts an arm higher before the shoulder gets thin."""


def cut_parts(
    texture: PersonTexture, bones: PhotoBones, freedom: Freedom, detail: int, legs: bool = True,
    face: Face | None = None,
) -> tuple[Part, ...]:  # fmt: skip
    """Every part of the puppet, farthest first; ``legs`` says whether legs may be parts of their own."""
    layers = split_layers(texture, bones, freedom, legs, face)
    counts = _share_out(layers, detail)
    made: dict[str, Part] = {}
    for order, layer in sorted(
        enumerate(layers), key=lambda at: at[1].tied is not None
    ):  # the body before what hangs on it
        movers, upon = _movers(layer, layers, freedom), made.get("body") if layer.tied is not None else None
        made[layer.name] = mesh_part(layer, texture.origin, bones, movers, counts[layer.name], order, upon, face)
    return tuple(made[layer.name] for layer in layers if len(made[layer.name].triangles))


def _share_out(layers: tuple[Layer, ...], detail: int) -> dict[str, int]:
    """Vertices of each layer: an arm's share, and of the rest as many as a layer's size asks for."""
    arms = sum(layer.name.endswith("Arm") for layer in layers)
    sizes = {layer.name: float((layer.pixels[..., 3] > 0).sum()) for layer in layers if not layer.name.endswith("Arm")}
    left = detail * (1 - ARM_VERTICES * arms)
    whole = max(sum(size for name, size in sizes.items() if name != "face"), 1.0)  # a face lies on the body
    return {layer.name: round(left * sizes[layer.name] / whole if layer.name in sizes else detail * ARM_VERTICES)
            for layer in layers}  # fmt: skip


def mesh_part(
    layer: Layer, origin: tuple[int, int], bones: PhotoBones, movers: tuple[str, ...], count: int, order: int,
    upon: Part | None = None, face: Face | None = None,
) -> Part:  # fmt: skip
    """One part from its pixels.

    Args:
        layer: Its pixels.
        origin: (x, y) of their first pixel in the source picture.
        bones: The person's bones.
        movers: Names of bones that move it.
        count: About how many vertices.
        order: Draw order, 0 is farthest.
        upon: The part that it hangs on: there it moves as that one does.
        face: The person's face, where it was found: the head holds all of it.
    """
    grid = origin
    pixels, origin = crop(layer.pixels, origin)
    mask = pixels[..., 3] > 0
    spacing, joints = vertex_spacing(mask, count), _joints(bones, movers) - [*origin, 0]
    vertices, triangles = triangulate(mask, spacing, joints)
    if len(vertices) > 1.2 * count:
        vertices, triangles = triangulate(mask, spacing * (len(vertices) / count) ** 0.6, joints)
    vertices = vertices + origin
    weights = np.zeros((len(vertices), len(BONES)), np.float32)
    if len(triangles):
        where, known = _hanging(layer, grid, vertices, upon)
        if len(where) == len(vertices):
            return _part(layer, pixels, origin, vertices, triangles, known, order)
        guests = [k for k in np.flatnonzero(known.any(axis=0)) if BONES[k] not in movers]
        index = [*(BONES.index(b) for b in movers), *guests]
        heads, tails = bones.heads[index, :2], _handles(layer, bones, index)
        weights[:, index] = hold_weights(
            vertices, triangles, mask, origin, tuple(BONES[k] for k in index), heads, tails, bones.pixels_per_metre,
            (where, known[:, index]), len(guests), held_by_head(face),
        )  # fmt: skip
    return _part(layer, pixels, origin, vertices, triangles, weights, order)


def _part(
    layer: Layer, pixels: npt.NDArray[np.float32], origin: tuple[int, int], vertices: F64,
    triangles: npt.NDArray[np.int32], weights: npt.NDArray[Any], order: int,
) -> Part:  # fmt: skip
    bone = BONE_OF.get(layer.name) or layer.name.replace("Arm", "LowerArm").replace("Leg", "LowerLeg")
    patch = Patch(pixels.astype(np.float16), origin)
    return Part(layer.name, bone, patch, vertices.astype(np.float32), triangles, weights.astype(np.float32), order)


def _hanging(
    layer: Layer, origin: tuple[int, int], vertices: F64, upon: Part | None
) -> tuple[npt.NDArray[np.int64], F64]:
    """(K,) vertices where a layer hangs on another part, and that part's weights there (K, J)."""
    if upon is None or layer.tied is None or not len(upon.triangles):
        return np.zeros(0, np.int64), np.zeros((0, len(BONES)))
    height, width = layer.tied.shape
    column, row = np.clip(np.floor(vertices - origin).astype(int), 0, [width - 1, height - 1]).T
    where = np.flatnonzero(layer.tied[row, column])
    rows = barycentric(upon.vertices.astype(np.float64), upon.triangles, vertices[where])
    return where, rows @ upon.weights.astype(np.float64)


def _movers(layer: Layer, layers: tuple[Layer, ...], freedom: Freedom) -> tuple[str, ...]:
    """Bones that move a layer: a limb's own, an arm's end of the trunk; the body's are all that no arm has."""
    if layer.name == "face":
        return ("head", "neck")
    if layer.name.endswith("Leg"):
        return leg_bones(layer.name.removesuffix("Leg"))
    if layer.name != "body":
        side = layer.name.removesuffix("Arm")
        return (f"{side}Shoulder", *arm_bones(side))
    sides = [other.name.removesuffix("Arm") for other in layers if other.name.endswith("Arm")]
    away = {bone for side in sides for bone in arm_bones(side)}
    unseen = {b for b in BONES if ("Arm" in b or "Hand" in b) and freedom.reason[b] in (ASTRAY, HIDDEN)}
    return tuple(bone for bone in BONES if bone not in away | unseen)


def _handles(layer: Layer, bones: PhotoBones, index: list[int]) -> F64:
    """(B, 2) where each bone's hold on a layer ends: a collar bone lets go of an arm's ball, which turns as one."""
    tails = bones.tails[index, :2].copy()
    if layer.name.endswith("Arm"):
        head = bones.heads[index[0], :2]
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
