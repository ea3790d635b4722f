"""``vivant check``: what is wrong with a project, judged by its content and not by its name."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio import app
from studio.cli.render import media_folders
from studio.cli.terminal import say
from studio.graph.check import check
from studio.graph.project import find_media


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Say what is wrong with a graph. The file's content decides what it is, not its name."
    parser = commands.add_parser("check", help="say what is wrong with a graph", description=text)
    parser.add_argument("graph", metavar="GRAPH", type=Path, help="a project, or a film or picture with its graph")
    parser.add_argument("--media", action="append", default=[], type=Path, metavar="DIR", help="where media lie now")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Check. 2 where something keeps the graph from computing."""
    found = app.open_graph(options.graph)
    graph = found.graph
    problems = check(graph, app.library(), find_media(graph, app.library(), media_folders(options)))
    for note in found.notes:
        say(f"note: {note}")
    for problem in problems:
        where = f"{problem.node}: " if problem.node and not problem.message.startswith(problem.node) else ""
        say(f"{problem.severity}: {where}{problem.message}")
    errors = sum(problem.severity == "error" for problem in problems)
    counts = {"node": len(graph.nodes), "error": errors, "warning": len(problems) - errors}
    told = ", ".join(f"{count} {word}" + ("s" if count != 1 else "") for word, count in counts.items())
    say(f"{options.graph}: {told}")
    return 2 if errors else 0
