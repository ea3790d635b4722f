"""Things that a phrase names, for a camera to go to: "the red car on the left", "the cup in her hand", "the trees"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.noun_phrase import NounPhrases, Reference
from nodes.algorithms.language.referent import Member, Referents, related
from nodes.algorithms.language.spot import REGIONS
from nodes.algorithms.language.tokens import Token

THING = "thing"
"""What a reference to a thing says of whom it means."""
OF = "of"
"""The relation of a thing to whoever has it."""
_HIS = {"his": "male", "her": "female", "their": "plural"}
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_HANDS = frozenset({"hand", "hands", "arm", "arms", "lap", "fist", "grip"})
_HAVING = frozenset({"holds", "hold", "holding", "carries", "carry", "carrying", "has", "have"})
_ADJECTIVES = 2
"""Words that no list has, before a noun, at most: "the parked car"."""


@dataclass(frozen=True)
class Item:
    """A thing or region of the picture, as far as words can tell things apart.

    Attributes:
        id: Its own.
        words: Words that name it.
        box: (x0, y0, x1, y1) in pixels.
        colours: What colours it has.
        holders: Ids of those who hold it, or have it at them.
    """

    id: str
    words: frozenset[str]
    box: tuple[float, float, float, float]
    colours: tuple[str, ...] = ()
    holders: frozenset[str] = frozenset()


class ThingPhrases:
    """Reads phrases that name things out of tokens.

    Args:
        lexicon: Words; its heading "things" has what pictures may have in them.
        phrases: Reads whose a thing is, and beside whom it stands.
        named: Further words for what is in this picture, as somebody named it.
        never: Words that mean no thing, whatever other lists say.
    """

    def __init__(
        self, lexicon: Lexicon, phrases: NounPhrases, named: Collection[str] = (), never: Collection[str] = ()
    ) -> None:
        self.lexicon, self.phrases = lexicon, phrases
        self.named, self.never = frozenset(named), frozenset(never)

    def read(self, tokens: Sequence[Token], at: int) -> tuple[int, Reference | None]:
        """The phrase that begins at a token: where it ends, and what it means; None where it names no thing."""
        here, owner = self._owner(tokens, at)
        found = Reference("", who=THING, definite=here > at)
        if owner is not None:
            found = replace(found, relations=((OF, (owner,)),))
        _, here, found = self.phrases.modifiers(tokens, here, found)
        end, noun, plural = self._noun(tokens, here)
        if not noun:
            return at, None
        end, found = self._behind(tokens, end, replace(found, name=noun, plural=plural))
        return end, replace(found, who=THING, text=" ".join(token.text for token in tokens[at:end]))

    def _owner(self, tokens: Sequence[Token], at: int) -> tuple[int, Reference | None]:
        """Past "the", "her", "the woman's", and whose it is."""
        word = _word(tokens, at)
        if word in _HIS:
            who = _HIS[word]
            return at + 1, Reference(word, who="pronoun", pronoun=who, plural=who == "plural")
        bare = [replace(token, text=token.text[:-2]) if token.word.endswith("'s") else token for token in tokens[at:]]
        owned = next((k for k, token in enumerate(bare[:6]) if token.word != _word(tokens, at + k)), -1)
        if owned >= 0:
            end, named = self.phrases.read(bare[: owned + 1], 0)
            if named is not None and named.who != "unknown" and end == owned + 1:
                return at + end, named
        return at + (word in _ARTICLES), None

    def _noun(self, tokens: Sequence[Token], at: int) -> tuple[int, str, bool]:
        """Where the noun ends, the noun, and whether it means several; "" for none."""
        for here in range(at, at + _ADJECTIVES + 1):
            word = _word(tokens, here)
            if form := self._form(word):
                while following := self._form(_word(tokens, here + 1)):  # "the traffic light"
                    here, word, form = here + 1, _word(tokens, here + 1), following
                somebody = self.lexicon.has("people", _word(tokens, here + 1))  # "the bus driver"
                return (here, "", False) if somebody else (here + 1, form, word != form)
            if not word.isalpha() or self.lexicon.knows(word):
                break
        return at, "", False

    def _form(self, word: str) -> str:
        """The form of a word under which it names a thing, "" for none."""
        if not word or word in self.never or self.lexicon.has("people", word):
            return ""
        known = (*self.named, *self.lexicon.words.get("things", ()), *REGIONS)
        return next((form for form in self.lexicon.lemmas(word) if form in known), "")

    def _behind(self, tokens: Sequence[Token], at: int, found: Reference) -> tuple[int, Reference]:
        """What follows the noun: place, hand, neighbours."""
        here = at
        while here < len(tokens):
            end, more = self._held(tokens, here, found)
            if end == here:
                end, more = self.phrases.placed(tokens, here, found)
            if end == here:
                break
            here, found = end, more
        return here, found

    def _held(self, tokens: Sequence[Token], at: int, found: Reference) -> tuple[int, Reference]:
        """ "in her hand", "in the man's arms", "in the hands of the man", "of the woman", "that he holds"."""
        there = at + (_word(tokens, at) in ("that", "which"))
        end, owner = self.phrases.read(tokens, there)
        end += _word(tokens, end) in ("is", "are")
        if owner is not None and owner.who != "unknown" and _word(tokens, end) in _HAVING:
            return end + 1, replace(found, relations=(*found.relations, (OF, (owner,))))
        if _word(tokens, at) not in ("in", "of", "on"):
            return at, found
        end, owner = self._owner(tokens, at + 1)
        hand = _word(tokens, end) in _HANDS
        here = end + hand if owner is None and hand else at
        if _word(tokens, here) == "of":
            end, owner = self.phrases.read(tokens, here + 1)
        elif not hand:
            return at, found
        if owner is None or owner.who == "unknown":
            return at, found
        return end + (hand and here == at), replace(found, relations=(*found.relations, (OF, (owner,))))


def find_items(
    reference: Reference, items: Sequence[Item], people: Referents, subject: Sequence[str] = ()
) -> list[str]:
    """Ids of the things that a reference means; empty where there is none.

    Args:
        reference: To a thing.
        items: What there is.
        people: Finds whose a thing is, and beside whom it stands.
        subject: Who was spoken of last.
    """
    fitting = [item for item in items if reference.name in item.words]
    for relation, others in reference.relations:
        around = [who for one in others for who in people.find(one, subject, (), True)]
        if relation == OF:
            fitting = _of(fitting, around, people)
            continue
        near = related(relation, [_member(item) for item in fitting], people.known(around), reference)
        fitting = [item for one in near for item in fitting if item.id == one.id]
    plain = replace(reference, who="person", name="", relations=(), plural=reference.plural and len(fitting) > 1)
    told = Referents([_member(item) for item in fitting], {})
    # a colour tells several things apart; of the only one there is, what is around it may have been seen
    return told.find(plain, (), (), True) or told.find(replace(plain, colours=()), (), (), True)


def _of(items: Sequence[Item], owners: Sequence[str], people: Referents) -> list[Item]:
    """What somebody has; else the nearest to them of what nobody has."""
    owned = [item for item in items if item.holders & set(owners)]
    there = people.known(owners)
    if owned or not there:
        return owned
    free = [item for item in items if not item.holders]
    return sorted(free, key=lambda item: min(abs(_member(item).middle - one.middle) for one in there))[:1]


def _member(item: Item) -> Member:
    return Member(item.id, item.box, wears={"any": item.colours} if item.colours else {})


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""
