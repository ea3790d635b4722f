"""Pace script: give walks the time that they take, and those who are to touch the time to come together."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np

from nodes.motion.contact_kinds import MEETINGS, SIT
from nodes.motion.go_where import HASTE, WALK, Board, aim, comes_closer, comes_to_seat
from nodes.motion.going import goes, least_seconds, speed_of
from nodes.motion.on_the_ground import seconds_for, standers
from nodes.motion.plan_seats import cannot
from nodes.motion.seat import Seat, seats
from studio.media.camera import Camera
from studio.media.contact import Contact
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.rig import Rigs
from studio.media.scene import Scene
from studio.media.script import Beat, CameraMove, Script
from studio.node import Context, node
from studio.node.knob import Range

BEFORE_AND_AFTER = 1.25
"""Seconds of a walk in which nobody goes anywhere: the weight is shifted first, and feet are put together last."""
BEFORE_TOUCH = 0.55
"""Seconds of a beat that touches before the hands are there."""
AT_ONCE = 0.05
"""Seconds within which one beat begins where another ends."""
Wait = tuple[float, float]
"""What begins at a second or later begins later by so many."""


@node(family="motion", version=1)
def pace_script(
    ctx: Context,
    script: Script,
    people: People,
    rigs: Rigs,
    camera: Camera,
    scene: Scene | None = None,
    *,
    pace: Annotated[float, Range(0.3, 3, "x", soft=(0.5, 2))] = 1.0,
) -> Script:
    """Make walks as long as the way is, and let what comes after them wait.

    A walk to somebody far away takes longer than one to the next; two who are to shake hands have to come together
    first, and who is to sit on something has to get there. Whatever begins when such a beat ends begins later by as
    much, the camera's moves, too; one that is made during a walk goes on as long. Beats and moves whose length was set
    by hand stay.

    Args:
        ctx: Services lent by the engine.
        script: Beats as they were written.
        people: Who is in the picture.
        rigs: Their bodies.
        camera: The camera, and with it the ground.
        scene: The things that can be sat on.
        pace: How quick everybody walks; 1 is a stroll.

    Returns:
        The script; the very same one where nothing takes longer.
    """
    asked = [beat for beat in script.beats if goes(beat.action) or beat.action == "sit"
            or (beat.target and beat.action in MEETINGS)]  # fmt: skip
    if not asked or not rigs:
        return script
    board = Board(standers(rigs, people, camera), _nothing(rigs), camera.size, lambda line: None)
    board.places.update({name: one.view.start for name, one in board.people.items()})
    board.free.update(dict.fromkeys(board.people, 0.0))
    beats = sorted(script.beats, key=lambda beat: beat.start)
    waits: list[Wait] = []
    chairs = seats(beats, scene, camera, {who: float(rig.heads[0, 0]) for who, rig in rigs.items()})
    chairs = {k: seat for k, seat in chairs.items() if not cannot(beats[k].who, rigs[beats[k].who], people)}
    for k in range(len(beats)):
        ctx.check()
        seat = chairs.get(k)
        beats = (
            _paced(board, beats, k, script, pace, waits) if seat is None else _sits(board, beats, k, seat, pace, waits)
        )
    if tuple(beats) == tuple(sorted(script.beats, key=lambda beat: beat.start)):
        return script
    moves = tuple(_filmed(move, waits) for move in script.camera)
    return replace(script, beats=tuple(sorted(beats, key=lambda beat: beat.start)), camera=moves)


def _filmed(move: CameraMove, waits: list[Wait]) -> CameraMove:
    """A move of the camera that waits as beats do, and goes on while they do."""
    start, end = move.start, move.start + move.duration
    for since, seconds in waits:
        start, end = (at + seconds if at >= since else at for at in (start, end))
    return replace(move, start=round(start, 3), duration=move.duration if move.exact else round(end - start, 3))


def _paced(board: Board, beats: list[Beat], k: int, script: Script, pace: float, waits: list[Wait]) -> list[Beat]:
    """The beats with the k-th given its time; what has to wait is noted."""
    beat = beats[k]
    if beat.who not in board.people:
        return beats
    if goes(beat.action):
        return _walk(board, beats, k, script, pace, waits)
    if beat.action in MEETINGS and beat.target in board.people and beat.target != beat.who:
        found = comes_closer(board, Contact(MEETINGS[beat.action][0].kind, beat.who, beat.target))
        if found is None or isinstance(found, str):
            return beats
        mover, place = found
        seconds = seconds_for(board.places[mover], place, WALK * pace)
        board.places[mover] = place
        waits.append((beat.start - AT_ONCE, max(0.0, seconds - BEFORE_TOUCH)))
        return _later(beats, *waits[-1])
    return beats


def _sits(board: Board, beats: list[Beat], k: int, seat: Seat, pace: float, waits: list[Wait]) -> list[Beat]:
    """The beats with the k-th as much later as it takes to come to the seat."""
    beat = beats[k]
    place = comes_to_seat(board, beat.who, seat)
    if place is None or isinstance(place, str):
        return beats
    seconds = seconds_for(board.places[beat.who], place, WALK * pace)
    board.places[beat.who] = place
    waits.append((beat.start - AT_ONCE, max(0.0, seconds - (SIT.touch - SIT.approach))))
    return _later(beats, *waits[-1])


def _walk(board: Board, beats: list[Beat], k: int, script: Script, pace: float, waits: list[Wait]) -> list[Beat]:
    beat, mover = beats[k], board.people[beats[k].who]
    if mover.stays:
        return beats
    if not beat.exact and (least := least_seconds(beat)) > beat.duration:
        waits.append((beat.start + beat.duration - AT_ONCE, least - beat.duration))
        beats = _later([*beats[:k], replace(beat, duration=round(least, 3)), *beats[k + 1 :]], *waits[-1], but=k)
        beat = beats[k]
    speed = speed_of(beat) * pace
    here = board.places[beat.who]
    place = aim(board, beat, script, here, speed * max(beat.duration - BEFORE_AND_AFTER, 0.5))
    if place is None:
        return beats
    board.places[beat.who] = place
    needed = seconds_for(here, place, speed * HASTE) + BEFORE_AND_AFTER / max(beat.tempo, 0.5)
    if beat.exact or needed <= beat.duration + 0.1:
        return beats
    longer = [*beats]
    longer[k] = replace(beat, duration=round(needed, 3))
    waits.append((beat.start + beat.duration - AT_ONCE, needed - beat.duration))
    return _later(longer, *waits[-1], but=k)


def _later(beats: list[Beat], since: float, seconds: float, but: int = -1) -> list[Beat]:
    return [
        replace(beat, start=round(beat.start + seconds, 3)) if n != but and beat.start >= since else beat
        for n, beat in enumerate(beats)
    ]


def _nothing(rigs: Rigs) -> Motions:
    """Motions of people who stay as they are: all that matters here is that each has one."""
    still = ((rig.person, rig) for rig in rigs.values())
    return Motions(
        (name, Motion("", rig.bones, 1.0, rig.rest[None], np.zeros((1, 3), np.float32), {}, relative=False))
        for name, rig in still
    )
