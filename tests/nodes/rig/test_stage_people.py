"""The renderer: at rest the photo, elsewhere the plate, in between exact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fakes import FakeContext

from nodes.rig.stage_people import Stage, stage_people
from studio.cli.bench import load
from studio.gl.canvas import Canvas
from studio.media.by_id import ById
from studio.media.depth import Depth
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.motion import Poses
from studio.media.region import pixels_of
from studio.media.rig import Rigs
from studio.media.shot import Shot
from studio.node.declare import node_type_of

render = load(Path(__file__).parents[2] / "benchmarks" / "render.py")

SIZE = (240, 160)
ALL = frozenset(Stage._fields)


@pytest.fixture(scope="module")
def ctx() -> FakeContext:
    return FakeContext()


@pytest.fixture(scope="module")
def scene() -> tuple[Image, Rigs]:
    return render.synthetic_stage(SIZE, 2)


def draw(ctx: Any, scene: tuple[Image, Rigs], pose: Callable[[Rigs, float], Poses], **knobs: Any) -> Stage:
    plate, rigs = scene
    options = {"shot": Shot(), "scale": 1.0, "wanted": frozenset({"colour"}), **knobs}
    frame = options.pop("frame", 0)
    return stage_people(ctx, plate, rigs, render.Playing(rigs, options["shot"], frame, pose), **options)


def rest(rigs: Rigs, seconds: float) -> Poses:
    return ById((person, render.turned(rig, {})) for person, rig in rigs.items())


def arm_up(rigs: Rigs, seconds: float) -> Poses:
    poses = dict(rest(rigs, seconds))
    poses["person_1"] = render.turned(rigs["person_1"], {"leftUpperArm": 10 + 240 * seconds})
    return ById(poses)


def composite(scene: tuple[Image, Rigs]) -> np.ndarray:
    """Everyone's textures over the plate, in plain numpy."""
    plate, rigs = scene
    whole = plate.array()
    for rig in sorted(rigs.values(), key=lambda rig: rig.layer):
        for part in sorted(rig.parts, key=lambda part: part.order):
            (x, y), pixels = part.texture.origin, part.texture.pixels.astype(np.float32)
            x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + pixels.shape[1], SIZE[0]), min(y + pixels.shape[0], SIZE[1])
            seen = pixels[y0 - y : y1 - y, x0 - x : x1 - x]
            whole[y0:y1, x0:x1] = seen + whole[y0:y1, x0:x1] * (1 - seen[..., 3:])
    return whole


def decibels(a: np.ndarray, b: np.ndarray) -> float:
    error = np.mean((a.astype(np.float64) - b.astype(np.float64)) ** 2)
    return float(10 * np.log10(1 / max(error, 1e-12)))


def test_at_rest_the_frame_is_the_textures_over_the_plate(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    got, wanted = draw(ctx, scene, rest).colour, composite(scene)
    assert got is not None and np.abs(got.array() - wanted).max() < 2e-3
    assert (got.srgb8() == Image.from_array(wanted).srgb8()).mean() > 0.99


@pytest.mark.parametrize("film", [(120, 80), (180, 120), (480, 320)])
def test_at_rest_any_film_size_is_the_resized_photo(
    ctx: FakeContext, scene: tuple[Image, Rigs], film: tuple[int, int]
) -> None:
    got = draw(ctx, scene, rest, shot=Shot(film)).colour
    how = cv2.INTER_AREA if film[0] < SIZE[0] else cv2.INTER_CUBIC
    assert got is not None and got.size == film
    assert (
        decibels(
            got.srgb8() / 255, Image.from_array(cv2.resize(composite(scene), film, interpolation=how)).srgb8() / 255
        )
        > 40
    )


def test_a_tiny_motion_stays_near_the_photo(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    still = draw(ctx, scene, rest).colour
    moved = draw(ctx, scene, lambda rigs, s: render.waving(rigs, s, 0.01), frame=6).colour
    assert still is not None and moved is not None
    assert 40 < decibels(still.srgb8() / 255, moved.srgb8() / 255) < 90


def test_away_from_people_the_frame_is_the_plate_bit_for_bit(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    stage = draw(ctx, scene, render.waving, frame=6, wanted=ALL, shadows=0.0)
    assert stage.colour is not None and stage.ids is not None
    far = cv2.dilate((stage.ids.index > 0).astype(np.uint8), np.ones((7, 7))) == 0
    assert far.mean() > 0.2
    assert (stage.colour.pixels.numpy()[far] == scene[0].pixels.numpy()[far]).all()


def test_two_renders_are_identical_even_in_another_context(scene: tuple[Image, Rigs], ctx: FakeContext) -> None:
    first = draw(ctx, scene, render.waving, frame=3, wanted=ALL)
    other = draw(FakeContext(), scene, render.waving, frame=3, wanted=ALL)
    again = draw(ctx, scene, render.waving, frame=3, wanted=ALL)
    for stage in (other, again):
        assert (first.colour.pixels == stage.colour.pixels).all()  # type: ignore[union-attr]
        assert (first.flow.pixels == stage.flow.pixels).all()  # type: ignore[union-attr]
        assert (first.bones.pixels == stage.bones.pixels).all()  # type: ignore[union-attr]


def test_only_what_is_wanted_is_drawn(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    for name in Stage._fields:
        stage = draw(ctx, scene, render.waving, wanted=frozenset({name}))
        assert [field for field in Stage._fields if getattr(stage, field) is not None] == [name]
    assert draw(ctx, scene, render.waving, wanted=frozenset()) == Stage(None, None, None, None, None)


def test_outputs_do_not_depend_on_what_else_is_wanted(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    together = draw(ctx, scene, render.waving, frame=2, wanted=ALL)
    for name in ("flow", "depth", "ids"):
        alone = getattr(draw(ctx, scene, render.waving, frame=2, wanted=frozenset({name})), name)
        for field in ("pixels", "metres", "index"):
            if hasattr(alone, field):
                assert (getattr(alone, field) == getattr(getattr(together, name), field)).all()
    only = draw(ctx, scene, render.waving, frame=2).colour
    assert (only.pixels == together.colour.pixels).all()  # type: ignore[union-attr]


def test_flow_is_how_far_the_arm_goes(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    stage = draw(ctx, scene, arm_up, wanted=frozenset({"flow", "ids"}))
    assert stage.flow is not None and stage.ids is not None
    rig, flow = scene[1]["person_1"], stage.flow.pixels
    assert (flow[stage.ids.index != 1] == 0).all()
    shoulder = rig.heads[rig.bones.index("leftUpperArm"), :2]
    for bone, along in (("leftUpperArm", 0.7), ("leftLowerArm", 0.6)):
        k = rig.bones.index(bone)
        reach = rig.heads[k, :2] + along * (rig.tails[k, :2] - rig.heads[k, :2]) - shoulder

        def at(degrees: float, reach: np.ndarray = reach) -> np.ndarray:
            angle = np.radians(-degrees)
            turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            return np.asarray(turn @ reach + shoulder)

        place, wanted = at(10), at(20) - at(10)
        got = flow[int(place[1]), int(place[0])]
        assert np.linalg.norm(got - wanted) < 0.15 * np.linalg.norm(wanted)
        assert np.linalg.norm(wanted) > 1.5


def test_a_whole_body_that_shifts_has_one_flow_and_lands_there(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    def slide(rigs: Rigs, seconds: float) -> Poses:
        step = 3 * 24 * seconds / rigs["person_1"].pixels_per_metre
        return ById((person, render.turned(rig, {}, (step, 0, 0))) for person, rig in rigs.items())

    a = draw(ctx, scene, slide, wanted=ALL, shadows=0.0)
    b = draw(ctx, scene, slide, frame=1, shadows=0.0).colour
    assert a.flow is not None and a.ids is not None and a.colour is not None and b is not None
    assert np.allclose(a.flow.pixels[a.ids.index > 0], [3, 0], atol=1e-3)
    solid = np.roll(a.ids.index > 0, 3, axis=1)
    solid = cv2.erode(solid.astype(np.uint8), np.ones((5, 5))) > 0
    assert np.abs(b.array()[solid] - np.roll(a.colour.array(), 3, axis=1)[solid]).max() < 4e-3


def test_flow_carries_each_frame_onto_the_next(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    now = draw(ctx, scene, render.waving, frame=4, wanted=ALL, shadows=0.0)
    after = draw(ctx, scene, render.waving, frame=5, wanted=ALL, shadows=0.0)
    assert now.flow and now.ids and now.colour and after.ids and after.colour
    flow, index = now.flow.pixels, now.ids.index
    x, y = np.meshgrid(np.arange(SIZE[0], dtype=np.float32), np.arange(SIZE[1], dtype=np.float32))
    # the texture is blocks of plain colour: inside one, half a pixel astray is not seen, so its edges are what counts
    inside = cv2.erode((index > 0).astype(np.uint8), np.ones((5, 5))) > 0
    seen = inside & (cv2.remap(after.ids.index, x + flow[..., 0], y + flow[..., 1], cv2.INTER_NEAREST) == index)
    moving = seen & (np.hypot(flow[..., 0], flow[..., 1]) > 0.5)
    assert moving.sum() > 300

    def astray(by: float) -> float:
        there = cv2.remap(after.colour.array(), x + flow[..., 0] + by, y + flow[..., 1], cv2.INTER_LINEAR)  # type: ignore[union-attr]
        return float(np.abs(there - now.colour.array())[moving].mean())  # type: ignore[union-attr]

    still = float(np.abs(after.colour.array() - now.colour.array())[moving].mean())
    assert astray(0) < 0.35 * still
    assert astray(0) < min(astray(0.5), astray(-0.5))


@pytest.mark.parametrize("film", [(1, 1), (2, 2), (3, 1), (900, 4), (4, 700), (241, 159)])
def test_a_film_of_any_size_is_drawn(ctx: FakeContext, scene: tuple[Image, Rigs], film: tuple[int, int]) -> None:
    stage = draw(ctx, scene, render.waving, frame=4, wanted=ALL, shot=Shot(film))
    assert stage.colour and stage.flow and stage.depth and stage.ids and stage.bones
    assert stage.colour.size == stage.bones.size == film
    assert stage.flow.pixels.shape[:2] == stage.depth.metres.shape == stage.ids.index.shape == film[::-1]
    assert np.isfinite(stage.colour.array()).all() and np.isfinite(stage.flow.pixels).all()


def test_depth_is_finite_just_where_somebody_is(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    stage = draw(ctx, scene, render.waving, frame=4, wanted=ALL)
    assert stage.depth and stage.ids and stage.flow
    assert (np.isfinite(stage.depth.metres) == (stage.ids.index > 0)).all()
    assert (stage.flow.pixels[stage.ids.index == 0] == 0).all()


def test_nearer_layers_cover_farther_ones_and_depth_says_so(ctx: FakeContext) -> None:
    rigs = ById(
        (name, render.synthetic_rig(name, x, 10, 140, layer, layer))
        for name, x, layer in (("near", 90, 1), ("far", 130, 0))
    )
    scene = Image.from_array(np.full((160, 240, 3), 0.3)), rigs
    stage = draw(ctx, scene, rest, wanted=ALL)
    assert stage.ids is not None and stage.depth is not None and stage.ids.people == ("near", "far")
    index, metres = stage.ids.index, stage.depth.metres
    assert index[60, 90] == 1 and index[60, 130] == 2 and index[0, 0] == 0
    assert metres[60, 90] < metres[60, 130] < np.inf and np.isinf(metres[0, 0])


def test_a_linked_depth_fills_the_plate_and_places_people(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    plate, rigs = scene
    ramp = np.linspace(9, 3, SIZE[1], dtype=np.float32)[:, None].repeat(SIZE[0], 1)
    playing = render.Playing(rigs, Shot(), 0, rest)
    stage = stage_people(ctx, plate, rigs, playing, Depth(ramp), shot=Shot(), scale=1.0, wanted=ALL)
    assert stage.depth is not None and stage.ids is not None
    empty = stage.ids.index == 0
    assert (stage.depth.metres[empty] == ramp[empty]).all()
    rig = rigs["person_1"]
    assert np.allclose(stage.depth.metres[stage.ids.index == 1], ramp[int(rig.ground[1]), 0], atol=0.06)


def test_motion_blur_of_a_still_body_changes_nothing(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    sharp, blurred = draw(ctx, scene, rest).colour, draw(ctx, scene, rest, samples=8).colour
    assert (sharp.pixels == blurred.pixels).all()  # type: ignore[union-attr]


def test_motion_blur_is_the_mean_of_its_moments(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    blurred = draw(ctx, scene, arm_up, samples=2, shutter=180.0, shadows=0.0).colour
    first = draw(ctx, scene, arm_up, shadows=0.0).colour
    second = draw(ctx, scene, lambda rigs, s: arm_up(rigs, s + 0.25 / 24), shadows=0.0).colour
    assert blurred is not None and first is not None and second is not None
    assert np.abs(blurred.array() - (first.array() + second.array()) / 2).max() < 4e-3
    assert np.abs(blurred.array() - first.array()).max() > 0.02


def test_a_foot_takes_its_shadow_along(ctx: FakeContext) -> None:
    size = (600, 400)
    _, rigs = render.synthetic_stage(size, 1)
    ground = np.full((size[1], size[0], 3), 0.4, np.float32)
    rig = rigs["person_1"]
    from nodes.algorithms.contact_shadow import contacts

    k = [rig.bones.index("leftFoot"), rig.bones.index("rightFoot")]
    spots = contacts(rig.heads[k, :2], rig.tails[k, :2], rig.pixels_per_metre)
    xs, ys = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    for x, y, rx, ry in spots:
        ground *= 1 - 0.5 * (1 - ((xs - x) / rx) ** 2 - ((ys - y) / ry) ** 2).clip(0)[..., None] ** 2
    scene = Image.from_array(ground), rigs

    def moved(x: float, y: float) -> Callable[[Rigs, float], Poses]:
        return lambda rigs, s: ById((person, render.turned(rig, {}, (x, y, 0))) for person, rig in rigs.items())

    still = draw(ctx, scene, moved(0, 0), wanted=ALL)
    lifted, aside = draw(ctx, scene, moved(0, 0.3)).colour, draw(ctx, scene, moved(0.5, 0)).colour
    assert still.colour is not None and lifted is not None and aside is not None and still.ids is not None
    bare = cv2.dilate((still.ids.index > 0).astype(np.uint8), np.ones((5, 5))) == 0
    assert np.abs(still.colour.array()[bare][:, :3] - ground.astype(np.float16)[bare]).max() < 2e-3
    before, after = ground[bare][:, 0], lifted.array()[bare][:, 0]
    dark = before < 0.35
    assert dark.sum() > 50 and (after[dark] > before[dark] + 0.01).mean() > 0.8 and after[dark].max() < 0.45
    shifted = np.roll(still.colour.array()[..., 0], round(0.5 * rig.pixels_per_metre), axis=1)
    free = np.roll(bare, round(0.5 * rig.pixels_per_metre), axis=1) & (shifted < 0.33)
    assert free.sum() > 50 and np.median(aside.array()[free][:, 0] / shifted[free]) == pytest.approx(1, abs=0.15)


def test_nothing_is_written_to(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    from studio.media.value import content_digest

    before = content_digest(scene)
    draw(ctx, scene, render.waving, wanted=ALL, samples=3)
    assert content_digest(scene) == before


def test_no_people_is_the_plate(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    stage = draw(ctx, (scene[0], ById()), rest, wanted=ALL)
    assert (stage.colour.pixels == scene[0].pixels).all()  # type: ignore[union-attr]
    assert (stage.ids.index == 0).all() and (stage.flow.pixels == 0).all()  # type: ignore[union-attr]


def test_the_proxy_is_the_same_picture_smaller(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    stage = draw(ctx, scene, render.waving, frame=5, wanted=ALL, scale=0.5)
    full = draw(ctx, scene, render.waving, frame=5, wanted=ALL)
    assert stage.colour is not None and full.colour is not None and stage.colour.size == (120, 80)
    small = cv2.resize(full.colour.array(), (120, 80), interpolation=cv2.INTER_AREA)
    assert decibels(small, stage.colour.array()) > 30
    assert stage.flow is not None and full.flow is not None
    assert np.abs(stage.flow.pixels).max() == pytest.approx(np.abs(full.flow.pixels).max() / 2, rel=0.1)


def test_the_node_says_what_it_is() -> None:
    kind = node_type_of(stage_people)
    assert [socket.media for socket in kind.outputs] == ["Image", "Flow", "Depth", "Ids", "Image"]
    assert kind.input("poses").window is not None and kind.wants_scale and kind.wants_wanted and kind.wants_shot  # type: ignore[union-attr]
    assert all(socket.doc for socket in (*kind.inputs, *kind.outputs)) and all(knob.doc for knob in kind.knobs)


def hazy(scene: tuple[Image, Rigs]) -> tuple[Image, Image, Rigs]:
    """A photo, and a plate that misses it in a band around everyone, as a filled-in plate does."""
    plate, rigs = scene
    photo = composite(scene)
    bare = np.abs(photo - plate.array()).max(axis=2) > 0
    band = cv2.dilate(bare.astype(np.uint8), np.ones((9, 9)))[..., None] * np.array([0.2, 0.1, -0.1, 0])
    return Image.from_array(photo), Image.from_array((plate.array() + band).clip(0)), rigs


def with_photo(
    ctx: Any, scene: tuple[Image, Rigs], pose: Any, frame: int = 0, film: tuple[int, int] = (0, 0), shadows: float = 1.0
) -> Image:
    photo, plate, rigs = hazy(scene)
    playing = render.Playing(rigs, Shot(film), frame, pose)
    wanted = frozenset({"colour"})
    drawn = stage_people(
        ctx, plate, rigs, playing, None, photo, shot=Shot(film), scale=1.0, wanted=wanted, shadows=shadows
    ).colour
    assert drawn is not None
    return drawn


@pytest.mark.parametrize("film", [(240, 160), (180, 120), (360, 240)])
def test_with_the_photo_the_frame_at_rest_is_the_photo(
    ctx: FakeContext, scene: tuple[Image, Rigs], film: tuple[int, int]
) -> None:
    photo, plate, rigs = hazy(scene)
    how = cv2.INTER_AREA if film[0] < SIZE[0] else cv2.INTER_CUBIC
    wanted = Image.from_array(cv2.resize(photo.array(), film, interpolation=how)).srgb8() / 255
    assert decibels(with_photo(ctx, scene, rest, film=film).srgb8() / 255, wanted) > 50
    without = draw(ctx, (plate, rigs), rest, shot=Shot(film)).colour
    assert decibels(without.srgb8() / 255, wanted) < 35  # type: ignore[union-attr]


def test_with_the_photo_a_tiny_motion_stays_near_it(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    moved = with_photo(ctx, scene, lambda rigs, s: render.waving(rigs, s, 0.01), frame=6)
    assert decibels(moved.srgb8() / 255, hazy(scene)[0].srgb8() / 255) > 40


def test_whoever_leaves_leaves_the_plate_behind(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    def away(rigs: Rigs, seconds: float) -> Poses:
        return ById((person, render.turned(rig, {}, (40, 0, 0))) for person, rig in rigs.items())

    plate = hazy(scene)[1]
    assert np.abs(with_photo(ctx, scene, away, shadows=0.0).array() - plate.array()).max() < 2e-3


def test_a_photo_of_another_size_is_refused_in_one_line(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    plate, rigs = scene
    playing = render.Playing(rigs, Shot(), 0, rest)
    with pytest.raises(BadInput, match="differ in size"):
        stage_people(
            ctx, plate, rigs, playing, None, Image.from_array(np.zeros((9, 9, 3))), shot=Shot(), scale=1.0, wanted=ALL
        )


def test_what_is_gone_from_the_plate_far_from_anyone_stays_gone(ctx: FakeContext, scene: tuple[Image, Rigs]) -> None:
    plate, rigs = scene
    photo = composite(scene)
    photo[2:8, 112:128, :3] = 0.9
    playing = render.Playing(rigs, Shot(), 0, rest)
    drawn = stage_people(
        ctx, plate, rigs, playing, None, Image.from_array(photo), shot=Shot(), scale=1.0, wanted=frozenset({"colour"})
    ).colour
    assert drawn is not None and (drawn.pixels[2:8, 112:128] == plate.pixels[2:8, 112:128]).all()


def test_inside_a_region_the_frame_is_the_whole_frames_own_and_outside_it_is_empty(
    ctx: FakeContext, scene: tuple[Image, Rigs]
) -> None:
    photo, plate, rigs = hazy(scene)
    region = (0.4, 0.25, 0.7, 0.75)
    x0, y0, x1, y1 = pixels_of(region, SIZE)

    def drawn(**part: Any) -> np.ndarray:
        playing = render.Playing(rigs, Shot(), 6, arm_up)
        stage = stage_people(
            ctx, plate, rigs, playing, None, photo, shot=Shot(), scale=1.0, wanted=frozenset({"colour"}), **part
        )
        return stage.colour.array()  # type: ignore[union-attr]

    whole, part = drawn(), drawn(region=region)
    assert np.array_equal(part[y0:y1, x0:x1], whole[y0:y1, x0:x1])
    outside = np.ones(part.shape[:2], bool)
    outside[y0:y1, x0:x1] = False
    assert not part[outside].any()
    assert not np.array_equal(whole[outside], plate.array()[outside])
    assert np.array_equal(drawn(), whole)


def test_a_region_is_read_back_and_nothing_else(
    ctx: FakeContext, scene: tuple[Image, Rigs], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, int, int, int]] = []
    plain = Canvas.read
    monkeypatch.setattr(Canvas, "read", lambda self, layer, box: (read.append(box), plain(self, layer, box))[1])
    draw(ctx, scene, arm_up, region=(0.0, 0.0, 0.25, 0.25))
    assert all(x1 <= SIZE[0] // 4 and y1 <= SIZE[1] // 4 for _, _, x1, y1 in read)
    read.clear()
    draw(ctx, scene, arm_up)
    assert sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in read) > SIZE[0] * SIZE[1] / 8


def test_what_is_carried_is_drawn_as_people_are_and_changes_nothing_elsewhere(
    ctx: Any, scene: tuple[Image, Rigs]
) -> None:
    from nodes.algorithms.carried import Path
    from nodes.motion.prop_rig import prop_motion, prop_rig
    from studio.media.motion import Pose

    plate, rigs = scene
    art = np.zeros((20, 10, 4), np.float32)
    art[..., 1] = art[..., 3] = 1
    holder = next(iter(rigs.values()))
    thing = prop_rig("prop_1", art, (5.0, 10.0), holder.pixels_per_metre, holder)
    place, one = np.array([[120.0, -12.0]]), np.ones(1)
    motion = prop_motion(thing, Path(place, 0 * one, holder.pixels_per_metre * one, 9 * one), 24.0)
    pose = Pose(motion.bones, motion.rotations[0], motion.root[0], {k: float(v[0]) for k, v in motion.channels.items()})
    photo = Image.from_array(composite(scene))
    with_it = (plate, ById([*rigs.items(), ("prop_1", thing)]))

    def posed(all_rigs: Rigs, seconds: float) -> Poses:
        return ById([*rest(rigs, seconds).items(), ("prop_1", pose)])

    bare = draw(ctx, scene, rest, image=photo, wanted=ALL)
    held = draw(ctx, with_it, posed, image=photo, wanted=ALL)
    assert bare.colour and held.colour and held.ids and bare.bones and held.bones
    frame, before = held.colour.array(), bare.colour.array()
    assert np.abs(frame[3:21, 116:124] - [0, 1, 0, 1]).max() < 0.01
    away = np.ones(frame.shape[:2], bool)
    away[0:26, 110:130] = False
    assert np.array_equal(frame[away], before[away]), "the photo stays the photo"
    assert held.ids.people[-1] == "prop_1" and (held.ids.index[4:20, 117:123] == len(rigs) + 1).all()
    assert np.array_equal(held.bones.array(), bare.bones.array()), "a thing has no skeleton"


def test_around_a_thing_that_somebody_holds_the_frame_at_rest_is_the_photo_too(
    ctx: Any, scene: tuple[Image, Rigs]
) -> None:
    from nodes.motion.prop_rig import prop_rig

    photo, plate, rigs = hazy(scene)
    body = np.abs(composite(scene) - scene[0].array()).max(axis=2) > 0
    y = int(np.flatnonzero(body.any(axis=1)).mean())
    x = int(np.flatnonzero(body[y])[-1]) - 2
    art = photo.array()[y : y + 6, x : x + 5].copy()
    holder = next(iter(rigs.values()))
    thing = prop_rig("held_cup", art, (2.0, 2.0), holder.pixels_per_metre, holder, (x, y))
    frame = draw(ctx, (plate, ById([*rigs.items(), ("held_cup", thing)])), rest, image=photo).colour
    assert frame is not None
    near = np.s_[y - 4 : y + 10, x - 4 : x + 12]
    assert decibels(frame.srgb8()[near] / 255, photo.srgb8()[near] / 255) > 45
