"""Kept results in three tiers: device memory, RAM, disk. A cache that forgets everything still gives right answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.engine.digest import PLAIN, Files
from studio.engine.disk import Disk
from studio.engine.failure import is_out_of_memory
from studio.engine.ledger import Ledger
from studio.engine.tier import Device, Entry, Name, Ram, Tier
from studio.media.errors import OutOfMemory
from studio.media.value import walk_arrays

KEEP_SECONDS = 2.0
"""What took longer to make always goes to disk too."""
KEEP_SMALL = 0.05, 2**20
"""So does what took longer than this and has fewer bytes."""
KEEP_WORTH = 0.2, 2.0
"""And what took longer than the first, and than the second times what the disk takes to write and read it."""
_DISK_SPEED = 1e8
"""Bytes a second of writing and reading back, cautiously; moving to disk must beat making it again."""

Evicted = Callable[[Entry, str, str], None]


class Flight:
    """A result being made: who else wants it waits for ``done``."""

    __slots__ = ("done", "result")

    def __init__(self) -> None:
        self.done: threading.Event | None = None
        self.result: Any = None


class Cache:
    """Kept results by name, within budgets of bytes.

    Args:
        memory: Bytes of RAM.
        disk: Folder for results on disk; None for none.
        disk_budget: Bytes on disk.
        device: The device tier; by default torch's, once a result lies there.
        evicted: Told of every result that moves down ("ram", "disk") or goes ("").
    """

    def __init__(
        self,
        memory: int = 2**31,
        disk: Path | None = None,
        disk_budget: int = 20 * 2**30,
        device: Tier | None = None,
        evicted: Evicted | None = None,
    ) -> None:
        self.ram = Tier(Ram(), memory)
        self.device = device
        self.disk = Disk(disk, disk_budget) if disk is not None else None
        self.ledger = Ledger()
        self.files = Files()
        self.pinned: set[str] = set()
        self.evicted = evicted
        self.evictions = 0
        self._lock = threading.RLock()
        self._flights: dict[Any, Flight] = {}

    def get(self, name: Name) -> tuple[Any, str] | None:
        """The value of this name, on the device where it belongs there, and the tier that it was found in; or None."""
        with self._lock:
            try:
                return self._find(name)
            except OutOfMemory:
                return None  # made again, where memory that runs out is eased, and told by the node

    def peek(self, name: Name) -> Any:
        """The entry of this name where it belongs, or None; looks neither at the disk nor at its age."""
        found = next((tier.entries[name] for tier in self.tiers() if name in tier.entries), None)
        return None if found is None or found.above else found

    def where(self, name: Name) -> str:
        """The tier that holds a result, "" for none."""
        with self._lock:
            for tier in self.tiers():
                if name in tier.entries:
                    return tier.place.name
            return "disk" if self.disk and self.disk.holds(name) else ""

    def identity(self, name: Name) -> bytes | None:
        """What a kept result is keyed by downstream."""
        with self._lock:
            for tier in self.tiers():
                if (entry := tier.entries.get(name)) is not None:
                    return entry.identity
            about = self.disk.about(name) if self.disk else None
            if about is None:
                return None
            self.ledger.contents[name] = bytes.fromhex(about["identity"])
            return self.ledger.contents[name]

    def put(self, name: Name, entry: Entry) -> None:
        """Keep a result."""
        with self._lock:
            tier = self._tier_of(entry.value)
            tier.put(name, entry)
            if self.disk and (self._lasting(entry) or entry.node in self.pinned):
                self.disk.put(name, entry)
            self.settle()

    def alias(self, key: bytes) -> bytes | None:
        """The name of a request's result, as far as the disk knows it."""
        return self.disk.name(key) if self.disk else None

    def remember(self, key: bytes, name: Name) -> None:
        """Note on disk which result a request has, where that result is there."""
        if self.disk and self.disk.holds(name):
            self.disk.remember(key, name[0])

    def free(self, tier: str) -> int:
        """Empty a tier down to what is pinned, for memory that ran out. Hands back the bytes that came free."""
        with self._lock:
            found = next((t for t in self.tiers() if t.place.name == tier), None)
            if found is None:
                return 0
            before = found.bytes
            for name, entry in found.overflow(self._is_pinned, 0):
                self._down(found, name, entry)
            found.place.release()
            return before - found.bytes

    def forget(self, node: str) -> None:
        """Let go of what a node made, in memory; pinned or not."""
        with self._lock:
            for tier in self.tiers():
                for name in [name for name, entry in tier.entries.items() if entry.node == node]:
                    tier.drop(name)

    def empty(self, tier: str) -> None:
        """Let go of everything that a tier in memory holds and that is not pinned."""
        with self._lock:
            for found in self.tiers():
                if found.place.name == tier:
                    for _ in found.overflow(self._is_pinned, 0):
                        self.evictions += 1
                    found.place.release()

    def take_off(self, what: Any, check: Callable[[], None]) -> Flight:
        """Begin to make a result alone, to be ended with :meth:`land`. Who comes second waits, and finds ``result``."""
        while True:
            with self._lock:
                flying = self._flights.get(what)
                if flying is None:
                    mine = self._flights[what] = Flight()
                    return mine
                if flying.done is None:
                    flying.done = threading.Event()
                done = flying.done
            while not done.wait(0.05):
                check()
            if flying.result is not None:
                return flying

    def land(self, what: Any, flight: Flight) -> None:
        """End making a result, made or not."""
        with self._lock:
            if self._flights.get(what) is flight:
                del self._flights[what]
            if flight.done is not None:
                flight.done.set()

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers in memory that there are, the fastest first."""
        return (self.ram,) if self.device is None else (self.device, self.ram)

    def _tier_of(self, value: Any) -> Tier:
        if type(value) in PLAIN:
            return self.ram
        if self.device is None and Device("").holds(value):
            self.device = _torch_tier(value)
        return self.device if self.device and self.device.place.holds(value) else self.ram

    def _find(self, name: Name) -> tuple[Any, str] | None:
        for tier in self.tiers():
            entry = tier.entries.get(name)
            if entry is not None:
                tier.touch(entry)
                return (self._lift(name, entry) if entry.above else entry.value), tier.place.name
        return self._load(name)

    def _lift(self, name: Name, entry: Entry) -> Any:
        """Bring a result back to the device that it came down from. Raises OutOfMemory, having let it go."""
        if self.device is None:
            return entry.value
        self.ram.drop(name)
        value = self._taken(self.device, entry.value)
        entry.value, entry.above = value, False
        self.device.put(name, entry)
        self.settle()
        return value

    def _taken(self, device: Tier, value: Any) -> Any:
        """A value on the device, after everything else has left it where there is no room."""
        for last in (False, True):
            try:
                return device.place.take(value)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                if last:
                    raise OutOfMemory("the device is too small for a kept result") from error
            self.free(device.place.name)
        raise AssertionError

    def _load(self, name: Name) -> tuple[Any, str] | None:
        found = self.disk.get(name) if self.disk else None
        if found is None:
            return None
        entry, above = found
        for array in walk_arrays(entry.value):
            if hasattr(array, "flags"):
                array.flags.writeable = False
        entry.above = above and self.device is not None
        self.ledger.contents[name] = entry.identity
        if entry.warnings:
            self.ledger.warnings[name[0]] = entry.warnings
        self.ram.put(name, entry)
        value = self._lift(name, entry) if entry.above else entry.value
        self.settle()
        return value, "disk"

    def settle(self) -> None:
        """Move down, or let go, what is over a budget."""
        with self._lock:
            for tier in self.tiers():
                if tier.bytes > tier.budget:
                    for name, entry in tier.overflow(self._is_pinned):
                        self._down(tier, name, entry)

    def _down(self, tier: Tier, name: Name, entry: Entry) -> None:
        """Move a result a tier down; let it go where that is not worth it."""
        self.evictions += 1
        to = ""
        if tier is self.device:
            entry.value, entry.above, to = self.ram.place.take(entry.value), True, "ram"
            self.ram.put(name, entry)
        elif self.disk and (entry.seconds > entry.bytes / _DISK_SPEED + 0.01) and self.disk.put(name, entry):
            to = "disk"
        if self.evicted:
            self.evicted(entry, tier.place.name, to)

    def _lasting(self, entry: Entry) -> bool:
        """Whether a result is worth keeping beyond this process."""
        small = entry.seconds > KEEP_SMALL[0] and entry.bytes < KEEP_SMALL[1]
        worth = entry.seconds > max(KEEP_WORTH[0], KEEP_WORTH[1] * entry.bytes / _DISK_SPEED)
        return small or worth or entry.seconds > KEEP_SECONDS

    def _is_pinned(self, entry: Entry) -> bool:
        return entry.node in self.pinned


def _torch_tier(value: Any) -> Tier:
    """Half of the memory of the device that a value lies on."""
    import torch

    device = next(str(a.device) for a in walk_arrays(value) if hasattr(a, "device") and a.device.type != "cpu")
    return Tier(Device(device), int(torch.cuda.get_device_properties(device).total_memory) // 2)
