"""How long a line takes, and who is heard when."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.speech import phrases, spoken_seconds, syllables, turns

RATE = 16000


def tones(*spans: tuple[float, float], length: float = 6.0) -> np.ndarray:
    """A hum of changing loudness in some spans, faint noise elsewhere."""
    times = np.arange(round(length * RATE)) / RATE
    on = sum(((times >= a) & (times < b)).astype(float) for a, b in spans)
    hum = 0.3 * np.sin(2 * np.pi * 180 * times) * (0.7 + 0.3 * np.sin(2 * np.pi * 4 * times)) * on
    noise = np.random.default_rng(1).normal(0, 0.002, len(times))
    return (hum + noise).astype(np.float32)[:, None]


@pytest.mark.parametrize(
    ("word", "count"),
    [("hello", 2), ("cake", 1), ("table", 2), ("welcome", 2), ("I", 1), ("family", 3), ("tree", 1)],
)
def test_syllables_are_groups_of_vowels_without_a_silent_e(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_minute_of_plain_words_takes_about_a_minute() -> None:
    text = " ".join(["the people over there were talking about a very long summer day by the river"] * 11)
    assert 0.85 * 60 < spoken_seconds(text, len(text.split())) < 1.15 * 60


def test_longer_lines_and_marks_take_longer_and_faster_speakers_less() -> None:
    plain, marked = spoken_seconds("well I think so"), spoken_seconds("well, I think. so")
    assert marked == pytest.approx(plain + 0.15 + 0.35)
    assert spoken_seconds("well I think so!") == plain
    assert spoken_seconds("hello everybody out there", 220) < spoken_seconds("hello everybody out there", 120)
    assert spoken_seconds("") == spoken_seconds("no") == 0.5


def test_phrases_are_what_is_heard_between_two_silences() -> None:
    found = phrases(tones((0.5, 1.5), (2.0, 2.6), (2.65, 3.2), (4.5, 5.0)), RATE)
    assert np.allclose(found, [(0.5, 1.5), (2.0, 3.2), (4.5, 5.0)], atol=0.05)


def test_nothing_is_heard_in_silence_or_in_no_sound() -> None:
    assert phrases(np.zeros((RATE, 2), np.float32), RATE) == [] == phrases(np.zeros((0, 1), np.float32), RATE)


def test_phrases_are_shared_out_so_that_long_lines_get_long_parts() -> None:
    spans = [(0.0, 1.0), (1.3, 2.3), (3.0, 3.5), (4.2, 5.2)]
    assert turns(spans, [2.0, 0.5, 1.0]) == [(0.0, 2.3), (3.0, 3.5), (4.2, 5.2)]
    assert turns(spans, [1.0] * 4) == spans
    assert turns(spans[:1], [1.0, 1.0]) == [] == turns(spans, [])
