"""Whose is each pixel: everyone's own mask, from coverages that run into each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.flooding import settle
from nodes.algorithms.hand_owner import Arm, arms_of
from nodes.algorithms.instance_masks import separate
from nodes.algorithms.left_over import adopt, without_doubtful
from nodes.algorithms.limb_claim import arm_claim, trunk, with_arms
from nodes.algorithms.own_colours import by_colour
from nodes.algorithms.roster import Box
from nodes.algorithms.shared_borders import to_edges
from nodes.algorithms.spilt import without_spilt
from studio.models import embedded_hands, embedded_people, embedded_pose, embedded_union, search_crops
from studio.models.fading import fade_out
from studio.models.found import Found
from studio.node import Context

U8 = npt.NDArray[np.uint8]


def whose_pixels(ctx: Context, found: Sequence[Found], picture: U8) -> list[U8]:
    """Everyone's mask, by the embedded networks.

    Args:
        ctx: Services lent by the engine.
        found: Everyone.
        picture: (H, W, 3) uint8.

    Returns:
        (H, W) uint8 masks in the order of ``found``; no two are above 0 at one pixel.
    """
    masks = own_masks(found, picture)
    if len(found) > 1:
        found, masks = apart(ctx, found, masks, picture)
    masks = [finer_mask(ctx, one, masks, k, picture) for k, one in enumerate(found)]
    likely = embedded_union.up_close(ctx.models, picture, [bounds(mask) for mask in masks if mask.any()])
    if not masks:
        return masks
    points, scores = [one.points for one in found], [one.scores for one in found]
    whole = adopt(masks, points, picture, likely, by_itself(ctx, masks, picture))
    drawn = to_edges(without_spilt(whole, points, scores, picture), points, picture)
    return by_colour(drawn, points, picture)


def by_itself(ctx: Context, masks: Sequence[U8], picture: U8) -> Callable[[npt.NDArray[np.bool_]], float]:
    """What says how likely a piece of the picture is anybody's with everyone out of it."""
    rest = fade_out(picture, (np.max(masks, axis=0) > 127).astype(np.uint8))
    return lambda piece: embedded_union.by_itself(ctx.models, rest, piece)


def apart(ctx: Context, found: Sequence[Found], masks: list[U8], picture: U8) -> tuple[list[Found], list[U8]]:
    """People and masks once everybody was looked at alone, and hands and skeletons were asked whose pixels they are."""
    again = look_again(ctx, found, masks, picture)
    found = [replace(b, coverage=np.maximum(a.coverage, b.coverage)) for a, b in zip(found, again, strict=True)]
    arms = known_arms(ctx, found, picture)
    sure = [sure_limbs(found, arms, k) for k in range(len(found))]
    covers = [np.maximum(b.coverage, limbs) for b, limbs in zip(again, sure, strict=True)]
    found = [with_own_arms(one, arms, k) for k, one in enumerate(again)]
    points, scores = [f.points for f in found], [f.scores for f in found]
    parted = separate(covers, points, scores, picture, sure)
    likely = embedded_union.anybody(ctx.models, picture, [bounds(mask) for mask in parted if mask.any()])
    settled = settle(parted, points, scores, picture, likely, sure)
    return found, without_doubtful(settled, parted, points, picture, likely, by_itself(ctx, parted, picture))


def own_masks(found: Sequence[Found], picture: U8) -> list[U8]:
    """Each person's own pixels."""
    return separate([f.coverage for f in found], [f.points for f in found], [f.scores for f in found], picture)


def bounds(mask: U8) -> Box:
    """(x0, y0, x1, y1) of what is above 0."""
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
