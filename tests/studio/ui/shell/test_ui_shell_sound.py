"""Sounds that are dropped on the window."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def march(tmp_path: Path) -> Path:
    """A short tone."""
    path = tmp_path / "march.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes((9000 * np.sin(np.arange(4000) / 6)).astype("<i2").tobytes())
    return path


def test_a_sound_that_is_dropped_is_heard_in_the_film_in_one_step_of_undo(
    window: Any, photo: Path, march: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    session = window.session
    drop(window.welcome.target, photo)
    until(lambda: session.graph.nodes)
    drop(window.viewport, march)
    until(lambda: "load_sound_1" in session.graph.nodes)
    assert session.graph.nodes["write_movie_1"].inputs["sound"].node == "load_sound_1"
    assert session.graph.nodes["load_sound_1"].knobs["path"] == str(march)
    assert session.selection == ("load_sound_1",) and len(session.document.past) == 1
    session.undo()
    assert "load_sound_1" not in session.graph.nodes


def test_what_only_calls_itself_a_sound_and_one_without_a_film_are_told_of(
    window: Any, photo: Path, march: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    said: list[str] = []
    window.session.said.connect(lambda _, line: said.append(line))
    drop(window.welcome.target, march)
    until(lambda: said)
    assert "open a photo first" in said[-1] and not window.session.graph.nodes
    march.write_text("no sound")
    drop(window.welcome.target, march)
    until(lambda: len(said) > 1)
    assert "cannot be read as sound" in said[-1]


def test_the_inspector_does_not_look_for_a_picture_in_a_sound(
    window: Any, march: Path, until: Callable[..., None]
) -> None:
    from PySide6.QtTest import QTest

    from studio.graph.edit import add, set_knob
    from studio.ui.inspector.file import FileEditor

    session = window.session
    session.apply(lambda graph: add(graph, session.library, "load_sound"))
    session.apply(lambda graph: set_knob(graph, session.library, "load_sound_1", "path", str(march)))
    session.select(["load_sound_1"])
    until(lambda: window.findChildren(FileEditor))
    QTest.qWait(200)
    (editor,) = [one for one in window.findChildren(FileEditor) if one.knob.name == "path" and one.isVisibleTo(window)]
    assert editor.field.text() == str(march) and not editor.picture.isVisibleTo(editor)
