"""Keys of corrections as curves: turns as angles about x, y and z in degrees, moves in metres; and back. Without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from immutables import Map

from nodes.algorithms import correction
from nodes.algorithms.rotation import from_euler, to_euler
from nodes.motion.correction_keys import is_order, key_of
from studio.graph.curve import Interpolation, Key

Entry = Mapping[str, Any]
WAYS: dict[str, Interpolation] = {"smooth": "bezier", "linear": "linear", "constant": "constant"}
PARTS = 3
"""Curves of a bone."""


def of_bone(entries: Sequence[Entry], person: str, bone: str) -> list[Entry]:
    """A bone's keys in order of time; of an arm's place before or behind the body there is no curve."""
    ours = [one for one in entries if one.get("person") == person and one.get("bone") == bone and not is_order(one)]
    return sorted(ours, key=lambda one: float(one["time"]))


def curves(entries: Sequence[Entry]) -> tuple[tuple[Key, ...], ...]:
    """Three curves through a bone's keys; a smooth way is a span between level tangents."""
    return tuple(
        tuple(Key(float(one["time"]), values[part], WAYS[one.get("way", "smooth")])
              for one, values in zip(entries, angles(entries), strict=True))
        for part in range(PARTS)
    )  # fmt: skip


def angles(entries: Sequence[Entry]) -> list[tuple[float, float, float]]:
    """(x, y, z) of each key; angles go on from key to key without a jump by a whole turn."""
    found: list[tuple[float, float, float]] = []
    before = np.zeros(PARTS)
    for one in entries:
        before = np.array(one["move"], np.float64) if "move" in one else to_euler(np.array(one["rotation"]), before)
        found.append((float(before[0]), float(before[1]), float(before[2])))
    return found


def with_values(one: Entry, values: Sequence[float]) -> Map[str, Any]:
    """The key with other angles, or metres."""
    if "move" in one:
        return Map({**one, "move": tuple(round(float(x), 7) for x in values)})
    turn = from_euler(np.array(values, np.float64), "XYZ")
    return Map({**one, "rotation": tuple(round(float(x), 7) for x in (turn if turn[3] >= 0 else -turn))})


def values_at(entries: Sequence[Entry], time: float) -> tuple[float, ...]:
    """(x, y, z) of a bone's correction at a time, faded where it fades."""
    keys, at = [key_of(one) for one in entries], np.array([time])
    if not keys:
        return (0.0,) * PARTS
    if len(keys[0].value) == PARTS:
        return tuple(float(x) for x in correction.moves(keys, at)[0])
    near = min(zip(entries, angles(entries), strict=True), key=lambda pair: abs(float(pair[0]["time"]) - time))[1]
    return tuple(float(x) for x in to_euler(correction.turns(keys, at)[0], np.array(near)))


def made(entries: Sequence[Entry], person: str, bone: str, time: float) -> Map[str, Any]:
    """A new key of a bone where its correction is at that time; the others' falloff is its own, too."""
    values = values_at(entries, time)
    zero: dict[str, Any] = {"move": (0.0,) * 3} if bone == "root" else {"rotation": (0.0, 0.0, 0.0, 1.0)}
    fade = {"falloff": entries[0]["falloff"]} if entries and entries[0].get("falloff") else {}
    return with_values({"person": person, "bone": bone, "time": round(time, 6), **zero, **fade}, values)


def with_way(one: Entry, how: Interpolation) -> Map[str, Any]:
    """The key with another way to the next one."""
    plain = {name: value for name, value in one.items() if name != "way"}
    way = next(way for way, shape in WAYS.items() if shape == how)
    return Map(plain if way == "smooth" else {**plain, "way": way})


def fades(entries: Sequence[Entry]) -> tuple[float, float]:
    """Seconds in which the first key comes, and the last one goes; 0 where it is held."""
    if not entries:
        return 0.0, 0.0
    return float(entries[0].get("falloff", 0.0)), float(entries[-1].get("falloff", 0.0))
