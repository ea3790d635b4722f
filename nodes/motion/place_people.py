"""Place people: who walks where over the photo's ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt

from nodes.algorithms.ground_path import Goal, Walker, smooth_path, walk
from nodes.algorithms.manner import STROLL
from nodes.algorithms.rotation import settled
from nodes.motion.go_where import Board, Order, decide, steps_of
from nodes.motion.going import goes
from nodes.motion.on_the_ground import Stander, standers
from nodes.motion.recorded_way import goes_somewhere, on_the_spot, recorded_way, travelled, walks_on
from nodes.motion.walk_there import Way, long_enough, walked
from studio.media.camera import Camera
from studio.media.contact import Contacts
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.rig import Rigs
from studio.media.script import Script
from studio.node import Context, node
from studio.node.knob import Entries, Range, Seconds

F64 = npt.NDArray[np.float64]
ROUNDED = 1.06
"""Times the room that is kept before corners of a way are rounded."""
STEP = 0.05
"""Metres by which somebody is taken to be nearer or farther than somebody else at least."""


@node(family="motion", version=1)
def place_people(
    ctx: Context,
    rigs: Rigs,
    motions: Motions,
    people: People,
    camera: Camera,
    script: Script | None = None,
    contacts: Contacts | None = None,
    *,
    marks: Entries = (),
    formation: Literal["none", "row", "circle", "pairs", "v", "swap", "gather", "spread"] = "none",
    forms_at: Annotated[Seconds, Range(0, 600, "s", soft=(0, 20))] = 4.0,
    spacing: Annotated[float, Range(0.3, 5, "m", soft=(0.5, 2))] = 0.9,
    pace: Annotated[float, Range(0.3, 3, "x", soft=(0.5, 2))] = 1.0,
    room: Annotated[float, Range(0.1, 1, "m", soft=(0.15, 0.5))] = 0.27,
) -> Motions:
    """Let people walk over the ground of the photo: to one another, to marks, into a formation, around each other.

    Feet that stand do not slide, who goes farther away becomes smaller, and nobody walks through anybody. Only who is
    seen whole and stands can walk; who goes the other way than the photo shows them turns round. A recording that keeps
    its travel goes its own way, whoever stands there. Where nobody goes anywhere, motions are handed on as they are.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies.
        motions: What each of them does, in the photo's own terms.
        people: Who is in the picture; says who stands and who is cut by its edge.
        camera: The camera, and with it the ground.
        script: Its beats "walk" and "run", each in its style: to their target, as near as one talks, else where there
            is room.
        contacts: Who touches whom: who is too far away for that comes closer first.
        marks: Entries {"person": id, "at": seconds, "x": metres, "z": metres}: to be there at that second, so far to
            the right and towards the viewer from where the photo has the person. With "beat": id of a beat that walks
            instead of "at", that walk leads there.
        formation: The shape in which everybody who can walk comes to stand.
        forms_at: Second at which the formation stands.
        spacing: Metres between neighbours in the formation.
        pace: How quick everybody walks; 1 is a stroll.
        room: Metres around the middle of a body that others keep off.

    Returns:
        The motions; whoever goes somewhere has the channel "size", and "layer" where the order of drawing changes.
    """
    beats = script is not None and any(goes(beat.action) for beat in script.beats)
    recorded = [name for name, motion in motions.items() if name in rigs and goes_somewhere(motion)]
    asked = beats or marks or formation != "none" or (contacts and contacts.contacts) or recorded
    if not asked or not rigs:
        return motions
    board = Board(standers(rigs, people, camera), motions, camera.size, ctx.warn)
    decide(board, script, contacts, Order(marks, formation, forms_at, spacing, pace))
    motions, own = _recorded(ctx, board, recorded)
    if not board.wishes:
        return Motions(_layered(board.people, motions, own)) if own else motions
    ctx.progress(1, 3, "ways")
    paths = _paths(ctx, board, room) | own
    ctx.progress(2, 3, "steps")
    made = {}
    for person, motion in motions.items():
        ctx.check()
        ways = _ways(board, person, paths, contacts)
        if ways and person in recorded:
            motion = walks_on(motion, ways[-1].arrives)
            ways = [replace(way, steps=steps_of(motion, way.leave - 0.05, way.arrives + 0.1)) for way in ways]
        made[person] = walked(board.people[person], motion, ways, paths[person]) if ways else motion
    return Motions(_layered(board.people, made, paths))


def _recorded(ctx: Context, board: Board, names: Sequence[str]) -> tuple[Motions, dict[str, tuple[F64, F64]]]:
    """The motions, recordings that go somewhere on the photo's ground, and the ways of these by id."""
    made, paths = dict(board.motions), {}
    walkers = {wish.person for wish in board.wishes}
    for name in names:
        ctx.check()
        stander = board.people[name]
        if name in walkers or stander.stays:
            made[name] = on_the_spot(made[name])
            if name not in walkers:
                ctx.warn(f"{name} {stander.stays}: the recording is played on the spot")
            continue
        way = recorded_way(stander, made[name])
        if way.shortened < 1:
            ctx.warn(f"{name} goes {way.shortened:.0%} of the recording's way, which leads too near or too far away")
        made[name] = travelled(stander, made[name], way)
        paths[name] = (way.times, way.places)
    return (Motions(made) if names else board.motions), paths


def _paths(ctx: Context, board: Board, room: float) -> dict[str, tuple[F64, F64]]:
    """Everybody's way by id: (S,) seconds and (S, 2) places."""
    names = list(board.people)
    goals = {name: tuple(Goal(w.place, w.leave, w.arrive) for w in board.wishes if w.person == name) for name in names}
    leads = {wish.person for wish in board.wishes if wish.leads}
    radius = _radii(board, goals, room)
    # a lead keeps its path for others; two of them share, and nobody walks through who stands
    yields = {name: 1e-3 if name in leads else 1.0 for name in names}
    walkers = [Walker(board.people[name].view.start, goals[name], radius[name], yields[name]) for name in names]
    times, places = walk(walkers, ctx.check)
    fine = np.arange(0, times[-1] + 1 / 60, 1 / 60)
    return {
        name: (fine, smooth_path(places[:, k], times, fine) if goals[name] else np.repeat(places[:1, k], len(fine), 0))
        for k, name in enumerate(names)
    }


def _radii(board: Board, goals: Mapping[str, tuple[Goal, ...]], room: float) -> dict[str, float]:
    """Room around everybody: less where people stand, or are to stand, closer than that."""
    spots = {name: [board.people[name].view.start, *(goal.place for goal in goals[name])] for name in board.people}
    radius = {}
    for name, own in spots.items():
        starts = [at[0] for other, at in spots.items() if other != name]
        ends = [at[-1] for other, at in spots.items() if other != name]
        gaps = [np.hypot(own[0][0] - x, own[0][1] - z) for x, z in starts]
        gaps += [np.hypot(spot[0] - x, spot[1] - z) for spot in own[1:] or own for x, z in ends]
        radius[name] = float(min([ROUNDED * room, *(0.49 * gap for gap in gaps)]))
    return {name: max(value, 0.02) for name, value in radius.items()}


def _ways(board: Board, person: str, paths: Mapping[str, tuple[F64, F64]], contacts: Contacts | None) -> list[Way]:
    """The ways of one person, each until the next begins."""
    touches = [one for one in (contacts.contacts if contacts else ()) if person in (one.first, one.second)]
    seconds = tuple(one.start - one.approach for one in touches)
    own = [(k, wish) for k, wish in enumerate(board.wishes) if wish.person == person]
    times, places = paths.get(person, (np.zeros(0), np.zeros((0, 2))))
    made = []
    for n, (k, wish) in enumerate(own):
        until = own[n + 1][1].leave if n + 1 < len(own) else np.inf
        part = (times >= wish.leave - 0.3) & (times <= until)
        if part.sum() > 2:
            manner = board.manners.get(k, STROLL)
            made.append(Way(times[part], places[part], wish.leave, board.steps[k], seconds, manner))
    return made


def _at(path: tuple[F64, F64] | None, stander: Stander, times: F64) -> F64:
    """(T, 2) where somebody is at so many seconds."""
    if path is None:
        return np.repeat(np.array([stander.view.start]), len(times), axis=0)
    return np.stack([np.interp(times, path[0], path[1][:, k]) for k in (0, 1)], axis=1)


def _layered(
    people: Mapping[str, Stander], motions: Mapping[str, Motion], paths: Mapping[str, tuple[F64, F64]]
) -> list[tuple[str, Motion]]:  # fmt: skip
    """Motions with the channel "layer" wherever who walks changes who is in front of whom."""
    names = sorted(people, key=lambda name: people[name].rig.layer)
    layers = np.array([people[name].rig.layer for name in names], np.float64)
    far, nearest = {}, np.inf
    for name in names:  # from the farthest: in the photo the order is the photo's, whatever the metres say
        nearest = min(people[name].view.distance, nearest - STEP)
        far[name] = max(nearest, STEP)
    times = max((path[0] for path in paths.values()), key=lambda seconds: float(seconds[-1]))
    size = np.stack([people[name].view.size(_at(paths.get(name), people[name], times)) for name in names], axis=1)
    distance = np.array([far[name] for name in names]) / size
    place = np.argsort(np.argsort(-distance, axis=1, kind="stable"), axis=1, kind="stable")
    made = []
    for name, motion in motions.items():
        if name not in far or (place[:, names.index(name)] == names.index(name)).all():
            made.append((name, motion))
            continue
        # an order that has changed must not come back when a loop begins again
        motion = replace(long_enough(motion, times[-1] + len(motion.rotations) / motion.fps), loop=False)
        own = motion.start + np.arange(len(motion.rotations)) / motion.fps
        at = np.clip(np.searchsorted(times, own), 0, len(times) - 1)
        curve = layers[place[at, names.index(name)]]
        made.append((name, replace(motion, channels={**motion.channels, "layer": settled(curve)})))
    return made
