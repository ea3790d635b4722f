"""Time offset and hold."""

from __future__ import annotations

import pytest

from nodes.temporal.hold import hold
from nodes.temporal.time_offset import time_offset
from studio.media.shot import Shot
from studio.node import node_type_of

SHOT = Shot(fps=10.0, first=2, last=11)


def retimed(function: object, asked: float, **knobs: object) -> float:
    """The frame that is read where ``asked`` is asked for."""
    kind = node_type_of(function)  # type: ignore[arg-type]
    values = {knob.name: knob.default for knob in kind.knobs} | knobs
    assert kind.retime is not None
    return round(kind.retime(asked / SHOT.fps, values, SHOT) * SHOT.fps, 6)


def test_later_means_that_earlier_frames_are_read() -> None:
    assert retimed(time_offset, 7, frames=3.0) == 4
    assert retimed(time_offset, 7, frames=-1.5) == 8.5
    assert retimed(time_offset, 7) == 7


def test_backwards_the_last_frame_comes_first() -> None:
    assert [retimed(time_offset, f, reverse=True) for f in (2, 3, 11)] == [11, 10, 2]


def test_a_held_frame_stays() -> None:
    assert {retimed(hold, f, frame=5) for f in range(12)} == {5}


@pytest.mark.parametrize(("frame", "seen"), [(0, -1), (1, 1), (2, 1), (3, 3), (4, 3), (5, 5), (29, 29), (30, 29)])
def test_on_twos_every_second_frame_is_shown_twice(frame: int, seen: int) -> None:
    assert retimed(hold, frame, frame=1, every=2) == seen


def test_in_python_they_hand_their_input_on() -> None:
    assert hold("x", frame=3) == time_offset("x", frames=2.0) == "x"
