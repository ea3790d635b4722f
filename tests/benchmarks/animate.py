"""From photo to finished film: two people, 4 s, 720p, 24 frames a second; by stage, cold and kept, peak memory."""

from __future__ import annotations

import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from studio.app import Studio, find
from studio.cli.animate import film_size
from studio.cli.demo import demo_photos
from studio.engine.events import Event, Finished
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph

ANALYSIS = (
    "load_photo", "detect_people", "estimate_pose", "matte_people", "find_faces", "estimate_camera", "estimate_depth",
    "clean_plate", "order_layers", "rig_person",
)  # fmt: skip


class Clock:
    """Adds up what the engine says each node type took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)

    def listen(self, event: Event) -> None:
        """Receive one event."""
        if isinstance(event, Finished):
            self.seconds[event.type] += event.milliseconds / 1000
            self.calls[event.type] += 1


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Measure; the photo is zidane.jpg of the installed ultralytics package, so no data is needed.

    Args:
        data: Not used.
        out: Where the film goes; None writes it to a temporary folder.

    Returns:
        Seconds by stage, frames a second, peak memory in GiB.
    """
    with tempfile.TemporaryDirectory() as temporary:
        return measure(Path(out or temporary) / "animate.mp4")


def measure(film: Path) -> dict[str, Any]:
    """Cold, kept, and with one motion knob changed."""
    clock = Clock()
    studio = Studio(listen=clock.listen, disk="")
    begun = time.perf_counter()
    graph = fitted(studio, studio.preset("group_photo", demo_photos()[1]))
    graph = set_knob(graph, studio.library, find(graph, "write_movie"), "path", str(film))
    studio.pull(graph, "rig_person")
    studio.pull(graph, "clean_plate")
    analysed = time.perf_counter()
    studio.write(graph, "write_movie")
    written = time.perf_counter()
    figures: dict[str, Any] = {f"{name}_s": round(clock.seconds[name], 3) for name in ANALYSIS}
    frames = len(graph.shot.frames)
    figures |= {
        "analysis_s": round(analysed - begun, 2),
        "film_s": round(written - analysed, 2),
        "total_s": round(written - begun, 2),
        "stage_frames_per_second": round(clock.calls["stage_people"] / max(1e-9, clock.seconds["stage_people"]), 1),
        "film_frames_per_second": round(frames / (written - analysed), 1),
    }
    figures |= kept(studio, graph, clock)
    figures["peak_gib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    for name, value in figures.items():
        print(f"{name:<34} {value}")
    return figures


def kept(studio: Studio, graph: Graph, clock: Clock) -> dict[str, Any]:
    """The same film again, and once more with one motion knob changed."""
    begun = time.perf_counter()
    studio.write(graph, "write_movie")
    again = time.perf_counter() - begun
    clock.calls.clear()
    graph = set_knob(graph, studio.library, find(graph, "choose_motion"), "seed", 7)
    begun = time.perf_counter()
    studio.write(graph, "write_movie")
    changed = time.perf_counter() - begun
    return {
        "kept_film_s": round(again, 2),
        "one_knob_changed_s": round(changed, 2),
        "one_knob_changed_reanalysed": sum(clock.calls[name] for name in ANALYSIS),
    }


def fitted(studio: Studio, graph: Graph) -> Graph:
    """The preset at 720p, 24 frames a second, 4 s."""
    size = film_size(studio.pull(graph, "load_photo").size, 720)
    return set_shot(graph, size=size, fps=24.0, first=0, last=95)
