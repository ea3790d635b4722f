"""The drawing behind :func:`nodes.rig.stage_people.stage_people`: plate, contact shadows, people, on the card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.contact_shadow import darkness, grounded
from nodes.algorithms.film_grid import FilmGrid, resample_picture
from nodes.rig.actor import Actor, Stand
from studio.gl.canvas import Box, Canvas, box_of, join_boxes
from studio.gl.context import prepare
from studio.gl.puppet_painter import paint, puppet_program
from studio.gl.shadow_painter import ShadowPainter
from studio.media.image import Image
from studio.media.motion import Poses
from studio.media.rig import Rigs
from studio.node.context import Context

if TYPE_CHECKING:
    import moderngl

F16 = npt.NDArray[np.float16]
F32 = npt.NDArray[np.float32]

FAINT = 0.15
"""Darkness of a contact where the photo shows none."""


class StageDrawing:
    """One plate and its people at one film size. Cheap to make: everything that costs is kept with plate, rigs and
    context."""

    def __init__(
        self, ctx: Context, gl: moderngl.Context, plate: Image, rigs: Rigs, grid: FilmGrid, shadows: float
    ) -> None:
        """Args: services, the context (current), the plate, the people, the film's grid, how dark new contacts get."""
        self.ctx, self.gl, self.plate, self.grid, self.shadows = ctx, gl, plate, grid, shadows
        # ids count people in the order of the rigs; they are drawn farthest first
        self.cast = [Actor(ctx, gl, rig, grid, k + 1) for k, rig in enumerate(rigs.values())]
        self.actors = sorted(self.cast, key=lambda actor: actor.rig.layer)
        self.film: F16 = ctx.derive(plate, f"stage film {grid}", self._resample)
        self._serial = prepare(gl)

    def stands(self, poses: Poses) -> list[Stand]:
        """Everyone in their pose, farthest first; people without one stay as in the photo."""
        return [actor.stand(poses.get(actor.rig.person)) for actor in self.actors]

    def boxes(self, moments: Sequence[Sequence[Stand]], ground: bool) -> list[Box]:
        """Disjoint boxes of everything that any of these moments draws; with the ground under their feet, or
        without."""
        found = [stand.box for stands in moments for stand in stands]
        if ground and self.shadows > 0:
            for stands in moments:
                for actor, stand in zip(self.actors, stands, strict=True):
                    found += self._contact_boxes(actor, stand)
        return join_boxes(found)

    def draw(
        self, stands: Sequence[Stand], layers: tuple[str, ...], flows: Sequence[F32] | None = None,
        depths: Sequence[F32] | None = None,
    ) -> Canvas:  # fmt: skip
        """Draw one moment.

        Args:
            stands: Everyone, farthest first.
            layers: Layers of the canvas to draw.
            flows: (V, 2) of each person, in film pixels.
            depths: (V,) of each person, in metres.

        Returns:
            The canvas; it is drawn over by the next call.
        """
        canvas: Canvas = self.ctx.derive(
            self.gl, f"stage canvas {self.grid.size} {layers}", lambda: Canvas(self.gl, self.grid.size, layers)
        )
        program = self.ctx.derive(self.gl, f"stage program {layers}", lambda: puppet_program(self.gl, layers))
        canvas.start(self._plate_on_card() if "colour" in layers else None)
        for k, (actor, stand) in enumerate(zip(self.actors, stands, strict=True)):
            if "colour" in layers and self.shadows > 0:
                self._draw_contacts(canvas, actor, stand)
            flow, depth = flows[k] if flows else None, depths[k] if depths else None
            actor.painter.place(stand.places, flow, depth, stand.pose.order)
        people = zip(self.actors, stands, strict=True)
        paint(canvas, program, [(actor.painter, actor.number, stand.box) for actor, stand in people])
        return canvas

    def _resample(self) -> F16:
        film: F16 = resample_picture(self.plate.pixels.half().cpu().numpy(), self.grid)
        return film

    def _plate_on_card(self) -> moderngl.Framebuffer:
        def upload() -> moderngl.Framebuffer:
            return self.gl.framebuffer([self.gl.texture(self.grid.size, 4, self.film.data, dtype="f2")])

        framebuffer: moderngl.Framebuffer = self.ctx.derive(
            self.plate, f"stage plate {self._serial} {self.grid}", upload
        )
        return framebuffer

    def _contacts(self, actor: Actor, stand: Stand) -> tuple[F32, F32, F32]:
        """Contacts in the photo, now (faded with height), and how close the foot still is."""
        photo = actor.feet(None)
        now, close = grounded(photo, actor.feet(stand), actor.rig.pixels_per_metre * self.grid.scale[1])
        return photo, now, close

    def _contact_boxes(self, actor: Actor, stand: Stand) -> list[Box]:
        photo, now, _ = self._contacts(actor, stand)
        return [
            box_of(np.stack([spot[:2] - spot[2:], spot[:2] + spot[2:]]), self.grid.size)
            for spot in np.concatenate([photo, now])
        ]

    def _draw_contacts(self, canvas: Canvas, actor: Actor, stand: Stand) -> None:
        photo, now, close = self._contacts(actor, stand)
        if not len(photo):
            return
        name = f"stage ground {self.grid} {photo.tolist()}"
        seen = self.ctx.derive(self.plate, name, lambda: darkness(self.film, photo))
        # the shadow that moves is the photo's own; where it shows none, a faint one
        dark = self.shadows * np.stack([seen.clip(FAINT), seen.clip(FAINT) * close, seen], axis=1)
        painter = self.ctx.derive(self.gl, "stage shadows", lambda: ShadowPainter(self.gl))
        painter.draw(canvas, photo, now, dark.astype(np.float32), join_boxes(self._contact_boxes(actor, stand)))


def paste(whole: npt.NDArray[Any], canvas: Canvas, layer: str, boxes: Sequence[Box]) -> npt.NDArray[Any]:
    """Read a layer's boxes into an array of the whole film."""
    for x0, y0, x1, y1 in boxes:
        whole[y0:y1, x0:x1] = canvas.read(layer, (x0, y0, x1, y1))
    return whole
