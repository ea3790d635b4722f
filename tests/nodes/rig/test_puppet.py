"""A rig that is posed."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext
from stick_person import stick_person, turned

from nodes.algorithms.arap import signed_areas
from nodes.rig.puppet import Puppet
from nodes.rig.rig_person import rig_person
from studio.media.rig import Rig

STILL = np.zeros(3)


@pytest.fixture(scope="module")
def rig() -> Rig:
    return rig_person(FakeContext(), *stick_person())


@pytest.fixture(scope="module")
def puppet(rig: Rig) -> Puppet:
    return Puppet(rig)


def test_at_rest_every_vertex_is_where_the_photo_has_it(rig: Rig, puppet: Puppet):
    posed = puppet.pose(rig.rest, STILL)
    for part, places in zip(rig.parts, posed.vertices, strict=True):
        assert np.abs(places - part.vertices).max() < 1e-3
    assert np.allclose(posed.heads, rig.heads[:, :2], atol=1e-3)


def test_the_whole_puppet_goes_with_the_hips(rig: Rig, puppet: Puppet):
    posed = puppet.pose(rig.rest, np.array([12.0, -5.0, 0.0]))
    for part, places in zip(rig.parts, posed.vertices, strict=True):
        assert np.allclose(places - part.vertices, [12, -5], atol=1e-3)


def test_a_raised_arm_moves_its_layer_and_leaves_the_body(rig: Rig, puppet: Puppet):
    posed = puppet.pose(turned(rig, {"leftUpperArm": 60}), STILL)
    moved = {part.name: places - part.vertices for part, places in zip(rig.parts, posed.vertices, strict=True)}
    assert moved["leftArm"][:, 1].min() < -80
    assert np.abs(moved["body"]).max() < 3 and np.abs(moved["rightArm"]).max() < 3


@pytest.mark.parametrize("degrees", [30, 60, 90, 120])
def test_no_triangle_turns_over(rig: Rig, puppet: Puppet, degrees: float):
    turns = {"leftUpperArm": degrees, "leftLowerArm": degrees, "leftLowerLeg": -degrees, "head": 20, "spine": -8}
    posed = puppet.pose(turned(rig, turns), STILL)
    for part, places in zip(rig.parts, posed.vertices, strict=True):
        assert (signed_areas(places, part.triangles) * signed_areas(part.vertices, part.triangles) > 0).all()


def test_a_breath_widens_the_chest_by_a_hundredth_or_so(rig: Rig, puppet: Puppet):
    body = next(k for k, part in enumerate(rig.parts) if part.name == "body")
    out, breathed = (puppet.pose(rig.rest, STILL, breath).vertices[body] for breath in (0.0, 1.0))
    chest = np.abs(out[:, 1] - 230) < 30
    wider = np.ptp(breathed[chest, 0]) / np.ptp(out[chest, 0])
    assert 1.005 < wider < 1.02
    assert np.abs(breathed - out)[out[:, 1] > 390].max() < 0.05


def test_parts_are_drawn_in_the_rigs_order(rig: Rig, puppet: Puppet):
    posed = puppet.pose(rig.rest, STILL)
    assert [rig.parts[k].order for k in posed.order] == sorted(part.order for part in rig.parts)


def test_an_arm_is_drawn_on_the_side_of_the_body_that_it_is_told(rig: Rig, puppet: Puppet):
    names = [part.name for part in rig.parts]

    def order(front: dict[str, bool]) -> list[str]:
        return [names[k] for k in puppet.pose(rig.rest, STILL, 0.0, front).order]

    as_it_was = order({})
    assert set(as_it_was[:3]) == {"leftLeg", "rightLeg", "body"} and as_it_was[2] == "body"
    assert order({"leftArm": False}) == ["leftArm", *(name for name in as_it_was if name != "leftArm")]
    assert order({"leftArm": True}) == as_it_was
