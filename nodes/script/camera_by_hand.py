"""Moves of the camera that are changed by hand, as beats are: pure functions from moves to moves, and to entries.

An entry names a move by its id, which begins with "camera": "camera push_in 2" is the second time that it pushes in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from nodes.algorithms import hand_edits
from nodes.algorithms.hand_edits import Entry, differing, is_number
from studio.media.errors import BadInput
from studio.media.script import CameraMove

CAMERA = "camera"
ACTIONS = (
    "push_in", "pull_out", "zoom_in", "zoom_out", "pan", "tilt", "cut", "hold", "follow", "handheld", "steady",
)  # fmt: skip
CHOICES = {
    "action": ACTIONS,
    "size": ("", "wide", "medium", "chest", "close"),
    "towards": ("", "left", "right", "up", "down"),
    "ease": ("smooth", "linear", "in", "out"),
}
WHO = ("onto", "origin")
NUMBERS = ("start", "duration")
LONGEST = 3600.0


def of_camera(entry: Entry) -> bool:
    """Whether an edit is about the camera."""
    return str(entry.get("id", "")).startswith(f"{CAMERA} ")


def named_moves(moves: Iterable[CameraMove]) -> tuple[CameraMove, ...]:
    """The moves, each with an id: what is done, for the how-manieth time."""
    count: Counter[str] = Counter()
    made = []
    for move in moves:
        count[move.action] += 1
        made.append(replace(move, id=f"{CAMERA} {move.action} {count[move.action]}"))
    return tuple(made)


def changed_moves(moves: Sequence[CameraMove], edits: Iterable[Entry]) -> tuple[CameraMove, ...]:
    """The moves of a prompt with what was changed, added and taken away by hand, in order of their start.

    Args:
        moves: With ids.
        edits: See :func:`nodes.script.write_script.write_script`; those of beats are passed over.

    Raises:
        BadInput: An entry makes no sense.
    """
    return hand_edits.changed(moves, filter(of_camera, edits), _said, _added)


def _added(entry: Entry, said: dict[str, Any], taken: Collection[str]) -> CameraMove | None:
    return replace(CameraMove("hold"), **said, id=entry["id"]) if entry.get("added") else None


def _said(entry: Entry) -> dict[str, Any]:
    """What an entry says of a move."""
    said: dict[str, Any] = {}
    for name, choices in CHOICES.items():
        if name in entry:
            if entry[name] not in choices:
                raise _odd(entry, name)
            said[name] = entry[name]
    for name in (name for name in WHO if name in entry):
        if not isinstance(entry[name], str):
            raise _odd(entry, name)
        said[name] = tuple(entry[name].split())
    for name in (name for name in NUMBERS if name in entry):
        value = entry[name]
        if not is_number(value, LONGEST) or (name == "duration" and value == 0):
            raise _odd(entry, name)
        said[name] = float(value)
    return said | ({"exact": True} if "duration" in said else {})


def _odd(entry: Entry, name: str) -> BadInput:
    return BadInput(f"write_script: {name} of {entry.get('id')!r} makes no sense: {str(entry[name])[:40]!r}")


def edits_for_camera(
    prompted: Sequence[CameraMove], edits: Sequence[Entry], wanted: Sequence[CameraMove]
) -> list[Entry]:
    """The edits after which the camera does just this; those of beats, and of moves that are gone, stay.

    Args:
        prompted: Moves of the prompt, with ids.
        edits: As they are.
        wanted: What the camera is to do; a move without an id, or with one that stands there twice, is a new one.
    """
    now = changed_moves(prompted, edits)
    return hand_edits.edits_for(prompted, edits, now, wanted, _entry, f"{CAMERA} by hand")


def without_camera_edits(edits: Sequence[Entry]) -> list[Entry]:
    """The edits without those of the camera: it does again what the prompt says."""
    return [entry for entry in edits if not of_camera(entry)]


def _entry(before: CameraMove | None, move: CameraMove) -> Entry:
    """What is said of a move beyond the prompt; nothing where it is as it says."""
    said = differing(before or CameraMove(""), move, (*CHOICES, *WHO), NUMBERS)
    said |= {name: " ".join(said[name]) for name in WHO if name in said}
    if before is None:
        return {"id": move.id, "added": True, "start": round(move.start, 6), **said}
    return {"id": move.id, **said} if said else {}
