"""The frame at rest, made the photo: refined textures, and a refined plate around everyone who has not moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rest_match import (
    BAND,
    EDGE,
    REACH,
    SOFT,
    cells,
    edge,
    neighbours,
    plate_refinement,
    refine_atlas,
    shares_of,
)
from nodes.algorithms.rest_matte import thinned
from nodes.algorithms.texture_atlas import Atlas
from nodes.rig.actor import Actor, Stand
from studio.gl.canvas import Box, Canvas
from studio.gl.fringe_painter import FringePainter, fringe_program

if TYPE_CHECKING:
    import moderngl

F32 = npt.NDArray[np.float32]
Array = npt.NDArray[Any]


class Fringe:
    """The band around one person, where the plate is the photo as long as the person stays."""

    def __init__(self, gl: moderngl.Context, program: moderngl.Program, added: F32, rest: Stand) -> None:
        """Args: the context, the fringe program, (H, W, 4) what to add near a person, and their stand at rest."""
        self.rest = rest.places
        mask = added[..., :3].any(axis=2)
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        self.box: Box = (0, 0, 0, 0)
        if not rows.size or not len(rest.places):
            return
        self.box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        x0, y0, x1, y1 = self.box
        points, triangles = cells(mask[y0:y1, x0:x1])
        points = np.minimum(points, [x1 - x0, y1 - y0]) + np.array([x0, y0])
        picture = np.zeros((y1 - y0, x1 - x0, 4), np.float16)
        picture[:] = added[y0:y1, x0:x1]
        self.height = tall(rest)
        self.index, self.weight = neighbours(points, rest.places)
        self.painter = FringePainter(gl, program, picture, (x0, y0), points.astype(np.float32), triangles)

    def draw(self, canvas: Canvas, stand: Stand) -> None:
        """Refine the plate around the person, as far as the person's outline is still there."""
        if self.box[2] == 0:
            return
        shift = np.linalg.norm(stand.places - self.rest, axis=1)
        reach = REACH[0] * self.height, REACH[1] * self.height
        self.painter.draw(canvas, (shift[self.index] * self.weight).sum(axis=1), reach)


class RestFrame:
    """What makes the frame at rest the photo. Made once for a photo, a plate, rigs and a film size."""

    def __init__(
        self, gl: moderngl.Context, photo: Array, plate: Array, actors: Sequence[Actor],
        draw: Callable[[Sequence[Stand], bool], Array],
    ) -> None:  # fmt: skip
        """Compare the composite with the photo.

        Args:
            gl: The context, current.
            photo: (H, W, 4) at film size.
            plate: (H, W, 4) at film size.
            actors: Everyone, farthest first.
            draw: Draws stands over the plate, or over nothing (True), as (H, W, 4).
        """
        rest = [actor.stand(None) for actor in actors]
        composite, people = draw(rest, False).astype(np.float32), draw(rest, True).astype(np.float32)
        atlases, coverage = _thin([actor.atlas for actor in actors], photo, plate, people[..., 3])
        kept = (coverage / np.maximum(people[..., 3], 1e-6))[..., None]
        composite += np.where(kept < 1, (1 - kept) * (people[..., 3:] * plate - people), 0)
        miss = photo[..., :3].astype(np.float32) - composite[..., :3]
        # people first where they cover most, then the plate with what is left, then people with what no plate can give
        orders = [stand.pose.order for stand in rest]
        inside = np.where((coverage >= SOFT)[..., None], miss, 0)
        atlases, left = _refine(atlases, orders, inside, SOFT)
        added, left = plate_refinement(plate, miss - inside + left, coverage)
        atlases, _ = _refine(atlases, orders, left, 0.01, lit=True)
        self.painters = {
            actor.rig.person: actor.paint_with(gl, atlas.pixels) for actor, atlas in zip(actors, atlases, strict=True)
        }
        heights = [tall(stand) if _seen(stand) else 0.0 for stand in rest]
        added = np.concatenate(
            [added, edge(coverage, EDGE * float(np.median([each for each in heights if each] or [1.0])))[..., None]],
            axis=2,
        )
        height, width = plate.shape[:2]
        # a thing has no band of its own: what lies around it belongs to whoever holds it
        owners = [k for k, actor in enumerate(actors) if len(actor.rig.bones) > 1] or list(range(len(actors)))
        bands = [BAND * heights[k] for k in owners]
        found = dict(zip(owners, shares_of([actors[k].atlas for k in owners], (width, height), bands), strict=True))
        shares = [found.get(k, np.zeros((height, width), np.float32)) for k in range(len(actors))]
        program = fringe_program(gl)
        self.fringes = [
            Fringe(gl, program, np.dstack([added[..., :3] * share[..., None], added[..., 3]]), stand)
            for share, stand in zip(shares, rest, strict=True)
        ]


def _seen(stand: Stand) -> bool:
    """Whether anything of a person lies in the film; a thing that is carried lies beside the picture at rest."""
    return stand.box[2] > stand.box[0] and stand.box[3] > stand.box[1]


def _thin(atlases: Sequence[Atlas], photo: Array, plate: Array, coverage: F32) -> tuple[list[Atlas], F32]:
    """Thin everyone's borders; returns textures and the coverage of all."""
    slim: list[Atlas] = []
    for atlas in atlases:
        better, coverage = thinned(atlas, photo, plate, coverage)
        slim.append(better)
    return slim, coverage


def _refine(
    atlases: Sequence[Atlas], orders: Sequence[tuple[int, ...]], miss: Array, least: float, lit: bool = False
) -> tuple[list[Atlas], Array]:
    """Refine everyone's textures, the nearest person's first; returns them farthest first, and what is left."""
    refined: list[Atlas] = []
    clear = np.ones(miss.shape[:2], np.float32)
    for atlas, order in zip(reversed(atlases), reversed(orders), strict=True):
        better, miss, clear = refine_atlas(atlas, order, miss, clear, least, lit)
        refined.insert(0, better)
    return refined, miss


def tall(stand: Stand) -> float:
    """Height of a person as drawn, in film pixels."""
    return max(1.0, float(np.ptp(stand.places[:, 1]))) if len(stand.places) else 1.0
