"""Direct camera: what the camera sees, from what the script has it do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt

from nodes.algorithms.camera_path import smoothed, swayed
from nodes.camera.director import Take
from nodes.camera.subjects import subjects_of
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.motion import Motions
from studio.media.person import People
from studio.media.rig import Rigs
from studio.media.scene import Scene
from studio.media.script import CameraMove, Script
from studio.media.shot import Shot
from studio.media.view import ViewPath
from studio.node import Context, node
from studio.node.knob import Entries, Fraction, Range, Seed

F64 = npt.NDArray[np.float64]

FPS = 60.0
"""Samples a second."""
STEP = 2**0.5
"""Sizes at which people are drawn for a camera that comes close."""
GRIP = 0.35
"""Seconds in which a camera is taken off its tripod, and put back."""


@node(family="camera", version=1)
def direct_camera(
    ctx: Context,
    image: Image,
    people: People,
    rigs: Rigs,
    motions: Motions,
    script: Script,
    scene: Scene | None = None,
    *,
    shot: Shot,
    framing: Literal["fit", "fill"] = "fit",
    closest: Annotated[float, Range(1, 16, "x")] = 6.0,
    grain: Annotated[float, Range(0.5, 12, "x", soft=(1, 6))] = 3.0,
    briskness: Annotated[float, Range(0.3, 30, "1/s²", soft=(1, 10))] = 3.0,
    handheld: Fraction = 0.0,
    seed: Seed = 1,
    edits: Entries = (),
) -> ViewPath:
    """Turn the camera's moves into what is seen: eyes on the upper third, air before a look, calm starts and stops.

    Close is head and shoulders, medium down to the waist, wide the whole body; a camera that is to follow goes with
    whoever walks. It never looks over the picture's edge. A script that says nothing of the camera leaves it where the
    photo was taken.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Who is in it.
        rigs: Their bodies.
        motions: Where they go.
        script: What the camera does, and when.
        scene: Where the things and regions are that it may go to; what somebody holds goes with the hand.
        shot: The film's size and length.
        framing: Where the film's shape differs from the picture's: see all of the picture, with bars (fit), or fill the
            film, so that the camera has room to move (fill).
        closest: How many times larger than the whole picture it shows somebody, at most.
        grain: How many pixels of the film one pixel of the photo may fill: the camera comes no closer, since there is
            nothing more to see.
        briskness: How hard the camera may set off and stop, in heights of what it sees a second squared; a move that
            is too quick for that takes longer, unless its length was set by hand.
        handheld: How much it sways in somebody's hands, beside what the script says of it.
        seed: Of the sway.
        edits: Corrections by hand: entries {"id": a move's, as "camera push_in 1", "right" and "down": heights of what
            is seen, "closer": factor}.

    Returns:
        What is seen over time; nothing where the camera stays where the photo was taken.
    """
    if not script.camera and not handheld:
        nothing = np.zeros(0)
        return ViewPath(FPS, nothing.reshape(0, 4), nothing, nothing.astype(bool))
    width, height = image.size
    film = shot.size if min(shot.size) > 0 else image.size
    shape = film[0] / film[1] if framing == "fill" else width / height
    length = max(script.duration + 1.0, shot.time(shot.last))
    times = np.arange(int(np.ceil(length * FPS)) + 1) / FPS
    take = Take(
        (float(width), float(height)), shape, max(height / closest, film[1] / grain), briskness, times, FPS,
        lambda who: subjects_of(who, people, scene, rigs, motions, times), tuple(people), _nudges(edits), ctx.warn,
    )  # fmt: skip
    for line in _unknown(script.camera, people, scene):
        ctx.warn(line)
    for number, move in enumerate(script.camera):
        ctx.check()
        ctx.progress(number + 1, len(script.camera))
        take.add(move)
    windows = swayed(take.windows, _grip(script.camera, times, handheld), FPS, seed)
    smallest = float((windows[:, 3] - windows[:, 1]).min()) / height
    return ViewPath(FPS, windows, take.nearer, take.cuts, sharp_of(smallest))


def sharp_of(part: float) -> float:
    """A part of the picture's height rounded down, so that a camera a little closer does not have all drawn anew."""
    return float(STEP ** np.floor(np.log(min(part, 1.0)) / np.log(STEP) + 1e-6))


def _unknown(moves: Sequence[CameraMove], people: People, scene: Scene | None) -> list[str]:
    """A line for each of whom and what the camera is to go to and nobody knows."""
    there = {*people, *(scene.places if scene is not None else ())}
    missing = {name for move in moves for name in (*move.onto, *move.origin)} - there
    how = "link relate_people to direct_camera" if scene is None else "name it in find_objects or relate_people"
    return [f"the camera does not go to {name}, which is not known in the picture: {how}" for name in sorted(missing)]


def _grip(moves: Sequence[CameraMove], times: F64, least: float) -> F64:
    """(T,) how much the camera is held by hand."""
    grip = np.full(len(times), least)
    for move in (move for move in moves if move.action in ("handheld", "steady")):
        grip[times >= move.start - 0.5 / FPS] = max(least, 1.0 if move.action == "handheld" else 0.0)
    return smoothed(grip[:, None], GRIP * FPS / 2)[:, 0]


def _nudges(edits: Entries) -> Mapping[str, Mapping[str, Any]]:
    """Corrections by a move's id. BadInput where one makes no sense."""
    made: dict[str, Mapping[str, Any]] = {}
    for entry in edits:
        name = entry.get("id")
        numbers = [entry.get(key, 0.0) for key in ("right", "down", "closer")]
        if not isinstance(name, str) or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
            raise BadInput(f"direct_camera: a correction has an id, and numbers: {str(dict(entry))[:60]}")
        made[name] = entry
    return made
