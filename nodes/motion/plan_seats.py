"""Plan seats: who sits on what, and from when until when."""

from __future__ import annotations

from collections.abc import Callable, Collection

from nodes.motion.contact_edits import named
from nodes.motion.contact_kinds import SIT
from nodes.motion.play_script import kept_until, spans
from nodes.motion.read_actor import read_actor
from nodes.motion.seat import seats
from studio.media.camera import Camera
from studio.media.contact import Contact
from studio.media.person import People
from studio.media.rig import Rig, Rigs
from studio.media.scene import Scene
from studio.media.script import Beat, Script

HIPS = "hips"


def seated(
    script: Script, people: People, rigs: Rigs, scene: Scene | None, camera: Camera | None,
    taken: Collection[str], warn: Callable[[str], None],
) -> list[Contact]:  # fmt: skip
    """A contact for each beat that sits on a thing of the picture; who cannot is told of and sits on the air.

    Args:
        script: Its beats.
        people: Who is in the picture.
        rigs: Their bodies.
        scene: The things that there are.
        camera: For the height of seats.
        taken: Ids of contacts that there are already.
        warn: Takes one line.
    """
    at = {who: float(rig.heads[0, 0]) for who, rig in rigs.items()}
    known = seats(script.beats, scene, camera, at)
    end = max((beat.start + beat.duration for beat in script.beats if beat.who in people), default=0.0)
    made: list[Contact] = []
    for k, beat in enumerate(script.beats):
        if beat.action != "sit" or not beat.target or beat.target in people or beat.who not in rigs:
            continue
        why = cannot(beat.who, rigs[beat.who], people) or (
            "" if k in known else "it is too high, or there is no room left on it"
        )
        if why:
            warn(f"{beat.who} does not sit on {beat.target}: {why}")
            continue
        later = sorted((one for one in script.beats if one.who == beat.who and one.start > beat.start), key=_start)
        name = named(SIT.kind, beat.who, beat.target, [*taken, *(one.id for one in made)])
        made.append(_contact(beat, later, end, name, known[k]))
    return made


def cannot(who: str, rig: Rig, people: People) -> str:
    """Why somebody cannot come down on a seat, "" for who can."""
    legs = read_actor(people, who, None, {}).feet and rig.standing and HIPS in rig.bones
    return "" if legs else f"{who} has no legs in the picture that could move"


def _start(beat: Beat) -> float:
    return beat.start


def _contact(beat: Beat, later: list[Beat], end: float, name: str, seat: tuple[float, ...]) -> Contact:
    starts, length, pace = spans(beat, beat.action)
    length = max(length, kept_until(later, end) - starts[0])
    start, lasts = SIT.when(beat.action, starts[0], length, pace)
    return Contact(
        SIT.kind, beat.who, beat.target, HIPS, "", round(start, 3), round(lasts, 3), SIT.approach, SIT.release, name,
        seat=seat,
    )  # fmt: skip
