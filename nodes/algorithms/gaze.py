"""Where a trunk is turned and where somebody looks, from keypoints and a mesh of the face.

Source: head pose from a 3D mesh of the face (MediaPipe Face Mesh, Kartynnik et al. 2019); the iris turns the gaze on
from the head (an eyeball of 12 mm in an opening of 30 mm: a tenth of the opening is some 12 degrees).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

CHEEKS, BROW, CHIN = (234, 454), 10, 152
EYES = (((33, 133), 468), ((362, 263), 473))
"""Corners of each eye from the viewer's left to right, and the iris between them, in the mesh."""
IRIS_TURN = float(np.radians(120.0))
"""How far the gaze turns when the iris moves by the whole opening of the eye."""
LEVEL = float(np.radians(7.0))
"""Lean of the line from chin to brow of a face that looks straight ahead."""
HIPS, FEET, HEAD = 0.5, 0.5, 0.75
"""How much hips, shoes and the head say of where somebody is turned, against the shoulders."""
ONLY = 0.8
"""How sure hips are of it alone, where a shoulder is not seen."""
SHOES, SHOE = ((19, 21), (20, 22)), 0.5
"""Heel and toe of each shoe, and the score from which it counts: a shoe that is hidden is guessed."""
NOSE_DROP = float(np.radians(18.0))
"""How far the nose lies under the ears, seen from the middle of the head, of a head held straight."""


@dataclass(frozen=True)
class Direction:
    """Where something is turned.

    Attributes:
        yaw: Radians; 0 is towards the viewer, positive to the right in the picture, pi away from the viewer.
        pitch: Radians, positive down.
        score: How sure, 0..1.
        evidence: What it was told from.
    """

    yaw: float
    pitch: float
    score: float
    evidence: str

    def off(self, yaw: float) -> float:
        """Radians between this and a bearing, 0..pi."""
        return abs(float(np.angle(np.exp(1j * (self.yaw - yaw)))))

    def off_range(self, low: float, high: float) -> float:
        """Radians between this and the nearest bearing of a range that is less than half a turn wide."""
        middle, half = (low + high) / 2, (high - low) / 2
        return max(0.0, self.off(middle) - half)


def across_to_yaw(left: npt.ArrayLike, right: npt.ArrayLike) -> float:
    """Yaw of a body whose left and right sides are at (x, z) metres, x right and z towards the viewer."""
    x, z = (np.asarray(left) - np.asarray(right)).tolist()
    return float(np.arctan2(-z, x))


def trunk_direction(points: F32, scores: F32, depth: F32, scale: float, least: float = 0.4) -> Direction | None:
    """Where a body is turned: shoulders and hips, as far as they are seen, and with them the shoes.

    Args:
        points: (23, 2) keypoints in pixels.
        scores: (23,) in 0..1.
        depth: (23,) metres towards the viewer.
        scale: Pixels per metre.
        least: Score from which a joint counts.
    """
    places = np.column_stack([points[:, 0] / scale, depth])
    found, score = {}, 0.0
    for name, rows, share in (("shoulders", (5, 6), 1.0), ("hips", (11, 12), HIPS)):
        sure = float(scores[list(rows)].min())
        if sure >= least:
            found[name] = share * _turn(across_to_yaw(places[rows[0]], places[rows[1]]))
            score = max(score, sure if name == "shoulders" else ONLY * sure)
    shoes = [places[toe] - places[heel] for heel, toe in SHOES if scores[[heel, toe]].min() >= SHOE]
    if shoes and found:
        found["shoes"] = FEET * sum(_turn(float(np.arctan2(x, z))) for x, z in shoes) / len(shoes)
    if not found:
        return None
    yaw = float(np.angle(sum(found.values())))
    return Direction(yaw, 0.0, score, f"{', '.join(found)} turned {np.degrees(yaw):+.0f}°")


def _turn(yaw: float) -> complex:
    return complex(np.exp(1j * yaw))


def together(trunk: Direction, head: Direction | None) -> Direction:
    """Where somebody is turned as a whole: the trunk, and the head where it is seen."""
    if head is None:
        return trunk
    yaw = float(np.angle(_turn(trunk.yaw) + HEAD * head.score * _turn(head.yaw)))
    return Direction(yaw, head.pitch, trunk.score, f"{trunk.evidence}, {head.evidence}")


def head_direction(points: F32, scores: F32, depth: F32, scale: float, least: float = 0.4) -> Direction | None:
    """Where the head is turned, by nose and ears."""
    if scores[[0, 3, 4]].max() < least:
        return None
    ears = (points[3] + points[4]) / 2
    x, y = ((points[0] - ears) / scale).tolist()
    z = float(depth[0] - (depth[3] + depth[4]) / 2)
    yaw = float(np.arctan2(x, z))
    pitch = float(np.arctan2(y, np.hypot(x, z))) - NOSE_DROP
    return Direction(yaw, pitch, 0.6 * float(scores[[0, 3, 4]].mean()), f"nose turned {np.degrees(yaw):+.0f}°")


def face_direction(landmarks: F32, depth: F32) -> Direction:
    """Where the eyes look, by the mesh of a face and its irises.

    Args:
        landmarks: (478, 2) pixels.
        depth: (478,) pixels towards the viewer.
    """
    across = landmarks[CHEEKS[1]] - landmarks[CHEEKS[0]]
    yaw = float(np.arctan2(-(depth[CHEEKS[1]] - depth[CHEEKS[0]]), across[0]))
    up = landmarks[BROW] - landmarks[CHIN]
    pitch = float(np.arctan2(depth[BROW] - depth[CHIN], -up[1])) - LEVEL
    turn = iris_offset(landmarks) * IRIS_TURN
    words = f"face turned {np.degrees(yaw):+.0f}°, eyes {np.degrees(turn):+.0f}°"
    return Direction(yaw + turn, pitch, 0.9, words)


def iris_offset(landmarks: F32) -> float:
    """How far the irises lie to the right of the middle of the eyes, in openings of the eye; 0 without irises."""
    if len(landmarks) <= EYES[1][1]:
        return 0.0
    found = []
    for (left, right), iris in EYES:
        opening = landmarks[right] - landmarks[left]
        found.append(
            float((landmarks[iris] - (landmarks[left] + landmarks[right]) / 2) @ opening / max(opening @ opening, 1e-6))
        )
    return float(np.clip(np.mean(found), -0.3, 0.3))
