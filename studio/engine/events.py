"""What the evaluator tells whoever listens: frozen values, called from the evaluating thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Started:
    """A node begins to compute."""

    node: str
    type: str
    time: float


@dataclass(frozen=True)
class Progress:
    """How far a node is: ``done`` of ``total``, with a word on what it is doing."""

    node: str
    done: float
    total: float
    note: str = ""


@dataclass(frozen=True)
class Warned:
    """A node says something that the artist should know."""

    node: str
    message: str


@dataclass(frozen=True)
class Finished:
    """A node has computed, in so many milliseconds and bytes."""

    node: str
    type: str
    time: float
    milliseconds: float
    bytes: int


@dataclass(frozen=True)
class Failed:
    """A node failed; the message is one line for the artist."""

    node: str
    message: str


@dataclass(frozen=True)
class Stopped:
    """A node was stopped while it computed; only a window's engine tells it."""

    node: str


@dataclass(frozen=True)
class Kept:
    """A kept result was handed out instead of computing; ``where`` is the tier it came from."""

    node: str
    time: float
    where: str


@dataclass(frozen=True)
class Evicted:
    """A kept result made room: moved ``to`` a lower tier, or let go (``to`` is "")."""

    node: str
    bytes: int
    where: str
    to: str


@dataclass(frozen=True)
class Freed:
    """Memory ran out while a node computed; what was done about it before the next try."""

    node: str
    action: str


Event: TypeAlias = Started | Progress | Warned | Finished | Failed | Stopped | Kept | Evicted | Freed
