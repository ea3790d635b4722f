"""Who has what in hand in the photo."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.grasp import to_box
from nodes.script.lexicon_file import lexicon
from studio.media.contact import Contact
from studio.media.rig import Rig
from studio.media.scene import Box, Scene, Thing

HELD = "held_"
"""Begins the id of a thing's rig."""
NEAR = 0.16
"""Metres from a hand within which a thing is in it."""


def held_by(scene: Scene, contact: Contact) -> Thing | None:
    """The thing in the giver's hand that is handed over: the one that is spoken of, or the only one."""
    if contact.kind != "hand_over":
        return None
    return thing_of(scene, contact.first, contact.thing)


def thing_of(scene: Scene, who: str, said: str) -> Thing | None:
    """What somebody holds that goes by a name; by "" the only thing that they hold."""
    found = [scene.thing(one.object) for one in scene.of("holds", subject=who) if one.subject == who]
    things = [thing for thing in found if thing is not None and thing.kind == "object"]
    if not said:
        return things[0] if len(things) == 1 else None
    props = lexicon().words["props"]
    return next((one for one in things if said in (one.id, one.name, props.get(one.name.lower().split(" ")[-1]))), None)


def hand_at(rig: Rig, box: Box) -> str:
    """The hand that a thing is in; "" for none."""
    away: dict[str, float] = {}
    for bone in ("leftHand", "rightHand"):
        if bone in rig.bones:
            j = rig.bones.index(bone)
            ends = np.asarray(rig.heads[j, :2]), np.asarray((rig.heads[j, :2] + rig.tails[j, :2]) / 2)
            away[bone] = min(to_box(end, box) for end in ends) / rig.pixels_per_metre
    best = min(away, key=lambda bone: away[bone], default="")
    return best if best and away[best] < NEAR else ""
