"""Loose strands of hair beside a head that a matte left out: thin, of the hair's colour, before a smooth background.

A strand is narrower than a pixel or two, so its colour is a mix: it lies on the way from the background to the hair
(the compositing equation of Porter and Duff 1984, solved for coverage with both colours known). Colours are CIELAB.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

REACH = 0.6
"""How far off the head strands are looked for, in heads."""
_THIN, _LARGE = 0.1, 0.15  # half the width, and the area, of the thickest piece that is hair: in heads, heads squared
_SEAM = 0.06  # how far off a head a piece must stand out to be more than the border of a matte, in heads
_HANGS = 0.2  # how far off a head a piece may begin, in heads
_ROOM = 0.4  # width of the surroundings of a piece that must be smooth, in heads
_FAINT, _CLEAR, _APART = 5.0, 15.0, 18.0  # CIELAB: what a strand's tip, its middle, and hair itself differ at least
_EVEN = 0.1  # how smooth the background must be, in heads
_TURNS = 10.0  # CIELAB: how far a background's colour may change around a piece
_NOISE = 3.0  # CIELAB: grain above which nothing is told apart
_BUSY = 0.1  # part of the surroundings that may differ from the background


def loose_strands(picture: F32, coverage: F32, everyone: F32, middle: tuple[float, float], head: float) -> B8:
    """Where hair stands off a head though no matte says so.

    Args:
        picture: (H, W, 3) float32, gamma-encoded 0..1.
        coverage: (H, W) float32 in 0..1, of the person whose head it is.
        everyone: (H, W) float32 in 0..1, of all people together.
        middle: (x, y) of the head.
        head: Height of the head in pixels.

    Returns:
        (H, W) bool; nowhere where the background is not smooth, or looks like the hair.
    """
    nothing = np.zeros(coverage.shape, bool)
    rows, columns = np.indices(coverage.shape, np.float32)
    away = np.hypot(columns - middle[0], rows - middle[1])
    skull = (coverage > 0.9) & (away < 0.75 * head)
    hair = _hair(picture, skull, rows < middle[1], head)
    if hair is None:
        return nothing
    off = cv2.distanceTransform((~((coverage > 0.35) & (away < 0.75 * head))).astype(np.uint8), cv2.DIST_L2, 5)
    free = cv2.dilate(everyone, np.ones((3, 3), np.uint8)) < 0.1
    lab = _lab(picture)
    behind = _behind(lab, free, off > 0.35 * head, head)
    differs = np.linalg.norm(lab - behind, axis=2)
    far = free & (off > 0.35 * head) & (off < 1.2 * head)
    if not far.any() or float(np.median(differs[far])) > _NOISE:
        return nothing
    like = (_mixed(lab, behind, differs, hair) & (off < 1.2 * head)) & (everyone < 0.35)
    return _strands(like, behind, differs, off, free, head)


def _strands(like: B8, behind: F32, differs: F32, off: F32, free: B8, head: float) -> B8:
    """The pieces that are small, thin, near the head, and alone before a smooth background."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=8)
    thick = cv2.distanceTransform(like.astype(np.uint8), cv2.DIST_L2, 5)
    found = np.zeros(like.shape, bool)
    room = max(2, round(_ROOM * head))
    for k in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] < _LARGE * head**2) + 1:
        x, y, wide, high = stats[k, :4]
        near = (slice(max(0, y - room), y + high + room), slice(max(0, x - room), x + wide + room))
        piece = labels[near] == k
        reach, solid = float(off[near][piece].max()), float(thick[near][piece].max()) > max(1.5, _THIN * head)
        if solid or not _SEAM * head < reach < REACH * head or float(off[near][piece].min()) > _HANGS * head:
            continue
        if float(differs[near][piece].max()) < _CLEAR:
            continue
        around = free[near] & ~piece & (off[near] > _SEAM * head)
        if _plain(behind[near][around], differs[near][around]):
            found[near] |= piece
    return found


def _plain(behind: F32, differs: F32) -> bool:
    """Whether surroundings, (N, 3) and (N,), are one smooth background: of one colour, and hardly anything on it."""
    if not len(behind) or float((differs > _FAINT).mean()) > _BUSY:
        return False
    return float(np.quantile(np.linalg.norm(behind - np.median(behind, axis=0), axis=1), 0.95)) < _TURNS


def _hair(picture: F32, skull: B8, above: B8, head: float) -> F32 | None:
    """(4, 3) colours of the hair from dark to light, from what is solid along the upper outline of the head."""
    inside = cv2.distanceTransform(np.pad(skull, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rim = skull & above & (inside > 1.5) & (inside < 0.15 * head)
    if rim.sum() < 16:
        return None
    colours = _lab(picture)[rim]
    colours = colours[np.argsort(colours[:, 0], kind="stable")]
    return np.array([part.mean(axis=0) for part in np.array_split(colours, 4)], np.float32)


def _behind(lab: F32, free: B8, far: B8, head: float) -> F32:
    """(H, W, 3) the background, smooth: from well off the head, and then from all that is like it."""
    behind = pull_push(lab, (free & far).astype(np.float32))
    for _ in range(2):
        alike = (free & (np.linalg.norm(lab - behind, axis=2) < _FAINT)).astype(np.float32)
        even = cv2.GaussianBlur(np.dstack([lab * alike[..., None], alike]), (0, 0), max(1.0, _EVEN * head))
        behind = pull_push(even[..., :3] / np.maximum(even[..., 3:], 1e-6), even[..., 3] > 0.05)
    return behind


def _mixed(lab: F32, behind: F32, differs: F32, hair: F32) -> B8:
    """(H, W) where a colour lies on the way from the background to one of the hair's."""
    like = np.zeros(differs.shape, bool)
    for colour in hair:
        way = colour - behind
        length = np.linalg.norm(way, axis=2)
        along = np.clip(((lab - behind) * way).sum(axis=2) / np.maximum(length, 1.0) ** 2, 0, 1.2)
        beside = np.linalg.norm(lab - behind - along[..., None] * way, axis=2)
        like |= (length > _APART) & (beside < 0.5 * differs) & (along > 0.1)
    return np.asarray(like & (differs > _FAINT))


def _lab(picture: F32) -> F32:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture, np.float32), cv2.COLOR_RGB2LAB), np.float32)
