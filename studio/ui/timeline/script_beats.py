"""The beats of a script as blocks, and what is changed of them written back to the script; without Qt.

A script that a prompt wrote keeps what was changed by hand beat by beat, so that the others go on following the prompt.
"""

from __future__ import annotations

from collections.abc import Sequence

from immutables import Map

from nodes.script import by_hand
from studio.graph.edit import set_knob
from studio.graph.graph import Graph, Source
from studio.media import script as media
from studio.media.errors import BadInput
from studio.media.script import Script
from studio.node.library import Library
from studio.ui.timeline.beats import Beat, own_beats

WRITER = "write_script"
WRITERS = (WRITER, "react")
"""Nodes that keep what is changed by hand beside the beats that they make."""
THROUGH = ("reroute", "switch")
"""Nodes that hand a script on as it is."""


def script_source(graph: Graph, chooser: str) -> Source | None:
    """Where the script that a choose_motion plays comes from, None where it has none."""
    node = graph.nodes.get(chooser)
    source = None if node is None else node.inputs.get("script")
    while source is not None and source.node in graph.nodes and graph.nodes[source.node].type in THROUGH:
        source = next(iter(graph.nodes[source.node].inputs.values()), None)
    return source if source is not None and source.node in graph.nodes else None


def writer_of(graph: Graph, chooser: str) -> str:
    """Id of the node that takes changes of beats, "" for none."""
    source = script_source(graph, chooser)
    return source.node if source is not None and graph.nodes[source.node].type in WRITERS else ""


def shown(graph: Graph, chooser: str, script: Script) -> dict[str, list[Beat]]:
    """By person, the beats as they are now: those of the prompt that were not touched are ``given``."""
    writer = writer_of(graph, chooser)
    if not writer:
        return _by_person(script.beats, script.beats)
    try:
        now = by_hand.changed(script.prompted, graph.nodes[writer].knobs.get("edits", ()))
    except BadInput:
        now = script.beats
    return _by_person(now, script.prompted)


def _by_person(beats: Sequence[media.Beat], prompted: Sequence[media.Beat]) -> dict[str, list[Beat]]:
    before = {beat.id: beat for beat in prompted}
    found: dict[str, list[Beat]] = {}
    for beat in beats:
        found.setdefault(beat.who, []).append(_block(beat, before.get(beat.id) == beat))
    return found


def _block(beat: media.Beat, given: bool) -> Beat:
    says = {"amplitude": beat.amplitude} if beat.amplitude != 1 else {}
    extra = Map({**says, **({"side": beat.side} if beat.side else {})})
    return Beat(beat.action, beat.start, beat.duration, beat.fade_in, beat.fade_out, given, extra, beat)


def takes(graph: Graph, chooser: str, script: Script | None, person: str) -> bool:
    """Whether a person's beats are changed in the script: it has some for somebody, and the cast has none for them."""
    plays = script is not None and bool(script.prompted)
    return plays and bool(writer_of(graph, chooser)) and person not in own_beats(graph, chooser)


def with_script_beats(
    graph: Graph, library: Library, chooser: str, script: Script, person: str, beats: Sequence[Beat]
) -> Graph:
    """The graph in which a person does just these."""
    writer = writer_of(graph, chooser)
    edits = graph.nodes[writer].knobs.get("edits", ())
    wanted = [_beat(person, block) for block in beats]
    made = by_hand.edits_for(script.prompted, edits, person, wanted)
    return set_knob(graph, library, writer, "edits", tuple(Map(entry) for entry in made))


def _beat(person: str, block: Beat) -> media.Beat:
    plain = block.scripted or media.Beat(person, block.motion, duration=0.0)
    side, amount = block.entry.get("side", ""), block.entry.get("amplitude", 1.0)
    action = {"subtle": "settle"}.get(block.motion, block.motion)
    values = {
        "who": person, "action": action, "start": max(block.start, 0.0), "duration": block.length,
        "fade_in": block.fade_in, "fade_out": block.fade_out, "side": side, "amplitude": amount,
        "style": plain.style if action == plain.action else "",
    }  # fmt: skip
    return media.Beat(**{**{name: getattr(plain, name) for name in media.Beat.__dataclass_fields__}, **values})


def given_back(graph: Graph, library: Library, chooser: str, script: Script, person: str) -> Graph:
    """The graph in which a person does again what the prompt says."""
    writer = writer_of(graph, chooser)
    edits = graph.nodes[writer].knobs.get("edits", ()) if writer else ()
    kept = by_hand.without_edits(script.prompted, edits, person)
    return graph if len(kept) == len(edits) else set_knob(graph, library, writer, "edits", tuple(kept))
