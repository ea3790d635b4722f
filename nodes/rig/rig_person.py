"""Rig person: bones in the photo's own pose, and a puppet of textured parts that hang on them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from nodes.rig.clasped_hand import with_clasped_hands
from nodes.rig.judge_arms import WRIST_SEEN
from nodes.rig.judge_limbs import judge_freedom
from nodes.rig.limb_freedom import CROPPED, HIDDEN, TEARS, Freedom, Neighbours, arm_bones, leg_bones
from nodes.rig.limb_layers import STUCK_FREEDOM
from nodes.rig.person_texture import PersonTexture, read_texture
from nodes.rig.photo_bones import PARENTS, PhotoBones, read_bones
from nodes.rig.puppet_parts import cut_parts
from nodes.rig.try_limbs import tearing_limbs
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.rig import Rig
from studio.media.skeleton import BONES, KEYPOINTS, Skeleton
from studio.node import Context, Each, node
from studio.node.knob import Entries, Range


@node(family="rig", version=1)
def rig_person(
    ctx: Context,
    image: Image,
    person: Each[Person],
    people: People | None = None,
    *,
    detail: Annotated[int, Range(60, 2000, "vertices", soft=(150, 800))] = 400,
    free_limbs: Entries = (),
) -> Rig:
    """Make a person ready to move.

    Args:
        ctx: Services lent by the engine.
        image: The source picture.
        person: The person, with matte, foreground and skeleton as far as they are known.
        people: Everybody in the picture, so that hands on others and limbs behind them are left where they are.
        detail: About how many vertices the puppet gets; more of them bend softer and take longer.
        free_limbs: Freedom set by hand: {"bone": name, "freedom": 0..1, "person": id or left out for everybody}.

    Returns:
        Bones in the photo's pose, how free each of them is, and the puppet's parts.
    """
    person = with_clasped_hands(person, people)
    texture = read_texture(image, person)
    nearer = [other for other in (people or {}).values() if other.id != person.id and other.layer > person.layer]
    texture = replace(texture, covered=_covered(texture, nearer))
    bones = read_bones(person.skeleton or _no_skeleton(), person.box, _top(texture))
    activity = person.skeleton.activity if person.skeleton else "unknown"
    freedom = judge_freedom(bones, texture, activity, _others(texture, person, people))
    _set_by_hand(freedom, free_limbs, person.id)
    judged = deepcopy(freedom)
    made = _put_together(person, texture, bones, freedom, detail)
    ctx.check()
    tearing = [limb for limb in tearing_limbs(made) if not _is_set(free_limbs, person.id, limb)]
    if not tearing:
        return made
    for side in [limb.removesuffix("Arm") for limb in tearing if limb.endswith("Arm")]:
        judged.limit(arm_bones(side), STUCK_FREEDOM, TEARS)
    legs = not any(limb.endswith("Leg") for limb in tearing)
    return _put_together(person, texture, bones, judged, detail, legs)


def _put_together(
    person: Person, texture: PersonTexture, bones: PhotoBones, freedom: Freedom, detail: int, legs: bool = True
) -> Rig:
    """The rig; ``legs`` says whether legs may be parts of their own."""
    parts = cut_parts(texture, bones, freedom, detail, legs, person.face)
    if not parts:
        raise BadInput(
            f"{person.id}: nothing of this person is left in the matte; lower the matte's threshold or remove it"
        )
    return Rig(
        person=person.id,
        bones=BONES,
        parents=PARENTS,
        heads=bones.heads.astype(np.float32),
        tails=bones.tails.astype(np.float32),
        rest=bones.rest.astype(np.float32),
        freedom=np.array([freedom.value[b] for b in BONES], np.float32),
        reasons=tuple(freedom.reason[b] for b in BONES),
        pinned=tuple(freedom.pinned),
        pixels_per_metre=bones.pixels_per_metre,
        layer=person.layer,
        parts=parts,
        ground=_ground(texture, bones),
        standing=_stands(texture, freedom),
    )


def _set_by_hand(freedom: Freedom, entries: tuple[Any, ...], person: str) -> None:
    """Apply what the artist set. Raises BadInput for a bone that is not there or a freedom that is none."""
    for entry in entries:
        bone, value = entry.get("bone"), entry.get("freedom", 1.0)
        if bone not in freedom.value:
            raise BadInput(f"free_limbs: there is no bone {bone!r}; use a VRM name such as leftUpperArm")
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise BadInput(f"free_limbs: {bone} wants a freedom from 0 to 1, not {value!r}")
        if entry.get("person") in (None, person):
            freedom.value[bone], freedom.reason[bone] = float(value), "set by hand"


def _is_set(entries: tuple[Any, ...], person: str, limb: str) -> bool:
    """Whether the artist said how free an arm or a leg is."""
    bones = arm_bones(limb[:-3]) if limb.endswith("Arm") else leg_bones(limb[:-3])
    return any(e.get("bone") in bones and e.get("person") in (None, person) for e in entries)


def _others(texture: PersonTexture, person: Person, people: People | None) -> Neighbours | None:
    """The other people around one."""
    if people is None:
        return None
    others = [other for other in people.values() if other.id != person.id]
    names = ("left_hand", "right_hand", "left_wrist", "right_wrist")
    hands = [o.skeleton.point(n) for o in others if o.skeleton for n in names if o.skeleton.score(n) >= WRIST_SEEN]
    back = _covered(texture, [other for other in others if other.layer <= person.layer])
    return Neighbours(texture.covered | back & (texture.coverage < 0.5), np.array(hands, np.float64).reshape(-1, 2))


def _covered(texture: PersonTexture, others: list[Person]) -> npt.NDArray[np.bool_]:
    """(h, w) on the texture's grid, where the mattes of these people are."""
    height, width = texture.coverage.shape
    covered = np.zeros((height, width), bool)
    for other in others:
        matte = other.matte or other.mask
        if matte is None:
            continue
        x, y = matte.origin[0] - texture.origin[0], matte.origin[1] - texture.origin[1]
        high, wide = matte.coverage.shape
        top, left, bottom, right = max(y, 0), max(x, 0), min(y + high, height), min(x + wide, width)
        if bottom > top and right > left:
            covered[top:bottom, left:right] |= matte.coverage[top - y : bottom - y, left - x : right - x] > 0.5
    return covered


def _no_skeleton() -> Skeleton:
    count = len(KEYPOINTS)
    return Skeleton(np.zeros((count, 2), np.float32), np.zeros(count, np.float32), np.zeros(count, np.float32))


def _top(texture: PersonTexture) -> float | None:
    """Row of the top of the person, unless the picture cuts it."""
    rows = np.flatnonzero((texture.coverage > 0.5).any(axis=1))
    return None if rows.size == 0 or "top" in texture.cropped else float(rows[0] + texture.origin[1])


def _ground(texture: PersonTexture, bones: PhotoBones) -> tuple[float, float]:
    """Under the middle of the feet, at the lowest row of the person inside the picture."""
    rows = np.flatnonzero((texture.coverage > 0.5).any(axis=1))
    lowest = float(rows[-1] + 1 + texture.origin[1]) if rows.size else float(bones.heads[0, 1])
    feet = (bones.point("left_ankle")[0] + bones.point("right_ankle")[0]) / 2
    return float(feet), min(lowest, float(texture.size[1]))


def _stands(texture: PersonTexture, freedom: Freedom) -> bool:
    """Whether a foot is seen on the ground."""
    if "bottom" in texture.cropped:
        return False
    return any(freedom.reason[f"{side}LowerLeg"] not in (CROPPED, HIDDEN) for side in ("left", "right"))
