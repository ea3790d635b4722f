"""``vivant nodes``: every node type, with sockets and knobs."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from studio import app
from studio.cli.terminal import say
from studio.node import NodeType
from studio.node.knob import Knob


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "List the node types; with a name, show one with its sockets and knobs."
    parser = commands.add_parser("nodes", help="list the node types", description=text)
    parser.add_argument("name", nargs="?", help="only this one, in full")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """List."""
    from studio.media.errors import BadInput

    library = app.library()
    if options.name and options.name not in library:
        raise BadInput(f"there is no node type {options.name!r}; `vivant nodes` lists them")
    types = [library[options.name]] if options.name else list(library.values())
    if options.json:
        say(json.dumps([describe(node_type) for node_type in types], indent=2))
        return 0
    for family in sorted({node_type.family for node_type in types}):
        say(family)
        for node_type in (found for found in types if found.family == family):
            say(f"  {node_type.name:<20} {node_type.summary}")
            if options.name:
                say_in_full(node_type)
    return 0


def say_in_full(node_type: NodeType) -> None:
    """Sockets and knobs, a line each."""
    for socket in node_type.inputs:
        say(f"    in   {socket.name:<14} {socket.media:<10} {socket.doc}{' (optional)' if socket.optional else ''}")
    for socket in node_type.outputs:
        say(f"    out  {socket.name:<14} {socket.media:<10} {socket.doc}")
    for knob in node_type.knobs:
        say(f"    knob {knob.name:<14} {knob.doc} ({limits(knob)})")


def limits(knob: Knob) -> str:
    """What a knob takes, and what it is where nothing is said."""
    default = json.dumps(knob.default)
    if knob.range is None:
        return f"{' | '.join(knob.choices) or knob.kind}; {default}"
    low, high = (int(side) if side == int(side) else side for side in (knob.range.low, knob.range.high))
    return f"{low} to {high}{' ' + knob.range.unit if knob.range.unit else ''}; {default}"


def describe(node_type: NodeType) -> dict[str, Any]:
    """One node type as plain JSON: the whole declaration."""
    return {
        "name": node_type.name,
        "title": node_type.title,
        "family": node_type.family,
        "version": node_type.version,
        "summary": node_type.summary,
        "doc": node_type.doc,
        "inputs": [asdict(socket) for socket in node_type.inputs],
        "outputs": [asdict(socket) for socket in node_type.outputs],
        "knobs": [asdict(knob) for knob in node_type.knobs],
        "animated": node_type.wants_time,
        "asks_for_shot": node_type.wants_shot,
        "asks_for_scale": node_type.wants_scale,
        "passes": node_type.passes,
        "writes": node_type.writes,
    }
