"""What the engine lends to a node while it computes. Services only: nothing here changes a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import moderngl

T = TypeVar("T")


class Models(Protocol):
    """The shelf of model weights (:mod:`studio.models`)."""

    def find(self, name: str) -> Path | None:
        """Where the weights of this name lie on this machine, or None."""

    def digest(self, name: str) -> str:
        """Digest of those weights' content, "" where there are none."""

    def load(self, name: str, loader: Callable[[Path], T], nbytes: int | None = None) -> T:
        """The loaded model, kept for the next caller while memory lasts. Raises BadInput where there are no weights."""


class Context(Protocol):
    """Services lent by the engine."""

    @property
    def device(self) -> str:
        """Torch device of this pull: "cpu", "cuda:0", ..."""

    @property
    def models(self) -> Models:
        """Model weights."""

    @property
    def media(self) -> Mapping[str, Path]:
        """Where media files were found again, by the path that the graph holds (``--media DIR``); often empty."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What a writer puts into the file beside the picture: {"vivant_graph": JSON, ...}. Empty with --no-graph."""

    def gl(self) -> moderngl.Context:
        """The headless GL context. Raises VivantError with what to install where there is none."""

    def check(self) -> None:
        """Raise Cancelled when the artist stopped the work. Call it in every loop over frames or iterations."""

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Say how far this node is."""

    def warn(self, message: str) -> None:
        """Say something that the artist should know; shown on the node, kept with its result."""

    def derive(self, value: object, name: str, make: Callable[[], T]) -> T:
        """Something made from ``value`` alone and kept as long as that object lives: textures, factorisations.

        The second call with the same object and name gets what the first call made. A cache that forgets is right too.
        """

    def chunk(self, most: int) -> int:
        """How many things to work on at once: ``most``, halved for each time that memory ran out in this call.

        A node that works on many things at once asks for it, and is called again with less when nothing else helps.
        """
