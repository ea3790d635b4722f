"""A way of walking or running: how it differs from the plain walk or run."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

SIDES = ("right", "left")
"""Order of the two feet wherever a gait has something of both."""


@dataclass(frozen=True)
class Style:
    """Degrees, metres, seconds; phases are shares of a cycle, in which the right foot strikes at 0.

    Attributes:
        name: Of the clip.
        description: Of the clip, with the source of its angles.
        base: Clip whose leg angles it follows: ``walk`` or ``run``.
        arms: Whether the arms are part of it.
        cycle: Seconds of two steps.
        stance: Of either foot, the phases at which it strikes and leaves the ground.
        hip: Times the swing of the thighs; likewise ``knee`` and ``foot``.
        hip_base: Added to the thighs all along; likewise ``knee_base`` and ``foot_base``.
        lift: Added to the thigh in mid-swing; likewise ``knee_lift`` and ``foot_lift``.
        at: Phase of a leg at which it is lifted most; ``lift_width``: for how long.
        spread: How far the legs go apart.
        backwards: Whether legs run through their angles in reverse.
        yaw: Of the hips; ``roll``, ``pitch`` likewise.
        spine: How far it bends forward; ``chest``, ``neck``, ``head`` likewise.
        chest_yaw: Turn of the chest against the hips.
        lean: From side to side with the weight.
        nod: Of the head at every step; ``tilt``: to the sides; ``head_yaw``: looks about.
        sway: Metres that hips go aside.
        bounce: Times the rise and fall that standing legs make.
        arm: Swing of the upper arms; ``arm_base`` forward, ``arm_out`` away from the body.
        elbow: Bend; ``elbow_swing`` with the arm; ``fold``: radians that forearms point across.
        shoulder: How far shoulders are up; ``shrug``: at every step.
        left: What differs in the left leg and arm.
        flight: Metres that a body rises while neither foot stands.
        gait: What goes into the clip for feet on the ground.
        hops: More phases of a foot off the ground, by side.
        by_hand: Name of the angles that are set by hand, in by_hand.py.
        intro: Seconds before the cycle; ``outro``: after it.
        keys: Keys of a cycle; ``cycles``: how many; ``first``: phase at which they begin.
        wobble: How far the trunk swings round, once in all cycles.
    """

    name: str
    description: str
    base: str = "walk"
    arms: bool = False
    cycle: float = 1.1
    stance: tuple[tuple[float, float], ...] = ((0.0, 0.62), (0.5, 1.12))
    hip: float = 1
    hip_base: float = 0
    knee: float = 1
    knee_base: float = 0
    foot: float = 1
    foot_base: float = 0
    lift: float = 0
    knee_lift: float = 0
    foot_lift: float = 0
    at: float = 0.76
    lift_width: float = 0.11
    spread: float = 1
    backwards: bool = False
    yaw: float = 4
    roll: float = 3
    pitch: float = 0
    spine: float = 1
    chest: float = 1
    chest_yaw: float = 6
    lean: float = 0
    neck: float = 0
    head: float = 0
    nod: float = 1.2
    tilt: float = 0
    head_yaw: float = 0
    sway: float = 0.034
    bounce: float = 1
    arm: float = 20
    arm_base: float = 0
    arm_out: float = 2
    elbow: float = 24
    elbow_swing: float = 10
    fold: float = 0.35
    shoulder: float = 0
    shrug: float = 0
    left: dict[str, float] = field(default_factory=dict)
    flight: float = 0
    gait: dict[str, float] = field(default_factory=dict)
    hops: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    by_hand: str = ""
    intro: float = 0.55
    outro: float = 0.65
    keys: int = 12
    cycles: int = 1
    first: float = 0.5
    wobble: float = 0

    def of(self, side: str) -> Style:
        """The style as one side of the body does it."""
        changed: dict[str, Any] = dict(self.left)
        return replace(self, **changed) if side == "left" else self


def styles() -> dict[str, Style]:
    """Every style, by the name of its clip."""
    tables = tomllib.loads(Path(__file__).with_name("styles.toml").read_text(encoding="utf-8"))
    return {name: Style(name=name, **table) for name, table in tables.items()}
