"""People who are to keep apart: how thick their limbs are in the photo, who is near whom, and who is as far away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.figure import Figure
from nodes.algorithms.keep_apart import ARMS, CAPSULES, Dancer, Neighbours, capsule_ends, keep_apart, stride
from nodes.rig.limb_reach import reach_of
from studio.media.contact import Contact
from studio.media.motion import Motion
from studio.media.rig import Part, Rig

F64 = npt.NDArray[np.float64]
THIN, THICK = 0.5, 1.15
"""Limits of a limb's half width against the usual."""
INSIDE = 0.8
"""Share of what the mask shows that counts as solid: cloth gives way."""
AS_FAR = 0.25
"""Metres of difference in distance from which on people pass before one another."""
EYES = 1.5
"""Metres from the ground to a camera held as usual."""


def separate(
    figures: Mapping[str, Figure], rigs: Mapping[str, Rig], motions: Mapping[str, Motion], contacts: Sequence[Contact],
    fps: float, strength: float,
) -> None:  # fmt: skip
    """Push apart, in place, whoever would go through somebody else; not those who touch, while they do."""
    dancers = {
        key: Dancer(figure, limb_radii(rigs[key]), _layer(rigs[key], motions[key])) for key, figure in figures.items()
    }
    pairs = list(neighbours(dancers, rigs, contacts, fps))
    if pairs:
        keep_apart(dancers, pairs, fps, strength)


def _layer(rig: Rig, motion: Motion) -> float:
    return float(motion.channels["layer"].mean()) if "layer" in motion.channels else float(rig.layer)


def neighbours(
    dancers: Mapping[str, Dancer], rigs: Mapping[str, Rig], contacts: Sequence[Contact], fps: float
) -> Iterator[Neighbours]:
    """Who comes near whom at about the same distance from the camera: a sweep from left to right."""
    spans = {key: _extent(dancer) for key, dancer in dancers.items()}
    order = sorted(spans, key=lambda key: spans[key][0])
    active: list[str] = []
    for key in order:
        active = [other for other in active if spans[other][1] > spans[key][0]]
        for other in active:
            as_far = _as_far(dancers[other], dancers[key], rigs[other], rigs[key], stride(fps))
            times = np.arange(len(as_far)) * stride(fps) / fps
            apart = as_far[:, None, None] & ~touching(contacts, other, key, times, coming=False)
            if apart.any():
                yield Neighbours(other, key, apart)
        active.append(key)


def _extent(dancer: Dancer) -> tuple[float, float]:
    ends = capsule_ends(dancer.figure)[..., 0]
    wide = float(dancer.radii.max() * dancer.figure.metre.max())
    return float(ends.min()) - wide, float(ends.max()) + wide


def _as_far(one: Dancer, other: Dancer, rig: Rig, other_rig: Rig, step: int) -> npt.NDArray[np.bool_]:
    """(K,) whether two stand at about the same distance: as large, and on the same line of the ground."""
    a, b = one.figure.metre[::step], other.figure.metre[::step]
    metre = (a + b) / 2
    alike = np.abs(np.log(a / b)) < 0.12
    if not (rig.standing and other_rig.standing):
        return np.asarray(alike)
    feet = rig.ground[1] - one.figure.root[::step, 1] - (other_rig.ground[1] - other.figure.root[::step, 1])
    # z = f h / y: at 3.5 m so many metres of the picture's ground line are AS_FAR
    return np.asarray(alike & (np.abs(feet) / metre < AS_FAR * EYES / 3.5))


def touching(
    contacts: Sequence[Contact], one: str, other: str, times: F64, coming: bool = True
) -> npt.NDArray[np.bool_]:
    """(K, C, C) which capsules of two touch; with ``coming``, also those that are about to, and that part.

    Those of the limbs that meet; where one strikes, arms that ward it off; all where they hug.
    """
    found = np.zeros((len(times), len(CAPSULES), len(CAPSULES)), bool)
    for contact in contacts:
        if {contact.first, contact.second} != {one, other}:
            continue
        whole = contact.kind in ("hug", "kiss")
        before, after = (contact.approach + 0.1, contact.release + 0.2) if coming or whole else (0.0, 0.0)
        near = (times > contact.start - before) & (times < contact.end + after)
        bones = {contact.first: contact.first_bone, contact.second: contact.second_bone}
        limbs = [np.ones(len(CAPSULES), bool) if whole else _limb(bones[who]) for who in (one, other)]
        meet = limbs[0][:, None] | limbs[1][None]
        if contact.kind in ("push", "hit"):
            meet = meet | (ARMS[:, None] & ARMS[None])
        found |= near[:, None, None] & meet
    return found


def _limb(bone: str) -> npt.NDArray[np.bool_]:
    """(C,) capsules of the limb that ends in a hand or a foot; none for a bone of the trunk."""
    side = next((side for side in ("left", "right") if bone.startswith(side)), "")
    ends = ("UpperArm", "LowerArm") if bone.endswith("Hand") else ("UpperLeg", "LowerLeg")
    return np.array([bool(side) and first in (f"{side}{ends[0]}", f"{side}{ends[1]}") for first, _, _ in CAPSULES])


def limb_radii(rig: Rig) -> F64:
    """(C,) metres of each capsule: what the person's mask shows along the bone, within what bodies are."""
    usual = [reach_of(first) for first, _, _ in CAPSULES]
    seen = _seen(rig)
    radii = [_measured(rig, seen, k, name) for k, name in enumerate(usual)]
    known = [rig.bones.index(a) if a in rig.bones and b in rig.bones else -1 for a, b, _ in CAPSULES]
    return np.array([0.0 if j < 0 else radius for j, radius in zip(known, radii, strict=True)])


def _measured(rig: Rig, seen: Mapping[str, tuple[F64, tuple[int, int]]], number: int, usual: float) -> float:
    """Metres of one capsule, by the distance to the edge of the part that shows it."""
    first, last, moves = CAPSULES[number]
    own = f"{moves[:-5]}Arm" if moves.endswith(("Elbow", "Wrist")) else "body"
    found = seen.get(own)
    if found is None or first not in rig.bones or last not in rig.bones:
        return INSIDE * usual
    inside, (x0, y0) = found
    start, end = rig.heads[rig.bones.index(first), :2], rig.tails[rig.bones.index(last), :2]
    spots = np.rint(start + np.linspace(0.25, 0.75, 5)[:, None] * (end - start) - [x0, y0]).astype(int)
    fits = [(x, y) for x, y in spots if 0 <= y < inside.shape[0] and 0 <= x < inside.shape[1] and inside[y, x] > 0]
    if len(fits) < 3:
        return INSIDE * usual
    half = float(np.median([inside[y, x] for x, y in fits])) / rig.pixels_per_metre
    return INSIDE * float(np.clip(half, THIN * usual, THICK * usual))


def _seen(rig: Rig) -> dict[str, tuple[F64, tuple[int, int]]]:
    """By part: pixels from each of its pixels to its edge, and where it lies."""
    return {part.name: (_to_edge(part), part.texture.origin) for part in rig.parts}


def _to_edge(part: Part) -> F64:
    import cv2

    alpha = np.asarray(part.texture.pixels)[..., 3]
    solid = np.pad((alpha > 0.5).astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float64)
