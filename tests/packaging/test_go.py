"""Setting up: what the script does when something is in the way. Packages are played by a shell script."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studio.app import folder

ROOT = Path(__file__).parents[2]
PYTHON = """#!/bin/sh
case "$*" in
    "-m pip --version") exit 0;;
    "-m pip install"*) echo "$*" >> "{told}"; {pip};;
    *) {run};;
esac
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="plays Python with a shell script")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone in a folder with spaces in its name."""
    here = tmp_path / "my clone"
    (here / "packaging").mkdir(parents=True)
    for name in ("packaging/go.py", "packaging/constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, here / name)
    return here


def play(clone: Path, pip: str = "exit 0", run: str = 'echo "ran $*"') -> Path:
    """Put a script in place of the clone's Python; hands back where it notes what pip was asked."""
    python, told = clone / ".venv" / "bin" / "python", clone / "told"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(PYTHON.format(told=told, pip=pip, run=run))
    python.chmod(0o755)
    (clone / ".venv" / "pyvenv.cfg").write_text(f"command = python3 -m venv {clone / '.venv'}\n")
    return told


def go(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(clone / "packaging" / "go.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=clone)


def test_packages_are_installed_once_and_opencv_contrib_last(clone: Path) -> None:
    told = play(clone)
    first, second = go(clone, "nodes", "a b"), go(clone, "nodes")
    asked = told.read_text().splitlines()
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "ran -m studio.cli nodes a b" in first.stdout
    assert len(asked) == 2 and "opencv-contrib-python==" in asked[-1]
    assert "installing" in first.stdout and "installing" not in second.stdout
    assert "\r" not in first.stdout and "\033" not in first.stdout


def test_an_install_that_fails_is_told_in_the_last_line_and_taken_up_again(clone: Path) -> None:
    told = play(clone, pip='echo "WARNING: Retrying: NewConnectionError: name resolution failed"; exit 1')
    failed = go(clone, "nodes")
    assert failed.returncode == 1
    assert "connect to the internet" in failed.stderr.splitlines()[-1]
    assert "Traceback" not in failed.stderr and "ran" not in failed.stdout
    play(clone)
    assert go(clone, "nodes").returncode == 0
    assert len(told.read_text().splitlines()) == 3


def test_other_pins_or_another_folder_install_again(clone: Path) -> None:
    told = play(clone)
    go(clone, "nodes")
    with (clone / "packaging" / "constraints.txt").open("a") as file:
        file.write("one-more==1.0\n")
    go(clone, "nodes")
    assert len(told.read_text().splitlines()) == 4
    moved = clone.rename(clone.with_name("moved"))
    play(moved)
    assert "installing" in go(moved, "nodes").stdout


def test_a_stopped_command_may_tidy_up(clone: Path) -> None:
    play(clone, run='trap "sleep 1; touch tidy; exit 130" INT; echo ready; while true; do sleep 0.05; done')
    command = [sys.executable, str(clone / "packaging" / "go.py"), "demo"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=clone, start_new_session=True, preexec_fn=_listen_to_ctrl_c
    )
    assert running.stdout is not None
    assert any("ready" in line for line in running.stdout)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(60) == 130
    running.stdout.close()
    assert (clone / "tidy").exists()


def _listen_to_ctrl_c() -> None:
    """What runs in the background of a shell is deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_python_that_does_not_fit_is_told_in_one_line(clone: Path) -> None:
    code = "import sys; sys.argv = ['go.py', 'nodes']; sys.version_info = (3, 13, 0); import go; sys.exit(go.main())"
    environment = {**os.environ, "PATH": "", "PYTHONPATH": str(clone / "packaging")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["[vivant] Python 3.11 or 3.12 is needed, this is 3.13; install python3.11"]


def test_a_wheel_carries_every_folder_that_the_program_looks_for() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried = {ROOT / source: Path(place) for source, place in build["force-include"].items()}
    for name in ("resources", "presets", "benchmarks"):
        assert carried[folder(name)] == Path("studio/_installed") / name
