"""What was planned, changed by hand: pure functions from items to items, and from what is wanted back to entries.

An item is a dataclass with an id and a start. An entry names it by its id, which stays while the plan changes
elsewhere, and says what is to be other, or "delete". What an entry says of an item that is no longer planned is kept,
and does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

Entry: TypeAlias = Mapping[str, Any]
T = TypeVar("T")
TINY = 1e-6
"""Seconds and factors that differ by less are the same."""


def changed(
    planned: Iterable[T], edits: Iterable[Entry], read: Callable[[Entry], dict[str, Any]],
    added: Callable[[Entry, dict[str, Any], Collection[str]], T | None],
) -> tuple[T, ...]:  # fmt: skip
    """The items of a plan with what was changed, added and taken away by hand, in order of their start.

    Args:
        planned: With ids.
        edits: Entries about such items.
        read: The fields that an entry sets; raises where one makes no sense.
        added: The item that an entry adds, of its fields and the ids that are taken; None where it adds none.
    """
    made: dict[str, Any] = {_id(item): item for item in planned}
    for entry in edits:
        name = str(entry.get("id", ""))
        if entry.get("delete"):
            made.pop(name, None)
            continue
        values = read(entry)
        item = replace(made[name], **values) if name in made else added(entry, values, made)
        if item is not None:
            made[_id(item)] = item
    return tuple(sorted(made.values(), key=lambda item: float(item.start)))


def edits_for(
    planned: Iterable[T], edits: Iterable[Entry], now: Iterable[T], wanted: Iterable[T],
    said: Callable[[T | None, T], Entry], fresh: str,
) -> list[Entry]:  # fmt: skip
    """The edits after which there are just the items that are wanted; those of anything else stay.

    Args:
        planned: With ids.
        edits: As they are.
        now: Items that there are by them, as far as they are spoken of.
        wanted: An item without an id, or with one that stands there twice, is a new one.
        said: What is to be said of an item beyond the plan, which has the first, or None; nothing where it is the same.
        fresh: How ids of new items begin.
    """
    before = {_id(item): item for item in planned}
    entries = {str(entry.get("id")): entry for entry in edits}
    taken, kept = {*before, *entries}, set[str]()
    for item in wanted:
        name = _id(item) if _id(item) and _id(item) not in kept else _free(fresh, taken)
        kept.add(name)
        taken.add(name)
        entries.pop(name, None)
        named: Any = replace(item, id=name)  # type: ignore[type-var]
        if entry := said(before.get(name), named):
            entries[name] = entry
    for name in (_id(item) for item in now):
        if name not in kept:
            entries.pop(name, None)
            entries |= {name: {"id": name, "delete": True}} if name in before else {}
    return list(entries.values())


def differing(plain: object, item: object, fields: Sequence[str], numbers: Sequence[str]) -> dict[str, Any]:
    """What of an item is other than of a plain one."""
    found = {name: getattr(item, name) for name in fields if getattr(item, name) != getattr(plain, name)}
    return found | {
        name: round(float(getattr(item, name)), 6)
        for name in numbers
        if abs(getattr(item, name) - getattr(plain, name)) > TINY
    }


def is_number(value: object, most: float) -> bool:
    """Whether a value is a number from 0 to the most."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _id(item: Any) -> str:
    return str(item.id)


def _free(fresh: str, taken: Collection[str]) -> str:
    number = 1
    while (name := f"{fresh} {number}") in taken:
        number += 1
    return name
