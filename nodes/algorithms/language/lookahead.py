"""What stands ahead in a prompt: a verb, a noun phrase, a whole clause."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.noun_phrase import NounPhrases
from nodes.algorithms.language.tokens import Token

_FAR, _MANY = 6, 8
_KNOWN = (
    "to", "aside", "not", "manners", "auxiliaries", "then", "meanwhile", "first_of_two", "second_of_two", "moods",
    "tempos", "sides", "numbers", "ordinals",
)  # fmt: skip
_JOINERS = (
    "and", "but", "or", "plus", "whereas", "who", "which", "that", "while", "as", "except", "else", "each", "apart",
)  # fmt: skip
_PASSED = ("all", "both", "also", "then", "who", "just", "only", "simply", "still", "even")


class Lookahead:
    """Looks ahead in tokens without taking any.

    Args:
        tokens: Of the prompt.
        lexicon: Verbs and words.
        phrases: Reads noun phrases.
    """

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, phrases: NounPhrases) -> None:
        self.tokens, self.lexicon, self.phrases = tokens, lexicon, phrases

    def word(self, at: int) -> str:
        """The word that stands there, "" behind the end."""
        return self.tokens[at].word if at < len(self.tokens) else ""

    def quote(self, at: int) -> bool:
        """Whether a quotation stands there."""
        return at < len(self.tokens) and self.tokens[at].kind == "quote"

    def noun(self, at: int) -> bool:
        """Whether people are named there."""
        _, found = self.phrases.read(self.tokens, at)
        return found is not None and found.who != "unknown"

    def verb(self, at: int) -> bool:
        """Whether a verb stands there, auxiliaries and adverbs aside."""
        words = self.lexicon.words
        for here in range(at, min(at + _FAR, len(self.tokens))):
            if self.tokens[here].kind == "mark":
                return False
            word = self.tokens[here].word
            if self.lexicon.verb(self.tokens, here)[0]:
                return not (word == "left" and self.word(here - 1) == "the")
            passed = any(word in words[heading] for heading in ("auxiliaries", "not", "moods", "tempos"))
            if not passed and word not in _PASSED:
                return False
        return False

    def clause(self, at: int) -> bool:
        """Whether a subject with its verb stands there."""
        for _ in range(_MANY):
            end, found = self.phrases.read(self.tokens, at)
            if found is None:
                return self._stranger(at)
            if self.verb(end) or self.word(end) == ":" or self.quote(end) or self.strange(end):
                return True
            if self.word(end) not in ("and", ",", "or"):
                return False
            at = end + 1 + (self.word(end) == "," and self.word(end + 1) == "and")
        return False

    def strange(self, at: int) -> bool:
        """Whether a word stands there that no list knows: behind people most likely a verb."""
        if at >= len(self.tokens) or self.tokens[at].kind != "word":
            return False
        words, word = self.lexicon.words, self.word(at)
        if any(word in words[heading] for heading in _KNOWN) or word in _JOINERS:
            return False
        return self.phrases.read(self.tokens, at)[1] is None and not self.lexicon.verb(self.tokens, at)[0]

    def too(self, at: int) -> bool:
        """Whether people stand there who do the same: "and the woman too", "and the others as well"."""
        end, found = self.phrases.read(self.tokens, at)
        after, then = self.word(end), self.word(end + 1)
        return found is not None and found.who != "unknown" and (after == "too" or (after, then) == ("as", "well"))

    def linked(self, at: int) -> bool:
        """Whether another conjunction stands there: "and then", "and after"."""
        word = self.word(at)
        soon = word == "as" and self.word(at + 1) == "soon"
        return soon or word in self.lexicon.words["then"] or word in ("after", "when", "while", "before")

    def _stranger(self, at: int) -> bool:
        """Whether an unknown name does something there."""
        if at >= len(self.tokens) or self.tokens[at].kind != "word" or not self.tokens[at].text[:1].isupper():
            return False
        return self.verb(at + 1) and not self.lexicon.verb(self.tokens, at)[0]
