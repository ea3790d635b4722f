"""Clips found by words, and drawn."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.motion.clip_library import clip_names
from nodes.motion.clip_preview import frames, preview, search, sheet


@pytest.mark.parametrize(
    ("words", "first"),
    [("wave", "wave"), ("hapy", "mood_happy"), ("lie down", "lie_down"), ("high five", "high_five"), ("jmp", "jump")],
)
def test_words_find_the_clip_that_they_mean(words: str, first: str) -> None:
    assert search(words)[0] == first


@pytest.mark.parametrize(("words", "first"), [("applaud", "clap"), ("say hello", "wave"), ("happily dance", "dance")])
def test_verbs_of_prompts_find_clips_and_some_of_the_words_are_enough(words: str, first: str) -> None:
    assert first in search(words)[:2]


@pytest.mark.parametrize("name", ["nod", "look", "bow", "laugh", "mood_sad", "walk"])
def test_what_head_and_legs_do_can_be_told_from_standing(name: str) -> None:
    standing = next(frames(name, (160, 180))).astype(int)
    told = [int((np.abs(picture - standing).max(axis=2) > 60).sum()) for picture in frames(name, (160, 180), 8.0)]
    assert max(told) > 25


def test_no_words_find_everything_and_nonsense_nothing() -> None:
    assert sorted(search("")) == sorted(clip_names())
    assert search("qqqqqqq") == []
    assert {"punch", "kick", "block"} <= set(search("fight"))


def test_a_preview_shows_that_a_clip_does_something() -> None:
    strip = preview("cheer", (300, 110))
    assert strip.shape == (110, 300, 3)
    still, cheers = strip[:, :75], strip[:, 75:150]
    assert np.abs(still.astype(int) - cheers).max() > 100
    assert (cheers[:40] < 200).sum() > (still[:40] < 200).sum()  # arms up


def test_who_lies_is_drawn_on_the_ground() -> None:
    drawn = [picture.min(axis=2) < 150 for picture in frames("lie_down", (160, 140), 2.0)]
    tall = [int(np.ptp(np.nonzero(figure.any(axis=1))[0])) for figure in drawn]
    assert min(tall) < 0.55 * tall[0]


def test_a_sheet_has_a_cell_for_every_clip() -> None:
    assert sheet(["wave", "nod", "bow"], 2, (200, 100)).shape == (200, 400, 3)
