"""People in prints: who shows alike in every look, and two who were taken for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import SHELF

from studio.models.body_looks import as_found, keypoints
from studio.models.embedded_people import SELFIE, Body, Pyramid, Square, body_network
from studio.models.found import Found
from studio.models.grain import clear, smoothings
from studio.models.litert import Network
from studio.models.print_joints import hands_end_on, without_guesses
from studio.models.print_looks import PrintLooks
from studio.models.print_seen import Seen, apart, beside, better, few_a_head, head_on, two_heads
from studio.models.search_print import ALIKE, PrintSearch, find_in_print

SIZE = (120, 90)


def no_check() -> None:
    pass


def upright(x: float, side: float = 40.0) -> Body:
    """A body upright at x: head at the top, shoulders and hips under it."""
    points = np.zeros((39, 2), np.float32)
    points[:11] = [x, 20]
    points[11:23] = [x, 40]
    points[11], points[12] = [x + 6, 34], [x - 6, 34]
    points[23:33] = [x, 60]
    points[23], points[24] = [x + 4, 56], [x - 4, 56]
    points[33:] = [x, 56]
    ones = np.ones(33, np.float32)
    return Body(Square(x, 50, side), points, ones, ones, ones, 1.0, np.full((256, 256), 255, np.uint8))


def seen(x: float, half: int = 10, alike: float = 0.6, whole: Seen | None = None) -> Seen:
    cover = np.zeros(SIZE[::-1], bool)
    cover[15:85, max(0, round(x) - half) : round(x) + half] = True
    return Seen([upright(x)], alike, cover, whole)


def test_of_bodies_that_cover_the_same_the_most_worth_stays() -> None:
    one, other, again = seen(30, alike=0.7), seen(80, alike=0.5), seen(33, alike=0.6)
    assert apart([again, other, one]) == [one, other]


def test_a_whole_body_is_worth_more_than_a_slightly_surer_part_of_it() -> None:
    assert seen(30, half=10, alike=0.6).worth > seen(30, half=3, alike=0.7).worth


def test_two_have_heads_of_their_own_where_neither_lies_on_the_other() -> None:
    assert two_heads(seen(30), seen(60))
    assert not two_heads(seen(30), seen(34))
    assert not two_heads(seen(30, half=35), seen(60))


def test_a_head_on_what_is_taken_is_known() -> None:
    assert head_on(seen(30).cover, upright(32)) and not head_on(seen(30).cover, upright(60))
    assert not head_on(seen(30).cover, upright(500))


def test_a_half_becomes_whole_again_unless_somebody_is_seen_in_its_rest() -> None:
    whole = seen(50, half=20, alike=0.8)
    half = seen(40, alike=0.78, whole=whole)
    assert better(half, [half]) is whole
    assert better(half, [half, seen(60)]) is half
    surer = replace(half, alike=0.9)
    assert better(surer, [surer]) is surer


def test_a_line_parts_a_body_along_its_axis() -> None:
    left, right = (beside(upright(60), side, 0.0, 0.0, SIZE[::-1]) for side in (-1.0, 1.0))
    assert not (left & right).any() and (left | right)[:, :59].all() and (left | right)[:, 62:].all()
    assert (left[:, :59].all() and right[:, 62:].all()) or (right[:, :59].all() and left[:, 62:].all())
    narrower = beside(upright(60), 1.0, 0.25, 0.0, SIZE[::-1])
    assert 0 < narrower.sum() < right.sum()


def test_no_more_than_a_few_bodies_with_one_head_are_asked_about() -> None:
    crowd = [upright(30 + 0.1 * k) for k in range(8)] + [upright(80)]
    assert len(few_a_head(crowd)) == 4 and few_a_head(crowd)[-1] is crowd[-1]


def test_grain_alone_shows_nobody() -> None:
    rng = np.random.default_rng(2)
    x = np.arange(96)[None].repeat(96, 0)
    picture = np.repeat(np.clip(90 + x + rng.normal(0, 9, x.shape), 0, 255)[..., None], 3, 2).astype(np.uint8)
    search = PrintSearch(body_network(SHELF), smoothings(picture)[:1], no_check)
    assert search.seen([Square(48, 48, 60), Square(30, 40, 50)], search.without(np.zeros((96, 96), bool))) == []


def test_a_search_that_is_cancelled_stops() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_in_print(body_network(SHELF), SHELF.load(SELFIE, Network), np.full((96, 96, 3), 90, np.uint8), stop)


@pytest.fixture(scope="module")
def fete(data: Path) -> PrintSearch:
    """A grainy print of people in a garden."""
    picture = np.ascontiguousarray(cv2.imread(str(data / "art/paintings/painting_2.jpg"))[..., ::-1])
    return PrintSearch(body_network(SHELF), smoothings(picture), no_check)


def best_in(looks: PrintLooks, square: Square) -> Seen:
    everybody = looks.without(np.zeros(looks.size[::-1], bool))
    return max(looks.seen([square], everybody), key=lambda one: one.alike)


def test_who_is_drawn_shows_alike_in_every_look_and_a_tree_does_not(fete: PrintSearch) -> None:
    assert best_in(fete, Square(181, 231, 250)).alike > 0.6
    everybody = fete.without(np.zeros(fete.size[::-1], bool))
    trees = fete.seen([Square(90, 80, side) for side in (110, 150, 200)], everybody)
    assert max([one.alike for one in trees], default=0.0) < ALIKE


def test_a_couple_taken_for_one_leaves_room_for_the_second(fete: PrintSearch) -> None:
    couple = best_in(fete, Square(481, 231, 300))
    first = fete._told_apart(couple, np.zeros_like(couple.cover))
    assert first[0].cover.sum() < 0.8 * couple.cover.sum()
    assert len(first) == 2 or first[0].whole is couple


def test_smoothing_is_what_lets_the_networks_see_a_print(data: Path) -> None:
    picture = np.ascontiguousarray(cv2.imread(str(data / "art/paintings/painting_2.jpg"))[..., ::-1])
    network, square = body_network(SHELF), Square(300, 300, 190, 0.4)
    assert clear(picture) is not picture
    assert network.look(Pyramid(clear(picture)), square).score > network.look(Pyramid(picture), square).score


def test_joints_that_every_look_puts_elsewhere_are_guessed(data: Path) -> None:
    picture = np.ascontiguousarray(cv2.imread(str(data / "art/paintings/painting_2.jpg"))[..., ::-1])
    network, pictures = body_network(SHELF), smoothings(picture)
    body = network.look(Pyramid(pictures[0]), network.look(Pyramid(pictures[0]), Square(181, 231, 250)).next_square())
    found = as_found([body], 0.9, (picture.shape[1], picture.shape[0]))
    moved = replace(
        found, points=found.points + np.array([[0, 40]] * 23, np.float32) * np.isin(range(23), (9,))[:, None]
    )
    nobody = np.zeros(picture.shape[:2], np.uint8)
    before, after = (without_guesses(network, pictures, one, nobody).scores for one in (found, moved))
    assert after[9] < 0.5 * before[9] and after[7] == pytest.approx(before[7])
    assert (after[:5] == found.scores[:5]).all()


def test_the_hand_of_a_forearm_seen_end_on_is_guessed() -> None:
    points, scores = keypoints(upright(60).points), np.ones(23, np.float32)
    points[5], points[7], points[9] = (66, 34), (66, 60), (66, 66)
    found = Found(0.9, np.zeros(SIZE[::-1], np.uint8), points, scores, np.zeros(23, np.float32))
    judged = hands_end_on(found)
    assert judged.scores[9] < 0.5 and judged.scores[17] < 0.5 and judged.scores[7] == 1
    points[9] = (66, 84)
    assert hands_end_on(found).scores[9] == 1
