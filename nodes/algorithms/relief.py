"""A body is round: when a bone turns, what bulges towards the viewer moves across the picture.

A flat cut-out can only be turned in its own plane. Here each vertex of head and trunk gets a height above the bone's
own plane, a soft dome, and the height is turned with the bone as a point in space is. A head then looks to a side, and
nods, by its features moving over its outline, the nose farther than the ears; at rest nothing moves.

The features do not jump there, they flow: the dome is the speed at each place on the way. However far a head turns,
what it turns towards gets narrow and what it turns away from gets wide, but nothing folds over.

Source: across the bone the dome is (1 - r^3)^2, along it (1 - r^4)^2: flat in the middle, as a mouth goes as far as a
nose, and of slope 0 at the rim; nowhere does it fall by more than 1.8 and 2.5 of its height a radius.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.skinning import turn_plane

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

DOMES: Mapping[str, tuple[float, float, float, float, float]] = {
    "head": (0.3, 0.9, 0.95, 0.5, 0.5), "chest": (0.4, 1.3, 1.3, 1.15, 0.55), "spine": (0.4, 1.3, 1.3, 1.3, 0.6),
}  # fmt: skip
"""Of bones that are round: where along them the dome has its top; its radius upwards, downwards and across the bone;
its height. All in lengths of the bone. A face goes down with the chin, over the neck."""
THIN = {"head": 0.7}
"""How much lower the dome of a bone seen from the side is: there a face lies at its rim, and must not be drawn out."""
WITH = {"head": ("neck",)}
"""Bones on which a dome reaches: the mesh of a chin hangs on the neck as much as on the head."""
MOST = 0.6
"""Sine of the angle beyond which nothing is turned any farther: what is behind the outline was never photographed."""
STEPS = 5
"""Parts of the way in which features flow: in each they go less than a fifth of a radius, and none overtakes."""


@dataclass(frozen=True)
class Relief:
    """What is round of a mesh at rest; K round bones, V vertices.

    Attributes:
        bones: (K,) their indices.
        places: (K, V, 2) of the vertices from the dome's top, along the bone and across it, in pixels.
        axes: (K, 2) unit directions of the bones in the picture.
        radii: (K, 3) of the dome upwards, downwards and across, in pixels.
        heights: (K,) pixels.
        weights: (K, V) how much of each vertex is the bone's.
    """

    bones: npt.NDArray[np.int64]
    places: F64
    axes: F64
    radii: F64
    heights: F64
    weights: F64


def relief(
    vertices: Array, weights: Array, heads: Array, tails: Array, bones: Sequence[str], ahead: Array | None = None
) -> Relief:  # fmt: skip
    """What is round of a mesh.

    Args:
        vertices: (V, 2) at rest.
        weights: (V, J).
        heads, tails: (J, 2) bones at rest in the picture.
        bones: (J,) their names.
        ahead: (J, 3) where the front of each bone points at rest, z towards the viewer; None: all of them there.
    """
    found = np.array([bones.index(bone) for bone in DOMES if bone in bones], np.int64)
    domes = np.array([DOMES[bones[j]] for j in found]).reshape(-1, 5)
    along = np.asarray(tails, np.float64)[found] - np.asarray(heads, np.float64)[found]
    length = np.maximum(np.hypot(*along.T), 1e-6)
    axes = along / length[:, None]
    tops = np.asarray(heads, np.float64)[found] + domes[:, :1] * along
    away = np.asarray(vertices, np.float64)[None] - tops[:, None]
    across = np.stack([-axes[:, 1], axes[:, 0]], axis=1)
    places = np.stack([(away * axes[:, None]).sum(axis=2), (away * across[:, None]).sum(axis=2)], axis=2)
    held = np.array([_held(bones[j], weights, bones) for j in found]).reshape(len(found), len(vertices))
    heights = domes[:, 4] * length * (1 - np.array([THIN.get(bones[j], 0.0) * _aside(ahead, j) for j in found]))
    return Relief(found, places, axes, domes[:, 1:4] * length[:, None], heights, held)


def _aside(ahead: Array | None, j: int) -> float:
    """0..1 how much a bone is seen from the side."""
    return 0.0 if ahead is None else float(abs(ahead[j, 0]) / max(np.hypot(ahead[j, 0], ahead[j, 2]), 1e-6))


def _held(bone: str, weights: Array, bones: Sequence[str]) -> F64:
    """(V,) how much of each vertex is a round bone's."""
    holding = [bones.index(name) for name in (bone, *WITH.get(bone, ())) if name in bones]
    return np.asarray(np.asarray(weights, np.float64)[:, holding].sum(axis=1))


def turned_relief(round_: Relief, turn: F64, angle: F64) -> F64:
    """(V, 2) how far what is round goes across the picture, y down.

    Args:
        round_: The mesh's.
        turn: (J, 3, 3) of each bone since the rest, y up.
        angle: (J,) the part of it that turns the mesh in the picture's plane.
    """
    lean = turn[round_.bones, :2, 2] * np.array([1.0, -1.0])
    size = np.sqrt((lean * lean).sum(axis=1, keepdims=True))
    way = lean * np.tanh(size / MOST) * MOST / np.maximum(size, 1e-9) * round_.heights[:, None]
    if not len(way) or np.abs(way).max() < 1e-9:
        return np.zeros(round_.places.shape[1:])
    turned = angle[round_.bones]
    axes, aside = round_.axes, np.stack([-round_.axes[:, 1], round_.axes[:, 0]], axis=1)
    back = turn_plane(way, -turned)
    gone = _flow(round_, (back * axes).sum(axis=1), (back * aside).sum(axis=1)) * round_.weights[..., None]
    now, now_aside = turn_plane(axes, turned), turn_plane(aside, turned)
    return np.asarray(np.einsum("kv,kc->vc", gone[..., 0], now) + np.einsum("kv,kc->vc", gone[..., 1], now_aside))


def _flow(round_: Relief, along: F64, aside: F64) -> F64:
    """(K, V, 2) how far the vertices get along the bones and across them, as the domes' tops set out (K,) to go."""
    y, x = round_.places[..., 0].copy(), round_.places[..., 1].copy()
    up, down, wide = (1 / round_.radii[:, k, None] for k in range(3))
    steps = along[:, None] / STEPS, aside[:, None] / STEPS
    for _ in range(STEPS):
        v = y * np.where(y > 0, up, down)
        u = np.abs(x * wide)
        v *= v
        dome = np.maximum(1 - v * v, 0) * np.maximum(1 - u * u * u, 0)
        dome *= dome
        y += dome * steps[0]
        x += dome * steps[1]
    return np.stack([y - round_.places[..., 0], x - round_.places[..., 1]], axis=-1)
