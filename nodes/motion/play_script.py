"""From a script to entries of a cast: which clip shows each beat, on which side, how far, how quick, what lies under.

An entry is what ``choose_motion`` takes as a beat, with one word more: "under" says that it lies under the actions, as
a posture that is kept, a mood, or eyes on somebody.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from nodes.algorithms.casting import Actor
from nodes.motion.clip_library import clip
from nodes.motion.dances import COUNT, Dance, dance_of, in_time
from nodes.motion.going import gait_of, goes, mood_left, tempo_of, variant
from nodes.motion.stand_in import ENOUGH, TALKS, instead_of, playable, side_of
from studio.media.person import People, Person
from studio.media.script import Beat, Script

Entry = dict[str, Any]
HURRY = 1.18
"""A clip is done so much quicker, at most, for a beat that is shorter than the clip."""
KEPT = 3.5
"""Seconds after the script at which a posture has been left: a film that ends with the script ends before that."""
DELAY = 0.35
"""Seconds after which somebody looks at who begins to act."""
INSTEAD_LARGER = 1.6
"""What stands in for a gesture of the arms says it with head and trunk, and goes so much farther."""
WITH_A_HAND_UP = "hand_sway"
"""The clip of a wave for a hand that is up in the photo."""
UP = 0.9
"""Seconds from which on a posture that is left by standing up has been left."""
SHORTEST = 0.2
ROUND = ("turn_about", "turn_quarter")
"""The clip of turning round, and what is done by who is seen from before: nobody photographed their back."""
PROFILE = 0.4
"""Of the trunk's length: shoulders that are less far apart are seen from the side."""


@dataclass(frozen=True)
class Stage:
    """Who plays, and whom to tell what cannot be done.

    Attributes:
        people: Everybody.
        actors: What can be asked of each.
        warn: Takes one line.
        seed: Of the dice.
    """

    people: People
    actors: Mapping[str, Actor]
    warn: Callable[[str], None]
    seed: int


def played(script: Script, stage: Stage) -> dict[str, list[Entry]]:
    """Entries of everyone, those without beats included; nothing where the script is empty.

    Args:
        script: Beats; those of people who are not there are told of and left out.
        stage: Who plays.
    """
    known = [beat for beat in script.beats if beat.who in stage.people]
    for who in sorted({beat.who for beat in script.beats} - set(stage.people)):
        stage.warn(f"the script has {who}, who is not in the picture: left out")
    if not known:
        return {}
    end = max(beat.start + beat.duration for beat in known)
    entries = {}
    for who in stage.people:
        own = sorted((beat for beat in known if beat.who == who), key=lambda beat: beat.start)
        entries[who] = _own(own, stage, end) if own else _watching(who, known, stage)
    return entries


def _own(beats: Sequence[Beat], stage: Stage, end: float) -> list[Entry]:
    """What somebody does, the mood that lies under it, and a look at whom it is done to."""
    made: list[Entry] = []
    for index, beat in enumerate(beats):
        person = stage.people[beat.who]
        towards = facing(person, stage.people.get(beat.target)) or own_side(person, beat.towards)
        wanted = _variant(beat, index, stage)
        actor = stage.actors[beat.who]
        if beat.action == "sit" and beat.target and beat.target not in stage.people:
            actor = replace(actor, legs=actor.feet)  # on a thing: who strides in the photo goes there first
        name = playable(wanted, actor, towards, beat.who, stage.warn)
        if name == "stand_up" and _ended(made, beat):
            continue
        dance = _dance(beat, stage) if name in COUNT else Dance(name, "", 0.0)
        beat = replace(beat, start=beat.start + dance.late)
        side = side_of(name, stage.actors[beat.who], towards or dance.side)
        stands_in = name in (WITH_A_HAND_UP, *instead_of(wanted))
        entries = _action(beat, name, side, INSTEAD_LARGER if stands_in else 1.0)
        if "held" in clip(name).tags:
            entries = [_kept(entries[0], beats[index + 1 :], end)]
        made += entries
        made += _mood(beat, entries)
        if towards and "directed" not in clip(name).tags:
            made.append(gaze(beat.who, towards, beat.start, entries[-1]["start"] + entries[-1]["length"]))
    return made


def _variant(beat: Beat, index: int, stage: Stage) -> str:
    """The action's clip, of several that show it: a style's, a mood's; who talks uses one hand or both."""
    if goes(beat.action):
        return gait_of(beat)
    if (styled := variant(beat.action, beat.style)) != beat.action:
        return ROUND[1] if styled == ROUND[0] and not _aside(stage.people[beat.who]) else styled
    if beat.action in TALKS:
        free = all(room >= ENOUGH for room in stage.actors[beat.who].arms.values())
        both = free and (zlib.crc32(f"{stage.seed} {beat.who}".encode()) + index) % 2 == 1
        return TALKS[both]
    if beat.action == "look" and not beat.target:
        return "look_around"
    if beat.action == "wave" and _up(stage.actors[beat.who]):
        return WITH_A_HAND_UP
    return _dance(beat, stage).name if beat.action == "dance" else beat.action


def _dance(beat: Beat, stage: Stage) -> Dance:
    """The dance of somebody who is to dance in no special way."""
    return dance_of(beat.who, stage.people, stage.actors, ENOUGH, stage.seed)


def _aside(person: Person) -> bool:
    """Whether somebody is seen from the side: a mirror image shows them from the other one."""
    if person.skeleton is None:
        return False
    ends = {name: np.mean([person.skeleton.point(f"{side}_{name}") for side in ("left", "right")], axis=0)
            for name in ("shoulder", "hip")}  # fmt: skip
    across = abs(float(person.skeleton.point("left_shoulder")[0] - person.skeleton.point("right_shoulder")[0]))
    return across < PROFILE * float(np.hypot(*(ends["shoulder"] - ends["hip"])))


def _up(actor: Actor) -> bool:
    """Whether the photo has a free hand up already: it waves from where it is."""
    return any(room >= ENOUGH and actor.free(side, WITH_A_HAND_UP) > 0 for side, room in actor.arms.items())


def _action(beat: Beat, name: str, side: str, larger: float) -> list[Entry]:
    """An entry for the clip; as many as times where it has nothing in it to repeat."""
    starts, length, pace = spans(beat, name)
    amplitude = larger * mood_left(beat).amplitude * beat.amplitude
    entry = {"person": beat.who, "motion": name, "tempo": pace, "amplitude": amplitude}
    if beat.side or side:
        entry["side"] = beat.side or side
    entry |= {fade: getattr(beat, fade) for fade in ("fade_in", "fade_out") if getattr(beat, fade) > 0}
    return [{**entry, "start": start, "length": length} for start in starts]


def spans(beat: Beat, name: str) -> tuple[list[float], float, float]:
    """Seconds at which the clip of a beat begins, each time; how long it takes, and its pace."""
    found, tempo = clip(name), tempo_of(beat)
    repeat = found.repeat
    rounds = max(1, beat.times)
    if name in COUNT and rounds == 1 and not beat.exact:
        start, length, pace = in_time(name, beat.start, beat.duration, tempo)
        return [start], length, pace
    own = found.duration + (rounds - 1) * (repeat[1] - repeat[0] if repeat else 0.0)
    goes = 1 if repeat else rounds
    needs = 0.0 if beat.exact or found.loop else own / (tempo * HURRY)
    length = max(beat.duration / goes, needs, SHORTEST)
    pace = tempo if found.loop else own / length if rounds > 1 else max(tempo, own / length)
    return [beat.start + go * 0.85 * length for go in range(goes)], length, pace


def _kept(entry: Entry, later: Sequence[Beat], end: float) -> Entry:
    """A posture goes on until the person stands up, goes off or takes another one; else past the script's end."""
    return {**entry, "under": "posture", "length": max(entry["length"], kept_until(later, end) - entry["start"])}


def kept_until(later: Sequence[Beat], end: float) -> float:
    """Second at which a posture has been left.

    Args:
        later: What the person does after it.
        end: Second at which the whole script ends.
    """
    leaves = next((beat for beat in later if beat.action in LEAVING or goes(beat.action)), None)
    return end + KEPT if leaves is None else leaves.start + UP


LEAVING = frozenset({"stand_up", "sit", "kneel", "crouch", "lie_down", "fall", "jump", "dance"})


def _ended(made: Sequence[Entry], beat: Beat) -> bool:
    """Whether a posture that was kept is left just then: it has the getting up in it."""
    return any(e.get("under") == "posture" and abs(e["start"] + e["length"] - beat.start - UP) < 0.01 for e in made)


def _mood(beat: Beat, entries: Sequence[Entry]) -> list[Entry]:
    """The posture that lies under a beat; of a mixed mood the strongest, since two would cross-fade."""
    start = max(0.0, beat.start - 0.3)
    length = entries[-1]["start"] + entries[-1]["length"] + 0.4 - start
    under = {"person": beat.who, "start": start, "length": length, "under": "mood", "side": "right"}
    return [{**under, "motion": posture} | ({"amplitude": amount} if amount != 1 else {})
            for posture, amount in mood_left(beat).postures[:1]]  # fmt: skip


def _watching(who: str, beats: Sequence[Beat], stage: Stage) -> list[Entry]:
    """Somebody without beats looks at who acts, a moment later, and listens to who talks to them."""
    late = DELAY + (zlib.crc32(f"{stage.seed} {who} late".encode()) % 100) / 250
    looks: list[tuple[str, float, float]] = []
    made: list[Entry] = []
    for beat in sorted(beats, key=lambda beat: beat.start):
        side, start = facing(stage.people[who], stage.people[beat.who]), beat.start + late
        end = start + max(beat.duration, 1.4)
        if beat.action == "talk" and beat.target == who:
            made.append({"person": who, "motion": "listen", "start": start, "length": max(beat.duration, 2.2)})
        if looks and looks[-1][0] == side and start < looks[-1][2] + 0.8:
            looks[-1] = (side, looks[-1][1], max(end, looks[-1][2]))
        elif side and not (looks and start < looks[-1][1] + 0.8):
            looks.append((side, start, end))
    cut = [(side, start, min(end, after[1] + 0.5)) for (side, start, end), after in pairwise(looks)]
    return made + [gaze(who, *look) for look in [*cut, *looks[-1:]]]


def gaze(who: str, side: str, start: float, end: float) -> Entry:
    """A look to the person's own side, from one second to another."""
    return {
        "person": who, "motion": "gaze", "side": side, "start": start, "length": max(end - start, 1.2), "under": "gaze",
    }  # fmt: skip


def facing(person: Person, other: Person | None) -> str:
    """The person's own side on which another one is; "" for nobody, or for oneself."""
    if other is None or other.id == person.id:
        return ""
    right = other.box[0] + other.box[2] > person.box[0] + person.box[2]
    return own_side(person, "right" if right else "left")


def own_side(person: Person, side: str) -> str:
    """The person's own side that is at the picture's left or right; "" for anywhere else."""
    if side not in ("left", "right"):
        return ""
    at = {"left": 1.0, "right": 0.0}
    if person.skeleton is not None:
        at = {own: float(person.skeleton.point(f"{own}_shoulder")[0]) for own in at}
    return "left" if (side == "right") == (at["left"] >= at["right"]) else "right"
