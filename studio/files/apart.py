"""Pictures decoded in a process of their own: TIFF, OpenEXR, Radiance HDR and 16-bit PNG.

Broken files have brought libtiff down more than once, and the others' libraries print what they think of a file.
"""

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


def is_tiff(head: bytes) -> bool:
    """Whether a file begins like a TIFF or BigTIFF."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def is_light(head: bytes) -> bool:
    """Whether a file begins like OpenEXR or Radiance HDR, which hold linear light."""
    return head[:4] == b"v/1\x01" or head.startswith((b"#?RADIANCE", b"#?RGBE"))


def is_deep_png(head: bytes) -> bool:
    """Whether a file begins like a PNG of 16 bits a channel."""
    return head.startswith(b"\x89PNG\r\n\x1a\n") and head[24:25] == b"\x10"


def read(path: Path) -> F16:
    """The upright picture, (H, W, 4) linear premultiplied. Raises BadInput, also where the decoder dies or hangs."""
    root = str(Path(__file__).resolve().parents[2])
    known = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "studio.files.apart", str(path.resolve())],
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


def main(path: Path) -> None:
    """Decode a file and send it to standard output: one line of JSON, then the pixels."""
    from studio.files import scene_linear, tiff_photo
    from studio.files.limit import one_line
    from studio.files.regular import read_head

    warnings.simplefilter("ignore")
    out = sys.stdout.buffer
    try:
        head = read_head(path)
        decode = tiff_photo.read if is_tiff(head) else scene_linear.read if is_light(head) else scene_linear.read_deep
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
