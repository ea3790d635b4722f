"""Limbs are tried before anybody acts with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import FakeContext
from stick_person import stick_person

from nodes.rig.rig_person import rig_person
from nodes.rig.try_limbs import tearing_limbs
from studio.media.rig import Rig


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rig_person(FakeContext(), *stick_person())


def reason(rig: Rig, bone: str) -> str:
    return rig.reasons[rig.bones.index(bone)]


def test_limbs_that_bend_well_are_left_free(rig: Rig):
    assert {"leftArm", "rightArm", "leftLeg", "rightLeg"} <= {part.name for part in rig.parts}
    assert tearing_limbs(rig) == []


@pytest.mark.parametrize("limb", ["leftArm", "rightLeg"])
def test_a_limb_whose_bones_hold_the_wrong_ends_tears(rig: Rig, limb: str):
    upper, lower = (rig.bones.index(f"{limb[:-3]}{half}{limb[-3:]}") for half in ("Upper", "Lower"))
    parts = []
    for part in rig.parts:
        if part.name == limb:
            wrong = part.weights.copy()
            wrong[:, [upper, lower]] = wrong[:, [lower, upper]]
            part = replace(part, weights=wrong)
        parts.append(part)
    assert tearing_limbs(replace(rig, parts=tuple(parts))) == [limb]


def test_an_arm_folded_upon_itself_is_not_taken_apart():
    folded = rig_person(FakeContext(), *stick_person({"left_wrist": (325, 200), "left_hand": (322, 180)}))
    assert reason(folded, "leftUpperArm") == "folded upon itself"
    assert "leftArm" not in {part.name for part in folded.parts}


def test_the_matte_s_soft_rim_goes_with_the_arm(rig: Rig):
    body = next(part for part in rig.parts if part.name == "body")
    wrist = (rig.heads[rig.bones.index("leftHand"), :2] - body.texture.origin).astype(int)
    around = body.texture.pixels[max(wrist[1] - 20, 0) : wrist[1] + 20, max(wrist[0] - 30, 0) : wrist[0] + 30, 3]
    assert around.size == 0 or around.max() == 0
