"""A rig made ready to be posed many times: factorisations and fields that only depend on the rig."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.arap import polish, prepare_arap, unflip
from nodes.algorithms.breath import chest_swell
from nodes.algorithms.relief import relief, turned_relief
from nodes.algorithms.skinning import (
    bone_frames,
    deform,
    global_matrices,
    place_bones,
    rotation_centres,
    stretch_maps,
    turn_plane,
    turns,
)
from nodes.rig.part_ties import part_ties
from studio.media.rig import Rig

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

ROUND = {"head": 0.8, "chest": 0.4, "spine": 0.3}
"""How like a ball a bone's body is: a head that nods keeps its height."""
VIEWER = 5.0
"""Metres from which a picture is taken to be seen: what comes nearer is drawn larger, as far as :data:`LOOMS`."""
LOOMS = {"head": (0.9, 1.14)}
"""Of bones on which nothing hangs that anyone touches: least and most of their size in the photo."""


@dataclass(frozen=True)
class PuppetPose:
    """A puppet at one moment, in pixels of the source picture.

    Attributes:
        vertices: One (V, 2) float32 a part, in the rig's order of parts.
        order: Indices of parts, the farthest first.
        depth: (parts,) pixels towards the viewer, relative to the hips in the photo.
        heads: (J, 2) float32 heads of the bones as drawn.
        tails: (J, 2) float32 tails of the bones as drawn.
    """

    vertices: tuple[F32, ...]
    order: tuple[int, ...]
    depth: F32
    heads: F32
    tails: F32


class Puppet:
    """Poses a rig. Make one a rig (``ctx.derive(rig, "puppet", lambda: Puppet(rig))``) and keep it."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self._rest_global = global_matrices(rig.rest, rig.parents)
        self._heads, self._tails = rig.heads.astype(np.float64), rig.tails.astype(np.float64)
        self._bone_of_part = np.array([rig.bones.index(part.bone) for part in rig.parts], np.int64)
        sizes = [len(part.vertices) for part in rig.parts]
        self._splits = np.cumsum(sizes)[:-1]
        self._vertices = np.concatenate([part.vertices for part in rig.parts]).astype(np.float64)
        self._weights = np.concatenate([part.weights for part in rig.parts]).astype(np.float64)
        self._centres = rotation_centres(self._vertices, self._weights, self._heads[:, :2], rig.parents)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        triangles = [part.triangles + start for part, start in zip(rig.parts, starts, strict=True)]
        held = 0.05 + 2.0 * np.clip((self._weights.max(axis=1) - 0.8) / 0.2, 0, 1) ** 2
        self._arap = prepare_arap(self._vertices, np.concatenate(triangles), held, part_ties(rig.parts))
        self._swell = chest_swell(self._vertices, self._weights, self._heads[:, :2], self._tails[:, :2], rig.bones)
        ahead = self._rest_global[:, :, 2]
        self._relief = relief(self._vertices, self._weights, self._heads[:, :2], self._tails[:, :2], rig.bones, ahead)
        self._round = np.array([ROUND.get(bone, 0.0) for bone in rig.bones])
        self._looms = [(rig.bones.index(bone), limits) for bone, limits in LOOMS.items() if bone in rig.bones]
        self._base_order = tuple(int(k) for k in np.argsort([part.order for part in rig.parts], kind="stable"))

    def pose(
        self, rotations: npt.NDArray[Any], root_px: npt.NDArray[Any], breath: float = 0.0,
        front: Mapping[str, bool] | None = None, size: float = 1.0,
    ) -> PuppetPose:  # fmt: skip
        """Pose the puppet.

        Args:
            rotations: (J, 4) local rotations, equal to ``rig.rest`` where the body is as in the photo.
            root_px: (3,) shift of the hips in pixels of the source picture: x right, y DOWN, z towards the viewer.
            breath: 0 (out, as in the photo) to 1 (in).
            front: Parts by name that are drawn before the body, or behind it, whatever the photo has.
            size: How large against the photo; the posed body is scaled about where the photo has the hips, then moved.

        Returns:
            Deformed vertices of every part, draw order, depth and bones.
        """
        rig = self.rig
        turn = turns(rig.parents, self._rest_global, rotations)
        heads, tails = place_bones(self._heads, self._tails, rig.parents, turn, np.asarray(root_px) / size)
        bones = bone_frames(
            self._heads, self._tails, heads, tails, rig.parents, turn, self._round, self._sizes(heads, tails)
        )
        moved = deform(self._vertices, self._weights, bones, self._centres)
        bulge = breath * turn_plane(self._swell, self._weights @ bones.angle) + turned_relief(
            self._relief, turn, bones.angle
        )
        if self._bends(bones.angle, bones.stretch):
            stretch = self._weights @ stretch_maps(bones)
            moved = unflip(self._arap, polish(self._arap, moved, stretch) + bulge, stretch)
        else:
            moved += bulge
        parts = np.split(moved.astype(np.float32), self._splits)
        depth = (0.5 * (heads + tails)[:, 2])[self._bone_of_part].astype(np.float32)
        order = self._order(front) if front else self._base_order
        drawn = bones.heads.astype(np.float32), bones.tails.astype(np.float32)
        posed = PuppetPose(tuple(parts), order, depth, *drawn)
        return posed if size == 1 else scaled(posed, self._heads[0, :2].astype(np.float32), size)

    def _sizes(self, heads: F64, tails: F64) -> F64:
        """(J,) how large each bone is drawn: nearer to the viewer than in the photo is larger."""
        sizes = np.ones(len(heads))
        for j, limits in self._looms:
            nearer = float((heads[j] + tails[j] - self._heads[j] - self._tails[j])[2]) / 2
            sizes[j] = np.clip(1 / max(1 - nearer / (VIEWER * self.rig.pixels_per_metre), 0.5), *limits)
        return sizes

    def _order(self, front: Mapping[str, bool]) -> tuple[int, ...]:
        """Parts, farthest first, with some on the other side of the body."""
        parts = self.rig.parts
        body = next((part.order for part in parts if part.name == "body"), 0)
        beyond = len(parts) + 1.0
        places = [
            part.order if part.name not in front or front[part.name] == (part.order > body)
            else part.order + (beyond if front[part.name] else -beyond)
            for part in parts
        ]  # fmt: skip
        return tuple(int(k) for k in np.argsort(places, kind="stable"))

    @staticmethod
    def _bends(angle: npt.NDArray[np.float64], stretch: npt.NDArray[np.float64]) -> bool:
        """Whether anything but a shift happened: a shifted mesh needs no polish."""
        return bool(np.ptp(angle) > 1e-4 or np.abs(stretch - 1).max() > 1e-4)


def scaled(pose: PuppetPose, centre: F32, size: float) -> PuppetPose:
    """A pose seen so many times as large, about a point of the picture."""
    parts = tuple(centre + (places - centre) * np.float32(size) for places in pose.vertices)
    heads, tails = (centre + (ends - centre) * np.float32(size) for ends in (pose.heads, pose.tails))
    return PuppetPose(parts, pose.order, pose.depth * np.float32(size), heads, tails)
