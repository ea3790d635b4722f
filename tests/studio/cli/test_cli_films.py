"""A real photo becomes a film: what stays still, what comes back the same, what is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.app import Studio, find
from studio.cli.demo import demo_photos
from studio.cli.entry import main
from studio.engine.events import Event, Finished
from studio.files.metadata import read_graph
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph
from studio.media.image import Image

ANALYSIS = {"load_photo", "detect_people", "estimate_pose", "matte_people", "find_faces", "clean_plate", "rig_person"}
TWO_MEN = demo_photos()[1]


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
    yield Studio(listen=ears.listen, disk="")


@pytest.fixture(scope="module")
def graph(studio: Studio) -> Graph:
    """The group photo at its own size, one second."""
    made = studio.preset("group_photo", TWO_MEN)
    return set_shot(made, size=(1280, 720), fps=8.0, first=0, last=7)


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
    near = np.zeros((720, 1280), np.uint8)
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
    faint = with_knob(studio, graph, "choose_motion", "amplitude", 0.01)
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


def test_a_film_carries_its_graph_and_renders_itself_again(tmp_path: Path) -> None:
    film, again = tmp_path / "new folder" / "film.mp4", tmp_path / "again.mp4"
    options = ["--height", "180", "--fps", "6", "--seconds", "0.5", "--motion", "nod"]
    assert main(["animate", str(TWO_MEN), "-o", str(film), *options]) == 0
    text = read_graph(film)
    assert text is not None
    assert str(TWO_MEN.parent) not in text
    assert main(["render", str(film), "-o", str(again), "--media", str(TWO_MEN.parent)]) == 0
    assert np.array_equal(pixels(film), pixels(again))
    bare = tmp_path / "bare.mp4"
    assert main(["render", str(film), "-o", str(bare), "--media", str(TWO_MEN.parent), "--no-graph"]) == 0
    assert read_graph(bare) is None


def test_frames_go_to_a_folder_or_a_pattern_and_two_runs_are_identical(tmp_path: Path) -> None:
    options = ["--height", "120", "--fps", "4", "--seconds", "0.5"]
    for target in ("a/f.%04d.png", "b/f.%04d.png"):
        assert main(["animate", str(TWO_MEN), "-o", str(tmp_path / target), "--no-cache", *options]) == 0
    names = [path.name for path in sorted((tmp_path / "a").iterdir())]
    assert names == ["f.0000.png", "f.0001.png"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_some_frames_at_a_quarter_of_the_size_with_a_knob_changed(tmp_path: Path) -> None:
    from studio.app import library
    from studio.graph import project

    studio = Studio(disk="")
    graph = set_shot(studio.preset("group_photo", TWO_MEN), size=(640, 360), fps=8.0)
    project.save(tmp_path / "shot.vivant", graph, library())
    out = tmp_path / "frames"
    command = ["render", str(tmp_path / "shot.vivant"), "-o", f"{out}/", "--frames", "2:3", "--proxy", "4"]
    assert main([*command, "--set", "choose_motion.motion=breathe"]) == 0
    import cv2

    found = sorted(out.iterdir())
    assert len(found) == 2
    assert cv2.imread(str(found[0])).shape == (90, 160, 3)


def pixels(film: Path) -> np.ndarray:
    """Every decoded frame."""
    import av

    with av.open(str(film)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])
