"""The pose and the finer mask of one person who is known, looked at without the others."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.body_looks import as_found, coverage, same
from studio.models.embedded_people import Body, BodyNetwork, Pyramid, Square
from studio.models.fading import fade_out
from studio.models.found import Found

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


def find_pose(network: BodyNetwork, picture: U8, mask: U8, others: U8, prior: F32 | None) -> Found | None:
    """The body that fits one person's mask best, looked at without the others.

    Args:
        network: BlazePose.
        picture: (H, W, 3) uint8.
        mask: (H, W) uint8 of the person.
        others: (H, W) uint8, above 0 where somebody else is: faded out.
        prior: (23, 2) keypoints known already.

    Returns:
        The middle of the best look and those like it; None where no body is seen.
    """
    height, width = mask.shape
    alone = fade_out(picture, (others > 0).astype(np.uint8))
    columns = np.flatnonzero((mask > 127).any(0))
    pyramids = [Pyramid(alone)]
    if columns[0] <= 1 or columns[-1] >= width - 2:
        pyramids.append(Pyramid(alone, mirror=True))
    small = np.asarray(cv2.resize(mask, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA))
    looks: list[tuple[float, Pyramid, Body]] = []
    for pyramid in pyramids:
        for square in _pose_squares(mask, prior):
            for _ in range(2):
                body = network.look(pyramid, square)
                # the mirror invents limbs, too
                fit = _fit(body, small, (width, height)) * (0.88 if pyramid.margin else 1.0) * _like(body, prior)
                looks.append((fit, pyramid, body))
                square = body.next_square()
    fit, pyramid, best = max(looks, key=lambda look: look[0])
    if fit < 0.15:
        return None
    near = [replace(best.square, side=best.square.side * grow) for grow in (1.06, 0.95)]
    more = [network.look(pyramid, square) for square in near] + [body for _, other, body in looks if other is pyramid]
    close = [
        body
        for body in more
        if body is not best and same(body, best) and _fit(body, small, (width, height)) > 0.85 * fit
    ]
    return as_found([best, *close], fit, (width, height))


def _like(body: Body, prior: F32 | None) -> float:
    """1 where a body is of the size known before; a body squeezed into what the picture shows of it is less likely."""
    if prior is None:
        return 1.0
    reach = max(float(np.linalg.norm(prior[[0, 15, 16]] - prior[[11, 12]].mean(0), axis=1).max()), 8.0)
    return float(np.exp(-(np.log(body.next_square().side / (2.5 * reach)) ** 2) / 0.32))


def tight_coverage(network: BodyNetwork, picture: U8, mask: U8, others: U8, body_side: float) -> U8 | None:
    """A finer mask of somebody of whom the picture shows but a part: from a crop of that part alone.

    Args:
        network: BlazePose.
        picture: (H, W, 3) uint8.
        mask: (H, W) uint8 of the person.
        others: (H, W) uint8, above 0 where somebody else is.
        body_side: Side of the crop that the whole body asks for, in pixels.

    Returns:
        (H, W) uint8, or None where the tight crop would not be finer, or shows something else.
    """
    columns, rows = np.flatnonzero((mask > 127).any(0)), np.flatnonzero((mask > 127).any(1))
    if not columns.size:
        return None
    width, height = float(columns[-1] + 1 - columns[0]), float(rows[-1] + 1 - rows[0])
    side = 1.2 * max(width, height)
    if side > 0.75 * body_side:
        return None
    square = Square(float(columns[0]) + width / 2, float(rows[0]) + height / 2, side)
    body = network.look(Pyramid(fade_out(picture, (others > 0).astype(np.uint8))), square)
    size = (mask.shape[1], mask.shape[0])
    cover = coverage([body], size, size)
    both, either = float(((cover > 127) & (mask > 127)).sum()), float(((cover > 127) | (mask > 127)).sum())
    return cover if body.score > 0.5 and both > 0.8 * either else None


def _pose_squares(mask: U8, prior: F32 | None) -> list[Square]:
    columns, rows = np.flatnonzero((mask > 127).any(0)), np.flatnonzero((mask > 127).any(1))
    x0, x1, y0, y1 = float(columns[0]), float(columns[-1] + 1), float(rows[0]), float(rows[-1] + 1)
    out: list[Square] = []
    if prior is not None:
        hips = prior[[11, 12]].mean(0)
        reach = max(float(np.linalg.norm(prior[[0, 15, 16]] - hips, axis=1).max()), 8.0)
        lean = float(np.arctan2(*((prior[[5, 6]].mean(0) - hips) * [1, -1])))
        out += [
            Square(float(hips[0]), float(hips[1]), 2.6 * reach * grow, turn)
            for grow in (1.0, 1.15)
            for turn in (lean, 0.0)
        ]
    length = max(y1 - y0, 0.6 * (x1 - x0))
    out.append(Square((x0 + x1) / 2, (y0 + y1) / 2, 1.3 * length))
    if y1 >= mask.shape[0] - 2:
        out.append(Square((x0 + x1) / 2, y0 + 0.9 * length, 2.3 * length))
    return out


def _fit(body: Body, mask: U8, size: tuple[int, int]) -> float:
    """How well a look agrees with a person's mask: presence, masks' overlap, visible landmarks inside."""
    raster = (int(mask.shape[1]), int(mask.shape[0]))
    cover = coverage([body], size, raster)
    both, either = float(((cover > 127) & (mask > 127)).sum()), float(((cover > 127) | (mask > 127)).sum())
    places = np.floor(body.points[:33] * [raster[0] / size[0], raster[1] / size[1]]).astype(int)
    inside = (places >= 0).all(1) & (places < raster).all(1)
    weight = body.visible[inside]
    fat = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    hit = fat[places[inside, 1], places[inside, 0]] > 127
    share = float((weight * hit).sum() / max(float(weight.sum()), 1e-6)) if inside.any() else 0.0
    return (0.3 + 0.7 * body.score) * both / max(either, 1.0) * share
