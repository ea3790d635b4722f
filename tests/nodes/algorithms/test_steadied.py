"""Heads that stay where something was photographed beside them."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.retarget import around


@pytest.mark.parametrize("samples", [1, 7, 40])
def test_the_curve_around_values_is_nowhere_below_them_and_forgets_what_is_far_away(samples: int) -> None:
    values = np.abs(np.random.default_rng(3).standard_normal(300))
    over = around(values, samples)
    assert (over >= values - 1e-12).all()
    later = np.array(values)
    later[200:] += 5.0
    changed = around(later, samples)
    assert np.abs(changed - over)[: 200 - samples - 3].max() < 1e-9
    assert changed[205] > over[205] + 4
    assert np.abs(np.diff(over)).max() <= np.ptp(values) / max(1, 0.6 * samples - 2) + 1e-9
