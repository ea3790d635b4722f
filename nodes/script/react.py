"""React: people answer what is done to them and what they see."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nodes.algorithms.reaction import DEED_OF, Moment, choose, delay
from nodes.script.by_hand import changed, distinct
from studio.files.resources import resource
from studio.media.person import People, Person
from studio.media.script import Beat, Script
from studio.node import Context, node
from studio.node.knob import Entries, Fraction, Seed

F64 = npt.NDArray[np.float64]
LASTS = {"dodge": 1.2, "laugh": 2.2, "clap": 2.4, "wave": 2.0, "surprise": 1.6}
"""Seconds of an answer; others take 1.4."""
HIGH, LOW = frozenset({"happy", "excited", "loving", "proud"}), frozenset({"sad", "angry", "afraid", "tired"})
LANDS = 0.75
"""Seconds from the beginning of a blow until it lands."""
STATURE = 1.65
"""Metres of a person who is seen whole, for how far away people are from one another."""


@node(family="script", version=1)
def react(
    ctx: Context,
    script: Script,
    people: People,
    *,
    amount: Fraction = 1.0,
    crowd: Fraction = 0.0,
    dodging: Fraction = 1.0,
    seed: Seed = 1,
    edits: Entries = (),
) -> Script:
    """Let people answer one another: a wave is returned, a shove is dodged, a joke is laughed at.

    What an answer is worth was learnt in a small made world; nearness, mood and how long ago somebody last answered
    weigh in, and the dice. Whoever has something to do already does that. Answers come 200 to 500 ms after what they
    answer.

    Args:
        ctx: Services lent by the engine.
        script: What is to happen anyhow.
        people: Who is in the picture.
        amount: How readily those answer to whom something is done; 0 leaves the script as it is.
        crowd: How readily those answer who only see it.
        dodging: How readily a blow or a shove is dodged, so that it misses; who does not dodge it is startled by it.
        seed: Of the dice.
        edits: Entries by hand, as in write_script: what is changed of beats and answers when all of them have their
            time. The timeline writes them; the other beats go on following the prompt.

    Returns:
        The script with answers as further beats, in order of their start.
    """
    answers = _answers(ctx, script, people, (amount, crowd, dodging), seed) if amount or crowd else []
    beats = tuple(sorted([*script.beats, *answers], key=lambda beat: beat.start)) if answers else script.beats
    if not edits and (not script.prompted or beats == script.prompted):
        return replace(script, beats=beats) if answers else script
    beats = distinct(beats)
    made = tuple(beat for beat in changed(beats, edits) if beat.who in people) if edits else beats
    return replace(script, beats=made, prompted=beats)


def _answers(
    ctx: Context, script: Script, people: People, readiness: tuple[float, float, float], seed: int
) -> list[Beat]:
    """What people answer, with how readily those do to whom something is done, who see it, and who dodge it."""
    amount, crowd, dodging = readiness
    made: list[Beat] = []
    table = reactions()
    for number, beat in enumerate(script.beats):
        ctx.check()
        ctx.progress(number + 1, len(script.beats))
        deed = _deed(beat)
        if not deed or beat.who not in people:
            continue
        for key, person in people.items():
            readily = amount if key == beat.target else 0.0 if beat.target else crowd
            dice = np.random.default_rng([seed, zlib.crc32(f"{beat.who} {beat.action} {beat.start} {key}".encode())])
            late, roll, wards = delay(dice), float(dice.random()), float(dice.random()) < dodging
            landed = deed == "blow" and not wards
            start = round(beat.start + late + (LANDS if landed else 0.0), 3)
            if key == beat.who or roll >= readily or _busy([*script.beats, *made], key, start):
                continue
            moment = _moment(deed, beat, person, people[beat.who], [*script.beats, *made])
            answer = "surprise" if landed else choose(moment, table, dice)
            if answer not in ("nothing", "look"):
                name = f"{key} {answer} after {beat.who}"
                made.append(Beat(key, answer, beat.who, start, LASTS.get(answer, 1.4), id=name))
    return made


@lru_cache(maxsize=1)
def reactions() -> F64:
    """The learnt table: what each answer is worth (:data:`nodes.algorithms.reaction.SHAPE`)."""
    from safetensors.numpy import load_file

    values: F64 = load_file(resource("reactions.safetensors"))["values"]
    return values


def _deed(beat: Beat) -> str:
    """What a beat is to others; what is said gaily is a joke."""
    if beat.action == "talk" and (beat.mood in HIGH or "joke" in beat.line.lower()):
        return "joke"
    return DEED_OF.get(beat.action, "")


def _moment(deed: str, beat: Beat, person: Person, other: Person, beats: Sequence[Beat]) -> Moment:
    own = [one for one in beats if one.who == person.id and one.start <= beat.start]
    since = min((beat.start - one.start - one.duration for one in own), default=60.0)
    mood = next((one.mood for one in reversed(own) if one.mood), "")
    feels = "high" if mood in HIGH else "low" if mood in LOW else "even"
    return Moment(deed, _apart(person, other), feels, max(since, 0.0), beat.target == person.id)


def _apart(person: Person, other: Person) -> float:
    """Metres between two people, by their boxes."""
    metre = (person.box[3] - person.box[1] + other.box[3] - other.box[1]) / 2 / STATURE
    return abs(person.box[0] + person.box[2] - other.box[0] - other.box[2]) / 2 / max(metre, 1.0)


def _busy(beats: Sequence[Beat], key: str, start: float) -> bool:
    """Whether somebody has something else to do just then."""
    return any(one.who == key and one.start < start + 1.0 and one.start + one.duration > start for one in beats)
