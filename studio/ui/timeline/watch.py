"""What the timeline fetches from the engine: who is there, what they do, and the sound; anew after every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.graph.edit.sound import heard
from studio.graph.graph import Graph, Node, Source
from studio.graph.walk import above
from studio.media.contact import Contacts
from studio.media.motion import Motion
from studio.media.script import Script
from studio.media.sound import Sound
from studio.ui.bridge import Answer, Look
from studio.ui.session import Session
from studio.ui.theme import FAINT
from studio.ui.timeline.beats import cast_of
from studio.ui.timeline.bone_keys import corrections
from studio.ui.timeline.camera_moves import scene_source
from studio.ui.timeline.contacts import planner_of
from studio.ui.timeline.fast_path import load_paths
from studio.ui.timeline.rows import Someone
from studio.ui.timeline.script_beats import script_source
from studio.ui.timeline.wave import Wave, read_wave

PAUSE = 150
"""Milliseconds without a change after which it is asked again."""


def chooser_of(graph: Graph, chosen: tuple[str, ...] = ()) -> str:
    """The choose_motion whose beats are shown: the one that is selected, else the first; "" for none."""
    found = sorted(name for name, node in graph.nodes.items() if node.type == "choose_motion")
    return next((name for name in reversed(chosen) if name in found), found[0] if found else "")


def people_source(graph: Graph, chooser: str) -> Source | None:
    """Where people are cheapest to get: the detect_people above the chooser, else what the chooser reads."""
    where = above(graph, [chooser]) if chooser else set(graph.nodes)
    found = sorted(name for name in where if graph.nodes[name].type == "detect_people")
    if found:
        return Source(found[0], "")
    return graph.nodes[chooser].inputs.get("people") if chooser else None


class Watch(QObject):
    """Keeps people, motions and sound as they are in the present graph.

    Attributes:
        chooser: Id of the choose_motion whose beats are shown, "" for none.
        motions: By person, what that node gave them.
        script: What it plays, None where it has none.
        places: What the camera can go to beside people, by id, as it is called.
        contacts: Who touches whom, None where nothing plans that, or it is not known yet.
        sound: What is heard, None for nothing.
        wave: Its shape.
        trouble: Why nobody is known, in one line; "" where there is no reason.
    """

    changed = Signal()
    heard = Signal()
    """Another sound is there, or none."""
    _drawn = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.chooser = ""
        self.motions: Mapping[str, Motion] = {}
        self.script: Script | None = None
        self.contacts: Contacts | None = None
        self.places: Mapping[str, str] = {}
        self.sound: Sound | None = None
        self.wave: Wave | None = None
        self.trouble = ""
        self._asked: dict[str, tuple[Node, ...]] = {}
        self._people: Mapping[str, Any] = {}
        self._worker = ThreadPoolExecutor(1, "wave")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        self._drawn.connect(self._draw)
        session.opened.connect(self._opened)
        session.changed.connect(self._changed)
        session.selected.connect(self._choose)
        session.bridge.went_down.connect(self._ask_anew)
        self._opened()

    def people(self) -> list[Someone]:
        """Everyone found, then those that beats or keys alone still name."""
        graph = self.session.graph
        named = {str(one.get("id")): one for one in self._roster()}
        found = [_someone(key, person, named.get(key, {})) for key, person in self._people.items()]
        known = {one.id for one in found}
        rest = [str(one.get("person")) for one in cast_of(graph, self.chooser)]
        for node in graph.nodes:
            if graph.nodes[node].type == "correct_motion":
                rest += [str(one.get("person")) for one in corrections(graph, node)]
        for key in dict.fromkeys(rest):
            if key not in known:
                found.append(_someone(key, None, named.get(key, {}), gone=bool(self._people)))
        return found

    def title(self) -> str:
        """What the sound is called, "" for none."""
        source = heard(self.session.graph, self.session.library)
        if self.sound is None or source is None or source.node not in self.session.graph.nodes:
            return "" if self.sound is None else "Sound"
        node = self.session.graph.nodes[source.node]
        file = Path(str(node.knobs.get("path", ""))).name
        return node.title or file or node.type.replace("_", " ").capitalize()

    def _roster(self) -> tuple[Mapping[str, Any], ...]:
        source = people_source(self.session.graph, self.chooser)
        return self.session.graph.nodes[source.node].knobs.get("roster", ()) if source is not None else ()

    def _opened(self) -> None:
        self.chooser = chooser_of(self.session.graph, self.session.selection)
        self.motions, self._people, self.trouble, self.script = {}, {}, "", None
        self.contacts, self.places = None, {}
        self._asked.clear()
        self._take_sound(None)
        self.changed.emit()
        self._pause.start()

    def _changed(self, difference: Any) -> None:
        self.chooser = chooser_of(self.session.graph, self.session.selection)
        if difference.computes:
            self._pause.start()

    def _choose(self) -> None:
        chooser = chooser_of(self.session.graph, self.session.selection)
        if chooser != self.chooser:
            self.chooser, self.motions, self.script = chooser, {}, None
            self.changed.emit()
            self._pause.start()

    def _ask_anew(self, reason: str) -> None:
        """The engine forgot what it was asked."""
        self._asked.clear()
        self._pause.start()

    def _ask(self) -> None:
        graph = self.session.graph
        self._fetch("people", people_source(graph, self.chooser), self._take_people)
        played = script_source(graph, self.chooser)
        if played is None and self.script is not None:
            self._take_script(None)
        self._fetch("script", played, self._take_script)
        self._fetch("motions", Source(self.chooser, "") if self.chooser else None, self._take_motions)
        self._fetch("scene", scene_source(graph), self._take_scene)
        planner = planner_of(graph)
        self._fetch("contacts", Source(planner, "") if planner else None, self._take_contacts)
        source = heard(graph, self.session.library)
        if source is None:
            self._take_sound(None)
        self._fetch("sound", source, self._take_sound)

    def _fetch(self, what: str, source: Source | None, take: Callable[[Any], None]) -> None:
        """Ask, unless nothing that the answer is made of has changed since it was asked last."""
        if source is None or source.node not in self.session.graph.nodes:
            self._asked.pop(what, None)
            return
        nodes = self.session.graph.nodes
        made_of = tuple(nodes[name] for name in sorted(above(self.session.graph, [source.node])))
        before = self._asked.get(what, ())
        if len(before) == len(made_of) and all(a is b for a, b in zip(before, made_of, strict=True)):
            return
        self._asked[what] = made_of

        def then(answer: Answer) -> None:
            if self._asked.get(what) is not made_of:
                return
            if answer.value is not None:
                take(answer.value)
                return
            del self._asked[what]
            if what == "people":
                self.trouble = answer.error
                self.changed.emit()

        self.session.bridge.fetch(Look(source.node, source.output), then)

    def _take_scene(self, scene: Any) -> None:
        self.places = {name: name.replace("_", " ").capitalize() for name in scene.places}
        self.changed.emit()

    def _take_people(self, people: Any) -> None:
        self._people, self.trouble = people, ""
        self._worker.submit(load_paths)
        self.changed.emit()

    def _take_motions(self, motions: Any) -> None:
        self.motions = motions
        self.changed.emit()

    def _take_script(self, script: Script | None) -> None:
        self.script = script
        self.changed.emit()

    def _take_contacts(self, contacts: Contacts) -> None:
        self.contacts = contacts
        self.changed.emit()

    def _take_sound(self, sound: Sound | None) -> None:
        if sound is self.sound:
            return
        self.sound, self.wave = sound, None
        self.heard.emit()
        self.changed.emit()
        if sound is not None:
            self._worker.submit(self._read, sound)

    def _read(self, sound: Sound) -> None:
        load_paths()
        self._drawn.emit(sound, read_wave(sound))

    def _draw(self, sound: object, wave: Any) -> None:
        if sound is self.sound:
            self.wave = wave
            self.changed.emit()


def _someone(key: str, person: Any, named: Mapping[str, Any], gone: bool = False) -> Someone:
    name = named.get("name") or getattr(person, "name", "") or key.replace("_", " ").capitalize()
    colour = named.get("colour") or getattr(person, "colour", None)
    return Someone(key, str(name), _hex(colour), gone)


def _hex(colour: Any) -> str:
    if not isinstance(colour, tuple | list) or len(colour) < 3:
        return FAINT
    return "#" + "".join(f"{round(255 * min(max(float(part), 0.0), 1.0)):02x}" for part in colour[:3])
