"""Looks at one body: how well they agree, what they cover, and what follows from all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import Body, FaceHit, Pyramid
from studio.models.found import Found

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


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
        witness: 0..1, how well a second network's mask agrees with the body's; -1 where nobody asked.
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
    witness: float = -1.0
    coarse: U8 | None = None

    @property
    def looks(self) -> list[Body]:
        """Every look at it."""
        return [self.body, *self.others]

    @property
    def score(self) -> float:
        """0..1: presence and agreement; more seeds, a detector's hit, a face and a witness count for a little."""
        present = float(np.mean([body.score for body in self.looks]))
        # neither shoulders nor hips seen is no person to animate
        present *= float(np.clip(self.body.visible[[11, 12, 23, 24]].mean() / 0.4, 0, 1))
        extra = 0.10 * min(self.votes - 1, 3) / 3 + 0.10 * self.finder + 0.15 * max(self.face_score, self.seen)
        return float(
            np.clip((present * self.agreement * np.sqrt(self.overlap) * 0.8 + extra) * self.scale * self.own, 0, 1)
        )

    @property
    def seen(self) -> float:
        """0..1, how sure the witness is."""
        return float(np.clip((self.witness - 0.2) / 0.3, 0, 1))

    @property
    def doubt(self) -> float:
        """How much more it must score: bodies without a face or witness, that no detector saw, or half made by
        mirroring."""
        if self.face >= 0:
            return 0.0
        # a witness stands in for the detector; but the mirror shows the witness, too, bodies that are none
        unseen = 0.1 * (self.finder < 0.5) + 0.05 * (self.votes < 2)
        return float(unseen * (1 - self.seen) + 0.1 * (self.pyramid.margin > 0))


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


def upright(body: Body, face: FaceHit) -> float:
    """1 where the hips lie below the face as the face itself is turned, 0.3 where they lie above it."""
    down = np.array([-np.sin(face.square.angle), np.cos(face.square.angle)])
    away = body.points[33] - [face.square.x, face.square.y]
    cosine = float(down @ away) / max(float(np.linalg.norm(away)), 1e-6)
    return float(np.clip(0.3 + (cosine - 0.4) * 2, 0.3, 1))


def same(a: Body, b: Body) -> bool:
    """Whether two looks show the same body in the same way: heads, shoulders and hips close, scales alike."""
    rows = [0, 7, 8, 11, 12, 23, 24]
    span = min(a.square.side, b.square.side)
    far = np.linalg.norm(a.points[rows] - b.points[rows], axis=1) / span
    return bool(far.max() < 0.08 and 0.75 < a.square.side / b.square.side < 1.33)


def mask_overlap(a: Body, b: Body) -> float:
    """Intersection over union of two looks' masks, in a's crop, where b's crop shows anything."""
    back = np.vstack([b.square.grid(256), [0, 0, 1]]) @ np.linalg.inv(np.vstack([a.square.grid(256), [0, 0, 1]]))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    other = np.asarray(cv2.warpAffine(b.mask, back[:2], (256, 256), flags=flags)) > 127
    seen = np.asarray(cv2.warpAffine(np.full((256, 256), 255, np.uint8), back[:2], (256, 256), flags=flags)) > 127
    own = a.mask > 127
    return float((own & other & seen).sum()) / max(float(((own | other) & seen).sum()), 1.0)


def face_of(body: Body, faces: list[FaceHit]) -> tuple[int, float]:
    """The face whose eyes, nose and mouth lie where this body has them: (index, score), (-1, 0) for none."""
    own = np.stack([body.points[5], body.points[2], body.points[0], body.points[9:11].mean(0)])
    far = [float(np.linalg.norm(own - face.points[:4], axis=1).mean()) / max(face.square.side, 1.0) for face in faces]
    if not far or min(far) > 0.4:
        return -1, 0.0
    best = int(np.argmin(far))
    return best, faces[best].score


def agreement(a: Body, b: Body, size: tuple[int, int]) -> float:
    """Similarity (as OKS) of two looks at the landmarks inside the picture that either sees."""
    inside = (a.points[:33] > 0).all(1) & (a.points[:33] < size).all(1)
    weight = np.maximum(a.visible, b.visible) * inside
    far = np.linalg.norm(a.points[:33] - b.points[:33], axis=1) / (0.04 * a.square.side)
    return float((weight * np.exp(-(far**2) / 2)).sum() / max(float(weight.sum()), 1e-6))


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
