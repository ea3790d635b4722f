"""A first-time user's path, from a photo to a film, with a crash on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

HERE = Path(__file__).parent
WRIST = 160, 220, 230, 300
"""Where the left person's wrist is and goes: left, top, right, bottom."""
FAR = 300, 0, 450, 150
"""The other person's head, and what hangs behind it."""


def begin(part: str, folder: Path, screen: str, *photo: Path) -> subprocess.Popen[str]:
    """Open the window in a process of its own, always in the same home."""
    homes = {f"XDG_{name}_HOME": str(folder / "home" / name) for name in ("CONFIG", "STATE", "DATA")}
    kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM_PLUGIN_PATH"}
    around = {**kept, **homes, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(HERE / "first_user.py"), part, str(folder), *map(str, photo)]
    return subprocess.Popen(command, env=around, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """The last line that it says, or its first."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def picture(folder: Path, frame: int, box: tuple[int, int, int, int]) -> npt.NDArray[np.int16]:
    """A part of a frame of the film."""
    return np.asarray(Image.open(folder / f"f.{frame:04d}.png").convert("RGB").crop(box)).astype(np.int16)


@pytest.mark.timeout(600)
def test_from_a_photo_to_a_film_with_a_correction_and_a_crash(data: Path, screen: str, tmp_path: Path) -> None:
    window = begin("work", tmp_path, screen, data / "people" / "groups" / "13.jpg")
    try:
        assert said(window) == "working"
    finally:
        window.send_signal(signal.SIGKILL)
        window.communicate()
    window = begin("recover", tmp_path, screen)
    assert said(window) == "exported"
    assert window.wait() == 0
    window.communicate()
    corrected, plain = tmp_path / "corrected", tmp_path / "plain"
    assert len(list(corrected.glob("*.png"))) == len(list(plain.glob("*.png"))) == 21
    at_wrist = np.abs(picture(corrected, 20, WRIST) - picture(plain, 20, WRIST))
    assert at_wrist.mean() > 3, "the film shows the correction"
    whole = 0, 0, 450, 344
    assert np.array_equal(picture(corrected, 0, whole), picture(plain, 0, whole)), "long before it nothing changed"
    assert np.array_equal(picture(corrected, 20, FAR), picture(plain, 20, FAR)), "nothing changed elsewhere"
