"""``vivant storyboard``: the key poses of a shot as a page to print."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio import app
from studio.cli.analyze import write_png
from studio.cli.animate import add_backend, fit, long_enough, preset, set_everywhere
from studio.cli.progress import Show, cancelling
from studio.cli.prompt import DIRECTED, not_understood, prompted
from studio.cli.target import check_files
from studio.cli.terminal import say, whole
from studio.graph.build import Builder
from studio.graph.graph import Graph, Source
from studio.media.errors import BadInput

HEIGHT = 360
"""Pixels of a thumbnail's frame: a page has no room for more."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Show a shot as a storyboard: a thumbnail at the height of each beat, on an A4 page at 150 dpi."
    parser = commands.add_parser("storyboard", help="draw a shot's key poses as a page to print", description=text)
    parser.add_argument("photo", metavar="PHOTO", type=Path, help="the picture, with one or more people in it")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.png", help="the page to write")
    parser.add_argument(
        "--prompt", default="", metavar="TEXT", help="what they do; left out, the picture itself suggests it"
    )
    parser.add_argument("--preset", default=DIRECTED, metavar="NAME", help=f"graph to run (default: {DIRECTED})")
    parser.add_argument("--panels", type=whole(1, 30), default=8, metavar="N", help="thumbnails at most (default: 8)")
    parser.add_argument("--title", default="", metavar="TEXT", help="written at the top (default: the prompt)")
    add_backend(parser)
    parser.add_argument("--no-cache", action="store_true", help="neither read nor keep results on disk")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Direct, draw, write."""
    if options.output.suffix.lower() != ".png":
        raise BadInput(f"{options.output}: a storyboard is written as .png")
    check_files([options.output], [options.photo])
    with Show() as show, cancelling() as cancel:
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None)
        graph = preset(studio, options.preset, options.photo)
        graph = prompted(studio, graph, options.prompt)
        graph = set_everywhere(studio, graph, backend=options.backend)
        show.warnings += [line for line in not_understood(studio, graph, cancel) if line not in show.warnings]
        graph = fit(studio, long_enough(studio, graph, cancel), HEIGHT, cancel)
        graph, node = with_board(studio, graph, options.title or options.prompt or options.photo.stem, options.panels)
        page = studio.pull(graph, node, cancel=cancel)
    write_png(options.output, page.srgb8())
    say(f"{options.output}: {page.size[0]} x {page.size[1]}")
    return 0


def with_board(studio: app.Studio, graph: Graph, title: str, panels: int) -> tuple[Graph, str]:
    """The graph with a storyboard of what the film shows, and that node."""
    writer = graph.nodes[app.find(graph, "write_movie")].inputs
    poses = app.find_all(graph, "pose_at")
    if "clip" not in writer:
        raise BadInput("the preset's write_movie node has no pictures linked")
    build = Builder(studio.library, graph)
    motions = graph.nodes[poses[-1]].inputs.get("motions") if poses else None
    people = graph.nodes[app.find(graph, "choose_motion")].inputs.get("people")
    played = graph.nodes[app.find(graph, "choose_motion")].inputs.get("script")
    script = played or Source(app.find(graph, "write_script"), "out")
    inputs = {"script": script, "motions": motions, "people": people}
    known = {name: source for name, source in inputs.items() if source is not None}
    board = build.storyboard(writer["clip"], **known, title=title[:120], panels=panels)
    return build.graph, board.node
