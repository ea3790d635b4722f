"""Beats: what one person does, one after the other, each from one second to another; where two overlap they cross-fade.

What goes by the legs and what the upper body does go on at once: who walks and waves walks on, with the arm waving.

A beat is filled by its clip: the repeatable part is played as often as comes nearest to the clip's own pace, then all
of it runs a little quicker or slower, so that it ends when the beat does. A cycle longer than the beat is left before
it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.motion_clip import MotionClip, repeated
from nodes.algorithms.perform import REST, Layer, layer_of
from nodes.algorithms.rotation import power

F64 = npt.NDArray[np.float64]
ARM = ("Shoulder", "UpperArm", "LowerArm", "Hand")
LEAVES = 0.9
"""Seconds in which somebody comes into, and leaves, what has no end of its own."""
TAKES = 0.4
"""Seconds in which an arm leaves what it lies on for something that it is to do."""


@dataclass(frozen=True)
class Beat:
    """One thing that somebody does.

    Attributes:
        clip: What.
        start, length: Seconds.
        fade_in, fade_out: Seconds in which it comes and goes, beside what the clip itself does.
        pace: How quick the clip is wanted; decides how often it is repeated.
        amount: How far it goes; 1 is as written.
        under: What it lies under the actions as: "posture", "mood", "gaze"; "" for an action. Beats cross-fade with
            those of their own kind, and go on beside all others; actions of the legs are a kind of their own.
    """

    clip: MotionClip
    start: float
    length: float
    fade_in: float = 0.0
    fade_out: float = 0.0
    pace: float = 1.0
    amount: float = 1.0
    under: str = ""

    @property
    def end(self) -> float:
        """Second at which it is over."""
        return self.start + self.length


def by_legs(beat: Beat) -> bool:
    """Whether it is an action of legs or of the whole body, over which arms may do another one."""
    goes = "locomotion" in beat.clip.tags or any(limb.endswith("Leg") for limb in beat.clip.limbs)
    return goes and not beat.under


def crossed(beats: Sequence[Beat]) -> list[Beat]:
    """The beats in order of time, with fades at least as long as they overlap with their neighbours of a kind."""
    kinds = sorted({_kind(beat) for beat in beats}, reverse=True)
    return [beat for kind in kinds for beat in _crossed([beat for beat in beats if _kind(beat) == kind])]


def _kind(beat: Beat) -> str:
    return "legs" if by_legs(beat) else beat.under


def _crossed(beats: Sequence[Beat]) -> list[Beat]:
    ordered = sorted(beats, key=lambda beat: (beat.start, beat.end))
    made = []
    for at, beat in enumerate(ordered):
        before = max((other.end for other in ordered[:at]), default=0.0) - beat.start
        after = beat.end - min((other.start for other in ordered[at + 1 :]), default=beat.end)
        fades = (max(beat.fade_in, before), max(beat.fade_out, after))
        shrink = min(1.0, beat.length / max(sum(fades), 1e-9))
        made.append(replace(beat, fade_in=fades[0] * shrink, fade_out=fades[1] * shrink))
    return made


def presence(beat: Beat, times: F64) -> F64:
    """(T,) how much of a beat is there: 0 outside, 1 inside, smooth over its fades."""
    rise = np.clip((times - beat.start) / max(beat.fade_in, 1e-9), 0, 1)
    fall = np.clip((beat.end - times) / max(beat.fade_out, 1e-9), 0, 1)
    share = np.minimum(rise, fall)
    inside = (times >= beat.start) & (times <= beat.end)
    return np.asarray(np.where(inside, share * share * (3 - 2 * share), 0.0))


def beat_layer(beat: Beat, bones: Sequence[str], times: F64) -> Layer:
    """What a beat adds to the relaxed stand; its channel "action", or "kept" for a posture, says where it is."""
    clip, pace = repeated(beat.clip, rounds(beat)), 0.0
    if beat.clip.loop and beat.length * beat.pace < clip.duration:  # what goes on for ever may be left at any moment
        pace, ease = beat.pace, min(LEAVES, beat.length / 2)
        beat = replace(beat, fade_in=max(beat.fade_in, ease), fade_out=max(beat.fade_out, ease))
    at = np.clip((times - beat.start) * (pace or clip.duration / beat.length), 0, clip.duration)
    layer, share = layer_of(clip, bones, at), presence(beat, times)
    channels = {n: np.asarray(REST.get(n, 0) + (v - REST.get(n, 0)) * share) for n, v in layer.channels.items()}
    inside = (times >= beat.start) & (times <= beat.end)
    change = power(layer.change, share[:, None])
    says = {"": "action", "posture": "kept"}.get(beat.under)
    action = {says: inside.astype(np.float64)} if says else {}
    return Layer(change, layer.root * share[:, None], channels | action)


def yielded(layer: Layer, bones: Sequence[str], side: str, actions: Sequence[Beat], times: F64) -> Layer:
    """The layer without one arm wherever an action takes that arm: who sits and waves takes a hand off the knee."""
    limb = [j for j, bone in enumerate(bones) if bone.startswith(side) and bone[len(side) :] in ARM]
    left = np.ones(len(times))
    for beat in actions:
        if f"{side}Arm" in beat.clip.limbs:
            ease = min(TAKES, beat.length / 2)
            left = np.minimum(left, 1 - presence(replace(beat, fade_in=ease, fade_out=ease), times))
    change = np.array(layer.change)
    change[:, limb] = power(change[:, limb], left[:, None])
    return replace(layer, change=change)


def rounds(beat: Beat) -> int:
    """How often the repeatable part is played."""
    if beat.clip.repeat is None:
        return 1
    once = beat.clip.repeat[1] - beat.clip.repeat[0]
    return 1 + max(0, round((beat.length * beat.pace - beat.clip.duration) / once))
