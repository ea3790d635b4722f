"""Ten prompted shots on ten pictures: what was asked, how far each beat goes as drawn, and a sheet of frames."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from film_and_sheet import write_film

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.rotation import rotate
from nodes.motion.pose_at import pose_at
from nodes.rig.actor import local_pose, size_of
from nodes.rig.puppet import Puppet, PuppetPose
from studio.app import Studio
from studio.cli.animate import long_enough
from studio.cli.prompt import DIRECTED, prompted
from studio.engine.cancel import Cancel
from studio.graph.edit import set_shot
from studio.graph.graph import Graph
from studio.graph.shot_limits import film_size
from studio.media.image import Image
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
TALL = 1.7
SAMPLES, LATE = 48, 0.5
"""Moments of a beat that are looked at, and seconds after its end: clips take a little longer than their beats."""
LOOSE = 0.3
"""Freedom of an arm that can do something."""
NOSE = 0.3
"""Where along the bone of the head a face has its middle."""
GOALS: Mapping[str, Mapping[str, float]] = {
    "bow": {"lowers": 0.06}, "nod": {"face": 0.15}, "shake_head": {"yaw": 40.0, "face": 0.25},
    "laugh": {"head": 0.03, "face": 0.25}, "wave": {"hand": 0.06, "inside": 0.7},
    "cheer": {"hand": 0.15, "inside": 0.7},
    "dance": {"far": 0.05, "head": 0.03}, "talk": {"face": 0.1}, "walk": {"far": 0.25}, "handshake": {"hand": 0.05},
}  # fmt: skip
"""What a beat has to reach, all of it, to be read; any other action moves some joint by :data:`MOVES`."""
TIED = {"head": 0.03, "face": 0.25}
"""What somebody does instead whose hands are both held or out of sight."""
MOVES = 0.03
HELD = 0.75
"""Share of a hand's way from which on a gesture is held."""
TIPS = 1.8
"""Lengths of the bone of a hand, from the wrist to the tips of stretched fingers."""

TILT = 0.03
"""Metres of a hand that the photo's edge cuts, by which it may go farther out where it tilts."""


@dataclass(frozen=True)
class Drawn:
    """What a beat does as it is drawn; lengths are shares of the body's height.

    Attributes:
        far: How far the farthest joint gets from where it was.
        lowers: How far the top of the head comes down.
        head: How far the head goes, any way.
        hand: How far the farther hand goes.
        face: Lengths of the head between the ends of the way that the middle of the face goes against the skull's base.
        yaw: Degrees between the ends of the way that the head turns about the vertical.
        tied: Whether neither arm can move.
        inside: Share of the time that a gesture is held in which its hand is wholly inside the picture, of the worse
            one where both gesture.
    """

    far: float
    lowers: float
    head: float
    hand: float
    face: float
    yaw: float
    tied: bool = False
    inside: float = 1.0

    def lacks(self, action: str) -> list[str]:
        """What is less than its action asks for, in words."""
        goals = GOALS.get(action, {"far": MOVES})
        goals = TIED if self.tied and "hand" in goals else goals
        short = [(what, goal) for what, goal in goals.items() if getattr(self, what) < goal]
        return [f"{what} {getattr(self, what):.2f} of {goal:g}" for what, goal in short]


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Make every shot; print its beats.

    Args:
        data: The folder of real data.
        out: Where films and contact sheets go; None writes none.

    Returns:
        By picture: the prompt, what was not understood, and of each beat what it does and lacks.
    """
    if data is None:
        print("shots: no data; name its folder with --data DIR or VIVANT_DATA")
        return {}
    rows = {Path(name).stem: shoot(data / name, prompt, out) for name, prompt in SHOTS}
    beats = [beat for row in rows.values() for beat in row["beats"]]
    print(f"beats that reach their goals: {sum(not beat['lacks'] for beat in beats)} of {len(beats)}")
    return rows


def shoot(photo: Path, prompt: str, out: Path | None) -> dict[str, Any]:
    """Make one shot and print what each beat moves."""
    studio = Studio()
    graph = prompted(studio, studio.preset(DIRECTED, photo), prompt)
    graph = set_shot(graph, size=film_size(studio.pull(graph, "load_photo").size, HEIGHT), fps=FPS)
    graph = long_enough(studio, graph, Cancel())
    script: Script = studio.pull(graph, "write_script")
    print(f"{photo.stem}: {prompt}", flush=True)
    beats = []
    for beat in script.beats:
        found = drawn(studio, graph, beat)
        lacks = found.lacks(beat.action)
        beats.append({"who": beat.who, "action": beat.action, "drawn": asdict(found), "lacks": lacks})
        said = ", ".join(f"{what} {value:.2f}" for what, value in asdict(found).items())
        print(f"    {beat.start:5.1f} s {beat.who} {beat.action} {beat.target}: {said} {lacks or ''}", flush=True)
    for phrase in script.not_understood:
        print(f"    not understood: {phrase}")
    if out is not None:
        write_film(studio, graph, out, photo.stem, frames_of(studio, graph))
        (out / f"{photo.stem}.txt").write_text(prompt + "\n", encoding="utf-8")
    return {"prompt": prompt, "not_understood": script.not_understood, "beats": beats}


def drawn(studio: Studio, graph: Graph, beat: Beat) -> Drawn:
    """How far a beat goes in the picture, from the puppet that the stage draws."""
    rig: Rig = studio.pull(graph, "rig_person")[beat.who]
    motions: Motions = studio.pull(graph, "correct_motion")
    if beat.who not in motions:
        return Drawn(0, 0, 0, 0, 0, 0)
    times = np.linspace(beat.start, beat.start + beat.duration + LATE, SAMPLES)
    poses = [pose_at(motions, time=float(time))[beat.who] for time in times]
    puppet = Puppet(rig)
    frames = [puppet.pose(*local_pose(rig, pose), size_of(pose)) for pose in poses]
    found = _read(rig, frames, np.array([local_pose(rig, pose)[0] for pose in poses]))
    return replace(found, inside=_inside(rig, frames, studio.pull(graph, "load_photo").size))


def _inside(rig: Rig, frames: list[PuppetPose], size: tuple[int, int]) -> float:
    """Share of a held gesture's time in which the hand that makes it is wholly inside the picture."""
    shares = [1.0]
    for j in [rig.bones.index(f"{side}Hand") for side in ("left", "right")]:
        wrist, knuckles = (np.array([getattr(f, ends)[j] for f in frames], np.float64) for ends in ("heads", "tails"))
        gone = np.linalg.norm(knuckles - knuckles[0], axis=1)
        if gone.max() > GOALS["wave"]["hand"] * TALL * rig.pixels_per_metre:
            tips = wrist + TIPS * (knuckles - wrist)
            over = np.maximum(-np.minimum(wrist, tips), np.maximum(wrist, tips) - np.array(size)).max(axis=1)
            cut = float(over[0]) + TILT * rig.pixels_per_metre if over[0] > 0 else 0.0  # no worse than the photo itself
            shares.append(float((over <= cut)[gone >= HELD * gone.max()].mean()))
    return min(shares)


def _read(rig: Rig, frames: list[PuppetPose], rotations: npt.NDArray[Any]) -> Drawn:
    tall, head = TALL * rig.pixels_per_metre, rig.bones.index("head")
    tails, base = (np.array([getattr(f, ends) for f in frames], np.float64) for ends in ("tails", "heads"))
    gone = np.linalg.norm(tails - tails[:1], axis=2).max(axis=0) / tall
    hands = [gone[rig.bones.index(f"{side}Hand")] for side in ("left", "right")]
    skull, along = rig.heads[head, :2], (rig.tails - rig.heads)[head, :2]
    part, vertex = _nearest(rig, skull + NOSE * along)
    nose = np.array([f.vertices[part][vertex] for f in frames], np.float64) - base[:, head]
    face = np.linalg.norm(nose[:, None] - nose[None], axis=2).max() / float(np.hypot(*along))
    ahead = rotate(global_rotations(rotations, rig.parents)[:, head], np.array([0.0, 0.0, 1.0]))
    yaw = np.rad2deg(np.ptp(np.unwrap(np.arctan2(ahead[:, 0], ahead[:, 2]))))
    lowers = float((tails[:, head, 1] - tails[0, head, 1]).max()) / tall
    tied = all(rig.freedom[rig.bones.index(f"{side}UpperArm")] < LOOSE for side in ("left", "right"))
    return Drawn(float(gone.max()), lowers, float(gone[head]), float(max(hands)), float(face), float(yaw), tied)


def _nearest(rig: Rig, place: npt.NDArray[Any]) -> tuple[int, int]:
    """The part and the vertex that lie nearest to a place, among those of the body."""
    body = next((k for k, part in enumerate(rig.parts) if part.name == "body"), 0)
    return body, int(np.hypot(*(rig.parts[body].vertices - place).T).argmin())


def frames_of(studio: Studio, graph: Graph) -> Iterator[tuple[float, Image]]:
    """Some frames with their seconds."""
    for frame in np.linspace(0, len(graph.shot.frames) - 1, LOOKS).round():
        time = graph.shot.time(int(frame))
        yield time, studio.pull(graph, "stage_people", "colour", time)
