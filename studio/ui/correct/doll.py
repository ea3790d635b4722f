"""A person's skeleton as it is worked on: where the joints are in the picture, at any moment, with keys or without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.drag_joint import HANDLES, LIMBS, bones_of, held, place_of
from nodes.algorithms.stance import Stance, places
from nodes.motion.posing import stance_at
from studio.ui.correct.drawn import AS_POSED, Drawn, Point, turned
from studio.ui.people.cast import Cast

F64 = npt.NDArray[np.float64]

TITLES = {
    "hips": "hips", "neck": "chest", "head": "head", "Shoulder": "shoulder", "Hand": "wrist", "Foot": "ankle",
    "Elbow": "elbow", "Fingers": "hand", "Knee": "knee", "Toes": "foot",
}  # fmt: skip


@dataclass(frozen=True)
class Doll:
    """A person's skeleton at one moment.

    Attributes:
        person: Id.
        body: The person's body.
        stance: How it stands.
        joints: (x, y) of every handle, in pixels of the source picture, where it is drawn.
        lines: (J, 2, 2) head and tail of every bone, likewise.
        drawn: How what is drawn lies over the body as it stands.
    """

    person: str
    body: Body
    stance: Stance
    joints: dict[str, Point]
    lines: F64
    drawn: Drawn = AS_POSED

    def near(self, x: float, y: float, reach: float) -> str:
        """The joint within ``reach`` pixels of a point, "" for none; of two, the nearer."""
        away = {name: float(np.hypot(px - x, py - y)) for name, (px, py) in self.joints.items()}
        name = min(away, key=lambda one: away[one] + (0.0 if not self.held(one) else 0.3 * reach))
        return name if away[name] <= reach else ""

    def distance(self, x: float, y: float) -> float:
        """Pixels from a point to the nearest bone."""
        a, along = self.lines[:, 0], self.lines[:, 1] - self.lines[:, 0]
        share = np.clip(((np.array([x, y]) - a) * along).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0, 1)
        return float(np.hypot(*(a + along * share[:, None] - [x, y]).T).min())

    def held(self, handle: str) -> str:
        """The bone because of which a joint cannot be moved, "" for none."""
        return held(self.body, handle)

    def freedom(self, handle: str) -> float:
        """How free a joint is, 0..1."""
        if handle == "hips":
            return 0.0 if self.held(handle) else 1.0
        return float(min(self.body.freedom[self.body.index(bone)] for bone in bones_of(handle)))


def doll(cast: Cast, person: str, time: float, *, plain: bool = False, drawn: Drawn = AS_POSED) -> Doll | None:
    """A person's skeleton at a time, as it is drawn; ``plain`` is without corrections. None before it is known."""
    body, motion = cast.body(person), cast.motion(person, plain=plain)
    if body is None:
        return None
    stance = stance_at(body, motion, time)
    column = float(body.heads[0, 0] + stance.root[0])
    return posed(person, body, stance, turned(drawn, motion, time, column))


def posed(person: str, body: Body, stance: Stance, drawn: Drawn = AS_POSED) -> Doll:
    """The skeleton of a stance."""
    heads, tails = places(body, stance)
    joints = {name: _seen(place_of(body, name, heads, tails), drawn) for name in HANDLES if _has(body, name)}
    lines = drawn.there(np.stack([heads[:, :2], tails[:, :2]], axis=1) * [1.0, -1.0])
    return Doll(person, body, stance, joints, lines, drawn)


def title_of(handle: str) -> str:
    """A joint in words: "left wrist"."""
    for side in ("left", "right"):
        if handle.startswith(side):
            return f"{side} {TITLES[handle.removeprefix(side)]}"
    return TITLES[handle]


def arm_of(handle: str) -> str:
    """The arm that a joint is on: "leftArm", "rightArm", "" for none."""
    ends = ("Hand", "Elbow", "Fingers")
    return next((f"{side}Arm" for side in ("left", "right") for end in ends if handle == f"{side}{end}"), "")


def _has(body: Body, handle: str) -> bool:
    bones = ("hips",) if handle == "hips" else (*bones_of(handle), *LIMBS.get(handle, ()))
    return all(bone in body.bones for bone in bones)


def _seen(place: F64, drawn: Drawn) -> Point:
    x, y = drawn.there(np.array([place[0], -place[1]])).tolist()
    return x, y
