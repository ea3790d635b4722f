"""What a person would want to know of a graph before it is computed. Nothing is computed and no file is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from studio.graph.curve import ANIMATED
from studio.graph.graph import Graph, Node, Source
from studio.graph.media_files import is_local
from studio.graph.plain import freeze, one_line
from studio.graph.project_read import placeholders
from studio.graph.record import counted
from studio.graph.shot_limits import wrong_with
from studio.graph.sockets import Types, all_media, declared, handed_on
from studio.graph.walk import circles, ring
from studio.node.declare import NodeType, Socket
from studio.node.knob import Knob


class Problem(NamedTuple):
    """Something wrong with a graph.

    Attributes:
        node: Id of the node that it shows on, "" for the graph as a whole.
        message: One line: what is wrong and what to do.
        severity: An error is something to mend; a warning is a choice still open, as in a preset without its photo.
    """

    node: str
    message: str
    severity: Literal["error", "warning"] = "error"


def check(graph: Graph, library: Types, media: Mapping[str, Path] | None = None) -> list[Problem]:
    """Everything that is wrong with a graph, in the order of node ids; linear in nodes and links.

    Args:
        graph: The graph.
        library: Node types.
        media: Files that were found again, by the path in the graph (:func:`studio.graph.project.find_media`).

    Returns:
        Problems; empty where there are none.
    """
    stands_in = {one.node: one.reason for one in placeholders(graph, library)}
    carried = all_media(graph, library)
    found = [*_shot(graph), *_circles(graph), *_knob_circles(graph), *_exposed(graph, library)]
    for name in sorted(graph.nodes, key=counted):
        node = graph.nodes[name]
        kind = library.get(node.type)
        if name in stands_in:
            found.append(Problem(name, f"{name} cannot be computed: {stands_in[name]}"))
        elif kind is not None:
            found += _links(graph, library, name, node, carried)
            found += _knobs(graph, library, name, node, kind, media or {})
    found = [problem._replace(message=one_line(problem.message)) for problem in found]
    return sorted(found, key=lambda problem: counted(problem.node))


def _shot(graph: Graph) -> Iterator[Problem]:
    wrong = wrong_with(graph.shot)
    if wrong:
        yield Problem("", f"the shot {wrong}")


def _circles(graph: Graph) -> Iterator[Problem]:
    for name in circles(graph):
        yield Problem(name, f"{name} reads, in a circle, what it makes itself: take one of these links away")


def _knob_circles(graph: Graph) -> Iterator[Problem]:
    follows = {
        f"{name}.{knob}": ".".join(place) for name, node in graph.nodes.items() for knob, place in node.links.items()
    }
    for place in ring(follows)[:1]:
        yield Problem(place.split(".")[0], f"{place} follows itself: take the knob's link away")


def _exposed(graph: Graph, library: Types) -> Iterator[Problem]:
    for entries in (graph.exposed, *(graph.groups[name].exposed for name in sorted(graph.groups))):
        for name, knob, label in entries:
            node = graph.nodes.get(name)
            kind = library.get(node.type) if node else None
            if node is None or (kind is not None and kind.knob(knob) is None):
                yield Problem("", f"the exposed knob {label} shows {name}.{knob}, which is not there", "warning")


def _links(graph: Graph, library: Types, name: str, node: Node, carried: Mapping[Source, str]) -> Iterator[Problem]:
    kind = library[node.type]
    for socket in kind.inputs:
        source = node.inputs.get(socket.name)
        if source is None:
            if not socket.optional and not _is_spare(node, kind, socket):
                yield Problem(name, f"{name} needs {_a(socket.media)} at its input {socket.name}: link one")
        elif source.node not in graph.nodes:
            yield Problem(name, f"{name}.{socket.name} reads {source.node}, which is not there: link another")
        else:
            media = carried.get(source, declared(graph, library, source))
            yield from _fits(name, socket, source, media)
    yield from _mixed(graph, library, name, carried)
    for unknown in sorted(set(node.inputs) - {socket.name for socket in kind.inputs}):
        yield Problem(name, f"{kind.name} has no input {unknown}; that link does nothing", "warning")


def _mixed(graph: Graph, library: Types, name: str, carried: Mapping[Source, str]) -> Iterator[Problem]:
    """A switch between different media gives its readers what they do not take, sooner or later."""
    media = {carried.get(source, "Any") for source in handed_on(graph.nodes[name], library)} - {"Any"}
    if len(media) > 1:
        yield Problem(name, f"{name} mixes {' and '.join(sorted(media))}: link inputs of one kind", "warning")


def _is_spare(node: Node, kind: NodeType, socket: Socket) -> bool:
    """A bypassed node needs only the input that it hands on."""
    return node.bypass and kind.passes is not None and socket.name != kind.passes


def _fits(name: str, socket: Socket, source: Source, media: str) -> Iterator[Problem]:
    place = ".".join(source)
    if not media:
        yield Problem(name, f"{name}.{socket.name} reads {place}, an output that is not there: link another")
    elif not socket.accepts(media):
        yield Problem(name, f"{name}.{socket.name} takes {_a(socket.media)}, but {place} carries {media}")


def _knobs(
    graph: Graph, library: Types, name: str, node: Node, kind: NodeType, media: Mapping[str, Path]
) -> Iterator[Problem]:
    for knob in kind.knobs:
        place = node.links.get(knob.name)
        if place is not None:
            yield from _follows(graph, library, name, knob, place.node, place.knob)
        elif knob.name in node.curves:
            yield from _curve(name, node, knob)
        else:
            yield from _value(name, node, knob, media)


def _follows(graph: Graph, library: Types, name: str, knob: Knob, node: str, other: str) -> Iterator[Problem]:
    there = graph.nodes.get(node)
    kind = library.get(there.type) if there else None
    if there is None or (kind is not None and kind.knob(other) is None):
        yield Problem(name, f"{name}.{knob.name} follows {node}.{other}, which is not there: link it anew")


def _curve(name: str, node: Node, knob: Knob) -> Iterator[Problem]:
    curve = node.curves[knob.name]
    if knob.kind not in ANIMATED or len(curve.keys) != (knob.size or 1) or not all(curve.keys):
        yield Problem(name, f"{name}.{knob.name} has a curve that does not fit a {knob.kind} knob: clear it")
        return
    for keys in curve.keys:
        for key in keys:
            wrong = _wrong(knob, (key.value,) * knob.size if knob.size else _whole(knob, key.value))
            if wrong:
                yield Problem(name, f"{name}.{wrong} (at {key.time:g} s)")
                return


def _whole(knob: Knob, value: float) -> float:
    return round(value) if knob.kind == "int" else value


def _wrong(knob: Knob, value: Any) -> str:
    try:
        freeze(knob.clean(value))
    except (ValueError, OverflowError) as error:
        return str(error)
    return ""


def _value(name: str, node: Node, knob: Knob, media: Mapping[str, Path]) -> Iterator[Problem]:
    value = node.knobs.get(knob.name, knob.default)
    wrong = _wrong(knob, value)
    if wrong:
        yield Problem(name, f"{name}.{wrong}")
    elif knob.kind == "file" and isinstance(value, str):
        yield from _file(name, knob, value, media)


def _file(name: str, knob: Knob, path: str, media: Mapping[str, Path]) -> Iterator[Problem]:
    if not path:
        if not knob.optional:
            yield Problem(name, f"{name} has no file at {knob.name} yet: choose one", "warning")
    elif path not in media and not (is_local(path) and _is_file(path)):
        yield Problem(name, f"{name} cannot find {path}: choose the file anew, or say where to look for it")


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _a(media: str) -> str:
    return f"an {media}" if media[:1] in "AEIOU" else f"a {media}"
