"""Who stands where on the ground of a photo, who of them can walk, and what room there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nodes.algorithms.body import Body
from nodes.algorithms.gait import SIDES, chain_of
from nodes.algorithms.ground_path import free_time
from nodes.algorithms.ground_view import GroundView
from nodes.motion.posing import body_from
from studio.media.camera import Camera
from studio.media.person import People
from studio.media.rig import Rig, Rigs

Place = tuple[float, float]
AGREES = 1.6
"""Times that two measures of a distance may differ to be taken for the same."""
LOOSE = 0.3
"""Freedom from which on a leg can walk."""
UPRIGHT = ("stands", "walks", "runs", "reaches", "unknown")
EDGE, SKIN = 0.3, 0.08
"""Metres to either side that a body needs inside the picture at least, and beyond its bones."""
FULL = 1.5
"""What a place among others may cost at most: beyond that one would be lost among them."""
LEAVES, NEAR_THE_EDGE = 0.8, 1.3
"""Metres: where there is less room than the first, somebody leaves the picture whose way out is no longer than the
second."""
LARGEST, FARTHEST = 1.5, 0.35
"""Times the photo's size that somebody may become by coming nearer, and by going away."""

WAYS: Mapping[str, tuple[Place, float]] = {
    "right": ((1.0, 0.0), 1.0), "left": ((-1.0, 0.0), 1.0), "front": ((0.0, 0.5), 0.5), "back": ((0.0, -0.5), 0.4),
}  # fmt: skip
"""Ways to go, in the picture's terms: along (x, z) for each metre, and what each is worth to whom it is all one."""


@dataclass(frozen=True, eq=False)
class Stander:
    """Somebody in the photo.

    Attributes:
        person: Id.
        rig: The body.
        body: Likewise, y up.
        view: The ground under them.
        stays: Why they cannot walk, as the end of a sentence; "" for who can.
    """

    person: str
    rig: Rig
    body: Body
    view: GroundView
    stays: str

    @property
    def metre(self) -> float:
        """Pixels of a metre of the ground where the photo has them."""
        return self.view.focal / self.view.distance

    def reach(self) -> tuple[float, float]:
        """Pixels that the body reaches to the left and the right of its ground, in the photo."""
        across = np.concatenate([self.body.heads[:, 0], self.body.tails[:, 0]]) - self.view.ground[0]
        least = EDGE * self.metre
        return (
            max(least, float(-across.min()) + SKIN * self.metre),
            max(least, float(across.max()) + SKIN * self.metre),
        )

    def arm(self) -> float:
        """Metres of the longer arm."""
        return max((self._length(f"{side}UpperArm", f"{side}LowerArm", f"{side}Hand") for side in SIDES), default=0.6)

    def _length(self, *bones: str) -> float:
        found = [self.body.index(bone) for bone in bones]
        return sum(float(np.linalg.norm(self.body.tails[j] - self.body.heads[j])) for j in found if j >= 0) / self.metre


@dataclass(frozen=True)
class Wish:
    """Somebody is to be somewhere.

    Attributes:
        person: Id.
        place: (x, z) metres.
        leave, arrive: Seconds.
        leads: Whether the path is set: others give way.
    """

    person: str
    place: Place
    leave: float
    arrive: float
    leads: bool = False


def standers(rigs: Rigs, people: People, camera: Camera) -> dict[str, Stander]:
    """Everybody who has a rig."""
    found = {}
    for name, rig in rigs.items():
        x, y = rig.ground
        distance = _distance(rig, people, camera)
        view = GroundView(camera.focal, camera.height, camera.roll, distance, camera.size[0] / 2, (x, -y))
        found[name] = Stander(name, rig, body_from(rig), view, _stays(rig, people))
    return found


def _distance(rig: Rig, people: People, camera: Camera) -> float:
    """Metres, by the feet, where that is about what all else says."""
    person = people.get(rig.person)
    else_says = person.metres if person and person.metres else camera.focal / max(rig.pixels_per_metre, 1e-6)
    by_feet = camera.ground_distance(*rig.ground)
    agrees = rig.standing and else_says / AGREES < by_feet < else_says * AGREES
    return max(by_feet if agrees else float(else_says), 0.3)


def _stays(rig: Rig, people: People) -> str:
    person = people.get(rig.person)
    if person is None or not rig.standing or "bottom" in person.cropped:
        return "has no feet in the picture"
    if person.cropped:
        return "is cut by the picture's edge"
    if person.skeleton is not None and person.skeleton.activity not in UPRIGHT:
        return f"{person.skeleton.activity}"
    legs = [f"{side}{bone}" for side in SIDES for bone in ("UpperLeg", "LowerLeg")]
    if any(leg not in rig.bones or rig.freedom[rig.bones.index(leg)] < LOOSE for leg in legs):
        return "has no legs that could move"
    if any(chain_of(body_from(rig), side) is None for side in SIDES):
        return "has no feet in the picture"
    return ""


def fits(stander: Stander, place: Place, picture: tuple[int, int], whole: bool = True) -> bool:
    """Whether somebody can be seen whole, and at a size that the photo has texture for, at a place.

    Who need not be seen whole may have the feet below the picture's edge.
    """
    at = np.array(place)
    size, (x, up) = float(stander.view.size(at)), stander.view.seen(at)
    left, right = (side * size for side in stander.reach())
    inside = left <= x <= picture[0] - right and (not whole or -up <= 0.995 * picture[1])
    return inside and FARTHEST <= size <= LARGEST


def spot_beside(
    mover: Stander, here: Place, there: Place, apart: float, others: Mapping[str, Place], picture: tuple[int, int],
) -> Place | None:  # fmt: skip
    """Where to stand with somebody: beside them, on one's own side, where nobody stands and no face is hidden.

    Args:
        mover: Who comes.
        here: Where they are.
        there: Where the one is to whom they come.
        apart: Metres between the two.
        others: Where all others are.
        picture: (width, height).

    Returns:
        (x, z), None where there is no such place in the picture.
    """
    side = 1.0 if here[0] >= there[0] else -1.0
    best, least = None, np.inf
    for angle in np.radians([0, 20, -20, 40, -40, 180, 160, -160, 60, -60, 120, -120, 80, -80]):
        place = there[0] + side * apart * float(np.cos(angle)), there[1] + apart * float(np.sin(angle))
        if not fits(mover, place, picture):
            continue
        crowded = sum(_crowds(place, other) for other in others.values())
        cost = 0.3 * float(np.hypot(place[0] - here[0], place[1] - here[1])) + 0.8 * abs(float(np.sin(angle))) + crowded
        if cost < least and crowded < FULL:
            best, least = place, cost
    return best


def _crowds(place: Place, other: Place) -> float:
    """What it costs to stand so near to somebody, or before them."""
    far = float(np.hypot(place[0] - other[0], place[1] - other[1]))
    beside = abs(place[0] / -place[1] - other[0] / -other[1]) * -other[1]
    hides = 1.5 * max(0.0, 1 - beside / 0.45)
    return 6.0 * max(0.0, 1 - far / 0.55) + hides


def way_out(
    stander: Stander, here: Place, metres: float, others: Mapping[str, Place], size: tuple[int, int], towards: str = ""
) -> Place:
    """Where somebody goes who just walks: as they are told, or along the picture where there is most room, else nearer
    or farther. Who is told to go to a side where there is no room goes out of the picture, if that is not far, and who
    comes nearer may have the feet below its edge."""
    told = towards in WAYS
    best, most = here, -1.0 if told else 0.0
    for way, worth in _ways_from(here, towards):
        for share in (1.0, 0.8, 0.6, 0.45, 0.3):
            place = here[0] + way[0] * metres * share, here[1] + way[1] * metres * share
            if fits(stander, place, size, whole=towards != "front"):
                value = worth * share - 0.2 * sum(_crowds(place, other) for other in others.values())
                if value > most:
                    best, most = place, value
                if not told:
                    break
    if towards not in SIDES or abs(best[0] - here[0]) >= LEAVES:
        return best
    outside = _out_of(stander, here, size[0], towards)
    return outside if abs(outside[0] - here[0]) < NEAR_THE_EDGE else best


def _ways_from(here: Place, towards: str) -> Iterator[tuple[Place, float]]:
    """The ways that are left open, and their worth; nearer and farther along the line of sight, in the same column."""
    for name, (way, worth) in WAYS.items():
        if towards not in WAYS or name == towards:
            yield (way if way[0] else (here[0] / here[1] * way[1], way[1])), worth


def _out_of(stander: Stander, here: Place, width: int, towards: str) -> Place:
    """The nearest place beyond an edge of the picture."""
    size = float(stander.view.size(np.array(here)))
    left, right = (side * size for side in stander.reach())
    edge = np.array([-right if towards == "left" else width + left])
    return stander.view.place(edge, -here[1])


def seconds_for(here: Place, there: Place, speed: float) -> float:
    """Of a way at a speed."""
    return free_time(float(np.hypot(there[0] - here[0], there[1] - here[1])), speed)
