"""Finding by a few letters: "mpl" finds "Matte people". Without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """Something that can be chosen.

    Attributes:
        key: What choosing it gives.
        title: What is read and searched.
        family: Category.
        doc: One line below the title.
        icon: Name of its icon.
    """

    key: str
    title: str
    family: str = ""
    doc: str = ""
    icon: str = ""


def score(letters: str, words: str) -> float:
    """How well letters match words in that order, 0 where they do not: starts of words and runs count more."""
    letters, words = letters.lower().replace(" ", ""), words.lower()
    if not letters:
        return 1.0
    best = 0.0
    for start in (i for i, c in enumerate(words) if c == letters[0]):
        best = max(best, _from(letters, words, start))
    return best / (1 + 0.002 * len(words))


def _from(letters: str, words: str, start: int) -> float:
    total, at, run = 0.0, start - 1, 0
    for letter in letters:
        found = _next(words, letter, at + 1)
        if found < 0:
            return 0.0
        run = run + 1 if found == at + 1 and at >= start else 0
        first = found == 0 or not words[found - 1].isalnum()
        total += 1.0 + (2.0 if first else 0.0) + min(run, 4) * 0.7 + (1.0 if found == 0 else 0.0)
        at = found
    return total / len(letters)


def _next(words: str, letter: str, at: int) -> int:
    """Where a letter comes next; the start of a word is preferred over what is right behind a gap."""
    found = words.find(letter, at)
    if found <= at:
        return found
    place = found
    while place >= 0:
        if not words[place - 1].isalnum():
            return place
        place = words.find(letter, place + 1)
    return found


def ranked(letters: str, entries: Iterable[Entry]) -> list[Entry]:
    """Entries that match, the best first; all in the order given where nothing was typed."""
    if not letters.strip():
        return list(entries)
    found = [(_score(letters, entry), entry) for entry in entries]
    good = sorted((pair for pair in found if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].title))
    return [entry for _, entry in good]


def _score(letters: str, entry: Entry) -> float:
    title, plain = score(letters, entry.title), letters.strip().lower()
    if title:
        begins = any(word.startswith(plain) for word in entry.title.lower().split())
        return title + (3.0 if begins else 1.0)
    beside = score(letters, f"{entry.family} {entry.title}") * 0.5
    return beside or (0.3 if len(plain) > 2 and plain in entry.doc.lower() else 0.0)
