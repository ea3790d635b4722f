"""``vivant demo``: animate the two photos that the installed ultralytics package carries."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from studio.cli.terminal import say
from studio.media.errors import BadInput

SAMPLES = 8


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Animate the two photos that the installed ultralytics package carries."
    parser = commands.add_parser("demo", help="animate two real photos", description=text)
    parser.add_argument("-o", "--output", type=Path, default=Path("out/demo"), metavar="DIR", help="where to write")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Animate both, lay out a contact sheet of each, and say where they lie."""
    from studio.cli.entry import main

    options.output.mkdir(parents=True, exist_ok=True)
    for photo in demo_photos():
        film = options.output / f"{photo.stem}.mp4"
        say(f"animating {photo.name}")
        code = main(["animate", str(photo), "-o", str(film), "--height", "720"])
        if code:
            return code
        write_sheet(film, options.output / f"{photo.stem}.png")
    say(f"films and contact sheets are in {options.output.resolve()}")
    return 0


def demo_photos() -> list[Path]:
    """bus.jpg and zidane.jpg of the installed package, found without importing it."""
    spec = importlib.util.find_spec("ultralytics")
    if spec is None or not spec.submodule_search_locations:
        raise BadInput("the package ultralytics is not installed; run: python3 packaging/go.py demo")
    assets = Path(next(iter(spec.submodule_search_locations))) / "assets"
    return [assets / "bus.jpg", assets / "zidane.jpg"]


def write_sheet(film: Path, sheet: Path) -> None:
    """Some frames of a film, side by side."""
    import av

    from studio.cli.analyze import write_png
    from studio.files.contact_sheet import contact_sheet

    with av.open(str(film)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    picked = [(f"{place}", frames[place]) for place in range(0, len(frames), max(1, len(frames) // SAMPLES))]
    write_png(sheet, contact_sheet(picked[:SAMPLES]))
