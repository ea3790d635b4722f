"""Reading a photograph: upright, in linear Rec.709, whatever its file is; or one clear line on why not."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.files import apart, pillow_photo
from studio.files.encoded_light import F16
from studio.files.limit import one_line
from studio.files.regular import read_head
from studio.media.errors import BadInput, VivantError
from studio.media.image import Image

PATTERNS: tuple[str, ...] = (
    "*.jpg", "*.jpeg", "*.png", "*.tif", "*.tiff", "*.webp", "*.heic", "*.heif", "*.avif", "*.bmp", "*.gif", "*.tga",
    "*.jp2", "*.ico", "*.ppm", "*.pgm", "*.exr", "*.hdr",
)  # fmt: skip
"""File names that a dialog offers."""


def read_photo(path: str | Path) -> Image:
    """Read a photograph.

    Orientation (EXIF or XMP), colour profile, CMYK, palettes, alpha and 16-bit depth are taken into account; of an
    animation the first frame is read, of an Ultra HDR photo its ordinary picture. EXR and HDR are read as linear light.

    Args:
        path: The file.

    Returns:
        The upright picture. 8-bit sRGB photos come back bit for bit from :meth:`Image.srgb8`.

    Raises:
        BadInput: It is no picture, is broken or too large, or cannot be read; one line says which.
    """
    import torch

    return Image(torch.from_numpy(read_pixels(path)))


def read_pixels(path: str | Path) -> F16:
    """(H, W, 4) linear premultiplied pixels of a photograph, as :func:`read_photo` reads them, without torch."""
    path = Path(path)
    head = read_head(path)
    try:
        with _quiet():
            return _reader(path, head)(path)
    except VivantError as error:
        raise type(error)(f"{path.name}: {error}") from None
    except MemoryError:
        raise VivantError(f"{path.name}: not enough memory to open it; make the picture smaller first") from None
    except Exception as error:
        raise BadInput(f"{path.name}: the file is broken and cannot be shown ({one_line(error)})") from None


def _reader(path: Path, head: bytes) -> Callable[[Path], F16]:
    if apart.is_tiff(head) or apart.is_light(head) or apart.is_deep_png(head):
        return apart.read
    _refuse_others(path, head)
    return pillow_photo.read


def _refuse_others(path: Path, head: bytes) -> None:
    """Raise BadInput for what is plainly something else than a picture."""
    if path.suffix.lower() == ".vivant" or head.lstrip()[:1] == b"{":
        raise BadInput("this is a project or data, not a picture: choose a photo")
    if head[4:8] == b"ftyp" and head[8:12] in (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"qt  ",
                                               b"M4V ", b"avc1", b"3gp4", b"3gp5"):  # fmt: skip
        raise BadInput("this is a film, not a picture: choose a still")
    if head[:4] == b"\x1aE\xdf\xa3":
        raise BadInput("this is a film, not a picture: choose a still")
    portable = head[:1] == b"P" and head[1:2] in b"1234567Ff"
    if not portable and all(byte >= 32 or byte in b"\t\r\n\f" for byte in head):
        raise BadInput("this is a text, not a picture: choose a photo")


_lock = threading.Lock()


@contextmanager
def _quiet() -> Iterator[None]:
    """No warnings; Pillow's own guard against bombs waits until a picture's size was read, and told, by us."""
    from PIL import Image as pillow

    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, pillow.MAX_IMAGE_PIXELS = pillow.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            pillow.MAX_IMAGE_PIXELS = before
