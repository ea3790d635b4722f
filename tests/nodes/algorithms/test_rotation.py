"""Quaternions, with numbers done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms import rotation

X, Y, Z = np.eye(3)
QUARTER = np.sqrt(0.5)


def test_a_quarter_turn_about_z_takes_x_to_y() -> None:
    q = rotation.from_euler(np.array([0.0, 0.0, 90.0]), "ZYX")
    assert q == pytest.approx([0, 0, QUARTER, QUARTER])
    assert rotation.rotate(q, X) == pytest.approx(Y)


def test_the_last_letter_of_the_order_is_applied_first() -> None:
    q = rotation.from_euler(np.array([90.0, 0.0, 90.0]), "ZYX")
    assert rotation.rotate(q, Y) == pytest.approx(Z)  # about x first: y to z, which z leaves alone
    assert rotation.rotate(rotation.from_euler(np.array([90.0, 0.0, 90.0]), "XYZ"), Y) == pytest.approx(-X)


def test_a_product_applies_the_right_factor_first() -> None:
    about_x, about_z = rotation.from_vector(np.pi / 2 * X), rotation.from_vector(np.pi / 2 * Z)
    assert rotation.rotate(rotation.multiply(about_z, about_x), Y) == pytest.approx(Z)


def test_half_a_rotation_twice_is_the_whole() -> None:
    q = rotation.from_vector(np.array([0.3, -1.1, 0.7]))
    half = rotation.power(q, 0.5)
    assert rotation.multiply(half, half) == pytest.approx(q)


def test_twice_as_far_is_at_most_twenty_degrees_farther() -> None:
    small, large = np.deg2rad(10) * Z, np.deg2rad(90) * Z
    assert rotation.to_vector(rotation.farther(rotation.from_vector(small), 2.0)) == pytest.approx(2 * small)
    assert rotation.to_vector(rotation.farther(rotation.from_vector(large), 2.0)) == pytest.approx(np.deg2rad(110) * Z)
    assert rotation.to_vector(rotation.farther(rotation.from_vector(large), 0.5)) == pytest.approx(large / 2)


def test_the_shortest_arc_turns_one_direction_into_the_other_even_where_they_are_opposite() -> None:
    for target in (Y, -Z, -X, X):
        q = rotation.shortest_arc(X, target)
        assert rotation.rotate(q, X) == pytest.approx(target, abs=1e-9)
        assert np.linalg.norm(q) == pytest.approx(1)


def test_between_two_rotations_the_middle_is_half_way() -> None:
    a, b = rotation.from_vector(0.2 * Z), rotation.from_vector(1.0 * Z)
    assert rotation.to_vector(rotation.slerp(a, b, 0.5)) == pytest.approx(0.6 * Z)


def test_signs_are_chosen_so_that_neighbours_agree() -> None:
    path = rotation.from_vector(np.linspace(0, 6, 50)[:, None] * Y)
    path[::3] *= -1
    assert ((rotation.continuous(path)[1:] * rotation.continuous(path)[:-1]).sum(axis=1) > 0).all()


def test_a_direction_carried_round_a_loop_comes_back_untwisted() -> None:
    angle = np.linspace(0, 2 * np.pi, 200)
    path = rotation.normalise(np.stack([np.cos(angle), np.sin(angle), np.full(200, 0.8)], axis=1))
    carried = rotation.transport(path)
    assert rotation.rotate(carried, path[0]) == pytest.approx(path, abs=1e-9)
    assert np.abs(carried[-1]) == pytest.approx([0, 0, 0, 1], abs=1e-6)


def test_euler_angles_come_back_nearest_to_where_they_were() -> None:
    dice = np.random.default_rng(1)
    angles = dice.uniform(-400, 400, (500, 3))
    q = rotation.from_euler(angles, "XYZ")
    assert rotation.to_euler(q, angles) == pytest.approx(angles, abs=1e-6)
    plain = rotation.to_euler(q)
    assert np.abs((rotation.from_euler(plain, "XYZ") * q).sum(axis=-1)) == pytest.approx(1.0)
    assert np.abs(plain).max() <= 180
    straight = rotation.from_euler(np.array([[30.0, 90.0, 0.0], [0.0, -90.0, 20.0]]), "XYZ")
    assert np.abs((rotation.from_euler(rotation.to_euler(straight), "XYZ") * straight).sum(axis=-1)) == pytest.approx(
        1.0
    )
