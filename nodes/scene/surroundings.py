"""What is around people: regions, shadows, light."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.regions import cast_shadow, find_regions, plain_backdrop, small
from nodes.algorithms.relations.room import Body, Edge
from nodes.algorithms.stage_depth import find_sky
from nodes.scene.coverage import everyone
from studio.media.camera import Camera
from studio.media.image import Image, linear_to_srgb
from studio.media.person import People
from studio.media.scene import Thing

B8 = npt.NDArray[np.bool_]

FINE = 360
"""Longest side at which shadows are looked for."""


class Surroundings:
    """The picture made small, without people, and what lies where in it.

    Args:
        image: The photo.
        people: Everyone in it.
        camera: Its horizon; None where it is not known.
    """

    def __init__(self, image: Image, people: People, camera: Camera | None) -> None:
        self.size = image.size
        light = image.array()[..., :3]
        picture = linear_to_srgb(light)
        level = 0.42 if camera is None else float(np.clip(camera.horizon / image.size[1], 0.0, 0.9))
        self.picture, self.light = small(picture), small(light)
        covered = everyone(people, image.size)
        self.people, self._covered = small(covered), small(covered, FINE)
        self._luminance = np.asarray(small(light, FINE) @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)
        sky = find_sky(picture, np.full(image.size[0], max(level, 0.25) * image.size[1], np.float32))
        self.regions = find_regions(self.picture, self.people, small(sky), level)
        lab = cv2.cvtColor(self.picture, cv2.COLOR_RGB2LAB)
        self.backdrop = plain_backdrop(lab, self.people < 0.4)

    def share(self) -> dict[str, float]:
        """Share of the picture by region, of what no person covers."""
        free = max(float((self.people < 0.4).mean()), 0.05)
        return {name: float(mask.mean()) / free for name, mask in self.regions.items()}

    def things(self) -> list[Thing]:
        """Regions."""
        found = []
        for name, mask in self.regions.items():
            share = float(mask.mean())
            words = f"{share:.0%} of the picture, by colour, texture and place"
            found.append(self._thing(name, "region", mask, float(np.clip(0.5 + share, 0, 0.95)), words))
        return found

    def shadows(self, bodies: Sequence[Body]) -> tuple[list[Thing], list[Edge]]:
        """Shadows on the ground that begin at somebody's feet."""
        things, edges = [], []
        cell = self._luminance.shape[1] / self.size[0]
        for body in bodies:
            if body.feet is None or body.activity in ("unknown",):
                continue
            feet = (body.feet[0] * cell, body.feet[1] * cell)
            found = cast_shadow(self._luminance, self._covered < 0.3, feet, max(1.0, body.scale * cell))
            if found is None or found[1] < 2.2:
                continue
            name = f"shadow_{body.id.rpartition('_')[2]}"
            score = float(np.clip((found[1] - 1.6) / 2, 0.5, 0.9))
            words = f"the ground at the feet is {found[1]:.1f} times darker than around"
            mask = small(found[0].astype(np.float32)) > 0.3
            if mask.any():
                things.append(self._thing(name, "shadow", mask, score, words))
                edges.append(Edge(name, "shadow_of", body.id, score, words))
        return things, edges

    def lighting(self, bodies: Sequence[Body]) -> Thing:
        """Where the light comes from, by which side of people is brighter."""
        sides = [value for body in bodies if (value := self._side(body)) is not None]
        turn = float(np.median(sides)) if sides else 0.0
        where = "the left" if turn < -0.12 else "the right" if turn > 0.12 else "the front"
        words = f"light comes from {where}: the right halves of people are {turn:+.0%} as bright again as the left"
        warm = self.light[..., 0].mean() / max(float(self.light[..., 2].mean()), 1e-4)
        tint = "warm" if warm > 1.25 else "cold" if warm < 0.85 else "neutral"
        return Thing("light", "light", (0.0, 0.0, float(self.size[0]), float(self.size[1])), f"{tint} light",
                     float(np.clip(0.4 + abs(turn), 0, 0.9)), words)  # fmt: skip

    def _side(self, body: Body) -> float | None:
        """Difference of right and left half, as a share of both."""
        cell = self.picture.shape[1] / self.size[0]
        x0, x1 = (int(v * cell) for v in (body.box[0], body.box[2]))
        y0, y1 = int(body.box[1] * cell), int((0.5 * body.box[1] + 0.5 * body.box[3]) * cell)
        middle = int(body.x * cell)
        there = self.people > 0.6
        luminance = self.light.mean(axis=2)
        halves = []
        for a, b in ((x0, middle), (middle, x1)):
            pixels = luminance[y0:y1, a:b][there[y0:y1, a:b]]
            if pixels.size < 4:
                return None
            halves.append(float(pixels.mean()))
        return (halves[1] - halves[0]) / max(sum(halves), 1e-4)

    def _thing(self, name: str, kind: str, mask: B8, score: float, words: str) -> Thing:
        ys, xs = np.nonzero(mask)
        across, down = self.size[0] / mask.shape[1], self.size[1] / mask.shape[0]
        box = (float(xs.min() * across), float(ys.min() * down),
               float((xs.max() + 1) * across), float((ys.max() + 1) * down))  # fmt: skip
        return Thing(name, kind, box, name, score, words, mask=np.asarray(mask, np.uint8) * np.uint8(255))
