"""Set mood: how somebody feels while they do what the script says."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from nodes.algorithms.mood import NEUTRAL, affect_of, mixed, words_of
from studio.media.script import Beat, Script
from studio.node import Context, node
from studio.node.knob import Fraction, Signed, Text


@node(family="script", version=1)
def set_mood(
    ctx: Context,
    script: Script,
    *,
    valence: Signed = 0.0,
    arousal: Signed = 0.0,
    dominance: Signed = 0.0,
    amount: Fraction = 1.0,
    person: Text = "",
    beats: Literal["all", "without_mood"] = "all",
) -> Script:
    """Give what people do a mood: it drives how far and how quick it goes, and the posture that lies under it.

    Args:
        ctx: Services lent by the engine.
        script: Who does what.
        valence: From bad (-1) to good (1): sad, afraid and angry are bad; happy, loving and proud are good.
        arousal: From calm (-1) to wild (1): tired and calm are low; angry, afraid and excited are high.
        dominance: From giving way (-1) to in command (1): afraid and sad are low; proud and angry are high.
        amount: How far from the mood that a beat has to this one; 0 leaves the script as it is.
        person: Id of whose beats; empty for everybody's.
        beats: All of them, or only those without a mood.

    Returns:
        The script with moods: a word where one says it, else the three numbers.
    """
    if amount == 0:
        return script
    if person and person not in {beat.who for beat in script.beats}:
        ctx.warn(f"set_mood: {person[:40]!r} does nothing in the script, so no mood is set")
    wanted = (valence, arousal, dominance)

    def felt(beat: Beat) -> Beat:
        if (person and beat.who != person) or (beat.mood and beats == "without_mood"):
            return beat
        at = mixed(affect_of(beat.mood) or NEUTRAL, wanted, amount)
        return replace(beat, mood="" if at == NEUTRAL else words_of(at))

    return replace(script, beats=tuple(felt(beat) for beat in script.beats))
