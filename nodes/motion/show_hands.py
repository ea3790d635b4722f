"""Show hands: gestures are done where they are seen."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms import shown_hand
from nodes.algorithms.figure import Figure, in_plane
from nodes.algorithms.rotation import angle_between, inverse, multiply, rotate
from nodes.algorithms.shown_hand import Arm
from nodes.motion.cut_hands import cut_of, keep_cut
from nodes.motion.free_limbs import FREE
from nodes.motion.in_the_way import Scene, scene_of
from nodes.motion.on_clock import figure_of, lasts, motion_of, on_clock
from studio.media.image import Image
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs
from studio.node import Context, node
from studio.node.knob import Fraction, Range

F64 = npt.NDArray[np.float64]
SIDES = ("left", "right")
CLOCK = 12.0
"""Looks a second at where hands are."""
FELT = 0.25
"""Share of a gesture from which on it is looked at."""
GOES = 0.25
"""Metres a second; hands of who goes faster than this swing as they like."""
FAR = 1e6
"""Pixels; where nothing is in anybody's way."""
TO_THE_HEAD = 0.26
"""Metres from the middle of the own head within which a hand does something there."""
FINGERS = 1.8
"""Lengths of the bone of a hand, from the wrist to the tips of stretched fingers."""


@node(family="motion", version=1)
def show_hands(
    ctx: Context,
    rigs: Rigs,
    motions: Motions,
    image: Image,
    *,
    amount: Fraction = 1.0,
    margin: Annotated[float, Range(0, 0.5, soft=(0, 0.1))] = 0.01,
) -> Motions:
    """Keep hands that make gestures inside the picture, and clear of heads and of who stands in front.

    A wave that is not seen is no wave: upper arm and forearm are each turned by one angle for as long as the gesture is
    held, as little as it takes, so that its own motion stays. A hand that the photo's edge cuts stays at that edge:
    nobody sees where it is cut. Who goes somewhere, arms that are not free, hands that do something at the own head,
    and gestures that are seen anyway are left as they are.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies.
        motions: What each of them does, in the photo's own terms.
        image: The photo; its edges are the frame.
        amount: How far arms give way; 0 leaves every motion as it is.
        margin: What is kept free along the frame's edge, in heights of the picture.

    Returns:
        The motions; those of people whose hands are seen anyway are handed on as they are.
    """
    known = [key for key in motions if key in rigs]
    if amount == 0 or not any(_acts(rigs[key], motions[key], side).any() for key in known for side in SIDES):
        return motions
    samples = max(2, round(max(lasts(motions[key]) for key in known) * CLOCK))
    figures = {key: figure_of(rigs[key], on_clock(motions[key], CLOCK, samples)) for key in known}
    frame = (image.size, margin * image.size[1])
    made, hands = dict[str, Motion](), list[F64]()
    for done, key in enumerate(sorted(known, key=lambda key: -rigs[key].layer)):
        ctx.check()
        own = scene_of(key, figures, rigs, frame, hands)
        made[key] = _shown(rigs[key], motions[key], figures[key], own, amount)
        figures[key] = figure_of(rigs[key], on_clock(made[key], CLOCK, samples))
        hands += _hands(figures[key], rigs[key], motions[key])
        ctx.progress(done + 1, len(known))
    return Motions((key, made.get(key, motion)) for key, motion in motions.items())


def _acts(rig: Rig, motion: Motion, side: str) -> npt.NDArray[np.bool_]:
    """(T,) where an arm makes a gesture, or may make one from where the photo has its hand up."""
    none = np.zeros(len(motion.rotations), np.float32)
    acts = motion.channels.get(f"{side}Reach", none) > 0
    if not _free(rig, side):
        return np.zeros(len(acts), bool)
    elbow, wrist = (rig.heads[rig.bones.index(f"{side}{name}"), 1] for name in ("LowerArm", "Hand"))
    return np.asarray(acts | (motion.channels.get("action", none) > 0) if wrist < elbow else acts)


def _hands(figure: Figure, rig: Rig, motion: Motion) -> list[F64]:
    """(T, 2) where each hand that gestures is, far away while it does not."""
    found, times = [], np.arange(len(figure.root)) / CLOCK
    for side in SIDES:
        acts = _acts(rig, motion, side)
        if not acts.any():
            continue
        own = motion.start + np.arange(len(motion.rotations)) / motion.fps
        share = shown_hand.raised(_apart(figure, side), np.interp(times, own, acts) > 0, CLOCK)
        hand = figure.places()[1][:, figure.body.index(f"{side}Hand"), :2]
        found.append(np.where(share[:, None] > FELT, hand, FAR))
    return found


def _shown(rig: Rig, motion: Motion, seen: Figure, scene: Scene, amount: float) -> Motion:
    """One person's motion with the arms of its gestures where they are seen."""
    figure = figure_of(rig, motion)
    for side in SIDES:
        acts = _acts(rig, motion, side)
        if acts.any():
            share = shown_hand.raised(_apart(figure, side), acts, motion.fps)
            cut = cut_of(rig, side, scene.size)
            if not keep_cut(figure, side, cut, scene.size, share, motion.fps, amount):
                _show(figure, motion, side, share, seen, scene, amount)
    return motion_of(figure, rig, motion)


def _free(rig: Rig, side: str) -> bool:
    bones = [f"{side}{name}" for name in ("UpperArm", "LowerArm", "Hand")]
    known = all(bone in rig.bones for bone in bones)
    return known and min(float(rig.freedom[rig.bones.index(bone)]) for bone in bones[:2]) >= FREE


def _show(
    figure: Figure, motion: Motion, side: str, share: F64, seen: Figure, scene: Scene, amount: float
) -> None:  # fmt: skip
    """Turn one arm, in place, gesture by gesture."""
    times = motion.start + np.arange(len(share)) / motion.fps
    pairs = shown_hand.choices()
    for first, last in _runs(share > 0):
        pick = np.arange(*np.ceil(times[[first, last - 1]] * CLOCK).astype(int))
        felt = np.interp(pick / CLOCK, times, share)
        pick = pick[_stays(seen)[pick] & (felt > FELT)]
        felt = np.interp(pick / CLOCK, times, share)
        held = pick[felt >= shown_hand.HELD]
        if not len(held) or _at_the_head(seen, side, scene, held):
            continue
        found, _ = shown_hand.best(_arm(seen, side, pick, felt), scene.thin(pick).hidden, pairs)
        upper, lower = pairs[found] * amount
        curve = np.zeros(len(share))
        curve[first:last] = share[first:last]
        figure.turn(f"{side}UpperArm", in_plane(upper * curve))
        figure.turn(f"{side}LowerArm", in_plane((lower - upper) * curve))


def _apart(figure: Figure, side: str) -> F64:
    """(T,) radians of an arm's bones from where the photo has them against the chest, the farther of the two."""
    apart, chest = list[F64](), inverse(figure.turns[:, figure.body.index("chest")])
    for name in ("UpperArm", "LowerArm"):
        j = figure.body.index(f"{side}{name}")
        rest = figure.body.tails[j] - figure.body.heads[j]
        apart.append(
            angle_between(
                rotate(multiply(chest, figure.turns[:, j]), rest), np.broadcast_to(rest, (len(figure.root), 3))
            )
        )
    return np.asarray(np.max(apart, axis=0))


def _arm(figure: Figure, side: str, pick: npt.NDArray[np.int64], share: F64) -> Arm:
    """An arm as the picture shows it at some samples, and how much of a change it feels there."""
    heads, tails = (at[pick, :, :2] for at in figure.places())
    u, low, h = (figure.body.index(f"{side}{name}") for name in ("UpperArm", "LowerArm", "Hand"))
    upper, lower, hand = heads[:, low] - heads[:, u], heads[:, h] - heads[:, low], tails[:, h] - heads[:, h]
    body = figure.body
    rest = _angle(body.tails[None, low] - body.heads[low]) - _angle(body.tails[None, u] - body.heads[u])
    turned = _angle(lower) - _angle(upper) - rest
    other = body.index(f"{'right' if side == 'left' else 'left'}UpperArm")
    outward = 1.0 if body.heads[u, 0] > body.heads[other, 0] else -1.0
    turned = (turned + np.pi) % (2 * np.pi) - np.pi
    return Arm(heads[:, u], upper, lower, FINGERS * hand, turned, share, outward)


def _angle(vectors: F64) -> F64:
    return np.asarray(np.arctan2(vectors[:, 1], vectors[:, 0]))


def _stays(figure: Figure) -> npt.NDArray[np.bool_]:
    """(T,) where a body goes nowhere."""
    speed = np.hypot(*np.gradient(figure.root[:, :2], axis=0).T) * CLOCK
    return np.asarray(speed < GOES * figure.metre)


def _at_the_head(figure: Figure, side: str, scene: Scene, pick: npt.NDArray[np.int64]) -> bool:
    """Whether a hand does something at the own head: it salutes, thinks, or drinks."""
    j = figure.body.index(f"{side}Hand")
    far = np.hypot(*(figure.places()[1][pick, j, :2] - scene.own[pick]).T)
    return bool(np.median(far / figure.metre[pick]) < TO_THE_HEAD)


def _runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one past the last of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
