"""What speaks for a body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import SHELF

from studio.models.body_looks import Candidate
from studio.models.embedded_people import SELFIE, Body, Pyramid, Square, body_network
from studio.models.embedded_verify import MIRRORED, confirmed, hear, own_share, unmirrored
from studio.models.litert import Network

PLAIN = Pyramid(np.zeros((96, 96, 3), np.uint8))


def body(angle: float = 0.0) -> Body:
    rng = np.random.default_rng(3)
    square = Square(48, 48, 64, angle)
    points = square.to_picture(rng.uniform(0.2, 0.8, (39, 2)).astype(np.float32))
    rows = rng.uniform(0, 1, (3, 33)).astype(np.float32)
    mask = np.zeros((256, 256), np.uint8)
    mask[30:220, 60:120] = 255
    return Body(square, points, rows[0], rows[1], rows[2], 1.0, mask)


def candidate(witness: float = -1.0, face: int = -1, finder: float = 0.0, agreement: float = 0.6) -> Candidate:
    own = replace(body(), visible=np.ones(33, np.float32))
    return Candidate(own, PLAIN, [own], agreement, 1.0, face=face, finder=finder, witness=witness)


@pytest.mark.parametrize("angle", [0.0, 0.7])
def test_a_mirrored_look_told_as_if_it_were_not_is_the_look_itself(angle: float) -> None:
    twice = unmirrored(unmirrored(body(angle)))
    assert np.allclose(twice.points, body(angle).points, atol=1e-3)
    assert np.array_equal(twice.mask, body(angle).mask) and np.array_equal(twice.visible, body(angle).visible)
    assert sorted(MIRRORED) == list(range(33))


def test_left_and_right_change_places_in_a_mirror() -> None:
    once = unmirrored(body())
    assert np.allclose(once.points[11], [96 - body().points[12, 0], body().points[12, 1]], atol=1e-3)


def test_a_witness_raises_the_score_and_stands_in_for_the_detector() -> None:
    assert candidate(0.6).score > candidate(0.1).score == candidate().score
    assert candidate(0.6).doubt == 0 < candidate(0.1).doubt == candidate().doubt


def test_the_weak_need_a_witness_from_afar_or_close() -> None:
    unseen, close, far, strong = (candidate(w, agreement=a) for w, a in ((0, 0.5), (0.4, 0.5), (0, 0.5), (0, 1.0)))
    strong.votes, strong.finder = 4, 1.0
    kept = confirmed([unseen, close, far, strong], [0.0, 0.0, 0.9, 0.0])
    assert [one in kept for one in (unseen, close, far, strong)] == [False, True, True, True]


def test_where_nobody_is_sure_a_weak_hit_must_be_seen_well() -> None:
    bush, sure = candidate(0.1, agreement=0.85), candidate(agreement=1.0)
    sure.votes, sure.finder = 4, 1.0
    assert 0.62 < bush.score < 0.8 and sure.score > 0.85
    assert confirmed([bush], [0.57]) == []
    assert confirmed([bush], [0.9]) == [bush]
    assert confirmed([bush, sure], [0.57, 0.9]) == [bush, sure]


def test_where_nobody_is_sure_a_glimpse_is_no_witness() -> None:
    glimpsed, seen = candidate(0.3, agreement=0.7), candidate(0.6, agreement=0.6)
    assert max(glimpsed.score, seen.score) < 0.72
    assert confirmed([glimpsed, seen], [0.1, 0.1]) == [seen]


def test_a_giant_without_a_face_needs_a_witness_even_in_company() -> None:
    sure, giant = candidate(agreement=1.0), candidate(0.3, agreement=0.85)
    sure.votes, sure.finder = 4, 1.0
    giant.body = replace(giant.body, square=Square(48, 48, 200))
    assert giant.score < 0.85 < sure.score
    assert confirmed([giant, sure], [0.1, 0.1]) == [sure]
    giant.face, giant.face_score = 0, 0.1
    assert confirmed([giant, sure], [0.1, 0.1]) == [giant, sure]


def test_a_body_that_lies_on_others_is_hardly_its_own() -> None:
    taken = np.full((48, 48), 255, np.uint8)
    assert own_share(candidate(), taken, (96, 96)) < 0.1
    assert own_share(candidate(), np.zeros_like(taken), (96, 96)) == 1


def test_in_an_empty_picture_the_second_network_sees_nobody() -> None:
    one = candidate()
    hear(body_network(SHELF), SHELF.load(SELFIE, Network), np.full((96, 96, 3), 120, np.uint8), one, (96, 96))
    assert one.witness < 0.2
