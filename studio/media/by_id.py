"""One immutable, ordered mapping from a person's id to that person's value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class ById(Mapping[str, T], Generic[T]):
    """People, rigs, motions or poses, by person id, in the order in which they were found.

    Equal when ids, their order and their values are equal. There is no way to change one: make another.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        self._items: dict[str, T] = dict(items)

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"ById({self._items!r})"
