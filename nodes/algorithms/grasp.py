"""What hands do: reach for, hold, or meet another's.

Source: rules on geometry; a reach is a stretched arm whose forearm points at something within a cone of 15 degrees and
an arm's length (after Schegloff, "Body torque", 1998, and the reach cone of pointing studies, Herbort and Kunde 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Box = tuple[float, float, float, float]

CONE = float(np.radians(15.0))
FOREARM = 0.27
"""Metres."""
STRAIGHT = float(np.radians(105.0))
"""An elbow opened this wide is stretched out."""


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm that is seen.

    Attributes:
        side: "left" or "right", the person's own.
        shoulder, elbow, wrist, hand: (2,) pixels.
        score: The least sure of its joints.
        scale: Pixels per metre.
    """

    side: str
    shoulder: F32
    elbow: F32
    wrist: F32
    hand: F32
    score: float
    scale: float

    @property
    def open(self) -> float:
        """Radians at the elbow, pi for a straight arm."""
        u, v = self.shoulder - self.elbow, self.wrist - self.elbow
        cosine = float(u @ v) / max(float(np.linalg.norm(u) * np.linalg.norm(v)), 1e-6)
        return float(np.arccos(np.clip(cosine, -1, 1)))

    @property
    def stretched(self) -> bool:
        """Whether it is held out, away from the body rather than hanging."""
        arm = self.wrist - self.shoulder
        away = abs(float(arm[0])) > 0.45 * float(np.linalg.norm(arm)) or float(arm[1]) < 0
        return self.open > STRAIGHT and away


def arms_of(points: F32, scores: F32, scale: float, least: float) -> list[Arm]:
    """Arms whose wrist and elbow are seen."""
    found = []
    for k, side in enumerate(("left", "right")):
        rows = [5 + k, 7 + k, 9 + k]
        score = float(scores[rows].min())
        if score >= least:
            hand = points[17 + k] if scores[17 + k] >= least else points[9 + k] * 1.4 - points[7 + k] * 0.4
            shoulder, elbow, wrist = (points[row] for row in rows)
            found.append(Arm(side, shoulder, elbow, wrist, np.asarray(hand, np.float32), score, scale))
    return found


def to_box(point: F32, box: Box) -> float:
    """Pixels from a point to a box; 0 inside."""
    x, y = (float(v) for v in point)
    return float(np.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])))


def points_at(arm: Arm, box: Box, reach: float) -> float:
    """0..1: how well a forearm's ray meets a box within ``reach`` metres from the hand; 0 outside of the cone."""
    way = arm.wrist - arm.elbow
    length = float(np.linalg.norm(way))
    if length < 1e-3:
        return 0.0
    best = 0.0
    for metres in np.linspace(0.0, reach, 9):
        spot = np.asarray(arm.hand + way / length * metres * arm.scale, np.float32)
        far = max(float(np.linalg.norm(spot - arm.elbow)), 1.0)
        best = max(best, 1 - float(np.arctan2(to_box(spot, box), far)) / CONE)
    return best


def holds(arm: Arm, box: Box, room: float = 0.12) -> float:
    """0..1: how surely a hand is on a thing that one can hold (no longer than 0.8 m)."""
    if max(box[2] - box[0], box[3] - box[1]) > 0.8 * arm.scale:
        return 0.0
    away = min(to_box(arm.hand, box), to_box((arm.hand + arm.wrist) / 2, box)) / arm.scale
    return float(np.clip(1 - away / room, 0, 1)) * arm.score


def hands_meet(one: Arm, other: Arm, room: float = 0.16) -> float:
    """0..1: how surely two people's hands touch."""
    scale = float(np.sqrt(one.scale * other.scale))
    away = min(float(np.linalg.norm(a - b)) for a in (one.hand, one.wrist) for b in (other.hand, other.wrist)) / scale
    return float(np.clip(1.5 - away / room, 0, 1)) * min(one.score, other.score)
