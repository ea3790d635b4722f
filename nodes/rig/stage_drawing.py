"""The drawing behind :func:`nodes.rig.stage_people.stage_people`: plate, contact shadows, people, on the card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.contact_shadow import darkness, grounded
from nodes.algorithms.film_grid import FilmGrid, resample_picture
from nodes.rig.actor import Actor, Stand
from nodes.rig.rest_frame import RestFrame
from studio.gl.canvas import Box, Canvas, Canvases, box_of, clipped, join_boxes
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

NOTHING: Box = (0, 0, 0, 0)
"""A box with nothing in it."""
FAINT = 0.15
"""Darkness of a contact where the photo shows none."""


class StageDrawing:
    """One plate and its people at one film size. Cheap to make: everything that costs is kept with plate, rigs and
    context."""

    def __init__(
        self, ctx: Context, gl: moderngl.Context, plate: Image, rigs: Rigs, photo: Image | None, grid: FilmGrid,
        shadows: float, within: Box | None = None,
    ) -> None:  # fmt: skip
        """Get everything ready.

        Args:
            ctx: Services.
            gl: The context, current.
            plate: The picture without its people.
            rigs: The people.
            photo: The picture itself; None leaves the composite as plate and rigs give it.
            grid: The film's grid.
            shadows: How much of a contact shadow goes with its foot.
            within: Pixels of the film outside of which nothing is drawn; None for all of it.
        """
        self.whole: Box = (0, 0, *grid.size)
        self.within = within or self.whole
        self.ctx, self.gl, self.plate, self.grid, self.shadows = ctx, gl, plate, grid, shadows
        # ids count people in the order of the rigs; they are drawn farthest first
        self.cast = [Actor(ctx, gl, rig, grid, k + 1) for k, rig in enumerate(rigs.values())]
        self.actors = sorted(self.cast, key=lambda actor: actor.rig.layer)
        self.film = self._at_film_size(plate)
        self._serial = prepare(gl)
        self._rest = self._match(photo, rigs) if photo is not None and self.actors else None

    def stands(self, poses: Poses) -> list[Stand]:
        """Everyone in their pose, farthest first; people without one stay as in the photo."""
        return [actor.stand(poses.get(actor.rig.person)) for actor in self.actors]

    def boxes(self, moments: Sequence[Sequence[Stand]], ground: bool) -> list[Box]:
        """Disjoint boxes of everything that any of these moments draws; with the ground under their feet, or
        without."""
        found = [stand.box for stands in moments for stand in stands]
        if ground and self._rest:
            found += [fringe.box for fringe in self._rest.fringes]
        if ground and self.shadows > 0:
            for stands in moments:
                for actor, stand in zip(self.actors, stands, strict=True):
                    found += self._contact_boxes(actor, stand)
        return join_boxes([clipped(box, self.within) for box in found])

    def plate_within(self) -> F16:
        """The plate to draw into, (H, W, 4) of the film; empty outside of what is drawn."""
        if self.within == self.whole:
            return self.film.copy()
        x0, y0, x1, y1 = self.within
        film = np.zeros(self.film.shape, self.film.dtype)  # memory that nobody touches costs nothing
        film[y0:y1, x0:x1] = self.film[y0:y1, x0:x1]
        return film

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
        canvas = self._canvas(layers)
        canvas.start(self._plate_on_card() if "colour" in layers else None)
        if "colour" in layers and self._rest:
            for fringe, stand in zip(self._rest.fringes, stands, strict=True):
                if clipped(fringe.box, self.within) != NOTHING:
                    fringe.draw(canvas, stand)
        self._paint(canvas, stands, layers, flows, depths, self.within)
        return canvas

    def _paint(
        self, canvas: Canvas, stands: Sequence[Stand], layers: tuple[str, ...], flows: Sequence[F32] | None,
        depths: Sequence[F32] | None, within: Box,
    ) -> None:  # fmt: skip
        program = self.ctx.derive(self.gl, f"stage program {layers}", lambda: puppet_program(self.gl, layers))
        painters = [self._rest.painters[a.rig.person] if self._rest else a.painter for a in self.actors]
        # a pose may carry another place in the order than the rig (channel "layer"); equals stay as they are
        order = sorted(range(len(stands)), key=lambda k: stands[k].layer)
        boxes = [clipped(stand.box, within) for stand in stands]
        for k in order:
            actor, stand = self.actors[k], stands[k]
            if "colour" in layers and self.shadows > 0:
                self._draw_contacts(canvas, actor, stand, within)
            if boxes[k] == NOTHING:
                continue
            flow, depth = flows[k] if flows else None, depths[k] if depths else None
            painters[k].place(stand.places, flow, depth, stand.pose.order)
        seen = [k for k in order if boxes[k] != NOTHING]
        paint(canvas, program, [(painters[k], self.actors[k].number, boxes[k]) for k in seen])

    def _at_film_size(self, image: Image) -> F16:
        def resample() -> F16:
            film: F16 = resample_picture(image.pixels.half().cpu().numpy(), self.grid)
            return film

        return self.ctx.derive(image, f"stage film {self.grid}", resample)

    def _match(self, photo: Image, rigs: Rigs) -> RestFrame:
        """What makes the frame at rest the photo; made again when plate or rigs are other objects than last time."""
        made_of = (self.plate, *rigs.values())
        kept: dict[str, Any] = self.ctx.derive(photo, f"stage rest {self._serial} {self.grid}", dict)
        same = len(kept.get("of", ())) == len(made_of) and all(a is b for a, b in zip(kept["of"], made_of, strict=True))
        if not same:
            self._rest = None
            made = RestFrame(self.gl, self._at_film_size(photo), self.film, self.actors, self._draw_rest)
            kept.update(of=made_of, rest=made)
        found: RestFrame = kept["rest"]
        return found

    def _draw_rest(self, stands: Sequence[Stand], bare: bool) -> F16:
        layers = ("colour",)
        canvas = self._canvas(layers)
        canvas.start(None if bare else self._plate_on_card())
        self._paint(canvas, stands, layers, None, None, self.whole)
        pixels: F16 = canvas.read("colour", (0, 0, *self.grid.size))
        return pixels

    def _canvas(self, layers: tuple[str, ...]) -> Canvas:
        canvases = self.ctx.derive(self.gl, "stage canvases", lambda: Canvases(self.gl))
        return canvases.get(self.grid.size, layers)

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
        metre = actor.rig.pixels_per_metre * self.grid.scale[1] * stand.size
        lifts = None if stand.lifts is None or len(photo) != 2 else np.array(stand.lifts) * metre
        now, close = grounded(photo, actor.feet(stand), metre, lifts)
        return photo, now, close

    def _contact_boxes(self, actor: Actor, stand: Stand) -> list[Box]:
        photo, now, _ = self._contacts(actor, stand)
        return [
            box_of(np.stack([spot[:2] - spot[2:], spot[:2] + spot[2:]]), self.grid.size)
            for spot in np.concatenate([photo, now])
        ]

    def _draw_contacts(self, canvas: Canvas, actor: Actor, stand: Stand, within: Box) -> None:
        photo, now, close = self._contacts(actor, stand)
        boxes = join_boxes([clipped(box, within) for box in self._contact_boxes(actor, stand)])
        if not len(photo) or not boxes:
            return
        name = f"stage ground {self.grid} {photo.tolist()}"
        seen = self.ctx.derive(self.plate, name, lambda: darkness(self.film, photo))
        # the shadow that moves is the photo's own; where it shows none, a faint one
        dark = self.shadows * np.stack([seen.clip(FAINT), seen.clip(FAINT) * close, seen], axis=1)
        painter = self.ctx.derive(self.gl, "stage shadows", lambda: ShadowPainter(self.gl))
        painter.draw(canvas, photo, now, dark.astype(np.float32), boxes)


def paste(whole: npt.NDArray[Any], canvas: Canvas, layer: str, boxes: Sequence[Box]) -> npt.NDArray[Any]:
    """Read a layer's boxes into an array of the whole film."""
    for x0, y0, x1, y1 in boxes:
        whole[y0:y1, x0:x1] = canvas.read(layer, (x0, y0, x1, y1))
    return whole
