"""A real photo becomes a film: what stays still, what comes back the same, what is computed again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from studio.app import Studio, find
from studio.cli.entry import main
from studio.engine.events import Event, Finished
from studio.files.bvh import read_bvh
from studio.files.metadata import read_graph
from studio.graph import project
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph
from studio.media.image import Image

ANALYSIS = {"load_photo", "detect_people", "estimate_pose", "matte_people", "find_faces", "clean_plate", "rig_person"}
SIZE = (640, 360)
SMALL = ("--height", "120", "--fps", "6", "--seconds", "0.5")


class Ears:
    """Remembers which node types computed."""

    def __init__(self) -> None:
        self.computed: list[str] = []

    def listen(self, event: Event) -> None:
        """Receive one event."""
        if isinstance(event, Finished):
            self.computed.append(event.type)


@pytest.fixture(scope="module")
def ears() -> Ears:
    """What the shared studio computed."""
    return Ears()


@pytest.fixture(scope="module")
def studio(ears: Ears) -> Iterator[Studio]:
    """One studio for the module, so that the photo is analysed once."""
    yield Studio(listen=ears.listen)


@pytest.fixture(scope="module")
def graph(studio: Studio, two_men: Path) -> Graph:
    """The group photo at its own size, one second."""
    return set_shot(studio.preset("group_photo", two_men), size=SIZE, fps=8.0, first=0, last=7)


def with_knob(studio: Studio, graph: Graph, node: str, knob: str, value: object) -> Graph:
    return set_knob(graph, studio.library, find(graph, node), knob, value)


def psnr(a: Image, b: Image) -> float:
    """Peak signal-to-noise ratio in dB, on 8-bit sRGB."""
    error = np.mean((a.srgb8().astype(np.float64) - b.srgb8()) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def far_from_people(studio: Studio, graph: Graph) -> np.ndarray:
    """(H, W) True outside the mattes grown by 5% of each person's height."""
    import cv2

    people = studio.pull(graph, "find_faces")
    near = np.zeros(SIZE[::-1], np.uint8)
    for person in people.values():
        radius = max(1, round(0.05 * (person.box[3] - person.box[1])))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        near |= cv2.dilate((person.matte.full() > 0).astype(np.uint8), disc)
    return near == 0


def test_with_breath_alone_nothing_changes_away_from_people(studio: Studio, graph: Graph) -> None:
    breathing = with_knob(studio, graph, "choose_motion", "motion", "breathe")
    away = far_from_people(studio, breathing)
    photo = studio.pull(breathing, "load_photo").srgb8()
    assert away.mean() > 0.2
    changed = 0
    for time in (0.0, 0.5, 0.875):
        frame = studio.pull(breathing, "stage_people", "colour", time).srgb8()
        assert np.array_equal(frame[away], photo[away])
        changed += int((frame[~away] != photo[~away]).sum())
    assert changed > 1000


def test_with_every_amplitude_at_one_percent_each_frame_is_the_photo(studio: Studio, graph: Graph) -> None:
    faint = graph
    for knob in ("amplitude", "idle"):
        faint = with_knob(studio, faint, "choose_motion", knob, 0.01)
    photo = studio.pull(faint, "load_photo")
    for time in (0.0, 0.375, 0.875):
        assert psnr(studio.pull(faint, "stage_people", "colour", time), photo) >= 40


def test_everybody_moves(studio: Studio, graph: Graph) -> None:
    first, later = (studio.pull(graph, "stage_people", "colour", time).srgb8().astype(int) for time in (0.0, 0.875))
    ids = studio.pull(graph, "stage_people", "ids", 0.0)
    assert len(ids.people) == 2
    for place in range(1, 3):
        person = ids.index == place
        assert (np.abs(first - later)[person].max(axis=1) > 8).mean() > 0.05


def test_a_changed_motion_knob_analyses_nothing_again(studio: Studio, graph: Graph, ears: Ears) -> None:
    studio.pull(graph, "stage_people", "colour", 0.5)
    ears.computed.clear()
    other = with_knob(studio, graph, "choose_motion", "seed", 11)
    studio.pull(other, "stage_people", "colour", 0.5)
    assert "stage_people" in ears.computed
    assert not ANALYSIS & set(ears.computed)


def test_nobody_is_left_in_the_plate(studio: Studio, graph: Graph) -> None:
    from studio.graph.edit import add
    from studio.graph.graph import Source

    plate = Source(find(graph, "clean_plate"), "out")
    longer, second = add(graph, studio.library, "detect_people", image=plate)
    assert len(studio.pull(longer, second)) == 0


def test_a_film_carries_its_graph_and_renders_itself_again(two_men: Path, tmp_path: Path) -> None:
    film, again, bare = tmp_path / "new folder" / "film.mp4", tmp_path / "again.mp4", tmp_path / "bare.mp4"
    media = ["--media", str(two_men.parent)]
    assert main(["animate", str(two_men), "-o", str(film), *SMALL, "--motion", "nod"]) == 0
    text = read_graph(film)
    assert text is not None
    assert str(two_men.parent) not in text
    assert main(["render", str(film), "-o", str(again), *media]) == 0
    assert len(pixels(film)) == 3
    assert np.array_equal(pixels(film), pixels(again))
    assert main(["render", str(again), "-o", str(bare), "--no-graph", *media]) == 0
    assert np.array_equal(pixels(film), pixels(bare))
    assert read_graph(bare) is None


def test_motion_goes_out_as_bvh_beside_the_film(two_men: Path, tmp_path: Path) -> None:
    command = ["animate", str(two_men), "-o", str(tmp_path / "f.mp4"), *SMALL, "--motion", "nod"]
    assert main([*command, "--bvh", str(tmp_path / "motion")]) == 0
    files = sorted((tmp_path / "motion").glob("*.bvh"))
    assert [path.stem for path in files] == ["person_1", "person_2"]
    assert len(read_bvh(files[0]).values) == 3


def test_frames_carry_their_graph_and_render_the_film(two_men: Path, tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    for kind in ("png", "exr"):
        assert main(["animate", str(two_men), "-o", f"{frames}/f.%04d.{kind}", *SMALL, "--motion", "nod"]) == 0
        again = tmp_path / f"{kind}.%04d.png"
        source = str(frames / f"f.0001.{kind}")
        assert main(["render", source, "-o", str(again), "--media", str(two_men.parent)]) == 0
    for number in range(3):
        made = [(tmp_path / f"{kind}.{number:04d}.png").read_bytes() for kind in ("png", "exr")]
        assert made[0] == made[1]


def test_a_photo_that_is_gone_is_named_with_the_way_to_find_it(
    nobody: Path, tmp_path: Path, told: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    film, again = tmp_path / "films" / "film.mp4", str(tmp_path / "again.mp4")
    assert main(["render", str(photo_project(tmp_path / "shot.vivant", nobody)), "-o", str(film)]) == 0
    moved = tmp_path / "elsewhere" / "renamed.jpg"
    moved.parent.mkdir()
    nobody.rename(moved)
    assert main(["render", str(film), "-o", again]) == 2
    line = told()
    assert "nobody.png" in line
    assert "--media" in line
    assert not Path(again).exists()
    assert main(["render", str(film), "-o", again, "--media", str(moved.parent)]) == 0
    assert np.array_equal(pixels(film), pixels(Path(again)))


def test_a_photo_that_changed_since_is_noted(
    nobody: Path, tmp_path: Path, ramp: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    shot = photo_project(tmp_path / "shot.vivant", nobody)
    ramp(nobody, 80, 64)
    assert main(["render", str(shot), "-o", str(tmp_path / "film.mp4")]) == 0
    assert "is not the file that the graph was made with" in capsys.readouterr().err


def photo_project(path: Path, photo: Path) -> Path:
    """A project that turns a photo into a short film."""
    from studio.app import library
    from studio.graph.build import Builder

    build = Builder(library())
    build.write_movie(build.reformat(build.load_photo(path=str(photo))))
    project.save(path, set_shot(build.graph, size=(96, 64), last=2), library())
    return path


def test_two_runs_of_a_film_are_identical(two_men: Path, tmp_path: Path) -> None:
    """Nothing kept, in two processes whose hashes fall differently: the same bytes."""
    for run in ("1", "2"):
        command = ["animate", str(two_men), "-o", str(tmp_path / run / "f.%04d.png"), *SMALL, "--no-cache"]
        environment = {**os.environ, "PYTHONHASHSEED": run}
        subprocess.run([sys.executable, "-m", "studio.cli", *command], check=True, env=environment)
    names = [path.name for path in sorted((tmp_path / "1").iterdir())]
    assert names == ["f.0000.png", "f.0001.png", "f.0002.png"]
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_some_frames_at_a_quarter_of_the_size_with_a_knob_changed(
    studio: Studio, graph: Graph, tmp_path: Path, told: Callable[[], str]
) -> None:
    project.save(tmp_path / "shot.vivant", graph, studio.library)
    out = tmp_path / "frames"
    command = ["render", str(tmp_path / "shot.vivant"), "-o", f"{out}/", "--frames", "2:3", "--proxy", "4"]
    assert main([*command, "--set", "choose_motion.motion=breathe"]) == 0
    assert [path.name for path in sorted(out.iterdir())] == ["frame.0002.png", "frame.0003.png"]
    for path in out.iterdir():
        with Pillow.open(path) as picture:
            assert picture.size == (160, 90)
    wrong = {
        "choose_motion.motion=nope": "wave", "choose_motion.nope=1": "amplitude", "nope.seed=1": "choose_motion",
        "nonsense": "NODE.KNOB=VALUE", "choose_motion.amplitude=99": "0 to 4",
    }  # fmt: skip
    for text, word in wrong.items():
        assert main([*command, "--set", text]) == 2
        assert word in told()
    for frames in ("3:2", "a:b", "7"):
        assert main([*command[:4], "--frames", frames]) == 2
        assert "A:B" in told()
    assert main([*command[:4], "--frames", "6:8"]) == 2
    assert "frames 0 to 7" in told()
    assert main([*command[:4], "--media", str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in told()


def test_a_film_is_as_long_as_asked_for(two_men: Path, tmp_path: Path) -> None:
    import av

    film = tmp_path / "film.mkv"
    options = ["--height", "90", "--seconds", "1.5", "--fps", "10", "--seed", "3", "--preset", "subtle"]
    assert main(["animate", str(two_men), "-o", str(film), *options]) == 0
    assert pixels(film).shape == (15, 90, 160, 3)
    with av.open(str(film)) as container:
        assert container.streams.video[0].average_rate == 10


def pixels(film: Path) -> np.ndarray:
    """Every decoded frame."""
    import av

    with av.open(str(film)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])
