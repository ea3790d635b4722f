"""Where to look for people: squares that cover a picture, its edges, and what hangs below a face."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from studio.models.embedded_people import FaceFinder, FaceHit, Pyramid, Square, square_overlap


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


def find_face_hits(near: FaceFinder, far: FaceFinder, pyramid: Pyramid, check: Callable[[], None]) -> list[FaceHit]:
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


def edge_tiles(size: tuple[int, int]) -> list[Square]:
    """Squares whose middles lie on the left and right edges of a picture of (width, height)."""
    width, height = size
    out: list[Square] = []
    for fraction in (1.2, 0.8, 0.55, 0.36):
        side = height * fraction
        out += [
            Square(x, y, side) for x in (0.03 * side, width - 0.03 * side) for y in _middles(height, side, 0.34, 0.1)
        ]
    return out


def body_under(face: FaceHit, length: float) -> Square:
    """The crop of a body whose hips lie ``length`` face sides under the face."""
    head = face.square
    return Square(head.x, head.y + head.side * length, head.side * length * 3.0)
