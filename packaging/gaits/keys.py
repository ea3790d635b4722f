"""A clip of a gait, as it is written to a file: keys of a way in, of the cycles, and of a way out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from angles import pose
from ground import REST, height
from style import SIDES, Style

from studio.media.skeleton import BONES

F64 = npt.NDArray[np.float64]
Key = list[Any]
LEAST = 0.3
"""Degrees from a relaxed stand from which on a bone has keys."""
STILL = 0.05
"""Degrees that a bone changes, below which it has one key at either end of the cycles."""
OVER = -0.08
"""How far neck and head go beyond rest at the end, as a part of where they were."""
LIFTS = 0.022
"""Seconds, before and after, in which a foot comes off or down."""


def clip_of(style: Style) -> dict[str, Any]:
    """The clip of a style, in the order of its file."""
    phase = style.first + np.arange(style.keys * style.cycles + 1) / style.keys
    angles, aside = pose(style, phase)
    mean, bounce = height(style)
    again, end = style.intro + style.cycle * style.cycles, _length(style)
    turns = {bone: np.stack(angles[bone], -1) for bone in BONES if bone in angles}
    arms = ["leftArm", "rightArm"] if style.arms else []
    return {
        "format": "vivant-motion/1", "name": style.name, "description": style.description,
        "tags": ["locomotion", "standing"], "limbs": [*arms, "leftLeg", "rightLeg"], "duration": round(end, 3),
        "loop": False, "repeat": [round(style.intro, 3), round(again, 3)], "gait": style.gait,
        "root": _root(style, aside, mean + bounce(phase)),
        "bones": {bone: _bone(style, bone, turn) for bone, turn in turns.items() if _moves(bone, turn)},
        "channels": {f"{side}Plant": _plants(style, side) for side in SIDES},
    }  # fmt: skip


def text_of(found: dict[str, Any]) -> str:
    """The file's text: one bone a line."""
    many = ("bones", "channels")
    plain = [
        f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in found.items() if name not in many
    ]
    for name in many:
        inside = ",\n".join(f'    "{each}": {json.dumps(keys)}' for each, keys in found[name].items())
        plain.append(f'  "{name}": {{\n{inside}\n  }}')
    return "{\n" + ",\n".join(plain) + "\n}\n"


def _length(style: Style) -> float:
    return style.intro + style.cycle * style.cycles + style.outro


def _times(style: Style) -> F64:
    return style.intro + np.arange(style.keys * style.cycles + 1) / style.keys * style.cycle


def _key(time: float, values: F64, places: int = 1) -> Key:
    return [round(float(time), 3), [round(float(value), places) + 0.0 for value in values]]


def _moves(bone: str, turn: F64) -> bool:
    return bool(np.abs(turn - REST[bone]).max() >= LEAST)


def _bone(style: Style, bone: str, turn: F64) -> list[Key]:
    turn = np.vstack([turn[:-1], turn[:1]])  # a cycle ends as it begins
    rest, end, again = REST[bone], _length(style), style.intro + style.cycle * style.cycles
    if np.ptp(turn, axis=0).max() < STILL:
        return [_key(0, rest), _key(style.intro, turn[0]), _key(again, turn[0]), _key(end, rest)]
    keys = [_key(0, rest)]
    if bone.endswith(("Leg", "Foot")):
        keys.append(_key(style.intro * 0.45, rest + (turn[0] - rest) * 0.3))
    keys += [_key(time, value) for time, value in zip(_times(style), turn, strict=True)]
    if bone in ("head", "neck"):
        keys.append(_key(again + style.outro * 0.62, rest + (turn[0] - rest) * OVER))
    return [*keys, _key(end, rest)]


def _root(style: Style, aside: F64, up: F64) -> list[Key]:
    aside, up = np.r_[aside[:-1], aside[0]], np.r_[up[:-1], up[0]]
    ready = [round(float(-0.3 * aside[0]), 3) + 0.0, round(min(float(up[0]), 0) * 0.6 - 0.004, 3), 0]
    keys: list[Key] = [[0, [0, 0, 0]], [round(style.intro * 0.45, 3), ready]]
    for time, x, y in zip(_times(style), aside, up, strict=True):
        keys.append([round(float(time), 3), [round(float(x), 3) + 0.0, round(float(y), 3) + 0.0, 0]])
    return [*keys, [round(_length(style), 3), [0, 0, 0]]]


def _changes(style: Style, side: str) -> list[tuple[float, int]]:
    """Seconds at which a foot comes off the ground (0) and down (1), more than all cycles."""
    strike, off = style.stance[SIDES.index(side)]
    spans = [(off, strike + 1), *style.hops.get(side, [])]
    rounds = range(-2, style.cycles + 3)
    return sorted(
        (style.intro + (phase + turn - style.first) * style.cycle, down)
        for span in spans for turn in rounds for down, phase in enumerate(span)
    )  # fmt: skip


def _plants(style: Style, side: str) -> list[Key]:
    first, again = style.intro, style.intro + style.cycle * style.cycles
    changes, soft = _changes(style, side), LIFTS * min(1, style.cycle)
    start = [down for time, down in changes if time <= first + 1e-6][-1]
    keys: list[Key] = [[0, 1]]
    if not start:  # in the air as the cycles begin: it leaves during the way in
        keys += [[round(first * 0.62, 3), 1], [round(first * 0.62 + 2 * soft, 3), 0]]
    keys.append([round(first, 3), start])
    for time, down in changes:
        if first + 1e-6 < time < again - 1e-6:
            begins = max(time - soft, keys[-1][0] + 0.004)
            ends = min(max(time + soft, begins + 0.004), again - 0.004)
            keys += [[round(begins, 3), 1 - down], [round(ends, 3), down]]
    if keys[-1][1] != start:
        keys.append([round(again - 2 * soft, 3), keys[-1][1]])
    keys.append([round(again, 3), start])
    if not start:
        keys += [[round(again + style.outro * 0.25, 3), 0], [round(again + style.outro * 0.25 + 2 * soft, 3), 1]]
    return [*keys, [round(_length(style), 3), 1]]
