"""The scene graph of a made picture: what is found, what the artist changes, and what is told."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from contracts import samples
from fakes import FakeContext

from nodes.algorithms.regions import cast_shadow, find_regions, plain_backdrop
from nodes.algorithms.scene_kind import Cues, company, place, tone
from nodes.scene.ground_text import ground_text
from nodes.scene.relate_people import relate_people
from studio.media.errors import BadInput
from studio.media.person import People
from studio.media.scene import RELATIONS, Scene
from studio.media.value import pack, unpack


def scene(ctx: FakeContext | None = None, **knobs: Any) -> Scene:
    return relate_people(ctx or FakeContext(), samples.image(), samples.people(), **knobs)


def test_people_stand_from_left_to_right_each_with_an_activity() -> None:
    found = [thing for thing in scene().things if thing.kind == "person"]
    assert [(thing.id, thing.activity) for thing in found] == [("person_1", "stands"), ("person_2", "stands")]
    assert scene().has("person_1", "left_of", "person_2")


def test_every_relation_has_a_score_and_says_why() -> None:
    for relation in scene().relations:
        assert relation.kind in RELATIONS and 0.5 <= relation.score <= 1 and relation.evidence


def test_a_deleted_relation_is_gone_and_a_pinned_one_stays_with_full_score() -> None:
    gone = {"do": "delete", "subject": "person_1", "kind": "left_of", "object": "person_2"}
    assert not scene(edits=(gone,)).has("person_1", "left_of", "person_2")
    kept = {"do": "pin", "subject": "person_2", "kind": "looks_at", "object": "camera"}
    found = next(scene(edits=(kept,)).of("looks_at", "person_2", "camera"))
    assert found.by_hand and found.score == 1.0
    assert not scene(edits=(kept, {**kept, "do": "delete"})).has("person_2", "looks_at", "camera")


def test_a_symmetric_relation_is_deleted_from_either_side() -> None:
    made = {"do": "pin", "subject": "person_1", "kind": "touches", "object": "person_2"}
    gone = {"do": "delete", "subject": "person_2", "kind": "touches", "object": "person_1"}
    assert scene(edits=(made,)).has("person_2", "touches", "person_1")
    assert not scene(edits=(made, gone)).has("person_1", "touches", "person_2")


def test_an_edit_about_somebody_who_is_gone_is_told_and_left_out() -> None:
    ctx = FakeContext()
    found = scene(ctx, edits=({"do": "pin", "subject": "person_9", "kind": "near", "object": "person_1"},))
    assert not found.has("person_9", "near", "person_1") and "person_9" in ctx.warnings[0]


@pytest.mark.parametrize(
    "entry",
    [{}, {"do": "burn", "subject": "a", "kind": "near", "object": "b"},
     {"subject": "person_1", "kind": "loves", "object": "person_2"}, {"subject": 3, "kind": "near", "object": "b"}],
)  # fmt: skip
def test_an_edit_that_is_none_is_refused_in_one_line(entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        scene(edits=(entry,))
    assert "\n" not in str(caught.value)


def test_a_thing_named_by_hand_can_be_reached_for() -> None:
    ball = {"name": "Ball", "box": (95.0, 95.0, 115.0, 115.0)}
    thing = scene(objects=(ball,)).thing("ball")
    assert thing is not None and thing.kind == "object" and thing.name == "Ball"


@pytest.mark.parametrize(
    "entry",
    [{"name": "ball"}, {"name": "", "box": (0, 0, 9, 9)}, {"name": "ball", "box": (9, 9, 0, 0)},
     {"name": "ball", "box": (900, 0, 990, 9)}, {"name": "person_1", "box": (0, 0, 9, 9)},
     {"name": "sky", "box": (0, 0, 9, 9)}],
)  # fmt: skip
def test_a_thing_that_is_none_is_refused_in_one_line(entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        scene(objects=(entry,))
    assert "\n" not in str(caught.value)


def test_an_empty_picture_is_a_scene_too() -> None:
    found = relate_people(FakeContext(), samples.plate(), People())
    assert found.company == "empty" and not found.relations


def test_a_scene_is_stored_and_read_back() -> None:
    arrays, text = pack(scene())
    again = unpack(arrays, text)
    assert again.relations == scene().relations and [t.id for t in again.things] == [t.id for t in scene().things]


def test_sky_trees_and_ground_are_told_apart_and_a_studio_has_none() -> None:
    picture = np.zeros((60, 90, 3), np.float32)
    picture[:20], picture[40:] = (0.6, 0.75, 0.95), (0.55, 0.5, 0.4)
    leaves = np.random.default_rng(1).uniform(0.5, 1.2, (20, 90, 1)).astype(np.float32)
    picture[20:40] = leaves * np.float32([0.15, 0.35, 0.1])
    sky = np.zeros((60, 90), np.float32)
    sky[:20] = 1
    nobody = np.zeros((60, 90), np.float32)
    found = find_regions(picture, nobody, sky, 0.5)
    assert found["sky"][5, 40] and found["foliage"][30, 40] and found["ground"][55, 40]
    white = cv2.cvtColor(np.full((60, 90, 3), 0.97, np.float32), cv2.COLOR_RGB2LAB)
    assert plain_backdrop(white, nobody < 0.5)


def test_a_dark_patch_at_the_feet_is_a_shadow_and_even_ground_has_none() -> None:
    ground, free = np.full((80, 120), 0.5, np.float32), np.ones((80, 120), bool)
    assert cast_shadow(ground, free, (60, 60), 30.0) is None
    ground[58:64, 62:100] = 0.1
    found = cast_shadow(ground, free, (60, 60), 30.0)
    assert found is not None and found[0][60, 80] and not found[0][30, 80] and found[1] > 3


def cues(**known: Any) -> Cues:
    usual: dict[str, Any] = {"people": 2, "shares": {}, "shadows": 0, "backdrop": False, "activities": ["stands"] * 2,
                             "raised": 0, "held_out": 0, "lean": 0.0}  # fmt: skip
    return Cues(**usual | known)


def test_the_kind_of_scene_follows_from_what_is_seen() -> None:
    assert place(cues())[:2] == ("indoor", "room")
    assert place(cues(shares={"sky": 0.3}))[:2] == ("outdoor", "street")
    assert place(cues(shares={"foliage": 0.3}))[:2] == ("outdoor", "nature")
    assert place(cues(backdrop=True, shares={"sky": 0.5}))[:2] == ("indoor", "studio")
    assert [company(count)[0] for count in (0, 1, 2, 5, 40)] == ["empty", "alone", "pair", "group", "crowd"]
    assert tone(cues())[0] == "calm" and tone(cues(activities=["runs", "runs"], raised=1))[0] == "lively"


def test_a_phrase_lights_up_whom_it_means_and_nobody_else() -> None:
    found = ground_text(FakeContext(), samples.image(), samples.people(), text="the person on the left", soften=0.0)
    assert found.found.chosen == ("person_1",)
    heat, left, right = found.heat.full(), samples.people()["person_1"], samples.people()["person_2"]
    assert left.matte is not None and right.matte is not None
    assert heat[left.matte.full() > 0.9].mean() > 0.9 and heat[right.matte.full() > 0.9].mean() < 0.3


def test_a_phrase_that_fits_nobody_is_told() -> None:
    ctx = FakeContext()
    found = ground_text(ctx, samples.image(), samples.people(), text="the man in yellow")
    assert found.found.chosen == () and not found.heat.full().any() and "fits nobody" in ctx.warnings[-1]


def test_no_phrase_means_nobody_without_a_word() -> None:
    ctx = FakeContext()
    assert not ground_text(ctx, samples.image(), samples.people(), text="  ").found.chosen and not ctx.warnings
