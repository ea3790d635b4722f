"""Prompts and the beats that they ask for."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from nodes.algorithms.language.prompt import read_prompt, understand
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.spelling import spelled
from nodes.algorithms.language.tokens import tokens_of
from nodes.script.lexicon_file import lexicon
from studio.app import folder
from studio.cli.bench import load
from studio.models.sentences import words


def pair() -> list[Member]:
    return [
        Member("1", (100, 100, 300, 700), gender="male", child=False, wears={"suit": ("black",)}),
        Member("2", (500, 150, 700, 700), gender="female", child=False, wears={"dress": ("red",)}),
    ]


def crowd(size: int) -> list[Member]:
    return [
        Member(str(k), (100.0 * k, 100, 100.0 * k + 80, 600), wears={"top": ("red" if k % 2 else "blue",)})
        for k in range(size)
    ]


def beats_of(prompt: str, members: list[Member] | None = None) -> list[tuple[str, str, str]]:
    found, _ = understand(prompt, members or pair(), lexicon())
    return [(beat.who, beat.action, beat.target) for beat in found]


def test_the_prompts_that_were_written_before_the_parser_are_understood() -> None:
    benchmark = load(folder("benchmarks") / "prompts.py")
    right, total, wrong = benchmark.measure("prompts.txt", lexicon(), folder("benchmarks") / "prompts")
    assert total == 200
    assert right >= 0.95 * total, "\n".join(wrong)


def test_most_prompts_of_somebody_who_does_not_know_the_parser_are_understood() -> None:
    benchmark = load(folder("benchmarks") / "prompts.py")
    right, total, wrong = benchmark.measure("stranger.txt", lexicon(), folder("benchmarks") / "prompts")
    assert total == 142
    assert right >= 0.88 * total, "\n".join(wrong)


def test_whoever_was_the_man_is_not_the_woman_and_what_is_uncertain_is_said() -> None:
    three = [replace(member, name=f"Person {k + 1}") for k, member in enumerate(crowd(3))]
    understood = read_prompt("the man waves and the woman claps", three, lexicon())
    assert [(beat.who, beat.action) for beat in understood.beats] == [("0", "wave"), ("1", "clap")]
    assert understood.unsure == {"the man": "0", "the woman": "1"}
    assert read_prompt("Person 2 waves at the person on the right", three, lexicon()).unsure == {}


@pytest.mark.parametrize("called", ["Person 2", "person 2", "#2", "man 2", "Person B", "the second one"])
def test_people_are_called_by_their_number(called: str) -> None:
    assert beats_of(f"{called} waves", crowd(3)) == [("1", "wave", "")]


def test_a_word_that_nobody_knows_is_listed_even_where_the_rest_makes_sense() -> None:
    found, strange = understand("the man in zork waves", pair(), lexicon())
    assert [beat.action for beat in found] == ["wave"]
    assert strange == ["zork"]
    assert understand("robots wave", pair(), lexicon()) == ([], ["robots"])


@pytest.mark.parametrize(
    "prompt",
    ["he waves while walking", "he walks, waving", "he walks and waves at the same time", "he is walking and waving"],
)
def test_what_one_does_at_once_begins_at_once(prompt: str) -> None:
    found, _ = understand(prompt, pair(), lexicon())
    assert sorted((beat.action, beat.start) for beat in found) == [("walk", 0.0), ("wave", 0.0)]


def test_who_did_what_nobody_understands_goes_on_with_what_is_understood() -> None:
    assert beats_of("the man blorps and waves") == [("1", "wave", "")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("teh man dnaces", "the man dances"),
        ("he clpas and shruggs", "he claps and shrugs"),
        ("the mna nods", "the man nods"),
    ],
)
def test_slips_of_the_finger_are_put_right_and_told_of(typed: str, read: str) -> None:
    right, slips = spelled(typed, lexicon(), [], words())
    assert right == read
    assert all(wrong in typed and meant in read for wrong, meant in slips)


@pytest.mark.parametrize(
    "prompt", ["she boos him", "he plays a song", 'he says "teh dnaces"', "Anan waves", "she knits"]
)
def test_english_words_names_and_quotations_are_not_corrected(prompt: str) -> None:
    assert spelled(prompt, lexicon(), ["Anan"], words()) == (prompt, [])


def test_a_beat_that_nobody_asked_for_counts_as_wrong() -> None:
    benchmark = load(folder("benchmarks") / "prompts.py")
    case = benchmark.Case("pair", "he waves", [[benchmark.Wanted("1", "wave", "", "", "")]])
    beats, _ = understand("he waves and she claps", pair(), lexicon())
    assert benchmark.faults(case, beats, []) == ["extra 2 clap"]
    assert benchmark.faults(case, beats[:1], []) == []


def test_the_lexicon_knows_at_least_150_verbs_and_every_phrase_leads_to_its_action() -> None:
    known = lexicon()
    assert len({phrase.split()[0] for phrase, _ in known.phrases}) >= 150
    for phrase, action in known.phrases:
        length, found = known.verb(tokens_of(phrase), 0)
        assert length == len(tokens_of(phrase)), phrase
        assert found == action, phrase


def test_what_two_do_with_each_other_is_a_beat_for_each() -> None:
    assert beats_of("they shake hands") == [("1", "handshake", "2"), ("2", "handshake", "1")]


def test_after_before_until_and_while_put_beats_in_order() -> None:
    for prompt in (
        "after he bows she claps",
        "before she claps he bows",
        "he bows until she claps",
        "he bows, then she claps",
    ):
        found, _ = understand(prompt, pair(), lexicon())
        assert [(beat.who, beat.action) for beat in found] == [("1", "bow"), ("2", "clap")], prompt
        assert found[0].start < found[1].start, prompt
    both, _ = understand("he bows while she claps", pair(), lexicon())
    assert both[0].start == both[1].start


def test_seconds_times_and_tempo_change_how_long_a_beat_takes() -> None:
    once, _ = understand("he waves", pair(), lexicon())
    for prompt, factor in (("he waves twice", 2.0), ("he waves slowly", 1 / 0.6)):
        found, _ = understand(prompt, pair(), lexicon())
        assert found[0].duration == pytest.approx(once[0].duration * factor, abs=1e-3)
    found, _ = understand("after two seconds he waves for 5 seconds", pair(), lexicon())
    assert (found[0].start, found[0].duration) == (2.0, 5.0)


def test_what_is_said_is_kept_word_for_word() -> None:
    found, _ = understand("she says “It's over, isn't it?” sadly", pair(), lexicon())
    assert [(beat.who, beat.line, beat.mood) for beat in found] == [("2", "It's over, isn't it?", "sad")]


@pytest.mark.parametrize(
    "prompt",
    ["", "   ", "xyzzy", "the the the", "and then while", '"', "!!!", "purple monkey dishwasher", "👋", "он машет"],
)
def test_nonsense_gives_nobody_anything_to_do(prompt: str) -> None:
    assert beats_of(prompt) == []


def test_people_who_are_not_there_are_listed() -> None:
    found, strange = understand("the girl in green waves", pair(), lexicon())
    assert found == []
    assert strange == ["the girl in green"]
    assert understand("the dragon breathes fire", pair(), lexicon())[0] == []


def test_a_verb_that_nobody_knows_is_asked_of_the_embedding_and_listed_where_that_is_silent() -> None:
    found, strange = understand("he genuflects wildly and she crochets", pair(), lexicon())
    assert ("2", "sing") not in [(beat.who, beat.action) for beat in found]
    assert any("crochets" in word for word in strange)
    found, strange = understand("she crochets", pair(), lexicon(), lambda word: "sing" if word == "crochets" else "")
    assert [(beat.who, beat.action) for beat in found] == [("2", "sing")]
    assert strange == []


def test_nobody_does_what_is_denied() -> None:
    assert beats_of("the man does not wave and nobody claps") == []


def test_a_hundred_people_take_turns() -> None:
    found = beats_of("everyone waves, then everybody in red bows", crowd(100))
    assert len(found) == 150


def test_reading_takes_time_in_proportion_to_the_prompt() -> None:
    text = "the person on the left waves, then everyone in red claps while the others laugh. "

    def seconds(times: int) -> float:
        begun = time.perf_counter()
        understand(text * times, crowd(8), lexicon())
        return time.perf_counter() - begun

    seconds(5)
    assert seconds(80) < 60 * seconds(10)
