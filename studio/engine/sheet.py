"""What settings are read against: what is the same for all nodes of a type, and what lies outside the graph."""

from __future__ import annotations

import time as clock
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.engine.digest import Files, frozen, spell
from studio.node.context import Models
from studio.node.declare import NodeType, Resolution
from studio.node.library import Library

PATIENCE = 2.0
"""Seconds for which what "auto" means is believed: looking for weights is slow, and they seldom come or go."""


class Surroundings:
    """What settings are read in: file contents, weights, where media were found again."""

    def __init__(self, files: Files, models: Models | None, media: Mapping[str, Path]) -> None:
        self.files, self.models, self.media = files, models, media

    def path(self, name: str) -> Path:
        """Where the file of this name lies."""
        return Path(self.media.get(name, name))

    def resolve(self, kind: NodeType, knobs: Mapping[str, Any]) -> Resolution:
        """What "auto" means for these knobs, as seen a moment ago or now. Raises what the node type's resolver does."""
        if kind.resolve is None or self.models is None:
            return Resolution()
        name = "\0".join((kind.name, str(id(self.models)), *(f"{key}={spell(value)}" for key, value in knobs.items())))
        known = self.files.resolved.get(name)
        if known is None or clock.monotonic() - known[0] > PATIENCE:
            if len(self.files.resolved) > 1000:
                self.files.resolved.clear()
            known = self.files.resolved[name] = clock.monotonic(), kind.resolve(self.models, knobs)
        return known[1]


class Sheet:
    """What is the same for all nodes of a type, of one build, on one class of device."""

    def __init__(self, kind: NodeType, device: str, code: str) -> None:
        self.type = kind
        self.knobs = {knob.name: knob for knob in kind.knobs}
        self.defaults = {knob.name: frozen(knob.clean(knob.default)) for knob in kind.knobs}
        self.files = tuple(knob.name for knob in kind.knobs if knob.kind == "file")
        self.pixels = frozenset(knob.name for knob in kind.knobs if knob.range and knob.range.scaled)
        self.each = any(socket.each for socket in kind.inputs)
        self.clips = any(socket.window or socket.whole for socket in kind.inputs)
        self.forwards = bool(kind.pick or kind.retime)
        self.outputs = frozenset(output.name for output in kind.outputs)
        self.prefix = f"{kind.name}\0{kind.version}\0{device.partition(':')[0]}\0{code}"


class Sheets(Mapping[str, Sheet]):
    """Sheets of the library's types, made when first asked for."""

    def __init__(self, library: Library, device: str) -> None:
        self._library, self._device = library, device
        self._made: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        made = self._made.get(name)
        if made is None or made.type is not self._library[name]:
            made = self._made[name] = Sheet(self._library[name], self._device, self._library.code)
        return made

    def get(self, name: str, default: Any = None) -> Any:
        """The sheet of a type, or the default where the library does not know it."""
        return self[name] if name in self._library else default

    def __iter__(self) -> Any:
        return iter(self._library)

    def __len__(self) -> int:
        return len(self._library)
