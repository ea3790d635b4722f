"""What an unknown verb most likely means, by the phrases of the lexicon that lie nearest to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nodes.script.lexicon_file import lexicon

F32 = npt.NDArray[np.float32]

LEAST = 0.55
"""Cosine similarity under which two words have nothing to do with one another."""
AT_ONCE = 64
"""Phrases embedded at once, where memory allows."""


def nearest_action(word: str, chunk: Callable[[int], int] = int) -> str:
    """The action that at least two of the three nearest phrases stand for, "" where there is none.

    One near phrase alone is too often only spelt alike ("headbutt" and "head").

    Args:
        word: A verb.
        chunk: How many phrases to embed at once, given how many there may be at most (``Context.chunk``).
    """
    from studio.models.sentences import embed

    phrases, vectors = _phrases(chunk(AT_ONCE))
    likeness = vectors @ embed([f"to {word}"])[0]
    nearest = np.argsort(-likeness)[:3]
    action, votes = Counter(phrases[index][1] for index in nearest).most_common(1)[0]
    best = max(float(likeness[index]) for index in nearest if phrases[index][1] == action)
    return action if votes >= 2 and best >= LEAST else ""


@lru_cache(maxsize=1)
def _phrases(chunk: int) -> tuple[list[tuple[str, str]], F32]:
    from studio.models.sentences import embed

    phrases = lexicon().phrases
    return phrases, embed([f"to {phrase}" for phrase, _ in phrases], chunk)
