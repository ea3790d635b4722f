"""Where somebody sits: on what of a thing in the picture, told from its box and the ground under it.

A chair is sat on at 45% of its height, the rest is its back; a table or a box on its top. Where the camera knows how
large a metre is there, a seat with a back that would be lower or higher than seats are is 0.45 m above the ground
(sofas, benches without a back), and a top that nobody climbs is no seat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.media.camera import Camera
from studio.media.scene import Box, Scene, Thing
from studio.media.script import Beat

Seat = tuple[float, float, float]
"""(x, y, floor): middle of the surface, and y of the floor under it, in pixels of the source picture."""
BACKED = frozenset({"chair", "armchair", "couch", "sofa", "bench", "toilet", "throne", "wheelchair", "seat", "bed"})
"""Words for what has a back, or an end that is higher than what is sat on."""
OF_A_CHAIR, OF_A_TOP = 0.45, 0.92
"""Parts of a box at which a chair, and a top, is sat on: a top is seen a little from above."""
USUAL, LOW, HIGH, CLIMBED = 0.45, 0.3, 0.62, 1.1
"""Metres of a seat above the ground: as it is mostly, the lowest and the highest with a back, and of any top."""
WIDE = 0.42
"""Metres that somebody who sits takes up."""
SURE = 0.1
"""How sure a camera has to be that a metre is told by it."""


def seat_of(thing: Thing, camera: Camera | None = None) -> Seat | None:
    """What of a thing is sat on; None where it is too high for that."""
    x0, top, x1, floor = thing.box
    metre = _metre(thing.box, camera)
    backed = bool(BACKED & set(thing.name.lower().replace("_", " ").split()))
    high = (OF_A_CHAIR if backed else OF_A_TOP) * (floor - top)
    if metre and backed and not LOW * metre <= high <= HIGH * metre:
        high = min(USUAL * metre, OF_A_TOP * (floor - top))
    if metre and high > CLIMBED * metre:
        return None
    return (x0 + x1) / 2, floor - high, floor


def _places(box: Box, camera: Camera | None) -> int:
    """How many can sit beside one another; as many as like to where nobody knows how large a metre is."""
    metre = _metre(box, camera)
    return max(1, int((box[2] - box[0]) / (WIDE * metre))) if metre else 99


def _metre(box: Box, camera: Camera | None) -> float:
    """Pixels of a metre where a thing stands; 0 where nobody knows."""
    if camera is None or camera.sure < SURE:
        return 0.0
    distance = camera.ground_distance((box[0] + box[2]) / 2, box[3])
    return camera.pixels_per_metre(distance) if distance < 1e3 else 0.0


def seats(
    beats: Sequence[Beat], scene: Scene | None, camera: Camera | None, at: Mapping[str, float]
) -> dict[int, Seat]:
    """Seats of beats that sit on something, by the beat's place in the script.

    Args:
        beats: Of the script.
        scene: Its things.
        camera: For the height of seats.
        at: Where people are across the picture: several who sit on one thing share it in that order, and where it is
            too narrow for all of them those who are told first sit on it.
    """
    found: dict[int, Seat] = {}
    asked = [k for k, beat in enumerate(beats) if beat.action == "sit" and beat.who in at]
    for k in asked:
        thing = scene.thing(beats[k].target) if scene else None
        seat = seat_of(thing, camera) if thing is not None and thing.kind == "object" else None
        if thing is not None and seat is not None:
            asking = dict.fromkeys(beats[j].who for j in asked if beats[j].target == thing.id)
            order = sorted([*asking][: _places(thing.box, camera)], key=lambda who: at[who])
            if beats[k].who not in order:
                continue
            share = (order.index(beats[k].who) + 0.5) / len(order)
            found[k] = thing.box[0] + share * (thing.box[2] - thing.box[0]), *seat[1:]
    return found
