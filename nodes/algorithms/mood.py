"""What a mood does to what somebody does: how far, how quick, and in what posture.

Source: after Wallbott, Bodily expression of emotion, 1998 (joy and anger: large and quick; sadness: small, slow,
collapsed), and Unuma, Anjyo and Takeuchi, Fourier principles for emotion-based human figure animation, 1995.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """A mood.

    Attributes:
        amplitude: How far things go; 1 is as usual.
        tempo: How quick; 1 is as usual.
        posture: The clip that lies underneath, "" for none.
    """

    amplitude: float
    tempo: float
    posture: str = ""


PLAIN = Mood(1.0, 1.0)
MOODS: Mapping[str, Mood] = {
    "happy": Mood(1.15, 1.12, "mood_happy"), "excited": Mood(1.25, 1.25, "mood_happy"),
    "sad": Mood(0.72, 0.78, "mood_sad"), "angry": Mood(1.15, 1.28, "mood_angry"),
    "afraid": Mood(0.65, 1.2, "mood_afraid"), "calm": Mood(0.85, 0.85), "loving": Mood(0.9, 0.88, "mood_loving"),
    "proud": Mood(1.05, 0.9, "mood_proud"), "tired": Mood(0.75, 0.65, "mood_tired"), "surprised": Mood(1.1, 1.15),
}  # fmt: skip
