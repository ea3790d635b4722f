"""What a mood does to what somebody does: how far, how quick, and in what posture.

A mood is a point of valence, arousal and dominance. Words are points of their own, at which it is known what they do;
between them it is mixed.

Source: Russell and Mehrabian, "Evidence for a three-factor theory of emotions", 1977 (the points); after Wallbott,
Bodily expression of emotion, 1998 (joy and anger: large and quick; sadness: small, slow, collapsed), and Unuma, Anjyo
and Takeuchi, Fourier principles for emotion-based human figure animation, 1995; mixed as in Shepard, "A two-dimensional
interpolation function for irregularly-spaced data", 1968.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Affect = tuple[float, float, float]
"""Valence (bad to good), arousal (calm to wild) and dominance (submissive to in command), -1 to 1 each."""


@dataclass(frozen=True)
class Mood:
    """A mood.

    Attributes:
        amplitude: How far things go; 1 is as usual.
        tempo: How quick; 1 is as usual.
        postures: (clip, how much of it) of what lies underneath.
    """

    amplitude: float
    tempo: float
    postures: tuple[tuple[str, float], ...] = ()


PLAIN = Mood(1.0, 1.0)
NEUTRAL: Affect = (0.0, 0.0, 0.0)
MOODS: Mapping[str, Mood] = {
    "happy": Mood(1.15, 1.12, (("mood_happy", 1.0),)), "excited": Mood(1.25, 1.25, (("mood_happy", 1.0),)),
    "sad": Mood(0.72, 0.78, (("mood_sad", 1.0),)), "angry": Mood(1.15, 1.28, (("mood_angry", 1.0),)),
    "afraid": Mood(0.65, 1.2, (("mood_afraid", 1.0),)), "calm": Mood(0.85, 0.85),
    "loving": Mood(0.9, 0.88, (("mood_loving", 1.0),)), "proud": Mood(1.05, 0.9, (("mood_proud", 1.0),)),
    "tired": Mood(0.75, 0.65, (("mood_tired", 1.0),)), "surprised": Mood(1.1, 1.15),
}  # fmt: skip
AFFECTS: Mapping[str, Affect] = {
    "happy": (0.81, 0.51, 0.46), "excited": (0.62, 0.75, 0.38), "sad": (-0.63, -0.27, -0.33),
    "angry": (-0.51, 0.59, 0.25), "afraid": (-0.64, 0.60, -0.43), "calm": (0.68, -0.46, 0.20),
    "loving": (0.87, 0.05, -0.18), "proud": (0.77, 0.18, 0.65), "tired": (-0.18, -0.57, -0.32),
    "surprised": (0.40, 0.67, -0.13),
}  # fmt: skip
"""Where the words lie."""
LEAST = 0.12
"""A posture of which there would be less is left out."""
_NUMBERS = re.compile(r"(-?\d(?:\.\d+)?) (-?\d(?:\.\d+)?) (-?\d(?:\.\d+)?)")


@lru_cache(maxsize=256)
def mood_of(words: str) -> Mood:
    """What a mood does, by its name or by its three numbers ("0.5 -0.2 0.1"); nothing for any other words."""
    if words in MOODS:
        return MOODS[words]
    affect = affect_of(words)
    return PLAIN if affect is None else expressed(affect)


def affect_of(words: str) -> Affect | None:
    """Valence, arousal and dominance of a mood as a script has it; None for what is none."""
    if words in AFFECTS:
        return AFFECTS[words]
    found = _NUMBERS.fullmatch(words)
    return None if found is None else _limited((float(found[1]), float(found[2]), float(found[3])))


def words_of(affect: Affect) -> str:
    """A point as a script has it: the word that lies there, or its numbers."""
    near = _limited(affect)
    named = next((name for name, at in AFFECTS.items() if _apart(at, near) < 0.005), "")
    return named or " ".join(f"{value:.2f}" for value in near)


def expressed(affect: Affect) -> Mood:
    """What a point does: a mix of the words around it and of no mood at all, the nearer the more.

    Args:
        affect: Valence, arousal, dominance; beyond -1 and 1 they are held.
    """
    at = _limited(affect)
    known = [(NEUTRAL, PLAIN), *((AFFECTS[name], MOODS[name]) for name in MOODS)]
    shares = [1 / max(_apart(at, place), 1e-6) ** 4 for place, _ in known]
    whole = sum(shares)
    weights = [share / whole for share in shares]
    postures: dict[str, float] = {}
    for weight, (_, mood) in zip(weights, known, strict=True):
        for clip, amount in mood.postures:
            postures[clip] = postures.get(clip, 0.0) + weight * amount
    kept = sorted(((clip, round(share, 3)) for clip, share in postures.items() if share >= LEAST), key=lambda p: -p[1])
    amplitude = sum(weight * mood.amplitude for weight, (_, mood) in zip(weights, known, strict=True))
    tempo = sum(weight * mood.tempo for weight, (_, mood) in zip(weights, known, strict=True))
    return Mood(amplitude, tempo, tuple(kept))


def mixed(affect: Affect, other: Affect, share: float) -> Affect:
    """So far on the way from one point to another."""
    return tuple(a + (b - a) * share for a, b in zip(affect, other, strict=True))  # type: ignore[return-value]


def _apart(one: Affect, other: Affect) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _limited(affect: Affect) -> Affect:
    return tuple(min(max(float(value), -1.0), 1.0) for value in affect)  # type: ignore[return-value]
