"""The command line.

Exit codes: 0 done, 1 a node failed, 2 bad input or use, 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from studio import __version__
from studio.cli.terminal import error
from studio.media.errors import BadInput, Cancelled, VivantError

Command = Callable[[argparse.Namespace], int]
FAILED, BAD, STOPPED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing but one clear line reaches the person when it fails."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        command: Command = options.command
        return command(options)
    except (KeyboardInterrupt, Cancelled):
        error("stopped; nothing half-written was left behind")
        return STOPPED
    except BadInput as problem:
        error(str(problem))
        return BAD
    except VivantError as problem:
        error(str(problem))
        return _code_of(problem)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError, RecursionError) as problem:
        error(_plain(problem))
        return BAD if isinstance(problem, OSError) else FAILED


def _terminate(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _code_of(problem: VivantError) -> int:
    """A node that failed on what it was given is bad input; any other failure is the node's."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, BadInput):
            return BAD
        cause = cause.__cause__
    return FAILED


def _plain(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror
    return "not enough memory; try a smaller --height" if isinstance(problem, MemoryError) else str(problem)


def make_parser() -> argparse.ArgumentParser:
    """The parser, one module a command."""
    from studio.cli import analyze, animate, bench, check, demo, doctor, nodes, render

    parser = argparse.ArgumentParser(
        prog="vivant",
        description="One still picture with several people in it goes in; a moving multi-character shot comes out.",
    )
    parser.add_argument("--version", action="version", version=f"vivant {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (animate, analyze, render, nodes, check, doctor, bench, demo):
        module.add(commands)
    return parser
