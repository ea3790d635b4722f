"""Everyone in a picture, by looking at many crops with the networks of :mod:`studio.models.embedded_people`.

BlazePose sees one body a crop, believes in bodies where there are none, and is easily confused by neighbours. So: seeds
from tiles, faces and a sliding window; each seed's crop is centred again on the body found until it stays; the body is
looked at in further crops, and only what they agree on counts; those found are greyed out, and the search goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.models.body_looks import Candidate, as_found, coverage, same
from studio.models.embedded_people import (
    SELFIE,
    BodyFinder,
    BodyNetwork,
    FaceHit,
    Pyramid,
    Shelf,
    Square,
    body_finder,
    body_network,
    face_finder,
    square_overlap,
)
from studio.models.embedded_union import anybody
from studio.models.embedded_verify import SURE, confirmed, hear, own_share, verify
from studio.models.fading import fade_out
from studio.models.found import Found
from studio.models.litert import Network
from studio.models.search_crops import body_under, find_face_hits
from studio.models.search_seeds import Seed, face_seeds, finder_seeds, window_seeds

U8 = npt.NDArray[np.uint8]
Check = Callable[[], None]


@dataclass(frozen=True)
class Networks:
    """The networks of one search: bodies in crops, bodies in tiles, anybody's pixels."""

    body: BodyNetwork
    finder: BodyFinder
    segment: Network


class Search:
    """One search through one picture. Call :meth:`run` once."""

    def __init__(self, networks: Networks, faces: list[FaceHit], picture: U8, check: Check) -> None:
        self.network, self.finder, self.segment = networks.body, networks.finder, networks.segment
        self.faces, self.check = faces, check
        self.plain, self.mirrored = Pyramid(picture), Pyramid(picture, mirror=True)
        self.size = self.plain.size
        self.known: list[Candidate] = []
        self.accepted: list[Candidate] = []
        self.pool: list[Candidate] = []
        scale = 320 / max(self.size)
        self.coarse = (max(1, round(self.size[0] * scale)), max(1, round(self.size[1] * scale)))

    def run(self, least: float = 0.62) -> list[Candidate]:
        """Everyone, best first. ``least`` is the score that is enough."""
        self._settle_all(self._seeds(self.plain, self.mirrored))
        # those beyond doubt first: with them out of the way, the others are seen better
        self._accept(max(least, 0.66), 0.4, agreed=0.65)
        for sweep, enough in enumerate((max(least, 0.72), least, least)):
            if not self._again(enough, sweep == 0) and sweep > 0:
                break
        self.accepted = self._distinct(self.accepted + [c for c in self.pool if c.score >= least + c.doubt], 0.4)
        self.accepted = [self._polished(candidate) for candidate in self.accepted]
        self._rescue(least - 0.2)
        self._hear_witness(least)
        return sorted(self.accepted, key=lambda c: -c.score)

    def _polished(self, candidate: Candidate) -> Candidate:
        """The best look at a face's body with the others out of the way, where the one there is is not sure."""
        if candidate.face < 0 or candidate.score > 0.85 or len(self.accepted) < 2:
            return candidate
        others = [other for other in self.accepted if other is not candidate]
        best = candidate
        for fresh in self._under_face(candidate.face, self._hidden(others, candidate)):
            fresh.own, fresh.votes, fresh.finder = 1.0, candidate.votes, candidate.finder
            if fresh.score > best.score:
                best = fresh
        return best

    def _under_face(self, face: int, picture: U8) -> list[Candidate]:
        """Verified bodies that a picture shows under one of the faces."""
        pyramid = Pyramid(picture)
        kept, self.known = self.known, []
        for length in (4.0, 3.2, 5.0):
            self._settle(pyramid, body_under(self.faces[face], length), 0.0)
        for fresh in self.known:
            self._verify(fresh)
        found, self.known = [fresh for fresh in self.known if fresh.face == face], kept
        return found

    def _rescue(self, least: float) -> None:
        """Take bodies under sure faces that nobody has yet: there is somebody, even if the body is seen badly."""
        for k, face in enumerate(self.faces):
            self.check()
            if face.score < 0.85 or any(person.face == k for person in self.accepted) or self._on_somebody(face):
                continue
            # others' coverage may have run over this body: what hangs under the face stays, and counts as its own
            found = self._under_face(k, self._hidden(self.accepted, under=face))
            for fresh in found:
                fresh.own = max(fresh.own, 0.8)
            best = max(found, key=lambda fresh: fresh.score, default=None)
            if best is not None and best.score >= least:
                self.accepted = self._distinct([*self.accepted, best], 0.5)

    def _hear_witness(self, least: float) -> None:
        """Let the second network speak for those not sure enough, and against those hardly sure enough."""
        photo = next((level for level in self.plain.levels if max(level.shape) <= 800), self.plain.levels[-1])
        for candidate in self.accepted:
            if candidate.score <= SURE:
                self.check()
                hear(self.network, self.segment, photo, candidate, self.size)
        heard: list[Candidate] = []
        for candidate in sorted(self.pool, key=lambda c: -c.score):
            self.check()
            if any(same(candidate.body, other.body) for other in heard):
                continue
            heard.append(candidate)
            doubted = candidate.face < 0 and candidate.score > least - 0.2 and self._head_free(candidate)
            if doubted and not any(self._duplicate(candidate, other, 0.4) for other in self.accepted):
                hear(self.network, self.segment, photo, candidate, self.size)
                if candidate.seen > 0.3 and candidate.score >= least + candidate.doubt:
                    self.accepted.append(candidate)

    def _head_free(self, candidate: Candidate) -> bool:
        """Whether a body's head lies on nobody accepted: else it likely is somebody's legs, or arm."""
        scale = [self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]]
        limit = [self.coarse[0] - 1, self.coarse[1] - 1]
        x, y = np.clip(candidate.body.points[:11].mean(0) * scale, 0, limit).astype(int)
        return not any(self.cover(other)[y, x] > 127 for other in self.accepted)

    def _on_somebody(self, face: FaceHit) -> bool:
        """Whether a face lies where somebody accepted has the head."""
        heads = [person.body.points[[0, 2, 5]].mean(0) for person in self.accepted]
        return any(np.hypot(*(head - [face.square.x, face.square.y])) < 0.6 * face.square.side for head in heads)

    def _accept(self, least: float, shared: float, agreed: float = 0.0) -> int:
        """Take the best of those known that show nobody already taken. Returns how many."""
        before = len(self.accepted)
        fresh = sorted(self.known, key=lambda c: -(c.votes + 4 * c.finder + c.body.score))
        for candidate in fresh:
            self.check()
            sure = [other for other in self.accepted if other.score > 0.8]
            if not any(self._duplicate(candidate, other, max(shared, 0.6)) for other in sure):
                self._verify(candidate)
                if candidate.score >= least + candidate.doubt and candidate.agreement >= agreed:
                    self.accepted.append(candidate)
        self.accepted = self._distinct(self.accepted, shared)
        self.known = [candidate for candidate in fresh if candidate not in self.accepted]
        self.pool += self.known
        return len(self.accepted) - before

    def _distinct(self, candidates: list[Candidate], shared: float) -> list[Candidate]:
        """The best, each person once; those accepted already go first."""
        kept: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda c: (c not in self.accepted, -c.score)):
            if not any(self._duplicate(candidate, other, shared) for other in kept):
                kept.append(candidate)
        return kept

    def _duplicate(self, a: Candidate, b: Candidate, shared: float) -> bool:
        if a.face >= 0 and a.face == b.face:
            return True
        mine, theirs = self.cover(a) > 127, self.cover(b) > 127
        both = float((mine & theirs).sum())
        if a.face >= 0 and b.face >= 0:
            # two faces are two people, even where their masks have run into each other
            return both > 0.85 * float((mine | theirs).sum())
        return both > shared * max(1.0, min(float(mine.sum()), float(theirs.sum())))

    def cover(self, candidate: Candidate) -> U8:
        """Coarse coverage of the whole picture."""
        if candidate.coarse is None:
            candidate.coarse = coverage(candidate.looks, self.size, self.coarse)
        return candidate.coarse

    def _again(self, least: float, windows: bool) -> int:
        """Grey out everyone accepted and look again at what is left. Returns how many more were found."""
        hidden = self._hidden(self.accepted)
        plain, mirrored = Pyramid(hidden), Pyramid(hidden, mirror=True)
        left: list[Seed] = [
            (c.finder, c.body.next_square(), mirrored if c.pyramid.margin else plain)
            for c in self.known
            if c.finder > 0.6 or c.score > 0.3
        ]
        self.known = []
        self._settle_all(left + self._seeds(plain, mirrored))
        if windows:
            self._settle_all(window_seeds(plain, mirrored, self._free))
        return self._accept(least, 0.5)

    def _free(self, tile: Square) -> bool:
        """Whether less than half of a tile's middle is taken already."""
        kx, ky = self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]
        reach = 0.2 * tile.side
        x0, x1 = max(0, int((tile.x - reach) * kx)), max(0, int((tile.x + reach) * kx) + 1)
        y0, y1 = max(0, int((tile.y - reach) * ky)), max(0, int((tile.y + reach) * ky) + 1)
        taken = [float((self.cover(c)[y0:y1, x0:x1] > 127).mean()) for c in self.accepted if x1 > 0 and y1 > 0]
        return sum(v for v in taken if v == v) < 0.5

    def _hidden(self, people: list[Candidate], keep: Candidate | None = None, under: FaceHit | None = None) -> U8:
        """The picture with people taken out; one is kept where it covers more than they do, or hangs under a face."""
        mask = np.zeros(self.size[::-1], np.uint8)
        own = None if keep is None else coverage(keep.looks, self.size, self.size)
        for person in people:
            theirs = coverage(person.looks, self.size, self.size)
            mask |= ((theirs > 90) & (True if own is None else theirs > own)).astype(np.uint8)
        if under is not None:
            x, y, side = under.square.x, under.square.y, under.square.side
            rows, columns = (
                slice(max(0, int(y - side)), max(0, int(y + 7 * side))),
                slice(max(0, int(x - 1.3 * side)), max(0, int(x + 1.3 * side))),
            )
            mask[rows, columns] = 0
        return fade_out(self.plain.levels[0], mask)

    def _seeds(self, plain: Pyramid, mirrored: Pyramid) -> list[Seed]:
        """From the detector, and under the faces that nobody has."""
        taken = {candidate.face for candidate in self.accepted}
        free = [face for k, face in enumerate(self.faces) if k not in taken]
        return finder_seeds(self.finder, plain, mirrored, self._fractions(), self.check) + face_seeds(free, plain)

    def _fractions(self) -> tuple[float, ...]:
        """Sizes of tiles, by the size of the people found so far."""
        if not self.accepted:
            return 1.0, 0.7, 0.45, 0.3
        usual = float(np.median([person.body.square.side for person in self.accepted])) / min(self.size)
        return (1.0, 0.7, 0.45) if usual > 0.5 else (0.7, 0.45, 0.3, 0.2)

    def _settle_all(self, seeds: list[Seed]) -> None:
        for score, seed, pyramid in seeds:
            self.check()
            self._settle(pyramid, seed, score)

    def _settle(self, pyramid: Pyramid, seed: Square, finder: float, steps: int = 4) -> None:
        """Centre the crop on the body found until it stays; remember the best look."""
        if self._known_already(seed, finder):
            return
        square, best, weak = seed, None, 0
        for _ in range(steps):
            body = self.network.look(pyramid, square)
            # a tile of the sliding window that shows nobody at once is not worth a second look
            weak = 2 if best is None and finder == 0 and body.score < 0.35 else weak + 1 if body.score < 0.3 else 0
            square = body.next_square()
            if weak == 2 or not self._inside(square):
                return
            for known in self.known:
                if body.score > 0.3 and same(body, known.body):
                    known.votes += 1
                    known.finder = max(known.finder, finder)
                    return
            if best is None or body.score >= best.score:
                best = body
            if square_overlap(square, body.square) > 0.85 and body.score > 0.5:
                break
        if best is not None and best.score >= 0.5:
            self.known.append(Candidate(best, pyramid, finder=finder))

    def _known_already(self, seed: Square, finder: float) -> bool:
        """Whether a seed is the crop that a known body asks for: then it is a vote, and no look is needed."""
        for known in self.known:
            own = known.body.next_square()
            if finder > 0 and square_overlap(own, seed) > 0.7 and abs(own.angle - seed.angle) < 0.3:
                known.votes += 1
                known.finder = max(known.finder, finder)
                return True
        return False

    def _inside(self, square: Square) -> bool:
        width, height = self.size
        return (
            -0.1 * square.side < square.x < width + 0.1 * square.side
            and -0.1 * height < square.y < 1.8 * height
            and square.side > 24
        )

    def _verify(self, candidate: Candidate) -> None:
        verify(self.network, candidate, self.faces, self.size)
        candidate.own = 1.0
        if candidate.pyramid not in (self.plain, self.mirrored) and self.accepted:
            taken = np.max([self.cover(other) for other in self.accepted], axis=0)
            candidate.own = own_share(candidate, taken, self.size)


def find_people(models: Shelf, picture: U8, least: float, check: Check) -> list[Found]:
    """Everyone in a picture, best first.

    Args:
        models: The shelf that holds the networks.
        picture: (H, W, 3) uint8 sRGB.
        least: Score that is enough, 0..1.
        check: Called often; raises to stop.
    """
    faces = find_face_hits(face_finder(models, far=False), face_finder(models, far=True), Pyramid(picture), check)
    networks = Networks(body_network(models), body_finder(models), models.load(SELFIE, Network, 4 << 20))
    search = Search(networks, faces, picture, check)
    people = search.run(least)
    if any(person.score <= SURE for person in people):
        likely = anybody(models, picture, ())
        covers = [coverage(person.looks, search.size, search.size) > 127 for person in people]
        people = confirmed(people, [float(likely[cover].mean()) if cover.any() else 0.0 for cover in covers])
    return [as_found(person.looks, person.score, search.size) for person in people]
