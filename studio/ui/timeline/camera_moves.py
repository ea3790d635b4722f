"""The camera's moves as blocks beside those of people, and what is changed of them written back; without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from immutables import Map

from nodes.script.camera_by_hand import (
    ACTIONS,
    CAMERA,
    changed_moves,
    edits_for_camera,
    of_camera,
    without_camera_edits,
)
from studio.graph.edit import set_knob
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput
from studio.media.script import CameraMove, Script
from studio.node.library import Library
from studio.ui.timeline.beats import Beat
from studio.ui.timeline.script_beats import WRITER

DIRECTOR = "direct_camera"
COLOUR = "#8fb0c9"
"""Of the camera's blocks."""
SIZES = (("As usual", ""), ("Wide", "wide"), ("Medium", "medium"), ("Chest", "chest"), ("Close", "close"))
EASES = (("Smooth", "smooth"), ("Straight", "linear"), ("Sets off slowly", "in"), ("Comes to rest slowly", "out"))
"""What the menu offers."""


def camera_writer(graph: Graph) -> str:
    """The write_script that a direct_camera follows, whatever paces or answers it in between; "" for none."""
    name = min((name for name, node in graph.nodes.items() if node.type == DIRECTOR), default="")
    seen: set[str] = set()
    while name in graph.nodes and name not in seen:
        if graph.nodes[name].type == WRITER:
            return name
        seen.add(name)
        source = graph.nodes[name].inputs.get("script")
        name = "" if source is None else source.node
    return ""


def scene_source(graph: Graph) -> Source | None:
    """What tells the camera which things there are, None where nothing does."""
    found = (
        graph.nodes[name].inputs.get("scene") for name in sorted(graph.nodes) if graph.nodes[name].type == DIRECTOR
    )
    return next((source for source in found if source is not None), None)


def shown(graph: Graph, script: Script | None) -> list[Beat]:
    """The moves as they are now, in the time in which they are played; those of the prompt are ``given``."""
    writer = camera_writer(graph)
    if script is None or not writer:
        return []
    before = {move.id: move for move in script.prompted_camera}
    return [_block(_played(move, script), before.get(move.id) == move) for move in _written(graph, writer, script)]


def _written(graph: Graph, writer: str, script: Script) -> Sequence[CameraMove]:
    """The moves as they are written, the artist's changes in them, computed yet or not."""
    try:
        return changed_moves(script.prompted_camera, graph.nodes[writer].knobs.get("edits", ()))
    except BadInput:
        return script.camera


def _played(move: CameraMove, script: Script) -> CameraMove:
    """A move at the time at which it is played: what comes before it may take longer than it is written."""
    late, longer = _waits(move, script)
    return replace(move, start=max(move.start + late, 0.0), duration=max(move.duration + longer, 0.05))


def _waits(move: CameraMove, script: Script) -> tuple[float, float]:
    """Seconds by which a move is played later than it was written, and takes longer, when that was worked out last."""
    played = next((one for one in script.camera if one.id == move.id), None)
    before = next((one for one in script.prompted_camera if one.id == move.id), None)
    if played is None or before is None or played.exact:
        return 0.0, 0.0
    return played.start - before.start, played.duration - before.duration


def _block(move: CameraMove, given: bool) -> Beat:
    says = {name: getattr(move, name) for name in ("id", "size", "towards", "ease")}
    says |= {name: " ".join(getattr(move, name)) for name in ("onto", "origin")}
    return Beat(move.action, move.start, move.duration, given=given, entry=Map(says))


def with_camera(graph: Graph, library: Library, script: Script, blocks: Sequence[Beat]) -> Graph:
    """The graph in which the camera does just this."""
    writer = camera_writer(graph)
    if not writer:
        return graph
    edits = graph.nodes[writer].knobs.get("edits", ())
    now = {move.id: move for move in _written(graph, writer, script)}
    wanted = [_move(block, now, script) for block in blocks]
    made = edits_for_camera(script.prompted_camera, edits, wanted)
    return set_knob(graph, library, writer, "edits", tuple(Map(entry) for entry in made))


def _move(block: Beat, now: dict[str, CameraMove], script: Script) -> CameraMove:
    """A block as a move of the script: what was not touched stays as it was written."""
    says = block.entry
    plain = now.get(str(says.get("id", "")), CameraMove("hold"))
    seen = _played(plain, script)
    late, longer = (0.0 if abs(by) < 1e-6 else by for by in (block.start - seen.start, block.length - seen.duration))
    start, duration = (plain.start + late, plain.duration + longer) if plain.id else (block.start, block.length)
    onto, origin = (tuple(str(says.get(name, "")).split()) for name in ("onto", "origin"))
    action = block.motion if block.motion in ACTIONS else plain.action
    return CameraMove(
        action, onto, origin, str(says.get("size", "")), str(says.get("towards", "")), max(start, 0.0),
        max(duration, 0.05), str(says.get("ease", "smooth")), plain.id,
    )  # fmt: skip


def given_back(graph: Graph, library: Library) -> Graph:
    """The graph in which the camera does again what the prompt says."""
    writer = camera_writer(graph)
    edits = graph.nodes[writer].knobs.get("edits", ()) if writer else ()
    if not any(of_camera(entry) for entry in edits):
        return graph
    return set_knob(graph, library, writer, "edits", tuple(without_camera_edits(edits)))


def is_camera(person: str) -> bool:
    """Whether a row's person is the camera."""
    return person == CAMERA
