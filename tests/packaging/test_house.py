"""The house: what a clean clone must hold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_constraints_pin_every_package_and_hold_no_address() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", pin) for pin in pins)
    names = {pin.split("==")[0].lower() for pin in pins}
    assert {"torch", "torchvision", "mediapipe", "opencv-contrib-python", "ultralytics"} <= names


def test_the_first_lines_of_the_readme_are_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    head = readme[:600]
    assert "python3 packaging/go.py demo" in head
    assert "python3 packaging/go.py test" in head


def test_the_setup_script_needs_only_the_standard_library() -> None:
    script = ROOT / "packaging" / "go.py"
    done = subprocess.run([sys.executable, "-I", "-S", str(script), "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "demo" in done.stdout


def test_the_core_imports_no_qt_and_no_heavy_library() -> None:
    code = (
        "import sys, studio.app; studio.app.library(); "
        "heavy = {'PySide6', 'NodeGraphQt', 'pyqtgraph', 'mediapipe', 'ultralytics', 'torch', 'transformers'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
