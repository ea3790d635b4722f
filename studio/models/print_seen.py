"""Bodies in a grainy picture as many looks show them, and what is asked about them: heads, halves, what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import Body, Square

Bool = npt.NDArray[np.bool_]

NEAR, APART, FEW = 0.08, 0.6, 3
"""How near the heads of two looks at one person are, in parts of the crop; how far apart two people's heads are, in
shoulder widths; and how many bodies with one head are worth asking about."""
OWN, OTHERS, MOST = 0.6, 0.2, 0.4
"""Part of a body that lies on another which shows the same person; part of a body that may lie on somebody else; and
part of a half's rest from which on it is somebody else's."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A body as many looks show it.

    Attributes:
        looks: The look that led here, and those most like it.
        alike: How alike all looks are, 0..1.
        cover: (H, W) bool.
        whole: The body of which this is one half, until it is known who the other half is.
    """

    looks: list[Body]
    alike: float
    cover: Bool
    whole: Seen | None = None

    @property
    def body(self) -> Body:
        """The look that led here."""
        return self.looks[0]

    @property
    def worth(self) -> float:
        """By how much it is preferred to others that cover the same: whole bodies before parts of them."""
        return self.alike * float(np.sqrt(np.sqrt(self.cover.sum())))

    def within(self, other: Seen) -> bool:
        """Whether most of it lies on another."""
        return bool((self.cover & other.cover).sum() > OWN * self.cover.sum())


def few_a_head(bodies: list[Body]) -> list[Body]:
    """The first of a list, and no more than a few with their heads in the same place."""
    kept: list[Body] = []
    for body in bodies:
        if sum(same_head(body, other) for other in kept) < FEW:
            kept.append(body)
    return kept


def trunk(body: Body) -> float:
    """1 where shoulders and hips are seen; neither is no person to animate."""
    return float(np.clip(body.visible[[11, 12, 23, 24]].mean() / 0.4, 0, 1))


def union(people: Sequence[Seen], none: Bool) -> Bool:
    """What people cover; ``none`` where there are none."""
    return np.asarray(np.any([seen.cover for seen in people], axis=0), bool) if people else none


def shown(mask: Bool, tile: Square) -> Bool:
    """What a window shows of a mask, and a little more."""
    x0, y0 = max(0, int(tile.x - 0.6 * tile.side)), max(0, int(tile.y - 0.6 * tile.side))
    return mask[y0 : int(tile.y + 0.6 * tile.side), x0 : int(tile.x + 0.6 * tile.side)]


def apart(people: list[Seen]) -> list[Seen]:
    """The most worth, none of whom covers much of another."""
    kept: list[Seen] = []
    for seen in sorted(people, key=lambda seen: -seen.worth):
        least = [OTHERS * min(seen.cover.sum(), other.cover.sum()) for other in kept]
        if all((seen.cover & other.cover).sum() <= most for other, most in zip(kept, least, strict=True)):
            kept.append(seen)
    return kept


def better(seen: Seen, everyone: Sequence[Seen]) -> Seen:
    """A half, or the whole where nobody else is seen in the rest and the half shows no better."""
    if seen.whole is None or seen.alike > seen.whole.alike:
        return seen
    rest = seen.whole.cover & ~seen.cover
    theirs = union([other for other in everyone if other is not seen], np.zeros_like(rest))
    return seen if (rest & theirs).sum() > MOST * rest.sum() else seen.whole


def same_head(a: Body, b: Body) -> bool:
    """Whether two bodies have the same head."""
    away = float(np.linalg.norm(_head(a) - _head(b)))
    return away < NEAR * min(a.square.side, b.square.side)


def two_heads(a: Seen, b: Seen) -> bool:
    """Whether two bodies have heads of their own: far apart, and neither on the other's body."""
    away = float(np.linalg.norm(_head(a.body) - _head(b.body)))
    wide = min(shoulders(a.body), shoulders(b.body))
    return away > APART * wide and not head_on(a.cover, b.body) and not head_on(b.cover, a.body)


def head_on(taken: Bool, body: Body) -> bool:
    """Whether a body's head lies on what is taken."""
    x, y = np.clip(_head(body), 0, np.array(taken.shape[::-1]) - 1).astype(int)
    return bool(taken[y, x])


def beside(body: Body, side: float, shift: float, turn: float, shape: tuple[int, ...]) -> Bool:
    """Pixels on one side of a body's axis, moved aside by a part of the shoulders' width and turned."""
    top, low = body.points[[11, 12]].mean(0), body.points[[23, 24]].mean(0)
    angle = np.arctan2(*(low - top)[::-1]) + turn
    y, x = np.mgrid[: shape[0], : shape[1]]
    aside = (y - top[1]) * np.cos(angle) - (x - top[0]) * np.sin(angle)
    return np.asarray(aside * side > shift * shoulders(body), bool)


def around(mask: Bool) -> list[Square]:
    """Crops around what a mask covers."""
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return []
    x, y, tall = float(columns.mean()), float(rows.mean()), float(np.ptp(rows) + 1)
    return [Square(x, y, size * tall) for size in (1.0, 1.4)]


def shoulders(body: Body) -> float:
    """The shoulders' width, in pixels."""
    return float(np.linalg.norm(body.points[11] - body.points[12]))


def _head(body: Body) -> npt.NDArray[np.float32]:
    return np.asarray(body.points[:11].mean(0), np.float32)
