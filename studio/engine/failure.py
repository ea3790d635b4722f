"""A node's failure, told in one line and held by the node."""

from __future__ import annotations

import re
import traceback
from typing import Any

from studio.media.errors import BadInput, OutOfMemory, VivantError


class NodeError(VivantError):
    """A node failed.

    Attributes:
        node: Id of the node that failed (which may lie far above the one that was pulled).
        message: One line for the artist: what happened and what to do.
        cause: The exception itself, without its traceback, which would hold on to the node's arrays.
        log: The traceback as a text, for a log only.
    """

    def __init__(self, node: str, message: str, cause: BaseException | None = None, log: str = "") -> None:
        super().__init__(f"{node}: {message}")
        self.node, self.message, self.cause, self.log = node, message, cause, log

    def again(self) -> NodeError:
        """The same failure, to be raised: what is held is never raised itself, so it gathers no traceback."""
        return NodeError(self.node, self.message, self.cause, self.log)

    @property
    def bad_input(self) -> bool:
        """Whether a file or an argument is at fault, rather than a node's code."""
        return isinstance(self.cause, BadInput)


def told(error: BaseException) -> str:
    """One line that says what an exception means to an artist."""
    lines = str(error).strip().splitlines() or [""]
    if isinstance(error, VivantError):
        return " ".join(line.strip() for line in lines)
    return f"stopped on an unexpected {type(error).__name__}" + (f": {lines[0]}" if lines[0] else "")


def logged(error: BaseException) -> str:
    """An exception's traceback as a text; the exception lets go of it, and of all that its frames hold."""
    text = "".join(traceback.format_exception(error))
    seen: BaseException | None = error
    while seen is not None:
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__
    return text


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception says that memory ran out, on the CPU or on a device; asked without importing torch."""
    if isinstance(error, MemoryError | OutOfMemory) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, Exception) and bool(re.search(r"allocate memory|Insufficient memory", str(error)))


def bytes_wanted(error: BaseException) -> int:
    """Bytes that an out-of-memory error says were asked for; 0 where it does not say."""
    shape, dtype = getattr(error, "shape", None), getattr(error, "dtype", None)
    if shape is not None and dtype is not None:
        return _product(shape) * int(dtype.itemsize)
    found = re.search(r"allocate ([\d.]+) (bytes|B|KiB|MiB|GiB|TiB)", str(error))
    units = {"bytes": 1, "B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
    return int(float(found[1]) * units[found[2]]) if found else 0


def _product(shape: Any) -> int:
    total = 1
    for size in shape:
        total *= int(size)
    return total


def readable(count: int) -> str:
    """A number of bytes as a person reads it; "an unknown amount" for 0."""
    if count <= 0:
        return "an unknown amount"
    amount, units = float(count), ["bytes", "KiB", "MiB", "GiB", "TiB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{amount:.0f} {units[0]}" if units[0] == "bytes" else f"{amount:.1f} {units[0]}"
