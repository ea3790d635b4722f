"""Memory that holds results: the device's, the machine's. What to let go first is decided by GreedyDual-Size.

Source: Cao and Irani, "Cost-aware WWW proxy caching algorithms", 1997. A result's worth is seconds to remake per
byte, on top of the tier's age; letting one go raises the age to its worth, so that what is not used again grows old.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from studio.media.value import is_tensor, map_arrays, walk_arrays

Name = tuple[bytes, str]
"""A result's name by content, and the output."""
OVERHEAD = 256
"""Bytes that keeping anything costs."""


@dataclass
class Entry:
    """One kept result.

    Attributes:
        value: The result itself.
        identity: What it is keyed by downstream.
        bytes: All storage that it holds on to.
        seconds: What it took to make.
        node: Id of the node that made it.
        warnings: What the node said.
        above: Whether it came down from the tier above and goes back there when it is used.
        worth: Its place in the order of eviction.
    """

    value: Any
    identity: bytes
    bytes: int
    seconds: float
    node: str
    warnings: tuple[str, ...] = ()
    above: bool = False
    worth: float = 0.0


class Place(Protocol):
    """Where values can live."""

    @property
    def name(self) -> str:
        """ "device" or "ram"."""

    def holds(self, value: Any) -> bool:
        """Whether a value lives here."""

    def take(self, value: Any) -> Any:
        """The value, moved here."""

    def release(self) -> None:
        """Give memory that is not used any more back to the system."""


class Ram:
    """The machine's memory."""

    name = "ram"

    def holds(self, value: Any) -> bool:
        """Everything can live here."""
        return True

    def take(self, value: Any) -> Any:
        """Tensors come to the CPU; what is there already stays."""
        if not any(is_tensor(array) and array.device.type != "cpu" for array in walk_arrays(value)):
            return value
        return map_arrays(value, lambda array: array.cpu() if is_tensor(array) else array)

    def release(self) -> None:
        """Nothing to do."""


class Device:
    """Memory of a torch device."""

    name = "device"

    def __init__(self, device: str) -> None:
        self._device = device

    def holds(self, value: Any) -> bool:
        """Whether one of its tensors lies on a device."""
        return any(is_tensor(array) and array.device.type != "cpu" for array in walk_arrays(value))

    def take(self, value: Any) -> Any:
        """Tensors go to the device, arrays stay."""
        return map_arrays(value, lambda array: array.to(self._device) if is_tensor(array) else array)

    def release(self) -> None:
        """Hand torch's own reserve back to the driver."""
        import torch

        torch.cuda.empty_cache()


class Tier:
    """Results in one place, within a budget of bytes; storage that several share is counted once."""

    def __init__(self, place: Place, budget: int) -> None:
        self.place, self.budget, self.bytes = place, budget, 0
        self.entries: dict[Name, Entry] = {}
        self._storages: dict[int, list[int]] = {}
        self._heap: list[tuple[float, int, Name]] = []
        self._serial, self._age = 0, 0.0

    def put(self, name: Name, entry: Entry) -> None:
        """Keep a result, in place of any of the same name."""
        self.drop(name)
        self.entries[name] = entry
        entry.bytes = OVERHEAD
        for address, size in storages(entry.value):
            entry.bytes += size
            held = self._storages.setdefault(address, [0, size])
            held[0] += 1
            if held[0] == 1:
                self.bytes += size
        self.bytes += OVERHEAD
        self.touch(entry)
        self._push(name, entry)

    def touch(self, entry: Entry) -> None:
        """A result was used: it is as young as the newest."""
        entry.worth = self._age + entry.seconds / entry.bytes

    def drop(self, name: Name) -> Entry | None:
        """Let a result go."""
        entry = self.entries.pop(name, None)
        if entry is None:
            return None
        for address, size in storages(entry.value):
            held = self._storages[address]
            held[0] -= 1
            if held[0] == 0:
                del self._storages[address]
                self.bytes -= size
        self.bytes -= OVERHEAD
        return entry

    def overflow(self, pinned: Callable[[Entry], bool], budget: int | None = None) -> Iterator[tuple[Name, Entry]]:
        """Let go of results, the least worth first, until the budget holds; pinned ones stay."""
        limit, aside = self.budget if budget is None else budget, []
        while self.bytes > limit and self._heap:
            worth, _, name = heapq.heappop(self._heap)
            entry = self.entries.get(name)
            if entry is None:
                continue
            if entry.worth > worth:
                self._push(name, entry)
            elif pinned(entry):
                aside.append((name, entry))
            else:
                self._age = max(self._age, worth)
                self.drop(name)
                yield name, entry
        for name, entry in aside:
            self._push(name, entry)

    def _push(self, name: Name, entry: Entry) -> None:
        self._serial += 1
        heapq.heappush(self._heap, (entry.worth, self._serial, name))
        if len(self._heap) > 64 + 4 * len(self.entries):
            self._heap = [(e.worth, at, n) for at, (n, e) in enumerate(self.entries.items())]
            self._serial = len(self._heap)
            heapq.heapify(self._heap)


def storages(value: Any) -> list[tuple[int, int]]:
    """(address, bytes) of every piece of memory that a value's arrays hold on to, each once; views count as a whole."""
    if type(value) in (float, int, bool, str, bytes, type(None)):
        return [(id(value), len(value))] if isinstance(value, str | bytes) and len(value) > OVERHEAD else []
    found: dict[int, int] = {}
    for array in walk_arrays(value):
        if is_tensor(array):
            storage = array.untyped_storage()
            address, size = int(storage.data_ptr()), int(storage.nbytes())
        else:
            while isinstance(array.base, np.ndarray):
                array = array.base
            address, size = int(array.__array_interface__["data"][0]), int(array.nbytes)
        if size:
            found[address] = max(size, found.get(address, 0))
    return list(found.items())
