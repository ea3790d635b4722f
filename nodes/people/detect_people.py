"""Detect people: who is in the picture, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.flooding import settle
from nodes.algorithms.grab_cut import cut_box
from nodes.algorithms.hand_owner import Arm, arms_of
from nodes.algorithms.instance_masks import separate
from nodes.algorithms.limb_claim import arm_claim, trunk, with_arms
from nodes.algorithms.roster import Box, match_boxes, next_number
from nodes.people.backends import Backend, choose, resolve_people
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import PERSON_COLOURS, People, Person
from studio.media.skeleton import Skeleton
from studio.models import (
    embedded_hands,
    embedded_people,
    embedded_pose,
    embedded_search,
    embedded_union,
    search_crops,
    ultralytics_people,
)
from studio.models.found import Found
from studio.node import Context, node
from studio.node.knob import Entries, Fraction, Range

U8 = npt.NDArray[np.uint8]
Entry = Mapping[str, Any]

SURE, WEAK = 0.85, 0.7
"""Scores above which a hit needs no second witness, and below which it needs one even where nobody else is seen."""
LARGEST_RASTER = 1536
"""Longest side on which masks are worked out: finer detail is the matte's work."""


@node(family="people", version=1, resolve=resolve_people)
def detect_people(
    ctx: Context,
    image: Image,
    *,
    backend: Backend = "auto",
    roster: Entries = (),
    sensitivity: Fraction = 0.5,
    smallest: Annotated[float, Range(0.0, 1.0, soft=(0.0, 0.5))] = 0.08,
) -> People:
    """Find everyone in a picture: a box, a coarse mask and a stable id each.

    A roster holds what the artist fixed: mappings with ``id``, ``box`` (x0, y0, x1, y1 in source pixels), ``name``,
    ``colour`` (r, g, b), ``locked`` (stays even where nobody is detected) and ``removed`` (whoever is there is left
    out). Detections that overlap an entry keep its id; new ones get numbers never used before.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        backend: embedded needs nothing, learned runs YOLO weights from the shelf, auto takes the best there is.
        roster: People that the artist named, fixed, drew by hand or removed.
        sensitivity: Higher finds more people, and more that are none.
        smallest: Leave out people lower than this fraction of the picture's height.

    Returns:
        Everyone found, in the roster's order, then from left to right.
    """
    picture, chosen = image.srgb8(), choose(ctx.models, backend)
    small = on_raster(picture)
    found = find(ctx, small, chosen, 0.87 - 0.5 * sensitivity)
    if chosen == "embedded":
        found = confirmed(ctx, found, small)
    masks = own_masks(found, small)
    if chosen == "embedded" and len(found) > 1:
        again = look_again(ctx, found, masks, small)
        found = [replace(b, coverage=np.maximum(a.coverage, b.coverage)) for a, b in zip(found, again, strict=True)]
        arms = known_arms(ctx, found, small)
        sure = [sure_limbs(found, arms, k) for k in range(len(found))]
        covers = [np.maximum(b.coverage, limbs) for b, limbs in zip(again, sure, strict=True)]
        found = [with_own_arms(one, arms, k) for k, one in enumerate(again)]
        points, scores = [f.points for f in found], [f.scores for f in found]
        masks = separate(covers, points, scores, small, sure)
        likely = embedded_union.anybody(ctx.models, small, [_bounds(mask) for mask in masks if mask.any()])
        masks = settle(masks, points, scores, small, likely, sure)
    if chosen == "embedded":
        masks = [finer_mask(ctx, found[k], masks, k, small) for k in range(len(found))]
    people = [_person(one, mask, image.size) for one, mask in zip(found, masks, strict=True) if (mask > 127).any()]
    tall = [person for person in people if person.box[3] - person.box[1] >= smallest * image.size[1]]
    return named(sorted(tall, key=lambda person: person.box[0] + person.box[2]), roster, picture)


def confirmed(ctx: Context, found: Sequence[Found], picture: U8) -> list[Found]:
    """Without strips along an edge, and without those in whom the network that segments people sees nobody.

    That network misses small people, so it is asked only about weak hits, and about others where it sees somebody well.
    """
    likely_people = [one for one in found if one.score > SURE or not is_strip(one.coverage)]
    if all(one.score > SURE for one in likely_people):
        return likely_people
    likely = embedded_union.anybody(ctx.models, picture, ())
    shares = [float((likely[one.coverage > 127] > 0.5).mean()) for one in likely_people]
    least = SURE if max(shares) >= 0.8 else WEAK
    return [one for one, share in zip(likely_people, shares, strict=True) if share > 0.03 or one.score > least]


def is_strip(coverage: U8) -> bool:
    """Whether what is covered is nothing, or lies along the picture's bottom or top, much wider than high."""
    if not (coverage > 127).any():
        return True
    x0, y0, x1, y1 = _bounds(np.where(coverage > 127, coverage, 0))
    return (y0 <= 2 or y1 >= coverage.shape[0] - 2) and x1 - x0 > 2.5 * (y1 - y0)


def own_masks(found: Sequence[Found], picture: U8) -> list[U8]:
    """Each person's own pixels."""
    return separate([f.coverage for f in found], [f.points for f in found], [f.scores for f in found], picture)


def _bounds(mask: U8) -> Box:
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def known_arms(ctx: Context, found: Sequence[Found], picture: U8, settled: bool = False) -> list[Arm]:
    """Arms of these people that end in a hand that is seen."""
    if not found:
        return []
    hands = [(hand.points, hand.right) for hand in seen_hands(ctx, picture)]
    points, scores, covers = zip(*((f.points, f.scores, f.coverage) for f in found), strict=True)
    return arms_of(hands, points, scores, covers, settled=settled)


def seen_hands(ctx: Context, picture: U8) -> list[embedded_hands.Hand]:
    """Every hand in a picture."""
    pyramid = embedded_people.Pyramid(picture)
    places = list(search_crops.tiles(pyramid.size, (1.0, 0.6, 0.36)))
    return embedded_hands.find_hands(ctx.models, pyramid, places, ctx.check)


def with_own_arms(one: Found, arms: Sequence[Arm], k: int) -> Found:
    """The k-th person with the hands that are known, and without those of others."""
    points, scores = with_arms(one.points, one.scores, arms, k)
    return replace(one, points=points, scores=scores)


def sure_limbs(found: Sequence[Found], arms: Sequence[Arm], k: int) -> U8:
    """(H, W) above 0 where the k-th person's arms are seen."""
    covered = np.max([one.coverage for one in found], axis=0)
    trunks = [trunk(one.points, covered.shape) for j, one in enumerate(found) if j != k]
    before = np.max([np.zeros_like(covered), *trunks], axis=0)
    # an arm may cross somebody's chest, but hardly a face
    open_to = np.where(before == 255, 0, np.where(before > 0, found[k].coverage, covered)).astype(np.uint8)
    claims = [arm_claim(arm, open_to) for arm in arms if arm.person == k]
    seen = [np.where(covered > 60, claim, 0).astype(np.uint8) for claim in claims]
    return np.asarray(np.max([np.zeros_like(covered), *seen], axis=0), np.uint8)


def look_again(ctx: Context, found: Sequence[Found], masks: Sequence[U8], picture: U8) -> list[Found]:
    """Everyone who touches somebody, looked at again with the others faded out."""
    network = embedded_people.body_network(ctx.models)
    out: list[Found] = []
    for k, one in enumerate(found):
        ctx.check()
        others = np.max([mask for j, mask in enumerate(masks) if j != k], axis=0)
        if not (masks[k] > 127).any() or not (np.minimum(one.coverage, others) > 60).any():
            out.append(one)
            continue
        again = embedded_pose.find_pose(network, picture, masks[k], np.where(masks[k] > 0, 0, others), one.points)
        if again is None or again.score < 0.5:
            out.append(one)
        else:
            out.append(replace(again, score=one.score, coverage=np.maximum(again.coverage, masks[k])))
    return out


def finer_mask(ctx: Context, one: Found, masks: Sequence[U8], k: int, picture: U8) -> U8:
    """The k-th mask, from a tighter crop where the picture cuts much of the body off."""
    hips = one.points[[11, 12]].mean(0)
    reach = float(np.linalg.norm(one.points[[0, 15, 16]] - hips, axis=1).max())
    others = np.max([np.zeros_like(masks[k]), *(mask for j, mask in enumerate(masks) if j != k)], axis=0)
    network = embedded_people.body_network(ctx.models)
    cover = embedded_pose.tight_coverage(network, picture, masks[k], others, 2.5 * reach)
    return masks[k] if cover is None else np.where(others > 127, masks[k], cover)


def on_raster(picture: U8) -> U8:
    """The picture at the size at which people are looked for."""
    size = raster_size((picture.shape[1], picture.shape[0]))
    return (
        picture if size == picture.shape[1::-1] else np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    )


def raster_size(size: tuple[int, int]) -> tuple[int, int]:
    """The raster for masks of a picture of this size."""
    scale = min(1.0, LARGEST_RASTER / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def find(ctx: Context, picture: U8, backend: str, least: float) -> list[Found]:
    """Everyone, by one backend, best first."""
    if min(picture.shape[:2]) < 16:
        return []
    if backend == "learned":
        return ultralytics_people.find_people(ctx.models, picture, least, ctx.check)
    return embedded_search.find_people(ctx.models, picture, least, ctx.check)


def _person(found: Found, mask: U8, size: tuple[int, int]) -> Person:
    matte = Matte.from_full(full_coverage(mask, size))
    scale = np.array([size[0] / mask.shape[1], size[1] / mask.shape[0]], np.float32)
    skeleton = Skeleton(found.points * scale, found.scores, found.depth)
    return Person("", tuple(float(v) for v in matte.box), score=found.score, mask=matte, skeleton=skeleton)  # type: ignore[arg-type]


def full_coverage(mask: U8, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """(H, W) float32 coverage in 0..1 from a mask on the raster; below a tenth counts as nothing."""
    whole = mask if mask.shape[::-1] == size else cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
    cover = np.asarray(whole, np.float32) / 255
    cover[cover < 0.5] = 0
    return cover


def named(people: Sequence[Person], roster: Sequence[Entry], picture: U8) -> People:
    """Ids, names and colours: the roster's where a detection matches, else the next number."""
    entries = [entry for entry in roster if _box(entry) is not None]
    matched = match_boxes([_box(entry) or (0, 0, 0, 0) for entry in entries], [person.box for person in people])
    by_entry = {column: people[row] for row, column in matched.items()}
    kept = [_from_entry(entry, by_entry.get(k), picture) for k, entry in enumerate(entries)]
    named = [person for person in kept if person is not None]
    number = next_number([str(entry.get("id", "")) for entry in roster])
    for row, person in enumerate(people):
        if row not in matched:
            colour = PERSON_COLOURS[(number - 1) % len(PERSON_COLOURS)]
            named.append(replace(person, id=f"person_{number}", name=f"Person {number}", colour=colour))
            number += 1
    return People((person.id, person) for person in named)


def _box(entry: Entry) -> Box | None:
    box = entry.get("box")
    if not isinstance(box, tuple | list) or len(box) != 4 or not all(isinstance(v, int | float) for v in box):
        return None
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def _from_entry(entry: Entry, person: Person | None, picture: U8) -> Person | None:
    """What becomes of an entry: the detection under its id, or a person cut from its box; None where it is removed."""
    box, name = _box(entry), str(entry.get("id", ""))
    if entry.get("removed") or box is None or not name:
        return None
    if person is None:
        if not entry.get("locked"):
            return None
        person = Person(name, box, mask=Matte.from_full(cut_box(picture, box)))
    number = next_number([name]) - 1
    colour = entry.get("colour") or PERSON_COLOURS[(max(number, 1) - 1) % len(PERSON_COLOURS)]
    shown = tuple(float(v) for v in colour[:3])
    locked = bool(entry.get("locked"))
    title = str(entry.get("name") or name.replace("_", " ").capitalize())
    return replace(person, id=name, name=title, colour=shown, locked=locked, box=box if locked else person.box)  # type: ignore[arg-type]
