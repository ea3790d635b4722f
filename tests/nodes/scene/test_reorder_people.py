"""People are drawn in another order from a moment on."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.scene.reorder_people import reorder_people
from studio.media.errors import BadInput
from studio.media.motion import Pose, Poses


def poses() -> Poses:
    one = Pose(("hips",), np.array([[0, 0, 0, 1]], np.float32), np.zeros(3, np.float32), {"breath": 0.5})
    return Poses({"a": one, "b": one, "c": one})


def test_without_keys_the_very_same_poses_are_handed_on() -> None:
    given = poses()
    assert reorder_people(given) is given


def test_an_order_holds_from_its_moment_on() -> None:
    keys = ({"time": 1.0, "order": ("c", "a", "b")},)
    before, after = (reorder_people(poses(), time=t, keys=keys) for t in (0.5, 1.0))
    assert [pose.channels["layer"] for pose in before.values()] == [0, 1, 2]
    assert [pose.channels["layer"] for pose in after.values()] == [1, 2, 0]
    assert after["a"].channels["breath"] == 0.5


@pytest.mark.parametrize("entry", [{"order": ["a"]}, {"time": 1.0, "order": "a"}, {"time": 1.0, "order": [1]}])
def test_a_key_that_is_none_is_refused_in_one_line(entry: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="reorder_people"):
        reorder_people(poses(), keys=(entry,))
