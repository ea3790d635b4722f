"""People whom the left or right edge of a picture cuts in half, and who show no head: a sleeve, a skirt, legs.

BlazePose needs a head or a torso and finds them by luck. So here the segmentation network goes first: the picture is
continued by its mirror image, which makes a half person whole, and a shape is looked for that stands on the edge. Where
BlazePose, in several crops, draws the very same shape, and takes it for a body in one of them, somebody is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.body_looks import as_found
from studio.models.embedded_people import (
    SELFIE,
    Body,
    BodyNetwork,
    Pyramid,
    Shelf,
    Square,
    body_network,
    square_overlap,
)
from studio.models.found import Found
from studio.models.litert import Network
from studio.models.search_crops import edge_tiles

Bool = npt.NDArray[np.bool_]

WIDEST, STANDS, LOWEST = 0.8, 0.5, 0.12
"""The widest shape, in parts of its height; the least part of its height along the edge; the least height, in parts
of the picture's."""
ALIKE, HARDLY, BODY = 0.81, 0.6, 0.4
"""How alike the two networks' shapes must be: in most crops, and in all but one; and the best crop's score."""
CROPS = (0.85, 0.95, 1.05, 1.2, 1.35)


@dataclass(frozen=True)
class Shape:
    """Something that may be somebody: the crop around it, its width and what of it lies on the edge in parts of its
    height, and its height in pixels."""

    square: Square
    width: float
    stands: float
    height: float


def find_halves(shelf: Shelf, picture: npt.NDArray[np.uint8], check: Callable[[], None]) -> list[Found]:
    """Everyone cut in half by an edge whom the networks agree on.

    Args:
        shelf: Holds the networks.
        picture: (H, W, 3) uint8 sRGB, those known already faded out.
        check: Called often; raises to stop.

    Returns:
        One for each, best first; their keypoints are rough.
    """
    network, segment = body_network(shelf), shelf.load(SELFIE, Network, 4 << 20)
    mirrored = Pyramid(picture, mirror=True)
    done: list[Square] = []
    out: list[Found] = []
    for tile in edge_tiles(mirrored.size):
        check()
        for shape in shapes(segment, mirrored, tile):
            settled = _settled(segment, mirrored, shape) if _upright(shape, mirrored.size[1]) else None
            if settled is None or any(square_overlap(settled.square, other) > 0.75 for other in done):
                continue
            done.append(settled.square)
            out += _agreed(network, segment, mirrored, settled.square)
    return _once(sorted(out, key=lambda found: -found.score))


def shapes(segment: Network, mirrored: Pyramid, square: Square) -> Iterator[Shape]:
    """Shapes on the edge nearest to a crop, as far as the crop shows them whole."""
    seen = _people(segment, mirrored, square, 0.7)
    size, side = segment.size, square.side
    edge = 0.0 if square.x < mirrored.size[0] / 2 else float(mirrored.size[0])
    column = int(np.clip((edge - square.x) / side * size + size / 2, 0, size - 1))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(seen.astype(np.uint8))
    for k in sorted(set(labels[:, column].tolist()) - {0}):
        _, top, width, height, area = (int(v) for v in stats[k])
        cut = top <= 1 or (top + height >= size - 1 and square.y + side / 2 < mirrored.size[1] - 2)
        if area < 400 or cut:
            continue
        middle = square.y + ((top + height / 2) / size - 0.5) * side
        around = Square(edge, middle, 1.3 * max(width, height) / size * side)
        yield Shape(around, width / height, float((labels[:, column] == k).sum()) / height, height / size * side)


def _people(segment: Network, mirrored: Pyramid, square: Square, least: float) -> Bool:
    """Where a crop shows people; nowhere above and below the picture."""
    seen = segment(mirrored.crop(square, segment.size, cv2.BORDER_REPLICATE))[0][..., 0] > least
    rows = square.y + ((np.arange(segment.size) + 0.5) / segment.size - 0.5) * square.side
    return np.asarray(seen & ((rows >= 0) & (rows < mirrored.size[1]))[:, None], bool)


def _upright(shape: Shape, height: int) -> bool:
    return shape.width <= WIDEST and shape.stands >= STANDS and shape.height >= LOWEST * height


def _settled(segment: Network, mirrored: Pyramid, shape: Shape) -> Shape | None:
    """The shape as its own crop shows it; None where it is another thing up close."""
    for _ in range(2):
        here = shape.square
        again = max(shapes(segment, mirrored, here), key=lambda other: square_overlap(other.square, here), default=None)
        if again is None or again.width > WIDEST:
            return None
        shape = again
    return shape


def _agreed(network: BodyNetwork, segment: Network, mirrored: Pyramid, square: Square) -> list[Found]:
    """Somebody, where BlazePose draws what the segmentation draws; else nobody."""
    looks = [network.look(mirrored, replace(square, side=square.side * grow)) for grow in CROPS]
    alike = [_alike(segment, mirrored, body) for body in looks]
    if float(np.median(alike)) < ALIKE or sorted(alike)[1] < HARDLY or max(body.score for body in looks) < BODY:
        return []
    good = [body for body, value in zip(looks, alike, strict=True) if value >= ALIKE]
    best = max(good, key=lambda body: body.score)
    found = as_found([best, *(body for body in good if body is not best)], float(np.median(alike)), mirrored.size)
    return [found] if (found.coverage > 127).any() else []


def _alike(segment: Network, mirrored: Pyramid, body: Body) -> float:
    """Intersection over union of what the two networks see in a body's crop."""
    own, other = body.mask > 127, _people(segment, mirrored, body.square, 0.5)
    return float((own & other).sum()) / max(float((own | other).sum()), 1.0)


def _once(found: list[Found]) -> list[Found]:
    """Each only once: the best of those that cover the same."""
    kept: list[Found] = []
    for one in found:
        own = one.coverage > 127
        if all(float((own & (other.coverage > 127)).sum()) < 0.5 * float(own.sum()) for other in kept):
            kept.append(one)
    return kept
