"""The rows of the timeline, from the graph and what was fetched; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from nodes.script.camera_by_hand import CAMERA
from studio.graph.curve import ANIMATED
from studio.graph.graph import Graph
from studio.graph.record import counted
from studio.node.library import Library
from studio.ui.timeline.bone_keys import corrections
from studio.ui.timeline.camera_moves import COLOUR
from studio.ui.timeline.channel import CORRECTIONS, Channel

Kind = Literal["section", "person", "contact", "node", "channel", "sound", "hint"]
Filter = Literal["keyed", "selected", "knobs"]
FILTERS: dict[Filter, str] = {
    "keyed": "Everything keyed",
    "selected": "Selected nodes: what is keyed",
    "knobs": "Selected nodes: every knob",
}
HEIGHTS: dict[Kind, int] = {
    "section": 22, "person": 36, "contact": 30, "node": 22, "channel": 20, "sound": 56, "hint": 40,
}  # fmt: skip
LETTERS = {2: ("x", "y"), 3: ("red", "green", "blue"), 4: ("red", "green", "blue", "alpha")}


PARTS = ("#e5645a", "#67b85c", "#5b8ee6", "#d7d7d7")
"""Colours of the parts of a vector: x, y, z, alpha."""
SINGLES = ("#d9b45b", "#6fb7c9", "#c887c9", "#8fc46a", "#d98a5f", "#8b9be0", "#d6719a", "#79c9a5")
"""Colours of the curves of plain numbers, by turns."""


class Someone(NamedTuple):
    """A person as a row shows them; ``gone`` where keys or beats name somebody who is not found."""

    id: str
    name: str
    colour: str
    gone: bool = False


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        id: Stable: what is folded and what is selected is remembered by it.
        kind: What it shows.
        title: Its name.
        depth: How far it is indented.
        channels: Whose keys lie in it; several where it sums rows up.
        node, person: What a click selects.
        colour: Of its dot and its curve.
        folds: Whether it has rows under it.
        gone: Greyed: what it belongs to is not there.
        pair: Ids of the two whose contacts lie in it.
    """

    id: str
    kind: Kind
    title: str
    depth: int = 0
    channels: tuple[Channel, ...] = ()
    node: str = ""
    person: str = ""
    colour: str = ""
    folds: bool = False
    gone: bool = False
    pair: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Pixels."""
        return HEIGHTS[self.kind]


@dataclass(frozen=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        folded: Ids of rows that are closed, where they would be open, and open, where they would be closed.
        words: What the names have to hold.
        only: Which nodes.
        selection: Selected nodes.
        sound: What is heard, "" for nothing.
        trouble: Why nobody is known, "" for no reason.
        pairs: Who touches whom, (first, second); None where nothing plans contacts.
        camera: Whether a script moves the camera.
        things: What is sat on: one of such a pair is nobody.
    """

    folded: frozenset[str] = frozenset()
    words: str = ""
    only: Filter = "keyed"
    selection: tuple[str, ...] = ()
    sound: str = ""
    trouble: str = ""
    pairs: tuple[tuple[str, str], ...] | None = None
    camera: bool = False
    things: frozenset[str] = frozenset()

    def open(self, row: str, otherwise: bool = True) -> bool:
        """Whether a row's own rows are shown; a search opens all."""
        return bool(self.words) or ((row not in self.folded) == otherwise)

    def match(self, *names: str) -> bool:
        """Whether the words that are searched are all in these names."""
        said = " ".join(names).lower()
        return all(word in said for word in self.words.lower().split())


def build_rows(graph: Graph, library: Library, people: Sequence[Someone], chooser: str, wanted: Wanted) -> list[Row]:
    """All rows that are open."""
    rows: list[Row] = []
    if chooser or people:
        rows += _section("people", "People", wanted, lambda: _people(graph, people, wanted))
    if wanted.camera and wanted.match("Camera"):
        rows.append(Row(f"person:{CAMERA}", "person", "Camera", 0, (), "", CAMERA, COLOUR))
    if wanted.pairs is not None and people:
        rows += _section("contacts", "Contacts", wanted, lambda: _contacts(people, wanted))
    keyed = list(_nodes(graph, library, people, wanted))
    rows += _section("keys", "Keys", wanted, lambda: iter(keyed or [_hint(wanted)]))
    if wanted.sound:
        rows += _section("sound", "Sound", wanted, lambda: iter([Row("sound:0", "sound", wanted.sound, 1)]))
    return rows


def _section(name: str, title: str, wanted: Wanted, inside: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    yield Row(name, "section", title, folds=True)
    if wanted.open(name):
        yield from inside()


def _hint(wanted: Wanted) -> Row:
    hints = {
        "keyed": "Nothing is keyed yet: key a knob in the inspector, or show the selected nodes' knobs and press K",
        "selected": "Nothing of the selected nodes is keyed",
        "knobs": "Select a node to see its knobs here",
    }
    return Row("hint", "hint", "Nothing has this name" if wanted.words else hints[wanted.only])


def _people(graph: Graph, people: Sequence[Someone], wanted: Wanted) -> Iterator[Row]:
    corrected = sorted(name for name, node in graph.nodes.items() if node.type == "correct_motion")
    found = False
    for one in people:
        if wanted.match(one.name, one.id):
            found = True
            keys = tuple(key for node in corrected for key in _corrected(graph, node, one.id))
            yield Row(f"person:{one.id}", "person", one.name, 1, keys, "", one.id, one.colour, gone=one.gone)
    if not found:
        why = wanted.trouble or "The people are being looked for"
        yield Row("nobody", "hint", "Nobody has this name" if wanted.words else why)


def _contacts(people: Sequence[Someone], wanted: Wanted) -> Iterator[Row]:
    """A row for every two who touch, in the order of the people."""
    place = {one.id: at for at, one in enumerate(people)}
    names = {one.id: one.name for one in people}
    pairs = {tuple(sorted(pair, key=lambda one: place.get(one, len(place)))) for pair in wanted.pairs or ()}
    found = False
    for pair in sorted(pairs, key=lambda pair: [place.get(one, len(place)) for one in pair]):
        title = " and ".join(names.get(one, one) for one in pair)
        if wanted.match(title, *pair):
            found = True
            gone = not set(pair) <= set(place) | wanted.things
            yield Row(f"contact:{'|'.join(pair)}", "contact", title, 1, pair=pair, gone=gone)
    if not found:
        none = "Nobody touches anybody yet: right-click a person's row to add a contact"
        yield Row("untouched", "hint", "No two have these names" if wanted.words else none)


def _corrected(graph: Graph, node: str, person: str) -> list[Channel]:
    bones = {str(one.get("bone")) for one in corrections(graph, node) if one.get("person") == person}
    return [Channel(node, CORRECTIONS, 0, person, bone) for bone in sorted(bones)]


def _nodes(graph: Graph, library: Library, people: Sequence[Someone], wanted: Wanted) -> Iterator[Row]:
    colours = iter(range(10**9))
    names = sorted(graph.nodes, key=counted) if wanted.only == "keyed" else wanted.selection
    for name in names:
        node = graph.nodes.get(name)
        if node is None:
            continue
        rows = [*_knobs(graph, library, name, wanted, colours), *_bones(graph, name, people, wanted)]
        if rows:
            title = node.title or node.type.replace("_", " ").capitalize()
            sums = tuple(dict.fromkeys(channel for row in rows for channel in row.channels))
            yield Row(f"node:{name}", "node", title, 1, sums, name, folds=True)
            if wanted.open(f"node:{name}"):
                yield from rows


def _knobs(graph: Graph, library: Library, name: str, wanted: Wanted, colours: Iterator[int]) -> Iterator[Row]:
    node, kind = graph.nodes[name], library.get(graph.nodes[name].type)
    for knob in kind.knobs if kind is not None else ():
        keyed = knob.name in node.curves
        if knob.kind not in ANIMATED or not (keyed or wanted.only == "knobs"):
            continue
        colour = SINGLES[next(colours) % len(SINGLES)]
        title = knob.name.replace("_", " ")
        if not wanted.match(title, node.title or node.type, name):
            continue
        if not knob.size:
            yield Row(f"knob:{name}.{knob.name}", "channel", title, 2, (Channel(name, knob.name),), name, colour=colour)
            continue
        parts = tuple(Channel(name, knob.name, part) for part in range(knob.size))
        yield Row(f"knob:{name}.{knob.name}", "channel", title, 2, parts, name, colour="", folds=True)
        if wanted.open(f"knob:{name}.{knob.name}", otherwise=False):
            for part, channel in enumerate(parts):
                letter = LETTERS.get(knob.size, ())[part : part + 1] or (str(part + 1),)
                place = f"part:{name}.{knob.name}.{part}"
                yield Row(place, "channel", letter[0], 3, (channel,), name, colour=PARTS[part % len(PARTS)])


def _bones(graph: Graph, name: str, people: Sequence[Someone], wanted: Wanted) -> Iterator[Row]:
    """The keys of a correct_motion, by person and bone."""
    if graph.nodes[name].type != "correct_motion":
        return
    known = {one.id: one for one in people}
    for person in dict.fromkeys(str(one.get("person")) for one in corrections(graph, name)):
        one = known.get(person, Someone(person, person, "", True))
        channels = _corrected(graph, name, person)
        if not wanted.match(one.name, person, name, *(channel.bone for channel in channels)):
            continue
        place = f"corrected:{name}.{person}"
        yield Row(place, "channel", one.name, 2, tuple(channels), name, person, one.colour, True, one.gone)
        if wanted.open(place, otherwise=False):
            for channel in channels:
                title = spaced(channel.bone)
                yield Row(f"bone:{name}.{person}.{channel.bone}", "channel", title, 3, (channel,), name, person)


def spaced(bone: str) -> str:
    """leftUpperArm as "left upper arm"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in bone)
