"""``vivant serve``: the engine of a window, which starts it and talks to it; of no use by hand."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import IO

from studio import app


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command; without a help text it is not listed."""
    parser = commands.add_parser("serve", description="The engine of a window; of no use by hand.")
    parser.add_argument("arena", help="handle of the memory that both see")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Serve until the window is gone."""
    incoming, outgoing = own_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is the window's to hear
    app.serve(options.arena, incoming, outgoing)
    return 0


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for the protocol alone: what a library prints goes to the standard error."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor, not a path
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return incoming, outgoing
