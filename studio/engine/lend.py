"""What a node is lent while it computes: the one implementation of :class:`studio.node.context.Context`."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studio.engine.cancel import Cancel
from studio.engine.events import Event, Progress, Warned
from studio.media.errors import BadInput, VivantError
from studio.media.value import nbytes

if TYPE_CHECKING:
    import moderngl

T = TypeVar("T")


class NoModels:
    """A shelf without weights."""

    def find(self, name: str) -> Path | None:
        """None."""
        return None

    def digest(self, name: str) -> str:
        """Empty."""
        return ""

    def load(self, name: str, loader: Callable[[Path], T], nbytes: int | None = None) -> T:
        """Raises BadInput."""
        raise BadInput(f"there are no weights called {name} on this machine")


class Derived:
    """Things made from a value alone, kept as long as that very object lives, within a number of entries and bytes."""

    def __init__(self, entries: int = 256, budget: int = 2**29) -> None:
        self._entries, self._budget, self._bytes = entries, budget, 0
        self._kept: OrderedDict[tuple[int, str], tuple[Any, Any, int]] = OrderedDict()

    def get(self, value: object, name: str, make: Callable[[], T]) -> T:
        """What was made from this object under this name, made now where it is not kept."""
        key = id(value), name
        found = self._kept.get(key)
        if found is not None and found[0]() is value:
            self._kept.move_to_end(key)
            made: T = found[1]
            return made
        self._drop(key)
        made = make()
        self._keep(key, value, made)
        return made

    def clear(self) -> None:
        """Let everything go."""
        self._kept.clear()
        self._bytes = 0

    def _keep(self, key: tuple[int, str], value: object, made: object) -> None:
        size = nbytes(made)
        self._kept[key] = self._reference(key, value), made, size
        self._bytes += size
        while len(self._kept) > 1 and (len(self._kept) > self._entries or self._bytes > self._budget):
            self._drop(next(iter(self._kept)))

    def _reference(self, key: tuple[int, str], value: object) -> Callable[[], object]:
        try:
            return weakref.ref(value, lambda _: self._drop(key))
        except TypeError:
            return lambda: value

    def _drop(self, key: tuple[int, str]) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._bytes -= found[2]


class Lent:
    """Services lent to one call of one node."""

    def __init__(self, node: str, services: Services, cancel: Cancel | None) -> None:
        self._node, self._services, self._cancel = node, services, cancel
        self.warnings: list[str] = []
        self._halvings, self._largest = 0, 1

    @property
    def device(self) -> str:
        """Torch device."""
        return self._services.device

    @property
    def models(self) -> Any:
        """Model weights."""
        return self._services.models

    @property
    def media(self) -> Mapping[str, Path]:
        """Media that were found again."""
        return self._services.media

    @property
    def metadata(self) -> Mapping[str, str]:
        """What a writer puts into the file."""
        return self._services.metadata

    def gl(self) -> moderngl.Context:
        """The headless GL context."""
        if self._services.gl is None:
            raise VivantError("there is no OpenGL here: install a driver, or Mesa's software renderer (libegl1)")
        return self._services.gl()

    def check(self) -> None:
        """Raise Cancelled when the work was stopped."""
        if self._cancel is not None:
            self._cancel.check()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Say how far this node is."""
        self.check()
        self._services.tell(Progress(self._node, done, total, note))

    def warn(self, message: str) -> None:
        """Say something that the artist should know."""
        if message not in self.warnings:
            self.warnings.append(message)
            self._services.tell(Warned(self._node, message))

    def derive(self, value: object, name: str, make: Callable[[], T]) -> T:
        """Something made from ``value`` alone."""
        return self._services.derived.get(value, name, make)

    def chunk(self, most: int) -> int:
        """How many things to work on at once."""
        size = max(1, most >> self._halvings)
        self._largest = max(self._largest, size)
        return size

    def halve(self) -> int:
        """Lend half of the largest chunk that was asked for from now on; 0 where there is nothing left to halve."""
        if self._largest <= 1:
            return 0
        self._halvings, half = self._halvings + 1, self._largest // 2
        self._largest = 1
        return half


class Services:
    """What one evaluator has to lend."""

    def __init__(
        self,
        device: str,
        models: Any,
        gl: Callable[[], moderngl.Context] | None,
        media: Mapping[str, Path],
        metadata: Mapping[str, str],
        listen: Callable[[Event], None] | None,
        derived: Derived | None = None,
    ) -> None:
        self.device, self.models, self.gl, self.media, self.metadata = device, models, gl, media, metadata
        self.listen = listen
        self.derived = Derived() if derived is None else derived

    def tell(self, event: Event) -> None:
        """Hand an event to whoever listens."""
        if self.listen is not None:
            self.listen(event)
