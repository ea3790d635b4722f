"""Pictures that Pillow reads: 8-bit JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP and others, into linear light."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studio.files.encoded_light import F16, from_linear, from_srgb
from studio.files.jpeg_damage import refuse_damaged
from studio.files.limit import MAX_PIXELS, limit_pixels
from studio.files.upright import upright
from studio.media.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image as Pillow

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "ICO", "JPEG2000", "PPM", "TGA", "HEIF", "AVIF", "PCX", "SGI")
"""What may be opened. Not among them: EPS, which would start Ghostscript."""


def read(path: Path) -> F16:
    """The upright picture, (H, W, 4) linear premultiplied. Raises BadInput, or what Pillow raises on a broken file."""
    import pillow_heif
    from PIL import Image, UnidentifiedImageError

    pillow_heif.register_heif_opener()
    try:
        picture = Image.open(path, formats=FORMATS)
    except UnidentifiedImageError:
        raise BadInput(
            "this is no picture that can be opened, or it is broken: choose a JPEG, PNG, TIFF, WebP, HEIC, AVIF or EXR"
        ) from None
    with picture:
        pixels = convert(picture)
    if picture.format in ("JPEG", "MPO"):
        refuse_damaged(path)
    return pixels


def convert(picture: Pillow) -> F16:
    """An opened, not yet decoded Pillow picture to (H, W, 4) upright linear light."""
    from PIL import Image

    limit_pixels(*picture.size)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
    picture.load()
    turn = orientation(picture)
    return np.ascontiguousarray(upright(linear(picture), turn))


def orientation(picture: Pillow) -> int:
    """1..8 from EXIF or XMP; 1 where there is none or it is broken."""
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:
        return 1


def linear(picture: Pillow) -> F16:
    """A decoded picture of any Pillow mode to (H, W, 4) linear premultiplied."""
    if picture.mode.startswith("I"):
        numbers = np.asarray(picture)
        return from_srgb(numbers.clip(0, 65535).astype(np.uint16)[..., None])
    if picture.mode == "F":
        return from_linear(np.asarray(picture)[..., None])
    return from_srgb(_channels(to_srgb(picture)))


def to_srgb(picture: Pillow) -> Pillow:
    """The same picture in sRGB: mode L, LA, RGB or RGBA with straight alpha."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("P", "PA", "La", "RGBa", "RGBX") or "transparency" in picture.info:
        picture = picture.convert("RGBA" if _has_alpha(picture) else "RGB")
    if profile:
        picture = _through_profile(picture, bytes(profile))
    if picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = (
            _lab_to_srgb(picture) if picture.mode == "LAB" else picture.convert("L" if picture.mode == "1" else "RGB")
        )
    return picture


def _has_alpha(picture: Pillow) -> bool:
    return picture.mode in ("PA", "La", "RGBa") or "transparency" in picture.info


def _through_profile(picture: Pillow, profile: bytes) -> Pillow:
    """Colours as the embedded ICC profile means them. A profile that is broken or does not fit is passed over."""
    from PIL import Image, ImageCms

    colours = picture.convert(picture.mode[:-1]) if picture.mode in ("LA", "RGBA") else picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        change = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), colours.mode, "RGB", intent, flags)
        if colours.mode in ("RGB", "L") and _changes_nothing(change, colours.mode):
            return picture
        changed = ImageCms.applyTransform(colours, change)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if changed is None:
        return picture
    if picture.mode in ("LA", "RGBA"):
        return Image.merge("RGBA", (*changed.split(), picture.getchannel("A")))
    return changed


def _changes_nothing(change: object, mode: str) -> bool:
    """Whether a colour transform is that of sRGB itself, up to its own rounding: then pixels are left exactly alone."""
    from PIL import Image, ImageCms

    steps = np.arange(0, 256, 15, np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(1, -1, 3)
    probe = Image.fromarray(cube if mode == "RGB" else np.arange(256, dtype=np.uint8)[None])
    changed = np.asarray(ImageCms.applyTransform(probe, change), np.int16)  # type: ignore[arg-type]
    before = np.asarray(probe.convert("RGB"), np.int16)
    return bool(np.abs(changed - before).max() <= 2)


def _lab_to_srgb(picture: Pillow) -> Pillow:
    from PIL import ImageCms

    change = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    return ImageCms.applyTransform(picture, change) or picture.convert("RGB")


def _channels(picture: Pillow) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    numbers = np.asarray(picture)
    return numbers[..., None] if numbers.ndim == 2 else numbers
