"""Lay clips over each other in time: breath and sway underneath, an action on top, each person in a rhythm of its own.

What a clip adds is its change from the relaxed stand, in each bone's own frame; layers are multiplied from the slowest
to the quickest. Everything starts and ends at the relaxed stand, so that a performance can be looped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.motion_clip import MotionClip, relaxed, repeated, sample_root, sample_rotations, sample_track
from nodes.algorithms.rotation import continuous, farther, inverse, multiply

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """Something that happens for a while.

    Attributes:
        change: (T, J, 4) on top of the relaxed stand.
        root: (T, 3) metres.
        channels: (T,) each; what is missing counts as ``REST``.
    """

    change: F64
    root: F64
    channels: Mapping[str, F64]


@dataclass(frozen=True)
class Rhythm:
    """How one person performs.

    Attributes:
        length: Seconds of the whole loop.
        delay: Seconds before the first action.
        pause: Seconds between actions.
        rounds: How often the repeatable part of the action is played; 0 fills the loop.
        speed: Of the action; 2 is twice as quick.
        breaths: Whole breaths in the loop.
        phase: 0..1, where in the sway the loop begins.
    """

    length: float
    delay: float
    pause: float
    rounds: int
    speed: float
    breaths: int
    phase: float


REST: Mapping[str, float] = {"breath": 0.0, "leftPlant": 1.0, "rightPlant": 1.0, "flip": 1.0}
"""Value of a channel where nothing happens."""
ALWAYS = ("breath", "leftPlant", "rightPlant")
"""Channels that every performance has."""


def times_of(length: float, fps: float) -> F64:
    """(T,) seconds of the samples of a loop; the end itself is the beginning again."""
    return np.arange(max(2, round(length * fps))) / fps


def breathing(clip: MotionClip, bones: Sequence[str], rhythm: Rhythm, times: F64) -> Layer:
    """So many breaths, each a little longer or shorter than the last, after a first moment of rest."""
    wait = rhythm.delay * 0.6
    lengths = 1 + 0.06 * np.sin(2.4 * np.arange(rhythm.breaths) + 7 * rhythm.phase)
    edges = wait + np.concatenate([[0.0], np.cumsum(lengths)]) * (rhythm.length - wait) / lengths.sum()
    turns = np.interp(times, edges, np.arange(rhythm.breaths + 1.0))
    return layer_of(clip, bones, turns % 1 * clip.duration)


def swaying(clip: MotionClip, bones: Sequence[str], rhythm: Rhythm, times: F64) -> Layer:
    """The sway, begun anywhere: taken from there on, it starts from nothing."""
    cycles = max(1, round(rhythm.length / clip.duration))
    at = (rhythm.phase + times / rhythm.length * cycles) % 1 * clip.duration
    layer = layer_of(clip, bones, np.concatenate([[rhythm.phase * clip.duration], at]))
    change = multiply(inverse(layer.change[:1]), layer.change)[1:]
    return Layer(change, layer.root[1:] - layer.root[:1], {})


def acting(clip: MotionClip, bones: Sequence[str], rhythm: Rhythm, times: F64) -> Layer:
    """The action, after its delay, again and again with pauses, as long as it comes to its end before the loop does.

    An action too long for the loop is done quicker. The channel "action" is 1 where it is being done.
    """
    clip = repeated(clip, _rounds(clip, rhythm))
    speed = max(rhythm.speed, clip.duration / (rhythm.length - rhythm.delay))
    lasts = clip.duration / speed
    every = lasts + rhythm.pause
    often = max(1, int((rhythm.length - rhythm.delay + rhythm.pause) / every))
    since = times - rhythm.delay
    turn = np.clip(np.floor(since / every), 0, often - 1)
    into = (since - turn * every) * speed
    layer = layer_of(clip, bones, np.clip(into, 0, clip.duration))
    acts = ((into >= 0) & (into < clip.duration)).astype(np.float64)
    return replace(layer, channels={**layer.channels, "action": acts})


def _rounds(clip: MotionClip, rhythm: Rhythm) -> int:
    if clip.repeat is None:
        return 1
    once = clip.repeat[1] - clip.repeat[0]
    room = (rhythm.length - rhythm.delay) * rhythm.speed - clip.duration
    most = 1 + max(0, int(room / once))
    return min(rhythm.rounds, most) if rhythm.rounds else most


def layer_of(clip: MotionClip, bones: Sequence[str], at: F64) -> Layer:
    """A clip's change from the relaxed stand at (T,) seconds of its own."""
    change = multiply(inverse(relaxed(bones)), sample_rotations(clip, bones, at))
    channels = {name: sample_track(track, at)[:, 0] for name, track in clip.channels.items()}
    return Layer(change, sample_root(clip, at), channels)


def scaled(layer: Layer, amount: float, still: Sequence[int] = (), stays: bool = False) -> Layer:
    """The layer, so many times as far; bones by index that are ``still`` are left out, and the root of who stays."""
    amounts = np.full(layer.change.shape[1], amount)
    amounts[list(still)] = 0
    share = min(1.0, amount)
    channels = {n: np.asarray(REST.get(n, 0) + (v - REST.get(n, 0)) * share) for n, v in layer.channels.items()}
    return Layer(farther(layer.change, amounts), layer.root * (0.0 if stays else amount), channels)


def together(layers: Sequence[Layer], bones: Sequence[str]) -> tuple[F64, F64, dict[str, F64]]:
    """All layers on the relaxed stand: (T, J, 4) local rotations, (T, 3) root, and channels.

    Of a channel that several layers have, "breath" takes the largest, a plant and a flip the smallest.
    """
    samples = len(layers[0].root)
    rotations = np.repeat(relaxed(bones)[None], samples, axis=0)
    channels = {name: np.full(samples, value) for name, value in REST.items() if name in ALWAYS}
    for layer in layers:
        rotations = multiply(rotations, layer.change)
        for name, values in layer.channels.items():
            below = channels.get(name, np.full(samples, REST.get(name, 0.0)))
            channels[name] = np.asarray(np.minimum(below, values) if REST.get(name) else np.maximum(below, values))
    return continuous(rotations), np.sum([layer.root for layer in layers], axis=0), channels
