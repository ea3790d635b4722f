"""What a prompt has the camera do, on the clock of the beats; and what is changed of it by hand."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.language.prompt import read_prompt
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.schedule import Move
from nodes.script.camera_by_hand import changed_moves, edits_for_camera, named_moves, without_camera_edits
from nodes.script.lexicon_file import lexicon
from nodes.script.write_script import write_script
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import Person
from studio.media.script import CameraMove

THREE = [
    Member("1", (100, 100, 300, 700), gender="male", child=False, wears={"suit": ("black",)}),
    Member("2", (400, 150, 600, 700), gender="female", child=False, wears={"dress": ("red",)}),
    Member("3", (700, 120, 900, 700), gender="male", child=False, wears={"shirt": ("blue",)}),
]


def moves(prompt: str) -> list[Move]:
    return read_prompt(prompt, THREE, lexicon()).moves


def said(prompt: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(move.action, move.onto, move.size) for move in moves(prompt)]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("the camera pushes in on the woman in red", [("push_in", ("2",), "")]),
        ("zoom out", [("zoom_out", (), "")]),
        ("zoom in on the woman's face", [("zoom_in", ("2",), "close")]),
        ("cut to the man on the left", [("cut", ("1",), "")]),
        ("cut to a close-up of the woman", [("cut", ("2",), "close")]),
        ("close-up of the woman", [("cut", ("2",), "close")]),
        ("a wide shot, then a close-up on the man on the right", [("cut", (), "wide"), ("cut", ("3",), "close")]),
        ("two-shot of the men", [("cut", ("1", "3"), "medium")]),
        ("slowly push in on her face", [("push_in", ("2",), "close")]),
        ("pull back to a wide shot of the whole scene", [("pull_out", (), "wide")]),
        ("the camera stays on the woman", [("hold", ("2",), "")]),
        ("handheld camera", [("handheld", (), "")]),
        ("camera: push in on the woman", [("push_in", ("2",), "")]),
        ("the camera starts on the man on the left, pans to the woman and ends on the man on the right",
         [("cut", ("1",), ""), ("pan", ("2",), ""), ("pan", ("3",), "")]),
    ],
)  # fmt: skip
def test_the_camera_is_told_what_to_do(prompt: str, expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    read = read_prompt(prompt, THREE, lexicon())
    assert said(prompt) == expected and read.strange == [] and read.beats == []


def test_a_pan_comes_from_somebody_and_a_direction_is_no_person() -> None:
    (pan,) = moves("pan from the man on the left to the woman")
    assert (pan.origin, pan.onto) == (("1",), ("2",))
    right, up = moves("the camera pans right, then tilts up")
    assert (right.action, right.towards, up.action, up.towards) == ("pan", "right", "tilt", "up")


def test_the_camera_moves_while_somebody_does_something_and_after_it() -> None:
    read = read_prompt(
        "the man on the left waves, then the camera pushes in on the woman in red while she dances, "
        "then back to everyone",
        THREE, lexicon(),
    )  # fmt: skip
    wave, dance = read.beats
    push, back = read.moves
    assert (push.start, push.duration) == (dance.start, dance.duration) == (wave.start + wave.duration, 4.0)
    assert (back.action, back.onto, back.start) == ("pan", ("1", "2", "3"), dance.start + dance.duration)


def test_a_cut_takes_no_time_where_somebody_does_something_next_and_is_seen_where_nobody_does() -> None:
    read = read_prompt("cut to the woman. she waves. cut to the man on the right. he claps", THREE, lexicon())
    assert [beat.start for beat in read.beats] == [move.start for move in read.moves] == [0.0, 2.4]
    first, second = moves("cut to the woman, then cut to the man on the right")
    assert second.start == first.duration > 1.0


def test_seconds_and_pace_of_a_move_are_heard() -> None:
    assert moves("the camera moves from the woman to the man on the right over 4 seconds")[0].duration == 4.0
    slow, usual, quick = (moves(f"{how} zoom out")[0].duration for how in ("slowly", "", "quickly"))
    assert slow > usual > quick
    assert moves("after 2 seconds cut to the woman")[0].start == 2.0


@pytest.mark.parametrize(
    ("prompt", "strange"),
    [("push in on the robot", "the robot"), ("cut to the dog", "the dog"), ("the camera dances", "camera")],
)
def test_what_the_camera_cannot_do_is_listed_and_nothing_is_done(prompt: str, strange: str) -> None:
    read = read_prompt(prompt, THREE, lexicon())
    assert read.strange == [strange] and read.moves == [] and read.beats == []


@pytest.mark.parametrize(
    "prompt",
    ["everyone looks at the camera", "the woman walks towards the camera", "the man pushes the woman",
     "the two men hold hands", "the woman jumps and turns", "the man follows the woman", "they cut the cake"],
)  # fmt: skip
def test_what_people_do_is_not_for_the_camera(prompt: str) -> None:
    assert moves(prompt) == []


def given() -> tuple[CameraMove, ...]:
    return named_moves([CameraMove("push_in", ("a",), start=1.0), CameraMove("cut", ("b",), start=4.0)])


def test_moves_have_names_that_stay_and_are_changed_added_and_taken_away_by_hand() -> None:
    edits = [
        {"id": "camera push_in 1", "start": 2.0, "duration": 3.5, "size": "close", "ease": "linear"},
        {"id": "camera cut 1", "delete": True},
        {"id": "camera by hand 1", "added": True, "action": "pan", "onto": "a b", "start": 6.0},
        {"id": "person_1 wave 1", "start": 9.0},
    ]
    push, pan = changed_moves(given(), edits)
    assert (push.start, push.duration, push.size, push.ease, push.exact) == (2.0, 3.5, "close", "linear", True)
    assert (pan.action, pan.onto, pan.start) == ("pan", ("a", "b"), 6.0)


@pytest.mark.parametrize("odd", [{"size": "huge"}, {"start": -1}, {"duration": 0}, {"onto": 3}, {"action": "fly"}])
def test_an_edit_that_makes_no_sense_is_refused_by_name(odd: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="camera push_in 1"):
        changed_moves(given(), [{"id": "camera push_in 1", **odd}])


def test_edits_are_what_leads_from_the_prompt_to_what_is_wanted() -> None:
    push, _ = given()
    wanted = [CameraMove("zoom_out", start=0.5, id=""), CameraMove("push_in", ("b",), start=1.0, id=push.id)]
    edits = edits_for_camera(given(), [{"id": "person_1 wave 1", "start": 9.0}], wanted)
    made = changed_moves(given(), edits)
    assert [(one.action, one.onto, one.start) for one in made] == [("zoom_out", (), 0.5), ("push_in", ("b",), 1.0)]
    assert edits[0] == {"id": "person_1 wave 1", "start": 9.0}
    assert without_camera_edits(edits) == edits[:1]


def test_the_script_has_the_moves_and_their_edits_and_keeps_those_of_beats_apart() -> None:
    people = ById((f"person_{k}", Person(f"person_{k}", (60.0 * k, 10.0, 60.0 * k + 50, 110.0))) for k in (1, 2))
    image = Image.from_srgb8(np.full((120, 200, 3), 128, np.uint8))
    prompt = "the person on the left waves and the camera zooms in on the person on the right"
    edits = ({"id": "camera zoom_in 1", "start": 1.5},)
    script = write_script(FakeContext(), image, people, prompt=prompt, edits=edits)
    assert [(beat.action, beat.start) for beat in script.beats] == [("wave", 0.0)]
    assert [(move.onto, move.start) for move in script.camera] == [(("person_2",), 1.5)]
    assert script.prompted_camera[0].start == 0.0
    assert script.duration == 1.5 + script.camera[0].duration
