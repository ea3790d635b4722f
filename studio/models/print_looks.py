"""Looks at the bodies in a grainy picture: in other crops, in the mirror, and with more and less of the grain gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.body_looks import agreement, coverage, mask_overlap, same
from studio.models.embedded_people import Body, BodyNetwork, Pyramid, Square
from studio.models.embedded_verify import unmirrored
from studio.models.fading import fade_out
from studio.models.print_seen import Bool, Seen, around, beside, few_a_head, head_on, trunk

U8 = npt.NDArray[np.uint8]
Check = Callable[[], None]

SHOWS, BODY, HOPELESS = 0.3, 0.5, 0.22
"""Score of a crop that is worth a second look; of a body that is worth asking about; and how alike looks are that make
further ones useless."""
ASKED, HALVES = 16, 4
"""How many bodies are asked about at once, and how many halves of one."""
SHIFTS, SLANTS = (-0.25, 0.0, 0.25), (-0.3, 0.0, 0.3)
"""Lines that part two bodies: moved aside from the axis of both, in shoulder widths, and turned, in radians."""


class PrintLooks:
    """Looks at one grainy picture.

    Args:
        network: BlazePose.
        pictures: (H, W, 3) uint8 each: the same picture, smoothed more and less. The first is searched.
        check: Called often; raises to stop.
    """

    def __init__(self, network: BodyNetwork, pictures: Sequence[U8], check: Check) -> None:
        self.network, self.pictures, self.check = network, list(pictures), check
        self.size = (int(pictures[0].shape[1]), int(pictures[0].shape[0]))

    def without(self, mask: Bool) -> list[Pyramid]:
        """Every smoothing, with what a mask covers faded out."""
        return [Pyramid(fade_out(picture, mask.astype(np.uint8))) for picture in self.pictures]

    def seen(self, squares: Sequence[Square], pyramids: list[Pyramid]) -> list[Seen]:
        """What windows lead to, asked about in every smoothing."""
        groups: list[list[Body]] = []
        for square in squares:
            self.check()
            for body in self._settle(pyramids[0], square):
                group = next((group for group in groups if same(body, group[0])), None)
                groups.append([body]) if group is None else group.append(body)
        groups.sort(key=lambda group: -sum(body.score for body in group))
        best = [max(group, key=lambda body: body.score) for group in groups]
        bodies = few_a_head([body for body in best if body.score > BODY])[:ASKED]
        return [self.asked(body, pyramids) for body in bodies]

    def halves(self, whole: Seen, side: float, others: Bool, heads: Bool) -> list[Seen]:
        """Whom one side of a body shows, the other side and everybody else being faded out.

        Args:
            whole: The body.
            side: Which side goes: 1 or -1.
            others: Where everybody else is.
            heads: Where no new head can be.
        """
        fat = cv2.dilate(whole.cover.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        found: list[tuple[Body, Bool]] = []
        for shift in SHIFTS:
            for turn in SLANTS:
                gone = (fat & beside(whole.body, side, shift, turn, fat.shape)) | (others & ~whole.cover)
                pyramid = Pyramid(fade_out(self.pictures[0], gone.astype(np.uint8)))
                bodies = [body for square in around(fat & ~gone) for body in self._settle(pyramid, square)]
                found += [(body, gone) for body in bodies if body.score > BODY and not head_on(heads, body)]
        found.sort(key=lambda pair: -pair[0].score)
        few = few_a_head([body for body, _ in found])[:HALVES]
        asked = [self.asked(body, self.without(gone)) for body, gone in found if any(body is one for one in few)]
        return [one for one in asked if (one.cover & fat).sum() > 0.7 * one.cover.sum()]

    def _settle(self, pyramid: Pyramid, square: Square) -> list[Body]:
        """What a window shows, and the crops that it leads to."""
        out: list[Body] = []
        for _ in range(3):
            body = self.network.look(pyramid, square)
            square = body.next_square()
            if body.score < SHOWS or not self._inside(square):
                break
            out.append(body)
        return out

    def _inside(self, square: Square) -> bool:
        return 0 < square.x < self.size[0] and 0 < square.y < 1.2 * self.size[1] and square.side > 24

    def asked(self, body: Body, pyramids: list[Pyramid]) -> Seen:
        """A body looked at again: other crops and the mirror, in every smoothing."""
        rated: list[tuple[float, Body]] = []
        for pyramid in pyramids:
            self.check()
            rated += [(self._alike(body, look), look) for look in several(self.network, pyramid, body.next_square())]
            if sum(alike for alike, _ in rated) < HOPELESS * len(rated):
                break
        best = [look for alike, look in sorted(rated, key=lambda pair: -pair[0])[:4] if alike > 0.3]
        alike = float(np.mean([alike for alike, _ in rated])) * trunk(body)
        return Seen([body, *best], alike, coverage([body, *best], self.size, self.size) > 127)

    def _alike(self, body: Body, look: Body) -> float:
        return look.score * agreement(body, look, self.size) * float(np.sqrt(mask_overlap(body, look)))


def several(network: BodyNetwork, pyramid: Pyramid, base: Square) -> list[Body]:
    """A body's crop, a larger and a smaller one, and its mirror image."""
    crops = (
        base,
        replace(base, side=base.side * 1.12, x=base.x + 0.03 * base.side),
        replace(base, side=base.side * 0.93, y=base.y - 0.03 * base.side),
    )
    mirrored = network.look(pyramid, base, lambda crop: np.ascontiguousarray(crop[:, ::-1]))
    return [*(network.look(pyramid, crop) for crop in crops), unmirrored(mirrored)]
