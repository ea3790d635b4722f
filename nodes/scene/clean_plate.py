"""Clean plate: the picture without its people."""

from __future__ import annotations

from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.fringe import closed, grown, keep_background, take_off
from nodes.scene.coverage import all_colours, everyone, height_of, matte_of
from nodes.scene.loose_hair import loose_hair
from studio.media.image import Image, linear_to_srgb, srgb_to_linear
from studio.media.person import People
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Pixels, Range, Seed

B8 = npt.NDArray[np.bool_]

_AROUND = 3.0  # pixels around loose hair that its blur reaches


@node(family="scene", version=1)
def clean_plate(
    ctx: Context,
    image: Image,
    people: People,
    *,
    grow: Annotated[Fraction, Range(0.0, 0.045)] = 0.015,
    margin: Annotated[Pixels, Range(0.0, 64.0, "px")] = 2.0,
    working_size: Annotated[int, Range(160, 4096, "", (320, 1280))] = 640,
    sideways: Amount = 1.0,
    keep_border: bool = True,
    seed: Seed = 0,
) -> Image:
    """Take every person out of the picture and fill in what likely stands behind them.

    Everything outside the grown outlines stays exactly as it is; no filled place is copied from a person. Strands of
    hair before a smooth background that a matte left out go with the head.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it; mattes are used where there are any, else masks, else boxes.
        grow: How far around each person is filled as well, as a part of the person's height.
        margin: How many pixels around each person are filled on top of that.
        working_size: Longest side at which the fill is searched for; more is slower and follows finer detail.
        sideways: How much the fill prefers what stands beside a person over what stands above or below.
        keep_border: Keep what is clearly background inside the grown border, so that the photo changes least; next to
            people it is always filled, for what little of them a matte left out.
        seed: Start of the random search; another number gives another fill.

    Returns:
        The picture without people.
    """
    from nodes.algorithms.inpaint import complete, evened_steps
    from nodes.algorithms.sharpness import sharpness

    loose = loose_hair(image, people)
    hole = _hole(image, people, grow, margin) | grown(loose.astype(np.float32), _AROUND + margin)
    if not hole.any():
        return image
    pixels = image.array()
    source = linear_to_srgb(pixels[..., :3])
    avoid = cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0

    def check(done: float) -> None:
        ctx.check()
        ctx.progress(done, 1.0, "filling in behind people")

    filled = complete(source, hole, avoid, working_size=working_size, level=sideways, seed=seed, check=check)
    if keep_border:
        seen = linear_to_srgb(take_off(pixels[..., :3], all_colours(people, pixels)))
        most = evened_steps(sharpness(source, ~avoid))
        covered = np.maximum(everyone(people, image.size), 0.5 * loose).astype(np.float32)
        filled = keep_background(seen, filled, covered, hole, most)
    half = image.pixels.cpu().numpy().copy()
    half[hole, :3] = (srgb_to_linear(filled[hole]) * pixels[hole, 3:]).astype(half.dtype)
    return Image.from_array(half)


def _hole(image: Image, people: People, grow: float, margin: float) -> B8:
    """(H, W) where the picture is filled: each person's coverage grown by a part of the person's own height.

    What is left between people and is no wider than that again is filled too: such slivers are mostly bits of people.
    """
    hole = np.zeros((image.size[1], image.size[0]), bool)
    tallest = max((height_of(person) for person in people.values()), default=0.0)
    sliver = grow * tallest / 2 + margin
    for person in people.values():
        reach = grow * height_of(person) + margin
        matte = matte_of(person, image.size)
        pad = int(np.ceil(reach)) + 1
        x0, y0, x1, y1 = matte.box
        near = grown(np.pad(matte.coverage, pad), reach)
        top, left = max(0, pad - y0), max(0, pad - x0)
        bottom, right = min(near.shape[0], image.size[1] - y0 + pad), min(near.shape[1], image.size[0] - x0 + pad)
        hole[max(0, y0 - pad) : y1 + pad, max(0, x0 - pad) : x1 + pad] |= near[top:bottom, left:right]
    return closed(hole, sliver) if hole.any() else hole
