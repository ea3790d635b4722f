"""Carry prop: what is handed over, in the hand of whoever has it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.carried import Hold, Path, Switch, carried
from nodes.algorithms.figure import Figure
from nodes.algorithms.prop_art import PROPS, Prop, draw_prop
from nodes.algorithms.reach_points import tips
from nodes.motion.arm_order import fronts
from nodes.motion.on_clock import figure_of, lasts, on_clock
from nodes.motion.on_the_ground import standers
from nodes.motion.prop_rig import prop_motion, prop_rig
from studio.media.camera import Camera
from studio.media.contact import Contact, Contacts
from studio.media.image import Image
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.rig import Rig, Rigs
from studio.media.value import media_type
from studio.node import Context, node
from studio.node.knob import Degrees, Range

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
USUAL = "gift"
"""What is handed over where nobody says what."""
NONE = "none"
HELD_TURNS = 0.8
"""How much of a hand's turn a thing takes over that it holds in the photo."""
LARGEST = 2.0
"""Times the size in the first hand that a thing is drawn with at most."""
AFTER = 30.0
"""Seconds for which a thing stays in the last hand, beyond the motions."""
BESIDE = 0.25
"""How much nearer than its holder a thing is drawn, in layers."""


@media_type
class Carried(NamedTuple):
    """People and what they carry.

    Attributes:
        rigs: Everyone, and a rig for each thing.
        motions: Of everyone, and of each thing.
    """

    rigs: Rigs
    motions: Motions


@dataclass
class Trip:
    """A thing on its way.

    Attributes:
        thing: What it is.
        hands: (id of a person, hand) of all who have it, one after the other.
        switches: The contacts in which it goes on.
    """

    thing: str
    hands: list[tuple[str, str]]
    switches: list[Contact] = field(default_factory=list)


@node(family="motion", version=1)
def carry_prop(
    ctx: Context,
    rigs: Rigs,
    motions: Motions,
    contacts: Contacts | None = None,
    people: People | None = None,
    camera: Camera | None = None,
    prop: Image | None = None,
    *,
    thing: Literal["as said", "ball", "flower", "cup", "book", "phone", "gift", "none"] = "as said",
    size: Annotated[float, Range(0, 3, "m", soft=(0, 1))] = 0.0,
    grip_x: Annotated[float, Range(0, 1, soft=(0, 1))] = 0.5,
    grip_y: Annotated[float, Range(0, 1, soft=(0, 1))] = 0.7,
    turn: Degrees = 0.0,
) -> Carried:
    """Let people hold what they hand over: it is in the giver's hand, changes hands while both touch it, and stays.

    The thing is drawn by the stage as people are: before or behind them, blurred as it moves, nearer and larger or
    farther and smaller with whoever has it. What is handed on goes on from hand to hand. Where nothing is handed over,
    rigs and motions are handed on as they are.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies.
        motions: What they do, after all corrections.
        contacts: Who hands what to whom, and when.
        people: Who is in the picture; with the camera it says how much farther away one is than another.
        camera: The camera, and with it the ground; without people or camera the sizes of bodies say how far they are.
        prop: A picture of the thing, with alpha; otherwise it is drawn.
        thing: What is drawn; as said follows the prompt, and takes a gift where that says nothing. None draws nothing.
            What lift_things cut out of the photo is carried in any case.
        size: Metres of its height; 0 is its usual one.
        grip_x: Where across the picture of a prop it is held; what is drawn knows it itself.
        grip_y: Where down the picture of a prop it is held.
        turn: How it is turned in the hand, counter-clockwise.

    Returns:
        Bodies and motions of the people, and of the things after them.
    """
    trips = [trip for trip in _trips(contacts, rigs, motions) if thing != NONE or trip.thing in rigs]
    if not trips:
        return Carried(rigs, motions)
    clock = _Clock(rigs, motions, people, camera)
    bodies, moves = dict(rigs.items()), dict(motions.items())
    for number, trip in enumerate(trips):
        ctx.check()
        ctx.progress(number + 1, len(trips))
        if trip.thing in rigs:  # cut out of the photo
            moves[trip.thing] = _in_hands(clock, trip, rigs[trip.thing])
            continue
        what = _thing(trip.thing if thing == "as said" else thing, prop, size, (grip_x, grip_y))
        rig, motion = _carried(clock, trip, f"prop_{number + 1}", what, np.deg2rad(turn))
        bodies[rig.person], moves[rig.person] = rig, motion
    return Carried(Rigs(bodies.items()), Motions(moves.items()))


@dataclass(frozen=True, eq=False)
class Thing:
    """What is drawn: its name and kind, its picture where the artist gave one, and its height in metres."""

    name: str
    kind: Prop
    picture: F32 | None
    tall: float


def _thing(name: str, prop: Image | None, size: float, grip: tuple[float, float]) -> Thing:
    name = name if name in PROPS else USUAL
    kind = PROPS[name]
    if prop is None:
        return Thing(name, kind, None, size or kind.metres)
    width, height = prop.size
    return Thing(name, replace(kind, wide=width / max(height, 1), grip=grip), prop.array(), size or kind.metres)


def _trips(contacts: Contacts | None, rigs: Rigs, motions: Motions) -> list[Trip]:
    """What goes from hand to hand: who was given a thing and gives on, gives that."""
    trips: list[Trip] = []
    for one in contacts.contacts if contacts else ():
        known = {one.first, one.second} <= set(rigs) & set(motions)
        if one.kind != "hand_over" or not known or not _hands(one) or one.thing == NONE:
            continue
        trip = next((t for t in reversed(trips) if _goes_on(t, one)), None)
        if trip is None:
            trip = Trip(one.thing or USUAL, [(one.first, one.first_bone)])
            trips.append(trip)
        trip.hands.append((one.second, one.second_bone))
        trip.switches.append(one)
    return trips


def _hands(contact: Contact) -> bool:
    return contact.first_bone.endswith("Hand") and contact.second_bone.endswith("Hand")


def _goes_on(trip: Trip, contact: Contact) -> bool:
    """Whether a contact hands on what a trip brought; the hand that has it gives it then."""
    same = contact.thing in ("", trip.thing)
    return same and trip.hands[-1] == (contact.first, contact.first_bone) and trip.switches[-1].end <= contact.start


class _Clock:
    """Everybody on one clock, and how large a metre is where they are."""

    def __init__(self, rigs: Rigs, motions: Motions, people: People | None, camera: Camera | None) -> None:
        self.rigs, self.motions = rigs, motions
        self.fps = max(motion.fps for motion in motions.values())
        self.samples = max(2, round((max(lasts(motion) for motion in motions.values()) + AFTER) * self.fps))
        self.times = np.arange(self.samples) / self.fps
        self.metres = {key: rig.pixels_per_metre for key, rig in rigs.items()}
        if people is not None and camera is not None:
            known = {key: rig for key, rig in rigs.items() if key in people}
            self.metres |= {key: one.metre for key, one in standers(Rigs(known.items()), people, camera).items()}

    def hold(self, person: str, hand: str, scale: float) -> Hold:
        """A hand that has something; ``scale`` are body's pixels of a metre over those of the ground."""
        rig = self.rigs[person]
        motion = on_clock(_looped(self.motions[person], self.samples, self.fps), self.fps, self.samples)
        figure = figure_of(rig, motion)
        heads, tails = figure.places()
        j = figure.body.index(hand)
        metre = self.metres[person] * scale * figure.size
        return Hold(tips(figure, hand)[:, :2], (tails - heads)[:, j, :2], metre, _layer(rig, motion, figure, hand))


def _looped(motion: Motion, samples: int, fps: float) -> Motion:
    """A loop played as often as the clock lasts."""
    rounds = int(np.ceil((samples / fps - motion.start) / (len(motion.rotations) / motion.fps)))
    if not motion.loop or rounds <= 1:
        return motion
    tiled = [np.tile(curve, (rounds, *(1,) * (curve.ndim - 1))) for curve in (motion.rotations, motion.root)]
    channels = {name: np.tile(curve, rounds) for name, curve in motion.channels.items()}
    return replace(motion, rotations=tiled[0], root=tiled[1], channels=channels, loop=False)


def _layer(rig: Rig, motion: Motion, figure: Figure, hand: str) -> F64:
    """(T,) just before the one who has it, or just behind where that arm is behind the body."""
    own = np.asarray(motion.channels.get("layer", np.full(len(figure.root), float(rig.layer))), np.float64)
    side = hand.removesuffix("Hand")
    front = motion.channels.get(f"{side}Front", np.full(len(own), float(fronts(rig).get(side, True))))
    return np.where(np.asarray(front) >= 0.5, own + BESIDE, own - BESIDE)


def _carried(clock: _Clock, trip: Trip, name: str, what: Thing, turn: float) -> tuple[Rig, Motion]:
    """Rig and motion of one thing that is drawn."""
    first = clock.rigs[trip.hands[0][0]]
    path = _way(clock, trip, what.kind.turns)
    metre = min(_step(float(path.metre.max())), LARGEST * first.pixels_per_metre)
    art = _art(what, max(round(what.tall * metre), 2))
    grip = what.kind.grip[0] * art.shape[1], what.kind.grip[1] * art.shape[0]
    rig = prop_rig(name, art, grip, metre, first)
    return rig, prop_motion(rig, replace(path, angle=path.angle + turn), clock.fps)


def _in_hands(clock: _Clock, trip: Trip, rig: Rig) -> Motion:
    """Motion of a thing that is in the first hand in the photo."""
    return prop_motion(rig, _way(clock, trip, HELD_TURNS), clock.fps)


def _way(clock: _Clock, trip: Trip, turns: float) -> Path:
    """The way of a thing from hand to hand."""
    first = clock.rigs[trip.hands[0][0]]
    scale = first.pixels_per_metre / clock.metres[first.person]
    holds = [clock.hold(person, hand, scale) for person, hand in trip.hands]
    switches = [Switch(one.start, one.end, one.approach, one.release) for one in trip.switches]
    return carried(holds, switches, clock.times, turns)


def _step(metre: float) -> float:
    """The next of the sizes in which things are drawn: where a motion changes, the picture of a thing stays."""
    return float(2.0 ** (np.ceil(2 * np.log2(metre) - 1e-6) / 2))


def _art(what: Thing, height: int) -> F32:
    """(height, width, 4) the picture of a thing."""
    if what.picture is None:
        return draw_prop(what.name, height)
    size = max(round(height * what.kind.wide), 1), height
    return np.asarray(cv2.resize(what.picture, size, interpolation=cv2.INTER_AREA), np.float32)
