"""Everyone accepted so far in one picture: what they cover, who is whom, and the picture without them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.models.body_looks import Candidate, coverage
from studio.models.embedded_people import FaceHit, Pyramid, Square
from studio.models.embedded_verify import own_share
from studio.models.fading import fade_out

U8 = npt.NDArray[np.uint8]


class Crowd:
    """Everyone accepted in a picture; best first once a search is over.

    Args:
        picture: (H, W, 3) uint8.
    """

    def __init__(self, picture: U8) -> None:
        self.plain, self.mirrored = Pyramid(picture), Pyramid(picture, mirror=True)
        self.size = self.plain.size
        self.accepted: list[Candidate] = []
        scale = 320 / max(self.size)
        self.coarse = (max(1, round(self.size[0] * scale)), max(1, round(self.size[1] * scale)))

    def cover(self, candidate: Candidate) -> U8:
        """Coarse coverage of the whole picture."""
        if candidate.coarse is None:
            candidate.coarse = coverage(candidate.looks, self.size, self.coarse)
        return candidate.coarse

    def distinct(self, candidates: list[Candidate], shared: float) -> list[Candidate]:
        """The best, each person once; those accepted already go first."""
        kept: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda c: (c not in self.accepted, -c.score)):
            if not any(self.duplicate(candidate, other, shared) for other in kept):
                kept.append(candidate)
        return kept

    def duplicate(self, a: Candidate, b: Candidate, shared: float) -> bool:
        """Whether two are one person: one face, or more than a part ``shared`` of the smaller covered by both."""
        if a.face >= 0 and a.face == b.face:
            return True
        mine, theirs = self.cover(a) > 127, self.cover(b) > 127
        both = float((mine & theirs).sum())
        if a.face >= 0 and b.face >= 0:
            # two faces are two people, even where their masks have run into each other
            return both > 0.85 * float((mine | theirs).sum())
        return both > shared * max(1.0, min(float(mine.sum()), float(theirs.sum())))

    def head_free(self, candidate: Candidate) -> bool:
        """Whether a body's head lies on nobody accepted: else it likely is somebody's legs, or arm."""
        scale = [self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]]
        limit = [self.coarse[0] - 1, self.coarse[1] - 1]
        x, y = np.clip(candidate.body.points[:11].mean(0) * scale, 0, limit).astype(int)
        return not any(self.cover(other)[y, x] > 127 for other in self.accepted)

    def own(self, candidate: Candidate) -> float:
        """1 where a body's joints lie on nobody taken out of its picture, down to 0."""
        if candidate.pyramid in (self.plain, self.mirrored) or not self.accepted:
            return 1.0
        taken = np.max([self.cover(other) for other in self.accepted], axis=0)
        return own_share(candidate, taken, self.size)

    def faces_in(self, candidate: Candidate, faces: list[FaceHit]) -> int:
        """How many sure faces a body covers; one that has none of them itself is likely two people run together."""
        cover, scale = self.cover(candidate), [self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]]
        places = [np.multiply([face.square.x, face.square.y], scale) for face in faces if face.score >= 0.85]
        inside = np.clip(np.floor(places).astype(int), 0, np.subtract(self.coarse, 1)) if places else ()
        return sum(bool(cover[y, x] > 127) for x, y in inside)

    def on_somebody(self, face: FaceHit) -> bool:
        """Whether a face lies where somebody accepted has the head."""
        heads = [person.body.points[[0, 2, 5]].mean(0) for person in self.accepted]
        return any(np.hypot(*(head - [face.square.x, face.square.y])) < 0.6 * face.square.side for head in heads)

    def free(self, tile: Square) -> bool:
        """Whether less than half of a tile's middle is taken already."""
        kx, ky = self.coarse[0] / self.size[0], self.coarse[1] / self.size[1]
        reach = 0.2 * tile.side
        x0, x1 = max(0, int((tile.x - reach) * kx)), max(0, int((tile.x + reach) * kx) + 1)
        y0, y1 = max(0, int((tile.y - reach) * ky)), max(0, int((tile.y + reach) * ky) + 1)
        taken = [float((self.cover(c)[y0:y1, x0:x1] > 127).mean()) for c in self.accepted if x1 > 0 and y1 > 0]
        return sum(v for v in taken if v == v) < 0.5

    def fractions(self) -> tuple[float, ...]:
        """Sizes of tiles, by the size of the people found so far."""
        if not self.accepted:
            return 1.0, 0.7, 0.45, 0.3
        usual = float(np.median([person.body.square.side for person in self.accepted])) / min(self.size)
        return (1.0, 0.7, 0.45) if usual > 0.5 else (0.7, 0.45, 0.3, 0.2)

    def hidden(self, people: list[Candidate], keep: Candidate | None = None, under: FaceHit | None = None) -> U8:
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
