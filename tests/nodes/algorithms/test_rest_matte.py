"""Borders of cut-out people, thinned by what the photo shows."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.film_grid import film_grid
from nodes.algorithms.rest_matte import thinned
from nodes.algorithms.texture_atlas import Atlas, texture_atlas


def _faint() -> tuple[Atlas, np.ndarray]:
    """A person of light 0.1 who covers half of everything, and the coverage of all in the film."""
    texture = np.zeros((6, 4, 4), np.float16)
    texture[...] = (0.05, 0.05, 0.05, 0.5)
    corners = np.array([[10, 20], [14, 20], [10, 26], [14, 26]], np.float32)
    atlas = texture_atlas([texture], [(10, 20)], [corners], film_grid((40, 40), (0, 0)))
    coverage = np.zeros((40, 40), np.float32)
    coverage[20:26, 10:14] = 0.5
    return atlas, coverage


def test_a_border_covers_what_the_photo_shows_of_it_and_never_more() -> None:
    atlas, coverage = _faint()
    plate = np.full((40, 40, 4), 0.7, np.float32)
    photo = plate.copy()
    photo[21, 11], photo[22, 11], photo[23, 11] = 0.55, 0.7, 0.1
    slim, left = thinned(atlas, photo, plate, coverage)
    x, y, _, _, film_x, film_y = atlas.spots[0]
    row = slim.pixels[y + 21 - film_y : y + 24 - film_y, x + 11 - film_x]
    assert row[:, 3].tolist() == pytest.approx([0.25, 0, 0.5], abs=1e-3)
    assert row[0, 0] == pytest.approx(0.025, abs=1e-3) and left[21, 11] == pytest.approx(0.25, abs=1e-3)


def test_a_border_stays_where_colours_tell_nothing_or_somebody_else_is_behind() -> None:
    atlas, coverage = _faint()
    alike = np.full((40, 40, 4), 0.12, np.float32)
    assert (thinned(atlas, alike, alike, coverage)[0].pixels == atlas.pixels).all()
    bright = np.full((40, 40, 4), 0.7, np.float32)
    assert (thinned(atlas, bright, bright, np.minimum(coverage * 2, 1))[0].pixels == atlas.pixels).all()
