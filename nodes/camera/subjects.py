"""Where people and things are over time, as far as a camera has to know."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from nodes.algorithms.framing import Subject
from nodes.camera.sights import moved, sight_of
from studio.media.motion import Motion, Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.scene import Scene

F64 = npt.NDArray[np.float64]

HEAD = 0.235
"""Metres from crown to chin."""
NOSE, CHEEKS = 1, (234, 454)
"""The tip of the nose and the edges of the cheeks in the mesh of a face."""
ASIDE = 2.4
"""How soon a head that turns counts as looking aside."""


def subjects_of(
    who: Iterable[str], people: People, scene: Scene | None, rigs: Rigs, motions: Motions, times: F64
) -> list[Subject]:
    """Everybody and everything named, over time; who has no body for moving stays where the photo has them."""
    found = []
    for name in who:
        person = people.get(name)
        if person is not None:
            found.append(subject_of(person, rigs.get(name), motions.get(name), times))
        elif (sight := sight_of(name, scene, rigs, motions, times)) is not None:
            found.append(sight)
    return found


def subject_of(person: Person, rig: Rig | None, motion: Motion | None, times: F64) -> Subject:
    """One person over time."""
    box = np.array(person.box, np.float64)
    middle, height = _head(person, rig)
    hips = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) if rig is None else rig.heads[0, :2].astype(float)
    way, size = moved(rig, motion, times)

    def now(point: F64) -> F64:
        at: F64 = hips + (point - hips) * size[:, None] + way
        return at

    return Subject(now(middle), height * size, np.concatenate([now(box[:2]), now(box[2:])], axis=1), _looks(person))


def _head(person: Person, rig: Rig | None) -> tuple[F64, float]:
    """The middle of a head and its height."""
    x0, y0, x1, y1 = person.box
    if person.face is not None:
        fx0, fy0, fx1, fy1 = person.face.box
        height = 1.3 * (fy1 - fy0)
        return np.array([(fx0 + fx1) / 2, fy1 - height / 2]), height
    if rig is None or "head" not in rig.bones:
        height = (y1 - y0) / 7.5
        return np.array([(x0 + x1) / 2, y0 + height / 2]), height
    bone = rig.bones.index("head")
    return (rig.heads[bone, :2] + rig.tails[bone, :2]).astype(float) / 2, HEAD * rig.pixels_per_metre


def _looks(person: Person) -> float:
    """-1 where somebody looks to the left in the picture, 1 to the right, 0 towards the viewer."""
    if person.face is None or len(person.face.landmarks) <= max(CHEEKS):
        return 0.0
    nose, one, other = (float(person.face.landmarks[k, 0]) for k in (NOSE, *CHEEKS))
    turned = (nose - (one + other) / 2) / max(abs(other - one) / 2, 1e-6)
    return float(np.clip(ASIDE * turned, -1.0, 1.0))
