"""``vivant motions``: the library of motions, searched and drawn."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from studio.cli.target import check_files
from studio.cli.terminal import say
from studio.media.errors import BadInput


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "List the motions that people can be given; with words, those that fit them."
    parser = commands.add_parser("motions", help="list the motions of the library", description=text)
    parser.add_argument("words", nargs="*", help="what it is to be: a name, a tag, a verb ('happy', 'say hello')")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="draw them: a sheet (.png), or a folder for an animation each"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """List, and draw."""
    from nodes.motion.clip_library import clip
    from nodes.motion.clip_preview import search

    names = search(" ".join(options.words))
    if not names:
        raise BadInput(f"no motion fits {' '.join(options.words)!r}; `vivant motions` lists them all")
    if options.output:
        draw(names, options.output)
    if options.json:
        say(json.dumps([
            {"name": name, "description": clip(name).description, "tags": clip(name).tags, "limbs": clip(name).limbs,
             "seconds": clip(name).duration, "repeats": clip(name).repeat is not None}
            for name in names
        ], indent=2))  # fmt: skip
        return 0
    for name in names:
        found = clip(name)
        say(f"{name:<16} {found.duration:4.1f} s  {', '.join(found.tags):<28} {found.description}")
    return 0


def draw(names: list[str], output: Path) -> None:
    """A sheet of all of them, or a folder with an animated picture of each."""
    from PIL import Image as Pillow

    from nodes.motion.clip_preview import frames, sheet
    from studio.files.atomic import replacing

    if output.suffix.lower() == ".png":
        check_files([output], [])
        with replacing(output) as temporary:
            Pillow.fromarray(sheet(names)).save(temporary, "PNG", optimize=True)
        return
    if output.suffix:
        raise BadInput(f"{output.name}: motions are drawn as a .png, or into a folder")
    check_files([output / f"{name}.gif" for name in names], [])
    for name in names:
        first, *others = [Pillow.fromarray(picture) for picture in frames(name)]
        with replacing(output / f"{name}.gif") as temporary:
            first.save(temporary, "GIF", save_all=True, append_images=others, duration=83, loop=0)
