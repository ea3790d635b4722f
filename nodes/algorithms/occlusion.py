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


def close_gap(own: F32, front: F32, pixels: float) -> F32:
    """How much a person must cover so that no sliver is left open between them and those in front.

    Two mattes that were made one by one leave a soft sliver between them, through which the plate would shine. Where
    both still cover a little it is closed up to twice as wide as where neither does.

    Args:
        own: (h, w) float32, the person's visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        pixels: Half the width of the widest sliver that is closed.

    Returns:
        (h, w) float32, at least ``own``; with ``front`` it makes 1 along borders that touch.
    """
    together = np.clip(own + front, 0, 1)
    wanted = own.copy()
    for radius, soft in ((pixels, False), (2 * pixels, True)):
        closed = _closed(together, radius)
        both = np.minimum(_near(own, 2 * radius), _near(front, 2 * radius))
        if soft:
            both *= np.clip((cv2.blur(together, (3, 3)) - 0.03) / 0.1, 0, 1)
        wanted = np.maximum(wanted, own + (closed - together) * both)
    return wanted.astype(np.float32)


def fill_specks(full: F32, own: F32, front: F32, pixels: float) -> F32:
    """A person's continued coverage without pinholes along the border that they share with those in front.

    Args:
        full: (h, w) float32, the coverage with its continuation.
        own: (h, w) float32, the visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        pixels: Half the width of the widest hole that is filled.

    Returns:
        (h, w) float32, at least ``full``.
    """
    both = np.minimum(_near(own, 2 * pixels), _near(front, 2 * pixels))
    both *= np.clip((cv2.blur(np.clip(own + front, 0, 1), (3, 3)) - 0.03) / 0.1, 0, 1)
    free = np.maximum(1 - front, 0.02)
    together = _closed(np.clip(front + free * full, 0, 1), pixels)
    needed = np.clip((together - front) / free, 0, 1)
    lacking = np.maximum(_closed(full, pixels), needed) - full
    return np.maximum(full, full + lacking * both).astype(np.float32)


def _disc(radius: float) -> npt.NDArray[np.uint8]:
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _closed(coverage: F32, radius: float) -> F32:
    """Grey closing with a disc; a wide one is done on a smaller picture, since its cost grows with its area."""
    small, shrink = _smaller(coverage, radius / 8)
    pad = round(radius * shrink) + 2
    padded = cv2.copyMakeBorder(small, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, _disc(radius * shrink))[pad:-pad, pad:-pad]
    return np.maximum(coverage, _back(closed, coverage))


def _near(coverage: F32, radius: float) -> F32:
    """1 where a solid part is that near, falling to 0 over two pixels outside."""
    away = cv2.distanceTransform((coverage <= 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(np.clip((radius + 2 - away) / 2, 0, 1), np.float32) if (coverage > 0.5).any() else 0 * coverage


def _blurred(coverage: F32, sigma: float) -> F32:
    """Gaussian blur; a wide one is done on a smaller picture."""
    small, shrink = _smaller(coverage, sigma / 6)
    return _back(cv2.GaussianBlur(small, (0, 0), sigma * shrink), coverage)


def _smaller(coverage: F32, times: float) -> tuple[F32, float]:
    shrink = 1 / max(1.0, times)
    if shrink == 1:
        return coverage, 1.0
    size = (max(1, round(coverage.shape[1] * shrink)), max(1, round(coverage.shape[0] * shrink)))
    return np.asarray(cv2.resize(coverage, size, interpolation=cv2.INTER_AREA), np.float32), shrink


def _back(small: F32, like: F32) -> F32:
    if small.shape == like.shape:
        return np.asarray(small, np.float32)
    return np.asarray(cv2.resize(small, like.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def continue_under(own: F32, front: F32, reach: float) -> F32:
    """Coverage of a person carried on under those in front, along the borders that they share.

    Args:
        own: (h, w) float32, the person's visible coverage.
        front: (h, w) float32, coverage of everyone in front together.
        reach: How far it is carried on, in pixels.

    Returns:
        (h, w) float32: exactly ``own`` where nobody is in front; under a soft border what makes both together opaque.
    """
    free = 1 - np.clip(front, 0, 1)
    shown = np.clip(own / np.maximum(free, 0.02), 0, 1) * np.clip((0.98 - front) / 0.1, 0, 1)
    visible = _blurred(own, reach / 2)
    rest = _blurred(np.maximum(free - own, 0), reach / 2)
    likely = np.clip((visible / np.maximum(visible + rest, 1e-6) - 0.35) / 0.15, 0, 1)
    away = cv2.distanceTransform((own < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    likely *= np.clip((reach - away) / max(2.0, 0.1 * reach), 0, 1)
    likely = cv2.GaussianBlur(likely.astype(np.float32), (0, 0), 0.8) * np.clip((front - 0.5) / 0.4, 0, 1)
    return np.where(front > 0.004, np.maximum(np.maximum(shown, likely), own), own).astype(np.float32)


def not_above(full: F32, own: F32, heads: B8, soft: float) -> F32:
    """A continuation that under heads in front climbs no higher than where the person is seen to go in.

    A shoulder that goes in behind a head slopes on downwards. What would stand above it shows as a wisp beside the
    head as soon as that bows.

    Args:
        full: (h, w) float32, coverage with its continuation.
        own: (h, w) float32, the visible coverage.
        heads: (h, w) bool, around heads of those in front.
        soft: Over how many pixels it ends.

    Returns:
        (h, w) float32, between ``own`` and ``full``; unchanged below any visible part of the person.
    """
    solid = own > 0.5
    if not solid.any() or not (heads & (full > own + 0.01)).any():
        return full
    _, labels = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    row_of = np.zeros(int(labels.max()) + 1, np.float32)
    row_of[labels[solid]] = np.nonzero(solid)[0]
    climbs = row_of[labels] - np.arange(full.shape[0], dtype=np.float32)[:, None]
    top = np.cumsum(solid, axis=0) == 0
    kept = 1 - np.clip(climbs / max(1.0, soft), 0, 1) * (heads & top)
    return np.asarray(own + (full - own) * kept, np.float32)
