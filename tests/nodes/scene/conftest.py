"""Scenes that several tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from paper_people import Scene, make_scene


@pytest.fixture(scope="session")
def pair() -> Scene:
    """Two people side by side, the right one in front; both stand on the grass."""
    return make_scene({"person_1": (130, 200, 130, 5.0), "person_2": (165, 220, 150, 4.3)})


@pytest.fixture(scope="session")
def apart() -> Scene:
    """Two people who do not touch."""
    return make_scene({"person_1": (80, 190, 110, 6.0), "person_2": (230, 220, 150, 4.3)})
