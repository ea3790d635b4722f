"""One key does one thing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def test_no_two_commands_that_hold_at_the_same_time_share_a_shortcut(window: Any) -> None:
    holders: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for command in window.session.commands:
        for keys in command.action.shortcuts():
            if keys.toString():
                holders[keys.toString()].append((command.name, command.panel))
    assert len(holders) > 80
    clashes = [
        f"{keys}: {one} and {other}"
        for keys, held in holders.items()
        for at, (one, here) in enumerate(held)
        for other, there in held[at + 1 :]
        if together(here, there)
    ]
    assert not clashes


def together(one: Any, other: Any) -> bool:
    """Whether shortcuts of two panels hold at once; None is the whole window."""
    return one is None or other is None or one is other or one.isAncestorOf(other) or other.isAncestorOf(one)


def test_every_shortcut_belongs_to_a_command(window: Any) -> None:
    from PySide6.QtGui import QAction, QShortcut

    known = {command.action for command in window.session.commands}
    stray = [action.text() for action in window.findChildren(QAction) if action.shortcuts() and action not in known]
    assert not stray and not window.findChildren(QShortcut)
