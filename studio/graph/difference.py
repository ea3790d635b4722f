"""What is different between two graphs. What they share is skipped by identity, so it is found fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from immutables import Map

from studio.graph.graph import Graph, Node

_MAPS = ("knobs", "curves", "links", "inputs")
LAYOUT = frozenset({"title", "position", "group", "extra"})
"""Parts of a node that no result depends on."""
_THINGS = ("nodes", "groups", "frames")


@dataclass(frozen=True)
class Difference:
    """What changed from one graph to another.

    Attributes:
        added, removed: Ids of nodes, sorted.
        changed: By the id of a node that is in both, which parts differ: "knobs.radius", "position", ...
        groups, frames: Ids of those added, removed or changed.
        about: Fields of the graph itself: "shot", "exposed", "name", ...
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, frozenset[str]]
    groups: frozenset[str]
    frames: frozenset[str]
    about: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.groups or self.frames or self.about)

    @property
    def computes(self) -> bool:
        """Whether results may differ: more than layout changed."""
        parts = frozenset[str]().union(*self.changed.values())
        return bool(self.added or self.removed or parts - LAYOUT or "shot" in self.about)

    @property
    def label(self) -> str:
        """What was done, in a few words for the undo menu."""
        if self.added or self.removed:
            done = "replace" if self.added and self.removed else "add" if self.added else "remove"
            return f"{done} {_some(self.added or self.removed, 'nodes')}"
        if self.changed:
            return self._change()
        for names, what in ((self.groups, "groups"), (self.frames, "backdrops")):
            if names:
                return f"change {_some(tuple(sorted(names)), what)}"
        return f"change {', '.join(sorted(self.about))}" if self.about else "nothing"

    def _change(self) -> str:
        names = tuple(sorted(self.changed))
        parts = frozenset[str]().union(*self.changed.values())
        if parts == {"position"}:
            return f"move {_some(names, 'nodes')}"
        if parts == {"group"}:
            return f"group {_some(names, 'nodes')}"
        if len(names) == 1 and len(parts) == 1:
            (part,) = parts
            return f"change {names[0]}.{part.split('.')[-1]}"
        return f"change {_some(names, 'nodes')}"


def _some(names: tuple[str, ...], what: str) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} {what}"


def difference(before: Graph, after: Graph) -> Difference:
    """What changed from one graph to another; nothing is visited that both share."""
    added, removed, both = _names(before.nodes, after.nodes)
    changed = {name: _parts(before.nodes[name], after.nodes[name]) for name in both}
    about = {
        one.name
        for one in fields(Graph)
        if one.name not in _THINGS and _differ(getattr(before, one.name), getattr(after, one.name))
    }
    return Difference(
        tuple(sorted(added)), tuple(sorted(removed)), {name: parts for name, parts in changed.items() if parts},
        frozenset().union(*_names(before.groups, after.groups)),
        frozenset().union(*_names(before.frames, after.frames)), frozenset(about),
    )  # fmt: skip


def _names(before: Map[str, Any], after: Map[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Names only after, only before, and in both with another value; sorted, the last."""
    if before is after:
        return [], [], []
    added = [name for name in after if name not in before]
    removed = [name for name in before if name not in after]
    both = sorted(name for name, value in after.items() if before.get(name, value) is not value)
    return added, removed, both


def _parts(before: Node, after: Node) -> frozenset[str]:
    found: set[str] = set()
    for one in fields(Node):
        was, now = getattr(before, one.name), getattr(after, one.name)
        if one.name in _MAPS:
            found |= {f"{one.name}.{key}" for key in _keys(was, now)}
        elif _differ(was, now):
            found.add(one.name)
    return frozenset(found)


def _keys(was: Map[str, Any], now: Map[str, Any]) -> set[str]:
    if was is now:
        return set()
    missing = object()
    return {key for key in {*was, *now} if _differ(was.get(key, missing), now.get(key, missing))}


def _differ(was: Any, now: Any) -> bool:
    return was is not now and bool(was != now)
