"""Eyes that follow: heads keep turned to whom somebody deals with, wherever the two go, a human moment later.

The clips turn a head to a side as the photo has the two; here is what comes on top: what changes on the way, and up or
down to somebody taller or smaller.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.figure import Figure
from nodes.algorithms.meeting import min_jerk
from nodes.algorithms.rotation import from_vector
from studio.media.contact import Contact
from studio.media.script import Script

F64 = npt.NDArray[np.float64]
Look = tuple[str, str, float, float]
"""Who looks at whom, from when until when."""
ASIDE, UP = float(np.deg2rad(30)), float(np.deg2rad(14))
"""How far heads turn to somebody beside them, and up or down."""
BESIDE = 1.0
"""Metres to the side at which a head is turned most of the way."""
BEFORE = 0.7
"""Metres by which somebody is nearer or farther, for looking up and down: a picture does not tell."""
SHARES = {"neck": 0.35, "head": 0.65}
DELAY, SPREAD = 0.25, 0.08
"""Seconds until eyes follow, and how much people differ."""
EASE = 0.35
"""Seconds in which a head turns there and back."""
LEAST = float(np.deg2rad(0.4))
"""What is less than this is not seen."""


def looks(script: Script | None, contacts: Sequence[Contact], people: Sequence[str]) -> list[Look]:
    """Who looks at whom: at whom something is done to or with; who has nothing to do looks at who acts."""
    beats = [beat for beat in (script.beats if script else ()) if beat.who in people]
    found = [(beat.who, beat.target, beat.start, beat.start + beat.duration) for beat in beats if beat.target in people]
    for one in contacts:
        span = (one.start - one.approach - 0.3, one.end + 0.3)
        found += [(one.first, one.second, *span), (one.second, one.first, *span)]
    busy = {beat.who for beat in beats}
    idle = [person for person in people if person not in busy]
    for person in idle:
        found += [(person, beat.who, beat.start, beat.start + max(beat.duration, 1.4)) for beat in beats]
    return [look for look in found if look[0] != look[1]]


def follow_gaze(
    figures: Mapping[str, Figure], wanted: Sequence[Look], fps: float, amount: float, flips: Mapping[str, F64]
) -> None:
    """Turn heads after whom they look at, in place; ``flips`` are below 0 where somebody is drawn as in a mirror."""
    heads = {who: _head(figure) for who, figure in figures.items()}
    for who, figure in figures.items():
        own = [look for look in wanted if look[0] == who and look[1] in figures]
        if not own or "head" not in figure.body.bones:
            continue
        times = np.arange(len(figure.root)) / fps
        turn, shares = np.zeros((len(times), 2)), np.zeros(len(times))
        for _, other, start, end in own:
            share = _share(times, start, end)
            side = np.sign(flips.get(who, np.ones(len(times))))
            late = round(_late(who) * fps)
            turn += share[:, None] * _turn(figure, figures[other], heads[who], heads[other], late, side)
            shares += share
        turn *= amount / np.maximum(shares, 1.0)[:, None]
        if float(np.abs(turn).max()) > LEAST:
            _look(figure, turn)


def _head(figure: Figure) -> F64:
    """(T, 2) the middle of a head."""
    heads, tails = figure.places()
    j = figure.body.index("head")
    return np.asarray((heads[:, j, :2] + tails[:, j, :2]) / 2)


def _late(who: str) -> float:
    """Seconds until this person's eyes follow."""
    return DELAY + SPREAD * (2 * (zlib.crc32(f"{who} eyes".encode()) % 101) / 100 - 1)


def _share(times: F64, start: float, end: float) -> F64:
    return np.asarray(min_jerk((times - start) / EASE) * min_jerk((end + EASE - times) / EASE))


def _turn(figure: Figure, other: Figure, own: F64, theirs: F64, late: int, side: F64) -> F64:
    """(T, 2) radians to the right and up, against how the photo has the two; a side of -1 swaps right and left."""
    metre = ((figure.metre + other.metre) / 2)[:, None]
    away = (theirs - own) / metre
    seen = np.concatenate([np.repeat(away[:1], late, axis=0), away])[: len(away)]
    rest = (_rest_head(other) - _rest_head(figure)) / (figure.body.scale + other.body.scale) * 2
    aside = ASIDE * (np.tanh(side * seen[:, 0] / BESIDE) - np.tanh(rest[0] / BESIDE))
    up = UP * np.tanh(np.arctan2(seen[:, 1], np.hypot(seen[:, 0], BEFORE)) / UP)
    return np.stack([aside, up], axis=1)


def _rest_head(figure: Figure) -> F64:
    j = figure.body.index("head")
    return np.asarray((figure.body.heads[j, :2] + figure.body.tails[j, :2]) / 2)


def _look(figure: Figure, turn: F64) -> None:
    body = figure.body
    back = body.heads[body.index("leftUpperArm"), 0] < body.heads[body.index("rightUpperArm"), 0]
    vector = np.stack([-turn[:, 1], turn[:, 0], np.zeros(len(turn))], axis=1) * (-1.0 if back else 1.0)
    for bone, share in SHARES.items():
        if bone in body.bones:
            figure.turn(bone, from_vector(vector * share * float(body.freedom[body.index(bone)])))
