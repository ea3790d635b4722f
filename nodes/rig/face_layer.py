"""The face as a layer before the body: a chin that comes down lies over the collar and is not pushed into it.

At rest it shows the same opaque pixels as the body under it, and bones hold it by the body's own weights, so that the
two part only where the body's mesh has no more room.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.rig.arm_outline import OPAQUE
from nodes.rig.person_texture import PersonTexture
from studio.media.person import Face

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""Landmarks of MediaPipe's face mesh around a face, from the forehead by the left."""
CHIN, FOREHEAD = 152, 10
FIRM = (10, 152, 136, 365, 58, 288, 234, 454, 1, 61, 291, 17)
"""Landmarks that a skull and its jaw hold: forehead, chin, along the jaw, before the ears, nose and mouth."""
OVER = 0.02
"""How far the layer goes over the jaw, in heights of the face."""
SOFT = 0.02, 0.12
"""Over how much of a face's height its edge ends: below, and at the top."""
INNER = 0.92
"""How far out from a face's middle the head holds it, against its outline."""
EDGE = 3
"""Pixels of a person's outline that stay the body's alone."""


def face_pixels(texture: PersonTexture, body: F32, face: Face | None) -> F32 | None:
    """(h, w, 4) the face's pixels; None where there is none, or nothing of it is seen.

    Args:
        texture: The person's pixels.
        body: (h, w, 4) those that are left to the body.
        face: The face, where one was found.
    """
    if face is None:
        return None
    points = np.asarray(face.landmarks, np.float64) - texture.origin
    up = points[FOREHEAD] - points[CHIN]
    tall = float(np.hypot(*up))
    if tall < 8:
        return None
    inside = np.zeros(body.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.rint(points[list(OVAL)]).astype(np.int32)], 1)
    away = cv2.distanceTransform(inside, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    rows, columns = np.indices(inside.shape)
    high = ((columns - points[CHIN][0]) * up[0] + (rows - points[CHIN][1]) * up[1]) / tall**2
    soft = tall * (SOFT[0] + (SOFT[1] - SOFT[0]) * np.clip(high, 0, 1))
    share = np.clip((away + OVER * tall) / soft, 0, 1) * _deep(body)
    share = (share * ~texture.covered).astype(np.float32)
    return np.asarray(body * share[..., None], np.float32) if share.max() > OPAQUE else None


def held_by_head(face: Face | None) -> tuple[F64, str] | None:
    """(P, 2) places of a face that are the head's, a little inside of its outline; None without a face."""
    if face is None:
        return None
    points = np.asarray(face.landmarks, np.float64)
    middle = points[list(OVAL)].mean(axis=0)
    return middle + INNER * (points[list(FIRM)] - middle), "head"


def _deep(body: F32) -> F32:
    """(h, w) 1 where a body is opaque, ending before its outline."""
    away = cv2.distanceTransform((body[..., 3] > OPAQUE).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(np.clip((away - EDGE) / EDGE, 0, 1), np.float32)
