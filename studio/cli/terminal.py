"""What the command line reads and prints: options, one line of error, plain lines. Imports nothing that is slow."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, NoReturn

Text = Callable[[], str]


class Parser(argparse.ArgumentParser):
    """A parser whose error is one line, and whose help may end in text that is made only when it is shown."""

    def __init__(self, *arguments: Any, more: Text | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._more = more

    def format_help(self) -> str:
        """The help, with what depends on the node library at its end."""
        if self._more is not None:
            self.formatter_class = argparse.RawDescriptionHelpFormatter
            self.epilog = self._more()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """End with exit code 2 and one line that says what is wrong and where to read on."""
        error(f"{message} (see: {self.prog} --help)")
        raise SystemExit(2)


def number(low: float, high: float) -> Callable[[str], float]:
    """An option's type: a number within limits."""

    def parse(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"wants {low:g} to {high:g}, not {text}")
        return value

    parse.__name__ = "number"
    return parse


def whole(low: int, high: int) -> Callable[[str], int]:
    """An option's type: a whole number within limits."""

    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"wants {low} to {high}, not {text}")
        return value

    parse.__name__ = "whole number"
    return parse


def error(message: str) -> None:
    """One line on the standard error."""
    print(f"vivant: {' '.join(message.split())}", file=sys.stderr, flush=True)


def say(message: str) -> None:
    """One line on the standard output."""
    print(message, flush=True)
