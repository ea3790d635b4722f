"""Which box shows a node: itself, the closed group around it, or none on this level."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.graph import Graph


class Levels:
    """The groups of a graph as seen from the inside of one of them.

    Args:
        graph: The graph.
        level: Id of the group whose inside is shown, "" for the whole graph.
    """

    def __init__(self, graph: Graph, level: str = "") -> None:
        self.graph, self.level = graph, level
        self._known: dict[str, str | None] = {}

    def shown_as(self, node: str) -> str:
        """Id of the box that shows a node, "" where none does."""
        around = self.closed_around(self.graph.nodes[node].group)
        return "" if around is None else around or node

    def closed(self) -> Iterator[str]:
        """The closed groups that are boxes on this level."""
        for name, group in self.graph.groups.items():
            if not group.open and name != self.level and self.closed_around(group.parent) == "":
                yield name

    def opened(self) -> Iterator[str]:
        """The open groups on this level, outer ones first."""
        found = [
            name
            for name, group in self.graph.groups.items()
            if group.open and name != self.level and self.closed_around(group.parent) == ""
        ]
        yield from sorted(found, key=lambda name: (len(self.path(name)), name))

    def path(self, group: str) -> list[str]:
        """A group and those around it, the outermost first."""
        found: list[str] = []
        while group in self.graph.groups and group not in found:
            found.append(group)
            group = self.graph.groups[group].parent
        return found[::-1]

    def closed_around(self, group: str) -> str | None:
        """The outermost closed group between a group and this level, "" for none, None where it is elsewhere."""
        if group not in self._known:
            self._known[group] = self._find(group)
        return self._known[group]

    def _find(self, group: str) -> str | None:
        path = self.path(group)
        if self.level:
            if self.level not in path:
                return None
            path = path[path.index(self.level) + 1 :]
        return next((name for name in path if not self.graph.groups[name].open), "")
