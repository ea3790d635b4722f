"""Films and sequences: right colours, whole or not at all, with sound and graph."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from fakes import FakeContext

from nodes.video.write_movie import write_movie
from studio.files.metadata import read_graph
from studio.files.photo import read_photo
from studio.files.video import exact_rate
from studio.media.errors import BadInput, Cancelled, VivantError
from studio.media.film import Film
from studio.media.image import Image
from studio.media.shot import Shot
from studio.media.sound import Sound

GRAPH = '{"nodes": []}'
SHOT = Shot((0, 0), 24.0, 0, 5)


class Frames:
    """A clip made by a function of the time."""

    def __init__(self, make: Callable[[float], Image], shot: Shot = SHOT) -> None:
        self.make, self.shot = make, shot

    def at(self, time: float) -> Image:
        return self.make(time)

    def near(self, frames: int) -> Image:
        raise AssertionError("not asked for")


def context() -> FakeContext:
    ctx = FakeContext()
    ctx.metadata = {"vivant_graph": GRAPH}
    return ctx


def test_card() -> np.ndarray:
    """A grey ramp over saturated colours, all in blocks that 4:2:0 keeps."""
    card = np.zeros((96, 256, 3), np.uint8)
    card[:48] = np.arange(256, dtype=np.uint8)[None, :, None]
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255), (255, 255, 255),
               (180, 90, 30)]  # fmt: skip
    card[48:] = np.repeat(np.array(colours, np.uint8), 32, axis=0)[None]
    return card


test_card.__test__ = False  # type: ignore[attr-defined]


def shown(frame: av.VideoFrame) -> np.ndarray:
    """(H, W, 3) 8-bit R'G'B' as the standard says, without rounding; chroma repeated."""
    numbers = frame.to_ndarray().astype(float)
    height, width = frame.height, frame.width
    if frame.format.name == "yuv420p":
        luma, chroma = numbers[:height], numbers[height:].reshape(2, height // 2, width // 2)
        blue, red = chroma.repeat(2, axis=1).repeat(2, axis=2)
    else:
        luma, blue, red = (numbers / 4) if numbers.shape[0] == 3 else (numbers / 4).transpose(2, 0, 1)
    y, b, r = (luma - 16) / 219, (blue - 128) / 224, (red - 128) / 224
    green = y - (0.2126 * 1.5748 * r + 0.0722 * 1.8556 * b) / 0.7152
    return np.clip(np.stack([y + 1.5748 * r, green, y + 1.8556 * b], axis=2), 0, 1) * 255


def still(pixels: np.ndarray) -> Frames:
    image = Image.from_srgb8(pixels)
    return Frames(lambda time: image)


def noise(size: tuple[int, int] = (160, 120)) -> Frames:
    random = np.random.default_rng(0)
    frames = [Image.from_srgb8(random.integers(0, 256, (size[1], size[0], 3), np.uint8)) for _ in range(4)]
    return Frames(lambda time: frames[round(time * 24) % 4])


@pytest.mark.parametrize(
    ("name", "codec", "found"),
    [("a.mp4", "auto", "h264"), ("a.mkv", "auto", "h264"), ("a.mp4", "h265", "hevc"), ("a.mov", "auto", "prores")],
)
def test_colours_are_right_in_a_player(tmp_path: Path, name: str, codec: str, found: str) -> None:
    card = test_card()
    film = write_movie(context(), still(card), shot=SHOT, path=str(tmp_path / name), codec=codec)  # type: ignore[arg-type]
    with av.open(film.path) as seen:
        frames = list(seen.decode(video=0))
        assert seen.streams.video[0].codec_context.name == found
    assert len(frames) == film.frames == 6
    tags = frames[0].colorspace, frames[0].color_range, frames[0].color_primaries, frames[0].color_trc
    assert tags == (1, 1, 1, 1)  # BT.709, limited range
    difference = shown(frames[3]) - card
    assert np.abs(difference[4:44].mean(axis=(0, 1))).max() < 0.4
    assert np.abs(difference[4:44]).max() <= 6
    blocks = difference[56:88].reshape(32, 8, 32, 3)[:, :, 8:24]
    assert np.abs(blocks.mean(axis=(0, 2))).max() < 3
    assert read_graph(film.path) == GRAPH
    assert film.bytes == Path(film.path).stat().st_size


def test_frames_are_evenly_spaced_from_zero(tmp_path: Path) -> None:
    shot = Shot((0, 0), 23.976, 10, 19)
    film = write_movie(context(), noise(), shot=shot, path=str(tmp_path / "a.mp4"))
    with av.open(film.path) as seen:
        times = [frame.pts * frame.time_base for frame in seen.decode(video=0)]
    step = 1 / exact_rate(23.976)
    assert times == [step * number for number in range(10)]
    assert exact_rate(23.976) == exact_rate(24000 / 1001) and exact_rate(24.0) == 24 and exact_rate(12.5) == 12.5


def test_the_right_times_are_asked_for(tmp_path: Path) -> None:
    asked: list[float] = []
    image = Image.from_srgb8(np.zeros((16, 16, 3), np.uint8))

    def make(time: float) -> Image:
        assert threading.current_thread() is threading.main_thread()
        asked.append(time)
        return image

    write_movie(context(), Frames(make), shot=Shot((0, 0), 10.0, 3, 6), path=str(tmp_path / "a.mp4"))
    assert asked == [0.3, 0.4, 0.5, 0.6]


def test_a_film_begins_with_its_index(tmp_path: Path) -> None:
    film = write_movie(context(), noise(), shot=SHOT, path=str(tmp_path / "a.mp4"))
    content = Path(film.path).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.mov", "pcm_s16le")])
def test_sound_is_heard_in_step(tmp_path: Path, name: str, codec: str) -> None:
    samples = np.zeros((44100 * 2, 1), np.float32)
    samples[44100 : 44100 + 4410, 0] = np.sin(np.arange(4410) * 2 * np.pi * 440 / 44100) * 0.5
    shot = Shot((0, 0), 24.0, 12, 47)  # half a second in: the beep is heard after half a second
    ctx = context()
    film = write_movie(ctx, noise((64, 48)), Sound(samples, 44100), shot=shot, path=str(tmp_path / name))
    assert film.sound
    with av.open(film.path) as seen:
        assert seen.streams.audio[0].codec_context.name == codec
        heard = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in seen.decode(audio=0)])
        rate = seen.streams.audio[0].rate
    heard = heard / (32768 if codec.startswith("pcm") else 1)
    loud = np.flatnonzero(np.abs(heard) > 0.1) / rate
    assert abs(loud[0] - 0.5) < 0.05 and abs(loud[-1] - 0.6) < 0.05
    assert abs(len(heard) / rate - 1.5) < 0.06


def test_a_sound_that_ends_early_leaves_silence(tmp_path: Path) -> None:
    film = write_movie(context(), noise((64, 48)), Sound(np.full((100, 6), 0.1, np.float32), 8000), shot=SHOT,
                       path=str(tmp_path / "a.mp4"))  # fmt: skip
    with av.open(film.path) as seen:
        assert len(list(seen.decode(video=0))) == 6


@pytest.mark.parametrize(("size", "made"), [((33, 21), (34, 22)), ((1, 1), (2, 2)), ((64, 47), (64, 48))])
def test_odd_sizes_repeat_their_last_row_and_column(
    tmp_path: Path, size: tuple[int, int], made: tuple[int, int]
) -> None:
    pixels = np.full((size[1], size[0], 3), (200, 120, 40), np.uint8)
    film = write_movie(context(), still(pixels), shot=SHOT, path=str(tmp_path / "a.mp4"))
    assert film.size == made
    with av.open(film.path) as seen:
        frame = next(seen.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(frame.astype(int) - (200, 120, 40)).max() <= 6


def test_png_frames_are_exact_and_carry_the_graph(tmp_path: Path) -> None:
    card = test_card()
    film = write_movie(context(), still(card), shot=Shot((0, 0), 24.0, 7, 9), path=str(tmp_path / "new/f.%04d.png"))
    assert film == Film(film.path, "png", (256, 96), 24.0, 7, 3, film.bytes)
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["f.0007.png", "f.0008.png", "f.0009.png"]
    assert np.array_equal(read_photo(tmp_path / "new/f.0008.png").srgb8(), card)
    assert read_graph(tmp_path / "new/f.0008.png") == GRAPH


def test_png_frames_of_16_bits_with_transparency(tmp_path: Path) -> None:
    image = Image.from_array(np.full((4, 4, 4), (0.1, 0.05, 0, 0.5), np.float32))
    write_movie(context(), Frames(lambda time: image), shot=Shot(last=0), path=str(tmp_path / "a.png"), bits="16",
                alpha=True)  # fmt: skip
    seen = read_photo(tmp_path / "a.png").array()
    assert np.allclose(seen, image.array(), rtol=1e-3, atol=1e-4)


def test_exr_frames_are_the_numbers_themselves(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).normal(1, 2, (5, 7, 4)).astype(np.float16)
    pixels[..., 3] = 0.5
    image = Image.from_array(pixels)
    write_movie(context(), Frames(lambda time: image), shot=SHOT, path=str(tmp_path / "f.####.exr"), alpha=True)
    assert np.array_equal(read_photo(tmp_path / "f.0003.exr").array(), pixels.astype(np.float32))
    assert read_graph(tmp_path / "f.0003.exr") == GRAPH


@pytest.mark.parametrize(
    ("path", "codec", "made"),
    [
        ("shot/", "auto", "shot/frame.0000.png"),
        ("shot", "auto", "shot/frame.0000.png"),
        ("shot", "exr", "shot/frame.0000.exr"),
        ("f.png", "auto", "f.0000.png"),
        ("f.%02d.png", "png", "f.00.png"),
    ],
)
def test_where_a_sequence_goes(tmp_path: Path, path: str, codec: str, made: str) -> None:
    write_movie(context(), noise((8, 8)), shot=SHOT, path=f"{tmp_path}/{path}", codec=codec)  # type: ignore[arg-type]
    assert (tmp_path / made).is_file()


@pytest.mark.parametrize(
    ("path", "codec"),
    [
        ("", "auto"), ("a.avi", "auto"), ("a.vivant", "auto"), ("a.png", "h264"), ("a.mp4", "png"), ("a.mp4", "prores"),
        ("folder/", "h264"), ("f.%d.%d.png", "auto"), ("/dev/null/a.mp4", "auto"), ("a" * 300 + ".mp4", "auto"),
    ],
)  # fmt: skip
def test_paths_that_make_no_sense_are_refused_before_a_frame_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, codec: str
) -> None:
    monkeypatch.chdir(tmp_path)

    def make(time: float) -> Image:
        raise AssertionError("a frame was made")

    with pytest.raises(VivantError) as caught:
        write_movie(context(), Frames(make), shot=SHOT, path=path, codec=codec)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "f.%04d.png"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, Cancelled, VivantError("a node failed"), MemoryError])
def test_stopping_leaves_nothing_half_written(
    tmp_path: Path, name: str, error: type[BaseException] | BaseException
) -> None:
    whole = noise()
    (tmp_path / "a.mp4").write_text("the film from yesterday")

    def make(time: float) -> Image:
        if time > 0.1:
            raise error
        return whole.at(time)

    with pytest.raises(error if isinstance(error, type) else type(error)):
        write_movie(context(), Frames(make), shot=SHOT, path=str(tmp_path / "sub" / name))
    with pytest.raises(error if isinstance(error, type) else type(error)):
        write_movie(context(), Frames(make), shot=SHOT, path=str(tmp_path / "a.mp4"))
    assert (tmp_path / "a.mp4").read_text() == "the film from yesterday"
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "a.mp4"]
    assert all(read_photo(path).size == (160, 120) for path in left) and len(left) <= 3
    assert name.endswith("png") or not (tmp_path / "sub").exists()


def test_the_artist_stops_it_between_frames(tmp_path: Path) -> None:
    ctx = FakeContext(cancel_after=3)
    with pytest.raises(Cancelled):
        write_movie(ctx, noise(), shot=SHOT, path=str(tmp_path / "a.mp4"))
    assert list(tmp_path.iterdir()) == []
    assert ctx.steps[-1][:2] == (2, 6)


def test_nothing_is_overwritten_where_that_is_not_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("old")
    with pytest.raises(BadInput, match="there already"):
        write_movie(context(), noise(), shot=SHOT, path=str(tmp_path / "a.mp4"), overwrite=False)
    assert (tmp_path / "a.mp4").read_text() == "old"


def test_frames_of_different_size_are_refused(tmp_path: Path) -> None:
    def make(time: float) -> Image:
        return Image.from_srgb8(np.zeros((16 if time < 0.1 else 18, 16, 3), np.uint8))

    with pytest.raises(VivantError, match="every frame must be of one size"):
        write_movie(context(), Frames(make), shot=SHOT, path=str(tmp_path / "a.mp4"))
    assert list(tmp_path.iterdir()) == []


def test_two_runs_make_the_same_file(tmp_path: Path) -> None:
    for name in ("a.mp4", "a.mkv", "a.png", "a.exr"):
        both = []
        for _ in range(2):
            film = write_movie(context(), noise(), shot=Shot(last=0 if name[2:] in ("png", "exr") else 5),
                               path=str(tmp_path / name))  # fmt: skip
            both.append(Path(film.path).read_bytes())
        assert both[0] == both[1], name


def test_an_exr_does_not_say_when_it_was_written(tmp_path: Path) -> None:
    film = write_movie(context(), noise(), shot=Shot(last=0), path=str(tmp_path / "a.exr"))
    name, date = b"capDate\0string\0", re.compile(rb"\d{4}:\d\d:\d\d")
    assert date.search(Path(film.path).read_bytes().partition(name)[2][:30]) is None


def test_without_a_graph_nothing_is_carried(tmp_path: Path) -> None:
    film = write_movie(FakeContext(), noise(), shot=SHOT, path=str(tmp_path / "a.mp4"))
    assert read_graph(film.path) is None
    assert b"vivant" not in Path(film.path).read_bytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB."""
    yield from _mounted(tmp_path, "size=1m")


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that cannot be written to."""
    yield from _mounted(tmp_path, "size=1m,ro")


def _mounted(tmp_path: Path, options: str) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mov", "f.%04d.png", "f.%04d.exr"])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(small_disk: Path, name: str) -> None:
    clip = noise((640, 480))
    with pytest.raises(VivantError, match="disk is full") as caught:
        write_movie(context(), clip, shot=Shot(last=11), path=str(small_disk / "new" / name))
    assert "\n" not in str(caught.value)
    for path in small_disk.rglob("*"):
        assert path.is_dir() or read_photo(path).size == (640, 480)
    assert not list(small_disk.rglob(".*"))


def test_a_read_only_disk_is_told(read_only_disk: Path) -> None:
    for name in ("a.mp4", "new/a.mp4", "f.%04d.png", "new/"):
        with pytest.raises(BadInput, match="not allowed to write"):
            write_movie(context(), noise(), shot=SHOT, path=f"{read_only_disk}/{name}")
