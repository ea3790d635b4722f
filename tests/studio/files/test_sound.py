"""Reading sound out of files."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from studio.files.sound import at_rate, read_sound
from studio.media.errors import BadInput, Cancelled
from studio.media.sound import Sound

F32 = npt.NDArray[np.float32]


def tone(seconds: float, rate: int, channels: int = 1, hertz: float = 440.0) -> F32:
    """(N, C) half as loud as can be."""
    line = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(line[:, None], channels, 1).astype(np.float32)


def write_wav(path: Path, samples: F32, rate: int) -> Path:
    """16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setparams((samples.shape[1], 2, rate, 0, "NONE", ""))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def write_as(path: Path, codec: str, samples: F32, rate: int) -> Path:
    """In another codec."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate, layout="stereo")
        resampler = av.AudioResampler(
            stream.codec_context.format, "stereo", rate, stream.codec_context.frame_size or 1024
        )
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate = rate
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return path


def test_a_wave_file_comes_in_the_rate_of_films_and_keeps_its_pitch(tmp_path: Path) -> None:
    sound = read_sound(write_wav(tmp_path / "a.wav", tone(1.0, 16000), 16000))
    assert sound.rate == 48000 and sound.samples.shape == pytest.approx((48000, 1), abs=64)
    spectrum = np.abs(np.fft.rfft(sound.samples[:, 0]))
    assert spectrum.argmax() * 48000 / len(sound.samples) == pytest.approx(440, abs=2)
    assert np.abs(sound.samples[5000:40000]).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.m4a", "aac")]
)
def test_other_formats_sound_the_same(tmp_path: Path, name: str, codec: str) -> None:
    sound = read_sound(write_as(tmp_path / name, codec, tone(1.0, 48000, 2), 48000))
    assert sound.samples.shape[1] == 2 and len(sound.samples) == pytest.approx(48000, abs=3000)
    middle = sound.samples[12000:36000, 0]
    assert np.sqrt((middle * middle).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def test_a_part_is_the_same_part_of_the_whole(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1.0, 48000) * np.linspace(0, 1, 48000, dtype=np.float32)[:, None], 48000)
    whole, part = read_sound(path), read_sound(path, 0.25, 0.5)
    assert np.array_equal(part.samples, whole.samples[12000:36000])


def test_what_is_no_sound_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "words.wav").write_text("no sound at all")
    (tmp_path / "empty.wav").write_bytes(b"")
    path = write_wav(tmp_path / "short.wav", tone(0.2, 8000), 8000)
    for said, name, first in (("cannot be read", "words.wav", 0), ("is empty", "empty.wav", 0), ("is over", path, 3.0),
                              ("no file", "gone.wav", 0)):  # fmt: skip
        with pytest.raises(BadInput, match=said) as problem:
            read_sound(tmp_path / name, first)
        assert "\n" not in str(problem.value)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_sound(write_wav(tmp_path / "a.wav", tone(1.0, 48000), 48000), check=stop)


def test_another_rate_keeps_the_length_in_seconds() -> None:
    sound = at_rate(Sound(tone(1.0, 22050, 2), 22050), 48000)
    assert sound.rate == 48000 and sound.samples.shape == pytest.approx((48000, 2), abs=64)


def test_real_recordings_are_read_and_broken_ones_refused(data: Path) -> None:
    audio = data / "audio"
    speech = read_sound(audio / "jfk.flac")
    assert len(speech.samples) / speech.rate == pytest.approx(11.0, abs=0.05) and speech.samples.shape[1] == 2
    eight = read_sound(audio / "speech_recognition" / "audio-mono-8-bit-44100Hz.wav")
    assert np.abs(eight.samples).max() < 1
    for name in ("mono.empty.wav", "mono.invalid.wav", "mono.zero.wav"):
        with pytest.raises(BadInput):
            read_sound(audio / "aeneas" / name)
