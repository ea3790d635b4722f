"""One person on the stage: a puppet, its textures on the card, and where it stands at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.contact_shadow import contacts
from nodes.algorithms.film_grid import FilmGrid
from nodes.algorithms.openpose import openpose_points
from nodes.algorithms.rotation import slerp
from nodes.algorithms.skinning import global_matrices
from nodes.algorithms.texture_atlas import Atlas, texture_atlas
from nodes.algorithms.turn_round import widest
from nodes.rig.puppet import Puppet, PuppetPose
from studio.gl.canvas import Box, box_of
from studio.gl.context import prepare
from studio.gl.puppet_painter import PuppetPainter
from studio.media.motion import Pose
from studio.media.rig import Rig
from studio.node.context import Context

if TYPE_CHECKING:
    import moderngl

F32 = npt.NDArray[np.float32]

SMALLEST = 0.02
"""Of the photo's size: nobody vanishes."""


@dataclass(frozen=True)
class Stand:
    """Where a person is at one moment, in the film.

    Attributes:
        pose: The puppet's pose, in source pixels.
        places: (V, 2) every part's vertices, one part after the other, in film pixels.
        box: What they cover.
        layer: Place in the order of drawing, the farthest first.
        size: How large the person is against the photo.
        lifts: Metres of the photo's scale between the left and the right foot and the ground, where that is known;
            otherwise both stand on the ground of the photo, or above it.
    """

    pose: PuppetPose
    places: F32
    box: Box
    layer: float = 0.0
    size: float = 1.0
    lifts: tuple[float, float] | None = None


class Actor:
    """A person of the film. Cheap to make: what costs is kept with the rig."""

    def __init__(self, ctx: Context, gl: moderngl.Context, rig: Rig, grid: FilmGrid, number: int) -> None:
        """Args: services, the context (current), the person's rig, the film's grid, the number in the ids."""
        self.rig, self.grid, self.number = rig, grid, number
        self.puppet: Puppet = ctx.derive(rig, "puppet", lambda: Puppet(rig))
        self.atlas: Atlas = ctx.derive(rig, f"stage atlas {grid}", lambda: _atlas(rig, grid))
        name = f"stage puppet {prepare(gl)} {grid}"
        self.painter: PuppetPainter = ctx.derive(rig, name, lambda: self.paint_with(gl, self.atlas.pixels))

    def paint_with(self, gl: moderngl.Context, pixels: npt.NDArray[np.float16]) -> PuppetPainter:
        """A painter of this person's meshes with other pixels in the atlas."""
        return PuppetPainter(gl, pixels, self.atlas.texels, [part.triangles for part in self.rig.parts])

    def stand(self, pose: Pose | None) -> Stand:
        """Take a pose; None, or a bone that the pose does not know, is as in the photo."""
        size = size_of(pose)
        posed = flipped(self.puppet.pose(*local_pose(self.rig, pose), size), flip_of(pose))
        places = self.grid.to_film(np.concatenate([*posed.vertices, np.zeros((0, 2), np.float32)]))
        layer = float(self.rig.layer) if pose is None else pose.channels.get("layer", float(self.rig.layer))
        return Stand(posed, places, box_of(places, self.grid.size), layer, size, lifts_of(pose))

    def feet(self, stand: Stand | None) -> F32:
        """(K, 4) contact ellipses under the feet in film pixels; None is as in the photo."""
        rig = self.rig
        heads = rig.heads[:, :2] if stand is None else stand.pose.heads
        tails = rig.tails[:, :2] if stand is None else stand.pose.tails
        sides = [side for side in ("left", "right") if f"{side}Foot" in rig.bones] if rig.standing else []
        ankles = np.array([heads[rig.bones.index(f"{side}Foot")] for side in sides]).reshape(-1, 2)
        toes = np.array([tails[rig.bones.index(f"{side}Foot")] for side in sides]).reshape(-1, 2)
        spots = contacts(ankles, toes, rig.pixels_per_metre * (1.0 if stand is None else stand.size))
        spots[:, :2] = self.grid.to_film(spots[:, :2])
        spots[:, 2:] *= np.array(self.grid.scale, np.float32)
        return spots

    def keypoints(self, pose: Pose | None, stand: Stand) -> F32:
        """(18, 2) OpenPose keypoints in film pixels."""
        rotations = local_pose(self.rig, pose)[0]
        turn = global_matrices(rotations, self.rig.parents)
        head = self.rig.bones.index("head") if "head" in self.rig.bones else 0
        heads, tails = stand.pose.heads, stand.pose.tails
        return self.grid.to_film(openpose_points(self.rig.bones, heads, tails, turn[head]))

    def part_of_vertex(self, values: F32) -> F32:
        """(V,) one value a part, spread over its vertices."""
        return np.repeat(values, [len(part.vertices) for part in self.rig.parts]).astype(np.float32)


def _atlas(rig: Rig, grid: FilmGrid) -> Atlas:
    parts = rig.parts
    return texture_atlas(
        [part.texture.pixels for part in parts], [part.texture.origin for part in parts],
        [part.vertices for part in parts], grid,
    )  # fmt: skip


def local_pose(
    rig: Rig, pose: Pose | None
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], float, dict[str, bool]]:  # fmt: skip
    """A pose in a rig's own terms: (J, 4) rotations, (3,) root in pixels (y down), breath, arms that changed sides."""
    if pose is None:
        return rig.rest, np.zeros(3), 0.0, {}
    rotations = rig.rest
    if pose.bones == rig.bones:
        rotations = pose.rotations
    else:
        known = {bone: k for k, bone in enumerate(pose.bones)}
        rotations = np.array([
            pose.rotations[known[bone]] if bone in known else rig.rest[k] for k, bone in enumerate(rig.bones)
        ])  # fmt: skip
    root = np.asarray(pose.root, np.float64) * rig.pixels_per_metre * np.array([1.0, -1.0, 1.0])
    sides = [side for side in ("left", "right") if f"{side}Front" in pose.channels]
    front = {f"{side}Arm": pose.channels[f"{side}Front"] >= 0.5 for side in sides}
    return rotations, root, float(pose.channels.get("breath", 0.0)), front


def size_of(pose: Pose | None) -> float:
    """How large a pose is drawn against the photo."""
    return 1.0 if pose is None else max(float(pose.channels.get("size", 1.0)), SMALLEST)


def flip_of(pose: Pose | None) -> float:
    """How wide a pose is drawn, below 0 as in a mirror; never as narrow as a card seen from its edge."""
    return 1.0 if pose is None else float(widest(np.array(pose.channels.get("flip", 1.0))))


def flipped(pose: PuppetPose, flip: float) -> PuppetPose:
    """A posed puppet made narrower, or mirrored, about the column of its hips."""
    if flip == 1:
        return pose
    wide, middle = np.array([flip, 1.0], np.float32), np.array([pose.heads[0, 0], 0.0], np.float32)
    parts = tuple(middle + (places - middle) * wide for places in pose.vertices)
    heads, tails = (middle + (ends[:, :2] - middle) * wide for ends in (pose.heads, pose.tails))
    return replace(pose, vertices=parts, heads=heads, tails=tails)


def lifts_of(pose: Pose | None) -> tuple[float, float] | None:
    """Metres that the left and the right foot are above the ground, where the pose says so."""
    if pose is None or not {"leftLift", "rightLift"} <= set(pose.channels):
        return None
    return float(pose.channels["leftLift"]), float(pose.channels["rightLift"])


def between(a: Pose, b: Pose, amount: float) -> Pose:
    """The pose so far on the way from one to the next, each joint along the shorter arc."""
    if a.bones != b.bones:
        return a
    names = [name for name in a.channels if name in b.channels]
    return Pose(
        a.bones,
        slerp(a.rotations, b.rotations, amount).astype(np.float32),
        (a.root + (b.root - a.root) * amount).astype(np.float32),
        {name: a.channels[name] + (b.channels[name] - a.channels[name]) * amount for name in names},
    )
