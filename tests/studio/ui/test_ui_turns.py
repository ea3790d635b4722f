"""Long work of the window's thread is cut into turns, and the inspector is built that way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from studio.ui import turns
from studio.ui.inspector.panel import InspectorPanel
from studio.ui.turns import Turns


def until(done: Any) -> None:
    for _ in range(1000):
        if done():
            return
        QTest.qWait(2)
    raise AssertionError("it never came to be so")


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn has time for one step."""
    monkeypatch.setattr(turns, "SLICE", 0.0)


def count(into: list[int], most: int) -> Iterator[None]:
    for number in range(most):
        into.append(number)
        yield


def test_other_timers_have_their_turn_between_two_steps(application: Any, brief: None) -> None:
    owner, done = QObject(), list[int]()
    seen: list[int] = []
    beat = QTimer(owner, interval=1)
    beat.timeout.connect(lambda: seen.append(len(done)))
    beat.start()
    Turns(owner).begin(count(done, 20))
    assert done == [0]
    until(lambda: len(done) == 20)
    assert len({*seen}) > 5


def test_the_rest_is_done_at_once_for_whoever_cannot_wait(application: Any, brief: None) -> None:
    owner, done = QObject(), list[int]()
    work = Turns(owner)
    work.begin(count(done, 20))
    work.finish()
    assert len(done) == 20


def test_the_next_work_takes_the_place_of_the_last(application: Any, brief: None) -> None:
    owner, first, second = QObject(), list[int](), list[int]()
    work = Turns(owner)
    work.begin(count(first, 20))
    work.begin(count(second, 3))
    until(lambda: len(second) == 3)
    QTest.qWait(20)
    assert first == [0]
    work.begin(count(first, 20))
    work.drop()
    QTest.qWait(20)
    assert first == [0, 0]


def test_rows_of_the_inspector_come_turn_by_turn(session: Any, brief: None) -> None:
    from studio.graph.edit import add

    node = session.apply(lambda graph: add(graph, session.library, "transform"))
    panel = InspectorPanel(session)
    panel.show()
    session.select([node])
    knobs = session.library.get("transform").knobs
    assert panel.header is not None
    assert len(panel._rows) < len(knobs) - 1
    until(lambda: len(panel._rows) == len(knobs))
    session.select([])
    assert len(panel.shot.fields) < 7
    until(lambda: len(panel.shot.fields) == 7)
    session.select([node])
    assert [row.binding.knob.name for row in panel.rows] == [knob.name for knob in knobs]
    panel.close()
    panel.deleteLater()
