"""``vivant script``: what a prompt asks the people of a photo to do."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nodes.algorithms.language.spot import REGIONS
from nodes.script.lexicon_file import lexicon
from studio import app
from studio.cli.progress import Show, cancelling
from studio.cli.terminal import say
from studio.cli.things import add_things, things_of
from studio.graph.build import Builder
from studio.media.person import People
from studio.media.script import Script


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Tell what a prompt asks the people of a photo to do: who, what, with whom, when, in what mood."
    parser = commands.add_parser("script", help="turn a prompt into beats", description=text)
    parser.add_argument(
        "prompt", metavar="PROMPT", nargs="?", default="",
        help="what shall happen, in plain English; left out, the picture itself suggests it",
    )  # fmt: skip
    parser.add_argument("--photo", required=True, type=Path, metavar="PHOTO", help="the picture with the people in it")
    parser.add_argument(
        "--address", default="", metavar="URL",
        help="let a language model read the prompt, behind an address that speaks OpenAI's protocol (http://host:port/v1)",
    )  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="its name there; alone, the folder that it lies in")
    add_things(parser)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor keep results on disk")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Find the people, read the prompt, tell."""
    with Show() as show, cancelling() as cancel:
        studio = app.Studio(listen=show.listen, disk="" if options.no_cache else None)
        build = Builder(studio.library)
        image = build.load_photo(path=str(options.photo))
        people = build.matte_people(image, build.estimate_pose(image, build.detect_people(image)))
        backend = "address" if options.address else "folder" if options.model else "grammar"
        script = build.write_script(
            image, people, _scene(build, image, people, options), prompt=options.prompt, backend=backend,
            address=options.address, model=options.model,
        )  # fmt: skip
        found: People = studio.pull(build.graph, people.node, cancel=cancel)
        written: Script = studio.pull(build.graph, script.node, cancel=cancel)
    if options.json:
        print(json.dumps(record(found, written), ensure_ascii=False, indent=1))
        return 0
    reasons = dict(written.reasons)
    for beat in written.beats:
        words = [f"{beat.start:6.2f} s  {beat.who}: {beat.action}", beat.target and f"to {beat.target}"]
        words += [beat.mood and f"({beat.mood})", beat.line and f'"{beat.line}"']
        say(" ".join(word for word in words if word))
        if beat.id in reasons:
            say(f"{'':10}because {reasons[beat.id]}")
    for move in written.camera:
        words = [f"{move.start:6.2f} s  the camera: {move.action}", f"to {', '.join(move.onto)}" if move.onto else ""]
        words += [move.size and f"({move.size})", move.towards]
        say(" ".join(word for word in words if word))
    for phrase in written.not_understood:
        say(f"not understood: {phrase}")
    return 0


def _scene(build: Builder, image: Any, people: Any, options: argparse.Namespace) -> Any:
    """The scene graph; things are looked for where the prompt may be about them."""
    words = set(options.prompt.lower().replace(",", " ").replace(".", " ").split())
    known = lexicon().words
    about_things = bool(words & {*known["seats"], *known["things"], *REGIONS}) or bool(options.thing)
    seen = build.find_faces(image, people)
    found = build.find_objects(image, seen, named=things_of(options.thing)) if about_things else None
    return build.relate_people(image, seen, build.estimate_camera(image, people), found)


def record(people: People, script: Script) -> dict[str, object]:
    """The script as JSON: people with their boxes, beats, what the camera does, and what was not understood."""
    beats = [{**asdict(beat), "target": beat.target or None, "mood": beat.mood or None, "line": beat.line or None}
             for beat in script.beats]  # fmt: skip
    return {
        "people": [{"id": person.id, "box": [round(float(v), 1) for v in person.box]} for person in people.values()],
        "beats": beats,
        "camera": [asdict(move) for move in script.camera],
        "not_understood": list(script.not_understood),
    } | ({"reasons": dict(script.reasons)} if script.reasons else {})
