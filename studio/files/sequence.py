"""Sequences of pictures: PNG in sRGB (exactly what the film shows) and OpenEXR in linear light."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.files import exr_header, png_chunks
from studio.files.atomic import replacing
from studio.files.encoded_light import to_srgb16
from studio.files.limit import one_line
from studio.files.metadata import GRAPH, graph_of, pack_text
from studio.files.scene_linear import REC709
from studio.media.errors import BadInput, VivantError
from studio.media.image import Image, linear_to_srgb

_NUMBER = re.compile(r"%(0\d{1,2})?d|#+")


def frame_path(pattern: str, frame: int) -> Path:
    """The file of one frame: "f.%04d.png" and "f.####.png" both make "f.0007.png"."""
    folder, slash, name = pattern.rpartition("/")
    found = _NUMBER.search(name)
    if found is None:
        return Path(pattern)
    mark = found[0]
    width = len(mark) if mark[0] == "#" else int(found[1] or 0)
    return Path(folder + slash + name[: found.start()] + f"{frame:0{width}d}" + name[found.end() :])


def is_pattern(name: str) -> bool:
    """Whether a file name has exactly one place for the frame's number. Raises BadInput for more than one."""
    marks = _NUMBER.findall(Path(name).name)
    if len(marks) > 1:
        raise BadInput(f"{name} has more than one place for the frame's number: leave one, as in f.%04d.png")
    return len(marks) == 1


def write_png(
    path: Path, image: Image, texts: Mapping[str, str], *, bits: int = 8, alpha: bool = False, overwrite: bool = True
) -> int:
    """Write one picture as PNG, in sRGB, with its texts; read those back. Returns the bytes written."""
    import cv2

    pixels = _png_pixels(image, bits, alpha)
    order = [2, 1, 0, 3] if alpha else [2, 1, 0]
    good, packed = cv2.imencode(".png", pixels[..., order], [cv2.IMWRITE_PNG_COMPRESSION, 2])
    if not good:
        raise VivantError(f"cannot encode {path.name} as PNG")
    chunks = png_chunks.chunk(b"sRGB", b"\0") + png_chunks.checked_texts(_packed(texts))
    content = png_chunks.add_chunks(packed.tobytes(), chunks)
    with replacing(path, overwrite=overwrite) as temporary:
        temporary.write_bytes(content)
        _check(path, graph_of(png_chunks.read_texts(temporary)), texts)
    return len(content)


def write_exr(
    path: Path, image: Image, texts: Mapping[str, str], *, fps: float = 24.0, alpha: bool = False,
    overwrite: bool = True,
) -> int:  # fmt: skip
    """Write one picture as OpenEXR: half floats, linear Rec.709, with its texts. Returns the bytes written."""
    import OpenImageIO

    pixels = image.pixels.half().cpu().numpy()
    pixels = np.ascontiguousarray(pixels if alpha else pixels[..., :3])
    spec = OpenImageIO.ImageSpec(image.size[0], image.size[1], pixels.shape[2], "half")
    spec.attribute("compression", "zip")
    spec.attribute("DateTime", "")  # the time of writing is left out: the same frame is the same file
    spec.attribute("chromaticities", OpenImageIO.TypeDesc("float[8]"), REC709)
    spec.attribute("FramesPerSecond", OpenImageIO.TypeDesc("float"), fps)
    for name, text in _packed(texts).items():
        spec.attribute(name, text)
    with replacing(path, overwrite=overwrite) as temporary:
        _write_exr(temporary, spec, pixels)
        _check(path, graph_of(exr_header.read_texts(temporary)), texts)
        return temporary.stat().st_size


def _write_exr(path: Path, spec: Any, pixels: npt.NDArray[np.float16]) -> None:
    import OpenImageIO

    out = OpenImageIO.ImageOutput.create("exr")
    whole = out is not None and out.open(str(path), spec) and out.write_image(pixels)
    if not (out is not None and out.close() and whole):
        said = (out.geterror() if out is not None else "") or OpenImageIO.geterror()
        full = shutil.disk_usage(path.parent).free < pixels.nbytes
        raise OSError(errno.ENOSPC if full else errno.EIO, one_line(ValueError(said or "writing failed")))


def _png_pixels(image: Image, bits: int, alpha: bool) -> npt.NDArray[Any]:
    if bits == 8:
        return image.srgba8() if alpha else image.srgb8()
    if not alpha:
        return to_srgb16(image)
    array = image.array()
    cover = array[..., 3:].clip(0, 1)
    colours = np.divide(array[..., :3], cover, out=np.zeros_like(array[..., :3]), where=cover > 0)
    straight: npt.NDArray[Any] = np.concatenate([linear_to_srgb(colours), cover], axis=2)
    rounded: npt.NDArray[np.uint16] = np.rint(straight * 65535).astype(np.uint16)
    return rounded


def _packed(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: pack_text(text) for name, text in texts.items()}


def _check(path: Path, found: str | None, texts: Mapping[str, str]) -> None:
    if found != texts.get(GRAPH):
        raise VivantError(f"the graph was lost in {path.name}: write with --no-graph")
