"""What two people do with one another that touches: with what, when within the clip that shows it, how long before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nodes.motion.clip_library import clip

KINDS = ("handshake", "high_five", "hug", "hold_hands", "hand_over", "push", "hit", "kiss", "sit_on")


@dataclass(frozen=True)
class Meeting:
    """One touch in an action.

    Attributes:
        kind: As in a contact.
        words: The end of "they do not ...".
        touch, part: Seconds of the action's clip at which they touch and part.
        ends: What meets of each: "hand", "foot", or a bone.
        approach, release: Seconds before and after.
        mutual: Whether both do it, so that the other one's beat says the same.
        back: Whether the one that it is done to leads: who takes is given, who fights is hit in turn.
    """

    kind: str
    words: str
    touch: float
    part: float
    ends: tuple[str, str] = ("hand", "hand")
    approach: float = 0.6
    release: float = 0.5
    mutual: bool = True
    back: bool = False

    def when(self, action: str, start: float, length: float, pace: float) -> tuple[float, float]:
        """Second at which they touch, and for how long, where the action's clip fills ``length`` from ``start`` on."""
        found = clip(action)
        once = found.repeat[1] - found.repeat[0] if found.repeat else 0.0
        more = once * max(0, round((length * pace - found.duration) / once)) if once else 0.0
        scale = length / (found.duration + more)
        part = self.part + (more if found.repeat and self.part > found.repeat[0] else 0.0)
        return start + self.touch * scale, (part - self.touch) * scale


_BLOW = {"approach": 0.28, "release": 0.35, "mutual": False}
MEETINGS: Mapping[str, tuple[Meeting, ...]] = {
    "handshake": (Meeting("handshake", "shake hands", 0.85, 2.15),),
    "high_five": (Meeting("high_five", "meet for a high five", 0.74, 0.9, approach=0.7, release=0.4),),
    "hug": (Meeting("hug", "hug", 1.4, 2.75, ("chest", "chest"), 0.75, 0.6),),
    "hold_hands": (Meeting("hold_hands", "hold hands", 0.95, 3.1, approach=0.7, release=0.6),),
    "give": (Meeting("hand_over", "hand anything over", 1.15, 1.85, approach=0.6, release=0.6),),
    "take": (Meeting("hand_over", "hand anything over", 0.9, 1.45, approach=0.6, release=0.6, back=True),),
    "push": (Meeting("push", "touch when one pushes", 0.84, 1.25, ("hand", "chest"), 0.3, 0.4, mutual=False),),
    "punch": (Meeting("hit", "touch when one punches", 0.76, 0.9, ("hand", "head"), **_BLOW),),  # type: ignore[arg-type]
    "kick": (Meeting("hit", "touch when one kicks", 0.75, 0.88, ("foot", "hips"), **_BLOW),),  # type: ignore[arg-type]
    "fight": (
        Meeting("hit", "touch when they fight", 0.92, 1.02, ("hand", "chest"), **_BLOW),  # type: ignore[arg-type]
        Meeting("hit", "touch when they fight", 1.44, 1.54, ("hand", "head"), back=True, **_BLOW),  # type: ignore[arg-type]
        Meeting("hit", "touch when they fight", 2.4, 2.5, ("hand", "head"), **_BLOW),  # type: ignore[arg-type]
    ),
    "kiss": (Meeting("kiss", "kiss", 1.25, 1.75, ("head", "head"), 0.6, 0.5),),
}  # fmt: skip
"""By action of a script. What is given is taken just then: a beat that takes says nothing new where one gives."""
SIT = Meeting("sit_on", "sit on it", 1.3, 3.2, ("hips", "hips"), 0.95, 1.05, mutual=False)
"""What one does with a thing: the hips come down on it, and leave it again."""
