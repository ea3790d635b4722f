"""Which person, thing or region a phrase means: scaled dot-product attention of its words over what is in the picture.

Source: Vaswani et al., "Attention is all you need", NIPS 2017 (weights are the softmax of q·k over the root of their
length). Every word that tells things apart is a query; how well it fits each region (a colour, a side, what somebody
does) is the key; order, numbers and neighbours go through the referents that prompts use, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.language.deeds import Deed, deeds_of
from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.noun_phrase import NounPhrases, Reference
from nodes.algorithms.language.referent import Referents
from nodes.algorithms.language.spot import Grounded, Spot, absent, named_thing
from nodes.algorithms.language.tokens import Token, tokens_of

F64 = npt.NDArray[np.float64]

FAINT = 0.06
"""How well a colour's name has to fit at least."""
SHARP = 2.5
"""How strongly a fitting word speaks for a region."""


def ground(text: str, spots: Sequence[Spot], lexicon: Lexicon, deep: int = 0) -> Grounded:
    """Which of the spots a phrase means.

    Args:
        text: "the woman in red on the left", "the man who waves", "the truck", "the sky".
        spots: Everything in the picture.
        lexicon: Words.
        deep: How deep in another phrase this one stands; phrases in phrases in phrases are cut off.
    """
    tokens = [token for token in tokens_of(text) if token.kind == "word"][:40]
    thing = named_thing(tokens, spots, lexicon)
    if thing:
        return _answer(spots, {spot.id: [1.0 if spot.id in thing else 0.0] for spot in spots}, thing, "by its name")
    if absent(tokens, lexicon):
        return Grounded((), (), "there is nothing of the kind in the picture", (text[:80],))
    names = {word for spot in spots if spot.kind == "object" for word in spot.words} - set(lexicon.words["sides"])
    deeds, rest = deeds_of(tokens, names)
    people = [spot for spot in spots if spot.kind == "person"]
    reference, strange = read_reference(rest, people, lexicon)
    if reference is None and not deeds:
        return Grounded((), (), "the phrase names nobody and nothing that is in the picture", (text[:80],))
    reference = reference or Reference(text)
    keys: dict[str, list[float]] = {spot.id: [] for spot in spots}
    fitting = list(people)
    said = []
    for deed in deeds:
        fits = {spot.id: _does(spot, deed, spots, lexicon, deep) for spot in people}
        said.append(deed.words)
        for spot in spots:
            keys[spot.id].append(fits.get(spot.id, 0.0))
        fitting = _best(fitting, fits, reference)
    for colour, garment in reference.colours:
        fits = {spot.id: _coloured(spot, colour, lexicon.words["garments"].get(garment, "")) for spot in people}
        said.append(f"{colour} {garment}".strip())
        for spot in spots:
            keys[spot.id].append(fits.get(spot.id, 0.0))
        fitting = _most_coloured(fitting, fits, reference)
    chosen = _meant(replace(reference, colours=()), fitting, lexicon)
    if not chosen and any(not spot.noticed for spot in fitting):
        chosen = _meant(reference, fitting, lexicon, hidden=True)
    for name, fits in _described(reference, people):
        said.append(name)
        for spot in spots:
            keys[spot.id].append(fits.get(spot.id, 0.0))
    for spot in spots:
        keys[spot.id].append(1.0 if spot.id in chosen else 0.0)
    words = ", ".join(said) or "place and order"
    return _answer(spots, keys, chosen, f"by {words}", strange)


def attention(keys: F64) -> F64:
    """(N,) weights of a query that asks for everything, over (N, D) keys in 0..1."""
    scores = SHARP * (2 * keys - 1).sum(axis=1) / np.sqrt(max(1, keys.shape[1]))
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum(), np.float64)


def read_reference(
    tokens: Sequence[Token], people: Sequence[Spot], lexicon: Lexicon
) -> tuple[Reference | None, tuple[str, ...]]:
    """The phrase without what somebody does in it; an unknown noun is taken for a person, and told."""
    reader = NounPhrases(lexicon, [spot.member.name for spot in people if spot.member is not None])
    if not tokens:
        return None, ()
    end, found = reader.read(tokens, 0)
    if found is None or found.who == "unknown":
        for at, token in enumerate(tokens):
            noun = at > 0 and not any(token.word in lexicon.words[h] for h in ("sides", "colours", "ordinals", "sizes"))
            if not noun or token.word in ("the", "a", "in", "on", "with"):
                continue
            swapped = [*tokens[:at], Token("person"), *tokens[at + 1 :]]
            stop, again = reader.read(swapped, 0)
            if again is not None and again.who != "unknown":
                rest = tuple(t.text for t in tokens[stop:])
                return again, (token.text, *rest)
        return None, ()
    return found, tuple(token.text for token in tokens[end:] if token.word not in ("the", "a", "who", "is", "and"))


def _meant(reference: Reference, fitting: Sequence[Spot], lexicon: Lexicon, hidden: bool = False) -> tuple[str, ...]:
    """Ids of whom a reference means among those who do what is said."""
    people = [spot for spot in fitting if spot.noticed or hidden]
    depth = [side for side in reference.sides if side in ("front", "back")]
    if depth and not reference.relations and people:
        count = max(1, reference.count) if not reference.plural or reference.count else max(1, len(people) // 2)
        away = -1 if depth[0] == "back" else 1
        people = sorted(people, key=lambda spot: away * spot.metres)[:count]
        reference = replace(reference, sides=tuple(side for side in reference.sides if side not in depth))
    members = [spot.member for spot in people if spot.member is not None]
    found = Referents(members, lexicon.words["garments"]).find(reference, (), (), True) if members else []
    return tuple(found)


def _best(fitting: list[Spot], fits: Mapping[str, float], reference: Reference) -> list[Spot]:
    """Those who do what is said most surely."""
    most = max((fits[spot.id] for spot in fitting), default=0.0)
    if most < 0.3:
        return []
    if reference.count > 1:
        ranked = sorted(fitting, key=lambda spot: -fits[spot.id])[: reference.count]
        return [spot for spot in fitting if spot in ranked]
    return [spot for spot in fitting if fits[spot.id] >= max(0.5 * most, most - 0.12)]


def _does(spot: Spot, deed: Deed, spots: Sequence[Spot], lexicon: Lexicon, deep: int) -> float:
    """0..1: how surely somebody does something, or stands so to something."""
    if not deed.target:
        return spot.does.get(deed.name, 0.0)
    things = named_thing([Token(word) for word in deed.target.split()], spots, lexicon)
    if not things and deep < 2:
        others = [other for other in spots if other.id != spot.id]
        things = ground(deed.target, others, lexicon, deep + 1).chosen
    best = 0.0
    for place, kind in enumerate(deed.relations):
        if set(things) & spot.related.get(kind, frozenset()):
            best = max(best, 1.0 - 0.12 * place)
    return best


def _described(reference: Reference, people: Sequence[Spot]) -> list[tuple[str, dict[str, float]]]:
    """Each side and size that is said, and how well it fits each person."""
    told: list[tuple[str, dict[str, float]]] = []
    members = {spot.id: spot.member for spot in people if spot.member is not None}
    rank = {member.id: k / max(1, len(members) - 1)
            for k, member in enumerate(sorted(members.values(), key=lambda one: one.middle))}  # fmt: skip
    sides = {"left": lambda k: 1 - k, "right": lambda k: k, "middle": lambda k: 1 - 2 * abs(k - 0.5),
             "outer": lambda k: 2 * abs(k - 0.5)}  # fmt: skip
    for side in reference.sides:
        if side in sides:
            told.append((side, {name: float(sides[side](k)) for name, k in rank.items()}))
    if reference.size:
        tall = max((member.height for member in members.values()), default=1.0)
        grown = {name: member.height / max(tall, 1.0) for name, member in members.items()}
        told.append((reference.size, {n: g if reference.size == "tall" else 1 - g for n, g in grown.items()}))
    return told


def _coloured(spot: Spot, colour: str, place: str) -> float:
    """0..1: how well a colour's name fits what somebody wears; clothes count above what is under them."""
    worn = [(0.8 if not place and where == "bottom" else 1.0) * names.get(colour, 0.0)
            for where, names in spot.wears.items() if not place or place in ("whole", where)]  # fmt: skip
    return max(worn, default=0.0)


def _most_coloured(fitting: list[Spot], fits: Mapping[str, float], reference: Reference) -> list[Spot]:
    """Those whose clothes fit a colour's name, judged by the one who fits best; nobody where no one fits at all."""
    most = max((fits[spot.id] for spot in fitting), default=0.0)
    if most < FAINT:
        return []
    if reference.count > 1:
        ranked = sorted(fitting, key=lambda spot: -fits[spot.id])[: reference.count]
        return [spot for spot in fitting if spot in ranked]
    placed = reference.sides or reference.ordinal or reference.size or reference.age or reference.relations
    least = 0.55 if reference.plural or placed else 0.999
    return [spot for spot in fitting if fits[spot.id] >= least * most]


def _answer(
    spots: Sequence[Spot], keys: Mapping[str, Sequence[float]], chosen: Sequence[str], words: str,
    strange: tuple[str, ...] = (),
) -> Grounded:  # fmt: skip
    if not spots:
        return Grounded((), (), "there is nothing in the picture", strange)
    weights = attention(np.array([keys[spot.id] for spot in spots], np.float64))
    rows = tuple((spot.id, float(weight)) for spot, weight in zip(spots, weights, strict=True))
    return Grounded(rows if chosen else (), tuple(chosen), words if chosen else f"nobody fits: {words}", strange)
