"""What somebody answers to what somebody else does: utility curves times a learnt table of values, drawn by dice.

The table is learnt in :class:`Encounter`, a small made world of two people: who waves wants to be greeted back, a shove
lands on whom does not get out of its way in time, what is funny is funny to whom is in the mood.

Source: utility curves after Mark, Behavioral Mathematics for Game AI, 2009; Q-learning (Watkins, 1989).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

DEEDS = ("greeting", "joke", "grief", "blow", "fall", "triumph", "affection", "talk", "other")
"""What others do, as far as it matters to whom it is done or who sees it."""
DEED_OF: Mapping[str, str] = {
    "wave": "greeting", "greet": "greeting", "bow": "greeting", "salute": "greeting", "take_off_hat": "greeting",
    "laugh": "joke", "sing": "triumph", "cry": "grief", "pray": "other", "shiver": "grief", "push": "blow",
    "punch": "blow", "kick": "blow", "throw": "blow", "pull": "blow", "fall": "fall", "sneeze": "fall",
    "cheer": "triumph", "jump": "triumph", "dance": "triumph", "clap": "triumph", "blow_kiss": "affection",
    "heart": "affection", "smile": "affection", "thumbs_up": "affection", "talk": "talk", "shrug": "talk",
}  # fmt: skip
ANSWERS = ("nothing", "wave", "nod", "smile", "laugh", "dodge", "surprise", "clap", "shake_head", "look")
"""What can be answered: actions of a script; "nothing" and "look" leave it to the eyes."""
DISTANCES = (0.9, 2.0, 4.0)
"""Metres between near enough to touch, near, across a room, and far."""
MOODS = ("low", "even", "high")
SHAPE = (len(DEEDS), len(DISTANCES) + 1, len(MOODS), 2, len(ANSWERS))
"""Of the table: deed, distance, mood, whether there was an answer just before, answer."""
SOON = 3.0
"""Seconds after an answer in which the next one is too much."""
LATEST = 0.45
"""Seconds after which it is too late to get out of a shove's way."""


@dataclass(frozen=True)
class Moment:
    """What somebody has before them.

    Attributes:
        deed: One of :data:`DEEDS`.
        metres: How far away the other one is.
        mood: One of :data:`MOODS`.
        since: Seconds since this person last answered anything.
        meant: Whether it is done to this person, not only seen.
    """

    deed: str
    metres: float
    mood: str = "even"
    since: float = 60.0
    meant: bool = True

    @property
    def state(self) -> tuple[int, int, int, int]:
        """Place in the table."""
        near = int(np.searchsorted(DISTANCES, self.metres))
        return DEEDS.index(self.deed), near, MOODS.index(self.mood), int(self.since < SOON)


def logistic(x: float, middle: float, width: float) -> float:
    """Response curve: 1 well below ``middle``, 0 well above it."""
    return float(1 / (1 + np.exp(np.clip((x - middle) / max(width, 1e-6), -50, 50))))


def utilities(moment: Moment, table: F64) -> F64:
    """(A,) how much each answer is worth just now: the table's value times what nearness, patience and concern say."""
    learnt = np.asarray(table[moment.state], np.float64)
    heard = logistic(moment.metres, 6.0, 1.2)
    fresh = 1 - 0.7 * logistic(moment.since, 1.5, 0.4)
    concern = 1.0 if moment.meant else 0.35 + 0.3 * logistic(moment.metres, 2.0, 0.5)
    worth = np.maximum(learnt, 0) * heard * fresh * concern
    worth[0] = max(float(learnt[0]), 0.0) + 0.15
    return np.asarray(worth)


def choose(moment: Moment, table: F64, dice: np.random.Generator, warmth: float = 0.08) -> str:
    """An answer, by chance: the more it is worth, the likelier (softmax)."""
    worth = utilities(moment, table)
    odds = np.exp((worth - worth.max()) / warmth) * (worth > 0)  # what brings nothing is never done
    return ANSWERS[int(dice.choice(len(ANSWERS), p=odds / odds.sum()))]


def delay(dice: np.random.Generator) -> float:
    """Seconds until somebody answers: 200 to 500 ms, as people do."""
    return float(np.clip(dice.normal(0.32, 0.08), 0.2, 0.5))


class Encounter:
    """A made world of two people, a moment long: the other one does something, this one answers, and it shows how it
    was taken."""

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.since = 60.0

    def meet(self) -> Moment:
        """The next thing that happens."""
        dice = self.dice
        self.since = min(60.0, self.since + float(dice.exponential(2.5)))
        deed, mood = DEEDS[int(dice.integers(len(DEEDS)))], MOODS[int(dice.integers(len(MOODS)))]
        return Moment(deed, float(dice.gamma(2.0, 1.2)) + 0.3, mood, self.since, True)

    def answer(self, moment: Moment, answer: str) -> float:
        """What an answer brings, about -1 to 1: how it is taken, blows that land, effort, and a little luck."""
        taken = _taken(moment, answer, delay(self.dice))
        acted = answer not in ("nothing", "look")
        tiresome = 0.5 if acted and moment.since < SOON and moment.deed != "blow" else 0.0
        effort = {"nothing": 0.0, "look": 0.01, "nod": 0.04, "smile": 0.03}.get(answer, 0.1)
        if acted:
            self.since = 0.0
        return taken - tiresome - effort + float(self.dice.normal(0, 0.15))


def _taken(moment: Moment, answer: str, late: float) -> float:
    """How an answer is taken by the other one, or what it saves."""
    if moment.deed == "blow":
        lands = moment.metres < DISTANCES[1] and not (answer == "dodge" and late < LATEST)
        return (-1.0 if lands else 0.6 if answer == "dodge" and moment.metres < DISTANCES[1] else 0.0) + (
            0.3 if answer == "surprise" and moment.metres >= DISTANCES[0] else 0.0
        )
    if answer == "dodge":
        return -0.6
    found = WELCOME.get(moment.deed, {}).get(answer, -0.15 if answer not in ("nothing", "look") else 0.0)
    if moment.deed == "greeting" and answer == "wave" and moment.metres < DISTANCES[0]:
        found -= 0.35  # nobody waves at arm's length
    if moment.deed == "greeting" and answer in ("nod", "smile") and moment.metres > DISTANCES[2]:
        found -= 0.5  # not seen from so far
    cheer = {"low": -0.6, "even": 0.0, "high": 0.25}[moment.mood]
    return found + (cheer if answer in ("laugh", "clap", "smile") else -cheer * 0.5 if answer == "shake_head" else 0.0)


WELCOME: Mapping[str, Mapping[str, float]] = {
    "greeting": {"wave": 0.9, "nod": 0.6, "smile": 0.55},
    "joke": {"laugh": 0.85, "smile": 0.6, "shake_head": 0.2, "nod": 0.2},
    "grief": {"look": 0.3, "nod": 0.4, "shake_head": 0.35, "smile": -0.3, "laugh": -0.9},
    "fall": {"surprise": 0.8, "look": 0.2, "laugh": 0.1},
    "triumph": {"clap": 0.75, "smile": 0.5, "nod": 0.35, "laugh": 0.2},
    "affection": {"smile": 0.8, "laugh": 0.4, "wave": 0.45, "nod": 0.4},
    "talk": {"nod": 0.6, "smile": 0.35, "laugh": 0.1, "shake_head": 0.2},
    "other": {"look": 0.1, "nod": 0.05},
}
"""How answers are taken by default."""


def scripted(moment: Moment) -> str:
    """The plain table that a learnt one has to be better than: one answer a deed, whatever else."""
    return {
        "greeting": "wave", "joke": "laugh", "grief": "nod", "blow": "dodge", "fall": "surprise", "triumph": "clap",
        "affection": "smile", "talk": "nod",
    }.get(moment.deed, "nothing")  # fmt: skip
