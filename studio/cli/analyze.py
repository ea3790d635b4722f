"""``vivant analyze``: everything that is understood of a photo, as files that other tools open."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio import app
from studio.cli.animate import add_backend, set_everywhere
from studio.cli.progress import Show, cancelling
from studio.cli.target import check_files
from studio.cli.terminal import say
from studio.engine.cancel import Cancel
from studio.graph.build import Builder
from studio.graph.graph import Graph
from studio.media.person import People

FARTHEST = 65535
"""depth.png holds millimetres in 16 bits, as depth cameras do; this value is the sky, or farther than 65 m."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Write everything that is understood of a photo, as files that other tools open."
    parser = commands.add_parser("analyze", help="write what is understood of a photo", description=text)
    parser.add_argument("photo", metavar="PHOTO", type=Path, help="the picture")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="DIR", help="folder to write into; made where missing"
    )
    add_backend(parser)
    parser.add_argument("--no-cache", action="store_true", help="neither read nor keep results on disk")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Analyze, then write."""
    check_files([options.output / name for name in (*FILES, "matte_x.png")], [options.photo])
    with Show() as show, cancelling() as cancel:
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None)
        graph = set_everywhere(studio, analysis(studio, options.photo), backend=options.backend)
        found = {name: studio.pull(graph, node, cancel=cancel) for name, node in STAGES.items()}
        write(options.output, options.photo.name, found, cancel)
    people: People = found["people"]
    say(f"{options.output}: {len(people)} {'person' if len(people) == 1 else 'people'}")
    return 0


FILES = ("people.json", "faces.json", "scene.json", "plate.png", "depth.png", "overlay.png")
"""What is written for every photo; a matte for each person comes to it."""
STAGES = {
    "photo": "load_photo", "people": "find_faces", "ordered": "order_layers", "camera": "estimate_camera",
    "plate": "clean_plate", "depth": "estimate_depth", "overlay": "draw_people",
    "relations": "relate_people",
}  # fmt: skip


def analysis(studio: app.Studio, photo: Path) -> Graph:
    """The graph of every analysis, down to the overlay."""
    build = Builder(studio.library)
    image = build.load_photo(path=str(photo))
    people = build.detect_people(image)
    for stage in (build.estimate_pose, build.matte_people, build.find_faces):
        people = stage(image, people)
    camera = build.estimate_camera(image, people)
    depth = build.estimate_depth(image, people, camera)
    build.clean_plate(image, people)
    ordered = build.order_layers(image, people, depth)
    build.relate_people(image, ordered, camera)
    build.draw_people(image, people, build.rig_person(image, ordered, ordered))
    return build.graph


def write(folder: Path, name: str, found: dict[str, Any], cancel: Cancel) -> None:
    """Every file, each whole or not at all."""
    from studio.files import coco

    people, size = found["people"], found["photo"].size
    coco.write_json(folder / "people.json", coco.people_document(people, size, name))
    coco.write_json(folder / "faces.json", coco.faces_document(people, size, name))
    coco.write_json(
        folder / "scene.json", coco.scene_document(found["camera"], found["ordered"], name, found["relations"])
    )
    for person in people.values():
        cancel.check()
        if person.matte is not None:
            write_png(folder / f"matte_{person.id}.png", np.rint(person.matte.full() * 255).astype(np.uint8))
    write_png(folder / "plate.png", found["plate"].srgb8())
    write_png(folder / "depth.png", millimetres(found["depth"].metres))
    write_png(folder / "overlay.png", found["overlay"].srgb8())


def millimetres(metres: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    """(H, W) metres as 16-bit millimetres; the sky and the far are 65535."""
    near: npt.NDArray[np.uint16] = np.nan_to_num(metres * 1000, posinf=FARTHEST).clip(0, FARTHEST).astype(np.uint16)
    return near


def write_png(path: Path, pixels: npt.NDArray[Any]) -> None:
    """A grey (H, W) or RGB (H, W, 3) PNG of 8 or 16 bits, whole or not at all."""
    import cv2

    from studio.files.atomic import replacing
    from studio.media.errors import VivantError

    flipped = pixels[..., ::-1] if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", np.ascontiguousarray(flipped))
    if not done:
        raise VivantError(f"{path}: could not be encoded as PNG")
    with replacing(path) as temporary:
        temporary.write_bytes(data.tobytes())
