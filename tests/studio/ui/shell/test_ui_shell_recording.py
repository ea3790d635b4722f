"""Recorded motions that are dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    """A walk as a BVH file."""
    from fakes import FakeContext

    from nodes.motion.choose_motion import choose_motion
    from nodes.motion.write_motion import write_motion
    from studio.media.person import People, Person
    from studio.media.shot import Shot

    people = People({"person_1": Person("person_1", (0, 0, 100, 300))})
    motions = choose_motion(FakeContext(), people, motion="walk")  # type: ignore[arg-type]
    path = tmp_path / "walk.bvh"
    write_motion(FakeContext(), motions, shot=Shot((64, 64), 24.0, 0, 47), path=str(path), person="person_1")  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("person", ["", "person_2"])
def test_a_recording_that_is_dropped_moves_who_is_selected_else_everybody(
    window: Any, photo: Path, walk: Path, person: str, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    session = window.session
    drop(window.welcome.target, photo)
    until(lambda: session.graph.nodes)
    session.person = person
    drop(window.viewport, walk)
    until(lambda: "load_motion_1" in session.graph.nodes)
    node = session.graph.nodes["load_motion_1"]
    assert session.graph.nodes["retarget_motion_1"].inputs["motions"].node == "load_motion_1"
    assert (node.knobs["path"], node.knobs.get("person", "")) == (str(walk), person)
    assert session.selection == ("load_motion_1",) and len(session.document.past) == 1
    session.undo()
    assert "load_motion_1" not in session.graph.nodes


def test_what_is_no_human_motion_is_told_of_and_changes_nothing(
    window: Any, photo: Path, walk: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    said: list[str] = []
    window.session.said.connect(lambda _, line: said.append(line))
    walk.write_text("HIERARCHY nonsense")
    drop(window.welcome.target, photo)
    until(lambda: window.session.graph.nodes)
    before = window.session.graph
    drop(window.viewport, walk)
    until(lambda: said)
    assert "is no BVH motion" in said[-1] and window.session.graph == before
