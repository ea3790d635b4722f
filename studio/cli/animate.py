"""``vivant animate``: a photo with people in, a film out."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio import app
from studio.cli.terminal import Show, cancelling, say
from studio.engine.cancel import Cancel
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph
from studio.media.errors import BadInput

TALLEST = 1080


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("animate", help="make the people of a photo move", description=__doc__)
    parser.add_argument("photo", metavar="PHOTO", type=Path, help="the picture, with one or more people in it")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", type=str,
        help="a film (.mp4, .mov, .mkv), a folder for PNG frames, or a pattern like f.%%04d.png; parents are made",
    )  # fmt: skip
    parser.add_argument(
        "--preset", default="group_photo", help="graph to run: group_photo, portrait, subtle, or a file"
    )
    parser.add_argument("--motion", help="what everybody does, instead of what the preset chooses (see: vivant nodes)")
    parser.add_argument("--seconds", type=number(0.04, 600), help="length of the film (default: as the preset, 4)")
    parser.add_argument("--fps", type=number(1, 240), help="frames a second (default: as the preset, 24)")
    parser.add_argument("--height", type=whole(16, 8192), help="height in pixels (default: the photo's, 1080 at most)")
    parser.add_argument("--seed", type=whole(0, 2**31 - 1), help="another seed gives another cast")
    parser.add_argument(
        "--backend", choices=("auto", "embedded", "learned"), help="how people are found (default auto)"
    )
    add_shared(parser)
    parser.set_defaults(command=run)


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Options of every command that computes."""
    parser.add_argument("--no-graph", action="store_true", help="do not put the graph into the written files")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor keep results on disk")


def number(low: float, high: float) -> type[float]:
    """An argparse type: a number within limits."""

    def parse(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"wants {low:g} to {high:g}, not {text}")
        return value

    parse.__name__ = "number"
    return parse  # type: ignore[return-value]


def whole(low: int, high: int) -> type[int]:
    """An argparse type: a whole number within limits."""

    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"wants {low} to {high}, not {text}")
        return value

    parse.__name__ = "whole number"
    return parse  # type: ignore[return-value]


def run(options: argparse.Namespace) -> int:
    """Animate."""
    with Show() as show, cancelling() as cancel:
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None)
        graph = studio.preset(options.preset, photo=options.photo)
        graph = fit(studio, graph, options, cancel)
        people = studio.pull(graph, "detect_people", cancel=cancel)
        if not people:
            raise BadInput(f"{options.photo}: no people were found; try a picture in which they are larger or clearer")
        writer = app.find(graph, "write_movie")
        graph = set_knob(graph, studio.library, writer, "path", options.output)
        film = studio.write(graph, writer, embed=not options.no_graph, cancel=cancel)
    count = f"{len(people)} people" if len(people) != 1 else "1 person"
    say(f"{film.path}: {film.frames} frames of {film.size[0]} x {film.size[1]}, {count}")
    return 0


def fit(studio: app.Studio, graph: Graph, options: argparse.Namespace, cancel: Cancel) -> Graph:
    """The preset's graph with what the command line asked for."""
    photo = studio.pull(graph, "load_photo", cancel=cancel)
    fps = options.fps or graph.shot.fps
    seconds = options.seconds or graph.shot.duration
    size = film_size(photo.size, options.height)
    last = graph.shot.first + max(1, round(seconds * fps)) - 1
    graph = set_shot(graph, size=size, fps=fps, last=last)
    wanted = {"motion": options.motion, "seed": options.seed, "backend": options.backend}
    return set_everywhere(studio, graph, {name: value for name, value in wanted.items() if value is not None})


def film_size(photo: tuple[int, int], height: int | None) -> tuple[int, int]:
    """Width and height of the film: even, of the photo's shape."""
    wanted = height or min(photo[1], TALLEST)
    tall = max(2, wanted // 2 * 2)
    return max(2, round(photo[0] * tall / photo[1] / 2) * 2), tall


def set_everywhere(studio: app.Studio, graph: Graph, knobs: dict[str, object]) -> Graph:
    """Set knobs by name on every node that has them. BadInput names what is allowed."""
    for name, value in knobs.items():
        for node_id, node in graph.nodes.items():
            knob = studio.library[node.type].knob(name) if node.type in studio.library else None
            if knob is not None:
                graph = set_knob(graph, studio.library, node_id, name, value)
    return graph
