"""Rig person: bones in the photo's own pose, and a puppet of textured parts that hang on them."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nodes.rig.person_texture import read_texture
from nodes.rig.photo_bones import PARENTS, read_bones
from nodes.rig.puppet_parts import cut_parts
from studio.media.image import Image
from studio.media.person import Person
from studio.media.rig import Rig
from studio.media.skeleton import BONES, KEYPOINTS, Skeleton
from studio.node import Context, Each, node
from studio.node.knob import Range


@node(family="rig", version=1)
def rig_person(
    ctx: Context,
    image: Image,
    person: Each[Person],
    *,
    detail: Annotated[int, Range(60, 2000, "vertices", soft=(150, 800))] = 400,
) -> Rig:
    """Make a person ready to move.

    Args:
        ctx: Services lent by the engine.
        image: The source picture.
        person: The person, with matte, foreground and skeleton as far as they are known.
        detail: About how many vertices the puppet gets; more bend softer and take longer.

    Returns:
        Bones in the photo's pose, how free each of them is, and the puppet's parts.
    """
    texture = read_texture(image, person)
    skeleton = person.skeleton or Skeleton(
        np.zeros((len(KEYPOINTS), 2), np.float32), np.zeros(len(KEYPOINTS), np.float32),
        np.zeros(len(KEYPOINTS), np.float32),
    )  # fmt: skip
    bones = read_bones(skeleton, person.box)
    parts = cut_parts(texture, bones, detail)
    count = len(BONES)
    return Rig(
        person=person.id, bones=BONES, parents=PARENTS, heads=bones.heads.astype(np.float32),
        tails=bones.tails.astype(np.float32), rest=bones.rest.astype(np.float32),
        freedom=np.ones(count, np.float32), reasons=("",) * count, pinned=(),
        pixels_per_metre=bones.pixels_per_metre, layer=person.layer, parts=parts,
        ground=((person.box[0] + person.box[2]) / 2, person.box[3]), standing=True,
    )  # fmt: skip
