"""``vivant open``: the window, on a photo, a project, or a film that carries its graph."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.terminal import whole
from studio.media.errors import BadInput


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Open the window. Without a command, vivant does the same."
    parser = commands.add_parser("open", help="open the window", description=text)
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a photo, a project, or a film made by Vivant"
    )
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="OUT.png",
        help="wait until the window is idle, write a picture of it and leave",
    )
    parser.add_argument(
        "--size", type=size, default=(1600, 1000), metavar="WxH", help="size of the window in the picture"
    )
    parser.add_argument("--view", type=whole(1, 9), metavar="N", help="what is shown: 1 film, 2 photo, 3 people, ...")
    parser.add_argument("--frame", type=whole(0, 10_000_000), metavar="N", help="where the playhead is")
    parser.set_defaults(command=run)


def size(text: str) -> tuple[int, int]:
    """ "1600x1000" as numbers."""
    wide, _, high = text.lower().partition("x")
    found = int(wide), int(high)
    if not all(320 <= side <= 8192 for side in found):
        raise argparse.ArgumentTypeError(f"wants 320x320 to 8192x8192, not {text}")
    return found


def run(options: argparse.Namespace) -> int:
    """Open the window, and stay until it is closed."""
    from studio import app

    if options.file is not None and not options.file.exists():
        raise BadInput(f"{options.file}: there is no such file")
    return app.open_window(options.file, options.screenshot, options.size, options.view, options.frame)
