"""Knob types: an annotation says range, unit and widget.

``Pixels = Annotated[float, Range(0, 512, "px")]``; a node narrows one with ``Annotated[Pixels, Range(0, 64, "px")]``.
A knob's value is JSON: bool, int, float, str, None, or tuples and mappings of these; never anything else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

KnobKind: TypeAlias = Literal[
    "float", "int", "bool", "text", "choice", "colour", "vector", "file", "save", "seed", "entries"
]
"""What widget edits it: slider, spin box, tick, line, menu, colour, numbers, open dialog, save dialog, dice, list."""


@dataclass(frozen=True)
class Range:
    """Hard limits of a number, its unit, and the softer limits that a slider shows.

    ``scaled`` says that the number is in pixels of the picture, so that it shrinks with a proxy.
    """

    low: float
    high: float
    unit: str = ""
    soft: tuple[float, float] | None = None

    @property
    def scaled(self) -> bool:
        """Whether the number is in pixels."""
        return self.unit == "px"


@dataclass(frozen=True)
class Widget:
    """Which widget edits the knob, where its Python type does not say so."""

    kind: KnobKind


@dataclass(frozen=True)
class Files:
    """File name patterns for a dialog."""

    patterns: tuple[str, ...]


Fraction = Annotated[float, Range(0.0, 1.0)]
Amount = Annotated[float, Range(0.0, 4.0, soft=(0.0, 2.0))]
Signed = Annotated[float, Range(-1.0, 1.0)]
Pixels = Annotated[float, Range(0.0, 512.0, "px")]
Offset = Annotated[float, Range(-16384.0, 16384.0, "px", soft=(-1000.0, 1000.0))]
Degrees = Annotated[float, Range(-3600.0, 3600.0, "°", soft=(-180.0, 180.0))]
Seconds = Annotated[float, Range(0.0, 3600.0, "s", soft=(0.0, 10.0))]
Metres = Annotated[float, Range(0.0, 1000.0, "m", soft=(0.0, 20.0))]
Count = Annotated[int, Range(0, 10000, soft=(0, 20))]
Seed = Annotated[int, Range(0, 2**31 - 1), Widget("seed")]
Text = Annotated[str, Widget("text")]
OpenPath = Annotated[str, Widget("file")]
"""A file to read; its content's digest enters the fingerprint, never its path."""
SavePath = Annotated[str, Widget("save")]
Colour = Annotated[tuple[float, float, float, float], Widget("colour")]
"""Linear-light RGB with straight alpha."""
Vector = Annotated[tuple[float, float], Widget("vector")]
Entries = Annotated[tuple[Any, ...], Widget("entries")]
"""A list of JSON objects: a roster, keys of a correction. Values come as tuples of read-only mappings."""


@dataclass(frozen=True)
class Knob:
    """One knob of a node type, read from its annotation.

    Attributes:
        name: As in the signature.
        kind: What edits it.
        default: Value where the graph says nothing.
        doc: Tooltip, from the docstring's ``Args:``.
        range: Limits and unit, for numbers.
        choices: Options, for menus.
        optional: Whether None is allowed.
        size: How many numbers, for vectors and colours.
        patterns: File name patterns, for files.
    """

    name: str
    kind: KnobKind
    default: Any
    doc: str = ""
    range: Range | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    size: int = 0
    patterns: tuple[str, ...] = ()

    def clean(self, value: Any) -> Any:
        """The value as this knob holds it, or ValueError with one line that says what is allowed."""
        if value is None and self.optional:
            return None
        if self.kind == "bool":
            if isinstance(value, bool):
                return value
            raise ValueError(f"{self.name}: wants true or false, not {_show(value)}")
        if self.kind in ("float", "int", "seed"):
            return self._number(value)
        if self.kind == "choice":
            if value in self.choices:
                return value
            raise ValueError(f"{self.name}: wants one of {', '.join(self.choices)}, not {_show(value)}")
        if self.kind in ("text", "file", "save"):
            if isinstance(value, str) and "\0" not in value:
                return value
            raise ValueError(f"{self.name}: wants a text, not {_show(value)}")
        if self.kind in ("colour", "vector"):
            if isinstance(value, tuple | list) and len(value) == self.size and all(_is_number(x) for x in value):
                return tuple(float(x) for x in value)
            raise ValueError(f"{self.name}: wants {self.size} numbers, not {_show(value)}")
        if isinstance(value, tuple | list) and all(isinstance(entry, Mapping) for entry in value):
            return tuple(value)
        raise ValueError(f"{self.name}: wants a list of entries, not {_show(value)}")

    def _number(self, value: Any) -> float | int:
        if not _is_number(value) or (self.kind != "float" and value != int(value)):
            raise ValueError(f"{self.name}: wants a {'number' if self.kind == 'float' else 'whole number'}, "
                             f"not {_show(value)}")  # fmt: skip
        if self.range and not self.range.low <= value <= self.range.high:
            unit = f" {self.range.unit}" if self.range.unit else ""
            raise ValueError(f"{self.name}: wants {self.range.low:g} to {self.range.high:g}{unit}, not {_show(value)}")
        return float(value) if self.kind == "float" else int(value)

    def parse(self, text: str) -> Any:
        """The value that a text typed by a person means (``--set node.knob=TEXT``); ValueError as in :meth:`clean`."""
        if self.kind in ("text", "file", "save", "choice"):
            return self.clean(text)
        import json

        plain = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False, "none": None}
        if text.lower() in plain:
            return self.clean(plain[text.lower()])
        if self.kind in ("colour", "vector") and not text.startswith("["):
            text = f"[{text}]"
        try:
            return self.clean(json.loads(text))
        except (json.JSONDecodeError, RecursionError):
            raise ValueError(f"{self.name}: cannot read {_show(text)}") from None


def read_knob(name: str, annotation: Any, default: Any, doc: str) -> Knob:
    """The knob that a keyword-only parameter declares. Raises TypeError where the annotation is no knob type."""
    kind: KnobKind | None = None
    limits: Range | None = None
    patterns: tuple[str, ...] = ()
    optional = False
    while True:
        if get_origin(annotation) in (Union, UnionType) and type(None) in get_args(annotation):
            optional = True
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        elif get_origin(annotation) is Annotated:
            for mark in reversed(annotation.__metadata__):
                if isinstance(mark, Range):
                    limits = limits or mark
                elif isinstance(mark, Widget):
                    kind = kind or mark.kind
                elif isinstance(mark, Files):
                    patterns = patterns or mark.patterns
            annotation = annotation.__origin__
        else:
            break
    choices: tuple[str, ...] = ()
    size = 0
    if get_origin(annotation) is Literal:
        kind, choices = kind or "choice", tuple(get_args(annotation))
    elif get_origin(annotation) is tuple and kind in ("colour", "vector"):
        size = len(get_args(annotation))
    elif kind is None:
        kind = {bool: "bool", int: "int", float: "float", str: "text"}.get(annotation)  # type: ignore[assignment]
    if kind is None:
        raise TypeError(f"knob {name}: {annotation!r} is no knob type")
    knob = Knob(name, kind, default, doc, limits, choices, optional, size, patterns)
    knob.clean(default)
    return knob


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
