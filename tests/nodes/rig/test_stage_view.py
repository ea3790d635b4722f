"""The stage seen by a camera: from the photo's own pixels, and all outputs agree with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fakes import FakeContext

from nodes.rig.stage_people import Stage, stage_people
from studio.cli.bench import load
from studio.media.depth import Depth
from studio.media.image import Image
from studio.media.rig import Rigs
from studio.media.shot import Shot
from studio.media.view import View

render = load(Path(__file__).parents[2] / "benchmarks" / "render.py")

SIZE = (240, 160)
ALL = frozenset(Stage._fields)


class Views:
    """Two neighbouring views."""

    def __init__(self, now: View, after: View | None = None) -> None:
        self.shot, self._views = Shot(), (now, after or now)

    def near(self, frames: int) -> View:
        return self._views[frames]

    def at(self, time: float) -> View:
        return self._views[0]


@pytest.fixture(scope="module")
def ctx() -> FakeContext:
    return FakeContext()


@pytest.fixture(scope="module")
def scene() -> tuple[Image, Rigs]:
    return render.synthetic_stage(SIZE, 2)


def arm(rigs: Rigs, seconds: float) -> Any:
    return {person: render.turned(rig, {"leftUpperArm": 60.0 + 240 * seconds}) for person, rig in rigs.items()}


def draw(ctx: Any, scene: tuple[Image, Rigs], view: Any, **knobs: Any) -> Stage:
    plate, rigs = scene
    options = {"shot": Shot(), "scale": 1.0, "wanted": ALL, **knobs}
    depth = Depth(np.tile(np.linspace(9, 4, SIZE[1], dtype=np.float32)[:, None], (1, SIZE[0])))
    playing = render.Playing(rigs, options["shot"], 0, arm)
    return stage_people(ctx, plate, rigs, playing, depth, view=view, **options)


def window(x: float, y: float, height: float, **more: Any) -> View:
    return View((x, y, x + height * 1.5, y + height), **{"sharp": 0.5, **more})


def test_without_a_view_or_with_one_that_sees_all_the_frame_is_byte_for_byte_what_it_was(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    plain, seen = draw(ctx, scene, None), draw(ctx, scene, Views(View()))
    assert np.array_equal(plain.colour.array(), seen.colour.array())
    assert np.array_equal(plain.flow.pixels, seen.flow.pixels) and np.array_equal(plain.ids.index, seen.ids.index)
    assert np.array_equal(plain.bones.array(), seen.bones.array())


def test_a_window_on_whole_pixels_at_the_photos_size_is_the_frame_itself(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    whole = draw(ctx, scene, None)
    part = draw(ctx, scene, Views(window(60, 40, 80)), shot=Shot((120, 80)))
    assert np.abs(part.colour.array() - whole.colour.array()[40:120, 60:180]).max() < 2e-3
    assert np.array_equal(part.ids.index, whole.ids.index[40:120, 60:180])
    assert np.allclose(part.flow.pixels, whole.flow.pixels[40:120, 60:180], atol=1e-4)
    assert np.allclose(part.depth.metres, whole.depth.metres[40:120, 60:180])


def test_a_close_view_is_sharper_than_a_part_of_a_small_film_made_larger(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    close = draw(ctx, scene, Views(window(60, 40, 80)), shot=Shot((60, 40)), wanted=frozenset({"colour"}))
    small = draw(ctx, scene, None, shot=Shot((60, 40)), wanted=frozenset({"colour"})).colour.array()
    upsampled = cv2.resize(small[10:30, 15:45], (60, 40), interpolation=cv2.INTER_CUBIC)
    truth = cv2.resize(draw(ctx, scene, None).colour.array()[40:120, 60:180], (60, 40), interpolation=cv2.INTER_AREA)
    error, worse = (np.abs(one[..., :3] - truth[..., :3]).mean() for one in (close.colour.array(), upsampled))
    assert error < 0.25 * worse


def test_flow_says_where_the_plate_and_everybody_go_while_the_camera_moves(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    now, after = window(60, 40, 80), window(63, 38, 76)
    got = draw(ctx, scene, Views(now, after), shot=Shot((120, 80)))
    next_ = draw(ctx, scene, Views(after), shot=Shot((120, 80)))
    y, x = np.mgrid[:80, :120] + 0.5
    there = np.stack([x, y], axis=2) + got.flow.pixels
    assert np.allclose(there[2, 3], (np.array([60, 40]) + np.array([3.5, 2.5]) - [63, 38]) * 80 / 76, atol=1e-3)
    frame = next_.colour.array()
    warped = cv2.remap(frame, *(np.float32(there[..., k] - 0.5) for k in (0, 1)), cv2.INTER_LINEAR)
    inside = ((there > 2) & (there < np.array([118, 78]))).all(axis=2) & (got.ids.index == 0)
    assert np.abs(warped - got.colour.array())[inside][:, :3].mean() < 0.02


def test_over_a_cut_nothing_flows_but_people(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    got = draw(ctx, scene, Views(window(60, 40, 80), window(10, 10, 90, take=1)), shot=Shot((120, 80)))
    assert np.abs(got.flow.pixels[got.ids.index == 0]).max() == 0


def test_a_part_of_the_frame_is_the_same_as_in_the_whole(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    view, wanted = Views(window(31.3, 22.7, 97.1)), frozenset({"colour"})
    whole = draw(ctx, scene, view, wanted=wanted).colour.array()
    part = draw(ctx, scene, view, wanted=wanted, region=(0.25, 0.25, 0.75, 0.5)).colour.array()
    assert np.abs(part[40:80, 60:180] - whole[40:80, 60:180]).max() < 2e-3


def test_a_film_of_another_shape_has_bars_or_is_full(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    wanted = frozenset({"colour"})
    bars = draw(ctx, scene, Views(window(60, 40, 80)), shot=Shot((160, 80)), wanted=wanted).colour.array()
    assert bars[:, :20, :3].max() == 0 and bars[:, 20:140, :3].min(axis=2).max() > 0
    full = View((60.0, 40.0, 220.0, 120.0), 0.5)
    assert draw(ctx, scene, Views(full), shot=Shot((160, 80)), wanted=wanted).colour.array()[:, :20, :3].max() > 0


def test_people_grow_by_more_than_the_background_while_the_camera_comes_nearer(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    def drawn(nearer: float, parallax: float) -> np.ndarray:
        view = Views(window(0, 0, 160, nearer=nearer))
        return draw(ctx, scene, view, parallax=parallax, wanted=frozenset({"ids"})).ids.index > 0

    flat, same, grown = drawn(2.0, 0.0), drawn(1.0, 1.0), drawn(2.0, 1.0)
    assert np.array_equal(flat, same)
    tops, feet = ([int(np.flatnonzero(each.any(axis=1))[k]) for each in (flat, grown)] for k in (0, -1))
    assert tops[0] - tops[1] >= 2 and abs(feet[0] - feet[1]) <= 2


@pytest.mark.parametrize("film", [(121, 80), (119, 80), (120, 81), (120, 79)])
def test_a_film_whose_shape_differs_by_a_pixel_has_no_bar(
    ctx: FakeContext, scene: tuple[Image, Rigs], film: tuple[int, int]
) -> None:
    got = draw(ctx, scene, Views(window(60, 40, 80)), shot=Shot(film), wanted=frozenset({"colour"})).colour.array()
    edges = (got[0], got[-1], got[:, 0], got[:, -1])
    assert min(float(edge[..., :3].max(axis=-1).min()) for edge in edges) > 0


def test_a_moving_camera_blurs_with_the_shutter(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    view, wanted = Views(window(60, 40, 80), window(72, 40, 80)), frozenset({"colour"})
    sharp = draw(ctx, scene, view, wanted=wanted).colour.array()
    soft = draw(ctx, scene, view, wanted=wanted, samples=4).colour.array()
    assert np.abs(np.diff(soft[..., 1], axis=1)).mean() < 0.9 * np.abs(np.diff(sharp[..., 1], axis=1)).mean()
