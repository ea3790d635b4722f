"""Where a search for people begins: what BlazePose's detector finds, what hangs under faces, and a sliding window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.models.embedded_people import BodyFinder, FaceHit, Pyramid, Square
from studio.models.search_crops import body_under, edge_tiles, tiles

Check = Callable[[], None]
Seed = tuple[float, Square, Pyramid]
"""The detector's score, a crop to begin with, and the picture to look at."""


def finder_seeds(
    finder: BodyFinder, plain: Pyramid, mirrored: Pyramid, fractions: Sequence[float], check: Check
) -> list[Seed]:
    """What BlazePose's detector finds in tiles, best first.

    Args:
        finder: The detector.
        plain: The picture.
        mirrored: The same, continued by its mirror image: its edges are looked at there.
        fractions: Sides of the tiles, in parts of the picture's shorter side.
        check: Called often; raises to stop.
    """
    hits: list[Seed] = []
    for tile in tiles(plain.size, fractions):
        check()
        hits += [(score, square, plain) for score, square in finder.look(plain, tile, 0.4)]
    for tile in edge_tiles(plain.size):
        check()
        hits += [(score, square, mirrored) for score, square in finder.look(mirrored, tile, 0.5)]
    return sorted(hits, key=lambda hit: -hit[0])


def face_seeds(faces: Sequence[FaceHit], pyramid: Pyramid) -> list[Seed]:
    """Bodies of several lengths under every face."""
    return [(0.01, body_under(face, length), pyramid) for face in faces for length in (4.0, 3.2, 5.0)]


def window_seeds(plain: Pyramid, free: Callable[[Square], bool]) -> list[Seed]:
    """A sliding window over everything that is still free."""
    near, far = tiles(plain.size, (1.1, 0.8), 0.34), tiles(plain.size, (0.55, 0.35), 0.45)
    return [(0.0, tile, plain) for tile in (*near, *far) if free(tile)]


def edge_seeds(mirrored: Pyramid, free: Callable[[Square], bool]) -> list[Seed]:
    """A window that slides along the left and the right edge, where people are cut in half."""
    return [(0.0, tile, mirrored) for tile in edge_tiles(mirrored.size) if free(tile)]
