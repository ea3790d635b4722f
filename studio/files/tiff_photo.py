"""TIFF pictures, decoded in a process of their own: libtiff has been brought down by broken files more than once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np

from studio.files.encoded_light import F16
from studio.media.errors import BadInput, VivantError

SECONDS = 120.0
"""After this long the decoder is taken to hang."""


def read(path: Path) -> F16:
    """The upright picture, (H, W, 4) linear premultiplied. Raises BadInput, also where the decoder dies or hangs."""
    root = str(Path(__file__).resolve().parents[2])
    known = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    child = subprocess.Popen(
        [sys.executable, "-m", "studio.files.tiff_photo", str(path.resolve())],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(known)},
    )  # fmt: skip
    stop = threading.Timer(SECONDS, child.kill)
    stop.start()
    try:
        return _receive(child)
    finally:
        stop.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _receive(child: subprocess.Popen[bytes]) -> F16:
    assert child.stdout is not None
    line = child.stdout.readline(4096)
    try:
        answer = json.loads(line)
    except ValueError:
        raise BadInput("the file is broken and cannot be shown (its decoder gave up)") from None
    if "error" in answer:
        raise BadInput(str(answer["error"]))
    pixels = np.empty((answer["height"], answer["width"], 4), np.float16)
    view = pixels.view(np.uint8).reshape(-1).data
    done = 0
    while done < len(view):
        got = child.stdout.readinto(view[done:])  # type: ignore[attr-defined]
        if not got:
            raise BadInput("the file is broken and cannot be shown (its decoder gave up)")
        done += got
    return pixels


def decode(path: Path) -> F16:
    """Decode a TIFF in this process."""
    from PIL import Image

    from studio.files import pillow_photo, scene_linear
    from studio.files.limit import limit_pixels

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=("TIFF",)) as picture:
        limit_pixels(*picture.size)
        tags = picture.tag_v2  # type: ignore[attr-defined]
        deep = max(tags.get(258, (1,))) > 8 and tags.get(262) in (0, 1, 2)
        if not deep:
            return pillow_photo.convert(picture)
    return scene_linear.read_deep(path)


def main(path: Path) -> None:
    """Decode a file and send it to standard output: one line of JSON, then the pixels."""
    from studio.files.limit import one_line

    warnings.simplefilter("ignore")
    out = sys.stdout.buffer
    try:
        pixels = decode(path)
    except VivantError as error:
        out.write(json.dumps({"error": str(error)}).encode() + b"\n")
    except Exception as error:
        said = f"the file is broken and cannot be shown ({one_line(error)})"
        out.write(json.dumps({"error": said}).encode() + b"\n")
    else:
        out.write(json.dumps({"height": pixels.shape[0], "width": pixels.shape[1]}).encode() + b"\n")
        out.write(pixels.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
