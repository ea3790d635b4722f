"""How long, how often, and after how many seconds: "for 3 seconds", "twice", "two seconds later"."""

from __future__ import annotations

from collections.abc import Mapping

from nodes.algorithms.language.lookahead import Lookahead

_SECONDS = ("second", "seconds", "s", "sec", "secs")
_BEFORE = ("for", "after", "in", "at", "within", "about")
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
LONGEST = 3600.0


def read_time(ahead: Lookahead, at: int, said: bool) -> tuple[int, dict[str, float]]:
    """The phrase of time that begins at a token.

    Args:
        ahead: The tokens.
        at: Where.
        said: Whether the clause has its verb; before it "once" means "as soon as".

    Returns:
        How many tokens, 0 where there is none; and what it says: "times", "seconds" (how long), "at" or "wait".
    """
    word = ahead.word(at)
    if word in _OFTEN and (said or word != "once"):
        return 1, {"times": _OFTEN[word]}
    numbers = ahead.lexicon.words["numbers"]
    if word == "at" and ahead.word(at + 1) == "second":
        number = number_of(ahead.word(at + 2), numbers)
        return (0, {}) if number is None else (3, {"at": number})
    skip = int(word in _BEFORE)
    number, unit, after = (
        number_of(ahead.word(at + skip), numbers),
        ahead.word(at + skip + 1),
        ahead.word(at + skip + 2),
    )
    if number is None:
        return 0, {}
    if unit in ("time", "times"):
        return skip + 2, {"times": max(1, int(number))}
    if unit not in _SECONDS:
        return 0, {}
    length = skip + 2 + (after in ("later", "long"))
    if word == "for" or after == "long":
        return length, {"seconds": number}
    return length, {"at" if word == "at" else "wait": number}


def number_of(word: str, numbers: Mapping[str, int]) -> float | None:
    """A number in words or digits, None where it is none."""
    if word in numbers:
        return float(numbers[word])
    try:
        return min(LONGEST, float(word)) if word[:1].isdigit() else None
    except ValueError:
        return None
