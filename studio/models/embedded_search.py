"""Everyone in a picture, by looking at many crops with the networks of :mod:`studio.models.embedded_people`.

BlazePose sees one body a crop, believes in bodies where there are none, and is easily confused by neighbours. So: seeds
from tiles, faces and a sliding window; each seed's crop is centred again on the body found until it stays; the body is
looked at in further crops, and only what they agree on counts; those found are greyed out, and the search goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import (
    Body,
    BodyFinder,
    BodyNetwork,
    FaceFinder,
    FaceHit,
    Pyramid,
    Shelf,
    Square,
    body_finder,
    body_network,
    face_finder,
    square_overlap,
)
from studio.models.found import Found

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Check = Callable[[], None]
Seed = tuple[float, Square, Pyramid]
"""The detector's score, a crop to begin with, and the picture to look at."""


@dataclass(eq=False)
class Candidate:
    """A body, and what speaks for it.

    Attributes:
        body: As its best crop shows it.
        pyramid: The picture that it was seen in (plain, or mirrored at its edges).
        others: The same body in slightly different crops.
        agreement: 0..1, how well those crops agree on the landmarks.
        overlap: 0..1, intersection over union of the crops' masks.
        votes: How many seeds ended here.
        finder: Best score that BlazePose's detector gave it.
        face: Index of the face on its head, or -1.
        face_score: That face's score.
        scale: 1 where body and face are of one size and the body hangs below the face, down to 0.
        own: 1 where its joints lie on nobody else, down to 0.
        coarse: Coverage of the whole picture, made small.
    """

    body: Body
    pyramid: Pyramid
    others: list[Body] = field(default_factory=list)
    agreement: float = 0.0
    overlap: float = 0.0
    votes: int = 1
    finder: float = 0.0
    face: int = -1
    face_score: float = 0.0
    scale: float = 1.0
    own: float = 1.0
    coarse: U8 | None = None

    @property
    def looks(self) -> list[Body]:
        """Every look at it."""
        return [self.body, *self.others]

    @property
    def score(self) -> float:
        """0..1: presence and agreement; more seeds, a detector's hit and a face count for a little."""
        present = float(np.mean([body.score for body in self.looks]))
        # neither shoulders nor hips seen is no person to animate
        present *= float(np.clip(self.body.visible[[11, 12, 23, 24]].mean() / 0.4, 0, 1))
        extra = 0.10 * min(self.votes - 1, 3) / 3 + 0.10 * self.finder + 0.15 * self.face_score
        return float(
            np.clip((present * self.agreement * np.sqrt(self.overlap) * 0.8 + extra) * self.scale * self.own, 0, 1)
        )

    @property
    def doubt(self) -> float:
        """How much more it must score: bodies without a face, that no detector saw, or half made by mirroring."""
        if self.face >= 0:
            return 0.0
        return 0.1 * (self.finder < 0.5) + 0.1 * (self.pyramid.margin > 0) + 0.05 * (self.votes < 2)


def tiles(size: tuple[int, int], fractions: Iterable[float], step: float = 0.5, over: float = 0.0) -> Iterator[Square]:
    """Squares that cover a picture, ``step`` sides apart, ``over`` of a side beyond its edges.

    The whole picture comes first, then squares whose sides are fractions of its shorter side.
    """
    width, height = size
    yield Square(width / 2, height / 2, max(width, height))
    for fraction in fractions:
        side = min(width, height) * fraction
        for y in _middles(height, side, step, over):
            for x in _middles(width, side, step, over):
                yield Square(x, y, side)


def _middles(length: float, side: float, step: float, over: float) -> list[float]:
    first, last = side / 2 - over * side, length - side / 2 + over * side
    if last <= first:
        return [length / 2]
    count = int(np.ceil((last - first) / (side * step))) + 1
    return [float(v) for v in np.linspace(first, last, count)]


def find_face_hits(near: FaceFinder, far: FaceFinder, pyramid: Pyramid, check: Check) -> list[FaceHit]:
    """Every face, found in tiles of several sizes by both detectors, best first, each once."""
    hits: list[FaceHit] = []
    for tile in tiles(pyramid.size, (1.0, 0.6, 0.36)):
        check()
        hits += near.look(pyramid, tile, 0.6)
        hits += [replace(hit, score=hit.score * 0.9) for hit in far.look(pyramid, tile, 0.7)]
    kept: list[FaceHit] = []
    for hit in sorted(hits, key=lambda hit: -hit.score):
        if all(square_overlap(hit.square, other.square) < 0.2 for other in kept):
            kept.append(hit)
    return kept


class Search:
    """One search through one picture. Call :meth:`run` once."""

    def __init__(
        self, network: BodyNetwork, finder: BodyFinder, faces: list[FaceHit], picture: U8, check: Check
    ) -> None:
        self.network, self.finder, self.faces, self.check = network, finder, faces, check
        self.plain, self.mirrored = Pyramid(picture), Pyramid(picture, mirror=True)
        self.size = self.plain.size
        self.known: list[Candidate] = []
        self.accepted: list[Candidate] = []
        self.pool: list[Candidate] = []
        scale = 320 / max(self.size)
        self.coarse = (max(1, round(self.size[0] * scale)), max(1, round(self.size[1] * scale)))

    def run(self, least: float = 0.62) -> list[Candidate]:
        """Everyone, best first. ``least`` is the score that is enough."""
        self._settle_all(self._finder_seeds(self.plain, self.mirrored) + self._face_seeds(self.plain))
        # those beyond doubt first: with them out of the way, the others are seen better
        self._accept(max(least, 0.66), 0.4, agreed=0.65)
        for sweep, enough in enumerate((max(least, 0.72), least, least)):
            if not self._again(enough, sweep == 0) and sweep > 0:
                break
        self.accepted = self._distinct(self.accepted + [c for c in self.pool if c.score >= least + c.doubt], 0.4)
        self.accepted = [self._polished(candidate) for candidate in self.accepted]
        return sorted(self.accepted, key=lambda c: -c.score)

    def _polished(self, candidate: Candidate) -> Candidate:
        """The best look at a face's body with the others out of the way, where the one there is is not sure."""
        if candidate.face < 0 or candidate.score > 0.85 or len(self.accepted) < 2:
            return candidate
        pyramid = Pyramid(self._hidden([other for other in self.accepted if other is not candidate], candidate))
        best = candidate
        kept, self.known = self.known, []
        for length in (4.0, 3.2, 5.0):
            self._settle(pyramid, _body_under(self.faces[candidate.face], length), 0.0)
        for fresh in self.known:
            self._verify(fresh)
            fresh.own, fresh.votes, fresh.finder = 1.0, candidate.votes, candidate.finder
            if fresh.face == candidate.face and fresh.score > best.score:
                best = fresh
        self.known = kept
        return best

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
        left = [
            (c.finder, c.body.next_square(), mirrored if c.pyramid.margin else plain)
            for c in self.known
            if c.finder > 0.6 or c.score > 0.3
        ]
        seeds = left + self._finder_seeds(plain, mirrored) + self._face_seeds(plain)
        if windows:
            near, far = tiles(self.size, (1.1, 0.8), 0.34), tiles(self.size, (0.55, 0.35), 0.45)
            seeds += [(0.0, tile, plain) for tile in (*near, *far) if self._free(tile)]
            seeds += [(0.0, tile, mirrored) for tile in self._edge_tiles() if self._free(tile)]
        self.known = []
        self._settle_all(seeds)
        return self._accept(least, 0.5)

    def _free(self, tile: Square) -> bool:
        """Whether less than half of a tile's middle is taken already."""
        kx, ky = self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]
        reach = 0.2 * tile.side
        x0, x1 = max(0, int((tile.x - reach) * kx)), max(0, int((tile.x + reach) * kx) + 1)
        y0, y1 = max(0, int((tile.y - reach) * ky)), max(0, int((tile.y + reach) * ky) + 1)
        taken = [float((self.cover(c)[y0:y1, x0:x1] > 127).mean()) for c in self.accepted if x1 > 0 and y1 > 0]
        return sum(v for v in taken if v == v) < 0.5

    def _hidden(self, people: list[Candidate], keep: Candidate | None = None) -> U8:
        """The picture with people taken out; one of them may be kept where it covers more than they do."""
        mask = np.zeros(self.size[::-1], np.uint8)
        own = None if keep is None else coverage(keep.looks, self.size, self.size)
        for person in people:
            theirs = coverage(person.looks, self.size, self.size)
            mask |= ((theirs > 90) & (True if own is None else theirs > own)).astype(np.uint8)
        return fade_out(self.plain.levels[0], mask)

    def _finder_seeds(self, plain: Pyramid, mirrored: Pyramid) -> list[Seed]:
        """What BlazePose's detector finds in tiles, best first."""
        hits: list[Seed] = []
        for tile in tiles(self.size, (1.0, 0.7, 0.45) if self.accepted else (1.0, 0.7, 0.45, 0.3)):
            self.check()
            hits += [(score, square, plain) for score, square in self.finder.look(plain, tile, 0.4)]
        for tile in self._edge_tiles():
            self.check()
            hits += [(score, square, mirrored) for score, square in self.finder.look(mirrored, tile, 0.5)]
        return sorted(hits, key=lambda hit: -hit[0])

    def _face_seeds(self, pyramid: Pyramid) -> list[Seed]:
        taken = {candidate.face for candidate in self.accepted}
        free = [face for k, face in enumerate(self.faces) if k not in taken]
        return [(0.01, _body_under(face, length), pyramid) for face in free for length in (4.0, 3.2, 5.0)]

    def _settle_all(self, seeds: list[Seed]) -> None:
        for score, seed, pyramid in seeds:
            self.check()
            self._settle(pyramid, seed, score)

    def _edge_tiles(self) -> list[Square]:
        width, height = self.size
        out: list[Square] = []
        for fraction in (1.2, 0.8, 0.55, 0.36):
            side = height * fraction
            out += [
                Square(x, y, side)
                for x in (0.03 * side, width - 0.03 * side)
                for y in _middles(height, side, 0.34, 0.1)
            ]
        return out

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
                if body.score > 0.3 and _same(body, known.body):
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

    def _verify(self, candidate: Candidate, hide: Callable[[Square], Callable[[F32], F32]] | None = None) -> None:
        base = candidate.body.next_square()
        moves = (
            base,
            replace(base, side=base.side * 1.15, x=base.x + 0.03 * base.side),
            replace(base, side=base.side * 0.92, y=base.y - 0.03 * base.side),
        )
        candidate.others = [self.network.look(candidate.pyramid, move, hide(move) if hide else None) for move in moves]
        first = candidate.body
        candidate.agreement = float(np.median([self._agreement(first, other) for other in candidate.others]))
        candidate.overlap = float(np.median([_mask_overlap(first, other) for other in candidate.others]))
        candidate.face, candidate.face_score = _face_of(first, self.faces)
        candidate.own = float(np.clip(1.35 - 1.5 * self._taken_share(candidate), 0, 1))
        if candidate.face >= 0:
            ratio = first.square.side / self.faces[candidate.face].square.side
            off = max(np.log(8 / ratio), np.log(ratio / 18), 0.0)
            candidate.scale = float(np.exp(-((off / 0.5) ** 2))) * _upright(first, self.faces[candidate.face])

    def _taken_share(self, candidate: Candidate) -> float:
        """Share of a body's visible landmarks that lie on people taken out of its picture."""
        if candidate.pyramid in (self.plain, self.mirrored) or not self.accepted:
            return 0.0
        taken = np.max([self.cover(other) for other in self.accepted], axis=0) > 127
        scale = [self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]]
        places = np.floor(candidate.body.points[:33] * scale).astype(int)
        inside = (places >= 0).all(1) & (places < self.coarse).all(1)
        weight = candidate.body.visible[inside]
        hit = taken[places[inside, 1], places[inside, 0]]
        return float((weight * hit).sum() / max(float(weight.sum()), 1e-6))

    def _agreement(self, a: Body, b: Body) -> float:
        """Similarity (as OKS) of two looks at the landmarks inside the picture that either sees."""
        inside = (a.points[:33] > 0).all(1) & (a.points[:33] < self.size).all(1)
        weight = np.maximum(a.visible, b.visible) * inside
        far = np.linalg.norm(a.points[:33] - b.points[:33], axis=1) / (0.04 * a.square.side)
        return float((weight * np.exp(-(far**2) / 2)).sum() / max(float(weight.sum()), 1e-6))


def coverage(looks: list[Body], size: tuple[int, int], raster: tuple[int, int]) -> U8:
    """Mean coverage of a body over its looks, of the whole picture, on a raster of (width, height) pixels, 0..255."""
    total = np.zeros(raster[::-1], np.float32)
    weight = np.full(raster[::-1], 1e-3, np.float32)
    shrink = np.diag([size[0] / raster[0], size[1] / raster[1], 1.0])
    shrink[:2, 2] = [0.5 * size[0] / raster[0] - 0.5, 0.5 * size[1] / raster[1] - 0.5]
    for body in looks:
        grid = (np.vstack([body.square.grid(256), [0, 0, 1]]) @ shrink)[:2]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        total += cv2.warpAffine(body.mask, grid, raster, flags=flags).astype(np.float32) * body.score
        weight += cv2.warpAffine(_INSIDE, grid, raster, flags=flags) * body.score
    return np.asarray(np.minimum(total / weight, 255), np.uint8)


_INSIDE = np.ones((256, 256), np.float32)


def _upright(body: Body, face: FaceHit) -> float:
    """1 where the hips lie below the face as the face itself is turned, 0.3 where they lie above it."""
    down = np.array([-np.sin(face.square.angle), np.cos(face.square.angle)])
    away = body.points[33] - [face.square.x, face.square.y]
    cosine = float(down @ away) / max(float(np.linalg.norm(away)), 1e-6)
    return float(np.clip(0.3 + (cosine - 0.4) * 2, 0.3, 1))


def fade_out(picture: U8, mask: U8) -> U8:
    """The picture with what is under the mask replaced by smooth colour from around it (pull-push), so that no
    silhouette is left that looks like a person."""
    if not mask.any():
        return picture
    weight = 1 - cv2.dilate(mask, np.ones((5, 5), np.uint8)).astype(np.float32)
    filled = _pull_push(picture.astype(np.float32) * weight[..., None], weight)
    return np.where(weight[..., None] > 0, picture, np.clip(filled, 0, 255)).astype(np.uint8)


def _pull_push(colour: F32, weight: F32) -> F32:
    """Colour where weight is 0, from coarser and coarser means. ``colour`` is multiplied by ``weight``."""
    height, width = weight.shape
    if min(height, width) <= 2 or float(weight.min()) > 0.999:
        return np.asarray(colour / np.maximum(weight, 1e-6)[..., None], np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    light = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    gain = np.minimum(1.0, 4 * light) / np.maximum(light, 1e-6)
    coarse = _pull_push((small * gain[..., None]).astype(np.float32), np.minimum(1.0, 4 * light).astype(np.float32))
    up = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(colour + up * (1 - weight)[..., None], np.float32)


def _body_under(face: FaceHit, length: float) -> Square:
    """The crop of a body whose hips lie ``length`` face sides under the face."""
    head = face.square
    return Square(head.x, head.y + head.side * length, head.side * length * 3.0)


def _same(a: Body, b: Body) -> bool:
    """Whether two looks show the same body in the same way: heads, shoulders and hips close, scales alike."""
    rows = [0, 7, 8, 11, 12, 23, 24]
    span = min(a.square.side, b.square.side)
    far = np.linalg.norm(a.points[rows] - b.points[rows], axis=1) / span
    return bool(far.max() < 0.08 and 0.75 < a.square.side / b.square.side < 1.33)


def _mask_overlap(a: Body, b: Body) -> float:
    """Intersection over union of two looks' masks, in a's crop, where b's crop shows anything."""
    back = np.vstack([b.square.grid(256), [0, 0, 1]]) @ np.linalg.inv(np.vstack([a.square.grid(256), [0, 0, 1]]))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    other = np.asarray(cv2.warpAffine(b.mask, back[:2], (256, 256), flags=flags)) > 127
    seen = np.asarray(cv2.warpAffine(np.full((256, 256), 255, np.uint8), back[:2], (256, 256), flags=flags)) > 127
    own = a.mask > 127
    return float((own & other & seen).sum()) / max(float(((own | other) & seen).sum()), 1.0)


def _face_of(body: Body, faces: list[FaceHit]) -> tuple[int, float]:
    """The face whose eyes, nose and mouth lie where this body has them: (index, score), (-1, 0) for none."""
    own = np.stack([body.points[5], body.points[2], body.points[0], body.points[9:11].mean(0)])
    far = [float(np.linalg.norm(own - face.points[:4], axis=1).mean()) / max(face.square.side, 1.0) for face in faces]
    if not far or min(far) > 0.4:
        return -1, 0.0
    best = int(np.argmin(far))
    return best, faces[best].score


def find_people(models: Shelf, picture: U8, least: float, check: Check) -> list[Found]:
    """Everyone in a picture, best first.

    Args:
        models: The shelf that holds the networks.
        picture: (H, W, 3) uint8 sRGB.
        least: Score that is enough, 0..1.
        check: Called often; raises to stop.
    """
    faces = find_face_hits(face_finder(models, far=False), face_finder(models, far=True), Pyramid(picture), check)
    search = Search(body_network(models), body_finder(models), faces, picture, check)
    return [as_found(person.looks, person.score, search.size) for person in search.run(least)]


def as_found(looks: list[Body], score: float, size: tuple[int, int]) -> Found:
    """The middle of several looks at one body."""
    weights = np.array([max(body.score, 1e-3) for body in looks], np.float32)
    points = np.average([keypoints(body.points) for body in looks], axis=0, weights=weights).astype(np.float32)
    seen = np.average([keypoints(np.minimum(body.visible, body.present)) for body in looks], axis=0, weights=weights)
    depth = np.average([keypoints(body.depth) for body in looks], axis=0, weights=weights)
    inside = (points > 0).all(1) & (points < size).all(1)
    scores = np.where(inside, seen, np.minimum(seen, 0.1))
    return Found(score, coverage(looks, size, size), points, scores.astype(np.float32), depth.astype(np.float32))


_ROWS = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)


def keypoints(rows: F32) -> F32:
    """From BlazePose's 33 rows to the house's 23: COCO's, knuckles, heels, toes."""
    hands = [rows[[17, 19]].mean(0), rows[[18, 20]].mean(0)]
    return np.asarray(np.concatenate([rows[list(_ROWS)], np.stack(hands), rows[[29, 30, 31, 32]]]), np.float32)


def find_pose(network: BodyNetwork, picture: U8, mask: U8, others: U8, prior: F32 | None) -> Found | None:
    """The body that fits one person's mask best, looked at without the others.

    Args:
        network: BlazePose.
        picture: (H, W, 3) uint8.
        mask: (H, W) uint8 of the person.
        others: (H, W) uint8, above 0 where somebody else is: faded out.
        prior: (23, 2) keypoints known already.

    Returns:
        The middle of the best look and those like it; None where no body is seen.
    """
    height, width = mask.shape
    alone = fade_out(picture, (others > 0).astype(np.uint8))
    columns = np.flatnonzero((mask > 127).any(0))
    pyramids = [Pyramid(alone)]
    if columns[0] <= 1 or columns[-1] >= width - 2:
        pyramids.append(Pyramid(alone, mirror=True))
    small = np.asarray(cv2.resize(mask, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA))
    looks: list[tuple[float, Pyramid, Body]] = []
    for pyramid in pyramids:
        for square in _pose_squares(mask, prior):
            for _ in range(2):
                body = network.look(pyramid, square)
                # the mirror invents limbs, too
                fit = _fit(body, small, (width, height)) * (0.88 if pyramid.margin else 1.0) * _like(body, prior)
                looks.append((fit, pyramid, body))
                square = body.next_square()
    fit, pyramid, best = max(looks, key=lambda look: look[0])
    if fit < 0.15:
        return None
    near = [replace(best.square, side=best.square.side * grow) for grow in (1.06, 0.95)]
    more = [network.look(pyramid, square) for square in near] + [body for _, other, body in looks if other is pyramid]
    close = [
        body
        for body in more
        if body is not best and _same(body, best) and _fit(body, small, (width, height)) > 0.85 * fit
    ]
    return as_found([best, *close], fit, (width, height))


def _like(body: Body, prior: F32 | None) -> float:
    """1 where a body is of the size known before; a body squeezed into what the picture shows of it is less likely."""
    if prior is None:
        return 1.0
    reach = max(float(np.linalg.norm(prior[[0, 15, 16]] - prior[[11, 12]].mean(0), axis=1).max()), 8.0)
    return float(np.exp(-(np.log(body.next_square().side / (2.5 * reach)) ** 2) / 0.32))


def tight_coverage(network: BodyNetwork, picture: U8, mask: U8, others: U8, body_side: float) -> U8 | None:
    """A finer mask of somebody of whom the picture shows but a part: from a crop of that part alone.

    Args:
        network: BlazePose.
        picture: (H, W, 3) uint8.
        mask: (H, W) uint8 of the person.
        others: (H, W) uint8, above 0 where somebody else is.
        body_side: Side of the crop that the whole body asks for, in pixels.

    Returns:
        (H, W) uint8, or None where the tight crop would not be finer, or shows something else.
    """
    columns, rows = np.flatnonzero((mask > 127).any(0)), np.flatnonzero((mask > 127).any(1))
    if not columns.size:
        return None
    width, height = float(columns[-1] + 1 - columns[0]), float(rows[-1] + 1 - rows[0])
    side = 1.2 * max(width, height)
    if side > 0.75 * body_side:
        return None
    square = Square(float(columns[0]) + width / 2, float(rows[0]) + height / 2, side)
    body = network.look(Pyramid(fade_out(picture, (others > 0).astype(np.uint8))), square)
    size = (mask.shape[1], mask.shape[0])
    cover = coverage([body], size, size)
    both, either = float(((cover > 127) & (mask > 127)).sum()), float(((cover > 127) | (mask > 127)).sum())
    return cover if body.score > 0.5 and both > 0.8 * either else None


def _pose_squares(mask: U8, prior: F32 | None) -> list[Square]:
    columns, rows = np.flatnonzero((mask > 127).any(0)), np.flatnonzero((mask > 127).any(1))
    x0, x1, y0, y1 = float(columns[0]), float(columns[-1] + 1), float(rows[0]), float(rows[-1] + 1)
    out: list[Square] = []
    if prior is not None:
        hips = prior[[11, 12]].mean(0)
        reach = max(float(np.linalg.norm(prior[[0, 15, 16]] - hips, axis=1).max()), 8.0)
        lean = float(np.arctan2(*((prior[[5, 6]].mean(0) - hips) * [1, -1])))
        out += [
            Square(float(hips[0]), float(hips[1]), 2.6 * reach * grow, turn)
            for grow in (1.0, 1.15)
            for turn in (lean, 0.0)
        ]
    length = max(y1 - y0, 0.6 * (x1 - x0))
    out.append(Square((x0 + x1) / 2, (y0 + y1) / 2, 1.3 * length))
    if y1 >= mask.shape[0] - 2:
        out.append(Square((x0 + x1) / 2, y0 + 0.9 * length, 2.3 * length))
    return out


def _fit(body: Body, mask: U8, size: tuple[int, int]) -> float:
    """How well a look agrees with a person's mask: presence, masks' overlap, visible landmarks inside."""
    raster = (int(mask.shape[1]), int(mask.shape[0]))
    cover = coverage([body], size, raster)
    both, either = float(((cover > 127) & (mask > 127)).sum()), float(((cover > 127) | (mask > 127)).sum())
    places = np.floor(body.points[:33] * [raster[0] / size[0], raster[1] / size[1]]).astype(int)
    inside = (places >= 0).all(1) & (places < raster).all(1)
    weight = body.visible[inside]
    fat = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    hit = fat[places[inside, 1], places[inside, 0]] > 127
    share = float((weight * hit).sum() / max(float(weight.sum()), 1e-6)) if inside.any() else 0.0
    return (0.3 + 0.7 * body.score) * both / max(either, 1.0) * share
