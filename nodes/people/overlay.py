"""The pencils of draw_people: everything drawn at the picture's size, in 8-bit sRGB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.labels import LabelPlaces
from nodes.composite.lettering import load_font
from studio.media.matte import Matte
from studio.media.rig import Rig
from studio.media.skeleton import KEYPOINTS, PARENT, Skeleton

U8 = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]

LINKS = (
    ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"), ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
    ("left_wrist", "left_hand"), ("right_shoulder", "right_elbow"), ("right_elbow", "right_wrist"),
    ("right_wrist", "right_hand"), ("left_hip", "left_knee"), ("left_knee", "left_ankle"), ("left_ankle", "left_toe"),
    ("right_hip", "right_knee"), ("right_knee", "right_ankle"), ("right_ankle", "right_toe"),
    ("nose", "left_eye"), ("nose", "right_eye"), ("left_eye", "left_ear"), ("right_eye", "right_ear"),
)  # fmt: skip
"""Keypoints that a line joins."""


class Overlay:
    """A picture that is drawn on. Lines and letters grow with it, and never get too small to read."""

    def __init__(self, picture: U8) -> None:
        """Start from (H, W, 3) 8-bit sRGB; it is copied."""
        self.picture = picture.copy()
        self.size = picture.shape[1], picture.shape[0]
        self.line = max(1.0, min(self.size) / 360)
        self.letters = float(np.clip(min(self.size) / 40, 10, 64))
        self.places = LabelPlaces(self.size)

    def tint(self, matte: Matte, colour: Colour, strength: float = 0.35) -> None:
        """Colour a person, and draw round them."""
        height, width = matte.coverage.shape
        if not width or not height:
            return
        x, y = matte.origin
        seen = self.picture[y : y + height, x : x + width]
        share = strength * matte.coverage[..., None].clip(0, 1)
        seen[:] = np.rint(seen * (1 - share) + np.array(colour) * share).astype(np.uint8)
        solid = np.pad((matte.coverage > 0.5).astype(np.uint8), 1)
        outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for outline in outlines:
            self.stroke(outline.reshape(-1, 2) + np.array([x - 0.5, y - 0.5]), colour, 1.0, closed=True)

    def stroke(self, points: npt.NDArray[Any], colour: Colour, weight: float = 1.0, closed: bool = False) -> None:
        """A line through (N, 2) pixels with a dark rim, so that it shows on anything."""
        if not np.isfinite(points).all() or np.abs(points).max(initial=0) > 32000:
            return
        path = [np.rint((points - 0.5) * 16).astype(np.int32)]
        width = max(1, round(self.line * weight))
        cv2.polylines(self.picture, path, closed, (20, 20, 20), width + max(2, round(self.line)), cv2.LINE_AA, 4)
        cv2.polylines(self.picture, path, closed, colour, width, cv2.LINE_AA, 4)

    def dot(self, point: npt.NDArray[Any], colour: Colour, radius: float, rim: bool = True) -> None:
        """A small disc."""
        if not np.isfinite(point).all() or np.abs(point).max() > 32000:
            return
        at = tuple(int(v) for v in np.rint((point - 0.5) * 16))
        if rim:
            cv2.circle(self.picture, at, round((radius + 0.7 * self.line) * 16), (20, 20, 20), -1, cv2.LINE_AA, 4)
        cv2.circle(self.picture, at, max(8, round(radius * 16)), colour, -1, cv2.LINE_AA, 4)

    def skeleton(self, skeleton: Skeleton, colour: Colour, least: float = 0.3) -> None:
        """Keypoints that are sure enough, and the lines between them."""
        sure = skeleton.scores >= least
        for a, b in LINKS:
            i, j = KEYPOINTS.index(a), KEYPOINTS.index(b)
            if sure[i] and sure[j]:
                self.stroke(skeleton.points[[i, j]], colour, 1.5)
        for point in skeleton.points[sure]:
            self.dot(point, (255, 255, 255), 1.4 * self.line)

    def bones(self, rig: Rig) -> None:
        """Bones from red (held) over yellow to green (free)."""
        for k in range(len(rig.bones)):
            self.stroke(np.stack([rig.heads[k, :2], rig.tails[k, :2]]), freedom_colour(float(rig.freedom[k])), 2.0)
        for k in range(len(rig.bones)):
            self.dot(rig.heads[k, :2], freedom_colour(float(rig.freedom[k])), 1.6 * self.line)

    def face(self, landmarks: npt.NDArray[np.float32]) -> None:
        """Face points, as fine as the face allows."""
        wide = float(np.ptp(landmarks[:, 0])) if len(landmarks) else 0.0
        step = 1 if wide > 90 else 3 if wide > 40 else 9
        for point in landmarks[::step]:
            self.dot(point, (255, 255, 255), max(0.5, wide / 220), rim=False)

    def label(
        self,
        words: str,
        wanted: Sequence[tuple[float, float]],
        colour: Colour,
        share: float = 1.0,
        centred: bool = True,
    ) -> bool:
        """Words on a plate of a colour, near the first wanted (x, y) that is free; False where there is no place."""
        from PIL import Image, ImageDraw

        font = load_font("sans bold", max(9.0, self.letters * share))
        left, top, right, bottom = (int(v) for v in font.getbbox(words))
        gap = max(2, round(self.letters * share / 4))
        width, height = right - left + 2 * gap, bottom - top + 2 * gap
        corners = [(x - width / 2 if centred else x, y) for x, y in wanted]
        place = self.places.take(corners, width, height)
        if place is None:
            return False
        x, y = int(place[0]), int(place[1])
        sheet = Image.new("L", (width, height))
        ImageDraw.Draw(sheet).text((gap - left, gap - top), words, fill=255, font=font)
        cover = np.asarray(sheet, np.float32)[..., None] / 255
        under = self.picture[y : y + height, x : x + width]
        plate = 0.2 * under + 0.8 * np.array(colour)
        ink = 0.0 if np.dot(colour, (0.299, 0.587, 0.114)) > 110 else 255.0
        cover = cover[: under.shape[0], : under.shape[1]]
        under[:] = np.rint(plate * (1 - cover) + ink * cover).astype(np.uint8)
        return True

    def reasons(self, rig: Rig) -> None:
        """Why limbs are held, once for each reason that neighbouring bones share."""
        for k, (bone, reason) in enumerate(zip(rig.bones, rig.reasons, strict=True)):
            parent = PARENT.get(bone)
            shared = parent in rig.bones and rig.reasons[rig.bones.index(str(parent))] == reason
            if reason and not shared:
                x, y = (float(v) for v in (rig.heads[k, :2] + rig.tails[k, :2]) / 2)
                side = float(rig.heads[:, 0].mean())
                aside = [(x + (1 if x >= side else -1) * step * self.letters, y) for step in (3, 6)]
                self.label(f"{reason} {rig.freedom[k]:.1f}", [*aside, (x, y)], (30, 30, 30), 0.62)


def freedom_colour(freedom: float) -> Colour:
    """Red at 0, yellow at one half, green at 1."""
    x = min(max(freedom, 0.0), 1.0)
    return round(235 * min(1.0, 2 - 2 * x)), round(205 * min(1.0, 2 * x)) + 20, 40
