"""``vivant render``: compute a graph, from a project or from a film that carries one, and write its film."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from studio import app
from studio.cli.animate import OUTPUT_HELP, add_shared
from studio.cli.lines import Lines
from studio.cli.progress import Show, cancelling
from studio.cli.target import aim
from studio.graph.edit import add as add_node
from studio.graph.edit import set_knob
from studio.graph.graph import Graph, Source
from studio.graph.media_files import file_knobs, find_media, look, media_paths
from studio.graph.walk import above
from studio.media.errors import BadInput

PROXIES = ("1", "2", "4")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Compute a graph, from a project or from a film or picture that carries one, and write its film."
    parser = commands.add_parser("render", help="compute a graph and write its film", description=text)
    parser.add_argument("graph", metavar="GRAPH", type=Path, help="a .vivant file, or a film or picture with its graph")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=OUTPUT_HELP)
    parser.add_argument(
        "--set", action="append", default=[], metavar="NODE.KNOB=VALUE", dest="knobs",
        help="change a knob first; NODE is an id, or a type where there is only one; may be repeated",
    )  # fmt: skip
    parser.add_argument("--node", metavar="NODE", help="what is rendered, where there are several writers or pictures")
    parser.add_argument("--frames", metavar="A:B", help="only frames A to B, both included")
    parser.add_argument("--proxy", choices=PROXIES, default="1", help="render at 1/N of the size")
    parser.add_argument("--media", action="append", default=[], type=Path, metavar="DIR", help="where media lie now")
    parser.add_argument("--progress", choices=("bars", "json"), default="bars", help=argparse.SUPPRESS)
    add_shared(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Render."""
    with shown(options) as show, cancelling() as cancel:
        folders = media_folders(options)
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None, media=folders)
        found = studio.load(options.graph)
        if options.progress != "json":  # the window told them when it opened the graph
            show.warnings += found.notes
        graph = found.graph
        for text in options.knobs:
            graph = set_from_text(studio, graph, text)
        graph, writer = with_writer(studio, graph, options.node)
        show.asked_for(writer)
        show.warnings += check_media(studio, graph, writer)
        frames = frame_range(options.frames, graph.shot.frames)
        read = [options.graph, *map(Path, media_paths(graph, studio.library))]
        if graph.nodes[writer].type == "write_movie":
            graph = aim(studio, graph, writer, options.output, read, frames)
        else:
            graph = set_knob(graph, studio.library, writer, "path", options.output)
        film = studio.write(
            graph, writer, frames=frames, scale=1 / int(options.proxy),
            embed=not options.no_graph, cancel=cancel,
        )  # fmt: skip
    show.say_done(film)
    return 0


def shown(options: argparse.Namespace) -> Show:
    """Bars for a person; lines of JSON for the program that asked for them."""
    return Lines() if options.progress == "json" else Show()


def set_from_text(studio: app.Studio, graph: Graph, text: str) -> Graph:
    """Apply one ``node.knob=value``."""
    match = re.fullmatch(r"([^.=]+)\.([^.=]+)=(.*)", text, re.DOTALL)
    if not match:
        raise BadInput(f"--set {text}: wants NODE.KNOB=VALUE")
    node_id = app.find(graph, match[1])
    node_type = studio.library.get(graph.nodes[node_id].type)
    knob = node_type.knob(match[2]) if node_type else None
    if node_type is None or knob is None:
        names = ", ".join(knob.name for knob in node_type.knobs) if node_type else "none, its type is unknown"
        raise BadInput(f"--set {text}: {match[1]} has no knob {match[2]!r}; it has: {names}")
    try:
        return set_knob(graph, studio.library, node_id, knob.name, knob.parse(match[3]))
    except ValueError as problem:
        raise BadInput(f"--set {problem}") from problem


def check_media(studio: app.Studio, graph: Graph, writer: str) -> list[str]:
    """Notes on files that changed since the graph was made. BadInput for one that the film needs and that is gone."""
    found = find_media(graph, studio.library, list(studio.media_folders))
    changed = []
    for node_id in sorted(above(graph, [writer])):
        for _, path in file_knobs(graph.nodes[node_id], studio.library, "file"):
            known, seen = graph.media.get(path), look(path)
            if path not in found and seen is None:
                raise BadInput(f"{path}, which {node_id} reads, is not there; say where it lies with --media DIR")
            if path not in found and known is not None and seen is not None and known.digest not in ("", seen.digest):
                changed.append(f"{path} is not the file that the graph was made with")
    return changed


def with_writer(studio: app.Studio, graph: Graph, node: str | None = None) -> tuple[Graph, str]:
    """The graph's writer, or one put after its last picture; or the one that is meant, or one after what is meant."""
    if node is not None:
        found = app.find(graph, node)
        kind = studio.library.get(graph.nodes[found].type)
        return (graph, found) if kind is not None and kind.writes else after(studio, graph, found)
    writers = app.find_all(graph, "write_movie")
    if writers:
        return graph, writers[0]
    used = {source.node for node in graph.nodes.values() for source in node.inputs.values()}
    for node_id in sorted(set(graph.nodes) - used):
        if picture(studio, graph, node_id):
            return after(studio, graph, node_id)
    raise BadInput("the graph makes no picture to write; link one to a write_movie node")


def after(studio: app.Studio, graph: Graph, node_id: str) -> tuple[Graph, str]:
    """The graph with a writer after a node's picture. BadInput where it makes none."""
    output = picture(studio, graph, node_id)
    if not output:
        raise BadInput(f"{node_id} makes no picture to write")
    return add_node(graph, studio.library, "write_movie", clip=Source(node_id, output))


def picture(studio: app.Studio, graph: Graph, node_id: str) -> str:
    """The first output of a node that is a picture, "" for none."""
    node_type = studio.library.get(graph.nodes[node_id].type)
    return next((o.name for o in node_type.outputs if o.media == "Image"), "") if node_type else ""


def frame_range(text: str | None, shot: range) -> range:
    """Frames A to B, both included; all of the shot where nothing is said. BadInput for frames outside of it."""
    if text is None:
        return shot
    match = re.fullmatch(r"(\d{1,7}):(\d{1,7})", text)
    if not match or int(match[2]) < int(match[1]):
        raise BadInput(f"--frames {text}: wants A:B with A not after B, like 0:47")
    wanted = range(int(match[1]), int(match[2]) + 1)
    if wanted[0] < shot[0] or wanted[-1] > shot[-1]:
        raise BadInput(f"--frames {text}: the shot has frames {shot[0]} to {shot[-1]}")
    return wanted


def media_folders(options: argparse.Namespace) -> list[Path]:
    """Where media are looked for: the folders that were named, the graph's own, and the current one."""
    for folder in options.media:
        if not folder.is_dir():
            raise BadInput(f"--media {folder}: is no folder")
    return [*options.media, options.graph.resolve().parent, Path.cwd()]
