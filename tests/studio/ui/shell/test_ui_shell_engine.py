"""The whole window on an engine that is killed while it computes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from odd_engine import COMMAND, LIBRARY

from studio.engine.events import Started
from studio.graph.edit import add, link, set_knob


@pytest.fixture
def working(application: Any, home: Path) -> Iterator[Any]:
    """A window with an engine whose nodes take their time."""
    from studio.ui.commands import Commands
    from studio.ui.process_bridge import ProcessBridge
    from studio.ui.session import Session
    from studio.ui.window import MainWindow

    made = MainWindow(Session(LIBRARY, ProcessBridge(COMMAND), Commands()))
    made.tours = False
    made.show()
    yield made
    made.session.document.close()
    made.session.open(type(made.session.document)(LIBRARY))
    made.close()
    made.deleteLater()


def test_the_window_goes_on_when_its_engine_is_killed_and_says_so_once(
    working: Any, until: Callable[..., None]
) -> None:
    session, began, answers = working.session, [], []
    session.bridge.happened.connect(lambda event: began.append(event) if isinstance(event, Started) else None)
    session.bridge.answered.connect(answers.append)
    slow = session.apply(lambda graph: add(graph, LIBRARY, "slow"))
    session.apply(lambda graph: set_knob(graph, LIBRARY, slow, "seconds", 3.0))
    flat = session.apply(lambda graph: add(graph, LIBRARY, "flat"))
    session.apply(lambda graph: link(graph, LIBRARY, slow, flat, "a"))
    memory = working.docks.docks["Memory"].widget()
    until(lambda: "ram" in memory.boxes, 30)
    session.look(flat)
    until(lambda: began, 30)
    first, graph, steps = session.bridge.pid, session.graph, len(session.document.past)
    os.kill(first, signal.SIGKILL)
    until(lambda: any(answer.value is not None for answer in answers), 30)
    assert session.bridge.pid != first
    assert session.graph is graph and len(session.document.past) == steps
    said = [label.text() for label in working.toasts.shown]
    assert len(said) == 1
    assert f"killed while {slow} computed" in said[0]
    assert "\n" not in said[0]
    log = working.docks.docks["Log"].widget().toPlainText()
    assert log.count(said[0]) == 1
    until(lambda: session.bridge.idle)
    assert memory.boxes["ram"].bar.tier.budget > 0
    session.undo()
    session.redo()
    assert session.graph == graph
    assert working.isVisible()
