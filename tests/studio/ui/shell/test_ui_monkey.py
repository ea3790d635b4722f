"""Anything may be done in the window, in any order: it lives, the graph is sound, and undo goes back to the start."""

from __future__ import annotations

import os
from typing import Any

import pytest
from monkey import Monkey, keep_in
from shot_by_hand import answer, open_shot

from studio.graph.check import Problem, check
from studio.graph.project import dumps, loads

ACTIONS = int(os.environ.get("VIVANT_MONKEY", "10000"))
"""How much is done, in about two minutes; VIVANT_MONKEY_SEED=2 for another ten thousand."""


def is_broken(problem: Problem) -> bool:
    """Whether a graph should never have come to this; a link that was taken away is to be made by the artist."""
    return problem.severity == "error" and not problem.message.endswith(": link one")


@pytest.mark.timeout(max(300, ACTIONS))
def test_after_any_actions_the_graph_is_sound_and_undo_goes_back_to_the_start(
    window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QApplication

    session = window.session
    open_shot(session)
    answer(session)
    window.show_work(True)
    QApplication.processEvents()
    keep_in(monkeypatch)
    document, start = session.document, session.graph
    monkey = Monkey(window, seed=int(os.environ.get("VIVANT_MONKEY_SEED", "1")))
    monkey.play(ACTIONS)
    assert not monkey.broken, monkey.broken[0]
    assert window.isVisible() and session.document is document
    now = session.graph
    print(f"{ACTIONS} actions, {len(document.past)} steps, {len(now.nodes)} nodes")
    assert not [problem for problem in check(now, session.library) if is_broken(problem)]
    text = dumps(now, session.library)
    assert dumps(loads(text, session.library).graph, session.library) == text
    while document.past:
        session.undo()
    assert session.graph == start
