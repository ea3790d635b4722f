"""Drawn skeletons: keypoints that were found, and bones that are posed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from nodes.algorithms import openpose
from nodes.algorithms.kinematics import flip_y, global_rotations, posed_bones
from nodes.algorithms.rotation import inverse, multiply
from nodes.algorithms.turn_round import widest
from studio.media.motion import Motion, Pose
from studio.media.rig import Rig
from studio.media.skeleton import KEYPOINTS, Skeleton
from studio.ui.viewport.pencil import RIM, dot, path_through, stroke
from studio.ui.viewport.tool import Place

Array = npt.NDArray[Any]

LINKS = (
    ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"), ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
    ("left_wrist", "left_hand"), ("right_shoulder", "right_elbow"), ("right_elbow", "right_wrist"),
    ("right_wrist", "right_hand"), ("left_hip", "left_knee"), ("left_knee", "left_ankle"), ("left_ankle", "left_toe"),
    ("left_ankle", "left_heel"), ("right_hip", "right_knee"), ("right_knee", "right_ankle"),
    ("right_ankle", "right_toe"), ("right_ankle", "right_heel"), ("nose", "left_eye"), ("nose", "right_eye"),
    ("left_eye", "left_ear"), ("right_eye", "right_ear"),
)  # fmt: skip
"""Keypoints that a line joins."""
SURE = 0.3
"""Keypoints below this score are drawn faintly."""


def draw_keypoints(painter: QPainter, place: Place, skeleton: Skeleton, colour: QColor, style: str) -> None:
    """Keypoints and the lines between them, in the person's colour or in OpenPose's ("openpose")."""
    if style == "openpose":
        draw_openpose(painter, place, skeleton)
        return
    points = {name: place.to_widget(*map(float, at)) for name, at in zip(KEYPOINTS, skeleton.points, strict=True)}
    for a, b in LINKS:
        score = min(skeleton.score(a), skeleton.score(b))
        faint = QColor(colour)
        faint.setAlphaF(1.0 if score >= SURE else 0.28)
        stroke(painter, path_through((points[a], points[b])), faint, 2.2 if score >= SURE else 1.2, rim=score >= SURE)
    for name, at in points.items():
        if skeleton.score(name) >= SURE:
            dot(painter, at, QColor("#ffffff"), 2.6)


def draw_openpose(painter: QPainter, place: Place, skeleton: Skeleton) -> None:
    """The 18 keypoints of OpenPose's COCO model in its colours."""
    found = {name: (skeleton.point(name), skeleton.score(name)) for name in KEYPOINTS}
    left, right = found["left_shoulder"], found["right_shoulder"]
    found["neck"] = (left[0] + right[0]) / 2, min(left[1], right[1])
    at = [found[name] for name in openpose.KEYPOINTS]
    for (a, b), colour in zip(openpose.LIMBS, openpose.COLOURS, strict=False):
        if min(at[a][1], at[b][1]) >= SURE:
            ends = (place.to_widget(*map(float, at[k][0])) for k in (a, b))
            stroke(painter, path_through(ends), QColor(*colour), 3.0)
    for (point, score), colour in zip(at, openpose.COLOURS, strict=True):
        if score >= SURE:
            dot(painter, place.to_widget(*map(float, point)), QColor(*colour), 3.4)


def bones_of(
    rig: Rig, rotations: Array, root: Array, bones: Sequence[str], size: Array | float = 1.0
) -> tuple[Array, Array]:
    """Where a rig's bones are for some local rotations.

    Args:
        rig: Whose bones.
        rotations: (..., J, 4) local rotations, xyzw.
        root: (..., 3) metres from where the photo has the hips.
        bones: (J,) names that the rotations belong to.
        size: (...) how large the body is drawn, about where the photo has the hips, before it is moved by the root.

    Returns:
        Heads and tails (..., K, 3) of the rig's bones: pixels of the source, y down, z towards the viewer.
    """
    rotations = np.asarray(rotations, np.float64)
    lead = rotations.shape[:-2]
    local = np.broadcast_to(np.asarray(rig.rest, np.float64), (*lead, len(rig.bones), 4)).copy()
    known = {name: k for k, name in enumerate(bones)}
    for j, name in enumerate(rig.bones):
        if name in known:
            local[..., j, :] = rotations[..., known[name], :]
    rest = global_rotations(rig.rest, rig.parents)
    turned = multiply(global_rotations(local, rig.parents), inverse(rest))
    shift = np.asarray(root, np.float64) * rig.pixels_per_metre
    rest_heads = flip_y(rig.heads)
    heads, tails = posed_bones(turned, np.zeros(3), rest_heads, flip_y(rig.tails), rig.parents)
    large = np.asarray(size, np.float64)[..., None, None]
    shift = (shift[..., None, :] if shift.ndim > 1 else shift) + rest_heads[0] * (1 - large)
    return flip_y(heads * large + shift), flip_y(tails * large + shift)


def posed(rig: Rig, pose: Pose) -> tuple[Array, Array]:
    """Heads and tails (J, 3) of a rig in a pose."""
    found = bones_of(rig, pose.rotations, pose.root, pose.bones, pose.channels.get("size", 1.0))
    return flipped(*found, pose.channels.get("flip", 1.0))


def moved(rig: Rig, motion: Motion) -> tuple[Array, Array]:
    """Heads and tails (T, J, 3) of a rig at every sample of a motion."""
    found = bones_of(rig, motion.rotations, motion.root, motion.bones, motion.channels.get("size", 1.0))
    return flipped(*found, motion.channels.get("flip", 1.0))


def flipped(heads: Array, tails: Array, flip: Array | float) -> tuple[Array, Array]:
    """Heads and tails (..., J, 3) made narrower, or mirrored, about the column of the hips, as the stage draws them."""
    middle = heads[..., :1, :] * np.array([1.0, 0.0, 0.0])
    wide = np.ones((*np.shape(flip), 1, 3))
    wide[..., 0, 0] = widest(np.asarray(flip, np.float64))
    return middle + (heads - middle) * wide, middle + (tails - middle) * wide


def draw_bones(
    painter: QPainter,
    place: Place,
    heads: Array,
    tails: Array,
    colours: Sequence[QColor],
    parents: Array | None = None,
    width: float = 1.0,
) -> None:
    """Bones as slim kites that are widest near their head, the farthest first; heads get a dot."""
    order = np.argsort((heads[:, 2] + tails[:, 2]) / 2, kind="stable")
    for j in order:
        a, b = place.to_widget(*map(float, heads[j, :2])), place.to_widget(*map(float, tails[j, :2]))
        painter.setPen(QPen(RIM, 1.0))
        painter.setBrush(colours[j])
        painter.drawPath(_kite(a, b, width))
    for j in order:
        dot(painter, place.to_widget(*map(float, heads[j, :2])), colours[j].lighter(125), 2.4 * min(width, 1.0))


def draw_ghost(painter: QPainter, place: Place, heads: Array, tails: Array, colour: QColor) -> None:
    """Bones as thin lines: how a body stands at another moment."""
    path = QPainterPath()
    for head, tail in zip(heads, tails, strict=True):
        path.moveTo(place.to_widget(*map(float, head[:2])))
        path.lineTo(place.to_widget(*map(float, tail[:2])))
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def freedom_colour(freedom: float) -> QColor:
    """Red where a bone is held, yellow half way, green where it is free."""
    x = min(max(float(freedom), 0.0), 1.0)
    return QColor.fromHsvF(x / 3, 0.72, 0.92)


def person_colours(beside: Mapping[str, Any], ids: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """The colour of each person: as the people above say, otherwise the palette's next."""
    from studio.media.person import PERSON_COLOURS

    people = beside.get("People") or {}
    own = {name: person.colour for name, person in people.items()}
    return {name: own.get(name, PERSON_COLOURS[k % len(PERSON_COLOURS)]) for k, name in enumerate(ids)}


def _kite(a: QPointF, b: QPointF, width: float) -> QPainterPath:
    along = b - a
    length = max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1e-6)
    across = QPointF(-along.y(), along.x()) / length * min(max(length * 0.07, 1.6), 6.0) * width
    knee = a + along * 0.14
    path = QPainterPath()
    path.addPolygon(QPolygonF([a, knee + across, b, knee - across]))
    path.closeSubpath()
    return path
