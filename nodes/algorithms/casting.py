"""Who does what: give everyone in a group something that fits them, and no two the same where it can be helped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Actor:
    """What is known of one person.

    Attributes:
        arms: 0..1 for "left" and "right": how well that arm is seen and how free it is.
        legs: Whether both legs are seen down to the feet, standing.
        seated: Whether the person sits, or is cut by the picture's lower edge.
        crowded: Sides, by part, on which its gesture would go over somebody's face or leave the picture.
        beside: On which side of the person the nearest other one is; "" where nobody is near.
        open: The own side on which the picture has more room, "" where nobody knows.
        strides: Whether the photo has the person walking or running already.
        feet: Whether both feet are seen, of who stands or strides: such a one can go to a seat and sit down on it.
    """

    arms: Mapping[str, float]
    legs: bool
    seated: bool
    crowded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: str = ""
    open: str = ""
    strides: bool = False
    feet: bool = False

    def free(self, side: str, part: str) -> float:
        """0..1: how well an arm can do a part."""
        return 0.0 if side in self.crowded.get(part, ()) else self.arms[side]


@dataclass(frozen=True)
class Part:
    """Something to do.

    Attributes:
        name: The clip.
        arms: How many arms it wants, 0, 1 or 2.
        legs: Whether it wants legs.
        seated: Whether it can be done on a chair.
        appeal: How readily it is chosen.
    """

    name: str
    arms: int
    legs: bool
    seated: bool
    appeal: float = 1.0


FREE = 0.6
"""An arm this well seen may act."""
AT_ONCE = 2 / 3
"""Share of the people who use their arms: where all do, it looks drilled."""
TWICE = 2.0
"""How often a gesture is given out at a variety of 1; oftener at less."""


def suits(actor: Actor, part: Part) -> bool:
    """Whether the person can do it as seen in the picture."""
    free = sum(actor.free(side, part.name) >= FREE for side in actor.arms)
    return free >= part.arms and (actor.legs or not part.legs) and (part.seated or not actor.seated)


def cast(actors: Sequence[Actor], parts: Sequence[Part], variety: float, seed: int) -> list[str | None]:
    """A part for each actor; None where nothing suits. Two of three use their arms, where so many can.

    Args:
        actors: In the order in which parts are given out.
        parts: What there is.
        variety: 0 gives out by appeal alone; 1 gives a part twice only where no other one suits.
        seed: Of the dice.
    """
    dice = np.random.default_rng(seed)
    given: dict[str, int] = {}
    chosen: list[str | None] = []
    for actor in actors:
        acting = sum(given.get(part.name, 0) for part in parts if part.arms)
        most = TWICE / max(variety, 1e-6) if acting < AT_ONCE * len(actors) else 0.0
        fitting = _preferred([part for part in parts if suits(actor, part)], given, most)
        appeal = [part.appeal for part in fitting]
        fresh = [max(1 - variety, 1e-6) ** given.get(part.name, 0) for part in fitting]
        chances = np.multiply(appeal, fresh)
        roll = dice.random()
        if not fitting or chances.sum() <= 0:
            chosen.append(None)
            continue
        pick = fitting[min(int(np.searchsorted(np.cumsum(chances) / chances.sum(), roll)), len(fitting) - 1)].name
        given[pick] = given.get(pick, 0) + 1
        chosen.append(pick)
    return chosen


def _preferred(fitting: list[Part], given: Mapping[str, int], most: float) -> list[Part]:
    """Gestures given fewer than ``most`` times, where there are any; what leaves arms alone where there are none."""
    gestures = [part for part in fitting if part.arms and given.get(part.name, 0) < most]
    return gestures or [part for part in fitting if not part.arms] or fitting
