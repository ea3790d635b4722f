"""How a person goes on behind those who stand in front: coverage and colours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.amodal import close_gap, continue_under, fill_specks, not_above, trunk_under
from nodes.algorithms.hidden_texture import carry_colours
from nodes.scene.coverage import crop, height_of, matte_of
from nodes.scene.loose_hair import head_of
from studio.media.image import Patch, linear_to_srgb, srgb_to_linear
from studio.media.matte import Matte
from studio.media.person import Person
from studio.node import Context

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]
Box = tuple[int, int, int, int]

_OFF = 0.008  # how far off the matte in front may be, as a part of the longer side of what is hidden and around it

_SURE = 0.3  # least score of a shoulder that is where it is said to be

_HEAD = 0.95  # how far around the middle of a head its hair reaches, in heads


@dataclass(frozen=True)
class Continuation:
    """How to carry people on.

    Attributes:
        reach: How far a person goes on, as a part of the person's height.
        gaps: Width of slivers that are closed, as a part of the person's height.
        pattern: Carry on the pattern of cloth; otherwise plain colours.
        seed: Start of the search for patterns.
    """

    reach: float
    gaps: float
    pattern: bool
    seed: int


@dataclass
class Drawn:
    """Everyone in front so far, drawn together: (H, W, 4) linear-light, premultiplied; and around whose heads."""

    pixels: F32
    heads: B8 = field(init=False)

    def __post_init__(self) -> None:
        self.heads = np.zeros(self.pixels.shape[:2], bool)

    def add(self, person: Person) -> None:
        """Draw one more under them."""
        patch = person.foreground
        if patch is None:
            return
        x, y = patch.origin
        height, width = patch.pixels.shape[:2]
        over = self.pixels[y : y + height, x : x + width]
        over += (1 - over[..., 3:]) * patch.pixels.astype(np.float32)
        head = head_of(person)
        if head is not None:
            rows, columns = np.indices(self.heads.shape, np.float32)
            self.heads |= np.hypot(columns - head[0], rows - head[1]) < _HEAD * head[2]


def carry_on(ctx: Context, photo: F32, person: Person, drawn: Drawn, how: Continuation) -> Person:
    """The person with matte and colours carried on behind everyone drawn so far."""
    size = (photo.shape[1], photo.shape[0])
    matte = matte_of(person, size)
    if not matte.coverage.size:
        return person
    reach = max(1.0, how.reach * height_of(person))
    pad = int(np.ceil(reach)) + 3
    x0, y0, x1, y1 = matte.box
    box = (max(0, x0 - pad), max(0, y0 - pad), min(size[0], x1 + pad), min(size[1], y1 + pad))
    own, window = crop(matte, box), (slice(box[1], box[3]), slice(box[0], box[2]))
    front = drawn.pixels[window]
    full = own
    if front[..., 3].max() > 0.004:
        closed = close_gap(own, front[..., 3], max(1.5, how.gaps * height_of(person))) if how.gaps > 0 else own
        full = continue_under(closed, front[..., 3], reach) if how.reach > 0 else closed
        if how.reach > 0:
            full = np.maximum(full, _trunk(person, own, front[..., 3], box, reach))
        full = fill_specks(full, own, front[..., 3], max(2.0, 1.5 * how.gaps * height_of(person)))
        full = not_above(full, own, drawn.heads[window], 0.01 * height_of(person))
    colours = _colours(ctx, photo[window], person, box, own, full, front, how)
    pixels = np.dstack([colours * full[..., None], full]).astype(np.float16)
    hidden = np.clip(full - own, 0, 1).astype(np.float32)
    return replace(
        person,
        matte=Matte(full, (box[0], box[1]), size),
        hidden=Matte(hidden, (box[0], box[1]), size),
        foreground=Patch(pixels, (box[0], box[1])),
    )


def _trunk(person: Person, own: F32, front: F32, box: Box, reach: float) -> F32:
    """(h, w) the person's trunk behind others; nothing where its joints are not known."""
    if person.skeleton is None or min(person.skeleton.score(f"{side}_shoulder") for side in ("left", "right")) < _SURE:
        return np.zeros_like(own)
    names = ("left_shoulder", "left_hip", "right_hip", "right_shoulder")
    corners = np.array([person.skeleton.point(name) for name in names], np.float32)
    return trunk_under(own, front, corners - np.array(box[:2], np.float32), reach)


def _colours(
    ctx: Context, photo: F32, person: Person, box: Box, own: F32, full: F32, front: F32, how: Continuation
) -> F32:
    """(h, w, 3) linear-light colours of the person: as matted where seen, solved or carried on where not."""
    seen = _foreground(photo, person, box, own)
    hidden = full > own + 1e-3
    if not hidden.any():
        return seen
    near = _near(hidden)
    seen[near] = _hidden_colours(ctx, photo[near], seen[near], own[near], full[near], front[near], how)
    return seen


def _near(region: B8) -> tuple[slice, slice]:
    """The part of a picture around a region, with some room."""
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    pad = 32 + int(min(np.ptp(rows), np.ptp(columns)) // 2)
    return (
        slice(max(0, int(rows[0]) - pad), int(rows[-1]) + pad),
        slice(max(0, int(columns[0]) - pad), int(columns[-1]) + pad),
    )


def _hidden_colours(ctx: Context, photo: F32, seen: F32, own: F32, full: F32, front: F32, how: Continuation) -> F32:
    """(h, w, 3) linear-light: what is seen, and what is solved or carried on where it is not."""
    hidden = full > own + 1e-3

    def check(done: float) -> None:
        ctx.check()

    # right beside who stands in front, a matte that is a little off holds their hair: nothing is copied there
    side = 2 * max(1, round(_OFF * max(own.shape))) + 1
    near = cv2.dilate(front[..., 3], cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    solid = np.where(near < 0.02, own, 0).astype(np.float32)
    carried = carry_colours(
        linear_to_srgb(seen), solid, hidden.astype(np.float32), detail=how.pattern, seed=how.seed, check=check
    )
    # Under a soft border the photo still tells the colour: what is left of it once the front one is taken away. Where
    # the mattes are wrong that is far off, so it may only change what was carried on a little.
    left = linear_to_srgb(np.clip((photo[..., :3] - front[..., :3]) / np.maximum(1 - front[..., 3:], 0.05), 0, 1))
    trust = np.clip((0.6 - front[..., 3:]) / 0.4, 0, 1) * np.clip((full[..., None] - 0.8) / 0.2, 0, 1)
    most = 0.06 + np.clip((0.05 - near[..., None]) / 0.05, 0, 1)
    mixed = srgb_to_linear(carried + np.clip(left - carried, -most, most) * trust)
    return np.where(hidden[..., None], mixed, seen).astype(np.float32)


def _foreground(photo: F32, person: Person, box: Box, own: F32) -> F32:
    """(h, w, 3) the person's colours, not premultiplied; the photo's own where nothing was estimated."""
    colours = photo[..., :3].copy()
    patch = person.foreground
    if patch is None:
        return colours
    x, y = patch.origin
    height, width = patch.pixels.shape[:2]
    x0, y0, x1, y1 = max(x, box[0]), max(y, box[1]), min(x + width, box[2]), min(y + height, box[3])
    if x0 >= x1 or y0 >= y1:
        return colours
    piece = patch.pixels[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
    straight = piece[..., :3] / np.maximum(piece[..., 3:], 1e-4)
    there = (slice(y0 - box[1], y1 - box[1]), slice(x0 - box[0], x1 - box[0]))
    colours[there] = np.where(piece[..., 3:] > 1e-3, straight, colours[there])
    return colours
