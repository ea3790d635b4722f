"""A pose may carry another place in the order of drawing than the rig."""

from __future__ import annotations

from typing import Any

import numpy as np
from contracts import samples
from fakes import FakeContext

from nodes.rig.stage_people import stage_people
from nodes.scene.reorder_people import reorder_people
from studio.engine.clip import NearClip
from studio.media.by_id import ById
from studio.media.motion import Pose, Poses
from studio.media.shot import Shot


def seen(ctx: FakeContext, poses: Poses) -> Any:
    """Who is seen where: 0 for nobody, 1 and 2 for the people."""
    clip = NearClip(Shot(), 0.0, 0, (poses, poses))
    stage = stage_people(
        ctx, samples.plate(), samples.rigs(), clip, shot=Shot(), scale=1.0, wanted=frozenset({"ids"})
    )  # fmt: skip
    assert stage.ids is not None
    return stage.ids.index


def side_by_side() -> Poses:
    """The second person moved over to where the first one stands."""
    made = {}
    for name, rig in samples.rigs().items():
        root = np.array([-70.0 / rig.pixels_per_metre if name == "person_2" else 0.0, 0.0, 0.0], np.float32)
        made[name] = Pose(rig.bones, rig.rest, root, {})
    return ById(made)


def test_whoever_is_put_in_front_hides_the_other_from_that_moment_on() -> None:
    ctx, rigs, poses = FakeContext(), samples.rigs(), side_by_side()
    natural = seen(ctx, poses)
    keys = ({"time": 1.0, "order": ("person_2", "person_1")},)
    assert np.array_equal(seen(ctx, reorder_people(poses, rigs, time=0.5, keys=keys)), natural)
    swapped = seen(ctx, reorder_people(poses, rigs, time=1.0, keys=keys))
    both = natural != swapped
    assert both.sum() > 300
    assert set(natural[both].tolist()) == {2}
    assert set(swapped[both].tolist()) == {1}
    assert np.array_equal(natural > 0, swapped > 0)
