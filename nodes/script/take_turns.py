"""Take turns: what is said takes as long as it takes to say, one after the other, and the others listen."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated

import numpy as np

from nodes.algorithms.mood import mood_of
from nodes.algorithms.speech import phrases, spoken_seconds, turns
from studio.media.person import People
from studio.media.script import Beat, CameraMove, Script
from studio.media.sound import Sound
from studio.node import Context, node
from studio.node.knob import Fraction, Range, Seconds, Seed

AT_ONCE = 0.05
"""Seconds within which one beat begins where another ends."""
TURN = (1.5, 2.6)
"""Seconds of a turn of a talk whose words are not said."""
CHATTER = 3
"""More people who talk at once are a crowd, and talk all at once."""
NOTICED = 0.25
"""Seconds until somebody listens."""
LEAST = 0.9
"""Seconds in which it is worth while to listen."""


@node(family="script", version=1)
def take_turns(
    ctx: Context,
    script: Script,
    people: People,
    sound: Sound | None = None,
    *,
    words_a_minute: Annotated[float, Range(60, 320, "/min", soft=(120, 220))] = 165.0,
    gap: Annotated[Seconds, Range(0, 3, "s", soft=(0, 1))] = 0.2,
    listening: Fraction = 1.0,
    seed: Seed = 1,
) -> Script:
    """Give each line the time that it takes to say, let speakers take turns and the others listen.

    Who speaks after somebody else begins a breath later. Two or three who talk without lines speak in turns. Who was
    just spoken with looks at the speaker and nods now and then. With a sound, lines lie where they are heard. Beats
    whose length was set by hand stay.

    Args:
        ctx: Services lent by the engine.
        script: Beats as they were written.
        people: Who is in the picture.
        sound: The lines, spoken one after the other: phrases between silences are shared out in the script's order.
        words_a_minute: How fast people speak; moods quicken and slow it.
        gap: Silence between two speakers.
        listening: How readily those who are spoken with turn to the speaker and nod.
        seed: Of how long turns without lines are, and of who listens.

    Returns:
        The script; the very same one where nobody speaks.
    """
    if not any(beat.action == "talk" for beat in script.beats):
        return script
    clock = _Clock(sorted(script.beats, key=lambda beat: beat.start), list(script.camera))
    _alternate(clock, gap, seed)
    lines = [beat.id for beat in clock.beats if beat.line and not beat.exact and beat.who in people]
    heard = _heard(ctx, clock, lines, sound, words_a_minute)
    for number, name in enumerate(lines):
        ctx.check()
        if heard:
            clock.begin(name, heard[number][0])
        beat = clock.beat(name)
        rate = words_a_minute * mood_of(beat.mood).tempo * beat.tempo
        clock.last(name, heard[number][1] - heard[number][0] if heard else spoken_seconds(beat.line, rate))
    if not heard:
        _apart(clock, gap)
    made = _listeners(clock.beats, people, listening, seed)
    beats = tuple(sorted([*clock.beats, *made], key=lambda beat: beat.start))
    return replace(script, beats=beats, camera=tuple(clock.camera))


@dataclass
class _Clock:
    """Beats and moves of the camera, while what is said is given its time."""

    beats: list[Beat]
    camera: list[CameraMove]

    def __post_init__(self) -> None:
        """Everything needs a name to be found by."""
        self.beats = [beat if beat.id else replace(beat, id=f"{beat.who} {beat.action} at {k}")
                      for k, beat in enumerate(self.beats)]  # fmt: skip

    def beat(self, name: str) -> Beat:
        return next(beat for beat in self.beats if beat.id == name)

    def put(self, beat: Beat) -> None:
        self.beats = [beat if one.id == beat.id else one for one in self.beats]

    def later(self, since: float, seconds: float, but: str = "") -> None:
        """Let everything that begins at a second or later begin later; what the camera does meanwhile goes on."""

        def moved(at: float) -> float:
            return round(at + seconds, 3) if at >= since - AT_ONCE else at

        self.beats = [one if one.id == but else replace(one, start=moved(one.start)) for one in self.beats]
        self.camera = [
            replace(
                one, start=moved(one.start),
                duration=one.duration if one.exact else round(moved(one.start + one.duration) - moved(one.start), 3),
            )
            for one in self.camera
        ]  # fmt: skip

    def begin(self, name: str, start: float) -> None:
        """Let a beat begin at a second; what comes after it waits, and never comes earlier."""
        beat = self.beat(name)
        if start > beat.start:
            self.later(beat.start, start - beat.start, name)
        self.put(replace(beat, start=round(start, 3)))

    def last(self, name: str, seconds: float) -> None:
        """Let a beat last so long; what began when it ended begins then."""
        beat = self.beat(name)
        end, by = beat.start + beat.duration, seconds - beat.duration
        waited_for = [one.start + one.duration for one in self.beats if one.id != name and one.start < end - AT_ONCE]
        by = max(by, max([one for one in waited_for if one <= end + AT_ONCE], default=-np.inf) - end) if by < 0 else by
        self.put(replace(beat, duration=round(seconds, 3)))
        if abs(by) > 1e-3:
            self.later(end, by, name)


def _heard(
    ctx: Context, clock: _Clock, lines: Sequence[str], sound: Sound | None, words_a_minute: float
) -> list[tuple[float, float]]:
    """Where in a sound each line is heard; nothing where that is not known."""
    if sound is None or not lines:
        return []
    found = phrases(sound.samples, sound.rate)
    lengths = [spoken_seconds(clock.beat(name).line, words_a_minute) for name in lines]
    shared = turns(found, lengths)
    if not shared:
        ctx.warn(f"{len(lines)} lines, but {len(found)} phrases in the sound: lines take the time that they are long")
    return shared


def _apart(clock: _Clock, gap: float) -> None:
    """A breath between two who speak one after the other."""
    spoken = [beat.id for beat in clock.beats if beat.line]
    for first, second in pairwise(spoken):
        one, two = clock.beat(first), clock.beat(second)
        missing = one.start + one.duration + gap - two.start
        if one.who != two.who and two.start > one.start + AT_ONCE and 0 < missing <= gap + AT_ONCE and not two.exact:
            clock.later(two.start, missing, first)


def _alternate(clock: _Clock, gap: float, seed: int) -> None:
    """Those who talk with one another without lines speak in turns."""
    open_ = [beat for beat in clock.beats if beat.action == "talk" and not beat.line and not beat.exact]
    for start in dict.fromkeys(beat.start for beat in open_):
        for group in _talks([beat for beat in open_ if beat.start == start]):
            dice = np.random.default_rng([seed, zlib.crc32(" ".join(beat.who for beat in group).encode())])
            made, at, length = list[Beat](), group[0].start, max(beat.duration for beat in group)
            while at - group[0].start < length - TURN[0] / 2 or len(made) < len(group):
                beat, lasts = group[len(made) % len(group)], round(float(dice.uniform(*TURN)), 3)
                name = beat.id if len(made) < len(group) else f"{beat.id} turn {len(made) // len(group) + 1}"
                made.append(replace(beat, start=round(at, 3), duration=lasts, id=name))
                at += lasts + gap
            names = {beat.id for beat in group}
            clock.beats = [beat for beat in clock.beats if beat.id not in names]
            over = at - gap - group[0].start - length
            if over > 1e-3:
                clock.later(group[0].start + length, over)
            clock.beats = sorted([*clock.beats, *made], key=lambda beat: beat.start)


def _talks(beats: Sequence[Beat]) -> list[list[Beat]]:
    """Beats of one moment by who talks with whom: pairs first, then few who talk to nobody in particular."""
    pairs = [[one, two] for k, one in enumerate(beats) for two in beats[k + 1 :]
             if (one.who, one.target) == (two.target, two.who)]  # fmt: skip
    loose = [beat for beat in beats if not beat.target]
    return pairs + ([loose] if 1 < len(loose) <= CHATTER else [])


def _listeners(beats: Sequence[Beat], people: People, readily: float, seed: int) -> list[Beat]:
    """Who is spoken to, or spoke just before or speaks next, turns to the speaker and nods, unless they are busy.

    Somebody who has nothing to do at all watches anyhow.
    """
    spoken = [beat for beat in beats if beat.action == "talk" and beat.who in people]
    acts = {beat.who for beat in beats}
    made: list[Beat] = []
    for k, beat in enumerate(spoken):
        beside = [one.who for one in (*spoken[max(k - 1, 0) : k], *spoken[k + 1 : k + 2]) if not beat.target]
        for who in dict.fromkeys([beat.target, *beside]):
            dice = (zlib.crc32(f"{seed} {who} {beat.id} {k}".encode()) % 1000) / 1000
            if who in people and who in acts and who != beat.who and dice < readily:
                made += _listens(who, beat, [*beats, *made])
    return made


def _listens(who: str, beat: Beat, beats: Sequence[Beat]) -> list[Beat]:
    """Somebody listens as long as there is nothing else to do."""
    start, end = beat.start + NOTICED, beat.start + beat.duration
    own = [one for one in beats if one.who == who and one.start + one.duration > start and one.start < end]
    if any(one.start <= start for one in own):
        return []
    end = min([end, *(one.start for one in own)])
    if end - start < LEAST:
        return []
    name = f"{who} listens to {beat.id}"
    return [Beat(who, "listen", beat.who, round(start, 3), round(end - start, 3), amplitude=0.8, id=name)]
