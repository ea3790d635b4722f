"""Where clips take hands."""

from __future__ import annotations

import pytest

from nodes.algorithms.hand_path import travel
from nodes.motion.choose_motion import paths


def test_a_wave_goes_up_beside_the_body_and_a_hand_to_the_heart_stays_before_it() -> None:
    wave, heart = paths()["wave"]["right"][1], paths()["heart"]["right"][1]
    assert wave[:, 1].max() > 0.1 and wave[:, 0].min() < -0.3
    assert heart[:, 0].min() > -0.35 and heart[:, 0].max() > 0.1 and heart[:, 1].max() < 0


@pytest.mark.parametrize("name", ["wave", "greet", "heart", "cheer", "clap", "point"])
def test_a_gesture_is_the_same_on_the_other_side_and_far_enough_to_be_seen(name: str) -> None:
    right, left = paths()[name]["right"], paths()[name]["left"]
    if name not in ("cheer", "clap"):
        assert left[1] * [-1, 1] == pytest.approx(right[1], abs=1e-6)
    assert travel(right[1]) > 0.17  # a tenth of a body
