"""Films of real photos: who moves, what tears, who is left in the plate; a contact sheet of each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from film_and_sheet import write_film

from studio.app import Studio, find
from studio.graph.edit import add, set_shot
from studio.graph.graph import Graph, Source
from studio.graph.shot_limits import film_size
from studio.media.by_id import ById
from studio.media.flow import Ids
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.motion import Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs

NEEDS_DATA = True
PICTURES = (
    "people/groups/13.jpg", "people/groups/19.jpg", "people/misc/bus.jpg", "people/misc/zidane.jpg",
    "people/misc/three_people.jpg", "people/misc/2019-LADIES-NIGHT-2ND-GOMES.jpg", "people/misc/Athlete-Intake.jpg",
    "people/coco/000000196141.jpg", "art/paintings/painting_2.jpg", "art/paintings/painting_20.jpg",
    "art/paintings/painting_25.jpg",
)  # fmt: skip
SECONDS, FPS, HEIGHT, LOOKS = 4.0, 24.0, 720, 16
SCRIPTED, SEEN, TALL = 0.15, 0.10, 1.7
"""A wrist is scripted where its clip moves it by this share of the body's height, and seen where the film shows it;
bodies are taken to be 1.7 metres tall."""

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    """What one film shows."""

    picture: str
    people: int
    moving: int
    scripted: int
    seen: int
    in_plate: int
    flipped: int
    holes: int


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Make every film; print a row each.

    Args:
        data: The folder of real data.
        out: Where films and contact sheets go; None writes none.

    Returns:
        Figures by picture.
    """
    if data is None:
        print("films: no data; name its folder with --data DIR or VIVANT_DATA")
        return {}
    print(f"{'picture':<36} people moving scripted seen plate flipped holes")
    rows = [measure(data / name, out) for name in PICTURES]
    print(f"scripted wrists seen to travel >= {SEEN:.0%} of their person's height: "
          f"{sum(row.seen for row in rows)} of {sum(row.scripted for row in rows)}")  # fmt: skip
    return {row.picture: {key: value for key, value in vars(row).items() if key != "picture"} for row in rows}


def measure(photo: Path, out: Path | None) -> Row:
    """Make one film, look at it, and print its row."""
    studio = Studio()
    graph = fitted(studio, studio.preset("group_photo", photo))
    people: People = studio.pull(graph, "order_layers")
    rigs: Rigs = studio.pull(graph, "rig_person")
    times = [graph.shot.time(frame) for frame in np.linspace(0, len(graph.shot.frames) - 1, LOOKS).round()]
    frames = [studio.pull(graph, "stage_people", "colour", time) for time in times]
    ids = [studio.pull(graph, "stage_people", "ids", time) for time in times]
    scripted = scripted_wrists(studio.pull(graph, "choose_motion"), rigs)
    travels = seen_travel(studio, graph, rigs, frames, ids)
    flipped, holes = quality(studio, graph, rigs, times)
    row = Row(
        photo.stem, len(people), sum(moves(frames, ids, name) for name in people), len(scripted),
        sum(travels.get(wrist, 0.0) >= SEEN for wrist in scripted), left_in_plate(studio, graph), flipped, holes,
    )  # fmt: skip
    print(f"{row.picture:<36} {row.people:6} {row.moving:6} {row.scripted:8} {row.seen:4} {row.in_plate:5} "
          f"{row.flipped:7} {row.holes:5}", flush=True)  # fmt: skip
    for wrist in sorted(scripted):
        print(f"    {wrist[0]} {wrist[1]}: {travels.get(wrist, 0.0):.0%} of the height")
    if out is not None:
        write_film(studio, graph, out, photo.stem, list(zip(times, frames, strict=True))[::2])
    return row


def fitted(studio: Studio, graph: Graph) -> Graph:
    """The preset at the benchmark's size and length."""
    size = film_size(studio.pull(graph, "load_photo").size, HEIGHT)
    return set_shot(graph, size=size, fps=FPS, first=0, last=int(SECONDS * FPS) - 1)


def scripted_wrists(motions: Motions, rigs: Rigs) -> set[tuple[str, str]]:
    """Wrists that the clips move, of arms that the photo leaves free."""
    found = set()
    for name, motion in motions.items():
        for side in ("left", "right"):
            free = freedom(rigs[name], f"{side}UpperArm") if name in rigs else 0.0
            acts = motion.channels[f"{side}Reach"].max() > 0
            if free >= 0.5 and acts and clip_travel(motion, side) >= SCRIPTED:
                found.add((name, f"{side}_wrist"))
    return found


def freedom(rig: Rig, bone: str) -> float:
    """A bone's freedom, 0 where the rig has none of it."""
    return float(rig.freedom[rig.bones.index(bone)]) if bone in rig.bones else 0.0


def clip_travel(motion: Any, side: str) -> float:
    """How far a clip moves a hand in the picture's plane in the film's time, as a share of the body's height."""
    from nodes.algorithms.hand_path import travel
    from nodes.algorithms.rotation import multiply, rotate

    chain = ("hips", "spine", "chest", f"{side}Shoulder", f"{side}UpperArm", f"{side}LowerArm")
    lengths = {f"{side}Shoulder": 0.08, f"{side}UpperArm": 0.17, f"{side}LowerArm": 0.15, "spine": 0.1, "chest": 0.15}
    sign = 1.0 if side == "left" else -1.0
    hand = np.zeros((len(motion.rotations), 3), np.float32)
    turned = np.tile(np.array([0, 0, 0, 1], np.float32), (len(motion.rotations), 1))
    for bone in chain:
        turned = multiply(turned, motion.rotations[:, motion.bones.index(bone)])
        along = np.array([sign, 0, 0] if side in bone else [0, 1, 0], np.float32) * lengths.get(bone, 0.0)
        hand += rotate(turned, np.broadcast_to(along, hand.shape))
    return travel(hand[: round(SECONDS * motion.fps), :2])


def seen_travel(
    studio: Studio, graph: Graph, rigs: Rigs, frames: list[Image], ids: list[Ids]
) -> dict[tuple[str, str], float]:
    """How far estimate_pose, run on the film itself, sees each wrist travel, as a share of the person's height."""
    from nodes.algorithms.hand_path import travel

    paths: dict[tuple[str, str], list[F32]] = {}
    for frame, index in zip(frames, ids, strict=True):
        for name, person in seen_people(studio, frame, index).items():
            for wrist in ("left_wrist", "right_wrist"):
                if person.skeleton is not None and person.skeleton.score(wrist) > 0.3:
                    paths.setdefault((name, wrist), []).append(person.skeleton.point(wrist))
    scale = frames[0].size[1] / studio.pull(graph, "load_photo").size[1]
    return {
        wrist: travel(np.array(path)) / (TALL * rigs[wrist[0]].pixels_per_metre * scale)
        for wrist, path in paths.items()
    }


def seen_people(studio: Studio, frame: Image, ids: Ids) -> People:
    """estimate_pose on one frame of the film, told only where each person is."""
    from nodes.people.estimate_pose import estimate_pose

    found = []
    for place, name in enumerate(ids.people):
        mask = Matte.from_full((ids.index == place + 1).astype(np.float32))
        if mask.coverage.size:
            x0, y0, x1, y1 = (float(value) for value in mask.box)
            found.append((name, Person(name, (x0, y0, x1, y1), mask=mask)))
    return estimate_pose(studio.context(), frame, ById(found))


def moves(frames: list[Image], ids: list[Ids], name: str) -> bool:
    """Whether a person's pixels change over the film."""
    place = ids[0].people.index(name) + 1 if name in ids[0].people else 0
    region = np.any([index.index == place for index in ids], axis=0)
    if not place or not region.any():
        return False
    stack = np.stack([frame.srgb8()[region] for frame in frames[::3]]).astype(np.int16)
    return bool((np.ptp(stack, axis=0).max(axis=1) > 8).mean() > 0.05)


def left_in_plate(studio: Studio, graph: Graph) -> int:
    """How many people detect_people finds in the clean plate."""
    plate = Source(find(graph, "clean_plate"), "out")
    longer, second = add(graph, studio.library, "detect_people", image=plate)
    return len(studio.pull(longer, second))


def quality(studio: Studio, graph: Graph, rigs: Rigs, times: list[float]) -> tuple[int, int]:
    """Flipped triangles, and hole pixels, over all looked-at frames."""
    from nodes.algorithms.puppet_quality import flipped_triangles, hole_pixels
    from nodes.rig.actor import local_pose
    from nodes.rig.puppet import Puppet

    flipped = holes = 0
    for name, rig in rigs.items():
        puppet = Puppet(rig)
        for time in times:
            posed = puppet.pose(*local_pose(rig, studio.pull(graph, "pose_at", time=time)[name]))
            for part, vertices in zip(rig.parts, posed.vertices, strict=True):
                flipped += flipped_triangles(part.vertices, vertices, part.triangles)
            holes += hole_pixels(rig, posed)
    return flipped, holes
