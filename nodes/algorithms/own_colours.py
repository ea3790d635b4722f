"""Pieces between two people that have the colours of the one, and in their mask the other.

A network that sees a head before a coat fills the corner between head and shoulder with coat; and takes an elbow for
that of the person behind it. Within a band along their borders, pixels are compared with what both surely are nearby:
a piece that is much more alike to who meets it changes hands.

Source: the nearest neighbours' distances as a measure of density, Loftsgaarden and Quesenberry 1965; colours in CIE
L*a*b*, of a pixel and of what lies around it, so that a lace is told by all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.flooding import disc
from nodes.algorithms.hand_owner import body_span

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]

LONGEST = 640
"""Longest side, in pixels, at which colours are compared."""
BAND, NEARBY, AWAY = 0.3, 0.6, 0.04
"""Widths of the smaller body: how far from the other one a pixel is doubted, how far from there colours are taken, and
how far from a border theirs are sure."""
AROUND = 0.03
"""How far around a pixel its surroundings reach, in the same."""
ALIKE = 4.0
"""How much nearer in colour a piece must be to who takes it, in steps that the eye just sees twice."""
LEAST_AREA = 0.004
"""The smallest piece, in squares of the smaller body's width."""
JOINED = 0.3
"""Least part of a piece's border with both that is with who takes it: a cuff on an arm is the arm's."""
FOREARM = 0.3
"""How wide a forearm and a hand are, in widths of the own body: what lies on them is theirs, whatever its colour."""
FOREARMS = (7, 9, 17), (8, 10, 18)
SAMPLES, NEIGHBOURS = 1500, 5


def by_colour(masks: Sequence[U8], points: Sequence[F32], picture: U8) -> list[U8]:
    """Masks with the pieces of others given back.

    Args:
        masks: (H, W) uint8 of each person; no two above 0 at one pixel.
        points: (23, 2) keypoints of each.
        picture: (H, W, 3) uint8.

    Returns:
        (H, W) uint8 masks; no two are above 0 at one pixel.
    """
    out = [mask.copy() for mask in masks]
    if len(masks) < 2:
        return out
    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    owner = np.argmax([np.full(masks[0].shape, 127, np.uint8), *masks], axis=0).astype(np.int32)
    small = cv2.resize(owner.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(np.int32)
    colours = _lab(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    spans = [scale * body_span(own) for own in points]
    away = [cv2.distanceTransform((small != k + 1).astype(np.uint8), cv2.DIST_L2, 3) for k in range(len(masks))]
    arms = [_forearms(small.shape, scale * own, span) for own, span in zip(points, spans, strict=True)]
    for k in range(len(masks)):
        for j in (j for j in range(len(masks)) if j != k):
            span = min(spans[k], spans[j])
            zone = (small == k + 1) & (away[j] < BAND * span) & ~arms[k]
            piece = _taken(colours, small, (k + 1, j + 1), zone, away[k], span)
            whole = cv2.resize(piece.astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR) > 0
            whole &= owner == k + 1
            if whole.any():  # with what neither had quite along the old border
                whole |= (cv2.dilate(whole.astype(np.uint8), disc(3)) > 0) & (owner == 0) & (out[k] > 0)
            out[j][whole], out[k][whole] = np.maximum(out[k][whole], 200), 0
    return out


def _forearms(shape: tuple[int, ...], points: F32, span: float) -> Bool:
    """(H, W) what lies on a body's forearms and hands."""
    out = np.zeros(shape, np.uint8)
    for arm in FOREARMS:
        line = np.rint(np.clip(points[list(arm)], -9999, 9999)).astype(np.int32)
        cv2.polylines(out, [line], False, 1, max(1, round(FOREARM * span)))
    return out > 0


def _lab(picture: U8) -> F32:
    """(H, W, 3) CIE L*a*b*, in which light counts less."""
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_RGB2LAB) * np.array([0.6, 1, 1], np.float32), np.float32)


def _taken(colours: F32, owner: I32, pair: tuple[int, int], zone: Bool, away: F32, span: float) -> Bool:
    """(H, W) what the first of two people has of the second in a zone; ``away`` (H, W) is pixels from the first."""
    nothing = np.zeros(owner.shape, bool)
    if zone.sum() < LEAST_AREA * span**2:
        return nothing
    near = cv2.distanceTransform((~zone).astype(np.uint8), cv2.DIST_L2, 3) < NEARBY * span
    sure = (owner == pair[0]) & ~zone & near, (owner == pair[1]) & (away > AWAY * span) & near
    if min(int(part.sum()) for part in sure) < 10 * NEIGHBOURS:
        return nothing
    around = cv2.GaussianBlur(colours, (0, 0), max(1.0, AROUND * span))
    both = np.concatenate([colours, around], axis=2) * np.float32(np.sqrt(0.5))
    apart = [_distance(both[zone], both[part]) for part in sure]
    alike = np.zeros(owner.shape, np.float32)
    alike[zone] = np.clip(apart[0] - apart[1], -5 * ALIKE, 5 * ALIKE)
    even, share = (cv2.GaussianBlur(part, (0, 0), max(1.0, AROUND * span)) for part in (alike, zone.astype(np.float32)))
    like = zone & (even > ALIKE * np.maximum(share, 1e-3))
    return _pieces(like, owner, pair, span) & zone


def _distance(places: F32, sure: F32) -> F32:
    """(N,) how far colours are from those that are sure."""
    from scipy.spatial import cKDTree

    chosen = np.random.default_rng(0).permutation(len(sure))[:SAMPLES]
    found: Any = cKDTree(sure[chosen]).query(places, k=[NEIGHBOURS])[0]
    return np.asarray(found[:, 0], np.float32)


def _pieces(like: Bool, owner: I32, pair: tuple[int, int], span: float) -> Bool:
    """(H, W) those of the pieces that are large enough and meet who takes them, grown by what opening took off."""
    kernel, out = disc(max(1, round(0.02 * span))), np.zeros(like.shape, bool)
    opened = cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    for k in range(1, count):
        piece = labels == k
        rim = owner[(cv2.dilate(piece.astype(np.uint8), disc(2)) > 0) & ~piece]
        left, joined = int((rim == pair[0]).sum()), int((rim == pair[1]).sum())
        if stats[k, cv2.CC_STAT_AREA] >= max(LEAST_AREA * span**2, 12) and joined > JOINED * (left + joined):
            out |= (cv2.dilate(piece.astype(np.uint8), kernel) > 0) & (like | piece)
    left = ((owner == pair[0]) & ~out).astype(np.uint8)
    threads = (left > 0) & (cv2.morphologyEx(left, cv2.MORPH_OPEN, kernel) == 0)
    beside = cv2.dilate(out.astype(np.uint8), disc(2 * max(1, round(0.02 * span)))) > 0
    return np.asarray(out | (threads & beside))
