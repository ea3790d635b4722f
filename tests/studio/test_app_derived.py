"""What is made from a value is made once for a studio, not once for a pull."""

from __future__ import annotations

import numpy as np

from studio.app import Studio
from studio.graph.build import Builder
from studio.media.image import Image
from studio.node import Context, node
from studio.node.library import Library

MADE: list[object] = []


@node(family="photo", version=1)
def grey_once() -> Image:
    """A grey picture."""
    return Image.from_array(np.full((2, 2, 3), 0.5))


@node(family="photo", version=1, keep=False)
def texture_of(ctx: Context, image: Image, *, turn: int = 0) -> Image:
    """Derives something from its input."""
    ctx.derive(image, "texture", lambda: MADE.append(image))
    return image


def test_two_pulls_of_one_studio_derive_once() -> None:
    studio = Studio(disk="")
    studio.library = Library([grey_once, texture_of])
    graphs = []
    for turn in (0, 1):
        build = Builder(studio.library)
        build.texture_of(build.grey_once(), turn=turn)
        graphs.append(build.graph)
    for graph in graphs:
        studio.pull(graph, "texture_of")
    assert len(MADE) == 1
