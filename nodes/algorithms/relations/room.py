"""Everybody in a picture as relations need them, and who is worth comparing with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from nodes.algorithms.gaze import Direction, together
from nodes.algorithms.grasp import Arm, Box
from nodes.algorithms.proxemics import Apart, apart, pairs_within

B8 = npt.NDArray[np.bool_]

FEW = 12
"""So many people are all compared; of more, only neighbours."""
NEIGHBOURS = 1.6
"""Metres within which people of a crowd are neighbours."""


@dataclass(frozen=True, eq=False)
class Body:
    """One person, as far as relations need it.

    Attributes:
        id: Person id.
        box: In pixels.
        x: Middle of the trunk, in pixels.
        head: (x, y) of the head, in pixels.
        scale: Pixels per metre.
        metres: Distance from the camera.
        layer: 0 is farthest.
        ray: Radians from the camera's axis to this person, positive to the right.
        trunk, gaze: Where the trunk is turned, and where the eyes look; None where that is not seen.
        arms: Arms that are seen.
        feet: (x, y) of the ground under the feet, None where they are not seen.
        activity: What the body does.
        reach: Cells of the raster a metre is.
        mask: (h, w) bool, on a raster that all share.
        hidden: Where the person likely goes on behind others, on the same raster; None for nowhere.
        origin: (x, y) of the masks on the raster.
    """

    id: str
    box: Box
    x: float
    head: tuple[float, float]
    scale: float
    metres: float
    layer: int
    ray: float
    trunk: Direction | None = None
    gaze: Direction | None = None
    arms: tuple[Arm, ...] = ()
    feet: tuple[float, float] | None = None
    activity: str = "unknown"
    reach: float = 1.0
    mask: B8 | None = None
    hidden: B8 | None = None
    origin: tuple[int, int] = (0, 0)

    @property
    def turned(self) -> Direction | None:
        """Where trunk and head together are turned."""
        return None if self.trunk is None else together(self.trunk, self.gaze)


@dataclass(frozen=True)
class Object:
    """A thing with a name and a box."""

    id: str
    box: Box


@dataclass(frozen=True)
class Edge:
    """A relation that was found."""

    subject: str
    kind: str
    object: str
    score: float
    evidence: str


@dataclass(eq=False)
class Room:
    """Everybody, and how far they are from one another.

    Attributes:
        bodies: From left to right.
        pairs: (i, j) worth a look: everybody in a small group, neighbours in a crowd.
    """

    bodies: Sequence[Body]
    pairs: list[tuple[int, int]] = field(default_factory=list)

    @staticmethod
    def of(bodies: Sequence[Body]) -> Room:
        """Everybody in order, and the pairs worth a look."""
        ordered = sorted(bodies, key=lambda body: body.x)
        places = np.array([[body.x / body.scale, -body.metres] for body in ordered], np.float64).reshape(-1, 2)
        # A distance told from one picture is wrong by a share of itself, so the reach grows with it.
        squeezed = places / np.array([1.0, 1.0 + 0.15 * max((b.metres for b in ordered), default=0.0)])
        every = [(i, j) for j in range(len(ordered)) for i in range(j)] if len(ordered) <= FEW else None
        return Room(ordered, pairs_within(squeezed, NEIGHBOURS) if every is None else every)

    @cached_property
    def beside(self) -> dict[int, list[int]]:
        """By number, those of the pairs on its other side."""
        found: dict[int, list[int]] = {}
        for i, j in self.ways():
            found.setdefault(i, []).append(j)
        return found

    def apart(self, i: int, j: int) -> Apart:
        """From i to j."""
        one, other = self.bodies[i], self.bodies[j]
        return apart(one.x, one.scale, one.metres, other.x, other.scale, other.metres)

    def ways(self) -> Iterator[tuple[int, int]]:
        """Every pair, both ways."""
        for i, j in self.pairs:
            yield i, j
            yield j, i


def blocks(room: Room, k: int, i: int, j: int) -> bool:
    """Whether k, who comes between i and j in the picture, also stands between them in the room."""
    depths = sorted((room.bodies[i].metres, room.bodies[j].metres))
    return depths[0] * 0.85 < room.bodies[k].metres < depths[1] * 1.18


def between(room: Room, i: int, j: int) -> range:
    """Who comes between two in the order from left to right."""
    return range(min(i, j) + 1, max(i, j))


def around(room: Room, i: int) -> Iterator[tuple[float, int]]:
    """(metres, number) of those worth comparing with i."""
    for j in room.beside.get(i, ()):
        yield room.apart(i, j).metres, j


def soft(value: float, middle: float, width: float) -> float:
    """0..1, one half at the middle."""
    return float(1 / (1 + np.exp(-np.clip((value - middle) / width, -30, 30))))
