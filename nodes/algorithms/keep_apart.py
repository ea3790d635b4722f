"""People do not go through one another: limbs as capsules, pushed apart in all three dimensions, smooth in time.

What overlaps in the photo may go on doing so: only what goes deeper than there counts. An arm that comes to somebody's
body or arm goes by in front or behind, as the photo has the two people: pushed towards the viewer or away, it goes as
far over the picture as before, and the way out is the same one from a moment to the next. Bodies shift aside. What each
moment asks for is spread over its neighbours before it is done, so that nothing pops.

Convention:
    As :mod:`nodes.algorithms.figure`. Source: Müller et al., Position based dynamics, 2007; a zero-phase filter over
    time stands in for the One-Euro filter of live systems, since the whole of the motion is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nodes.algorithms.capsule import Closest, closest
from nodes.algorithms.figure import Figure
from nodes.algorithms.lean import lean, sway
from nodes.algorithms.reach_points import within_skin
from nodes.algorithms.rotation import normalise, shortest_arc

F64 = npt.NDArray[np.float64]
CAPSULES: tuple[tuple[str, str, str], ...] = (
    ("hips", "chest", "trunk"), ("head", "head", "head"), ("leftUpperArm", "leftUpperArm", "leftElbow"),
    ("leftLowerArm", "leftHand", "leftWrist"), ("rightUpperArm", "rightUpperArm", "rightElbow"),
    ("rightLowerArm", "rightHand", "rightWrist"), ("leftUpperLeg", "leftUpperLeg", "legs"),
    ("leftLowerLeg", "leftLowerLeg", "legs"), ("rightUpperLeg", "rightUpperLeg", "legs"),
    ("rightLowerLeg", "rightLowerLeg", "legs"),
)  # fmt: skip
"""From the head of one bone to the tail of another, and what moves to get it out of the way."""
ARMS = np.array(["Arm" in first for first, _, _ in CAPSULES])
"""(C,) which of them are arms."""
SIDES = ("left", "right")
RATE = 60.0
"""Moments a second that are looked at."""
ROUNDS = 20
CALM = 0.1
"""Seconds over which a push is spread (standard deviation)."""
NEARER = 0.03
"""Metres by which the one that the photo has in front counts as nearer."""
SLACK = 0.008
"""Metres that capsules may be deeper in one another than in the photo."""
START = 0.15
"""Seconds from the photo on in which pushes come up."""
AWAY = 0.12
"""Metres from which on two limbs are too far apart to matter for a while."""
MOST = 0.3
"""Metres that anything is pushed, at most."""


@dataclass
class Dancer:
    """Somebody who is kept apart from others.

    Attributes:
        figure: How the body moves.
        radii: (C,) metres of each of :data:`CAPSULES` in the photo's scale; 0 for none.
        layer: Place in the order of depth, 0 is farthest.
        offsets: By "leftElbow", "leftWrist", ..., "body": (K, 3) metres that it is pushed.
    """

    figure: Figure
    radii: F64
    layer: float
    offsets: dict[str, F64] = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbours:
    """Two who may come into contact, and (K, C, C) which of their capsules may not go through one another, and when."""

    first: str
    second: str
    apart: npt.NDArray[np.bool_]


def keep_apart(dancers: Mapping[str, Dancer], pairs: Sequence[Neighbours], fps: float, strength: float) -> None:
    """Push people apart, in place.

    Args:
        dancers: Everybody, on one clock.
        pairs: Who may meet whom; those who are never near are left out.
        fps: Samples a second of the figures.
        strength: 0..1, how much of it is done.
    """
    step = stride(fps)
    involved = {who for pair in pairs for who in (pair.first, pair.second)}
    thin = {who: _thinned(dancers[who], step) for who in sorted(involved)}
    meetings = [_Meeting(pair, thin[pair.first], thin[pair.second]) for pair in pairs]
    ends = {who: capsule_ends(dancer.figure) for who, dancer in thin.items()}
    for done in range(ROUNDS):
        asked: dict[str, dict[str, F64]] = {who: {} for who in thin}
        for meeting in meetings:
            meeting.ask(ends, asked, done % (ROUNDS // 2) == 0)
        if not any(asked.values()):
            break
        calm = CALM if done < ROUNDS / 2 else CALM / 2  # what is left is short
        for who, wishes in asked.items():
            if wishes:
                _take_up(thin[who], wishes, fps / step, calm)
                ends[who] = capsule_ends(_moved(thin[who]))
    for who, dancer in thin.items():
        if dancer.offsets:
            _apply(dancers[who].figure, _full(dancer.offsets, step, len(dancers[who].figure.root), strength))


def stride(fps: float) -> int:
    """Samples from one moment that is looked at to the next."""
    return max(1, round(fps / RATE))


def capsule_ends(figure: Figure) -> F64:
    """(T, C, 2, 3) both ends of each capsule."""
    heads, tails = figure.seen()
    places = [(figure.body.index(a), figure.body.index(b)) for a, b, _ in CAPSULES]
    return np.stack([np.stack([heads[:, a], tails[:, b]], axis=1) for a, b in places], axis=1)


def depths(
    one: Dancer, other: Dancer, ends: tuple[F64, F64], rows: slice | npt.NDArray[np.intp] = slice(None)
) -> tuple[F64, Closest]:
    """(T, C, C) pixels by which capsules of two people are in one another, and where."""
    a, b = ends[0][rows], ends[1][rows]
    metre = (one.figure.metre[rows] + other.figure.metre[rows]) / 2
    lift = np.sign(one.layer - other.layer) * NEARER * metre
    shift = np.stack([0 * lift, 0 * lift, lift], axis=1)[:, None, None]
    near = closest(*(a[:, :, None, k] + shift for k in (0, 1)), *(b[:, None, :, k] for k in (0, 1)))
    wide = [d.radii * d.figure.metre[rows][:, None] for d in (one, other)]
    solid = (one.radii[:, None] > 0) & (other.radii[None] > 0)
    return np.where(solid, wide[0][:, :, None] + wide[1][:, None, :] - near.distance, -np.inf), near


def allowed(one: Dancer, other: Dancer) -> F64:
    """(C, C) pixels by which they are in one another in the photo."""
    rest = [Dancer(_at_rest(d.figure), d.radii, d.layer) for d in (one, other)]
    found, _ = depths(rest[0], rest[1], (capsule_ends(rest[0].figure), capsule_ends(rest[1].figure)))
    return np.asarray(np.maximum(found[0], 0.0))


def _at_rest(figure: Figure) -> Figure:
    turns = np.zeros((1, len(figure.body.bones), 4))
    turns[..., 3] = 1
    return Figure(figure.body, turns, np.zeros((1, 3)), np.ones(1), np.zeros(1, bool))


def _thinned(dancer: Dancer, step: int) -> Dancer:
    return Dancer(dancer.figure.cut(slice(None, None, step)), dancer.radii, dancer.layer)


def _moved(dancer: Dancer) -> Figure:
    figure = dancer.figure.cut(slice(None))
    if dancer.offsets:
        _apply(figure, dancer.offsets)
    return figure


class _Meeting:
    """Two who are kept apart, and what of them is near enough to matter."""

    def __init__(self, pair: Neighbours, one: Dancer, other: Dancer) -> None:
        self.pair, self.one, self.other = pair, one, other
        self.most = allowed(one, other) + SLACK * _metre(one, other)
        self.all = self.rows = np.flatnonzero(pair.apart.any(axis=(1, 2)))

    def ask(self, ends: Mapping[str, F64], asked: dict[str, dict[str, F64]], everywhere: bool) -> None:
        """Note what each asks of the other: (K, 3) pixels for whatever of them is to move."""
        self.rows = self.all if everywhere else self.rows
        if not len(self.rows):
            return
        pair, one, other = self.pair, self.one, self.other
        found, near = depths(one, other, (ends[pair.first], ends[pair.second]), self.rows)
        excess = np.where(pair.apart[self.rows], found - self.most, -np.inf)
        at = np.nonzero(excess > 0)
        pushes = _pushes(near, excess, 1.0 if one.layer >= other.layer else -1.0, at)
        for push, k, i, j in zip(pushes, *at, strict=True):
            shares = _shares(CAPSULES[i][2], CAPSULES[j][2])
            row, samples = int(self.rows[k]), len(pair.apart)
            if shares[0] > 0:
                _note(asked[pair.first], CAPSULES[i][2], float(near.first[k, i, j]), shares[0] * push, row, samples)
            if shares[1] > 0:
                _note(asked[pair.second], CAPSULES[j][2], float(near.second[k, i, j]), -shares[1] * push, row, samples)
        if everywhere:
            self.rows = self.rows[excess.max(axis=(1, 2)) > -AWAY * _metre(one, other)]


def _metre(one: Dancer, other: Dancer) -> float:
    return float(one.figure.metre[0] + other.figure.metre[0]) / 2


def _pushes(near: Closest, excess: F64, nearer: float, at: tuple[npt.NDArray[np.intp], ...]) -> F64:
    """(N, 3) pixels by which capsules of the first are to be pushed out of those of the second.

    Arms pass in front or behind, as the photo has the two people; bodies go the shortest way.
    """
    apart, more = near.apart[at], excess[at]
    wanted = np.linalg.norm(apart, axis=1) + more
    deep = np.sqrt(np.maximum(wanted**2 - (apart[:, :2] ** 2).sum(axis=1), 0.0)) * nearer - apart[:, 2]
    before = np.stack([0 * deep, 0 * deep, deep], axis=1)
    arm = ARMS[at[1]] | ARMS[at[2]]
    return np.where(arm[:, None], before, normalise(apart) * more[:, None])


def _shares(first: str, second: str) -> tuple[float, float]:
    """How much of a push each takes: arms give way to bodies, and bodies to one another."""
    arms = [part.endswith(("Elbow", "Wrist")) for part in (first, second)]
    return (0.5, 0.5) if arms[0] == arms[1] else (1.0, 0.0) if arms[0] else (0.0, 1.0)


def _note(wishes: dict[str, F64], part: str, along: float, push: F64, row: int, samples: int) -> None:
    """The largest push of each moment, on each joint that moves the place that is pushed."""
    if part.endswith("Elbow"):
        joints = {part: push / max(along, 0.35)}
    elif part.endswith("Wrist"):
        both = along**2 + (1 - along) ** 2
        joints = {part: push * along / both, part.replace("Wrist", "Elbow"): push * (1 - along) / both}
    else:
        joints = {"body": push}
    for joint, wish in joints.items():
        curve = wishes.setdefault(joint, np.zeros((samples, 3)))
        if np.linalg.norm(wish) > np.linalg.norm(curve[row]):
            curve[row] = wish


def _take_up(dancer: Dancer, wishes: Mapping[str, F64], rate: float, calm: float) -> None:
    """Spread the wishes over time, and add them to what is done already; none at first, which is the photo."""
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    metre = dancer.figure.metre[:, None]
    for joint, wish in wishes.items():
        wish = wish[: len(metre)] / metre
        if joint == "body":
            wish = wish * np.array([1.0, 0.0, 0.0])
        # a push begins before it is needed, and is as strong as needed when it is
        sigma = calm * rate
        size = np.linalg.norm(wish, axis=1)
        wanted = gaussian_filter1d(maximum_filter1d(size, 2 * round(sigma) + 1), sigma, mode="nearest")
        way = normalise(gaussian_filter1d(wish, sigma, axis=0, mode="nearest"))
        curve = dancer.offsets.get(joint, np.zeros_like(wish)) + way * wanted[:, None]
        length = np.linalg.norm(curve, axis=1, keepdims=True)
        curve = curve * np.minimum(1.0, MOST / np.maximum(length, 1e-9))
        dancer.offsets[joint] = curve * np.clip(np.arange(len(curve)) / (START * rate), 0, 1)[:, None]


def _full(offsets: Mapping[str, F64], step: int, samples: int, strength: float) -> dict[str, F64]:
    """The offsets at every sample."""
    at = np.arange(samples) / step
    return {
        joint: strength * np.stack([np.interp(at, np.arange(len(curve)), values) for values in curve.T], axis=1)
        for joint, curve in offsets.items()
    }


def _apply(figure: Figure, offsets: Mapping[str, F64]) -> None:
    """Shift the body, and aim both bones of each arm at where elbow and wrist were pushed."""
    if "body" in offsets:
        _shift(figure, offsets["body"][:, 0])
    inner = {joint: _behind_mirror(figure, push) for joint, push in offsets.items()}
    for side in SIDES:
        elbow, wrist = inner.get(f"{side}Elbow"), inner.get(f"{side}Wrist")
        if elbow is not None or wrist is not None:
            none = np.zeros((len(figure.root), 3))
            _push_arm(figure, side, none if elbow is None else elbow, none if wrist is None else wrist)


def _behind_mirror(figure: Figure, push: F64) -> F64:
    """A push of what is drawn, (T, 3), as one of the body that is drawn so: the other way where it has turned round."""
    return push if figure.flip is None else push / np.stack([figure.flip, *np.ones((2, len(push)))], axis=1)


def _shift(figure: Figure, aside: F64) -> None:
    if "hips" in figure.held:
        aside = _behind_mirror(figure, aside[:, None] * np.array([1.0, 0.0, 0.0]))[:, 0]
        body = figure.body
        trunk = float(np.linalg.norm(body.heads[body.index("neck")] - body.heads[body.index("spine")])) / body.scale
        lean(figure, np.clip(aside / max(trunk, 0.1), -0.35, 0.35))
    else:
        sway(figure, aside * figure.metre)


def _push_arm(figure: Figure, side: str, elbow: F64, wrist: F64) -> None:
    body, metre = figure.body, figure.metre[:, None]
    upper, lower = (body.index(f"{side}{name}") for name in ("UpperArm", "LowerArm"))
    if min(upper, lower) < 0:
        return
    free = min(float(body.freedom[upper]), float(body.freedom[lower]))
    heads, tails = figure.places()
    first, second = tails[:, upper] - heads[:, upper], tails[:, lower] - heads[:, lower]
    pushed = first + free * elbow * metre
    figure.turn(f"{side}UpperArm", shortest_arc(normalise(first), normalise(pushed)))
    heads, tails = figure.places()
    wanted: F64 = first + second + free * wrist * metre - (heads[:, lower] - heads[:, upper])
    now = tails[:, lower] - heads[:, lower]
    figure.turn(f"{side}LowerArm", shortest_arc(normalise(now), normalise(wanted)))
    within_skin(figure, f"{side}Hand")
