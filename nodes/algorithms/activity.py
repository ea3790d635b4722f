"""What a body does, by rules on its joints, each with its evidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


def angle_at(a: F32, b: F32, c: F32) -> float:
    """Degrees between the directions from b to a and from b to c; 180 is straight. Any number of dimensions."""
    u, v = a - b, c - b
    cosine = float(u @ v) / max(float(np.linalg.norm(u) * np.linalg.norm(v)), 1e-9)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def activity(points: F32, scores: F32, depth: F32, pixels_per_metre: float, least: float = 0.4) -> tuple[str, str]:
    """Name what a body does.

    Args:
        points: (23, 2) keypoints (COCO's 17, knuckles, heels, toes) in pixels, y down.
        scores: (23,) in 0..1.
        depth: (23,) metres towards the viewer.
        pixels_per_metre: Scale at the body.
        least: Score from which a joint counts as seen.

    Returns:
        (activity, evidence): "stands", "sits", "walks", "runs", "reaches", "crouches" or "unknown", and one line.
    """
    space = np.column_stack([points / pixels_per_metre, -depth])
    seen = scores >= least
    arms = _reach(space, seen)
    legs = [side for side in (0, 1) if seen[[11 + side, 13 + side, 15 + side]].all()]
    if not legs:
        thighs = [side for side in (0, 1) if seen[[5 + side, 11 + side, 13 + side]].all()]
        if thighs:
            hip = float(np.mean([angle_at(space[5 + s], space[11 + s], space[13 + s]) for s in thighs]))
            if hip < 125:
                return "sits", f"hips bent to {hip:.0f}°, lower legs unseen"
        return arms or ("unknown", "legs are not seen")
    hips = [angle_at(space[5 + s], space[11 + s], space[13 + s]) for s in legs]
    knees = [angle_at(space[11 + s], space[13 + s], space[15 + s]) for s in legs]
    return _by_legs(space, legs, float(np.mean(hips)), float(np.mean(knees))) or arms or (
        "stands", f"hips at {np.mean(hips):.0f}°, knees at {np.mean(knees):.0f}°")  # fmt: skip


def _by_legs(space: F32, legs: list[int], hip: float, knee: float) -> tuple[str, str] | None:
    length = float(
        np.mean([_length(space[11 + s], space[13 + s]) + _length(space[13 + s], space[15 + s]) for s in legs])
    )
    drop = float(np.mean([space[15 + s, 1] - space[11 + s, 1] for s in legs])) / max(length, 1e-6)
    how = f"hips bent to {hip:.0f}°, knees to {knee:.0f}°, hips {max(drop, 0):.0%} of a leg above the feet"
    if knee < 110 and hip < 110 and drop < 0.5:
        return "crouches", how
    if hip < 125 and knee < 140 and drop < 0.8:
        return ("stands", f"astride, {how}") if len(legs) == 2 and _astride(space, length) else ("sits", how)
    if len(legs) == 2:
        stride = _length(space[15], space[16]) / max(length, 1e-6)
        bent = min(angle_at(space[11 + s], space[13 + s], space[15 + s]) for s in legs)
        wide = f"feet {stride:.0%} of a leg apart, one knee at {bent:.0f}°"
        if stride > 0.75 and bent < 125:
            return "runs", wide
        if stride > 0.45 and bent < 165:
            return "walks", wide
    return None


def _astride(space: F32, length: float) -> bool:
    """Whether the hips are carried between feet far apart, one leg straight, as in a lunge."""
    feet, hips = space[[15, 16], 0], space[[11, 12], 0].mean()
    between = feet.min() + 0.2 * length < hips < feet.max() - 0.2 * length
    straight = max(angle_at(space[11 + s], space[13 + s], space[15 + s]) for s in (0, 1))
    low = min(space[15 + s, 1] - space[11 + s, 1] for s in (0, 1))
    return bool(between and straight > 155 and low > 0.35 * length and np.ptp(feet) > 0.9 * length)


def _reach(space: F32, seen: npt.NDArray[np.bool_]) -> tuple[str, str] | None:
    for side, name in ((0, "left"), (1, "right")):
        if not seen[[5 + side, 7 + side, 9 + side]].all():
            continue
        arm = space[9 + side] - space[5 + side]
        straight = angle_at(space[5 + side], space[7 + side], space[9 + side])
        if straight > 125 and -arm[1] > -0.25 * np.linalg.norm(arm):
            return "reaches", f"{name} arm held out, elbow at {straight:.0f}°"
    return None


def _length(a: F32, b: F32) -> float:
    return float(np.linalg.norm(a - b))


def body_scale(points: F32, depth: F32) -> float:
    """Pixels a metre of a body whose joints are known in pixels and, in depth, in metres.

    The bones' lengths of an adult of 1.7 m (Drillis and Contini 1966) say how long each is in metres; the longest that
    is seen across the line of sight says the scale, since foreshortening only ever makes a bone shorter.
    """
    ratios = []
    for pairs, metres in _LENGTHS:
        a, b = (points[list(index)].mean(0) for index in pairs)
        away = float(depth[list(pairs[0])].mean() - depth[list(pairs[1])].mean())
        ratios.append(float(np.linalg.norm(a - b)) / max(np.sqrt(max(metres**2 - away**2, 0.0)), 0.5 * metres))
    return max(float(np.percentile(ratios, 70)), 1e-3)


_LENGTHS = (
    (((5, 6), (11, 12)), 0.50), (((5,), (6,)), 0.37), (((11,), (13,)), 0.42), (((12,), (14,)), 0.42),
    (((13,), (15,)), 0.42), (((14,), (16,)), 0.42), (((5,), (7,)), 0.31), (((6,), (8,)), 0.31),
)  # fmt: skip
