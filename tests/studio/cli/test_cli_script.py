"""``vivant script``: what a prompt asks the people of a photo to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from chat_server import chat_server

from studio.cli.entry import main


def scripted(prompt: str, photo: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["script", prompt, "--photo", str(photo), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_two_men_are_told_apart_by_side(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = scripted("the man on the right says 'Hi!' happily while the other one nods twice", two_men, capsys)
    left, right = sorted(answer["people"], key=lambda person: person["box"][0])
    said, nodded = answer["beats"]
    assert said["who"] == right["id"]
    assert (said["action"], said["line"], said["mood"], said["target"]) == ("talk", "Hi!", "happy", None)
    assert nodded["who"] == left["id"]
    assert (nodded["action"], nodded["start"]) == ("nod", said["start"])
    assert answer["not_understood"] == []


def test_a_mutual_action_is_a_beat_for_each(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beats = scripted("they shake hands", two_men, capsys)["beats"]
    assert {(beat["who"], beat["target"]) for beat in beats} == {("person_1", "person_2"), ("person_2", "person_1")}


def test_lines_without_json_are_for_people(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "everyone waves and the dragon roars", "--photo", str(two_men)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["  0.00 s  person_1: wave", "  0.00 s  person_2: wave"]
    assert any("not understood" in line for line in told[2:])


def test_without_a_prompt_the_picture_says_what_happens_and_why(
    two_men: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["script", "--photo", str(two_men), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {beat["who"] for beat in answer["beats"]} == {"person_1", "person_2"}
    assert set(answer["reasons"]) == {beat["id"] for beat in answer["beats"]}


def test_a_language_model_may_read_the_prompt(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beat = {
        "who": "person_2",
        "action": "bow",
        "target": None,
        "start": 1.0,
        "duration": 2.0,
        "mood": None,
        "line": None,
    }
    with chat_server({"beats": [beat], "not_understood": []}) as address:
        assert main(["script", "politeness", "--photo", str(two_men), "--json", "--address", address]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(one["who"], one["action"], one["start"]) for one in answer["beats"]] == [("person_2", "bow", 1.0)]


def test_a_picture_without_people_gives_an_empty_script(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scripted("everyone waves", nobody, capsys) == {"people": [], "beats": [], "camera": [], "not_understood": []}


def test_a_missing_photo_and_a_prompt_too_long_are_one_line_and_2(
    two_men: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["script", "wave", "--photo", str(tmp_path / "none.jpg")]) == 2
    assert main(["script", "wave " * 10_000, "--photo", str(two_men)]) == 2
    told = capsys.readouterr().err
    assert "none.jpg" in told
    assert "10000 words" in told
    assert "Traceback" not in told
