"""How people go on behind those in front."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.algorithms.amodal import close_gap, continue_under, not_above, trunk_under


def _disc(y: float, x: float, radius: float, size: int = 160) -> np.ndarray:
    rows, columns = np.mgrid[0:size, 0:size]
    return np.clip(radius - np.hypot(rows - y, columns - x) + 0.5, 0, 1).astype(np.float32)


def test_a_person_goes_on_under_the_one_in_front_and_only_there():
    front, whole = _disc(80, 55, 40), _disc(80, 110, 40)
    own = whole * (1 - front)
    full = continue_under(own, front, 12)
    assert np.array_equal(full[front == 0], own[front == 0])
    assert full[80, 90] == 1.0 and full[80, 70] == 0.0
    soft = (front > 0.05) & (front < 0.9) & (whole > 0.99)
    assert full[soft].min() > 0.97


def test_the_continuation_does_not_bulge_out_past_the_shared_border():
    front, whole = _disc(80, 55, 40), _disc(80, 110, 40)
    full = continue_under(whole * (1 - front), front, 12)
    assert (full > 0.5)[~(_disc(80, 110, 44) > 0)].sum() < 40


def test_a_soft_sliver_between_two_people_is_closed():
    ramp = np.clip((np.arange(100) - 40) / 12, 0, 1).astype(np.float32)
    front = np.repeat(ramp[None], 60, axis=0)
    own = np.repeat(np.clip((43 - np.arange(100)) / 12, 0, 1).astype(np.float32)[None], 60, axis=0)
    own[:, 44:] = 0.01
    assert (own + front)[30].min() < 0.3
    closed = close_gap(own, front, 4)
    assert (closed + front)[5:-5].min() > 0.8
    assert (closed >= own).all()


def test_a_shoulder_behind_a_head_goes_on_no_higher_than_it_goes_in():
    rows, columns = np.mgrid[0:100, 0:120]
    own = ((columns < 60) & (rows > 40 + columns // 3)).astype(np.float32)
    full = np.where((columns >= 60) & (columns < 80) & (rows > 45), 1, own).astype(np.float32)
    heads = (columns >= 60) & (rows < 80)
    kept = not_above(full, own, heads, 2.0)
    assert kept[:58, 60:].max() == 0
    assert (kept[62:, 60:80] == 1).all()
    assert (kept[:, :60] == own[:, :60]).all()


def test_away_from_heads_and_below_what_is_seen_a_continuation_stays():
    rows, _ = np.mgrid[0:100, 0:120]
    own = ((rows > 70) | (rows < 30)).astype(np.float32)
    full = np.ones_like(own)
    assert (not_above(full, own, np.ones(own.shape, bool), 2.0) == full).all()
    own = (rows > 70).astype(np.float32)
    assert (not_above(full, own, np.zeros(own.shape, bool), 2.0) == full).all()


def test_a_trunk_goes_on_under_a_head_far_from_any_border_that_is_shared() -> None:
    own, front = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.float32)
    own[20:180, 40:160] = 1
    cv2.circle(front, (140, 100), 55, 1.0, -1)
    own[front > 0] = 0
    corners = np.array([(155, 30), (150, 170), (50, 170), (45, 30)], np.float32)
    full = trunk_under(own, front, corners, 16)
    assert full[100, 130] > 0.95 and full[100, 150] > 0.95
    assert not full[front == 0].any() and full[100, 188] < 0.05


def test_a_trunk_of_which_little_is_seen_is_not_made_up() -> None:
    own, front = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.float32)
    own[20:60, 40:160] = 1
    front[60:200] = 1
    corners = np.array([(155, 30), (150, 170), (50, 170), (45, 30)], np.float32)
    assert not trunk_under(own, front, corners, 16).any()
