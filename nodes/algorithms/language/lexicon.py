"""What the grammar knows: verbs by action, nouns, colours, garments, moods; and the lemmas of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from nodes.algorithms.language.tokens import Token

_VOWELS = "aeiou"
DETERMINERS = frozenset({"his", "her", "their", "its", "the", "a", "an", "my", "your", "our", "one", "both"})


@lru_cache(maxsize=8192)
def regular(word: str) -> tuple[str, ...]:
    """What a word may be a regular form of, itself first."""
    found = [word]
    if word.endswith("'s"):
        found.append(word[:-2])
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("es") and len(word) > 3:
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        found.append(word[:-1])
    if word.endswith("men") and len(word) > 3:
        found.append(word[:-3] + "man")
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"]
            if stem.endswith("i"):
                found.append(stem[:-1] + "y")
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


def _entries(heading: Any) -> Iterator[str]:
    """Every text of a heading, however it is written."""
    if isinstance(heading, str):
        yield heading
    elif isinstance(heading, Mapping | list):
        for entry in heading:
            yield from _entries(entry)
        if isinstance(heading, Mapping):
            yield from (text for value in heading.values() for text in _entries(value))


class Lexicon:
    """Verbs and words, ready to be looked up.

    Args:
        verbs: Action name to {"words": phrases, "seconds": usual length, "mutual", "things", "reaction"}. In a phrase
            "~" stands for a determiner that may be left out, "*" for one to three words.
        words: Nouns, colours, garments and the rest by heading.
    """

    def __init__(self, verbs: Mapping[str, Mapping[str, Any]], words: Mapping[str, Any]) -> None:
        self.verbs, self.words = verbs, words
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for action, entry in verbs.items():
            for phrase in entry["words"]:
                parts = tuple(phrase.split())
                self._phrases.setdefault(parts[0], []).append((parts, action))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda entry: -len(entry[0]))

    def lemmas(self, word: str) -> tuple[str, ...]:
        """What a word may be a form of, itself first."""
        odd = self.words["irregular"].get(word)
        return regular(word) if odd is None else (word, odd, *regular(word)[1:])

    def __contains__(self, action: str) -> bool:
        return action in self.verbs

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that is known in some place or other."""
        said = {part for phrases in self._phrases.values() for parts, _ in phrases for part in parts}
        for heading in self.words.values():
            said.update(word for entry in _entries(heading) for word in entry.split())
        return frozenset(word.lower() for word in said) | DETERMINERS

    def knows(self, word: str) -> bool:
        """Whether a word is in some list, in any form."""
        return any(form in self.vocabulary for form in self.lemmas(word.lower()))

    @property
    def phrases(self) -> list[tuple[str, str]]:
        """Every phrase and its action, without placeholders."""
        plain = [
            (" ".join("somebody" if p == "*" else p for p in parts if p != "~"), action)
            for e in self._phrases.values()
            for parts, action in e
        ]
        return sorted(plain)

    def is_(self, action: str, quality: str) -> bool:
        """Whether an action is "mutual", a "reaction", or done with "things"."""
        return bool(self.verbs.get(action, {}).get(quality, False))

    def one_sided(self, verb: str) -> bool:
        """Whether a verb means a mutual action that only one of the two does ("comforts")."""
        return any(form in self.words["one_sided"] for form in self.lemmas(verb))

    def seconds(self, action: str) -> float:
        """How long an action usually takes."""
        return float(self.verbs.get(action, {}).get("seconds", 2.0))

    def style(self, action: str, words: str) -> str:
        """The way in which some words do an action, of several: "tiptoes", "walks on tiptoe"; "" for the usual one."""
        said = [self.lemmas(word) for word in words.split() if word not in DETERMINERS]
        for style, phrases in self.words["styles"].get(action, {}).items():
            for phrase in phrases:
                parts = [part for part in phrase.split() if part != "~" and part not in DETERMINERS]
                if len(parts) == len(said) and all(p in forms for p, forms in zip(parts, said, strict=True)):
                    return str(style)
        return ""

    def has(self, heading: str, word: str) -> str | None:
        """The form of a word under which a heading lists it."""
        return next((form for form in self.lemmas(word) if form in self.words[heading]), None)

    def get(self, heading: str, word: str) -> Any:
        """What a heading says of a word, None where it does not list it."""
        form = self.has(heading, word)
        return None if form is None else self.words[heading][form]

    def verb(self, tokens: Sequence[Token], at: int) -> tuple[int, str]:
        """The longest verb phrase that begins at a token: how many tokens, and its action; (0, "") for none."""
        best = (0, "")
        if at >= len(tokens):
            return best
        for form in self.lemmas(tokens[at].word):
            for parts, action in self._phrases.get(form, ()):
                length = self._matches(parts, tokens, at)
                if length > best[0]:
                    best = (length, action)
        return best

    def _matches(self, parts: tuple[str, ...], tokens: Sequence[Token], at: int) -> int:
        """How many tokens a phrase covers, 0 where it does not fit."""
        here = at + 1
        for index, part in enumerate(parts[1:], start=1):
            if part == "~":
                here += here < len(tokens) and tokens[here].word in DETERMINERS
            elif part == "*":
                after = parts[index + 1]
                there = next(
                    (k for k in range(here + 1, min(here + 4, len(tokens))) if after in self.lemmas(tokens[k].word)), -1
                )
                if there < 0 or any(tokens[k].kind != "word" for k in range(here, there)):
                    return 0
                here = there
            elif here < len(tokens) and part in self.lemmas(tokens[here].word):
                here += 1
            else:
                return 0
        return here - at
