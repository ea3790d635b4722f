"""What the tests of the command line share: pictures without people, and one-line errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow


@pytest.fixture(scope="session")
def ramp() -> Callable[..., Path]:
    """Writes a picture without people: a soft ramp of grey."""

    def write(path: Path, width: int = 96, height: int = 64) -> Path:
        shades = np.linspace(40, 200, width, dtype=np.uint8)
        Pillow.fromarray(np.repeat(np.tile(shades, (height, 1))[..., None], 3, axis=2)).save(path)
        return path

    return write


@pytest.fixture
def nobody(ramp: Callable[..., Path], tmp_path: Path) -> Path:
    """A picture without people."""
    return ramp(tmp_path / "nobody.png")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """The only error line since it was last asked; fails on a second one and on a traceback."""

    def read() -> str:
        lines = capsys.readouterr().err.strip().splitlines()
        errors = [line for line in lines if line.startswith("vivant: ")]
        assert len(errors) == 1, lines
        assert "Traceback" not in "\n".join(lines)
        return errors[0]

    return read


@pytest.fixture
def entries() -> Callable[[Path], set[str]]:
    """What lies in a folder, hidden files and subfolders too, by relative path."""
    return lambda folder: {str(path.relative_to(folder)) for path in folder.rglob("*")}
