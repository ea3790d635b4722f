"""From a graph to the text of a project file (:mod:`studio.graph.project`)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from immutables import Map

from studio.graph.graph import Graph, Media, Node
from studio.graph.media_files import file_knobs, known_media, media_paths, stored_path
from studio.graph.plain import freeze, thaw
from studio.graph.record import Record, records_of, timeline_record
from studio.graph.sockets import Types
from studio.graph.strict_json import DEPTH, LARGEST
from studio.media.errors import BadInput

FORMAT = 1
"""Version of the format. Raise it with every change that an older program would read wrongly, and add an upgrade."""

_ABSOLUTE = re.compile(r"/[^/\n]+/[^\n]*|[\\/]{2}[^\n]+|[A-Za-z]:[\\/][^\n]*|~/[^\n]*|file:[^\n]*")
_LISTS = ("media", "groups", "frames", "nodes")
_ROOT = ("shot", "timeline")


def project_record(graph: Graph, library: Types, folder: Path | None, portable: bool = False) -> Record:
    """Everything that a project file says, in the order in which it says it."""
    names = _portable_names(graph, library) if portable else {}
    media = known_media(graph, library, fresh=folder is not None or portable)
    graph = _with_paths(graph, library, folder, names, portable)
    record: Record = {"format": "vivant", "version": FORMAT}
    record["requires"] = dict(sorted(_versions(graph).items()))
    record |= about_record(graph)
    stored = {names.get(path, stored_path(path, folder)): media[path] for path in sorted(media)}
    record["media"] = [_media_record(path, stored[path]) for path in sorted(stored)]
    for part in ("groups", "frames", "nodes"):
        record[part] = records_of(graph, part)
    travelling: Record = _stripped(record) if portable else record
    return travelling


def about_record(graph: Graph) -> Record:
    """What a project file says of the graph as a whole."""
    about = {"name": graph.name, "notes": graph.notes, "tags": list(graph.tags)}
    record: Record = {field: value for field, value in about.items() if value}
    shot = graph.shot
    record["shot"] = {"size": list(shot.size), "fps": shot.fps, "first": shot.first, "last": shot.last}
    record["shot"] |= thaw(graph.extra.get("shot", Map()))
    timeline = timeline_record(graph.timeline) | thaw(graph.extra.get("timeline", Map()))
    if timeline:
        record["timeline"] = timeline
    if graph.counters:
        record["ids"] = thaw(graph.counters)
    if graph.exposed:
        record["exposed"] = [list(entry) for entry in graph.exposed]
    record |= {field: thaw(graph.extra[field]) for field in sorted(graph.extra) if field not in _ROOT}
    return record


def project_text(record: Record) -> str:
    """The record as text: a field a line, and in the lists of things a thing a line."""
    try:
        freeze(record, DEPTH)
        fields = [_field(name, value) for name, value in record.items() if value or name not in _LISTS[:3]]
    except (TypeError, ValueError) as error:
        raise BadInput(f"this graph holds what a project file cannot say: {error}") from None
    text = "{\n" + ",\n".join(fields) + "\n}\n"
    if len(text) > LARGEST:
        raise BadInput(f"this graph is too large for a project file: {len(text):,} characters of {LARGEST:,}")
    return text


def _field(name: str, value: Any) -> str:
    if name not in _LISTS or not value:
        return f"  {_json(name)}: {_json(value)}"
    return f"  {_json(name)}: [\n" + ",\n".join(f"    {_json(entry)}" for entry in value) + "\n  ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _versions(graph: Graph) -> dict[str, int]:
    """The newest version of each node type that the graph was written for."""
    found: dict[str, int] = {}
    for node in graph.nodes.values():
        found[node.type] = max(node.version, found.get(node.type, 0))
    return found


def _media_record(path: str, media: Media) -> Record:
    record: Record = {"path": path, "digest": media.digest, "size": media.size}
    record |= thaw(media.extra)
    return record


def _portable_names(graph: Graph, library: Types) -> dict[str, str]:
    """A name for each path that the graph reads; the same name twice gets a number before it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in media_paths(graph, library):
        number, name = 1, _last(path)
        while name in taken:
            number += 1
            name = f"{number}-{_last(path)}"
        taken.add(name)
        names[path] = name
    return names


def _last(path: str) -> str:
    return re.split(r"[\\/]", path)[-1] or "file"


def _with_paths(graph: Graph, library: Types, folder: Path | None, names: dict[str, str], portable: bool) -> Graph:
    """The graph with its paths as the file says them; those to write to dropped where it travels."""
    nodes = graph.nodes.mutate()
    for name, node in graph.nodes.items():
        knobs = _stored_knobs(node, library, folder, names, portable)
        if knobs is not node.knobs:
            nodes[name] = replace(node, knobs=knobs)
    return replace(graph, nodes=nodes.finish())


def _stored_knobs(
    node: Node, library: Types, folder: Path | None, names: dict[str, str], portable: bool
) -> Map[str, Any]:
    knobs = node.knobs
    for knob, path in file_knobs(node, library, "file", "save"):
        if portable and knob.kind == "save":
            knobs = knobs.delete(knob.name)
        else:
            knobs = knobs.set(knob.name, names.get(path, stored_path(path, folder)))
    return knobs


def _stripped(value: Any) -> Any:
    """The record with whatever looks like an absolute path cut to its last part: nodes of unknown types hold some."""
    if isinstance(value, dict):
        return {key: _stripped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    if isinstance(value, str) and _ABSOLUTE.fullmatch(value):
        return _last(value)
    return value
