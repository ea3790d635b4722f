"""What phrases may mean, and things and regions by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.tokens import Token

REGIONS = {
    "sky": "sky", "cloud": "sky", "clouds": "sky", "heaven": "sky", "tree": "foliage", "trees": "foliage",
    "foliage": "foliage", "leaves": "foliage", "bush": "foliage", "bushes": "foliage", "forest": "foliage",
    "plants": "foliage", "wood": "foliage", "woods": "foliage", "grass": "ground", "ground": "ground",
    "floor": "ground", "street": "ground", "road": "ground", "lawn": "ground", "field": "ground", "sand": "ground",
    "path": "ground", "snow": "ground", "wall": "wall", "walls": "wall", "background": "wall", "backdrop": "wall",
    "building": "wall", "water": "water", "sea": "water", "lake": "water", "river": "water", "ocean": "water",
}  # fmt: skip
"""Nouns of what is around people."""


@dataclass(frozen=True, eq=False)
class Spot:
    """Something that a phrase may mean.

    Attributes:
        id: Its own.
        kind: "person", "object", "region" or "shadow".
        words: Words that name it.
        member: A person, as far as words can tell people apart.
        wears: How well each colour's name fits, 0..1, by place ("top", "bottom").
        does: How surely a person does something, by the name of the deed, 0..1.
        related: Ids by relation ("holds", "near", "looks_at", ...).
        metres: Distance from the camera.
        noticed: Whether words would mean this person: the head is seen, and it is no bystander cut by the edge.
    """

    id: str
    kind: str
    words: frozenset[str] = frozenset()
    member: Member | None = None
    wears: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    does: Mapping[str, float] = field(default_factory=dict)
    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    metres: float = 0.0
    noticed: bool = True


@dataclass(frozen=True)
class Grounded:
    """What a phrase means.

    Attributes:
        weights: Attention by id; they sum to 1 where anything is known, in the order of the spots.
        chosen: Whom or what the phrase means, empty where nothing fits.
        evidence: One line on what spoke for it.
        not_understood: Words that nothing was made of.
    """

    weights: tuple[tuple[str, float], ...]
    chosen: tuple[str, ...]
    evidence: str
    not_understood: tuple[str, ...] = ()


def named_thing(tokens: Sequence[Token], spots: Sequence[Spot], lexicon: Lexicon) -> tuple[str, ...]:
    """Things and regions that the head of a phrase names; nothing where it is people."""
    words = [token.word for token in tokens]
    for at, word in enumerate(words):
        if lexicon.has("people", word) or word in lexicon.words["everyone"] or word in lexicon.words["pronouns"]:
            return ()
        if word in ("in", "with", "who", "that", "holding", "next", "on", "from", "near"):
            return ()
        found = [spot for spot in spots if spot.kind == "object" and _names(spot, word)]
        if found:
            modifiers = set(words[:at]) | set(words[at + 1 : at + 3])
            best = max(len(spot.words & modifiers) for spot in found)
            return tuple(spot.id for spot in found if len(spot.words & modifiers) == best)
        region = REGIONS.get(word)
        if region and any(spot.id == region for spot in spots):
            return (region,)
    return ()


def absent(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the phrase is about surroundings that are not there: "the sky" in a room."""
    nouns = [token.word for token in tokens if token.word not in ("the", "a", "an")]
    return len(nouns) == 1 and nouns[0] in REGIONS and not lexicon.has("people", nouns[0])


def _names(spot: Spot, word: str) -> bool:
    return word in spot.words or (word.endswith("s") and word[:-1] in spot.words)
