"""Which dance somebody does of several, and in time with all the others.

Who has both arms and the legs free dances with all of them; anybody else as far as the photo lets them, which is no
lesser dance. Neighbours get different ones, but all of them hit the same beat; who stands close goes to the same side
as the neighbour, or heads would meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from nodes.algorithms.beats import Beat as Played
from nodes.algorithms.beats import rounds
from nodes.algorithms.casting import Actor
from nodes.motion.clip_library import clip
from studio.media.person import People

BEAT = 0.55
"""Seconds from one beat to the next when people dance."""
COUNT: Mapping[str, float] = {
    "dance": 0.5, "dance_swing": 0.5, "dance_twist": 0.6, "groove": 0.6, "groove_arm": 0.6, "groove_arms": 0.6,
    "groove_shoulders": 0.6, "groove_hips": 0.6, "groove_bounce": 0.6, "dance_heads": 0.6,
}  # fmt: skip
"""Seconds of a beat in each dance as it is written; it falls on the start of what is repeated."""
WHOLE = ("dance", "dance_swing", "dance_twist")
BY_ARMS = {2: ("groove_arms",), 1: ("groove_arm",), 0: ()}
"""Dances in which bent arms stay before the body, by how many are free."""
BY_TRUNK = ("groove", "groove_shoulders", "groove_hips", "groove_bounce")
SEATED = ("groove_shoulders", "groove", "dance_heads")
CLOSE = 0.3
"""Widths of a person between two, up to which they stand close."""


class Dance(NamedTuple):
    """What somebody dances.

    Attributes:
        name: The clip.
        side: Own side to which it is done.
        late: Seconds by which it begins later, for all in a row to go to the same side at once.
    """

    name: str
    side: str
    late: float


def dance_of(who: str, people: People, actors: Mapping[str, Actor], enough: float, seed: int) -> Dance:
    """The dance of one person.

    Args:
        who: Id.
        people: Everybody in the picture.
        actors: What can be asked of each.
        enough: How free an arm has to be.
        seed: Another number, another distribution.
    """
    place, actor = _from_left(people).index(who) + seed, actors[who]
    free = [side for side, room in actor.arms.items() if room >= enough]
    whole = len(free) == 2 and actor.legs
    able = WHOLE if whole else BY_ARMS[len(free)] or (SEATED if actor.seated else BY_TRUNK)
    side = ("left", "right")[(_rows_before(who, people) + seed) % 2]
    own = free[0] if len(free) == 1 else side
    return Dance(able[place % len(able)], own, 0.0 if own == side else BEAT)


def in_time(name: str, start: float, seconds: float, tempo: float) -> tuple[float, float, float]:
    """When a dance begins, how long it takes and its pace, for everybody to hit the same beat.

    Args:
        name: The dance.
        start: Second from which on people dance.
        seconds: About how long.
        tempo: How quick; 1 is as usual.
    """
    found = clip(name)
    pace = COUNT[name] / BEAT * tempo
    first, again = found.repeat or (0.0, found.duration)
    latest = max(clip(each).repeat[0] / COUNT[each] for each in COUNT if clip(each).repeat)  # type: ignore[index]
    late = latest * BEAT / tempo - first / pace
    goes = rounds(Played(found, 0.0, max(seconds - late, 0.1), pace=pace))
    return start + late, (found.duration + (goes - 1) * (again - first)) / pace, pace


def _rows_before(who: str, people: People) -> int:
    """How many gaps there are between people, from the left up to somebody."""
    boxes = [people[each].box for each in _from_left(people)]
    boxes = boxes[: _from_left(people).index(who) + 1]
    return sum(after[0] - before[2] > CLOSE * (after[2] - after[0]) for before, after in pairwise(boxes))


def _from_left(people: People) -> list[str]:
    return sorted(people, key=lambda who: people[who].box[0] + people[who].box[2])
