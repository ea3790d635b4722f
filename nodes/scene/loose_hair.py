"""Hair that stands off people's heads and that their mattes left out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.scene.coverage import crop, everyone, matte_of
from studio.media.image import Image, linear_to_srgb
from studio.media.person import People, Person

B8 = npt.NDArray[np.bool_]

_WIDE = 2.2  # how much of the picture around a head is looked at, in heads


def loose_hair(image: Image, people: People) -> B8:
    """(H, W) where strands of anybody's hair are that no matte has; heads without keypoints have none."""
    from nodes.algorithms.strands import loose_strands

    width, height = image.size
    found = np.zeros((height, width), bool)
    covered = everyone(people, image.size)
    for person in people.values():
        head = head_of(person)
        if head is None:
            continue
        x, y, size = head
        box = (max(0, int(x - _WIDE * size)), max(0, int(y - _WIDE * size)),
               min(width, int(x + _WIDE * size) + 1), min(height, int(y + _WIDE * size) + 1))  # fmt: skip
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        near = (slice(box[1], box[3]), slice(box[0], box[2]))
        picture = linear_to_srgb(image.array()[near][..., :3])
        own = crop(matte_of(person, image.size), box)
        found[near] |= loose_strands(picture, own, covered[near], (x - box[0], y - box[1]), size)
    return found


def head_of(person: Person) -> tuple[float, float, float] | None:
    """(x, y, height) of the head in pixels, from the face's keypoints and the shoulders; None where they are not seen.

    From the shoulders to the middle of a face is about as far as a head is high.
    """
    if person.skeleton is None:
        return None
    points, seen = person.skeleton.points, person.skeleton.scores > 0.3
    if not seen[:5].any() or not seen[5:7].any():
        return None
    face, shoulders = points[:5][seen[:5]].mean(axis=0), points[5:7][seen[5:7]].mean(axis=0)
    spread = float(np.ptp(points[:5][seen[:5]], axis=0).max())
    size = max(float(np.hypot(*(face - shoulders))), 1.4 * spread)
    up = (face - shoulders) / max(size, 1e-6)
    x, y = face + 0.15 * size * up
    return float(x), float(y), size
