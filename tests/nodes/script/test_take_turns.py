"""What is said takes the time that it takes; speakers take turns, and the others listen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.speech import spoken_seconds
from nodes.script.take_turns import take_turns
from studio.media.by_id import ById
from studio.media.person import Person
from studio.media.script import Beat, CameraMove, Script
from studio.media.sound import Sound

PEOPLE = ById((name, Person(name, (100.0 * k, 0.0, 100.0 * k + 80, 300.0))) for k, name in enumerate("abcd"))
LONG = "I have been waiting for this moment for a very long time, and I am happy that you came."


def taken(*beats: Beat, **more: Any) -> Script:
    camera, ctx = more.pop("camera", ()), more.pop("ctx", FakeContext())
    named = tuple(replace(beat, id=f"{beat.who} {beat.action} {k}") for k, beat in enumerate(beats))
    return take_turns(ctx, Script(named, camera=camera), PEOPLE, **more)


def said(script: Script) -> list[Beat]:
    return [beat for beat in script.beats if beat.action == "talk"]


def test_a_script_in_which_nobody_speaks_is_the_very_same() -> None:
    script = Script((Beat("a", "wave"),))
    assert take_turns(FakeContext(), script, PEOPLE) is script


def test_a_line_takes_as_long_as_it_takes_to_say_and_what_came_after_it_waits() -> None:
    move = CameraMove("push_in", ("a",), start=0.0, duration=2.0)
    cut = CameraMove("cut", ("b",), start=2.0)
    script = taken(Beat("a", "talk", line=LONG, duration=2.0), Beat("b", "wave", start=2.0), camera=(move, cut))
    talk, wave = script.beats[0], next(beat for beat in script.beats if beat.action == "wave")
    assert talk.duration == pytest.approx(spoken_seconds(LONG), abs=0.01) and talk.duration > 3.5
    assert wave.start == pytest.approx(talk.duration, abs=0.01)
    assert [one.start for one in script.camera] == [0.0, wave.start] and script.camera[0].duration == wave.start


def test_a_shorter_line_does_not_hurry_who_is_still_at_something() -> None:
    script = taken(
        Beat("a", "talk", line="Hi", duration=2.0), Beat("b", "dance", duration=2.0), Beat("c", "wave", start=2.0)
    )
    assert next(beat.start for beat in script.beats if beat.action == "wave") == 2.0
    alone = taken(Beat("a", "talk", line="Hi", duration=2.0), Beat("c", "wave", start=2.0))
    assert next(beat.start for beat in alone.beats if beat.action == "wave") == pytest.approx(0.5)


def test_between_two_speakers_lies_a_breath_and_none_within_one() -> None:
    lines = (
        Beat("a", "talk", line="Hello", duration=1.0),
        Beat("b", "talk", line="Oh, hello", start=1.0, duration=1.0),
    )
    first, second = said(taken(*lines))
    assert second.start == pytest.approx(first.start + first.duration + 0.2, abs=0.01)
    first, second = said(taken(*(replace(line, who="a") for line in lines)))
    assert second.start == pytest.approx(first.start + first.duration, abs=0.01)
    first, second = said(taken(lines[0], replace(lines[1], start=0.0)))
    assert first.start == second.start == 0.0


def test_who_is_angry_speaks_faster_and_what_was_set_by_hand_stays() -> None:
    calm, angry = (said(taken(Beat("a", "talk", line=LONG, mood=mood)))[0].duration for mood in ("sad", "angry"))
    assert angry < calm
    assert said(taken(Beat("a", "talk", line=LONG, duration=9.0, exact=True)))[0].duration == 9.0


def test_two_who_talk_without_lines_speak_in_turns_and_listen_to_one_another() -> None:
    script = taken(
        Beat("a", "talk", "b", duration=6.0), Beat("b", "talk", "a", duration=6.0), Beat("c", "wave", start=6.0)
    )
    talk = said(script)
    assert [beat.who for beat in talk] == ["a", "b", "a", "b"][: len(talk)] and len(talk) >= 3
    for one, two in pairwise(talk):
        assert two.start == pytest.approx(one.start + one.duration + 0.2, abs=0.01)
    listening = [beat for beat in script.beats if beat.action == "listen"]
    assert {(beat.who, beat.target) for beat in listening} == {("a", "b"), ("b", "a")}
    for beat in listening:
        own = [one for one in talk if one.who == beat.who]
        assert all(
            one.start >= beat.start + beat.duration - 0.01 or one.start + one.duration <= beat.start for one in own
        )
    wave = next(beat for beat in script.beats if beat.action == "wave")
    assert wave.start >= talk[-1].start + talk[-1].duration - 0.01
    assert len({beat.id for beat in script.beats}) == len(script.beats)


def test_a_crowd_talks_all_at_once() -> None:
    assert {beat.start for beat in said(taken(*(Beat(who, "talk", duration=3.0) for who in "abcd")))} == {0.0}


def test_who_has_something_else_to_do_does_not_listen_and_nobody_does_where_none_is_to() -> None:
    busy = Beat("b", "dance", duration=6.0)
    assert not [beat for beat in taken(Beat("a", "talk", "b", line=LONG), busy).beats if beat.action == "listen"]
    later = Beat("b", "wave", start=8.0)
    (listens,) = [beat for beat in taken(Beat("a", "talk", "b", line=LONG), later).beats if beat.action == "listen"]
    assert (listens.who, listens.target) == ("b", "a") and 0 < listens.start < 0.5
    quiet = taken(Beat("a", "talk", "b", line=LONG), later, listening=0.0)
    assert not [beat for beat in quiet.beats if beat.action == "listen"]


def spoken(*spans: tuple[float, float]) -> Sound:
    times = np.arange(48000 * 8) / 48000
    on = sum(((times >= a) & (times < b)).astype(float) for a, b in spans)
    return Sound((0.4 * np.sin(2 * np.pi * 200 * times) * on).astype(np.float32)[:, None], 48000)


def test_with_a_sound_lines_lie_where_they_are_heard() -> None:
    lines = (Beat("a", "talk", line="Hello there"), Beat("b", "talk", line="Who are you?", start=2.0))
    first, second = said(taken(*lines, sound=spoken((1.0, 2.5), (4.0, 5.0))))
    assert (first.start, first.duration) == pytest.approx((1.0, 1.5), abs=0.06)
    assert (second.start, second.duration) == pytest.approx((4.0, 1.0), abs=0.06)


def test_fewer_phrases_than_lines_are_told_and_the_text_says_how_long() -> None:
    ctx = FakeContext()
    lines = (Beat("a", "talk", line="Hello there"), Beat("b", "talk", line="Who are you?", start=2.0))
    first, _ = said(taken(*lines, sound=spoken((1.0, 2.5)), ctx=ctx))
    assert first.start == 0.0 and any("2 lines" in line and "1 phrases" in line for line in ctx.warnings)
