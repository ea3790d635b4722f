"""What a row of the inspector edits: one knob, on one node or on several at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QGuiApplication

from studio.graph.curve import ANIMATED
from studio.graph.edit import clear_curve, clear_key, expose, hide, link_knob, set_key, set_knob, unlink_knob
from studio.graph.graph import Graph, KnobSource
from studio.graph.plain import freeze, thaw
from studio.media.errors import VivantError
from studio.node.knob import Knob
from studio.node.library import Library
from studio.ui.session import Session

CLOSE = 1e-6
"""Seconds within which a key lies at the playhead."""


@dataclass(frozen=True)
class Binding:
    """A knob of some nodes, in a session.

    Attributes:
        session: Where the document is.
        nodes: Ids of the nodes, the one that is shown last.
        knob: The knob, as the shown node's type declares it.
        label: What the row says.
    """

    session: Session
    nodes: tuple[str, ...]
    knob: Knob
    label: str

    @property
    def node(self) -> str:
        """The node whose value is shown."""
        return self.nodes[-1]

    @property
    def value(self) -> Any:
        """The value at the playhead."""
        return value_at(self.session.graph, self.session.library, self.node, self.knob.name, self.session.time)

    @property
    def mixed(self) -> bool:
        """Whether the nodes have different values."""
        graph, library, time = self.session.graph, self.session.library, self.session.time
        values = [value_at(graph, library, node, self.knob.name, time) for node in self.nodes]
        return any(value != values[-1] for value in values)

    @property
    def animated(self) -> bool:
        """Whether it may have keys."""
        return self.knob.kind in ANIMATED

    @property
    def keyed(self) -> bool:
        """Whether it has a curve."""
        return self.knob.name in self.session.graph.nodes[self.node].curves

    @property
    def keyed_here(self) -> bool:
        """Whether a key lies at the playhead."""
        return self._key_time(self.node) is not None

    @property
    def source(self) -> KnobSource | None:
        """The knob that it follows."""
        return self.session.graph.nodes[self.node].links.get(self.knob.name)

    @property
    def is_default(self) -> bool:
        """Whether nothing was changed."""
        node, name = self.session.graph.nodes[self.node], self.knob.name
        return name not in node.knobs and name not in node.curves and name not in node.links

    @property
    def exposed(self) -> bool:
        """Whether the preset shows it first."""
        return any(entry[:2] == (self.node, self.knob.name) for entry in self.session.graph.exposed)

    def _key_time(self, node: str) -> float | None:
        curve = self.session.graph.nodes[node].curves.get(self.knob.name)
        times = (key.time for part in curve.keys for key in part) if curve is not None else ()
        return next((time for time in times if abs(time - self.session.time) < CLOSE), None)

    # edits; those that cannot be made raise VivantError with one line

    def _each(self, change: Callable[[Graph, str], Graph]) -> None:
        def edit(graph: Graph) -> Graph:
            for node in self.nodes:
                graph = change(graph, node)
            return graph

        self.session.document.apply(edit)

    def set(self, value: Any) -> None:
        """Set the value; where it has a curve, that sets a key at the playhead."""
        library, name, time = self.session.library, self.knob.name, self.session.time

        def change(graph: Graph, node: str) -> Graph:
            if name not in graph.nodes[node].curves:
                return set_knob(graph, library, node, name, value)
            at = self._key_time(node)
            return set_key(graph, library, node, name, time if at is None else at, value)

        self._each(change)

    def begin(self) -> None:
        """A drag begins: until it ends, all of it is one step."""
        self.session.document.begin(f"change {self.label.lower()}")

    def end(self) -> None:
        """The drag is over."""
        self.session.document.end()

    def reset(self) -> None:
        """Back to the default; no curve, no link."""
        self._each(lambda graph, node: set_knob(graph, self.session.library, node, self.knob.name, self.knob.default))

    def set_key(self) -> None:
        """A key at the playhead, of the value that holds there."""
        library, name, time = self.session.library, self.knob.name, self.session.time
        self._each(
            lambda graph, node: set_key(graph, library, node, name, time, value_at(graph, library, node, name, time))
        )

    def clear_key(self) -> None:
        """Take the key at the playhead away."""
        times = {node: self._key_time(node) for node in self.nodes}

        def change(graph: Graph, node: str) -> Graph:
            at = times[node]
            return graph if at is None else clear_key(graph, self.session.library, node, self.knob.name, at)

        self._each(change)

    def toggle_key(self) -> None:
        """Set a key at the playhead, or take it away."""
        (self.clear_key if self.keyed_here else self.set_key)()

    def clear_curve(self) -> None:
        """Take the whole curve away; the value at the playhead holds from now on."""
        library, name, time = self.session.library, self.knob.name, self.session.time

        def change(graph: Graph, node: str) -> Graph:
            if name not in graph.nodes[node].curves:
                return graph
            value = value_at(graph, library, node, name, time)
            return set_knob(clear_curve(graph, node, name), library, node, name, value)

        self._each(change)

    def follow(self, node: str, knob: str) -> None:
        """Follow another node's knob."""
        self._each(
            lambda graph, own: (
                link_knob(graph, self.session.library, own, self.knob.name, node, knob) if own != node else graph
            )
        )

    def unfollow(self) -> None:
        """Hold its own value again: the one that it has now."""
        library, name, time = self.session.library, self.knob.name, self.session.time

        def change(graph: Graph, node: str) -> Graph:
            if name not in graph.nodes[node].links:
                return graph
            value = value_at(graph, library, node, name, time)
            return set_knob(unlink_knob(graph, node, name), library, node, name, value)

        self._each(change)

    @property
    def group(self) -> str:
        """Id of the group that the node is in, "" for none."""
        found = self.session.graph.nodes[self.node].group
        return found if found in self.session.graph.groups else ""

    @property
    def on_group(self) -> bool:
        """Whether the group around the node shows it."""
        shown = self.session.graph.groups[self.group].exposed if self.group else ()
        return any(entry[:2] == (self.node, self.knob.name) for entry in shown)

    def toggle_on_group(self) -> None:
        """Show it on the group around the node, or no more."""
        library, group, name = self.session.library, self.group, self.knob.name
        if self.on_group:
            self.session.document.apply(lambda graph: hide(graph, self.node, name, group))
        else:
            self.session.document.apply(lambda graph: expose(graph, library, self.node, name, self.label, group))

    def toggle_exposed(self) -> None:
        """Show it first in the preset, or no more."""
        if self.exposed:
            self.session.document.apply(lambda graph: hide(graph, self.node, self.knob.name))
        else:
            library = self.session.library
            self.session.document.apply(lambda graph: expose(graph, library, self.node, self.knob.name, self.label))

    def copy(self) -> None:
        """The value to the clipboard, as JSON."""
        QGuiApplication.clipboard().setText(json.dumps(thaw(self.value), ensure_ascii=False))

    def paste(self) -> None:
        """The value from the clipboard."""
        text = QGuiApplication.clipboard().text()
        try:
            self.set(self._read(text))
        except ValueError as problem:
            raise VivantError(str(problem)) from None

    def _read(self, text: str) -> Any:
        try:
            return freeze(json.loads(text))
        except (ValueError, RecursionError):
            return self.knob.parse(text)

    def others(self) -> list[tuple[str, list[str]]]:
        """What it may follow: by node, the knobs of the same kind."""
        graph, library = self.session.graph, self.session.library
        found: list[tuple[str, list[str]]] = []
        for name in sorted(graph.nodes):
            kind = library.get(graph.nodes[name].type)
            fits = [k.name for k in kind.knobs if (k.kind, k.size) == (self.knob.kind, self.knob.size)] if kind else []
            if fits and name not in self.nodes:
                found.append((name, fits))
        return found


def value_at(graph: Graph, library: Library, node: str, knob: str, time: float) -> Any:
    """A knob's value at a time in seconds, through whatever it follows."""
    for _ in range(1000):  # a circle cannot be made by an edit; still, never hang
        held = graph.nodes.get(node)
        if held is None:
            return None
        if knob in held.links:
            node, knob = held.links[knob]
            continue
        kind = library.get(held.type)
        declared = kind.knob(knob) if kind is not None else None
        if knob in held.curves:
            found = held.curves[knob].at(time)
            return round(found) if declared is not None and declared.kind == "int" else found  # type: ignore[arg-type]
        return held.knobs.get(knob, declared.default if declared is not None else None)
    return None
