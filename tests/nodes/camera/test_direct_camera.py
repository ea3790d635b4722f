"""What the camera sees over time: whom it is told to, smoothly, and never over the picture's edge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contracts import samples
from fakes import FakeContext

from nodes.camera.direct_camera import direct_camera, sharp_of
from nodes.camera.view_at import view_at
from studio.media.by_id import ById
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.scene import Relation, Scene, Thing
from studio.media.script import CameraMove, Script
from studio.media.shot import Shot
from studio.media.view import View, ViewPath

WIDTH, HEIGHT = samples.SIZE
SHOT = Shot(fps=24.0, last=95)


def directed(*moves: CameraMove, motions: Motions | None = None, **knobs: Any) -> ViewPath:
    options = {"shot": SHOT, "grain": 8.0, **knobs}
    moved = samples.motions() if motions is None else motions
    script = Script(camera=tuple(moves))
    return direct_camera(FakeContext(), samples.image(), samples.people(), samples.rigs(), moved, script, **options)


def sizes(path: ViewPath) -> np.ndarray:
    return path.windows[:, 3] - path.windows[:, 1]


def face(name: str) -> tuple[float, float]:
    skeleton = samples.people()[name].skeleton
    return tuple(skeleton.points[0])


def test_a_script_that_says_nothing_of_the_camera_leaves_it_where_it_is() -> None:
    path = directed()
    assert len(path.windows) == 0 and view_at(path, time=1.0) == View() == View(None)


def test_a_push_begins_with_the_whole_picture_and_ends_close_with_the_face_in_the_upper_half() -> None:
    path = directed(CameraMove("push_in", ("person_2",), start=0.5, duration=2.0))
    assert np.allclose(view_at(path, time=0.25).window, (0, 0, WIDTH, HEIGHT))
    x0, y0, x1, y1 = view_at(path, time=4.0).window or ()
    x, y = face("person_2")
    assert y1 - y0 < 0.75 * HEIGHT and x0 < x < x1 and 0.15 < (y - y0) / (y1 - y0) < 0.5
    assert path.nearer[-1] > 1.3 and np.diff(sizes(path)).max() < 1e-9
    assert directed(CameraMove("zoom_in", ("person_2",), duration=2.0)).nearer.max() == 1.0


@pytest.mark.parametrize("size", ["wide", "medium", "chest", "close"])
@pytest.mark.parametrize("framing", ["fit", "fill"])
def test_nothing_beyond_the_edge_is_ever_seen_and_every_window_has_the_films_shape(size: str, framing: Any) -> None:
    path = directed(
        CameraMove("handheld", start=0.0, duration=1.0),
        CameraMove("cut", ("person_1",), size=size, start=0.5),
        CameraMove("pan", ("person_2",), size=size, start=1.5, duration=1.0),
        CameraMove("pull_out", start=3.0, duration=1.0),
        shot=Shot((160, 90)), framing=framing,
    )  # fmt: skip
    low, high = path.windows[:, :2], path.windows[:, 2:]
    assert low.min() > -1e-6 and (high <= np.array([WIDTH, HEIGHT]) + 1e-6).all()
    shape = 160 / 90 if framing == "fill" else WIDTH / HEIGHT
    assert np.allclose((high - low)[:, 0] / (high - low)[:, 1], shape)


def test_a_cut_is_there_at_once_and_nothing_is_seen_in_between() -> None:
    path = directed(CameraMove("cut", ("person_1",), "", start=1.0), CameraMove("cut", ("person_2",), start=2.0))
    before, after = view_at(path, time=2.0 - 1 / 240), view_at(path, time=2.0)
    assert before.window == view_at(path, time=1.5).window != after.window
    assert (before.take, after.take) == (1, 2)
    assert np.abs(np.diff(path.windows[:59], axis=0)).max() < 1e-9


def test_what_is_too_quick_takes_longer_and_keeps_to_the_acceleration_that_is_allowed() -> None:
    quick = CameraMove("pan", ("person_2",), ("person_1",), size="close", duration=0.2)
    for briskness in (2.0, 8.0):
        path = directed(quick, briskness=briskness)
        middle = (path.windows[:, 0] + path.windows[:, 2]) / 2 / sizes(path)
        assert np.abs(np.diff(middle, 2)).max() * path.fps**2 <= 1.05 * briskness
    by_hand = directed(replace(quick, exact=True))
    assert np.allclose(by_hand.windows[12:], by_hand.windows[12], atol=0.5)


def walking(speed: float) -> Motions:
    def moved(motion: Motion) -> Motion:
        times = np.arange(97) / 24
        root = np.stack([speed * times, 0.02 * np.sin(12 * times), 0 * times], axis=1).astype(np.float32)
        return Motion(
            "walk", motion.bones, 24.0, np.repeat(motion.rotations[:1], 97, axis=0), root, {}, False, relative=False
        )

    return ById((key, moved(motion)) for key, motion in samples.motions().items())


def test_a_camera_that_follows_keeps_a_walker_where_they_are_in_the_window() -> None:
    move = CameraMove("follow", ("person_1",), size="close", start=0.0, duration=4.0)
    path = directed(move, motions=walking(0.2))
    scale = samples.rigs()["person_1"].pixels_per_metre
    times = np.arange(len(path.windows)) / path.fps
    x = face("person_1")[0] + 0.2 * scale * times
    place = (x - path.windows[:, 0]) / (path.windows[:, 2] - path.windows[:, 0])
    during = times < 3.9
    assert np.ptp(place[during]) < 0.08 and np.ptp(path.windows[during, 0]) > 0.5 * 0.2 * scale * 3.9
    bob = path.windows[during, 1]
    assert np.abs(np.diff(bob)).max() < 0.02


def test_a_pull_out_at_the_beginning_comes_from_close_and_a_pan_across_from_the_other_side() -> None:
    out = directed(CameraMove("pull_out", duration=2.0))
    assert sizes(out)[0] < 0.7 * HEIGHT and sizes(out)[-1] == pytest.approx(HEIGHT)
    across = directed(CameraMove("pan", towards="right", duration=3.0))
    assert across.windows[0, 0] == pytest.approx(0) and across.windows[-1, 2] == pytest.approx(WIDTH)


def test_the_camera_comes_no_closer_than_the_photos_pixels_allow() -> None:
    move = CameraMove("cut", ("person_1",), size="close")
    fine, coarse = (directed(move, grain=grain, shot=Shot((480, 400))) for grain in (8.0, 2.5))
    assert sizes(coarse)[-1] >= 400 / 2.5 - 1e-6 > sizes(fine)[-1]


def test_a_framing_is_corrected_by_hand_and_nonsense_is_refused() -> None:
    move = CameraMove("cut", ("person_1",), size="medium", id="camera cut 1")
    plain, closer = directed(move), directed(move, edits=({"id": "camera cut 1", "closer": 1.25, "right": 0.1},))
    assert sizes(closer)[-1] == pytest.approx(sizes(plain)[-1] / 1.25)
    with pytest.raises(BadInput, match="correction"):
        directed(move, edits=({"id": "camera cut 1", "right": "far"},))


def test_a_camera_in_hands_sways_and_the_seed_says_how() -> None:
    move = CameraMove("handheld")
    one, same, other = (directed(move, seed=seed).windows for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.allclose(one, other) and np.ptp(one[:, 0]) > 0.5
    calm = directed(move, CameraMove("steady", start=2.0)).windows
    assert np.ptp(calm[180:, 0]) < 1e-9


def test_a_camera_a_little_closer_has_nothing_drawn_anew() -> None:
    assert sharp_of(0.66) == sharp_of(0.52) and sharp_of(0.66) <= 0.66 and sharp_of(1.0) == 1.0


BUS = Thing("bus", "object", (20.0, 10.0, 60.0, 40.0), "bus")


def to_things(*moves: CameraMove, things: tuple[Thing, ...] = (BUS,), relations: Any = (), **knobs: Any) -> ViewPath:
    scene = Scene(samples.SIZE, things, relations)
    motions = knobs.pop("motions", samples.motions())
    return direct_camera(
        FakeContext(), samples.image(), samples.people(), samples.rigs(), motions, Script(camera=moves), scene,
        shot=SHOT, grain=8.0, **knobs,
    )  # fmt: skip


def test_a_push_onto_a_thing_ends_with_the_thing_whole_in_the_middle_and_larger_than_it_was() -> None:
    x0, y0, x1, y1 = view_at(to_things(CameraMove("push_in", ("bus",), duration=2.0)), time=4.0).window or ()
    assert x0 <= 20 and y0 <= 10 and x1 >= 60 and y1 >= 40 and y1 - y0 < 0.76 * HEIGHT
    close = view_at(to_things(CameraMove("cut", ("bus",), size="close", start=0.0)), time=1.0).window or ()
    assert close[3] - close[1] < y1 - y0


def test_a_push_onto_something_as_large_as_the_picture_still_comes_closer() -> None:
    wall = Thing("wall", "region", (0.0, 0.0, float(WIDTH), float(HEIGHT)), "wall")
    assert sizes(to_things(CameraMove("push_in", ("wall",), duration=2.0), things=(wall,)))[-1] < 0.8 * HEIGHT


def test_a_region_is_where_most_of_it_is_seen() -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[: HEIGHT // 3, : WIDTH // 2] = 255
    mask[-1, -1] = 255
    sky = Thing("sky", "region", (0.0, 0.0, float(WIDTH), float(HEIGHT)), "sky", mask=mask)
    x0, y0, _, _ = view_at(to_things(CameraMove("cut", ("sky",), size="close"), things=(sky,)), time=1.0).window or ()
    assert (x0, y0) == pytest.approx((0, 0), abs=0.06 * WIDTH)


def test_what_somebody_holds_is_followed_as_the_hand_goes() -> None:
    rig = samples.rigs()["person_1"]
    x, y = rig.tails[rig.bones.index("rightHand"), :2].astype(float)
    cup = Thing("cup", "object", (x - 3, y - 3, x + 3, y + 3), "cup")
    follow = CameraMove("follow", ("cup",), size="close", duration=4.0)
    holds = (Relation("person_1", "holds", "cup"),)
    held, left = (to_things(follow, things=(cup,), relations=r, motions=walking(0.2)) for r in (holds, ()))
    went = 0.2 * rig.pixels_per_metre * 3.5
    assert np.ptp(held.windows[:210, 0]) > 0.4 * went and np.ptp(left.windows[:210, 0]) < 1e-6


def test_what_nobody_knows_is_told_and_the_whole_picture_is_seen() -> None:
    ctx = FakeContext()
    script = Script(camera=(CameraMove("push_in", ("dog",), duration=2.0),))
    arguments = samples.image(), samples.people(), samples.rigs(), samples.motions(), script
    path = direct_camera(ctx, *arguments, shot=SHOT)
    assert sizes(path).min() == pytest.approx(HEIGHT) and any("dog" in line for line in ctx.warnings)


def test_a_push_onto_nobody_cuts_off_no_head() -> None:
    x0, _, x1, _ = view_at(directed(CameraMove("push_in", duration=2.0)), time=4.0).window or ()
    heads = [face(name)[0] for name in samples.people()]
    assert x1 - x0 < 0.9 * WIDTH and x0 < min(heads) and max(heads) < x1


def test_what_is_cut_out_of_the_photo_and_handed_on_is_followed_from_hand_to_hand() -> None:
    cup = Thing("cup", "object", (20.0, 20.0, 30.0, 30.0), "cup")
    rigs, motions = dict(samples.rigs()), dict(walking(0.0))
    rigs["held_cup"], motions["held_cup"] = rigs["person_1"], walking(0.2)["person_1"]
    scene = Scene(samples.SIZE, (cup,), (Relation("person_1", "holds", "cup"),))
    script = Script(camera=(CameraMove("follow", ("cup",), size="close", duration=4.0),))
    path = direct_camera(FakeContext(), samples.image(), samples.people(), ById(rigs.items()), ById(motions.items()),
                         script, scene, shot=SHOT, grain=8.0)  # fmt: skip
    went = 0.2 * rigs["held_cup"].pixels_per_metre * 3.5
    assert np.ptp(path.windows[:210, 0]) > 0.4 * went
