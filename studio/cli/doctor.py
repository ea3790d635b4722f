"""``vivant doctor``: what works on this machine, what is missing and how to get it."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from typing import NamedTuple

from studio.cli.terminal import say


class Finding(NamedTuple):
    """One line: whether it works, what it is, what was found, and how to get it."""

    works: bool
    name: str
    found: str
    remedy: str = ""
    needed: bool = True


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Say what works on this machine, what is missing and how to get it."
    parser = commands.add_parser("doctor", help="say what is missing on this machine", description=text)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 where something that is needed does not work."""
    findings = list(examine())
    for finding in findings:
        mark = "ok     " if finding.works else "MISSING" if finding.needed else "absent "
        say(f"{mark}  {finding.name:<18} {finding.found}")
        if not finding.works and finding.remedy:
            say(f"{'':<28} -> {finding.remedy}")
    return int(any(finding.needed and not finding.works for finding in findings))


def examine() -> Iterator[Finding]:
    """Look at everything in turn."""
    version = platform.python_version()
    yield Finding((3, 11) <= sys.version_info < (3, 13), "Python", version, "use Python 3.11 or 3.12")
    yield from examine_gl()
    yield from examine_torch()
    yield from examine_codecs()
    yield from examine_models()


def examine_gl() -> Iterator[Finding]:
    """Headless OpenGL."""
    from studio.gl.context import describe

    found = describe()
    works = bool(found.get("works"))
    text = f"{found.get('renderer', '')} {found.get('version', '')}" if works else str(found.get("error", ""))
    yield Finding(works, "OpenGL (headless)", text.strip(), "apt-get install -y libegl1 libgl1 libgl1-mesa-dri")


def examine_torch() -> Iterator[Finding]:
    """Torch and a GPU."""
    import torch

    yield Finding(True, "torch", str(torch.__version__))
    cuda = bool(torch.cuda.is_available())
    name = torch.cuda.get_device_name(0) if cuda else "none; everything runs on the CPU"
    yield Finding(cuda, "GPU", name, "an NVIDIA GPU with its driver makes the learned backends quick", needed=False)


def examine_codecs() -> Iterator[Finding]:
    """Encoders."""
    import av

    encoders = {"H.264": "libx264", "H.265": "libx265", "ProRes": "prores_ks", "AAC": "aac"}
    for name, codec in encoders.items():
        try:
            av.codec.Codec(codec, "w")
            yield Finding(True, name, f"{codec} in PyAV {av.__version__}")
        except ValueError:
            yield Finding(False, name, f"{codec} is not in PyAV {av.__version__}", "pip install --force-reinstall av")


def examine_models() -> Iterator[Finding]:
    """Models that come with the packages, and weights on the shelf."""
    import importlib.metadata

    from studio.models.embedded_people import WEIGHTS
    from studio.models.object_weights import weights as object_weights
    from studio.models.shelf import Shelf
    from studio.models.ultralytics_people import POSE, SEGMENT

    version = importlib.metadata.version("mediapipe")
    shelf = Shelf()
    missing = [name for name in WEIGHTS if shelf.find(name) is None]
    found = f"mediapipe {version}" + (f" without {', '.join(missing)}" if missing else "")
    yield Finding(not missing, "people (embedded)", found, "pip install mediapipe==0.10.21")
    for title, names in (("people (learned)", tuple(SEGMENT)), ("pose (learned)", tuple(POSE))):
        path = next((path for path in map(shelf.find, names) if path), None)
        remedy = f"put {names[0]} into {shelf.folders[0]}"
        yield Finding(path is not None, title, str(path or "no weights; the embedded backend is used"), remedy, False)
    things = object_weights(shelf)
    remedy = f"put yolox_nano.onnx, or a larger YOLOX or YOLO detection model, into {shelf.folders[0]}"
    found = str(shelf.find(things)) if things else "no weights; things are named by hand"
    yield Finding(bool(things), "things (learned)", found, remedy, False)
