"""Everyone in a print or another grainy picture: who shows alike however far the grain is smoothed away.

In such a picture neither faces nor the second network are to be relied on: people are small, drawn, and dim. But the
body network, asked often enough, is not fooled twice: what it takes for a body in one crop of one picture it no longer
sees in a mirror, or with a little more of the grain gone. So a window slides over the picture, and a body counts where
slightly other crops, the mirror and three smoothings show it alike. Those found are faded out, and next to them the
search goes on. Two who lean together are at first taken for one; they are told apart by hiding either side of the body.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.body_looks import Candidate, as_found
from studio.models.embedded_people import BodyNetwork, Pyramid, Square
from studio.models.embedded_verify import hear
from studio.models.found import Found
from studio.models.grain import smoothings
from studio.models.litert import Network
from studio.models.print_looks import Check, PrintLooks
from studio.models.print_seen import MOST, Bool, Seen, apart, better, same_head, shown, two_heads, union
from studio.models.search_crops import tiles

U8 = npt.NDArray[np.uint8]

LARGEST = 800
"""Longest side of the picture that is searched: more shows more grain, not more of the people."""
ALIKE, NEXT = 0.4, 0.32
"""How alike a body must show in all looks; and next to people who are known."""
LOSS, ROOM = 0.05, 0.15
"""How much less alike than the whole half a body may show; and somebody, once the others are gone."""
WINDOWS, STEP, ROUNDS = (0.25, 0.35, 0.5, 0.7, 0.95), 0.35, 8
"""Sides of the sliding window in parts of the picture's shorter side, its step in sides, and the most rounds."""
WITNESS = 0.4
"""How well the second network must see one of all."""
CLOSE, FINE = (0.45, 0.65, 0.9), 0.36
"""Sides of the window next to people found, in parts of their own crops; and its step."""
TURNS = (0.0, 0.7, -0.7)
"""Radians by which the window is turned next to people found: somebody may lie or lean there."""


class PrintSearch(PrintLooks):
    """One search through one grainy picture. Call :meth:`run` once."""

    def __init__(self, network: BodyNetwork, pictures: list[U8], check: Check) -> None:
        super().__init__(network, pictures, check)
        self.taken: list[Seen] = []
        self.alike: list[Seen] = []
        self.gone = np.zeros(self.size[::-1], bool)

    def run(self) -> list[Seen]:
        """Everyone, those who show most alike first."""
        near = np.ones(self.size[::-1], bool)
        for _ in range(ROUNDS):
            fresh = self._round(near)
            if not fresh:
                break
            self.gone |= union(fresh, self.gone)
            rests = [one for half in self.taken for one in self._rest(half)]
            self.taken += [*fresh, *rests]
            self.gone |= union(rests, self.gone)
            near = union([*fresh, *rests], near)
        self.taken = [better(seen, self.taken) for seen in self.taken]
        self.taken = [self._alone(seen) for seen in self.taken]
        self.taken = [self._dressed(seen) for seen in self.taken]
        return sorted(self.taken, key=lambda seen: -seen.alike)

    def _round(self, near: Bool) -> list[Seen]:
        """Bodies seen once those taken are faded out, by windows that show anything of what is new."""
        least = NEXT if self.taken else ALIKE
        squares = [tile for tile in self._windows() if shown(near, tile).any()]
        alike = [seen for seen in self.seen(squares, self.without(self.gone)) if seen.alike >= least]
        self.alike += alike
        fresh: list[Seen] = []
        for seen in (best := apart(alike)):
            others = union([one for one in (*self.taken, *best) if one is not seen], np.zeros_like(near))
            fresh += self._told_apart(seen, others)
        # what else shows the same bodies goes with them: a cloak, a skirt
        own = [seen for seen in alike if any(seen.within(one) for one in fresh if one in best)]
        self.gone |= union([*fresh, *own], np.zeros_like(near))
        return fresh

    def _windows(self) -> list[Square]:
        """Where to look first; then, once the size of people is known, closer and turned."""
        if not self.taken:
            return list(tiles(self.size, WINDOWS, STEP))[1:]
        usual = float(np.median([seen.body.square.side for seen in self.taken])) / min(self.size)
        squares = list(tiles(self.size, [usual * part for part in CLOSE], FINE))[1:]
        return [replace(square, angle=angle) for square in squares for angle in TURNS]

    def _told_apart(self, seen: Seen, others: Bool) -> list[Seen]:
        """The two whom a body is made of; or a half that shows about as well, whose rest may be somebody else."""
        left, right = (self.halves(seen, side, others, others & ~seen.cover) for side in (-1.0, 1.0))
        pairs = [(a, b) for a in left for b in right if min(a.alike, b.alike) >= ALIKE and two_heads(a, b)]
        pair = max(pairs, key=lambda pair: pair[0].alike + pair[1].alike, default=(seen,))
        if sum(one.alike for one in pair) / len(pair) >= seen.alike - LOSS and len(pair) == 2:
            return list(pair)
        best = max([*left, *right], key=lambda half: half.alike, default=seen)
        return [replace(best, whole=seen) if best.alike >= max(seen.alike - LOSS, ALIKE) else seen]

    def _rest(self, half: Seen) -> list[Seen]:
        """Who is seen in the rest of a body of which a half was taken, now that more of those around it are known."""
        if half.whole is None:
            return []
        left = half.whole.cover & ~half.cover
        if (left & self.gone).sum() > MOST * left.sum():
            return []
        taken = self.gone & ~left
        rest = [one for side in (-1.0, 1.0) for one in self.halves(half.whole, side, taken & ~half.cover, taken)]
        fresh = [one for one in rest if one.alike >= ALIKE and two_heads(one, half)]
        return sorted(fresh, key=lambda one: -one.alike)[:1]

    def _alone(self, seen: Seen) -> Seen:
        """Somebody looked at once more, the others being faded out: lines that part bodies cut skirts and arms."""
        others = self._others(seen)
        pyramids = self.without(others)
        base = seen.body.next_square()
        looks = [self.network.look(pyramids[0], replace(base, side=base.side * grow)) for grow in (0.9, 1.0, 1.15, 1.3)]
        again = [self.asked(look, pyramids) for look in looks if same_head(look, seen.body)]
        best = max(again, key=lambda one: one.alike, default=seen)
        return replace(best, alike=max(best.alike, seen.alike)) if best.alike >= seen.alike - ROOM else seen

    def _dressed(self, seen: Seen) -> Seen:
        """Somebody with what other looks at the same head cover and nobody else does: the wide skirt of a dress."""
        others = self._others(seen)
        more = union([one for one in self.alike if same_head(one.body, seen.body)], seen.cover) & ~others & ~seen.cover
        ground = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
        whole = cv2.morphologyEx(more.astype(np.uint8), cv2.MORPH_OPEN, ground) > 0
        return replace(seen, cover=seen.cover | whole)

    def _others(self, seen: Seen) -> Bool:
        return union([one for one in self.taken if one is not seen], np.zeros_like(seen.cover)) & ~seen.cover


def find_in_print(network: BodyNetwork, segment: Network, picture: U8, check: Check) -> list[Found]:
    """Everyone in a grainy picture, best first; nobody where the second network sees not one of them well.

    It misses most people in prints, but hardly all of them; and a tower that stands alone is nobody to it.

    Args:
        network: BlazePose.
        segment: The second network.
        picture: (H, W, 3) uint8 sRGB, as it is.
        check: Called often; raises to stop.
    """
    size = (int(picture.shape[1]), int(picture.shape[0]))
    scale = min(1.0, LARGEST / max(size))
    inner = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    small = np.asarray(cv2.resize(picture, inner, interpolation=cv2.INTER_AREA)) if scale < 1 else picture
    pictures = smoothings(small)
    people = PrintSearch(network, pictures, check).run()
    if not any(witness(network, segment, seen, pictures[0]) >= WITNESS for seen in people):
        return []
    return [_at_size(_found(seen, inner), size) for seen in people]


def witness(network: BodyNetwork, segment: Network, seen: Seen, picture: U8) -> float:
    """How well the second network's mask agrees with a body's, 0..1."""
    candidate = Candidate(seen.body, Pyramid(picture), seen.looks[1:])
    hear(network, segment, picture, candidate, (int(picture.shape[1]), int(picture.shape[0])))
    return candidate.witness


def _found(seen: Seen, size: tuple[int, int]) -> Found:
    found = as_found(seen.looks, 0.5 + 0.5 * seen.alike, size)
    return replace(found, coverage=np.where(seen.cover, np.maximum(found.coverage, 200), found.coverage))


def _at_size(found: Found, size: tuple[int, int]) -> Found:
    """Somebody found in a smaller picture, in a picture of (width, height)."""
    inner = found.coverage.shape[::-1]
    if inner == size:
        return found
    cover = np.asarray(cv2.resize(found.coverage, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    points = (found.points * (np.array(size) / inner)).astype(np.float32)
    return replace(found, coverage=cover, points=points)
