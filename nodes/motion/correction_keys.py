"""Working on the keys of correct_motion: pure functions from entries to entries, which keep what they do not know.

A key is an entry as :func:`nodes.motion.correct_motion.correct_motion` reads it. A track is the keys of one person's
bone (or "root"). ``chosen`` says which keys are meant; keys of people who are gone are never touched unless they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from nodes.algorithms import key_curve
from nodes.algorithms.correction import Key, Way
from nodes.algorithms.rotation import multiply, normalise, power

Entry: TypeAlias = Mapping[str, Any]
Entries: TypeAlias = Sequence[Entry]
Chosen: TypeAlias = Callable[[Entry], bool]
Track: TypeAlias = tuple[str, str]

SAME = 1e-4
"""Seconds within which two keys are at one time."""


def entry(
    person: str, bone: str, time: float, value: Iterable[float], falloff: float = 0.0, way: Way = "smooth"
) -> dict[str, Any]:
    """A key: metres for "root", a rotation (x, y, z, w) for a bone."""
    numbers = [round(float(x), 7) for x in value]
    made: dict[str, Any] = {"person": person, "bone": bone, "time": round(float(time), 6)}
    made["move" if bone == "root" else "rotation"] = numbers
    if way != "smooth":
        made["way"] = way
    return {**made, "falloff": round(float(falloff), 6)} if falloff > 0 else made


def of(person: str, bones: Collection[str] | None = None, time: float | None = None) -> Chosen:
    """Keys of a person, of some bones alone, or at one time alone."""

    def chosen(one: Entry) -> bool:
        return (
            one.get("person") == person
            and (bones is None or one.get("bone") in bones)
            and (time is None or _at(one, time))
        )

    return chosen


def with_keys(entries: Entries, new: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with some more; a key takes the place of that of its track at its time, and its track's falloff."""
    added = list(new)
    places = {_place(one) for one in added}
    kept = [one for one in entries if _place(one) not in places]
    faded = {track_of(one): float(one.get("falloff", 0.0)) for one in entries}
    return _sorted([*kept, *(_faded(one, faded.get(track_of(one), float(one.get("falloff", 0.0)))) for one in added)])


def without(entries: Entries, chosen: Chosen) -> tuple[Entry, ...]:
    """The entries that are not chosen."""
    return tuple(one for one in entries if not chosen(one))


def retimed(entries: Entries, chosen: Chosen, change: Callable[[float], float]) -> tuple[Entry, ...]:
    """Chosen keys at other times; one that lands on another key of its track takes its place."""
    moved = [{**one, "time": round(max(0.0, change(float(one["time"]))), 6)} for one in entries if chosen(one)]
    last = {_place(one): one for one in moved}
    rest = [one for one in entries if not chosen(one) and _place(one) not in last]
    return _sorted([*rest, *last.values()])


def scaled(entries: Entries, chosen: Chosen, amount: float) -> tuple[Entry, ...]:
    """Chosen keys ``amount`` times as strong; 0 leaves the motion below."""

    def scale(one: Entry) -> Entry:
        if is_order(one):
            return one
        if one["bone"] == "root":
            return {**one, "move": [round(amount * float(x), 7) for x in one["move"]]}
        return _turned(one, power(np.array(one["rotation"], np.float64), amount))

    return tuple(scale(one) if chosen(one) else one for one in entries)


def offset(entries: Entries, chosen: Chosen, value: Sequence[float]) -> tuple[Entry, ...]:
    """Chosen keys with the same metres (3 numbers) or the same further turn (4 numbers) added to each of them."""

    def add(one: Entry) -> Entry:
        if is_order(one) or (one["bone"] == "root") != (len(value) == 3):
            return one
        if one["bone"] == "root":
            return {**one, "move": [round(float(a) + float(b), 7) for a, b in zip(one["move"], value, strict=True)]}
        return _turned(one, normalise(multiply(np.array(one["rotation"]), np.array(value))))

    return tuple(add(one) if chosen(one) else one for one in entries)


def with_falloff(entries: Entries, chosen: Chosen, seconds: float) -> tuple[Entry, ...]:
    """Chosen keys that fade in and out in so many seconds; 0 holds the first and the last one of a track."""
    return tuple(_faded(one, seconds) if chosen(one) else one for one in entries)


def smoothed(entries: Entries, chosen: Chosen, amount: float = 0.5) -> tuple[Entry, ...]:
    """Chosen keys, each drawn to what its neighbours would give at its time; the ends of a track stay."""
    return _by_track(entries, chosen, lambda keys, which: key_curve.smooth(keys, which, amount))


def reduced(entries: Entries, chosen: Chosen, within: float) -> tuple[Entry, ...]:
    """As few of the chosen keys as give the same curve within an error: radians for bones, metres for the root."""
    return _by_track(entries, chosen, lambda keys, which: key_curve.reduce(keys, which, within))


def times(entries: Entries, person: str | None = None) -> tuple[float, ...]:
    """Seconds at which there are keys, of one person or of all, each once and in order."""
    found = sorted(float(one["time"]) for one in entries if person is None or one.get("person") == person)
    return tuple(t for t, before in zip(found, [None, *found], strict=False) if before is None or t - before > SAME)


def counts(entries: Entries) -> dict[str, int]:
    """How many moments have keys, by person; people who are gone included."""
    people = dict.fromkeys(str(one.get("person", "")) for one in entries)
    return {person: len(times(entries, person)) for person in people}


def order_entry(person: str, arm: str, time: float, front: bool, falloff: float = 0.0) -> dict[str, Any]:
    """A key that draws an arm ("leftArm", "rightArm") before the body, or behind it, until the next one."""
    made = {"person": person, "bone": arm, "time": round(float(time), 6), "front": front}
    return {**made, "falloff": round(float(falloff), 6)} if falloff > 0 else made


def is_order(one: Entry) -> bool:
    """Whether a key says on which side of the body an arm is drawn; it turns nothing."""
    return "front" in one


def track_of(one: Entry) -> Track:
    """The track that a key is on."""
    return str(one.get("person", "")), str(one.get("bone", ""))


def _by_track(
    entries: Entries, chosen: Chosen, work: Callable[[list[Key], list[bool]], list[Key]]
) -> tuple[Entry, ...]:
    """Every track with a chosen key worked on as a whole."""
    kept, tracks = [], dict[Track, list[Entry]]()
    touched = {track_of(one) for one in entries if chosen(one) and not is_order(one)}
    for one in entries:
        if track_of(one) in touched:
            tracks.setdefault(track_of(one), []).append(one)
        else:
            kept.append(one)
    for (person, bone), ours in tracks.items():
        ours.sort(key=lambda one: float(one["time"]))
        keys = [key_of(one) for one in ours]
        done = work(keys, [chosen(one) for one in ours])
        kept += [entry(person, bone, key.time, key.value, key.falloff, key.way) for key in done]
    return _sorted(kept)


def key_of(one: Entry) -> Key:
    """A key as :mod:`nodes.algorithms.correction` takes it; not of one that says where an arm is drawn."""
    value = tuple(float(x) for x in one[_field(str(one.get("bone", "")))])
    return Key(float(one["time"]), value, float(one.get("falloff", 0.0)), one.get("way", "smooth"))


def _field(bone: str) -> str:
    return "move" if bone == "root" else "rotation"


def _turned(one: Entry, rotation: Any) -> Entry:
    return {**one, "rotation": [round(float(x), 7) for x in rotation]}


def _faded(one: Entry, seconds: float) -> Entry:
    plain = {name: value for name, value in one.items() if name != "falloff"}
    return {**plain, "falloff": round(float(seconds), 6)} if seconds > 0 else plain


def _place(one: Entry) -> tuple[str, str, int]:
    return (*track_of(one), round(float(one.get("time", 0.0)) / SAME))


def _at(one: Entry, time: float) -> bool:
    return abs(float(one.get("time", 0.0)) - time) <= SAME


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By person, bone and time: a project file then says the same in the same order."""
    return tuple(sorted(entries, key=lambda one: (*track_of(one), float(one.get("time", 0.0)))))
