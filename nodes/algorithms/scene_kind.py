"""What kind of scene it is: indoor or outdoor, alone or a crowd, calm or lively; each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Cues:
    """What a scene is judged by.

    Attributes:
        people: How many.
        shares: Share of the picture by region.
        shadows: How many people cast a hard shadow.
        backdrop: Whether everything behind people is one even colour.
        activities: What people do.
        raised: How many hold a hand above the shoulder.
        held_out: How many hold an arm out.
        lean: Radians by which trunks lean, the mean.
    """

    people: int
    shares: Mapping[str, float]
    shadows: int
    backdrop: bool
    activities: Sequence[str]
    raised: int
    held_out: int
    lean: float


def place(cues: Cues) -> tuple[str, str, str]:
    """(place, setting, evidence)."""
    share = cues.shares
    sky, green, water = (share.get(name, 0.0) for name in ("sky", "foliage", "water"))
    if cues.backdrop:
        return "indoor", "studio", "everything behind people is one even colour"
    score = 6 * min(sky, 0.25) + 4 * min(green, 0.3) + 2 * min(water, 0.3) + 0.5 * min(cues.shadows, 2)
    words = f"sky {sky:.0%}, foliage {green:.0%}, water {water:.0%}, {cues.shadows} hard shadows"
    if score < 0.42:
        return "indoor", "room", words
    return "outdoor", "nature" if green + water > 0.12 else "street", words


def company(people: int) -> tuple[str, str]:
    """(company, evidence)."""
    name = ("empty", "alone", "pair")[people] if people < 3 else "group" if people < 12 else "crowd"
    return name, f"{people} people"


def tone(cues: Cues) -> tuple[str, float, str]:
    """(tone, arousal in 0..1, evidence)."""
    if not cues.people:
        return "calm", 0.0, "nobody in it"
    fast = sum(
        {"runs": 1.0, "walks": 0.45, "reaches": 0.25, "crouches": 0.3}.get(name, 0.0) for name in cues.activities
    )
    moving = (fast + 0.7 * cues.raised + 0.35 * cues.held_out) / cues.people
    crowd = 0.15 * float(np.log10(max(1, cues.people)))
    arousal = float(np.clip(0.9 * moving + crowd + 0.5 * cues.lean, 0, 1))
    words = f"{cues.raised} raised hands, {cues.held_out} arms held out, " + ", ".join(
        f"{list(cues.activities).count(name)} {name}" for name in dict.fromkeys(cues.activities)
    )
    return "lively" if arousal > 0.45 else "calm", arousal, words
