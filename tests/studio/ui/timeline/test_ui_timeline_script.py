"""Beats of a prompt as blocks: moved, trimmed, given to others, taken away, while the rest follows the prompt."""

from __future__ import annotations

from typing import Any

import pytest

from nodes.script.by_hand import changed, named
from studio.graph.edit import add, link
from studio.media.script import Beat, Script
from studio.ui.bridge import Answer

ANNA, BEN = "person:person_1", "person:person_2"
PROMPT = named(
    (Beat("person_1", "wave", start=0.5, duration=1.5), Beat("person_1", "bow", start=3.0, duration=2.0),
     Beat("person_2", "talk", start=1.0, duration=1.0, line="Hello"))
)  # fmt: skip


def script(graph: Any) -> Script:
    """What write_script gives."""
    return Script(changed(PROMPT, graph.nodes["write_script_1"].knobs.get("edits", ())), (), PROMPT)


def answer(desk: Any) -> None:
    """Answer as the engine would."""
    assert desk.until(lambda: any(look.node == "write_script_1" for look, _ in desk.session.bridge.waiting))
    waiting = desk.session.bridge.waiting
    ours = [one for one in waiting if one[0].node == "write_script_1"]
    waiting[:] = [one for one in waiting if one not in ours]
    for look, then in ours:
        then(Answer(look, desk.graph, script(desk.graph)))
    desk.feed()


@pytest.fixture
def played(desk: Any) -> Any:
    """The timeline of a shot that plays a script."""
    library = desk.session.library

    def edit(graph: Any) -> Any:
        graph, node = add(graph, library, "write_script", (0.0, 0.0), image="load_photo_1", people="detect_people_1")
        return link(graph, library, node, "choose_motion_1", "script")

    desk.session.apply(edit)
    desk.session.document.past.clear()
    answer(desk)
    return desk


def beats(desk: Any, person: str = "person_1") -> list[tuple[str, float, float]]:
    return [(b.motion, round(b.start * 24, 2), round(b.end * 24, 2)) for b in desk.state.beats_of(person)]


def edits(desk: Any) -> list[dict[str, Any]]:
    return [dict(one) for one in desk.graph.nodes["write_script_1"].knobs.get("edits", ())]


def test_the_beats_of_a_prompt_are_blocks_with_the_actions_name(played: Any) -> None:
    assert beats(played) == [("wave", 12, 48), ("bow", 72, 120)] and beats(played, "person_2") == [("talk", 24, 48)]
    assert beats(played, "person_3") == [], "who has no beat watches the others"
    said = played.sheet.tip(played.at(36, BEN, 0.3).toPointF())
    assert "Talk" in said and "Hello" in said and "prompt" in said
    assert all(beat.given for beat in played.state.beats_of("person_1"))


def test_a_block_that_is_moved_and_trimmed_is_changed_in_the_script_alone(played: Any) -> None:
    played.drag(played.sheet, [played.at(90, ANNA, 0.5), played.at(96, ANNA, 0.5), played.at(102, ANNA, 0.5)])
    assert beats(played) == [("wave", 12, 48), ("bow", 84, 132)] and played.steps == 1
    assert edits(played) == [{"id": "person_1 bow 1", "start": 3.5}]
    assert "cast" not in played.graph.nodes["choose_motion_1"].knobs
    played.drag(played.sheet, [played.at(132, ANNA, 0.5) - played.place(2, 0), played.at(120, ANNA, 0.5)])
    assert edits(played) == [{"id": "person_1 bow 1", "start": 3.5, "duration": 1.5}]
    wave, bow = played.state.beats_of("person_1")
    assert wave.given and not bow.given
    played.session.undo()
    played.session.undo()
    assert edits(played) == [] and beats(played) == [("wave", 12, 48), ("bow", 72, 120)]


def test_what_was_changed_by_hand_is_not_lost_when_the_prompt_changes_elsewhere(played: Any) -> None:
    played.drag(played.sheet, [played.at(90, ANNA, 0.5), played.at(96, ANNA, 0.5), played.at(102, ANNA, 0.5)])
    longer = named((*PROMPT[:1], Beat("person_2", "nod", start=0.0), Beat("person_1", "bow", start=5.0, duration=2.0)))
    now = Script(changed(longer, edits(played)), (), longer)
    played.session.bridge.waiting.clear()
    played.state.watch._take_script(now)
    assert beats(played) == [("wave", 12, 48), ("bow", 84, 132)] and beats(played, "person_2") == [("nod", 0, 48)]


def test_a_block_is_given_to_somebody_else_copied_deleted_and_the_selection_goes_along(played: Any) -> None:
    from PySide6.QtCore import Qt

    played.drag(played.sheet, [played.at(30, ANNA, 0.5), played.at(80, BEN, 0.5)])
    assert beats(played) == [("bow", 72, 120)]
    assert sorted(beats(played, "person_2")) == [("talk", 24, 48), ("wave", 62, 98)]
    (picked,) = played.state.beats
    assert played.state.beats_of(picked.person)[picked.at].motion == "wave" and picked.person == "person_2"
    played.type("Delete")
    assert beats(played, "person_2") == [("talk", 24, 48)]
    assert {"id": "person_1 wave 1", "delete": True} in edits(played)
    alt = Qt.KeyboardModifier.AltModifier
    played.drag(played.sheet, [played.at(90, ANNA, 0.5), played.at(60, ANNA, 0.5), played.at(30, ANNA, 0.5)], alt)
    assert sorted(beats(played)) == [("bow", 12, 60), ("bow", 72, 120)]


def test_a_new_beat_goes_into_the_script_and_can_be_given_back(played: Any) -> None:
    from studio.ui.timeline import beat_edit

    beat_edit.add_beat(played.state, "person_3", "clap", 2.0)
    assert [name for name, *_ in beats(played, "person_3")] == ["clap"]
    assert edits(played)[0]["added"] and edits(played)[0]["who"] == "person_3"
    assert beat_edit.is_own(played.state, "person_3") and not beat_edit.is_own(played.state, "person_1")
    beat_edit.set_side(played.state, "left")
    beat_edit.set_amount(played.state, 0.5)
    assert (edits(played)[0]["side"], edits(played)[0]["amplitude"]) == ("left", 0.5)
    beat_edit.give_back(played.state, "person_3")
    assert edits(played) == [] and beats(played, "person_3") == []


def test_a_block_is_faded_and_split(played: Any) -> None:
    corner = [played.at(frame, ANNA, 0.16) + played.place(6, 0) for frame in (72, 78)]
    played.drag(played.sheet, corner)
    assert edits(played) == [{"id": "person_1 bow 1", "fade_in": 0.25}]
    played.click(played.sheet, played.at(90, ANNA, 0.5))
    played.session.go(90)
    played.type("Ctrl+Shift+D")
    assert sorted(beats(played)) == [("bow", 72, 90), ("bow", 90, 120), ("wave", 12, 48)]


def test_beats_of_the_cast_stand_before_those_of_the_script(played: Any) -> None:
    from studio.graph.edit import set_knob

    own = ({"person": "person_1", "motion": "nod", "start": 1.0, "length": 1.0},)
    played.session.apply(lambda graph: set_knob(graph, played.session.library, "choose_motion_1", "cast", own))
    assert beats(played) == [("nod", 24, 48)] and beats(played, "person_2") == [("talk", 24, 48)]
    played.drag(played.sheet, [played.at(36, ANNA, 0.5), played.at(42, ANNA, 0.5), played.at(48, ANNA, 0.5)])
    assert beats(played) == [("nod", 36, 60)] and edits(played) == []


def test_what_answers_come_between_takes_the_changes_after_them(desk: Any) -> None:
    library = desk.session.library

    def edit(graph: Any) -> Any:
        graph, writer = add(graph, library, "write_script", (0.0, 0.0), image="load_photo_1", people="detect_people_1")
        graph, turns = add(graph, library, "take_turns", (0.0, 0.0), script=writer, people="detect_people_1")
        graph, react = add(graph, library, "react", (0.0, 0.0), script=turns, people="detect_people_1")
        return link(graph, library, react, "choose_motion_1", "script")

    desk.session.apply(edit)
    desk.state.watch._take_script(Script(PROMPT, (), PROMPT))
    desk.feed()
    desk.drag(desk.sheet, [desk.at(90, ANNA, 0.5), desk.at(96, ANNA, 0.5), desk.at(102, ANNA, 0.5)])
    kept = [dict(one) for one in desk.graph.nodes["react_1"].knobs.get("edits", ())]
    assert kept == [{"id": "person_1 bow 1", "start": 3.5}]
    assert "cast" not in desk.graph.nodes["choose_motion_1"].knobs
    assert beats(desk) == [("wave", 12, 48), ("bow", 84, 132)]
