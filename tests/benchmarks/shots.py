"""Ten prompted shots on ten pictures: what was asked, what each beat moves, and a contact sheet of each to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.app import Studio, find
from studio.cli.animate import long_enough
from studio.cli.prompt import DIRECTED, prompted
from studio.engine.cancel import Cancel
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph
from studio.graph.shot_limits import film_size
from studio.media.motion import Motions
from studio.media.rig import Rig
from studio.media.script import Beat, Script

NEEDS_DATA = True
SHOTS = (
    ("people/misc/bus.jpg", "the second person from the left walks to the right, then nods"),
    ("people/ochuman/000817.jpg", "the man in black and the woman in the middle shake hands"),
    ("people/misc/2019-LADIES-NIGHT-2ND-GOMES.jpg", "the woman on the left waves, then the others cheer"),
    ("people/misc/three_people.jpg", "the man in the middle nods, then the man on the left waves"),
    ("people/groups/19.jpg", "everyone bows, then the man on the right laughs"),
    ("people/cihp/images/0005008.jpg", "everybody dances"),
    ("people/misc/pose.jpg", "the man bows, then he waves twice"),
    ("people/mpii/052475643.jpg", "the man on the left laughs, then the man on the right shakes his head"),
    ("people/groups/13.jpg", "the man on the right says 'Welcome!' happily, then the man on the left nods twice"),
    ("art/paintings/painting_25.jpg", "they talk, then the man on the left laughs"),
)  # fmt: skip
FPS, HEIGHT, LOOKS = 24.0, 540, 8
MOVES = 0.02
"""A beat shows where some joint of its person travels by this share of the body's height while it lasts."""
TALL = 1.7


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Make every shot; print its beats.

    Args:
        data: The folder of real data.
        out: Where films and contact sheets go; None writes none.

    Returns:
        By picture: the prompt, what was not understood, how many beats there are and how many of them show.
    """
    if data is None:
        print("shots: no data; name its folder with --data DIR or VIVANT_DATA")
        return {}
    rows = {Path(name).stem: shoot(data / name, prompt, out) for name, prompt in SHOTS}
    beats, shown = (sum(row[key] for row in rows.values()) for key in ("beats", "shown"))
    print(f"beats that show: {shown} of {beats}")
    return rows


def shoot(photo: Path, prompt: str, out: Path | None) -> dict[str, Any]:
    """Make one shot and print what each beat moves."""
    studio = Studio()
    graph = prompted(studio, studio.preset(DIRECTED, photo), prompt)
    graph = set_shot(graph, size=film_size(studio.pull(graph, "load_photo").size, HEIGHT), fps=FPS)
    graph = long_enough(studio, graph, Cancel())
    script: Script = studio.pull(graph, "write_script")
    print(f"{photo.stem}: {prompt}", flush=True)
    shown = 0
    for beat in script.beats:
        far = travel(studio, graph, beat)
        shown += far >= MOVES
        print(f"    {beat.start:5.1f} s {beat.who} {beat.action} {beat.target}: {far:.0%} of the height", flush=True)
    for phrase in script.not_understood:
        print(f"    not understood: {phrase}")
    if out is not None:
        write(studio, graph, photo, prompt, out)
    return {"prompt": prompt, "not_understood": script.not_understood, "beats": len(script.beats), "shown": shown}


def travel(studio: Studio, graph: Graph, beat: Beat) -> float:
    """How far the farthest of a person's joints gets from where it was, as a share of the body's height."""
    from nodes.algorithms.stance import places
    from nodes.motion.posing import body_from, stance_at

    rig: Rig = studio.pull(graph, "rig_person")[beat.who]
    motions: Motions = studio.pull(graph, "correct_motion")
    if beat.who not in motions:
        return 0.0
    body = body_from(rig)
    times = np.linspace(beat.start, beat.start + beat.duration, 24)
    path = np.array([places(body, stance_at(body, motions[beat.who], time))[1] for time in times])
    far = np.linalg.norm(path[:, :, :2] - path[:1, :, :2], axis=2).max()
    return float(far) / (TALL * rig.pixels_per_metre)


def write(studio: Studio, graph: Graph, photo: Path, prompt: str, out: Path) -> None:
    """The film and a contact sheet with the prompt as its file's name."""
    import cv2

    from studio.files.contact_sheet import contact_sheet

    graph = set_knob(graph, studio.library, find(graph, "write_movie"), "path", str(out / f"{photo.stem}.mp4"))
    studio.write(graph, "write_movie")
    sheet = contact_sheet(list(frames_of(studio, graph)), columns=4, width=480)
    cv2.imwrite(str(out / f"{photo.stem}.png"), np.ascontiguousarray(sheet[..., ::-1]))
    (out / f"{photo.stem}.txt").write_text(prompt + "\n", encoding="utf-8")


def frames_of(studio: Studio, graph: Graph) -> Iterator[tuple[str, npt.NDArray[np.uint8]]]:
    """Some frames with their times."""
    for frame in np.linspace(0, len(graph.shot.frames) - 1, LOOKS).round():
        time = graph.shot.time(int(frame))
        yield f"{time:.1f} s", studio.pull(graph, "stage_people", "colour", time).srgb8()
