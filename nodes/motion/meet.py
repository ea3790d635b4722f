"""Two people meet: trunks lean until limbs are long enough, then limbs go to what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.drag_joint import LIMBS
from nodes.algorithms.figure import Figure
from nodes.algorithms.lean import lean, sway
from nodes.algorithms.meeting import Timing, lacking, nearness, spring
from nodes.algorithms.reach_points import limb_length, reach_points, tips
from nodes.motion.meeting_place import Side, place_of_meeting, stays
from studio.media.contact import Contact

F64 = npt.NDArray[np.float64]
LEAN, SWAY = float(np.deg2rad(20)), 0.07
"""How far trunks lean, and metres that hips shift, where arms are too short."""
NEAR = 0.015
"""Metres between two hands that count as touching."""
WINDS_UP = {"high_five": 0.12, "hit": 0.15, "push": 0.1}
"""How far a limb draws back before it comes."""
BLOWS = ("push", "hit")


@dataclass(frozen=True)
class Manner:
    """How people touch, by the node's knobs."""

    touch: float = 1.0
    lean: float = 1.0
    shake: float = 1.0
    recoil: float = 1.0


@dataclass
class Pair:
    """Two people who touch, for the stretch of time in which they do.

    Attributes:
        contact: What they do.
        people: Figures of the first and the second, on the whole clock.
        span: The samples.
        times: (N,) seconds of these.
        manner: How.
        before: Heads of people who stand before the two: (M, N, 3) their middle and their radius, in pixels.
    """

    contact: Contact
    people: tuple[Figure, Figure]
    span: slice
    times: F64
    manner: Manner
    before: F64

    @property
    def timing(self) -> Timing:
        """When they touch."""
        one = self.contact
        approach = min(one.approach, one.start)  # the film begins with the photo
        return Timing(one.start, one.end, approach, one.release, WINDS_UP.get(one.kind, 0.0))

    @property
    def side(self) -> float:
        """1 where the second one is to the right of the first one in the picture, otherwise -1."""
        at = int(np.argmin(np.abs(self.times - self.contact.start)))
        chests = [figure.places()[0][0, figure.body.index("chest"), 0] for figure in self.cuts(slice(at, at + 1))]
        return 1.0 if chests[1] >= chests[0] else -1.0

    def cuts(self, within: slice = slice(None)) -> tuple[Figure, Figure]:
        """Copies of both figures in the stretch."""
        samples = range(*self.span.indices(len(self.people[0].root)))[within]
        span = slice(samples.start, samples.stop)
        return self.people[0].cut(span), self.people[1].cut(span)

    def put(self, figures: tuple[Figure, Figure]) -> None:
        """Take over what was done to the copies."""
        for whole, cut in zip(self.people, figures, strict=True):
            whole.put(self.span, cut)


def bodies_meet(pair: Pair) -> None:
    """Lean and shift both bodies as far as their limbs are too short, and knock back who is hit, in place."""
    kind, timing = pair.contact.kind, pair.timing
    while_near = np.maximum(nearness(timing, pair.times), 0.0)
    both = (1.0, 0.0) if kind in BLOWS else (1.0, 1.0)
    touching = (pair.times >= timing.start) & (pair.times <= timing.end)
    if pair.manner.lean > 0 and touching.any():
        effort = _least(lambda share: float(_missing(pair, _leant(pair, share, both, while_near), touching)))
        pair.put(_leant(pair, effort, both, while_near))
    if kind in BLOWS and pair.manner.recoil > 0 and _missing(pair, pair.cuts(), touching) < FELT * _metre(pair):
        _knock(pair)


FELT = 0.3
"""Metres from which on a blow is too far away to be felt."""


def _metre(pair: Pair) -> float:
    return float(np.mean([figure.metre.mean() for figure in pair.cuts()]))


def _leant(pair: Pair, share: float, both: tuple[float, float], near: F64) -> tuple[Figure, Figure]:
    """Both figures, leaning towards one another by a share of what they can."""
    figures = pair.cuts()
    if share > 0:
        for figure, part, towards in zip(figures, both, (pair.side, -pair.side), strict=True):
            amount = towards * part * share * pair.manner.lean * near
            sway(figure, SWAY * figure.metre * amount)
            lean(figure, LEAN * amount)
    return figures


def _least(missing: Callable[[float], float]) -> float:
    """The smallest effort with which nothing is missing; all of it where something always is."""
    if missing(0.0) <= 0:
        return 0.0
    if missing(1.0) > 0:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (middle, high) if missing(middle) > 0 else (low, middle)
    return high


def _missing(pair: Pair, figures: tuple[Figure, Figure], touching: npt.NDArray[np.bool_]) -> float:
    """Pixels that are missing at worst, while they touch."""
    sides = _sides(pair, figures)
    return float(lacking((sides[0].root, sides[1].root), (sides[0].room, sides[1].room))[touching].max())


def _sides(pair: Pair, figures: tuple[Figure, Figure]) -> tuple[Side, Side]:
    bones = (pair.contact.first_bone, pair.contact.second_bone)
    one, two = (_side(figure, bone) for figure, bone in zip(figures, bones, strict=True))
    if pair.contact.kind == "hand_over" and stays(one.figure, one.bone):
        one = replace(one, root=tips(one.figure, one.bone)[:, :2], room=np.zeros_like(one.room))
    return one, two


def _side(figure: Figure, bone: str) -> Side:
    """Where a limb begins and how far it reaches; a bone of the trunk reaches as far as its body is thick."""
    heads, tails = figure.places()
    if bone in LIMBS:
        near, far = limb_length(figure.body, bone)
        root = heads[:, figure.body.index(LIMBS[bone][0]), :2]
        return Side(figure, bone, root, figure.size[:, None] * np.array([[near, far]]))
    j = figure.body.index(bone)
    middle = (heads[:, j, :2] + tails[:, j, :2]) / 2
    return Side(figure, bone, middle, figure.metre[:, None] * np.array([[0.0, THICK.get(bone, 0.1)]]))


THICK = {"head": 0.09, "chest": 0.13, "spine": 0.13, "hips": 0.14}
"""Metres from the middle of a bone of the trunk to where it is touched."""


def _knock(pair: Pair) -> None:
    """The second one gives way from the moment of the blow on, and comes back as a spring does."""
    contact, (first, second) = pair.contact, pair.cuts()
    push = contact.kind == "push"
    swing = spring(pair.times, contact.start, *((7.0, 0.6) if push else (12.0, 0.5)))
    amount = pair.side * pair.manner.recoil * (1.3 if push else 1.0)
    low = contact.second_bone in ("hips", "spine")
    sway(second, amount * swing * 0.06 * second.metre)
    lean(second, amount * swing * np.deg2rad(-6.0 if low else 11.0), -np.abs(amount) * swing * np.deg2rad(3.0))
    late = spring(pair.times, contact.start + 0.05, 12.0, 0.5)
    head = np.deg2rad(14.0 if contact.second_bone == "head" else -7.0)
    second.turn("head", _roll(-amount * late * head))
    pair.put((first, second))


def _roll(angle: F64) -> F64:
    half = angle / 2
    return np.stack([np.zeros_like(half), np.zeros_like(half), np.sin(half), np.cos(half)], axis=1)


def limbs_meet(pair: Pair) -> float:
    """Bring the limbs to what they share, in place.

    Returns:
        Metres that are left between them at worst, while they touch.
    """
    figures, contact = pair.cuts(), pair.contact
    sides, timing = _sides(pair, figures), pair.timing
    place = place_of_meeting(contact, sides, pair.side, pair.times, timing, pair.manner.shake, pair.before)
    gaps = np.zeros(len(pair.times))
    touching = (pair.times >= timing.start) & (pair.times <= timing.end)
    for number, (figure, goals) in enumerate(zip(figures, place, strict=True)):
        for bone, goal in goals.items():
            near = pair.manner.touch * nearness(timing, pair.times, 0.15 * number)
            own = tips(figure, bone)[:, :2]
            gap = reach_points(figure, bone, own + (goal - own) * near[:, None])
            if bone in (contact.first_bone, contact.second_bone):
                gaps = np.maximum(gaps, gap)
    pair.put(figures)
    return float((gaps * touching).max()) / _metre(pair) if pair.manner.touch == 1 else 0.0
