"""Where things and regions of the picture are over time, as far as a camera has to know."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.framing import Subject
from nodes.motion.held import HELD
from nodes.motion.on_clock import figure_of
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs
from studio.media.scene import Box, Scene, Thing

F64 = npt.NDArray[np.float64]
HANDS = ("leftHand", "rightHand")
CORE = (0.08, 0.92)
"""Shares of a region between which it is looked at: one far leaf does not make the trees as wide as the picture."""
LEAST_SEEN = 128
"""Coverage, of 255, from which on a place belongs to a region."""


def sight_of(name: str, scene: Scene | None, rigs: Rigs, motions: Motions, times: F64) -> Subject | None:
    """A thing or region over time; what somebody holds goes with the hand. None where there is none of the name."""
    thing = scene.places.get(name) if scene is not None else None
    if scene is None or thing is None:
        return None
    box = np.tile(np.array(_core(thing, scene.size), np.float64), (len(times), 1))
    holder = next((one.subject for one in scene.of("holds", target=name)), "")
    if HELD + name in rigs and HELD + name in motions:
        box = _lifted(box, rigs[HELD + name], motions[HELD + name], times)
    elif holder in rigs and holder in motions:
        box = box + np.tile(_carried(box[0], rigs[holder], motions[holder], times), 2)
    middle = (box[:, :2] + box[:, 2:]) / 2
    return Subject(middle, np.minimum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]), box, body=False)


def _core(thing: Thing, size: tuple[int, int]) -> Box:
    """The box of a thing; of a region, of most of it."""
    if thing.mask is None or thing.kind != "region":
        return thing.box
    seen = thing.mask >= LEAST_SEEN
    rows, columns = np.nonzero(seen)
    if not len(rows):
        return thing.box
    across, down = size[0] / seen.shape[1], size[1] / seen.shape[0]
    (x0, x1), (y0, y1) = np.quantile(columns, CORE), np.quantile(rows, CORE)
    return float(x0 * across), float(y0 * down), float((x1 + 1) * across), float((y1 + 1) * down)


def _lifted(box: F64, rig: Rig, motion: Motion, times: F64) -> F64:
    """(T, 4) the box of what was cut out of the photo and goes from hand to hand."""
    way, size = moved(rig, motion, times)
    held = np.tile(rig.heads[0, :2].astype(np.float64), 2)
    return held + (box - held) * size[:, None] + np.tile(way, 2)


def moved(rig: Rig | None, motion: Motion | None, times: F64) -> tuple[F64, F64]:
    """(T, 2) pixels that a body has moved, and (T,) how large it is against the photo."""
    if rig is None or motion is None:
        return np.zeros((len(times), 2)), np.ones(len(times))
    samples = len(motion.root)
    places = np.clip((times - motion.start) * motion.fps, 0.0, None)
    places = places % samples if motion.loop else np.minimum(places, samples - 1)
    root = np.stack([np.interp(places, np.arange(samples), motion.root[:, k]) for k in (0, 1)], axis=1)
    size = np.interp(places, np.arange(samples), motion.channels.get("size", np.ones(samples)))
    return root * rig.pixels_per_metre * np.array([1.0, -1.0]), size


def _carried(box: F64, rig: Rig, motion: Motion, times: F64) -> F64:
    """(T, 2) pixels by which the hand moves that is nearest to what is held."""
    hands = [rig.bones.index(hand) for hand in HANDS if hand in rig.bones]
    if not hands:
        return np.zeros((len(times), 2))
    away = np.linalg.norm(rig.tails[hands, :2] - (box[:2] + box[2:]) / 2, axis=1)
    hand = hands[int(np.argmin(away))]
    _, ends = figure_of(rig, motion).seen()
    way = ends[:, hand, :2] * [1.0, -1.0] - rig.tails[hand, :2]
    at = (times - motion.start) * motion.fps
    at = at % len(way) if motion.loop else at
    return np.stack([np.interp(at, np.arange(len(way)), column) for column in way.T], axis=1)
