"""What speaks for a body: further looks that agree, a face on its head, and a second network that sees somebody there.

The second network (MediaPipe's selfie segmentation) knows nothing of bodies, only of people's pixels. BlazePose sees
bodies in bollards and letters; there the other sees nothing. Where both cover the same, somebody is there even where
the looks agree but poorly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.body_looks import Candidate, agreement, coverage, face_of, mask_overlap, upright
from studio.models.embedded_people import Body, BodyNetwork, FaceHit
from studio.models.litert import Network

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]
Box = tuple[int, int, int, int]

SURE, LONELY, WEAK = 0.85, 0.72, 0.7
"""Scores above which a hit needs no second witness; below which one needs it where nobody in the picture is sure; and
below which one needs it even where the network sees nobody well."""
UNSEEN, SEEN = 0.2, 0.5
"""Overlap below which the second network sees nobody, and from which on it sees somebody well."""
MIRRORED = (
    0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30, 29,
    32, 31,
)  # fmt: skip
"""Which of BlazePose's landmarks each one is in a mirror."""


def verify(network: BodyNetwork, candidate: Candidate, faces: list[FaceHit], size: tuple[int, int]) -> None:
    """Look at a body in slightly other crops, and for a face on its head; the candidate remembers."""
    first = candidate.body
    base = first.next_square()
    moves = (
        base,
        replace(base, side=base.side * 1.15, x=base.x + 0.03 * base.side),
        replace(base, side=base.side * 0.92, y=base.y - 0.03 * base.side),
    )
    candidate.others = [network.look(candidate.pyramid, move) for move in moves]
    candidate.agreement = float(np.median([agreement(first, other, size) for other in candidate.others]))
    candidate.overlap = float(np.median([mask_overlap(first, other) for other in candidate.others]))
    candidate.face, candidate.face_score = face_of(first, faces)
    if candidate.face >= 0:
        face = faces[candidate.face]
        ratio = first.square.side / face.square.side
        off = max(np.log(8 / ratio), np.log(ratio / 18), 0.0)
        candidate.scale = float(np.exp(-((off / 0.5) ** 2))) * upright(first, face)


def own_share(candidate: Candidate, taken: U8, size: tuple[int, int]) -> float:
    """1 where a body's visible landmarks lie on nobody else, down to 0.

    Args:
        candidate: The body.
        taken: (h, w) uint8 coverage, made small, of everyone taken out of the candidate's picture.
        size: (width, height) of the picture.
    """
    raster = np.array([taken.shape[1], taken.shape[0]])
    places = np.floor(candidate.body.points[:33] * raster / size).astype(int)
    inside = (places >= 0).all(1) & (places < raster).all(1)
    weight = candidate.body.visible[inside]
    hit = taken[places[inside, 1], places[inside, 0]] > 127
    share = float((weight * hit).sum() / max(float(weight.sum()), 1e-6))
    return float(np.clip(1.35 - 1.5 * share, 0, 1))


def hear(network: BodyNetwork, segment: Network, photo: U8, candidate: Candidate, size: tuple[int, int]) -> None:
    """Ask the second network, and the mirror, about a body; the candidate remembers.

    The photo as it is is asked, not one in which neighbours were taken out: what fills their place can look like
    anything. Only a body that the edge cuts in half is shown as its mirror makes it whole; what the photo shows of it
    must be more than a strip. The worst of several looks counts.

    Args:
        network: BlazePose.
        segment: The second network.
        photo: (H, W, 3) uint8, which may be smaller than what the body was seen in.
        candidate: The body.
        size: (width, height) of the picture that the body was seen in.
    """
    cover = coverage(candidate.looks, size, (photo.shape[1], photo.shape[0])) > 127
    candidate.witness = 0.0
    box = _box(cover)
    if box is None:
        return
    if candidate.pyramid.margin > 0:
        strip = box[2] - box[0] < 0.25 * (box[3] - box[1])
        seen = 0.0 if strip else _whole_overlap(segment, candidate)
    else:
        # in the upright crop, too: a bush that the picture's edge cuts off looks like somebody only as it stands there
        seen = min(
            *(_overlap(segment, photo, cover, box, margin) for margin in (0.15, 0.5)),
            _whole_overlap(segment, candidate),
        )
    same_body = _seen_mirrored(network, candidate, size)
    candidate.witness = seen if same_body else min(seen, UNSEEN)


def confirmed(candidates: Sequence[Candidate], shares: Sequence[float]) -> list[Candidate]:
    """Without weak ones in whom the segmentation network sees nobody, from afar or close.

    From afar it misses small people; so where it sees nobody well, only the weakest need it. And where nobody in the
    picture is beyond doubt, there may well be nobody at all: then it must see more of a weak one than a little. So it
    must of one so close that the picture cannot hold the body, and who shows no face: a blur is made into giants.

    Args:
        candidates: Everyone accepted, weak ones with a witness.
        shares: Part of each one's pixels that the network takes for somebody's when it looks at the whole picture.
    """
    alone = max((one.score for one in candidates), default=0) <= SURE
    least = SURE if max(shares, default=0) >= 0.8 else LONELY if alone else WEAK
    out = []
    for one, share in zip(candidates, shares, strict=True):
        far, enough = (0.75, SEEN) if alone or _faceless_giant(one) else (0.03, UNSEEN)
        if share > far or one.score > (SURE if _faceless_giant(one) else least) or one.witness >= enough:
            out.append(one)
    return out


def _faceless_giant(candidate: Candidate) -> bool:
    """Whether a body is larger than the picture, and no face is seen on its head."""
    return candidate.face < 0 and candidate.body.square.side > max(candidate.pyramid.size)


def _box(cover: Bool) -> Box | None:
    columns, rows = np.flatnonzero(cover.any(0)), np.flatnonzero(cover.any(1))
    if not columns.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _overlap(segment: Network, photo: U8, cover: Bool, box: Box, margin: float) -> float:
    """Intersection over union of a body's coverage and what the network sees in a crop around it."""
    x0, y0, x1, y1 = box
    aside, above = int(margin * (x1 - x0)) + 4, int(margin * (y1 - y0)) + 4
    window = slice(max(0, y0 - above), y1 + above), slice(max(0, x0 - aside), x1 + aside)
    size = (segment.size, segment.size)
    crop = cv2.resize(photo[window], size, interpolation=cv2.INTER_AREA)
    own = cv2.resize(cover[window].astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    return _shared(segment(np.asarray(crop, np.float32) / 255)[0][..., 0] > 0.5, own)


def _whole_overlap(segment: Network, candidate: Candidate) -> float:
    """The same in the body's own crop; beyond the picture its edge is drawn out, or mirrored."""
    crop = candidate.pyramid.crop(candidate.body.square, segment.size, cv2.BORDER_REPLICATE)
    return _shared(segment(crop)[0][..., 0] > 0.5, candidate.body.mask > 127)


def _shared(a: Bool, b: Bool) -> float:
    return float((a & b).sum()) / max(float((a | b).sum()), 1.0)


def _seen_mirrored(network: BodyNetwork, candidate: Candidate, size: tuple[int, int]) -> bool:
    """Whether a mirror shows the same body."""
    square = candidate.body.next_square()
    other = network.look(candidate.pyramid, square, lambda crop: np.ascontiguousarray(crop[:, ::-1]))
    return other.score > 0.5 and agreement(candidate.body, unmirrored(other), size) > 0.45


def unmirrored(body: Body) -> Body:
    """A look at a mirrored crop, as if the crop had not been mirrored."""
    cos, sin = np.cos(body.square.angle), np.sin(body.square.angle)
    turn, middle = np.array([[cos, -sin], [sin, cos]]), np.array([body.square.x, body.square.y])
    upright = (body.points - middle) @ turn * [-1, 1]
    points = (upright @ turn.T + middle).astype(np.float32)
    rows = [*MIRRORED, *range(33, len(points))]
    own = list(MIRRORED)
    return replace(
        body, points=points[rows], depth=body.depth[own], visible=body.visible[own], present=body.present[own],
        mask=np.ascontiguousarray(body.mask[:, ::-1]),
    )  # fmt: skip
