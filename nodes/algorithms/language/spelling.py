"""Slips of the finger: a word that nobody knows and that is one slip away from a word that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from nodes.algorithms.language.lexicon import Lexicon, regular
from nodes.algorithms.language.tokens import quotations

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT, _LONG = 3, 6
"""Letters from which on two may have changed places or one was doubled, and from which on one may be wrong."""


def spelled(
    prompt: str, lexicon: Lexicon, names: Sequence[str], english: Collection[str]
) -> tuple[str, list[tuple[str, str]]]:
    """A prompt without slips of the finger, quotations as they are.

    A word is changed only where it is no English word and one single word of the lexicon is a slip away; every other
    word that the lexicon lacks stays as it is, and is told of.

    Args:
        prompt: As typed.
        lexicon: Words that are known.
        names: Of the people in the picture, which are known, too.
        english: Words, in lower case, that are spelt right, whether the lexicon has them or not.

    Returns:
        The prompt, and (as typed, as read) of what was changed, each once.
    """
    known = {*lexicon.vocabulary, *(word.lower() for name in names for word in name.split())}
    slips: dict[str, str] = {}

    def read(match: re.Match[str]) -> str:
        word = match.group()
        right = word.lower()
        is_english = any(form in english for form in regular(right))
        if not is_english and not (word[0].isupper() and match.start()):
            right = _read(right, known, lexicon)
        if right.lower() != word.lower():
            slips[word] = right
            return right
        return word

    pieces = [f'"{piece}"' if quoted else _WORD.sub(read, piece) for piece, quoted in quotations(prompt)]
    return ("".join(pieces), list(slips.items())) if slips else (prompt, [])


def _read(word: str, known: Collection[str], lexicon: Lexicon) -> str:
    if len(word) < _SHORT or not word.isascii() or _means(word, known, lexicon):
        return word
    for slips in (_swapped(word), _doubled(word), _wrong(word)):
        meant = {sense: slip for slip in slips if (sense := _means(slip, known, lexicon))}
        if len(meant) == 1:
            return next(iter(meant.values()))
        if meant:
            return word
    return word


def _means(word: str, known: Collection[str], lexicon: Lexicon) -> str:
    """The known word that a word is a form of, "" for none."""
    return next((form for form in (*lexicon.lemmas(word), *regular(word)) if form in known), "")


def _swapped(word: str) -> Iterator[str]:
    """Two neighbours have changed places."""
    return (word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1))


def _doubled(word: str) -> Iterator[str]:
    """A letter stands once too often, or once too few times."""
    for k in range(len(word) if len(word) > _SHORT else 0):
        yield word[:k] + word[k] + word[k:]
        if k and word[k] == word[k - 1]:
            yield word[:k] + word[k + 1 :]


def _wrong(word: str) -> Iterator[str]:
    """A letter behind the first is missing, is too many, or is another one."""
    for k in range(1, len(word) if len(word) >= _LONG else 0):
        yield word[:k] + word[k + 1 :]
        for letter in _LETTERS:
            yield word[:k] + letter + word[k:]
            yield word[:k] + letter + word[k + 1 :]
