"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data named by VIVANT_DATA; skips the test, saying so, where there is none."""
    folder = os.environ.get("VIVANT_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("VIVANT_DATA is not set: real data is needed")
    return Path(folder)
