#!/usr/bin/env python3
"""Set Vivant up in .venv and run it: ``go.py demo``, ``go.py test``, or ``go.py`` alone. Standard library only.

python3 packaging/go.py          open the window
python3 packaging/go.py demo     animate two real photos, write the films and a contact sheet to out/demo
python3 packaging/go.py test     lint, types, import rules and tests
python3 packaging/go.py ...      anything else goes to the ``vivant`` command line
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "vivant-stamp"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
FITS = ((3, 11), (3, 13))

# Library that must be found -> Debian package that brings it.
SYSTEM = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "gallium": "libgl1-mesa-dri",
    "glib-2.0": "libglib2.0-0",
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xinerama": "libxcb-xinerama0",
    "xcb-xkb": "libxcb-xkb1",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "portaudio": "libportaudio2",
    "fonts": "fonts-dejavu-core",
    "Xvfb": "xvfb",
}


def say(line: str) -> None:
    """Tell what is being done."""
    print(f"[vivant] {line}", flush=True)


def stop(line: str) -> None:
    """End with one line that says what to do."""
    sys.exit(f"[vivant] {line}")


def has(library: str) -> bool:
    """Whether a system library is there."""
    if library == "gallium":
        folders = [*Path("/usr/lib").glob("*/dri"), Path("/usr/lib/dri"), Path("/usr/lib64/dri")]
        return any(next(folder.glob("*_dri.so"), None) for folder in folders if folder.is_dir())
    if library == "fonts":
        return any(
            next(Path(folder).rglob("*.[to]tf"), None) for folder in ("/usr/share/fonts", "/usr/local/share/fonts")
        )
    if library == "Xvfb":  # the window's tests, and pictures of the window, need a screen
        return shutil.which("Xvfb") is not None
    return ctypes.util.find_library(library) is not None


def install_system() -> None:
    """Install missing system libraries where that is allowed, or print the one line to type."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in SYSTEM.items() if not has(library)]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"installing system libraries: {' '.join(missing)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        if subprocess.run([*line.split(), "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL).returncode:
            stop(f"could not install them; try: {line}")
    else:
        say(f"system libraries are missing ({', '.join(missing)}); on Debian or Ubuntu type:  sudo {line}")


def interpreter() -> str:
    """A Python that fits: this one, or another on the path."""
    if FITS[0] <= sys.version_info[:2] < FITS[1]:
        return sys.executable
    for name in ("python3.11", "python3.12"):
        found = shutil.which(name)
        # a version manager's stand-in may be on the path without the Python that it stands for
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            say(f"Python {sys.version_info[0]}.{sys.version_info[1]} does not fit, using {name}")
            return found
    stop(f"Python 3.11 or 3.12 is needed, this is {sys.version_info[0]}.{sys.version_info[1]}; install python3.11")
    raise AssertionError


def make_venv() -> None:
    """Make .venv; on Debian without python3-venv, say or do what is missing."""
    if usable():
        return
    say("making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    python = interpreter()
    command = [python, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode == 0:
        return
    asked = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True)
    package = f"python{asked.stdout.decode().strip()}-venv"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False)
        if subprocess.run(command).returncode == 0:
            return
    why = [*(made.stdout + made.stderr).strip().splitlines(), "it gave no reason"]
    stop(f"could not make a virtual environment ({why[0]}); on Debian or Ubuntu type:  sudo apt-get install {package}")


def usable() -> bool:
    """Whether .venv is whole and was made here: its commands hold the path of the folder that they were made in."""
    try:
        here = str(VENV) in (VENV / "pyvenv.cfg").read_text()
        return here and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def wanted_stamp() -> str:
    """Digest of everything that decides what is installed."""
    digest = hashlib.sha256(f"{sys.version}\0{ROOT}".encode())
    for path in (CONSTRAINTS, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def pip(*arguments: str) -> None:
    """Run pip, showing one short line for each package it takes up."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    assert process.stdout is not None
    tail: list[str] = []
    for line in process.stdout:
        tail = [*tail[-30:], line.rstrip()]
        word = line.split(" ", 2)
        if word[0] in ("Collecting", "Installing", "Building"):
            show(" ".join(word[:2]).strip())
    show("")
    if process.wait():
        stop("\n".join(["pip failed:", *tail, reason(tail)]))


def reason(tail: list[str]) -> str:
    """The last line after pip failed: what to do."""
    text = "\n".join(tail)
    if "No space left" in text:
        return "[vivant] the disk is full: make room (about 8 GB are needed), then run this again"
    if any(sign in text for sign in ("connection", "Connection", "name resolution", "timed out", "ProxyError")):
        return "[vivant] the package index could not be reached: connect to the internet, then run this again"
    return "[vivant] the lines above say why; run this again once that is mended"


def show(text: str) -> None:
    """A passing line on a terminal, a plain line elsewhere."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text[:100]}" if text else "\r\033[K", end="", flush=True)
    elif text:
        print(f"  {text}", flush=True)


def install_packages() -> None:
    """Install the pinned set. opencv-contrib goes last: opencv-python overwrites cv2 with its smaller build."""
    begun = time.monotonic()
    say("installing the pinned packages (a few GB the first time, mostly torch)")
    pip("-c", str(CONSTRAINTS), "-e", ".[dev]")
    contrib = next(line for line in CONSTRAINTS.read_text().splitlines() if line.startswith("opencv-contrib-python=="))
    pip("--force-reinstall", "--no-deps", contrib)
    say(f"installed in {time.monotonic() - begun:.0f} s")


def prepare() -> None:
    """Bring .venv up to date; quick when it is."""
    install_system()
    stamp = wanted_stamp()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp:
        return
    make_venv()
    install_packages()
    STAMP.write_text(stamp)


def main() -> int:
    """Prepare, then do what was asked."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    prepare()
    os.environ["VIVANT_BIN"] = str(BIN)
    if arguments and arguments[0] == "test":
        os.chdir(ROOT)
        return become(["bash", "packaging/check", *arguments[1:]])
    return become([str(PYTHON), "-m", "studio.cli", *(arguments or ["open"])])


def become(command: list[str]) -> int:
    """Go on as another program: on Ctrl-C, a parent would kill it before it has tidied up."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execvp(command[0], command)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
