"""``vivant animate``: a photo with people in, a film out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from studio import app
from studio.cli.progress import Show, cancelling
from studio.cli.prompt import DIRECTED, LONGEST, last_act, not_understood, prompted
from studio.cli.target import aim
from studio.cli.terminal import number, say, whole
from studio.cli.things import add_things, with_things
from studio.engine.cancel import Cancel
from studio.graph.edit import add as add_node
from studio.graph.edit import set_knob, set_shot
from studio.graph.edit.recording import add_recording
from studio.graph.graph import Graph, Source
from studio.graph.shot_limits import LONGEST_SIDE, TALLEST, WIDEST, film_size
from studio.media.errors import BadInput
from studio.media.film import Film


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Make the people of a photo move: a photo with people in, a film out."
    parser = commands.add_parser("animate", help="make the people of a photo move", description=text, more=choices)
    parser.add_argument("photo", metavar="PHOTO", type=Path, help="the picture, with one or more people in it")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=OUTPUT_HELP)
    parser.add_argument(
        "--preset", metavar="NAME", help=f"graph to run (default: group_photo, with --prompt {DIRECTED})"
    )
    parser.add_argument(
        "--motion", metavar="NAME", action="append",
        help="what everybody does: a motion of the library, or a .bvh file of any convention; WHO=FILE.bvh gives a "
        "recording to one person, and may be said again for others (default: as the preset chooses)",
    )  # fmt: skip
    parser.add_argument(
        "--prompt", metavar="TEXT",
        help="what they do, in plain English: 'the man on the left waves, then the others clap'",
    )  # fmt: skip
    parser.add_argument(
        "--seconds",
        type=number(0.04, 600),
        metavar="S",
        help="length of the film (default: what the prompt takes, else as the preset, 4)",
    )
    parser.add_argument("--fps", type=number(1, 240), metavar="N", help="frames a second (default: as the preset, 24)")
    parser.add_argument(
        "--height", type=whole(16, LONGEST_SIDE), metavar="H",
        help=f"height in pixels (default: the photo's, up to {WIDEST} x {TALLEST})",
    )  # fmt: skip
    add_things(parser)
    parser.add_argument("--bvh", metavar="DIR", help="also write everybody's motion into this folder, a .bvh file each")
    parser.add_argument("--seed", type=whole(0, 2**31 - 1), metavar="N", help="another seed gives another cast")
    add_backend(parser)
    add_shared(parser)
    parser.set_defaults(command=run)


RECORDED = ".bvh"
OUTPUT_HELP = (
    "a film (.mp4, .mov, .mkv), a folder for PNG frames, or a pattern like f.%%04d.png or f.%%04d.exr; folders are "
    "made, files that are there are replaced"
)


def choices() -> str:
    """Presets and motions, for the end of the help."""
    knob = app.library()["choose_motion"].knob("motion")
    names = [path.stem for path in app.presets()]
    return f"presets: {', '.join(names)}, or a .vivant file\nmotions: {', '.join(knob.choices if knob else ())}"


def add_backend(parser: argparse.ArgumentParser) -> None:
    """The option of every command that analyses a photo."""
    parser.add_argument(
        "--backend", choices=("auto", "embedded", "learned"), help="how people are found (default: auto)"
    )


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Options of every command that writes a film."""
    parser.add_argument("--no-graph", action="store_true", help="do not put the graph into the written files")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor keep results on disk")


def run(options: argparse.Namespace) -> int:
    """Animate."""
    with Show() as show, cancelling() as cancel:
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None)
        usual = "group_photo" if options.prompt is None else DIRECTED
        graph = preset(studio, options.preset or usual, options.photo)
        writer = app.find(graph, "write_movie")
        graph = with_recordings(studio, with_options(studio, graph, options), options.motion or ())
        graph = with_things(studio, graph, options.thing)
        if options.prompt is not None:
            graph = prompted(studio, graph, options.prompt)
            show.warnings += [line for line in not_understood(studio, graph, cancel) if line not in show.warnings]
            graph = graph if options.seconds else long_enough(studio, graph, cancel)
        graph = aim(studio, graph, writer, options.output, [options.photo], graph.shot.frames)
        graph = fit(studio, graph, options.height, cancel)
        count = count_people(studio, graph, options.photo, cancel)
        film = studio.write(graph, writer, embed=not options.no_graph, cancel=cancel)
        motion = written_motion(studio, graph, options.bvh, cancel)
    say(f"{film.path}: {film.frames} frames of {film.size[0]} x {film.size[1]}{count}")
    if motion is not None:
        say(f"{motion.path}: motion of {motion.frames} frames, a BVH file a person")
    return 0


def preset(studio: app.Studio, name: str, photo: Path) -> Graph:
    """The preset on the photo. BadInput where the preset takes no photo or the photo is not there."""
    if not photo.exists():
        raise BadInput(f"{photo}: there is no such file")
    graph = studio.preset(name, photo=photo)
    for needed in ("load_photo", "write_movie"):
        if not app.find_all(graph, needed):
            raise BadInput(f"{name} cannot animate a photo: it has no {needed} node")
    return graph


def with_options(studio: app.Studio, graph: Graph, options: argparse.Namespace) -> Graph:
    """The graph with the length, the pace and the knobs that the command line asked for."""
    fps = options.fps or graph.shot.fps
    frames = max(1, round((options.seconds or graph.shot.duration) * fps))
    graph = set_shot(graph, fps=fps, last=graph.shot.first + frames - 1)
    names = [name for name in options.motion or () if not name.lower().endswith(RECORDED)]
    motion = names[-1] if names else None
    return set_everywhere(studio, graph, motion=motion, seed=options.seed, backend=options.backend)


def with_recordings(studio: app.Studio, graph: Graph, wanted: Sequence[str]) -> Graph:
    """The graph with the recordings that were asked for. BadInput where a file is not there."""
    for text in wanted:
        who, _, name = text.rpartition("=")
        if name.lower().endswith(RECORDED):
            if not Path(name).is_file():
                raise BadInput(f"{name}: there is no such file")
            graph, _ = add_recording(graph, studio.library, str(Path(name).absolute()), who)
    return graph


def written_motion(studio: app.Studio, graph: Graph, folder: str | None, cancel: Cancel) -> Film | None:
    """What everybody does, written into a folder; nothing where none is asked for. BadInput where nobody moves."""
    if folder is None:
        return None
    poses = app.find_all(graph, "pose_at")
    if not poses:
        raise BadInput("the graph has no pose_at node, so there is no motion to write")
    motions = graph.nodes[poses[-1]].inputs["motions"]
    rigs = app.find_all(graph, "rig_person")
    inputs = {"motions": motions} | ({"rigs": Source(rigs[-1], "out")} if rigs else {})
    graph, node = add_node(graph, studio.library, "write_motion", **inputs)
    graph = set_knob(graph, studio.library, node, "path", folder.rstrip("/\\") + "/")
    written: Film = studio.write(graph, node, cancel=cancel)
    return written


def long_enough(studio: app.Studio, graph: Graph, cancel: Cancel) -> Graph:
    """The graph with a film that lasts until everybody has done what the prompt asks."""
    seconds = last_act(studio, graph, cancel)
    if not seconds:
        return graph
    frames = max(1, round(min(seconds, LONGEST) * graph.shot.fps))
    return set_shot(graph, last=graph.shot.first + frames - 1)


def fit(studio: app.Studio, graph: Graph, height: int | None, cancel: Cancel) -> Graph:
    """The graph with a film of the photo's shape."""
    photo = studio.pull(graph, "load_photo", cancel=cancel)
    return set_shot(graph, size=film_size(photo.size, height))


def count_people(studio: app.Studio, graph: Graph, photo: Path, cancel: Cancel) -> str:
    """ ", 2 people" for the last line. BadInput where there is nobody to move."""
    if not app.find_all(graph, "detect_people"):
        return ""
    people = studio.pull(graph, "detect_people", cancel=cancel)
    if not people:
        raise BadInput(f"{photo}: no people were found; try a picture in which they are larger or clearer")
    return f", {len(people)} people" if len(people) != 1 else ", 1 person"


def set_everywhere(studio: app.Studio, graph: Graph, **knobs: object) -> Graph:
    """Set knobs by name on every node that has them; None leaves them alone. BadInput names what is allowed."""
    for name, value in knobs.items():
        for node_id in sorted(graph.nodes) if value is not None else ():
            node_type = studio.library.get(graph.nodes[node_id].type)
            if node_type is None or (name == "backend" and node_type.family != "people"):
                continue  # --backend is about how people are found, not about depth
            if node_type.knob(name) is not None:
                graph = set_knob(graph, studio.library, node_id, name, value)
    return graph
