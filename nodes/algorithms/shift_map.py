"""Which piece of a picture is copied to where: one shift for each pixel of a hole, so that pieces meet unseen.

Source: Pritch, Kav-Venaki and Peleg, "Shift-map image editing", ICCV 2009; solved by sequential tree-reweighted message
passing, Kolmogorov, "Convergent tree-reweighted message passing for energy minimization", PAMI 2006. Compiled at the
first call and kept on disk.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True)  # type: ignore[untyped-decorator]
def _gather(features: Any, y: int, x: int, offsets: Any, labels: Any, count: int, out: Any) -> None:
    """Colours that a pixel gets by each of its candidate shifts, (C, K)."""
    height, width, channels = features.shape
    for k in range(count):
        sy = min(max(y + offsets[labels[k], 0], 0), height - 1)
        sx = min(max(x + offsets[labels[k], 1], 0), width - 1)
        for c in range(channels):
            out[c, k] = features[sy, sx, c]


@njit(cache=True, fastmath={"nnan", "nsz", "ninf"})  # type: ignore[untyped-decorator]
def _send(
    held: Any, mine: Any, own: int, theirs: Any, other: int, a: Any, b: Any, matter: Any, change: Any, out: Any
) -> None:
    """Least cost for each of a neighbour's candidates over one's own; cost of a seam by the colours on both sides."""
    lanes = a.shape[0]
    work = np.empty(own, np.float32)
    least = np.float32(1e30)
    for j in range(other):
        for i in range(own):
            work[i] = 0
        for c in range(lanes):
            value = b[c, j]
            for i in range(own):
                work[i] += abs(a[c, i] - value)
        best = np.float32(1e30)
        for i in range(own):
            total = held[i] if mine[i] == theirs[j] else held[i] + matter * (work[i] + change)
            best = min(best, total)
        out[j] = best
        least = min(least, best)
    for j in range(other):
        out[j] -= least


@njit(cache=True)  # type: ignore[untyped-decorator]
def solve(
    features: Any, nodes: Any, index: Any, offsets: Any, labels: Any, counts: Any, unary: Any, matter: Any, steps: Any,
    change: Any, rounds: int,
) -> Any:  # fmt: skip
    """The shift of each pixel, such that what the pieces show along their seams differs least.

    Args:
        features: (H, W, C) float32.
        nodes: (N, 2) int32 pixels to fill, in raster order.
        index: (H, W) int32, the node at a pixel or -1.
        offsets: (L, 2) int32.
        labels: (N, K) int32 candidates of each node.
        counts: (N,) int32, how many of them there are.
        unary: (N, K) float32, what each costs.
        matter: (N,) float32, how much a seam at a node counts.
        steps: (4, 2) int32 neighbours: left, up, right, down.
        change: Cost of a seam besides its colours.
        rounds: Sweeps to and fro.

    Returns:
        (N,) int32 chosen places in each node's candidates.
    """
    count, most = labels.shape
    channels = features.shape[2]
    messages = np.zeros((count, 4, most), np.float32)
    a = np.empty((2 * channels, most), np.float32)
    b = np.empty((2 * channels, most), np.float32)
    held = np.empty(most, np.float32)
    out = np.empty(most, np.float32)
    chosen = np.zeros(count, np.int32)
    for turn in range(2 * rounds + 1):
        last = turn == 2 * rounds
        backwards = turn % 2 == 1
        for k in range(count):
            n = count - 1 - k if backwards else k
            y, x = nodes[n, 0], nodes[n, 1]
            own = counts[n]
            if last:
                chosen[n] = _choose(
                    features,
                    nodes,
                    index,
                    offsets,
                    labels,
                    counts,
                    unary,
                    matter,
                    steps,
                    change,
                    n,
                    messages,
                    chosen,
                )
                continue
            for way in range(2):
                d = way if backwards else way + 2
                ny, nx = y + steps[d, 0], x + steps[d, 1]
                if ny < 0 or nx < 0 or ny >= index.shape[0] or nx >= index.shape[1] or index[ny, nx] < 0:
                    continue
                m = index[ny, nx]
                for i in range(own):
                    total = unary[n, i]
                    for e in range(4):
                        total += messages[n, e, i]
                    held[i] = 0.5 * total - messages[n, d, i]
                _gather(features, y, x, offsets, labels[n], own, a[:channels])
                _gather(features, ny, nx, offsets, labels[n], own, a[channels:])
                _gather(features, y, x, offsets, labels[m], counts[m], b[:channels])
                _gather(features, ny, nx, offsets, labels[m], counts[m], b[channels:])
                _send(held, labels[n], own, labels[m], counts[m], a, b, matter[n], change, out)
                for j in range(counts[m]):
                    messages[m, (d + 2) % 4, j] = out[j]
    return chosen


@njit(cache=True)  # type: ignore[untyped-decorator]
def _choose(
    features: Any, nodes: Any, index: Any, offsets: Any, labels: Any, counts: Any, unary: Any, matter: Any, steps: Any,
    change: Any, n: int, messages: Any, chosen: Any,
) -> Any:  # fmt: skip
    """The best candidate of a node, given what its left and upper neighbours chose and the others say."""
    y, x = nodes[n, 0], nodes[n, 1]
    height, width, channels = features.shape
    best, least = 0, np.float32(1e30)
    for i in range(counts[n]):
        total = unary[n, i] + messages[n, 2, i] + messages[n, 3, i]
        oy, ox = offsets[labels[n, i], 0], offsets[labels[n, i], 1]
        for d in range(2):
            ny, nx = y + steps[d, 0], x + steps[d, 1]
            if ny < 0 or nx < 0 or index[ny, nx] < 0:
                continue
            label = labels[index[ny, nx], chosen[index[ny, nx]]]
            if label == labels[n, i]:
                continue
            weight = matter[n]
            total += weight * change
            for e in range(2):
                py, px = (ny, nx) if e else (y, x)
                ay, ax = min(max(py + oy, 0), height - 1), min(max(px + ox, 0), width - 1)
                by = min(max(py + offsets[label, 0], 0), height - 1)
                bx = min(max(px + offsets[label, 1], 0), width - 1)
                for c in range(channels):
                    total += weight * abs(features[ay, ax, c] - features[by, bx, c])
        if total < least:
            best, least = i, total
    return best
