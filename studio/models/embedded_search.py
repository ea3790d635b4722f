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
from studio.models.embedded_verify import SURE, confirmed, hear, verify
from studio.models.found import Found
from studio.models.grain import clear
from studio.models.litert import Network
from studio.models.search_crops import body_under, find_face_hits
from studio.models.search_crowd import Crowd
from studio.models.search_print import find_in_print
from studio.models.search_seeds import Seed, edge_seeds, face_seeds, finder_seeds, window_seeds

U8 = npt.NDArray[np.uint8]
Check = Callable[[], None]


@dataclass(frozen=True)
class Networks:
    """The networks of one search: bodies in crops, bodies in tiles, anybody's pixels."""

    body: BodyNetwork
    finder: BodyFinder
    segment: Network


class Search(Crowd):
    """One search through one picture. Call :meth:`run` once."""

    def __init__(self, networks: Networks, faces: list[FaceHit], picture: U8, check: Check) -> None:
        super().__init__(picture)
        self.network, self.finder, self.segment = networks.body, networks.finder, networks.segment
        self.faces, self.check = faces, check
        self.known: list[Candidate] = []
        self.pool: list[Candidate] = []

    def run(self, least: float = 0.62) -> list[Candidate]:
        """Everyone, best first. ``least`` is the score that is enough."""
        self._settle_all(self._seeds(self.plain, self.mirrored))
        # those beyond doubt first: with them gone, the others are seen better
        self._accept(max(least, 0.66), 0.4, agreed=0.65)
        for sweep, enough in enumerate((max(least, 0.72), least, least)):
            if not self._again(enough, sweep == 0) and sweep > 0:
                break
        self.accepted = self.distinct(self.accepted + [c for c in self.pool if c.score >= least + c.doubt], 0.4)
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
        for fresh in self._under_face(candidate.face, self.hidden(others, candidate)):
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
            if face.score < 0.85 or any(person.face == k for person in self.accepted) or self.on_somebody(face):
                continue
            # others' coverage may have run over this body: what hangs under the face stays, and counts as its own
            found = self._under_face(k, self.hidden(self.accepted, under=face))
            for fresh in found:
                fresh.own = max(fresh.own, 0.8)
            best = max(found, key=lambda fresh: fresh.score, default=None)
            if best is not None and best.score >= least:
                self.accepted = self.distinct([*self.accepted, best], 0.5)

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
            doubted = candidate.face < 0 and candidate.score > least - 0.2 and self.head_free(candidate)
            if doubted and not any(self.duplicate(candidate, other, 0.4) for other in self.accepted):
                hear(self.network, self.segment, photo, candidate, self.size)
                if candidate.seen > 0.3 and candidate.score >= least + candidate.doubt:
                    self.accepted.append(candidate)

    def _accept(self, least: float, shared: float, agreed: float = 0.0) -> int:
        """Take the best of those known that show nobody already taken. Returns how many."""
        before = len(self.accepted)
        fresh = sorted(self.known, key=lambda c: -(c.votes + 4 * c.finder + c.body.score))
        for candidate in fresh:
            self.check()
            sure = [other for other in self.accepted if other.score > 0.8]
            if not any(self.duplicate(candidate, other, max(shared, 0.6)) for other in sure):
                self._verify(candidate)
                if candidate.score >= least + candidate.doubt and candidate.agreement >= agreed:
                    self.accepted.append(candidate)
        self.accepted = self.distinct(self.accepted, shared)
        self.known = [candidate for candidate in fresh if candidate not in self.accepted]
        self.pool += self.known
        return len(self.accepted) - before

    def _again(self, least: float, windows: bool) -> int:
        """Grey out everyone accepted and look again at what is left. Returns how many more were found."""
        hidden = self.hidden(self.accepted)
        plain, mirrored = Pyramid(hidden), Pyramid(hidden, mirror=True)
        left: list[Seed] = [
            (c.finder, c.body.next_square(), mirrored if c.pyramid.margin else plain)
            for c in self.known
            if c.finder > 0.6 or c.score > 0.3
        ]
        self.known = []
        self._settle_all(left + self._seeds(plain, mirrored))
        if windows:
            self._settle_all(window_seeds(plain, self.free) + edge_seeds(mirrored, self.free))
        return self._accept(least, 0.5)

    def _seeds(self, plain: Pyramid, mirrored: Pyramid) -> list[Seed]:
        """From the detector, and under the faces that nobody has."""
        taken = {candidate.face for candidate in self.accepted}
        free = [face for k, face in enumerate(self.faces) if k not in taken]
        return finder_seeds(self.finder, plain, mirrored, self.fractions(), self.check) + face_seeds(free, plain)

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
        candidate.own = self.own(candidate)
        if candidate.face < 0 and self.faces_in(candidate, self.faces) > 1:
            candidate.scale *= 0.5


def find_people(models: Shelf, picture: U8, least: float, check: Check) -> list[Found]:
    """Everyone in a picture, best first.

    Args:
        models: The shelf that holds the networks.
        picture: (H, W, 3) uint8 sRGB.
        least: Score that is enough, 0..1.
        check: Called often; raises to stop.
    """
    plain, picture = picture, clear(picture)
    faces = find_face_hits(face_finder(models, far=False), face_finder(models, far=True), Pyramid(picture), check)
    networks = Networks(body_network(models), body_finder(models), models.load(SELFIE, Network, 4 << 20))
    if picture is not plain and all(face.score < SURE for face in faces):
        people = find_in_print(networks.body, networks.segment, plain, check)
        if people:
            return [one for one in people if one.score >= least]
    search = Search(networks, faces, picture, check)
    seen = search.run(least)
    if any(person.score <= SURE for person in seen):
        likely = anybody(models, picture, ())
        covers = [coverage(person.looks, search.size, search.size) > 127 for person in seen]
        seen = confirmed(seen, [float(likely[cover].mean()) if cover.any() else 0.0 for cover in covers])
    return [as_found(person.looks, person.score, search.size) for person in seen]
