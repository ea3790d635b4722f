"""Who is to be where, and when: from a script's walks, contacts between people, marks by hand, and formations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nodes.algorithms.formation import formation
from nodes.algorithms.gait import Step, steps_within
from nodes.algorithms.ground_path import gain_of
from nodes.algorithms.manner import Manner
from nodes.algorithms.turn_round import ASIDE, looks
from nodes.motion.contact_kinds import SIT
from nodes.motion.going import feet_of, gait_of, goes, speed_of
from nodes.motion.on_the_ground import Place, Stander, Wish, fits, seconds_for, spot_beside, way_out
from nodes.motion.play_script import spans
from studio.media.contact import Contact, Contacts
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.script import Beat, Script

WALK = 1.0
"""Metres a second."""
HASTE, FASTEST = 1.15, 1.75
"""Times that pace, at most, for who walks, and for who has to be there in time."""
TALKS = 0.95
"""Metres between people who talk."""
NEARER, CLOSEST = 0.75, 0.5
"""Who is near already comes nearer by so much, but not nearer than so many metres."""
NEAR_ENOUGH = 1.1
"""Times the distance of a contact within which nobody has to come closer."""
BEFORE_IT, SITS_FROM = 0.3, 0.3
"""Metres before the middle of a seat at which feet stand, and from which on one steps nearer before sitting down."""
LEAST = 0.12
"""Metres below which nobody sets out."""
APART: Mapping[str, float] = {
    "handshake": 0.78, "high_five": 0.85, "hug": 0.42, "hold_hands": 0.62, "hand_over": 0.8, "push": 0.75, "hit": 0.78,
    "kiss": 0.4,
}  # fmt: skip
"""Metres between two grown-ups who touch so, by the kind of contact; arms that are shorter or longer scale it."""
AWAY: Mapping[str, str] = {
    "front": "towards the viewer", "back": "away", "left": "to the left", "right": "to the right",
}  # fmt: skip
ARM = 0.62
"""Metres of a grown-up's arm."""


@dataclass
class Board:
    """What has been decided so far.

    Attributes:
        people: Everybody on the ground.
        motions: What they do.
        picture: (width, height).
        warn: Takes one line.
        places: Where everybody is, or will have come to.
        free: Second from which on each can set out.
        wishes: In the order in which they were decided.
        steps: Steps that a wish's motion has already, by the wish's index.
        manners: How feet go, of wishes that a beat has.
    """

    people: Mapping[str, Stander]
    motions: Motions
    picture: tuple[int, int]
    warn: Callable[[str], None]
    places: dict[str, Place] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    steps: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    manners: dict[int, Manner] = field(default_factory=dict)

    def others(self, *but: str) -> dict[str, Place]:
        """Where all others are."""
        return {name: place for name, place in self.places.items() if name not in but}

    def go(self, person: str, place: Place, leave: float, arrive: float, leads: bool, steps: Sequence[Step]) -> None:
        """Decide."""
        far = float(np.hypot(place[0] - self.places[person][0], place[1] - self.places[person][1]))
        if far < LEAST:
            return
        self.steps[len(self.wishes)] = tuple(steps)
        self.wishes.append(Wish(person, place, leave, arrive, leads))
        self.places[person], self.free[person] = place, arrive


@dataclass(frozen=True)
class Order:
    """What the node's knobs say: marks, the formation, when it is to stand, its spacing, a factor on all speeds."""

    marks: Sequence[Mapping[str, Any]] = ()
    shape: str = "none"
    forms_at: float = 0.0
    spacing: float = 1.0
    pace: float = 1.0


def decide(board: Board, script: Script | None, contacts: Contacts | None, order: Order) -> None:
    """Fill the board, in order of time."""
    board.places.update({name: one.view.start for name, one in board.people.items()})
    board.free.update(dict.fromkeys(board.people, 0.0))
    tasks: list[tuple[float, int, Callable[[], None]]] = []
    aims = {str(entry["beat"]): read_mark(entry)[2] for entry in order.marks if entry.get("beat")}
    for beat in script.beats if script else ():
        if goes(beat.action) and beat.who in board.people:
            where = aims.get(beat.id)
            tasks.append((beat.start, 0, lambda b=beat, m=where: _walks(board, b, script, order.pace, m)))  # type: ignore[misc]
    for one in contacts.contacts if contacts else ():
        if one.kind == SIT.kind and one.first in board.people and len(one.seat) == 3:
            tasks.append((one.start - one.approach, 1, lambda one=one: _sits(board, one, order.pace)))  # type: ignore[misc]
        if {one.first, one.second} <= set(board.people) and one.first != one.second:
            tasks.append((one.start - one.approach, 1, lambda one=one: _meets(board, one, order.pace)))  # type: ignore[misc]
    for entry in (entry for entry in order.marks if not entry.get("beat")):
        person, at, place = read_mark(entry)
        if person in board.people:
            tasks.append((at, 2, lambda p=person, t=at, m=place: _marks(board, p, t, m, order.pace)))  # type: ignore[misc]
    if order.shape != "none":
        tasks.append((order.forms_at, 3, lambda: _forms(board, order)))
    for _, _, task in sorted(tasks, key=lambda task: task[:2]):
        task()


def read_mark(entry: Mapping[str, Any]) -> tuple[str, float, Place]:
    """A mark's person, second and metres. Raises BadInput where it makes no sense."""
    values = [entry.get(name, 0.0) for name in ("at", "x", "z")]
    good = all(isinstance(v, int | float) and not isinstance(v, bool) and abs(v) <= 3600 for v in values)
    if not isinstance(entry.get("person"), str) or not good or values[0] < 0:
        raise BadInput(
            f"place_people: a mark wants person, at (seconds from 0 on), x and z (metres), not {str(dict(entry))[:80]}"
        )
    at, x, z = (float(v) for v in values)
    return entry["person"], at, (x, z)


def _walks(board: Board, beat: Beat, script: Script | None, pace: float, mark: Place | None) -> None:
    """A beat of walking or running: to a mark by hand, to somebody, or where there is room."""
    mover = board.people[beat.who]
    if mover.stays or beat.who not in board.motions:
        board.warn(f"{beat.who} {mover.stays or 'has no motion'}: does not {beat.action} anywhere")
        return
    speed = speed_of(beat) * pace
    here = board.places[beat.who]
    starts, length, _ = spans(beat, gait_of(beat))
    steps = steps_of(board.motions[beat.who], starts[0] - 0.05, starts[-1] + length + 0.1)
    leave = max(steps[0].leave - 0.1 if steps else beat.start, board.free[beat.who])
    arrive = max(steps[-1].land if steps else beat.start + beat.duration, leave + 0.5)
    if mark is None:
        place = aim(board, beat, script, here, speed * (arrive - leave - speed / gain_of(speed)))
    else:
        place = mover.view.start[0] + mark[0], mover.view.start[1] + mark[1]
    if place is None:
        board.warn(f"{beat.who} finds no room beside {beat.target} and stays")
        return
    if np.hypot(place[0] - here[0], place[1] - here[1]) < LEAST:
        board.warn(f"{beat.who} finds no room to {beat.action} {AWAY.get(beat.towards, 'anywhere')} and stays")
        return
    arrive = max(arrive, leave + seconds_for(here, place, speed * HASTE))
    board.manners[len(board.wishes)] = feet_of(beat)
    board.go(beat.who, place, leave, arrive, True, steps)


def aim(board: Board, beat: Beat, script: Script | None, here: Place, metres: float) -> Place | None:
    """Where a beat of walking leads; None where there is no room."""
    target = board.people.get(beat.target)
    mover = board.people[beat.who]
    if target is None or beat.target == beat.who:
        far = float(np.clip(metres, 0.8, 4.0))
        return way_out(mover, here, far, board.others(beat.who), board.picture, _towards(beat, mover))
    there, apart = board.places[beat.target], TALKS
    undecided = there == target.view.start and not target.stays
    if script and undecided and any(_comes_to(other, beat) for other in script.beats):
        # both go to each other: the first one half way, the second one to where the first has come
        middle = (here[0] + there[0]) / 2, (here[1] + there[1]) / 2
        side = 1.0 if here[0] >= there[0] else -1.0
        half = middle[0] + side * apart / 2, middle[1]
        if fits(mover, half, board.picture):
            return half
    far = float(np.hypot(here[0] - there[0], here[1] - there[1]))
    apart = float(np.clip(NEARER * far, CLOSEST, apart))
    return spot_beside(mover, here, there, apart, board.others(beat.who, beat.target), board.picture)


def _towards(beat: Beat, mover: Stander) -> str:
    """Where a beat goes: backwards is away from where somebody looks."""
    side = looks(mover.body)
    if gait_of(beat) != "walk_backwards":
        return beat.towards
    return ("left" if side > 0 else "right") if abs(side) > ASIDE else "back"


def _comes_to(other: Beat, beat: Beat) -> bool:
    """Whether the one that somebody goes to sets out towards them at the same time."""
    meets = other.who == beat.target and other.target == beat.who and goes(other.action)
    return meets and other.start < beat.start + beat.duration and beat.start < other.start + other.duration


def steps_of(motion: Motion, start: float, end: float) -> tuple[Step, ...]:
    """Steps on the spot that a motion has between two seconds; none where only one foot is lifted."""
    times = motion.start + np.arange(len(motion.rotations)) / motion.fps
    inside = (times >= start) & (times <= end)
    planted = {side: motion.channels.get(f"{side}Plant") for side in ("left", "right")}
    if not inside.any() or any(curve is None for curve in planted.values()):
        return ()
    cut = {side: np.asarray(curve, np.float64)[inside] for side, curve in planted.items() if curve is not None}
    steps = steps_within(cut, times[inside])
    return steps if {step.side for step in steps} == {"left", "right"} else ()


def _meets(board: Board, contact: Contact, pace: float) -> None:
    """Two who are to touch: one comes closer where they are too far apart."""
    found = comes_closer(board, contact)
    if found is None or isinstance(found, str):
        if found:
            board.warn(found)
        return
    mover, place = found
    here = board.places[mover]
    wanted = contact.start - min(0.25, 0.5 * contact.approach)
    leave = max(board.free[mover], wanted - seconds_for(here, place, WALK * pace), 0.0)
    arrive = max(wanted, leave + seconds_for(here, place, WALK * FASTEST * pace))
    if arrive > wanted + 0.3:
        board.warn(
            f"{mover} needs {arrive - leave:.1f} s to come closer and is {arrive - wanted:.1f} s late to touch: "
            "let the contact begin later"
        )
    board.go(mover, place, leave, arrive, False, ())


def comes_closer(board: Board, contact: Contact) -> tuple[str, Place] | str | None:
    """Who of the two goes where; None where they are near enough, a line of why where neither can."""
    ends = [board.people[contact.first], board.people[contact.second]]
    at = [board.places[end.person] for end in ends]
    apart = APART.get(contact.kind, 0.8) * (ends[0].arm() + ends[1].arm()) / (2 * ARM)
    far = float(np.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]))
    if far <= apart * NEAR_ENOUGH:
        return None
    for k in (0, 1):
        mover, other = ends[k], ends[1 - k]
        if not mover.stays and mover.person in board.motions:
            around = board.others(mover.person, other.person)
            place = spot_beside(mover, at[k], at[1 - k], apart, around, board.picture)
            if place is not None:
                return mover.person, place
    why = " and ".join(f"{end.person} {end.stays}" for end in ends if end.stays) or "there is no room"
    return f"{contact.first} and {contact.second} are {far:.1f} m apart, and neither can come: {why}"


def _sits(board: Board, contact: Contact, pace: float) -> None:
    """Somebody who is to sit on something stands before it by then."""
    person = contact.first
    place = comes_to_seat(board, person, contact.seat)
    if place is None or isinstance(place, str):
        if place:
            board.warn(place)
        return
    wanted = max(contact.start - contact.approach, 0.0)
    leave = max(board.free[person], wanted - seconds_for(board.places[person], place, WALK * pace), 0.0)
    arrive = max(wanted, leave + seconds_for(board.places[person], place, WALK * FASTEST * pace))
    if arrive > wanted + 0.3:
        board.warn(f"{person} is {arrive - wanted:.1f} s late to sit on {contact.second}: let it begin later")
    board.go(person, place, leave, arrive, False, ())


def comes_to_seat(board: Board, person: str, seat: Sequence[float]) -> Place | str | None:
    """Where somebody stands to sit down; None where they are there, a line of why where they cannot come."""
    mover, here = board.people[person], board.places[person]
    x, z = mover.view.under((seat[0], -seat[2]))
    place = x * (z + BEFORE_IT) / z, z + BEFORE_IT  # in the same column of the picture
    if float(np.hypot(place[0] - here[0], place[1] - here[1])) < SITS_FROM:
        return None
    if mover.stays or person not in board.motions:
        return f"{person} {mover.stays or 'has no motion'}: does not go to the seat"
    if not fits(mover, place, board.picture):
        return f"{person} finds no room before the seat and stays"
    return place


def _marks(board: Board, person: str, at: float, metres: Place, pace: float) -> None:
    mover = board.people[person]
    if mover.stays or person not in board.motions:
        board.warn(f"{person} {mover.stays or 'has no motion'}: does not go to the mark at {at:g} s")
        return
    start, here = mover.view.start, board.places[person]
    place = start[0] + metres[0], start[1] + metres[1]
    if -place[1] < 0.35 * mover.view.distance:
        board.warn(f"the mark of {person} at {at:g} s is too near to the camera: left out")
        return
    leave = max(board.free[person], at - seconds_for(here, place, WALK * pace), 0.0)
    board.go(person, place, leave, max(at, leave + seconds_for(here, place, WALK * FASTEST * pace)), True, ())


def _forms(board: Board, order: Order) -> None:
    """Everybody who can walk takes a place in the formation."""
    movers = [name for name, one in board.people.items() if not one.stays and name in board.motions]
    if len(movers) < 2:
        board.warn("nobody can take a place in a formation: fewer than two are seen whole and stand")
        return
    places = np.array([board.places[name] for name in movers])
    for name, place in zip(movers, formation(order.shape, places, order.spacing), strict=True):
        goal = next((spot for spot in _nearer(board.places[name], place) if
                     fits(board.people[name], spot, board.picture)), None)  # fmt: skip
        if goal is None:
            board.warn(f"the place of {name} in the formation is outside the picture: {name} stays")
            continue
        seconds = seconds_for(board.places[name], goal, WALK * order.pace)
        leave = max(board.free[name], order.forms_at - seconds, 0.0)
        board.go(name, goal, leave, max(order.forms_at, leave + seconds), False, ())


def _nearer(here: Place, place: Sequence[float]) -> Iterator[Place]:
    """The place, and places on the way to it."""
    for share in (1.0, 0.85, 0.7, 0.5):
        yield here[0] + share * (place[0] - here[0]), here[1] + share * (place[1] - here[1])
