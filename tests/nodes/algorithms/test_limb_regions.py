"""Which pixels are a limb's."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.limb_regions import capsules, claim, outline_support, refine, share_out

NEAR = np.zeros((120, 120), np.float32)


def scene() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A torso with an arm of another colour in front, off the middle between their seeds."""
    pixels = np.zeros((120, 120, 4), np.float32)
    pixels[..., 3] = 1
    pixels[:, :80, 2], pixels[:, 80:, 0] = 0.6, 0.6
    limb, body = np.zeros((120, 120), bool), np.zeros((120, 120), bool)
    limb[:, 108:112], body[:, 10:14] = True, True
    return pixels, np.ones((120, 120), bool), limb, body


def test_the_border_lies_on_the_edge_and_not_half_way():
    owned = claim(*scene(), NEAR) > 0
    assert owned[20:100, 84:].all() and not owned[20:100, :76].any()


def test_a_limb_does_not_take_flat_colour_far_from_it():
    pixels, inside, limb, body = scene()
    pixels[..., :3] = 0.3
    away = np.clip((108 - np.arange(120)) / 20, 0, None)[None, :] * np.ones((120, 1))
    calm, held = (claim(pixels, inside, limb, body, stray) > 0 for stray in (NEAR, away))
    assert held.sum() < 0.7 * calm.sum()


def test_a_border_moves_to_where_the_colour_changes():
    pixels, inside, _, _ = scene()
    rough = np.zeros((120, 120), bool)
    rough[:, 75:] = True
    assert np.abs(refine(pixels, inside, rough, 10)[60].argmax() - 80) <= 1


def test_an_outline_on_an_edge_shows_and_one_on_flat_colour_does_not():
    pixels, inside, _, _ = scene()
    nowhere = np.zeros((120, 120), bool)
    on_edge, on_nothing = nowhere.copy(), nowhere.copy()
    on_edge[:, 80:], on_nothing[:, 40:] = True, True
    assert outline_support(pixels, inside, on_edge, nowhere) > 0.9
    assert outline_support(pixels, inside, on_nothing, nowhere) < 0.3


def test_capsules_are_as_thick_as_asked_for():
    drawn = capsules((60, 100), np.array([[20.0, 30.0]]), np.array([[80.0, 30.0]]), np.array([10.0]))
    assert abs(int(drawn[:, 50].sum()) - 20) <= 1 and not drawn[:, 5].any()


def test_pixels_are_shared_out_at_the_edge_between_two_owners():
    pixels = np.zeros((80, 120, 4), np.float32)
    pixels[..., 3], pixels[:, :70, 0], pixels[:, 70:, 2] = 1, 0.6, 0.6
    seeds = [np.zeros((80, 120), bool) for _ in range(3)]
    seeds[0][30:50, 10:20], seeds[1][30:50, 100:110] = True, True
    owner = share_out(pixels, np.ones((80, 120), bool), seeds, [None, None, None])
    assert (owner[:, :67] == 0).all() and (owner[:, 73:] == 1).all()


def test_an_owner_far_from_where_it_is_expected_gets_less():
    pixels = np.ones((40, 120, 4), np.float32)
    seeds = [np.zeros((40, 120), bool) for _ in range(2)]
    seeds[0][:, :5], seeds[1][:, -5:] = True, True
    stray = np.tile(np.clip((np.arange(120) - 30) / 30, 0, None), (40, 1)).astype(np.float32)
    even = share_out(pixels, np.ones((40, 120), bool), seeds, [None, None])
    less = share_out(pixels, np.ones((40, 120), bool), seeds, [stray, None])
    assert abs((even == 0).mean() - 0.5) < 0.03 and (less == 0).mean() < 0.42
