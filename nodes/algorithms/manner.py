"""How somebody goes over the ground: what of a gait is seen in the feet, beside when they leave and land.

A clip says it in its entry "gait"; what it does not say is as of a stroll.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

GAIT: Mapping[str, tuple[float, float]] = {
    "speed": (0.1, 10.0), "lift": (0.0, 0.5), "stance": (0.0, 0.4), "roll": (0.0, 80.0), "toes": (0.0, 0.1),
    "weave": (0.0, 0.4), "turns": (0.0, 1.0),
}  # fmt: skip
"""What a gait may say, from and to: metres a second, metres, metres, degrees, metres, metres, and a share."""


@dataclass(frozen=True)
class Manner:
    """How feet go.

    Attributes:
        step: Metres of a step.
        lift: Metres that a foot is carried above the ground.
        stance: Metres from the middle to either foot.
        roll: Radians that a foot that is lifted points down.
        toes: Metres that heels are off the ground while feet stand.
        weave: Metres that feet come down beside the way.
        turns: 1 where legs and feet turn to where they go, 0 where they stay as they are: backwards, or sideways.
    """

    step: float = 0.53
    lift: float = 0.07
    stance: float = 0.1
    roll: float = float(np.radians(24))
    toes: float = 0.0
    weave: float = 0.0
    turns: float = 1.0


STROLL = Manner()


def manner_of(gait: Mapping[str, float], seconds: float) -> Manner:
    """The manner of a clip.

    Args:
        gait: Its entry.
        seconds: Of one of its steps.
    """
    said = {name: value for name, value in gait.items() if name not in ("speed", "roll")}
    if "roll" in gait:
        said["roll"] = float(np.radians(gait["roll"]))
    return Manner(step=gait["speed"] * seconds, **said) if "speed" in gait else Manner(**said)
