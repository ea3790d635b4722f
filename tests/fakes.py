"""A Context without an engine: what a test, a benchmark or a plain script hands to a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studio.media.errors import Cancelled
from studio.models.shelf import Shelf

if TYPE_CHECKING:
    import moderngl

T = TypeVar("T")

SHELF = Shelf()
"""One shelf for the whole process, so that weights are loaded once."""


class FakeContext:
    """Implements :class:`studio.node.context.Context`.

    Attributes:
        warnings: What nodes said with ``warn``.
        steps: What nodes said with ``progress``: (done, total, note).
        cancel_after: ``check`` raises Cancelled after so many calls; None: never.
    """

    def __init__(self, *, shelf: Shelf | None = None, cancel_after: int | None = None) -> None:
        self.models = SHELF if shelf is None else shelf
        self.device = "cpu"
        self.media: Mapping[str, Path] = {}
        self.metadata: Mapping[str, str] = {}
        self.warnings: list[str] = []
        self.steps: list[tuple[float, float, str]] = []
        self.cancel_after = cancel_after
        self._checks = 0
        self._derived: dict[tuple[int, str], tuple[object, Any]] = {}
        self._gl: moderngl.Context | None = None

    def gl(self) -> moderngl.Context:
        """A headless GL context of its own."""
        if self._gl is None:
            from studio.gl.context import open_context

            self._gl = open_context()
        return self._gl

    def check(self) -> None:
        """Raise Cancelled once ``cancel_after`` calls were made."""
        self._checks += 1
        if self.cancel_after is not None and self._checks > self.cancel_after:
            raise Cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Remember it."""
        self.steps.append((done, total, note))

    def warn(self, message: str) -> None:
        """Remember it."""
        self.warnings.append(message)

    def derive(self, value: object, name: str, make: Callable[[], T]) -> T:
        """Made once for each object and name; the object is held, so that its id stays its own."""
        key = (id(value), name)
        if key not in self._derived:
            self._derived[key] = (value, make())
        made: T = self._derived[key][1]
        return made

    def chunk(self, most: int) -> int:
        """All of it: memory never runs out here."""
        return most
