"""Whose a hand is, what its arm claims, and which joints are believed."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.flooding import flood, settle
from nodes.algorithms.hand_owner import arms_of, body_span
from nodes.algorithms.limb_claim import HIDDEN, arm_claim, with_arms, without_phantoms


def figure(x: float, top: float = 20, height: float = 160) -> np.ndarray:
    """A standing figure's 23 keypoints, facing the viewer."""
    at = {0: (0, .08), 1: (.02, .06), 2: (-.02, .06), 3: (.04, .07), 4: (-.04, .07), 5: (.11, .2), 6: (-.11, .2),
          7: (.13, .37), 8: (-.13, .37), 9: (.14, .52), 10: (-.14, .52), 11: (.06, .5), 12: (-.06, .5), 13: (.06, .73),
          14: (-.06, .73), 15: (.06, .95), 16: (-.06, .95), 17: (.14, .56), 18: (-.14, .56), 19: (.06, .98),
          20: (-.06, .98), 21: (.08, 1), 22: (-.08, 1)}  # fmt: skip
    return np.array([(x + at[k][0] * height, top + at[k][1] * height) for k in range(23)], np.float32)


def hand(wrist: tuple[float, float], direction: tuple[float, float], length: float = 9) -> np.ndarray:
    """21 landmarks of a flat hand."""
    along = np.array(direction, np.float32) / np.linalg.norm(direction)
    across = np.array([-along[1], along[0]])
    rows = [np.zeros(2)] + [along * length * k / 2 + across * (f - 2) * 2 for f in range(5) for k in range(1, 5)]
    return np.array(rows, np.float32) + wrist


def body(x: float, shape: tuple[int, int] = (200, 260)) -> np.ndarray:
    """A coverage around a figure at x."""
    cover = np.zeros(shape, np.uint8)
    cover[22:185, int(x - 28) : int(x + 28)] = 255
    return cover


def reaching() -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray], np.ndarray]:
    """Two people; the first one's left arm reaches across before the second's chest. The second's is unsure."""
    points = [figure(70), figure(150)]
    scores = [np.ones(23, np.float32), np.ones(23, np.float32)]
    scores[0][[7, 9, 17]] = 0.3
    points[1][[10, 18]] = (140, 70), (149, 70)
    covers = [body(70), body(150)]
    covers[0][56:74, 70:140] = 200
    return points, scores, covers, hand((138, 66), (1, 0))


def test_a_hand_belongs_to_the_arm_that_reaches_it() -> None:
    points, scores, covers, reached = reaching()
    (arm,) = arms_of([(reached, 0.2)], points, scores, covers)
    assert (arm.person, arm.side) == (0, 0)
    (own,) = arms_of([(hand(tuple(points[1][9]), (0, 1)), 0.1)], points, scores, covers)
    assert (own.person, own.side) == (1, 0)


def test_a_hand_that_nobody_reaches_is_nobodys() -> None:
    points, scores, covers, _ = reaching()
    assert arms_of([(hand((250, 10), (0, -1)), 0.5)], points, scores, covers) == []
    assert arms_of([], points, scores, covers) == []
    assert arms_of([(hand((20, 20), (0, 1)), 0.5)], [], [], []) == []


def test_in_settled_masks_a_hand_is_whose_mask_has_it() -> None:
    points, scores, covers, reached = reaching()
    masks = [np.where(covers[1] > 0, 0, covers[0]), covers[1]]
    (arm,) = arms_of([(reached, 0.5)], points, scores, masks, settled=True)
    assert arm.person == 1


def test_an_arm_claims_its_hand_and_stops_where_the_coverage_does() -> None:
    points, scores, covers, reached = reaching()
    (arm,) = arms_of([(reached, 0.2)], points, scores, covers)
    whole, cut = arm_claim(arm, covers[0]), arm_claim(arm, np.zeros_like(covers[0]))
    assert whole[66, 143] == cut[66, 143] == 255
    assert whole[66, 125] == 255 and cut[66, 115] == 0
    assert whole[150, 70] == 0


def test_who_loses_a_hand_loses_the_joints_on_it() -> None:
    points, scores, covers, reached = reaching()
    arms = arms_of([(reached, 0.2)], points, scores, covers)
    own_points, own = with_arms(points[0], scores[0], arms, 0)
    assert np.allclose(own_points[9], reached[0]) and own[9] > 0.89
    _, lost = with_arms(points[1], scores[1], arms, 1)
    assert max(lost[10], lost[18]) < HIDDEN + 1e-6 and lost[9] == 1
    assert scores[1][10] == 1, "inputs stay as they are"


def test_joints_on_somebody_else_are_not_believed_nor_what_lies_beyond() -> None:
    points, scores = figure(70), np.ones(23, np.float32)
    points[[7, 9]] = (150, 80), (80, 110)
    trusted = without_phantoms(points, scores, body(70), [body(150)])
    assert max(trusted[7], trusted[9]) < HIDDEN + 1e-6 and trusted[8] == 1
    assert (without_phantoms(points, scores, body(70), []) == 1).all()


def test_what_is_wedged_between_people_is_given_to_whom_it_looks_like() -> None:
    picture = np.full((200, 260, 3), 230, np.uint8)
    left, right = body(70), body(136)
    picture[left > 0], picture[right > 0] = (40, 60, 160), (150, 40, 40)
    picture[100:130, 98:106] = (40, 60, 160)
    likely = ((left > 0) | (right > 0)).astype(np.float32)
    likely[100:130, 98:106] = 1
    points, scores = [figure(70), figure(136)], [np.ones(23, np.float32)] * 2
    one, other = settle([left, right], points, scores, picture, likely, [np.zeros_like(left)] * 2)
    assert one[115, 103] == 255 and other[115, 103] == 0
    assert one[50, 103] == other[50, 103] == 0, "what is open background stays so"
    assert settle([], [], [], picture, likely, []) == []


def test_a_scalp_stays_on_its_head_before_somebody_else() -> None:
    points, scores = [figure(70, height=300), figure(70, top=110, height=160)], [np.ones(23, np.float32)] * 2
    y, x = np.mgrid[:400, :200]
    head = np.hypot(x - 70, y - 118) < 15
    front = np.where(head | ((y > 132) & (abs(x - 70) < 25) & (y < 275)), 255, 0).astype(np.uint8)
    behind = np.where((front == 0) & (abs(x - 70) < 50) & (y > 30) & (y < 320), 255, 0).astype(np.uint8)
    picture = np.full((400, 200, 3), 200, np.uint8)
    picture[head & (y < 112)], picture[head & (y >= 112)] = (70, 50, 40), (230, 170, 140)
    likely, sure = np.ones((400, 200), np.float32), [np.zeros_like(front)] * 2
    masks = settle([behind, front], points, scores, picture, likely, sure)
    assert (masks[1][head] > 127).mean() > 0.95


def test_a_flood_stops_at_edges() -> None:
    picture = np.zeros((60, 60, 3), np.uint8)
    picture[:, 37:] = 200
    markers = np.zeros((60, 60), np.int32)
    markers[:, :3], markers[:, -3:] = 1, 2
    labels = flood(picture, markers)
    assert (labels[:, :35] == 1).all() and (labels[:, 39:] == 2).all()


def test_a_body_seen_from_the_side_keeps_its_width() -> None:
    front, side = figure(100), figure(100)
    side[[5, 6]] = side[[5, 6]].mean(0)
    assert body_span(side) > 0.6 * body_span(front)
