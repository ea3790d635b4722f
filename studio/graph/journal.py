"""A journal of edits: what was done since the last save, so that a crash loses nothing.

A text file of JSON lines. The first holds the graph as it was at the first edit; each further one holds what an edit
changed, as the records of a project file (null for what went). Undo and redo are changes like any other. A line that
was cut short by the crash is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from immutables import Map

from studio.files.atomic import replacing
from studio.graph.difference import difference
from studio.graph.fields import mapping
from studio.graph.graph import Graph
from studio.graph.plain import freeze, thaw
from studio.graph.project_read import Loaded, read_project
from studio.graph.project_write import about_record, project_record
from studio.graph.record import Record, frame_record, group_record, node_record, read_frame, read_group, read_node
from studio.graph.sockets import Types
from studio.graph.strict_json import parse
from studio.graph.text_file import read_text
from studio.media.errors import BadInput, VivantError

_READ: dict[str, Callable[[Any], tuple[str, Any]]] = {"nodes": read_node, "groups": read_group, "frames": read_frame}


class Recovered(NamedTuple):
    """What a journal brought back: the graph and its notes, the project that it belongs to, and how many edits."""

    loaded: Loaded
    project: Path | None
    edits: int


class Journal:
    """A journal at a path. Trouble with it (a full disk) never stops an edit; it is kept in ``trouble``.

    Attributes:
        path: Where it lies; made at the first edit, removed by a save.
        trouble: Why the last edit could not be noted, "" where it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self._begun = False

    def note(self, before: Graph, after: Graph, library: Types, project: Path | None) -> None:
        """Note the edit that led from one graph to the next."""
        try:
            if not self._begun:
                self._write_head(before, library, project)
            with self.path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(_line(changes(before, after)))
            self.trouble = ""
        except (OSError, VivantError) as error:
            self.trouble, self._begun = f"edits are not safe from a crash: {error}", False

    def begin(self, graph: Graph, library: Types, project: Path | None) -> None:
        """Note a graph before its first edit, so that even what was only opened can be brought back."""
        try:
            self._write_head(graph, library, project)
            self.trouble = ""
        except (OSError, VivantError) as error:
            self.trouble = f"edits are not safe from a crash: {error}"

    def _write_head(self, graph: Graph, library: Types, project: Path | None) -> None:
        base = project_record(graph, library, None)
        head = {"vivant_journal": 1, "project": str(project.absolute()) if project else "", "base": base}
        with replacing(self.path) as temporary:
            temporary.write_text(_line(head), encoding="utf-8", newline="\n")
        self._begun = True

    def drop(self) -> None:
        """Remove the journal: what it held is saved, or not wanted."""
        self._begun = False
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def changes(before: Graph, after: Graph) -> Record:
    """What changed, as records by id; None for what went."""
    found = difference(before, after)
    names = {"nodes": [*found.added, *found.removed, *found.changed], "groups": found.groups, "frames": found.frames}
    write: dict[str, Any] = {"nodes": node_record, "groups": group_record, "frames": frame_record}
    record: Record = {}
    for part, ids in names.items():
        things = getattr(after, part)
        if ids:
            record[part] = {name: write[part](name, things[name]) if name in things else None for name in sorted(ids)}
    if found.about:
        was, now = about_record(before), about_record(after)
        record["about"] = {field: now.get(field) for field in {**was, **now} if was.get(field) != now.get(field)}
    return record


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def recover(path: Path, library: Types) -> Recovered:
    """The graph as it was at the last edit that a journal holds.

    Raises:
        BadInput: There is no journal, or its beginning is damaged.
    """
    lines = read_text(path).split("\n")  # splitlines() would also break lines inside texts
    head = parse(lines[0] if lines else "", str(path))
    if not isinstance(head, Map) or head.get("vivant_journal") != 1:
        raise BadInput(f"{path} is no journal of edits")
    read_project(head.get("base"), library, None, str(path))
    base, edits = thaw(head["base"]), 0
    tables = {part: {entry["id"]: entry for entry in base.get(part, ())} for part in _READ}
    for line in filter(None, lines[1:]):
        try:
            _replay(base, tables, parse(line))
        except (BadInput, ValueError):
            break
        edits += 1
    record = freeze(base | {part: list(table.values()) for part, table in tables.items()})
    project = head.get("project")
    place = Path(project) if isinstance(project, str) and project else None
    return Recovered(read_project(record, library, None, str(path)), place, edits)


def _replay(base: Record, tables: dict[str, Record], change: Any) -> None:
    """Make one change again; ValueError, and nothing done, where it is no change."""
    changed = {part: mapping(mapping(change, "a change").get(part, Map()), part) for part in _READ}
    about = mapping(change.get("about", Map()), "about")
    for part, records in changed.items():
        for name, record in records.items():
            if record is not None and _READ[part](record)[0] != name:
                raise ValueError(f"{name} bears another name")
    for part, records in changed.items():
        for name, record in records.items():
            _put(tables[part], name, thaw(record))
    for field, value in about.items():
        _put(base, field, thaw(value))


def _put(table: Record, name: str, value: Any) -> None:
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value
