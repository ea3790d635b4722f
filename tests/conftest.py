"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Results on disk go to a folder of this test run, shared by its processes, and never to the user's cache."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "results"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVANT_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def two_men(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real photo with two people, 640 x 360. The session's cache keeps what is found in it."""
    from PIL import Image as Pillow

    from studio.cli.demo import demo_photos

    path = tmp_path_factory.mktemp("photo") / "two men.jpg"
    with Pillow.open(demo_photos()[1]) as photo:
        photo.convert("RGB").resize((640, 360), Pillow.Resampling.LANCZOS).save(path, quality=92)
    return path


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data named by VIVANT_DATA; skips the test, saying so, where there is none."""
    folder = os.environ.get("VIVANT_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("VIVANT_DATA is not set: real data is needed")
    return Path(folder)
