"""Key poses of a shot on a page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.key_pose import change_of, chosen, extreme, grid_of
from nodes.video.board_page import PAGE, Panel, board_page
from nodes.video.storyboard import clock, storyboard, told
from studio.engine.clip import WholeClip
from studio.media.by_id import ById
from studio.media.image import Image
from studio.media.motion import Motion
from studio.media.person import Person
from studio.media.script import Beat, Script
from studio.media.shot import Shot

SHOT = Shot(size=(64, 36), fps=10.0, first=0, last=59)


def film(asked: list[float]) -> Any:
    """Every frame is as bright as it is late."""

    def frame(time: float) -> Image:
        asked.append(round(time, 3))
        return Image.from_srgb8(np.full((36, 64, 3), round(255 * time / 6), np.uint8))

    return WholeClip(SHOT, None, frame)


def raising(peak: int, samples: int = 60) -> Motion:
    """One joint turns by half a turn until a sample, and back."""
    height = 1 - np.abs(np.arange(samples) - peak) / samples
    rotations = np.zeros((samples, 1, 4), np.float32)
    angle = (height - height[0]).clip(0) * 2
    rotations[:, 0, 2], rotations[:, 0, 3] = np.sin(angle / 2), np.cos(angle / 2)
    return Motion("raise", ("hips",), 10.0, rotations, np.zeros((samples, 3), np.float32), {}, loop=False)


def test_a_beat_is_shown_where_its_person_is_farthest_from_how_they_began() -> None:
    asked: list[float] = []
    script = Script((Beat("person_1", "wave", start=1.0, duration=3.0),))
    storyboard(FakeContext(), film(asked), script, ById({"person_1": raising(35)}), shot=SHOT)
    assert asked == [3.5]


def test_what_two_do_with_one_another_shares_a_panel() -> None:
    asked: list[float] = []
    script = Script((Beat("a", "hug", "b", start=1.0, duration=3.0), Beat("b", "hug", "a", start=1.0, duration=3.0)))
    storyboard(FakeContext(), film(asked), script, ById({"a": raising(35), "b": raising(12)}), shot=SHOT)
    assert asked == [3.5]


def test_without_motions_a_beat_is_shown_in_its_middle_and_only_such_frames_are_drawn() -> None:
    asked: list[float] = []
    script = Script((Beat("a", "wave", start=1.0, duration=1.0), Beat("b", "nod", start=3.0, duration=1.0)))
    storyboard(FakeContext(), film(asked), script, shot=SHOT)
    assert asked == [1.5, 3.5]


def test_without_a_script_the_panels_are_spread_over_the_shot() -> None:
    asked: list[float] = []
    storyboard(FakeContext(), film(asked), shot=SHOT, panels=4)
    assert asked[0] == 0.0 and asked[-1] == 5.9 and len(asked) == 4


def test_a_beat_after_the_film_is_shown_at_its_end() -> None:
    asked: list[float] = []
    storyboard(FakeContext(), film(asked), Script((Beat("a", "wave", start=90.0),)), shot=SHOT)
    assert asked == [5.9]


def test_the_page_is_a4_across_at_150_dpi_white_with_the_pictures_on_it() -> None:
    page = storyboard(FakeContext(), film([]), shot=SHOT, panels=6, title="A day out")
    assert page.size == PAGE == (1754, 1240)
    pixels = page.srgb8()
    assert (pixels[0] == 255).all() and (pixels[:, 0] == 255).all()
    assert 0.2 < (pixels != 255).any(axis=2).mean() < 0.9
    titled = storyboard(FakeContext(), film([]), shot=SHOT, panels=6, title="Another day").srgb8()
    assert (titled != pixels).any()


@pytest.mark.parametrize(("count", "shape", "upright"), [(2, 4 / 3, True), (2, 3 / 4, False), (8, 16 / 9, True)])
def test_the_page_lies_as_shows_the_pictures_larger_and_they_are_in_the_middle(
    count: int, shape: float, upright: bool
) -> None:
    picture = np.zeros((300, round(300 * shape), 3), np.uint8)
    page = board_page("", [Panel(picture, "0:00.0", ()) for _ in range(count)])
    assert (page.shape[0] > page.shape[1]) == upright
    dark = np.argwhere(page.max(axis=2) < 20)
    (high, left), (low, right) = dark.min(axis=0), dark.max(axis=0)
    assert abs(left - (page.shape[1] - 1 - right)) < 4
    assert (low - high) * (right - left) > 0.7 * page.shape[0] * page.shape[1]


def test_captions_tell_time_who_and_what() -> None:
    people = ById({"a": Person("a", (0, 0, 1, 1), name="Ann"), "b": Person("b", (0, 0, 1, 1))})
    assert told(Beat("a", "shake_head", "b", mood="sad", line="No"), people) == "Ann: shake head → B (sad) “No”"
    assert told(Beat("person_2", "wave"), ById()) == "Person 2: wave"
    assert [clock(time) for time in (0.0, 2.44, 59.96, 61.0)] == ["0:00.0", "0:02.4", "1:00.0", "1:01.0"]


def test_moments_close_together_share_a_panel_and_the_nearest_do_where_there_is_no_room() -> None:
    assert chosen([2.0, 0.0, 0.1], 9, 0.4) == [[1, 2], [0]]
    assert chosen([0.0, 1.0, 1.5, 4.0], 3, 0.1) == [[0], [1, 2], [3]]
    assert chosen([], 3, 0.1) == []


def test_the_extreme_is_the_earliest_of_equals() -> None:
    assert extreme(np.array([0.0, 2.0, 2.0, 1.0]), 0, 3) == 1
    assert extreme(np.array([0.0, 1.0]), 5, 9) == 5 or extreme(np.array([0.0, 1.0]), 5, 9) <= 5
    still = raising(10)
    assert change_of(still.rotations, still.root)[0] == 0.0


@pytest.mark.parametrize(("count", "wanted"), [(1, (1, 1)), (2, (1, 2)), (6, (3, 2)), (9, (3, 3))])
def test_cells_fill_the_page(count: int, wanted: tuple[int, int]) -> None:
    assert grid_of(count, (1600, 1100), 16 / 9, 90) == wanted


def test_a_long_caption_stays_in_its_cell() -> None:
    picture = np.zeros((90, 160, 3), np.uint8)
    panels = [Panel(picture, "0:00.0", ["word " * 80, "b", "c", "d", "e"])] * 12
    page = board_page("title " * 90, panels)
    assert (page[:, -40:] == 255).all() and (page[-20:] == 255).all()


def test_a_shot_with_five_hundred_beats_has_as_many_panels_as_are_asked_for() -> None:
    asked: list[float] = []
    beats = tuple(Beat("a", "wave", start=0.01 * k, duration=0.1) for k in range(500))
    storyboard(FakeContext(), film(asked), Script(beats), shot=SHOT, panels=5, apart=0.0)
    assert len(asked) == 5
