"""Playing: in time, to and fro, once; with sound and without."""

from __future__ import annotations

import time
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from studio.graph.edit import set_play
from studio.media.sound import Sound
from studio.ui.bridge import Answer, Look
from studio.ui.timeline.playback import Ending, frame_after
from studio.ui.timeline.sound_player import SoundPlayer


@pytest.mark.parametrize(
    ("ending", "start", "steps", "frame"),
    [
        ("loop", 12, 0, 12), ("loop", 12, 3, 15), ("loop", 14, 3, 11), ("loop", 10, -1, 15), ("once", 14, 1, 15),
        ("once", 14, 2, None), ("once", 10, -1, None), ("pingpong", 14, 1, 15), ("pingpong", 14, 2, 14),
        ("pingpong", 14, 7, 11), ("pingpong", 11, -2, 11), ("pingpong", 10, 10, 10),
    ],
)  # fmt: skip
def test_after_so_many_steps_it_is_here(ending: Ending, start: int, steps: int, frame: int | None) -> None:
    assert frame_after(start, steps, (10, 15), ending) == frame


def test_playing_keeps_time_within_a_frame_over_a_second(desk: Any) -> None:
    desk.type("Space")
    began = time.perf_counter()
    apart = []
    while time.perf_counter() - began < 1.1:
        desk.wait(3)
        apart.append(abs(desk.session.frame - (time.perf_counter() - began) * 24))
    assert desk.session.playing and desk.session.frame >= 25
    assert sorted(apart)[len(apart) * 3 // 4] < 1.6
    desk.type("Space")
    still = desk.session.frame
    desk.wait(120)
    assert not desk.session.playing and desk.session.frame == still


def test_a_slow_window_drops_frames_and_does_not_fall_behind(desk: Any) -> None:
    def busy(_: int) -> None:
        time.sleep(0.1)

    seen: list[int] = []
    desk.session.frame_changed.connect(busy)
    desk.session.frame_changed.connect(seen.append)
    desk.session.play(True)
    began = time.perf_counter()
    desk.until(lambda: time.perf_counter() - began > 0.8)
    desk.session.play(False)
    desk.session.frame_changed.disconnect(busy)
    assert seen[-1] >= 14 and len(seen) <= 10


def test_only_the_played_range_is_played_again_and_again(desk: Any) -> None:
    desk.session.apply(partial(set_play, play=(40, 44)))
    desk.panel.transport.speed.setCurrentIndex(5)
    seen: list[int] = []
    desk.session.frame_changed.connect(seen.append)
    desk.session.play(True)
    assert desk.until(lambda: len(seen) > 14)
    assert set(seen) <= set(range(40, 45)) and sum(b < a for a, b in pairwise(seen)) >= 2


def test_l_goes_through_ping_pong_and_once_which_stops_at_the_end(desk: Any) -> None:
    desk.session.apply(partial(set_play, play=(0, 5)))
    desk.panel.transport.speed.setCurrentIndex(4)
    desk.type("L")
    seen: list[int] = []
    desk.session.frame_changed.connect(seen.append)
    desk.session.play(True)
    assert desk.until(lambda: len(seen) > 9)
    desk.session.play(False)
    assert all(abs(a - b) <= 3 for a, b in pairwise(seen)) and max(seen) >= 4
    assert any(b < a for a, b in pairwise(seen)) and any(b > a for a, b in pairwise(seen))
    desk.type("L")
    desk.session.go(2)
    desk.session.play(True)
    assert desk.until(lambda: not desk.session.playing) and desk.session.frame == 5


def test_it_plays_backwards(desk: Any) -> None:
    desk.session.go(30)
    desk.type("Ctrl+Space")
    assert desk.until(lambda: desk.session.frame < 26)
    desk.type("Ctrl+Space")
    assert not desk.session.playing


def test_scrubbing_while_it_plays_goes_on_from_there(desk: Any) -> None:
    desk.session.play(True)
    desk.wait(100)
    desk.session.go(70)
    desk.wait(150)
    assert 71 <= desk.session.frame <= 78


def test_every_frame_waits_for_its_picture(desk: Any) -> None:
    desk.session.look("blur_1")
    desk.session.commands["time.every_frame"].trigger()
    desk.session.play(True)
    desk.wait(400)
    assert desk.session.frame == 1
    desk.session.bridge.answered.emit(Answer(Look("blur_1", "", desk.session.time), desk.graph, None))
    assert desk.until(lambda: desk.session.frame == 2)


def test_space_plays_again_after_a_number_was_typed(desk: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    field = desk.panel.transport.frame
    desk.panel.activateWindow()
    assert desk.until(desk.panel.isActiveWindow)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.session.frame == 12 and not field.hasFocus()
    QTest.keyClick(desk.panel, Qt.Key.Key_Space)
    assert desk.session.playing


def test_the_real_rate_is_shown_while_it_plays(desk: Any) -> None:
    desk.session.play(True)
    assert desk.until(lambda: "fps" in desk.panel.transport.real.text())
    desk.session.play(False)
    assert desk.panel.transport.real.text() == ""


class FakeStream:
    """A device that is asked for sound by the test."""

    def __init__(self, rate: int, channels: int, callback: Any) -> None:
        self.rate, self.channels, self.callback, self.closed = rate, channels, callback, False

    def pull(self, count: int) -> np.ndarray[Any, Any]:
        out = np.ones((count, self.channels), np.float32)
        self.callback(out, count, None, None)
        return out

    def close(self) -> None:
        self.closed = True


def ramp(seconds: float = 4.0) -> Sound:
    """Each sample says at which second it lies."""
    return Sound((np.arange(int(seconds * 1000)) / 1000).astype(np.float32)[:, None], 1000)


def test_sound_comes_from_the_playhead_jumps_with_it_and_falls_silent() -> None:
    now, streams = [100.0], []

    def open_stream(*args: Any) -> FakeStream:
        streams.append(FakeStream(*args))
        return streams[-1]

    player = SoundPlayer(open_stream, clock=lambda: now[0])
    player.set_sound(ramp())
    player.start(1.0, 1.0)
    player.wait()
    assert streams[0].pull(100)[:, 0] == pytest.approx(1.0 + np.arange(100) / 1000, abs=1e-4)
    now[0] += 0.1
    assert streams[0].pull(100)[0, 0] == pytest.approx(1.1, abs=1e-4)
    player.start(3.0, -1.0)
    assert streams[0].pull(10)[:2, 0] == pytest.approx([3.0, 2.999], abs=1e-4)
    player.stop()
    player.wait()
    assert not streams[0].pull(10).any() and streams[0].closed


def test_without_a_device_it_plays_on_in_silence(desk: Any) -> None:
    def none(*_: Any) -> Any:
        raise OSError("no device")

    desk.panel.playback.sound = SoundPlayer(none)
    desk.panel.playback.sound.set_sound(ramp())
    desk.session.play(True)
    assert desk.until(lambda: desk.session.frame > 4)


def test_the_sound_follows_the_loop(desk: Any) -> None:
    streams: list[FakeStream] = []

    def open_stream(*args: Any) -> FakeStream:
        streams.append(FakeStream(*args))
        return streams[-1]

    player = desk.panel.playback.sound = SoundPlayer(open_stream)
    player.set_sound(ramp())
    desk.session.apply(partial(set_play, play=(24, 36)))
    desk.session.play(True)
    desk.wait(100)
    player.wait()
    heard: list[float] = []

    def jumped() -> bool:
        heard.append(float(streams[0].pull(1)[0, 0]))
        return any(b < a - 0.3 for a, b in pairwise(heard))

    assert desk.until(jumped) and min(heard) >= 0.9 and max(heard) < 2.5
