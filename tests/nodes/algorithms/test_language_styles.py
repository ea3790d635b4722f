"""In which way something is done, of several: by its verb, an adverb, or a phrase."""

from __future__ import annotations

import json

import pytest

from nodes.algorithms.language.prompt import understand
from nodes.algorithms.language.referent import Member
from nodes.motion.clip_library import clip_names
from nodes.motion.going import variant
from nodes.script.lexicon_file import lexicon
from studio.files.resources import resource

TWO = [Member("1", (0, 0, 100, 300), {}), Member("2", (200, 0, 300, 300), {})]


@pytest.mark.parametrize(
    ("prompt", "action", "style"),
    [
        ("everyone sneaks to the left", "walk", "sneak"), ("they march", "walk", "march"),
        ("everyone jogs", "run", "jog"),
        ("everyone walks on tiptoe", "walk", "tiptoe"), ("they walk backwards", "walk", "backwards"),
        ("everybody walks with a limp", "walk", "limp"), ("everyone drags their feet", "walk", "shuffle"),
        ("they run in panic", "run", "panic"), ("everyone walks like a soldier", "walk", "march"),
        ("everybody spins round", "turn", "spin"), ("they look over their shoulders", "turn", "back"),
        ("everyone walks to the left", "walk", ""), ("everyone runs", "run", ""), ("everybody waves", "wave", ""),
        ("they step back", "walk", "backwards"), ("everyone skips", "walk", "skip"),
    ],
)  # fmt: skip
def test_the_way_in_which_something_is_done_is_read(prompt: str, action: str, style: str) -> None:
    beats, strange, *_ = understand(prompt, TWO, lexicon())
    assert [(beat.action, beat.style) for beat in beats] == [(action, style)] * 2 and not strange


def test_the_second_of_two_who_do_the_same_does_it_in_the_same_way() -> None:
    beats, *_ = understand("the first one limps, then the second", TWO, lexicon())
    assert [(beat.who, beat.style) for beat in beats] == [("1", "limp"), ("2", "limp")]


def test_there_is_a_clip_for_nearly_every_way_that_can_be_said() -> None:
    styles = json.loads(resource("script/words.json").read_bytes())["styles"]
    said = [(action, style) for action, each in styles.items() for style in each]
    assert all(variant(action, style) in clip_names() for action, style in said)
    shown = [variant(action, style) != action for action, style in said if action != "dance"]
    assert all(shown) and len(shown) > 20
