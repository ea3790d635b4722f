"""Channels that say on which side of the body an arm is drawn."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.rotation import from_vector, inverse, multiply
from nodes.motion.arm_order import arm_order
from studio.media.rig import Rig

PARTS = (SimpleNamespace(name="body", order=0), SimpleNamespace(name="leftArm", order=1))


def swung(rig: Rig, aside: float, behind: float) -> tuple[Any, Any]:
    """The left arm lifted aside, swung behind the back and brought back, in degrees."""
    share = np.sin(np.linspace(0, np.pi, 61))
    upper = rig.bones.index("leftUpperArm")
    above = global_rotations(rig.rest, rig.parents)[int(rig.parents[upper])]
    lift = from_vector(np.deg2rad(aside) * np.clip(3 * share, 0, 1)[:, None] * np.array([0, 0, 1.0]))
    turn = from_vector(np.deg2rad(behind) * np.clip(2 * share - 1, 0, 1)[:, None] * np.array([0, 1.0, 0]))
    rotations = np.repeat(rig.rest[None].astype(np.float64), 61, axis=0)
    swing = multiply(multiply(inverse(above), multiply(turn, lift)), above)
    rotations[:, upper] = multiply(swing, rotations[:, upper])
    return rotations, np.zeros((61, 3))


def test_an_arm_swung_behind_the_back_is_drawn_behind_the_body(make_rig: Callable[..., Rig]) -> None:
    rig = make_rig("down", parts=PARTS)
    front = arm_order(rig, *swung(rig, 70, 40))["leftFront"]
    assert front[0] == front[-1] == 1 and front[30] == 0


def test_an_arm_that_stays_before_the_body_has_no_channel(make_rig: Callable[..., Rig]) -> None:
    rig = make_rig("down", parts=PARTS)
    assert arm_order(rig, *swung(rig, 70, -40)) == {}
    assert arm_order(make_rig("down"), *swung(rig, 70, 40)) == {}


@pytest.mark.parametrize("aside", [0, 5])
def test_an_arm_that_hangs_before_the_trunk_does_not_jump(make_rig: Callable[..., Rig], aside: float) -> None:
    rig = make_rig("crossed", parts=PARTS)
    assert arm_order(rig, *swung(rig, aside, 60)) == {}
