"""From what a project file says to a graph (:mod:`studio.graph.project`). Nothing in it is believed unchecked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from immutables import Map

from studio.graph.fields import mapping, number, sequence, text
from studio.graph.graph import Graph, Media
from studio.graph.media_files import loaded_path
from studio.graph.node_read import Read, settle
from studio.graph.plain import freeze, one_line, thaw
from studio.graph.project_write import FORMAT
from studio.graph.record import read_exposed, read_frame, read_group, read_node, read_timeline
from studio.graph.shot_limits import wrong_with
from studio.graph.sockets import Types
from studio.graph.walk import cycle, ring
from studio.media.errors import BadInput
from studio.media.shot import Shot

T = TypeVar("T")

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From the whole file of one format version, as JSON, to that of the next; kept for ever, applied in a chain."""

_SHOT = ("size", "fps", "first", "last")
_ABOUT = ("format", "version", "requires", "name", "notes", "tags")
_TIMELINE = ("markers", "play")
_ROOT = (*_ABOUT, "shot", "timeline", "ids", "exposed", "media", "groups", "frames", "nodes")


class Placeholder(NamedTuple):
    """A node that this program keeps but cannot compute, and why."""

    node: str
    type: str
    reason: str


class Loaded(NamedTuple):
    """A graph as read; nodes that stand for what is not here; notes for the artist, one line each."""

    graph: Graph
    placeholders: tuple[Placeholder, ...]
    notes: tuple[str, ...]


def placeholders(graph: Graph, library: Types) -> tuple[Placeholder, ...]:
    """The nodes of a graph that cannot be computed with this library, by id."""
    found: list[Placeholder] = []
    for name in sorted(graph.nodes):
        node = graph.nodes[name]
        kind = library.get(node.type)
        if kind is None:
            found.append(Placeholder(name, node.type, f"there is no node type {node.type} here"))
        elif node.version > kind.version:
            reason = f"it was made with version {node.version} of {node.type}, here is version {kind.version}"
            found.append(Placeholder(name, node.type, reason))
        elif node.version < kind.version:
            reason = f"it could not be brought from version {node.version} to {kind.version}"
            found.append(Placeholder(name, node.type, reason))
    return tuple(found)


def read_project(record: Any, library: Types, folder: Path | None, what: str = "this project") -> Loaded:
    """The graph that a project file's frozen content says. Raises BadInput with one line."""
    try:
        graph, notes = _read(_upgraded(record, what), library, folder)
    except ValueError as error:
        raise BadInput(f"{what} is damaged: {one_line(str(error))}") from None
    _refuse_circles(graph, what)
    return Loaded(graph, placeholders(graph, library), tuple(one_line(note) for note in notes))


def _upgraded(record: Any, what: str) -> Map[str, Any]:
    """The record in today's format."""
    if not isinstance(record, Map) or record.get("format") != "vivant":
        raise BadInput(f"{what} is no Vivant project: it does not say so in its first line")
    version = int(number(record.get("version"), "its version", 0, 10**6, whole=True))
    if version > FORMAT:
        raise BadInput(f"{what} is of format {version}, this Vivant reads up to {FORMAT}: use a newer Vivant")
    while version < FORMAT:
        if version not in UPGRADES:
            raise BadInput(f"{what} is of format {version}, which no Vivant ever wrote")
        record = freeze(UPGRADES[version](thaw(record)))
        version += 1
    return record  # type: ignore[no-any-return]


def _read(record: Map[str, Any], library: Types, folder: Path | None) -> tuple[Graph, list[str]]:
    mapping(record.get("requires", Map()), "requires")
    read = Read(library, _named(record, "nodes", read_node), _named(record, "groups", read_group), folder)
    shared = sorted(set(read.nodes) & set(read.groups))
    if shared:
        raise ValueError(f"{shared[0]} is both a node and a group")
    nodes, groups = settle(read)
    extra = {field: value for field, value in record.items() if field not in _ROOT}
    shot, unknown = _shot(mapping(record.get("shot", Map()), "the shot"))
    timeline = mapping(record.get("timeline", Map()), "the timeline")
    unread = {"shot": unknown, "timeline": Map({k: v for k, v in timeline.items() if k not in _TIMELINE})}
    graph = Graph(
        nodes, shot, groups, Map(_named(record, "frames", read_frame)), read_exposed(record.get("exposed", ())),
        text(record.get("name", ""), "its name"), text(record.get("notes", ""), "its notes"),
        tuple(text(tag, "a tag") for tag in sequence(record.get("tags", ()), "its tags")),
        Map(_counters(record)), Map(_media(record, read)), read_timeline(timeline),
        Map(extra | {field: value for field, value in unread.items() if value}),
    )  # fmt: skip
    return graph, read.notes


def _named(record: Map[str, Any], field: str, read: Callable[[Any], tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for entry in sequence(record.get(field, ()), field):
        name, thing = read(entry)
        if name in found:
            raise ValueError(f"{field} has {name} twice")
        found[name] = thing
    return found


def _shot(record: Map[str, Any]) -> tuple[Shot, Map[str, Any]]:
    size = sequence(record.get("size", (0, 0)), "the shot's size")
    if len(size) != 2:
        raise ValueError("the shot's size has to be two whole numbers")
    width, height = (int(number(side, "the shot's size", 0, 10**6, whole=True)) for side in size)
    first, last = (
        int(number(record.get(field, default), f"the shot's {field} frame", 0, 10**9, whole=True))
        for field, default in (("first", 0), ("last", 95))
    )
    shot = Shot((width, height), number(record.get("fps", 24.0), "the shot's frame rate"), first, last)
    if wrong_with(shot):
        raise ValueError(f"the shot {wrong_with(shot)}")
    return shot, Map({field: value for field, value in record.items() if field not in _SHOT})


def _counters(record: Map[str, Any]) -> Iterable[tuple[str, int]]:
    for prefix, count in mapping(record.get("ids", Map()), "ids").items():
        yield prefix, int(number(count, "an id's number", 0, 10**9, whole=True))


def _media(record: Map[str, Any], read: Read) -> Mapping[str, Media]:
    found: dict[str, Media] = {}
    for entry in sequence(record.get("media", ()), "media"):
        fields = mapping(entry, "a media file")
        path = loaded_path(text(fields.get("path"), "a media file's path"), read.folder)
        size = int(number(fields.get("size", -1), "a media file's size", -1, 2**62, whole=True))
        extra = {field: value for field, value in fields.items() if field not in ("path", "digest", "size")}
        found[path] = Media(text(fields.get("digest", ""), "a media file's digest"), size, Map(extra))
    return found


def _refuse_circles(graph: Graph, what: str) -> None:
    """What a project may never say: links, groups or knobs that go in a circle."""
    rings = {
        "its links": cycle(graph),
        "its groups": ring({name: group.parent for name, group in graph.groups.items()}),
        "its linked knobs": ring(
            {
                f"{name}.{knob}": ".".join(place)
                for name, node in graph.nodes.items()
                for knob, place in node.links.items()
            }
        ),
    }
    for kind, names in rings.items():
        if names:
            shown = " > ".join([*names[:6], "..."] if len(names) > 6 else [*names, names[0]])
            raise BadInput(f"{what} is damaged: {kind} go in a circle ({shown})")
