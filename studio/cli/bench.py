"""``vivant bench``: print the project's own figures."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from studio import app
from studio.cli.target import check_files
from studio.cli.terminal import say
from studio.files.coco import write_json
from studio.media.errors import BadInput

Benchmark = Callable[[Path | None, Path | None], dict[str, Any]]


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Print the project's own figures; without a name, list what can be measured."
    parser = commands.add_parser("bench", help="measure", description=text)
    parser.add_argument("name", nargs="?", help="which; without it the names are listed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of real data (default: $VIVANT_DATA)")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="folder for pictures")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run one benchmark, or list them."""
    found = {path.stem: path for path in sorted(app.folder("benchmarks").glob("*.py"))}
    if options.name is None:
        for name, path in found.items():
            say(f"{name:<12} {first_line(path)}")
        return 0
    if options.name not in found:
        raise BadInput(f"there is no benchmark {options.name!r}; there are: {', '.join(found)}")
    data = options.data or (Path(os.environ["VIVANT_DATA"]) if os.environ.get("VIVANT_DATA") else None)
    if data is not None and not data.is_dir():
        raise BadInput(f"{data}: is no folder")
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
    if options.json:
        check_files([options.json], [])
    module = load(found[options.name])
    if data is None and getattr(module, "NEEDS_DATA", False):
        raise BadInput(f"bench {options.name} needs real data: name its folder with --data DIR or VIVANT_DATA")
    benchmark: Benchmark = module.run
    figures = benchmark(data, options.output)
    if options.json:
        write_json(options.json, figures)
    return 0


def first_line(path: Path) -> str:
    """First line of a module's docstring."""
    return path.read_text(encoding="utf-8").partition('"""')[2].partition("\n")[0].strip('" ')


def load(path: Path) -> ModuleType:
    """A benchmark file; its ``run`` measures, and ``NEEDS_DATA`` says whether it cannot do without real data."""
    spec = importlib.util.spec_from_file_location(f"vivant_benchmark_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
