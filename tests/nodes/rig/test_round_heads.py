"""A head that turns, nods and comes nearer, as its puppet draws it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext
from stick_person import stick_person

from nodes.algorithms.bounded_biharmonic import barycentric
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.puppet_quality import flipped_triangles
from nodes.algorithms.rotation import from_vector, inverse, multiply
from nodes.rig.face_layer import OVAL
from nodes.rig.puppet import Puppet, PuppetPose
from nodes.rig.rig_person import rig_person
from studio.media.person import Face, Person
from studio.media.rig import Part, Rig

F64 = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rig_person(FakeContext(), *stick_person())  # type: ignore[arg-type]


def with_face(person: Person, at: tuple[float, float] = (250, 104), size: tuple[float, float] = (30, 36)) -> Person:
    """The person with landmarks on an ellipse around the nose."""
    landmarks = np.tile(np.array(at, np.float32), (478, 1))
    round_ = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    landmarks[list(OVAL)] += np.stack([np.sin(round_), -np.cos(round_)], axis=1) * np.array(size)
    (x0, y0), (x1, y1) = landmarks.min(axis=0), landmarks.max(axis=0)
    return replace(person, face=Face(landmarks, np.zeros(478, np.float32), (x0, y0, x1, y1), 1.0))


@pytest.fixture(scope="module")
def faced() -> Rig:
    image, person = stick_person()
    return rig_person(FakeContext(), image, with_face(person))


def part(rig: Rig, name: str) -> tuple[int, Part]:
    return next((k, part) for k, part in enumerate(rig.parts) if part.name == name)


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


def tall(vertices: npt.NDArray[np.float32], face: Part) -> float:
    """How high a face's middle column is drawn."""
    column = np.abs(face.vertices[:, 0] - 250) < 12
    return float(np.ptp(vertices[column, 1]))


def test_a_chin_that_comes_down_in_a_bow_lies_over_the_collar_and_is_not_pushed_into_it(faced: Rig) -> None:
    pose = turned(faced, {"spine": (25, 0, 0), "chest": (20, 0, 0), "neck": (15, 0, 0), "head": (20, 0, 0)})
    at, face = part(faced, "face")
    body_at, body = part(faced, "body")
    rows = body.vertices[:, 1]
    same = (np.abs(body.vertices[:, 0] - 250) < 12) & (rows > face.vertices[:, 1].min()) & (rows < 150)
    squeezed = np.ptp(pose.vertices[body_at][same, 1]) / np.ptp(rows[same])
    assert tall(pose.vertices[at], face) > 0.75 * tall(face.vertices, face)
    assert tall(pose.vertices[at], face) / tall(face.vertices, face) > squeezed
    assert faced.parts[at].order > faced.parts[body_at].order


def test_a_face_goes_with_its_head_as_long_as_there_is_room(faced: Rig) -> None:
    pose = turned(faced, {"head": (6, 10, 4)})
    (at, face), (body_at, body) = part(faced, "face"), part(faced, "body")
    under = barycentric(body.vertices.astype(np.float64), body.triangles, face.vertices.astype(np.float64))
    gap = np.hypot(*(pose.vertices[at] - under @ pose.vertices[body_at]).T)
    assert gap.max() < 0.02 * tall(face.vertices, face)


def test_a_face_shows_the_bodys_own_opaque_pixels(faced: Rig) -> None:
    (_, face), (_, body) = part(faced, "face"), part(faced, "body")
    dx, dy = np.array(face.texture.origin) - body.texture.origin
    pixels = np.asarray(face.texture.pixels, np.float32)
    under = np.asarray(body.texture.pixels, np.float32)[dy : dy + pixels.shape[0], dx : dx + pixels.shape[1]]
    seen = pixels[..., 3] > 0
    assert pixels[..., 3].max() > 0.99 and (under[seen][:, 3] > 0.99).all()
    np.testing.assert_allclose(pixels[seen], under[seen] * pixels[seen][:, 3:], atol=2e-3)


def test_a_face_of_a_few_pixels_has_no_layer() -> None:
    image, person = stick_person()
    small = rig_person(FakeContext(), image, with_face(person, size=(2, 3)))
    assert "face" not in {part.name for part in small.parts}


def test_a_jaw_is_the_heads_and_not_the_necks(rig: Rig, faced: Rig) -> None:
    def held(body: Part) -> float:
        chin = barycentric(body.vertices.astype(np.float64), body.triangles, np.array([[250.0, 137.0]]))
        return float((chin @ body.weights[:, rig.bones.index("head")])[0])

    assert held(part(faced, "body")[1]) > max(0.6, held(part(rig, "body")[1]) + 0.3)
