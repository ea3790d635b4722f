"""Beats that were changed by hand stay so while the prompt changes elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nodes.script.by_hand import changed, edits_for, named, without_edits
from studio.media.errors import BadInput
from studio.media.script import Beat

WAVES = (Beat("person_1", "wave", start=0.0), Beat("person_2", "nod", start=1.0), Beat("person_1", "wave", start=4.0))
PROMPT = named(WAVES)


def told(edits: Any, beats: tuple[Beat, ...] = PROMPT) -> list[tuple[str, str, float, float]]:
    return [(beat.who, beat.action, beat.start, beat.duration) for beat in changed(beats, edits)]


def of(person: str, edits: Any = ()) -> list[Beat]:
    return [beat for beat in changed(PROMPT, edits) if beat.who == person]


def test_a_beat_is_called_by_who_does_what_for_the_how_manieth_time() -> None:
    assert [beat.id for beat in PROMPT] == ["person_1 wave 1", "person_2 nod 1", "person_1 wave 2"]


def test_what_is_as_the_prompt_has_it_needs_no_edit() -> None:
    assert edits_for(PROMPT, (), "person_1", of("person_1")) == []
    assert changed(PROMPT, ()) == PROMPT


def test_a_beat_that_is_moved_and_trimmed_keeps_that_when_the_prompt_changes_elsewhere() -> None:
    first, second = of("person_1")
    edits = edits_for(PROMPT, (), "person_1", [first, replace(second, start=5.0, duration=1.5, fade_in=0.25)])
    assert edits == [{"id": "person_1 wave 2", "start": 5.0, "duration": 1.5, "fade_in": 0.25}]
    assert told(edits) == [("person_1", "wave", 0, 2), ("person_2", "nod", 1, 2), ("person_1", "wave", 5, 1.5)]
    assert changed(PROMPT, edits)[2].exact and not changed(PROMPT, edits)[0].exact
    other = named((Beat("person_2", "dance", start=0.0), *WAVES[:1], Beat("person_1", "wave", start=7.0)))
    assert ("person_1", "wave", 5.0, 1.5) in told(edits, other) and ("person_2", "dance", 0.0, 2.0) in told(
        edits, other
    )


def test_an_edit_of_a_beat_that_the_prompt_lost_waits_until_it_is_back() -> None:
    edits = [{"id": "person_1 wave 2", "start": 5.0}]
    assert told(edits, PROMPT[:2]) == told((), PROMPT[:2])
    assert edits_for(PROMPT[:2], edits, "person_2", [PROMPT[1]]) == edits
    assert told(edits)[2][2] == 5.0


def test_a_beat_is_deleted_added_and_given_to_somebody_else() -> None:
    edits = edits_for(PROMPT, (), "person_1", of("person_1")[1:])
    assert edits == [{"id": "person_1 wave 1", "delete": True}]
    bow = Beat("person_1", "bow", start=2.0, duration=3.0)
    edits = edits_for(PROMPT, edits, "person_1", [*of("person_1", edits), bow])
    assert told(edits) == [("person_2", "nod", 1, 2), ("person_1", "bow", 2, 3), ("person_1", "wave", 4, 2)]
    given = next(beat for beat in of("person_1", edits) if beat.action == "wave")
    for order in (("person_2", "person_1"), ("person_1", "person_2")):
        made: Any = edits
        for person in order:
            wanted = [beat for beat in of(person, edits) if beat.id != given.id]
            made = edits_for(PROMPT, made, person, [*wanted, *([given] if person == "person_2" else [])])
        assert ("person_2", "wave", 4.0, 2.0) in told(made) and ("person_1", "wave", 4.0, 2.0) not in told(made)


def test_a_copy_of_a_beat_is_a_beat_of_its_own() -> None:
    first = of("person_1")[0]
    edits = edits_for(PROMPT, (), "person_1", [*of("person_1"), replace(first, start=9.0)])
    assert [beat.id for beat in changed(PROMPT, edits)][-1] == "by hand 1" and len(edits) == 1
    again = edits_for(PROMPT, edits, "person_1", [*of("person_1", edits), replace(first, start=12.0)])
    assert {entry["id"] for entry in again} == {"by hand 1", "by hand 2"}


def test_somebody_does_again_what_the_prompt_says() -> None:
    edits = [{"id": "person_1 wave 1", "start": 3.0}, {"id": "person_2 nod 1", "delete": True},
             {"id": "by hand 1", "added": True, "who": "person_1", "action": "bow", "start": 1.0}]  # fmt: skip
    assert without_edits(PROMPT, edits, "person_1") == [edits[1]]


@pytest.mark.parametrize(
    "entry", [{"start": -1}, {"start": "now"}, {"duration": 0}, {"side": "up"}, {"who": 3}, {"id": ""}, {"id": None}]
)
def test_an_edit_that_makes_no_sense_is_refused_in_one_line(entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^write_script: [^\n]+$"):
        changed(PROMPT, [{"id": "person_1 wave 1", **entry}])
