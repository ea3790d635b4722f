"""The command line.

Exit codes: 0 done, 1 a node failed, 2 bad input or use, 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from studio import __version__
from studio.cli.terminal import Parser, error
from studio.media.errors import BadInput, Cancelled, VivantError

Command = Callable[[argparse.Namespace], int]
FAILED, BAD, STOPPED = 1, 2, 130
COMMANDS = (
    "open",
    "animate",
    "analyze",
    "render",
    "script",
    "storyboard",
    "motions",
    "nodes",
    "check",
    "doctor",
    "bench",
    "demo",
)
HIDDEN = ("serve",)
"""For the window alone, which speaks to it in its own words."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing but one clear line reaches the person when it fails."""
    try:
        signal.signal(signal.SIGTERM, _terminate)
        options = make_parser().parse_args(arguments or sys.argv[1:] or ["open"])
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
    except Exception as problem:
        if os.environ.get("VIVANT_DEBUG"):
            raise
        error(f"unexpected {type(problem).__name__}: {problem}; VIVANT_DEBUG=1 shows where, please report it")
        return FAILED


def _terminate(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _code_of(problem: VivantError) -> int:
    """A node that failed on what it was given is bad input; any other failure is the node's."""
    return BAD if getattr(problem, "bad_input", False) else FAILED


def _plain(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror
    return "not enough memory; try a smaller --height" if isinstance(problem, MemoryError) else str(problem)


def make_parser() -> Parser:
    """The parser, one module a command; imported only here, so that Ctrl-C is heard from the first moment on."""
    parser = Parser(
        prog="vivant",
        description="One still picture with several people in it goes in; a moving multi-character shot comes out.",
        epilog="vivant alone opens the window; vivant COMMAND --help tells more of each.",
    )
    parser.add_argument("--version", action="version", version=f"vivant {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    for name in (*COMMANDS, *HIDDEN):
        importlib.import_module(f"studio.cli.{name}").add(commands)
    return parser
