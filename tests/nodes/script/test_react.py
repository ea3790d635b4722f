"""People answer one another: what is fitting, after a human delay, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.reaction import ANSWERS, DEEDS, SHAPE, Encounter, Moment, scripted
from nodes.script.react import react, reactions
from studio.media.person import People, Person
from studio.media.script import Beat, Script

PEOPLE = People((name, Person(name, (x, 0.0, x + 60, 200.0))) for name, x in (("a", 0.0), ("b", 120.0), ("c", 330.0)))


def answers(beat: Beat, *more: Beat, **knobs: float) -> Counter[tuple[str, str]]:
    """Who answers how, over forty seeds."""
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(40):
        script = react(FakeContext(), Script((beat, *more)), PEOPLE, seed=seed, **knobs)  # type: ignore[arg-type]
        found.update((one.who, one.action) for one in script.beats if one not in (beat, *more))
    return found


def test_a_wave_is_returned_a_shove_is_dodged_and_a_joke_is_laughed_at() -> None:
    assert answers(Beat("a", "wave", "c", 1.0)).most_common(1)[0][0] == ("c", "wave")
    assert answers(Beat("a", "push", "b", 1.0))["b", "dodge"] > 30
    assert answers(Beat("a", "talk", "b", 1.0, mood="happy"))["b", "laugh"] > 20


def test_nobody_laughs_at_grief_or_dodges_a_wave() -> None:
    assert answers(Beat("a", "cry", "b", 1.0))["b", "laugh"] == 0
    assert answers(Beat("a", "wave", "b", 1.0))["b", "dodge"] == 0


def test_answers_come_two_to_five_tenths_of_a_second_later() -> None:
    late = [
        react(FakeContext(), Script((Beat("a", "wave", "b", 1.0),)), PEOPLE, seed=seed).beats[-1].start - 1.0
        for seed in range(30)
    ]
    late = [value for value in late if value > 0]
    assert len(late) > 20 and min(late) >= 0.199 and max(late) <= 0.501 and np.std(late) > 0.03


def test_who_has_something_to_do_does_that() -> None:
    assert not answers(Beat("a", "wave", "b", 1.0), Beat("b", "dance", "", 0.5, 4.0))


def test_off_is_the_very_same_script_and_a_seed_is_the_same_answer() -> None:
    script = Script((Beat("a", "wave", "b", 1.0),))
    assert react(FakeContext(), script, PEOPLE, amount=0.0) is script
    assert react(FakeContext(), script, PEOPLE, seed=3) == react(FakeContext(), script, PEOPLE, seed=3)


def test_those_who_only_see_it_answer_where_the_crowd_is_asked_to() -> None:
    cheer = Beat("a", "cheer", "", 1.0)
    assert not answers(cheer)
    assert {who for who, _ in answers(cheer, crowd=1.0)} == {"b", "c"}


def test_who_is_hit_without_dodging_is_startled_once_it_lands() -> None:
    script = react(FakeContext(), Script((Beat("a", "punch", "b", 1.0),)), PEOPLE, dodging=0.0)
    assert [(one.action, one.start > 1.7) for one in script.beats[1:]] == [("surprise", True)]


def test_the_learnt_table_brings_more_than_one_fixed_answer_a_deed() -> None:
    table = reactions()
    assert table.shape == SHAPE and table.dtype == np.float32

    def brought(choose: object) -> float:
        world, total = Encounter(99), 0.0
        for _ in range(4000):
            moment = world.meet()
            total += world.answer(moment, choose(moment))  # type: ignore[operator]
        return total / 4000

    learnt = brought(lambda moment: ANSWERS[int(np.argmax(table[moment.state]))])
    assert learnt > brought(scripted) + 0.05


@pytest.mark.parametrize("deed", DEEDS)
def test_every_moment_has_a_place_in_the_table(deed: str) -> None:
    for metres in (0.2, 1.0, 3.0, 50.0):
        for since in (0.0, 10.0):
            place = Moment(deed, metres, "low", since).state
            assert all(0 <= k < n for k, n in zip(place, SHAPE, strict=False))


def test_training_gives_the_same_table_each_time_and_fills_a_gymnasium_world() -> None:
    pytest.importorskip("gymnasium")
    from pathlib import Path

    from studio.cli.bench import load

    module = load(Path(__file__).parents[2] / "benchmarks" / "reactions.py")
    assert np.array_equal(module.train(steps=2000), module.train(steps=2000))
    seen, reward, ended, cut, _ = module.make_world(1).step(1)
    assert len(seen) == len(SHAPE) - 1 and isinstance(reward, float) and not ended and not cut


def test_beats_and_answers_are_changed_by_hand_once_all_have_their_time() -> None:
    wave = Beat("a", "wave", "c", 1.0, id="a wave 1")
    script = Script((wave,), prompted=(replace(wave, start=0.5),))
    plain = react(FakeContext(), script, PEOPLE, seed=3)
    answer = next(beat for beat in plain.beats if beat.who == "c")
    assert plain.prompted == plain.beats and len({beat.id for beat in plain.beats}) == len(plain.beats)
    edits = ({"id": "a wave 1", "start": 4.0}, {"id": answer.id, "delete": True})
    made = react(FakeContext(), script, PEOPLE, seed=3, edits=edits)
    assert [(beat.who, beat.start) for beat in made.beats] == [("a", 4.0)] and made.prompted == plain.beats
