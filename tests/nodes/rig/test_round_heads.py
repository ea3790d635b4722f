"""A head that turns, nods and comes nearer, as its puppet draws it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext
from stick_person import stick_person

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.puppet_quality import flipped_triangles
from nodes.algorithms.rotation import from_vector, inverse, multiply
from nodes.rig.puppet import Puppet, PuppetPose
from nodes.rig.rig_person import rig_person
from studio.media.rig import Rig

F64 = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rig_person(FakeContext(), *stick_person())  # type: ignore[arg-type]


def turned(rig: Rig, degrees: dict[str, tuple[float, float, float]]) -> PuppetPose:
    """The puppet with bones turned about the picture's axes, each against the one below."""
    local = np.array(rig.rest, np.float64)
    for bone, angles in degrees.items():
        j = rig.bones.index(bone)
        above = global_rotations(np.array(rig.rest, np.float64), rig.parents)[rig.parents[j]]
        turn = from_vector(np.deg2rad(np.array(angles)))
        local[j] = multiply(multiply(inverse(above), multiply(turn, above)), local[j])
    return Puppet(rig).pose(local, np.zeros(3))


def moved(rig: Rig, pose: PuppetPose, along: float, across: float = 0.0) -> F64:
    """(2,) how far what lies at a place of the head goes, in lengths of the head."""
    j = rig.bones.index("head")
    head, way = rig.heads[j, :2], (rig.tails - rig.heads)[j, :2]
    place = head + along * way + across * np.array([-way[1], way[0]])
    body = next(k for k, part in enumerate(rig.parts) if part.name == "body")
    at = np.hypot(*(rig.parts[body].vertices - place).T).argmin()
    return np.asarray(pose.vertices[body][at] - rig.parts[body].vertices[at]) / float(np.hypot(*way))


def test_a_face_goes_over_its_head_when_it_turns(rig: Rig) -> None:
    pose = turned(rig, {"head": (0, 30, 0)})
    nose, crown = moved(rig, pose, 0.3), moved(rig, pose, 1.0)
    assert nose[0] > 0.12 and abs(crown[0]) < 0.3 * nose[0]


def test_a_chin_goes_down_with_the_face_when_it_nods(rig: Rig) -> None:
    pose = turned(rig, {"head": (30, 0, 0)})
    nose, chin = moved(rig, pose, 0.3), moved(rig, pose, -0.1)
    assert nose[1] > 0.12 and chin[1] > 0.5 * nose[1]


@pytest.mark.parametrize("bones", [{"head": (0, 38, 0), "neck": (0, 30, 0)}, {"head": (0, -70, 0)},
                                   {"spine": (40, 0, 0), "chest": (15, 0, 0), "neck": (15, 0, 0), "head": (25, 0, 0)},
                                   {"chest": (-15, 10, 5), "head": (-35, 0, 0)}])  # fmt: skip
def test_nothing_folds_over_however_far_a_body_bows_and_turns(
    rig: Rig, bones: dict[str, tuple[float, float, float]]
) -> None:
    pose = turned(rig, bones)
    parts = zip(rig.parts, pose.vertices, strict=True)
    assert sum(flipped_triangles(part.vertices, now, part.triangles) for part, now in parts) == 0


def test_a_head_that_comes_towards_the_viewer_is_drawn_larger_and_one_thrown_back_smaller(rig: Rig) -> None:
    body = next(k for k, part in enumerate(rig.parts) if part.name == "body")
    own = rig.parts[body].weights[:, rig.bones.index("head")] > 0.9

    def wide(pose: PuppetPose) -> float:
        return float(np.ptp(pose.vertices[body][own, 0]))

    still = wide(turned(rig, {}))
    assert wide(turned(rig, {"spine": (40, 0, 0)})) > 1.03 * still
    assert wide(turned(rig, {"spine": (-40, 0, 0)})) < 0.97 * still
