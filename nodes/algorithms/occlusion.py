"""Who stands in front of whom, from the outlines alone, and a line-up that agrees best with all that is known.

Source: T-junctions as in Hoiem, Stein, Efros and Hebert, "Recovering occlusion boundaries from a single image", ICCV
2007: where two people and the background meet, the outline of the front one goes straight on.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]


def junction_evidence(first: F32, second: F32, radius: float) -> tuple[float, int]:
    """Whether the first person's outline runs straight past the second's where they and the background meet.

    Args:
        first: (h, w) float32 coverage of one person.
        second: (h, w) float32 coverage of the other, in the same frame.
        radius: Size of the neighbourhood looked at, in pixels.

    Returns:
        (evidence, junctions): evidence above 0 where the first is in front, about -1..1; how many places said so.
    """
    a, b = first > 0.5, second > 0.5
    b &= ~(a & (first >= second))
    a &= ~b
    places = _junctions(a, b, radius)
    votes = []
    for y, x in places:
        for part in (0.6, 1.0, 1.4):
            share_a, share_b = _sectors(a, b, y, x, radius * part)
            if min(share_a, share_b) > 0.05:
                votes.append(np.clip((abs(share_b - 0.5) - abs(share_a - 0.5)) * 5, -1, 1))
    return (float(np.mean(votes)), len(places)) if votes else (0.0, 0)


def _junctions(a: B8, b: B8, radius: float) -> list[tuple[int, int]]:
    """One (row, column) for each place where a, b and neither of them meet; apart by at least the radius."""
    near = np.ones((5, 5), np.uint8)
    neither = ~(a | b)
    neither &= cv2.morphologyEx(neither.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    all_three = [cv2.dilate(part.astype(np.uint8), near) > 0 for part in (a, b, neither)]
    meet = (all_three[0] & all_three[1] & all_three[2]).astype(np.uint8)
    size = 2 * max(1, round(radius / 2)) + 1
    count, labels = cv2.connectedComponents(cv2.dilate(meet, np.ones((size, size), np.uint8)))
    places = []
    for label in range(1, min(count, 40)):
        rows, columns = np.nonzero((labels == label) & (meet > 0))
        places.append((round(float(rows.mean())), round(float(columns.mean()))))
    return places


def _sectors(a: B8, b: B8, y: int, x: int, radius: float) -> tuple[float, float]:
    """Parts of a small disc that belong to a and to b; what lies outside the picture counts for nobody."""
    r = max(2, round(radius))
    window = (slice(max(0, y - r), y + r + 1), slice(max(0, x - r), x + r + 1))
    rows, columns = np.mgrid[window[0].start : window[0].start + a[window].shape[0],
                             window[1].start : window[1].start + a[window].shape[1]]  # fmt: skip
    disc = (rows - y) ** 2 + (columns - x) ** 2 <= r * r
    whole = max(1, int(disc.sum()))
    if whole < 0.8 * np.pi * r * r:
        return 0.0, 0.0
    return float((a[window] & disc).sum()) / whole, float((b[window] & disc).sum()) / whole


def line_up(front: F64, distance: F64) -> list[int]:
    """Indices from the farthest to the nearest, agreeing best with who is in front of whom.

    Args:
        front: (N, N) how strongly i is in front of j (negative: behind); antisymmetric.
        distance: (N,) metres, which decides where nothing else does.

    Returns:
        The order. Found by moving one at a time from the order by distance, until nothing gets better.
    """
    order = [int(k) for k in np.argsort(-distance, kind="stable")]
    gap = np.log(np.maximum(distance, 0.1))
    want = front + np.clip(gap[None, :] - gap[:, None], -1, 1) * 1e-3
    for _ in range(len(order)):
        best = _best_move(order, want)
        if best is None:
            break
        taken = order.pop(best[0])
        order.insert(best[1], taken)
    return order


def _best_move(order: list[int], want: F64) -> tuple[int, int] | None:
    found, most = None, 1e-9
    for at in range(len(order)):
        for to in range(len(order)):
            passed = order[at + 1 : to + 1] if to > at else order[to:at]
            sign = 1 if to > at else -1
            gain = sign * float(sum(want[order[at], other] for other in passed))
            if gain > most:
                found, most = (at, to), gain
    return found


def monotone(values: F64) -> F64:
    """The nearest sequence that never rises (pool adjacent violators, Ayer et al. 1955)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = float(value), 1
        while blocks and blocks[-1][0] / blocks[-1][1] < total / count:
            more, size = blocks.pop()
            total, count = total + more, count + size
        blocks.append((total, count))
    return np.concatenate([np.full(count, total / count) for total, count in blocks]) if blocks else values


def above_evidence(first: F32, second: F32) -> tuple[float, int]:
    """Whether the first person lies below the second along the border that they share, and so in front.

    Args:
        first: (h, w) float32 coverage of one person.
        second: (h, w) float32 coverage of the other, in the same frame.

    Returns:
        (evidence, length): -1..1, above 0 where the first is in front; the shared border's length in pixels.
    """
    a, b = first > 0.5, second > 0.5
    step = 3
    down = float((a[step:] & b[:-step] & ~b[step:] & ~a[:-step]).sum())
    up = float((b[step:] & a[:-step] & ~a[step:] & ~b[:-step]).sum())
    beside = float((a[:, step:] & b[:, :-step]).sum() + (b[:, step:] & a[:, :-step]).sum())
    total = down + up + beside
    return ((down - up) / total, round(total / step)) if total else (0.0, 0)
