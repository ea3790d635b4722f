"""Walks over links. None of them recurses, each visits a node once: linear in nodes and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.graph.graph import Graph


def above(graph: Graph, start: Iterable[str]) -> set[str]:
    """The nodes that ``start`` depends on through links, itself included. Missing nodes are left out."""
    found: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name in found or name not in graph.nodes:
            continue
        found.add(name)
        todo.extend(source.node for source in graph.nodes[name].inputs.values())
    return found


def consumers(graph: Graph) -> dict[str, list[tuple[str, str]]]:
    """Who reads each node: lists of (node id, input name), by the id of the node read, sorted."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, node in graph.nodes.items():
        for socket, source in node.inputs.items():
            found.setdefault(source.node, []).append((name, socket))
    for readers in found.values():
        readers.sort()
    return found


def in_order(graph: Graph) -> tuple[list[str], list[str]]:
    """Nodes with every source before its readers (Kahn 1962), and the nodes that a cycle keeps out of that order.

    Returns:
        (ordered, stuck): ids; ``stuck`` is sorted and empty where there is no cycle.
    """
    waiting = {name: _sources(graph, name) for name in graph.nodes}
    readers = consumers(graph)
    ready = sorted(name for name, count in waiting.items() if count == 0)
    ordered: list[str] = []
    while ready:
        name = ready.pop()
        ordered.append(name)
        for reader, _ in readers.get(name, ()):
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    return ordered, sorted(name for name, count in waiting.items() if count > 0)


def _sources(graph: Graph, name: str) -> int:
    return sum(source.node in graph.nodes for source in graph.nodes[name].inputs.values())


def circles(graph: Graph) -> list[str]:
    """The nodes that lie on a cycle of links (or between two), sorted: those below one are left out."""
    stuck = set(in_order(graph)[1])
    readers = dict.fromkeys(stuck, 0)
    for name in stuck:
        for source in graph.nodes[name].inputs.values():
            if source.node in stuck:
                readers[source.node] += 1
    ends = [name for name, count in readers.items() if count == 0]
    while ends:
        name = ends.pop()
        stuck.discard(name)
        for source in graph.nodes[name].inputs.values():
            if source.node in stuck:
                readers[source.node] -= 1
                if readers[source.node] == 0:
                    ends.append(source.node)
    return sorted(stuck)


def cycle(graph: Graph) -> list[str]:
    """The nodes of one cycle of links, each read by the next; empty where there is none."""
    stuck = set(in_order(graph)[1])
    next_up = {
        name: min((s.node for s in graph.nodes[name].inputs.values() if s.node in stuck), default="") for name in stuck
    }
    return ring(next_up)


def ring(parent: Mapping[str, str]) -> list[str]:
    """A ring in a mapping where each name points to at most one other ("" for none), backwards, from its least name."""
    done: set[str] = set()
    for start in sorted(parent):
        path: dict[str, None] = {}
        name = start
        while name in parent and name not in done and name not in path:
            path[name] = None
            name = parent[name]
        if name in path:
            names = list(path)
            found = names[names.index(name) :][::-1]
            first = found.index(min(found))
            return found[first:] + found[:first]
        done.update(path)
    return []
