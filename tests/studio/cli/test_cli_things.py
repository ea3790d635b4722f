"""Things that are named on the command line, and what a prompt does with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli.entry import main
from studio.cli.things import things_of
from studio.media.errors import BadInput


def test_a_thing_is_a_name_and_a_box() -> None:
    (one,) = things_of(["garden chair=10,20,30.5,40"])
    assert dict(one) == {"name": "garden chair", "box": (10.0, 20.0, 30.5, 40.0)}


@pytest.mark.parametrize("text", ["chair", "chair=1,2,3", "=1,2,3,4", "chair=a,b,c,d"])
def test_what_is_no_thing_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="NAME=LEFT"):
        things_of([text])


def test_who_sits_on_a_thing_has_it_as_the_target(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ["script", "the man on the left sits on the chair", "--photo", str(two_men), "--json"]
    assert main([*said, "--thing", "chair=20,300,120,420"]) == 0
    (beat,) = json.loads(capsys.readouterr().out)["beats"]
    assert (beat["who"], beat["action"], beat["target"]) == ("person_1", "sit", "chair")


def test_a_chair_that_nobody_knows_is_told_of(two_men: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "the man on the left sits on the chair", "--photo", str(two_men), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["beats"][0]["target"] is None
    assert "no chair is known" in told.err


def test_things_without_a_prompt_are_refused(two_men: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = ["animate", str(two_men), "-o", str(tmp_path / "film.mp4"), "--thing", "chair=20,300,120,420"]
    assert main(film) == 2
    assert "no find_objects" in capsys.readouterr().err
