"""What a phrase says that somebody does: "the sitting man", "who waves", "holding the clipboard"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nodes.algorithms.language.tokens import Token

ALONE = {
    "sit": ("sitting", "sits", "sit", "seated"),
    "stand": ("standing", "stands", "stand"),
    "crouch": ("crouching", "crouches", "crouched", "crouch", "squatting", "squats", "kneeling", "kneels"),
    "wave": ("waving", "waves", "wave"),
    "walk": ("walking", "walks", "walk"),
    "run": ("running", "runs", "run"),
    "point": ("pointing", "points", "point"),
    "reach": ("reaching", "reaches"),
}
"""Deeds that need nobody and nothing else, with their forms."""
WITH = (
    (("holding", "holds", "hold", "carrying", "carries", "with"), ("holds", "reaches_for", "looks_at", "near")),
    (("reaching", "reaches", "grabbing"), ("reaches_for", "holds")),
    (("looking", "looks", "watching", "watches", "gazing"), ("looks_at",)),
    (("facing", "faces"), ("facing",)),
    (("touching", "touches", "hugging", "hugs", "embracing"), ("touches", "near")),
    (("beside", "next", "near", "by"), ("near", "holds", "touches", "reaches_for")),
    (("in", "on", "inside"), ("supports", "near")),
)
"""Words before a thing or another person, and what they may mean, the likeliest first."""
_FILL = ("the", "a", "an", "his", "her", "their", "to", "for", "at", "of", "up")
_RAISED = ("raised", "lifted")
_LIMBS = ("arm", "hand", "arms", "hands")


@dataclass(frozen=True)
class Deed:
    """Something that somebody does.

    Attributes:
        name: Of a deed alone ("sit"), "" for one with a target.
        words: As written.
        target: To what or whom, as written; "" for none.
        relations: What that may be in the scene graph, the likeliest first.
    """

    name: str
    words: str
    target: str = ""
    relations: tuple[str, ...] = ()


def deeds_of(tokens: Sequence[Token], things: Collection[str]) -> tuple[list[Deed], list[Token]]:
    """Deeds in a phrase, and the phrase without them.

    Args:
        tokens: Words.
        things: Words that name things in the picture; "next to", "with" and "in" count here only before one of them.
    """
    words = [token.word for token in tokens]
    found: list[Deed] = []
    drop: set[int] = set()
    for at, word in enumerate(words):
        if at in drop:
            continue
        end = _raised(words, at)
        if end > at:
            found.append(Deed("wave", " ".join(words[at:end])))
            drop |= set(range(_before(words, at), end))
            continue
        aimed = _aimed(words, at, things)
        if aimed is not None:
            deed, end = aimed
            found.append(deed)
            drop |= set(range(_before(words, at), end))
            continue
        name = next((name for name, forms in ALONE.items() if word in forms), "")
        if name:
            found.append(Deed(name, word))
            drop |= set(range(_before(words, at), at + 1))
    return found, [token for k, token in enumerate(tokens) if k not in drop]


def _before(words: Sequence[str], at: int) -> int:
    """Where "who is" in front of a verb begins."""
    start = at
    while start and words[start - 1] in ("who", "that", "which", "is", "are"):
        start -= 1
    return start


def _raised(words: Sequence[str], at: int) -> int:
    """Past "with the raised arm", "raising a hand", "with her hand up"; the same place where none stands there."""
    if words[at] == "raising" and any(word in _LIMBS for word in words[at + 1 : at + 4]):
        return next(k for k in range(at + 1, at + 4) if words[k] in _LIMBS) + 1
    if words[at] != "with":
        return at
    tail = words[at + 1 : at + 5]
    limb = next((k for k, word in enumerate(tail) if word in _LIMBS), -1)
    if limb < 0 or not (any(w in _RAISED for w in tail) or "up" in tail[limb + 1 : limb + 2]):
        return at
    after = limb + 1 < len(tail) and (tail[limb + 1] in _RAISED or tail[limb + 1] == "up")
    return at + 2 + limb + after


def _aimed(words: Sequence[str], at: int, things: Collection[str]) -> tuple[Deed, int] | None:
    """A deed with a target that begins at a word, and where it ends."""
    relations = next((relations for forms, relations in WITH if words[at] in forms), ())
    if not relations:
        return None
    start = at + 1
    while start < len(words) and words[start] in _FILL:
        start += 1
    end = next((k + 1 for k in range(start, min(start + 3, len(words))) if _thing(words[k], things)), 0)
    if end:
        return Deed("", " ".join(words[at:end]), " ".join(words[start:end]), relations), end
    loose = words[at] in ("with", "in", "on", "inside", "by", "beside", "next", "near", "holding", "holds", "hold")
    if loose or start >= len(words):
        return None
    return Deed("", " ".join(words[at:]), " ".join(words[start - 1 :]), relations), len(words)


def _thing(word: str, things: Collection[str]) -> bool:
    return word in things or (word.endswith("s") and word[:-1] in things)
