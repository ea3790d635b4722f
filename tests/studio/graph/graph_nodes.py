"""Node types of every shape. In a module of its own name: types in a conftest are looked up in whichever came last."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from studio.media.depth import Depth
from studio.media.film import Film
from studio.media.image import Image
from studio.node import node
from studio.node.context import Context
from studio.node.knob import Colour, Count, Entries, OpenPath, Pixels, SavePath, Vector


class Layers(NamedTuple):
    """Two outputs.

    Attributes:
        colour: A picture.
        depth: How far away.
    """

    colour: Image
    depth: Depth


@node(family="photo", version=1)
def load_photo(ctx: Context, *, path: OpenPath = "") -> Image:
    """Load a photo."""
    raise NotImplementedError


@node(family="composite", version=1)
def blur(image: Image, *, radius: Pixels = 4.0, times: Count = 1, kind: Literal["box", "gauss"] = "box") -> Image:
    """Blur a picture."""
    raise NotImplementedError


@node(family="composite", version=1)
def place(
    image: Image,
    *,
    offset: Vector = (0.0, 0.0),
    tint: Colour = (1.0, 1.0, 1.0, 1.0),
    keys: Entries = (),
    on: bool = True,
) -> Image:
    """Place and tint a picture."""
    raise NotImplementedError


@node(family="composite", version=1)
def merge(a: Image, b: Image, mask: Depth | None = None) -> Image:
    """Put one picture over another."""
    raise NotImplementedError


@node(family="depth", version=1)
def estimate_depth(image: Image) -> Depth:
    """Guess how far away everything is."""
    raise NotImplementedError


@node(family="depth", version=1)
def split(image: Image) -> Layers:
    """Take a picture apart."""
    raise NotImplementedError


@node(family="composite", version=1, pick=lambda knobs: "source")
def reroute(source: Any) -> Any:
    """Hand on what comes."""
    raise NotImplementedError


@node(family="composite", version=1, pick=lambda knobs: "abcd"[knobs["which"]])
def switch(a: Any = None, b: Any = None, *, which: Count = 0) -> Any:
    """Hand one of two on."""
    raise NotImplementedError


@node(family="video", version=1, writes=True)
def write_movie(clip: Image, *, path: SavePath = "", quality: Count = 5) -> Film:
    """Write a film."""
    raise NotImplementedError


FUNCTIONS = (load_photo, blur, place, merge, estimate_depth, split, reroute, switch, write_movie)
