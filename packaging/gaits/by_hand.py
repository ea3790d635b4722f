"""Angles of a gait that are set by hand over its series: what hands, head or knees do besides walking."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Angles = dict[str, tuple[F64, F64, F64]]
TAU = 2 * np.pi
BOTH = (("right", 1, 0.5), ("left", -1, 0.0))
"""Sides, the sign of what goes outwards, and the phase at which the arm is in front."""


def sneak(phase: F64, angles: Angles) -> None:
    """Hands before the chest; the head goes from side to side, against the steps."""
    x, y, z = angles["head"]
    angles["head"] = (x, y + 12 * np.sin(TAU * (phase - 0.1)), z)
    for side, out, front in BOTH:
        swing, none = np.cos(TAU * (phase - front)), 0 * phase
        forearm = 62 + 8 * np.cos(TAU * (phase - front - 0.1))
        angles[side + "UpperArm"] = (none, out * (34 + 10 * swing), out * (58 + 8 * swing))
        angles[side + "LowerArm"] = (none, out * (42 + none), out * forearm)
        angles[side + "Hand"] = (none, none, out * (-34 + 8 * np.cos(TAU * (phase - front - 0.18))))


def tiptoe(phase: F64, angles: Angles) -> None:
    """Hands out to the sides for balance."""
    for side, out, front in BOTH:
        swing, none = np.cos(TAU * (phase - front)), 0 * phase
        angles[side + "UpperArm"] = (none, out * (6 + 6 * swing), out * (50 + 5 * swing))
        angles[side + "LowerArm"] = (none, out * (8 + none), out * (26 + 6 * swing))
        angles[side + "Hand"] = (none, none, out * (-40 + 6 * np.cos(TAU * (phase - front - 0.15))))


def limp(phase: F64, angles: Angles) -> None:
    """Down and over the bad leg while it bears."""
    away = (phase - 0.8 + 0.5) % 1 - 0.5
    bears = 1.0 * np.exp(-0.5 * (away / 0.12) ** 2)
    for bone, down, over in (("spine", 5, -7), ("chest", 3, -5), ("head", 5, 7), ("hips", 0, 4)):
        x, y, z = angles[bone]
        angles[bone] = (x + down * bears, y, z + over * bears)


def march(phase: F64, angles: Angles) -> None:
    """Straight arms that stop at either end."""
    for side, out, front in BOTH:
        swing, none = np.cos(TAU * (phase - front - 0.02)), 0 * phase
        swing = np.sign(swing) * np.abs(swing) ** 0.7
        angles[side + "UpperArm"] = (none, out * (6 + 34 * swing), out * (78 + none))
        angles[side + "LowerArm"] = (none, out * (9 + none), out * (5 + none))
        angles[side + "Hand"] = (none, none, out * (2 + none))


def sideways(phase: F64, angles: Angles) -> None:
    """The right leg reaches out, the left one closes up; eyes where it goes."""
    none = 0 * phase
    apart = np.interp(phase % 1, [0, 0.12, 0.5, 0.62, 1.0], [1, 1, 0, 0, 1.0])
    for side, out, most in (("right", 1, 0.81), ("left", -1, 0.31)):
        away = (phase - most + 0.5) % 1 - 0.5
        up = 1.0 * np.exp(-0.5 * (away / 0.09) ** 2)
        angles[side + "UpperLeg"] = (-(7 + 15 * up), none, -out * (2 + 6 * apart))
        angles[side + "LowerLeg"] = (12 + 30 * up, none, none)
        angles[side + "Foot"] = (-5 + 12 * up, none, none)
    angles["hips"] = (none, none, -1.6 * np.cos(TAU * (phase - 0.8)))
    angles["spine"] = (2 + none, none, 2 * np.cos(TAU * (phase - 0.85)))
    angles["chest"] = (1 + none, none, 1.2 * np.cos(TAU * (phase - 0.9)))
    angles["neck"] = (none, -6 + none, none)
    angles["head"] = (1 + 1.2 * np.cos(2 * TAU * phase), -12 + none, none)


def carry(phase: F64, angles: Angles) -> None:
    """Both forearms under a load before the belly."""
    none, jolt = 0 * phase, np.cos(2 * TAU * (phase - 0.1))
    for side, out, _ in BOTH:
        angles[side + "UpperArm"] = (none, out * (22 + 1.5 * jolt), out * (68 + jolt))
        angles[side + "LowerArm"] = (none, out * (66 + 2 * jolt), out * (26 + none))
        angles[side + "Hand"] = (none, out * (8 + none), out * (6 + none))


SKIP = {
    "at": (0, 0.14, 0.3, 0.42, 0.5, 0.62, 0.8, 0.92, 1),
    "UpperLeg": (22, 8, -4, 0, -10, 8, 66, 44, 22),
    "LowerLeg": (12, 24, 8, 22, 14, 52, 92, 48, 12),
    "Foot": (-2, -6, 24, 4, 14, 26, 18, 4, -2),
}
"""Phases of step and hop, and the bend of hip, knee and ankle at each."""


def skip(phase: F64, angles: Angles) -> None:
    """Step, hop; step, hop: the free knee comes up as the hop goes off."""
    none = 0 * phase
    for side, out, front in BOTH:
        p = (phase - (0.5 - front)) % 1
        hip, knee, ankle = (np.interp(p, SKIP["at"], SKIP[b]) for b in ("UpperLeg", "LowerLeg", "Foot"))
        angles[side + "UpperLeg"] = (-hip, none, -out * 1 + none)
        angles[side + "LowerLeg"], angles[side + "Foot"] = (knee, none, none), (ankle, none, none)
        swing = np.cos(TAU * (phase - front - 0.26))
        angles[side + "UpperArm"] = (none, out * (10 + 34 * swing), out * (64 + 4 * swing))
        angles[side + "LowerArm"] = (none, out * (34 + 12 * swing), out * (24 + 10 * swing))


def panic(phase: F64, angles: Angles) -> None:
    """Hands flap above the head, which is thrown from side to side."""
    none = 0 * phase
    for side, out, front in BOTH:
        swing = np.cos(TAU * (phase - front))
        angles[side + "UpperArm"] = (none, out * (14 + 8 * swing), out * (-38 + 14 * swing))
        angles[side + "LowerArm"] = (none, out * (6 + none), out * (-38 + 20 * np.cos(TAU * (phase - front - 0.12))))
        angles[side + "Hand"] = (none, none, out * (-8 + 26 * np.cos(TAU * (phase - front - 0.2))))
    x, y, z = angles["head"]
    angles["head"] = (x, y + 8 * np.sin(TAU * phase), z)


BY_HAND: Mapping[str, Callable[[F64, Angles], None]] = {
    each.__name__: each for each in (sneak, tiptoe, limp, march, sideways, carry, skip, panic)
}
