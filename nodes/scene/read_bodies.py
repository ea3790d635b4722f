"""People as the scene graph's rules take them."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.algorithms.activity import body_scale
from nodes.algorithms.gaze import Direction, face_direction, head_direction, trunk_direction
from nodes.algorithms.grasp import arms_of
from nodes.algorithms.relations.room import Body
from nodes.scene.coverage import height_of, matte_of
from nodes.scene.stature import stature
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton

RASTER = 480
"""Longest side of the raster on which outlines are compared."""
LEAST, SEEN = 0.4, 0.5
"""Scores from which a joint counts, and a foot: what is cut off is guessed, too."""
FEET = ("ankle", "heel", "toe")


def read_bodies(people: People, size: tuple[int, int], focal: float) -> list[Body]:
    """Everybody.

    Args:
        people: With skeletons, faces, mattes, layers and distances, as far as they are known.
        size: (width, height) of the picture.
        focal: Focal length in pixels.
    """
    return [_body(person, size, focal) for person in people.values()]


def _body(person: Person, size: tuple[int, int], focal: float) -> Body:
    skeleton, cell = person.skeleton, min(1.0, RASTER / max(size))
    scale = stature(person, size).scale
    gaze = trunk = None
    head = ((person.box[0] + person.box[2]) / 2, person.box[1] + 0.1 * height_of(person))
    if skeleton is not None:
        # what is turned away only looks shorter, so that the larger scale is the truer one
        scale = max(scale, body_scale(skeleton.points, skeleton.depth))
        head = tuple(skeleton.points[:5].mean(0).tolist()) if skeleton.scores[:5].max() > LEAST else head
        trunk = trunk_direction(skeleton.points, skeleton.scores, skeleton.depth, scale)
        gaze = head_direction(skeleton.points, skeleton.scores, skeleton.depth, scale)
    if person.face is not None and len(person.face.landmarks) > 454:
        gaze = face_direction(person.face.landmarks, person.face.depth)
    mask, origin = _raster(matte_of(person, size), cell)
    hidden = None
    if person.hidden is not None and person.hidden.coverage.size:
        hidden = _aligned(person.hidden, cell, mask.shape, origin)
    x = _middle(person)
    return Body(
        person.id, person.box, x, (head[0], head[1]), scale, person.metres or focal / scale, person.layer,
        float(np.arctan2(x - size[0] / 2, focal)), trunk, _frontal(gaze, skeleton),
        () if skeleton is None else tuple(arms_of(skeleton.points, skeleton.scores, scale, LEAST)),
        _feet(skeleton, size), skeleton.activity if skeleton else "unknown",
        scale * cell, mask, hidden, origin,
    )  # fmt: skip


def _frontal(gaze: Direction | None, skeleton: Skeleton | None) -> Direction | None:
    """No gaze of who is seen from behind: the networks invent faces there."""
    if gaze is None or skeleton is None:
        return gaze
    behind = skeleton.point("left_shoulder")[0] < skeleton.point("right_shoulder")[0]
    return None if behind and abs(gaze.yaw) < np.radians(50) else gaze


def _middle(person: Person) -> float:
    skeleton = person.skeleton
    rows = [] if skeleton is None else [k for k in (5, 6, 11, 12) if skeleton.scores[k] > LEAST]
    if skeleton is None or len(rows) < 2:
        return (person.box[0] + person.box[2]) / 2
    return float(np.clip(skeleton.points[rows, 0].mean(), person.box[0], person.box[2]))


def _feet(skeleton: Skeleton | None, size: tuple[int, int]) -> tuple[float, float] | None:
    """The lowest of what is seen of the feet."""
    if skeleton is None:
        return None
    seen = [skeleton.point(f"{side}_{part}") for side in ("left", "right") for part in FEET
            if skeleton.score(f"{side}_{part}") >= SEEN]  # fmt: skip
    if len(seen) < 2 or max(point[1] for point in seen) > 0.99 * size[1]:
        return None
    return float(np.mean([point[0] for point in seen])), float(max(point[1] for point in seen))


def _raster(matte: Matte, cell: float) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.bool_]], tuple[int, int]]:
    x0, y0 = int(matte.box[0] * cell), int(matte.box[1] * cell)
    x1, y1 = max(x0 + 1, int(np.ceil(matte.box[2] * cell))), max(y0 + 1, int(np.ceil(matte.box[3] * cell)))
    if not matte.coverage.size:
        return np.zeros((1, 1), bool), (x0, y0)
    shift = np.array([[cell, 0, matte.box[0] * cell - x0], [0, cell, matte.box[1] * cell - y0]], np.float32)
    covered = cv2.warpAffine(cv2.blur(matte.coverage, (3, 3)), shift, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
    return covered > 0.5, (x0, y0)


def _aligned(
    hidden: Matte, cell: float, shape: tuple[int, ...], origin: tuple[int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """What is hidden, on the cells of the person's own mask."""
    there, at = _raster(hidden, cell)
    out = np.zeros(shape, bool)
    x0, y0 = max(at[0], origin[0]), max(at[1], origin[1])
    x1 = min(at[0] + there.shape[1], origin[0] + shape[1])
    y1 = min(at[1] + there.shape[0], origin[1] + shape[0])
    if x0 < x1 and y0 < y1:
        piece = there[y0 - at[1] : y1 - at[1], x0 - at[0] : x1 - at[0]]
        out[y0 - origin[1] : y1 - origin[1], x0 - origin[0] : x1 - origin[0]] = piece
    return out
