"""Clips of walks and runs are what their numbers make them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOTIONS = ROOT / "resources" / "motions"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of clips that were written anew."""
    folder = tmp_path_factory.mktemp("gaits")
    subprocess.run([sys.executable, str(ROOT / "packaging/gaits/make_gaits.py"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize(
    "name", ["walk_strut", "walk_limp", "walk_stagger", "walk_skip", "walk_backwards", "run_panic"]
)
def test_a_gait_made_anew_is_the_file_that_is_there(made: Path, name: str) -> None:
    assert (made / f"{name}.json").read_bytes() == (MOTIONS / f"{name}.json").read_bytes()


def test_every_kind_of_walk_and_run_is_made_and_the_plain_ones_are_left_alone(made: Path) -> None:
    there = {path.name for path in MOTIONS.glob("*.json") if path.name.startswith(("walk_", "run_"))}
    assert {path.name for path in made.iterdir()} == there
