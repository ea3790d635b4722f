"""Sound from a file, at its place in the film."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext

from nodes.voice.load_sound import load_sound
from studio.media.errors import BadInput
from studio.media.sound import Sound

F32 = npt.NDArray[np.float32]
RATE = 48000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """One second, at a quarter of full scale."""
    found = tmp_path / "sound.wav"
    with wave.open(str(found), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.full(RATE, 8192, "<i2").tobytes())
    return found


def heard(ctx: FakeContext | None = None, sound: Sound | None = None, **knobs: object) -> F32:
    made = load_sound(ctx or FakeContext(), sound, **knobs)  # type: ignore[arg-type]
    assert made.rate == RATE
    return made.samples


def test_it_begins_where_it_is_put_and_lasts_as_long_as_it_is_cut(path: Path) -> None:
    samples = heard(path=str(path), start=0.5, trim=0.25, length=0.5)
    assert len(samples) == RATE and not samples[: RATE // 2].any()
    assert samples[RATE // 2 :] == pytest.approx(0.25)


def test_six_decibels_are_twice_as_much(path: Path) -> None:
    assert heard(path=str(path), gain=6.0206) == pytest.approx(0.5, abs=1e-4)


def test_it_comes_and_goes_softly(path: Path) -> None:
    line = heard(path=str(path), fade_in=0.5, fade_out=0.25)[:, 0]
    assert line[0] < 0.001 and line[-1] < 0.001 and line[RATE * 5 // 8] == pytest.approx(0.25)
    assert (np.diff(line[: RATE // 2]) >= 0).all() and (np.diff(line[-RATE // 4 :]) <= 0).all()
    assert line[RATE // 4] == pytest.approx(0.25 / np.sqrt(2), abs=1e-3), "half way it has half its power"


def test_two_sounds_are_heard_at_once_whatever_their_rates(path: Path) -> None:
    other = Sound(np.full((24000 * 2, 2), 0.5, np.float32), 24000)
    samples = heard(sound=other, path=str(path))
    assert samples.shape[1] == 2 and len(samples) == pytest.approx(2 * RATE, abs=64)
    assert samples[RATE // 2] == pytest.approx((0.75, 0.75), abs=0.01)
    assert samples[RATE * 3 // 2] == pytest.approx((0.5, 0.5), abs=0.01)


def test_a_file_that_moved_is_read_where_it_was_found_again(path: Path) -> None:
    ctx = FakeContext()
    ctx.media = {"old/sound.wav": path}
    assert len(heard(ctx, path="old/sound.wav")) == RATE


def test_no_path_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="set the path"):
        heard()
