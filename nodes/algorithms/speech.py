"""How long something takes to be said, and when somebody speaks in a recording.

Source: about 1.45 syllables an English word in speech, 150 to 190 words a minute; pauses inside a sentence of some
150 ms, between sentences of some 350 ms (F. Goldman-Eisler, "Psycholinguistics", 1968); the gap between two
speakers is some 200 ms (T. Stivers et al., "Universals and cultural variation in turn-taking", PNAS 2009).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Span = tuple[float, float]

SYLLABLES = 1.45
"""Of a word, on average."""
PAUSES = {",": 0.15, ";": 0.2, ":": 0.2, "-": 0.1, "–": 0.2, "—": 0.2, "…": 0.4, ".": 0.35, "!": 0.35, "?": 0.35}
"""Seconds of silence after a mark inside a line."""
SHORTEST = 0.5
"""Seconds that the shortest word takes with breath and all."""
WINDOW, HOLDS = 0.02, 0.18
"""Seconds over which loudness is measured, and of the silence that ends a phrase."""
QUIET = 0.08
"""Of the loud parts' loudness: what is less is silence."""


def syllables(word: str) -> int:
    """How many syllables an English word has, about: groups of vowels, without a silent e."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ie", "ye")) and groups > 1
    return max(1, groups - silent)


def spoken_seconds(line: str, words_a_minute: float = 165.0) -> float:
    """Seconds that a line takes to be said: its syllables, and pauses at its marks but for the last."""
    said = sum(syllables(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", line))
    pauses = sum(PAUSES.get(mark, 0.0) for mark in re.findall(r"[,;:.!?…–—-]+(?=\s+\w)", line) for mark in mark[:1])
    return max(SHORTEST, said * 60 / (SYLLABLES * words_a_minute) + pauses)


def phrases(samples: npt.NDArray[np.float32], rate: int) -> list[Span]:
    """(start, end) in seconds of everything that is said between two silences.

    Args:
        samples: (N, C) in -1..1.
        rate: Samples a second.
    """
    step = max(1, round(WINDOW * rate))
    mono = samples.mean(axis=1)[: len(samples) // step * step].reshape(-1, step)
    loud = np.sqrt((mono.astype(np.float64) ** 2).mean(axis=1)) if len(mono) else np.zeros(0)
    if not len(loud) or loud.max() < 1e-4:
        return []
    spoken = loud > QUIET * np.percentile(loud[loud > 1e-4], 90)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], spoken, [False]]).astype(np.int8)))
    found: list[Span] = []
    for first, last in zip(edges[::2] * step / rate, edges[1::2] * step / rate, strict=True):
        if found and first - found[-1][1] < HOLDS:
            found[-1] = (found[-1][0], float(last))
        else:
            found.append((float(first), float(last)))
    return [span for span in found if span[1] - span[0] > 3 * WINDOW]


def turns(spans: Sequence[Span], lengths: Sequence[float]) -> list[Span]:
    """Phrases shared out to lines in their order, so that long lines get long parts.

    Args:
        spans: Phrases.
        lengths: Seconds that each line is thought to take.

    Returns:
        A span for each line; none at all where there are fewer phrases than lines.
    """
    if len(spans) < len(lengths) or not lengths:
        return []
    # the cheapest cut by dynamic programming: a part is as much longer than thought as the others, and cuts are wide
    said = np.concatenate([[0.0], np.cumsum([end - start for start, end in spans])])
    wanted = np.array(lengths) * said[-1] / sum(lengths)
    gaps = np.array([1.0, *(min(b[0] - a[1], 1.0) for a, b in pairwise(spans))])
    count, many = len(spans), len(lengths)
    cost = np.full((many + 1, count + 1), np.inf)
    came = np.zeros((many + 1, count + 1), int)
    cost[0, 0] = 0.0
    for k in range(1, many + 1):
        for last in range(k, count + 1):
            parts = said[last] - said[k - 1 : last]
            worth = cost[k - 1, k - 1 : last] + (parts / wanted[k - 1] - 1) ** 2 - gaps[k - 1 : last]
            best = int(np.argmin(worth))
            cost[k, last], came[k, last] = worth[best], best + k - 1
    found: list[Span] = []
    last = count
    for k in range(many, 0, -1):
        first = int(came[k, last])
        found.insert(0, (spans[first][0], spans[last - 1][1]))
        last = first
    return found
