"""Moods as points of valence, arousal and dominance."""

from __future__ import annotations

import pytest
from fakes import FakeContext

from nodes.algorithms.mood import AFFECTS, MOODS, PLAIN, affect_of, expressed, mood_of, words_of
from nodes.script.set_mood import set_mood
from studio.media.script import Beat, Script


@pytest.mark.parametrize("name", list(MOODS))
def test_a_word_does_what_it_always_did_and_its_point_does_the_same(name: str) -> None:
    assert mood_of(name) is MOODS[name]
    found = expressed(AFFECTS[name])
    assert found.amplitude == pytest.approx(MOODS[name].amplitude, abs=1e-3)
    assert found.tempo == pytest.approx(MOODS[name].tempo, abs=1e-3)
    assert [clip for clip, _ in found.postures] == [clip for clip, _ in MOODS[name].postures]


def test_no_mood_changes_nothing() -> None:
    assert mood_of("") is PLAIN and mood_of("hangry") is PLAIN and mood_of("9 9") is PLAIN
    plain = expressed((0.0, 0.0, 0.0))
    assert plain.amplitude == pytest.approx(1) and plain.tempo == pytest.approx(1) and plain.postures == ()


def test_half_the_way_to_a_mood_is_less_of_it() -> None:
    half = expressed(tuple(value / 2 for value in AFFECTS["sad"]))  # type: ignore[arg-type]
    assert MOODS["sad"].tempo < half.tempo < 1 and MOODS["sad"].amplitude < half.amplitude < 1
    assert dict(half.postures)["mood_sad"] < 1


def test_more_arousal_is_quicker_and_more_dominance_goes_farther() -> None:
    assert expressed((0, 0.8, 0)).tempo > expressed((0, 0, 0)).tempo > expressed((0, -0.8, 0)).tempo
    assert expressed((0, 0.3, 0.8)).amplitude > expressed((0, 0.3, -0.8)).amplitude


def test_between_two_moods_both_postures_lie_under() -> None:
    between = tuple((a + b) / 2 for a, b in zip(AFFECTS["sad"], AFFECTS["tired"], strict=True))
    assert {clip for clip, _ in expressed(between).postures} >= {"mood_sad", "mood_tired"}  # type: ignore[arg-type]


def test_numbers_in_a_script_are_read_back_and_held_within_bounds() -> None:
    assert affect_of("0.50 -0.20 0.10") == (0.5, -0.2, 0.1)
    assert affect_of("9 0 0") == (1.0, 0.0, 0.0) and affect_of("much") is None
    assert words_of(AFFECTS["proud"]) == "proud" and words_of((0.5, -0.2, 0.1)) == "0.50 -0.20 0.10"


SCRIPT = Script((Beat("a", "wave"), Beat("b", "wave", mood="sad"), Beat("a", "nod", mood="happy")))


def moods(**knobs: object) -> list[str]:
    return [beat.mood for beat in set_mood(FakeContext(), SCRIPT, **knobs).beats]  # type: ignore[arg-type]


def test_a_mood_is_set_for_everybody_or_for_one_or_where_there_is_none() -> None:
    proud = dict(zip(("valence", "arousal", "dominance"), AFFECTS["proud"], strict=True))
    assert moods(**proud) == ["proud"] * 3
    assert moods(**proud, person="b") == ["", "proud", "happy"]
    assert moods(**proud, beats="without_mood") == ["proud", "sad", "happy"]


def test_a_little_of_a_mood_lies_between() -> None:
    assert moods(valence=0.63, arousal=0.27, dominance=0.33, amount=0.5)[1] == ""
    assert moods(amount=0.0) == ["", "sad", "happy"]


def test_a_mood_for_who_does_nothing_is_told() -> None:
    ctx = FakeContext()
    set_mood(ctx, SCRIPT, valence=1.0, person="zoe")
    assert "zoe" in ctx.warnings[0]
