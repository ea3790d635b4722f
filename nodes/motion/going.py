"""How somebody goes who is to walk or run: which clip shows it, how quick, and what its mood leaves to be done.

A style ("sneak") names a clip of its own ("walk_sneak"); so does a mood that has a gait, and then neither its posture
nor its tempo is laid on top once more.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nodes.algorithms.ground_path import gain_of
from nodes.algorithms.manner import STROLL, Manner, manner_of
from nodes.algorithms.mood import PLAIN, Mood, mood_of
from nodes.algorithms.motion_clip import MotionClip, sample_track
from nodes.motion.clip_library import clip, clip_names
from studio.media.script import Beat

FELT: Mapping[str, Mapping[str, str]] = {
    "walk": {
        "sad": "sad", "happy": "happy", "excited": "happy", "proud": "strut", "tired": "shuffle", "angry": "angry",
    },
    "run": {"afraid": "panic", "happy": "happy", "excited": "happy"},
}  # fmt: skip
"""The style in which a mood goes, where there is one."""
KIN: Mapping[str, tuple[str, ...]] = {"dance": ("groove",)}
"""Actions whose styles another one has, too."""
MORE: Mapping[str, Mood] = {"excited": Mood(1.09, 1.12)}
"""What a mood does beyond the gait that it shares with another one."""
SEEN, LEAST, GETS_GOING = 1.0, 1.6, 0.6
"""Seconds that a gait goes on at least beyond its shortest form; metres that it leads at least, and seconds before."""
PACES: Mapping[str, tuple[tuple[float, float, str], ...]] = {
    "walk": ((0.0, 0.75, "stroll"), (1.25, 9.0, "brisk")), "run": ((0.0, 0.75, "jog"), (1.45, 9.0, "sprint")),
}  # fmt: skip
"""Tempos, from and to, at which somebody who only hurries or takes their time goes in another style."""


def variant(action: str, style: str) -> str:
    """The clip of an action in a style; that of the action where there is none."""
    names = (f"{root}_{style}" for root in (action, *KIN.get(action, ())))
    return next((name for name in names if name in clip_names()), action) if style else action


def goes(action: str) -> bool:
    """Whether an action goes over the ground: "walk", "run", or a clip of either that was chosen by name."""
    return action.split("_")[0] in FELT and action in clip_names() and bool(clip(action).gait)


def gait_of(beat: Beat) -> str:
    """The clip in which somebody goes."""
    styles = (beat.style, FELT.get(beat.action, {}).get(beat.mood, ""), _by_tempo(beat))
    return next((name for style in styles if (name := variant(beat.action, style)) != beat.action), beat.action)


def _by_tempo(beat: Beat) -> str:
    paces = PACES.get(beat.action, ()) if not beat.mood else ()
    return next((style for low, high, style in paces if low <= beat.tempo <= high), "")


def mood_left(beat: Beat) -> Mood:
    """What a mood does beside the clip: all of it, but nothing that the gait shows already."""
    felt = FELT.get(beat.action, {}).get(beat.mood, "")
    shown = felt and goes(beat.action) and gait_of(beat) == variant(beat.action, felt)
    return MORE.get(beat.mood, PLAIN) if shown else mood_of(beat.mood)


def tempo_of(beat: Beat) -> float:
    """How quick a beat's clip is played: as its mood and its adverbs say, but not what the clip has in it already."""
    tempo = mood_left(beat).tempo * beat.tempo
    if goes(beat.action) and (style := _by_tempo(beat)) and gait_of(beat) == variant(beat.action, style):
        tempo *= clip(beat.action).gait["speed"] / clip(gait_of(beat)).gait["speed"]
    return tempo


def speed_of(beat: Beat) -> float:
    """Metres a second."""
    return clip(gait_of(beat)).gait.get("speed", 1.0) * tempo_of(beat)


def least_seconds(beat: Beat) -> float:
    """Seconds in which a gait of its own is seen: two strides, or where it is to go would be one step away."""
    found = clip(gait_of(beat))
    if found.repeat is None or found.name == "walk":
        return 0.0
    return max(
        (found.duration + SEEN) / max(tempo_of(beat), 0.1),
        LEAST / speed_of(beat) + speed_of(beat) / gain_of(speed_of(beat)) + GETS_GOING,
    )


def feet_of(beat: Beat) -> Manner:
    """How feet go."""
    found = clip(gait_of(beat))
    return STROLL if found.name == "walk" else manner_of(found.gait, _step(found))


def _step(found: MotionClip) -> float:
    """Seconds of one step: of the part that is repeated, by how often a foot lands in it."""
    first, last = found.repeat or (0.0, found.duration)
    times = np.arange(first, last, 1 / 120)
    firm = [sample_track(track, times)[:, 0] >= 0.5 for name, track in found.channels.items() if name.endswith("Plant")]
    lands = sum(int(np.count_nonzero(one[1:] & ~one[:-1])) + bool(one[0] & ~one[-1]) for one in firm)
    return (last - first) / max(lands, 2)
