"""Photographs of every kind come in upright and in true colours; everything else is refused in one line."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

from studio.files.icc_profile import read_profile
from studio.files.photo import read_photo
from studio.files.upright import upright
from studio.media.errors import BadInput, VivantError
from studio.media.image import srgb_to_linear


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (24, 40, 3), np.uint8)


def refused(path: Path | str) -> str:
    with pytest.raises(BadInput) as caught:
        read_photo(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "tga", "ppm", "webp"])
def test_an_8_bit_picture_comes_back_bit_for_bit(tmp_path: Path, noise: np.ndarray, ending: str) -> None:
    Pillow.fromarray(noise).save(tmp_path / f"a.{ending}", lossless=True)
    assert np.array_equal(read_photo(tmp_path / f"a.{ending}").srgb8(), noise)


def test_an_srgb_profile_leaves_every_number_alone(tmp_path: Path, noise: np.ndarray) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Pillow.fromarray(noise).save(tmp_path / "a.png", icc_profile=profile)
    assert np.array_equal(read_photo(tmp_path / "a.png").srgb8(), noise)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    stored = np.zeros((16, 32, 3), np.uint8)
    stored[:8, :8] = 255
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    Pillow.fromarray(stored).save(tmp_path / "a.png", exif=exif)
    corner = {1: (0, 0), 2: (0, -1), 3: (-1, -1), 4: (-1, 0), 5: (0, 0), 6: (0, -1), 7: (-1, -1), 8: (-1, 0)}
    seen = read_photo(tmp_path / "a.png").srgb8()
    assert seen.shape[:2] == ((16, 32) if orientation < 5 else (32, 16))
    assert seen[corner[orientation]].tolist() == [255, 255, 255]
    assert (seen == 255).all(axis=2).sum() == 64


def test_turning_an_array_agrees_with_pillow() -> None:
    from PIL import ImageOps

    stored = np.arange(24, dtype=np.uint8).reshape(4, 6)
    for orientation in range(1, 9):
        picture = Pillow.fromarray(stored)
        picture.getexif()[0x0112] = orientation
        assert np.array_equal(upright(stored[..., None], orientation)[..., 0], ImageOps.exif_transpose(picture))


def test_a_wide_gamut_profile_is_converted(tmp_path: Path) -> None:
    swapped = _profile_with_red_and_blue_swapped()
    Pillow.fromarray(np.full((4, 4, 3), (200, 30, 60), np.uint8)).save(tmp_path / "a.png", icc_profile=swapped)
    assert np.abs(read_photo(tmp_path / "a.png").srgb8()[0, 0].astype(int) - (60, 30, 200)).max() <= 2


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_a_profile_counts_at_16_bits_as_it_does_at_8(tmp_path: Path, noise: np.ndarray, ending: str) -> None:
    import OpenImageIO as oiio

    profile = _profile_with_red_and_blue_swapped()
    Pillow.fromarray(noise).save(tmp_path / "8.png", icc_profile=profile)
    spec = oiio.ImageSpec(40, 24, 3, "uint16")
    spec.attribute("ICCProfile", oiio.TypeDesc(f"uint8[{len(profile)}]"), np.frombuffer(profile, np.uint8))
    out = oiio.ImageOutput.create(ending)
    assert out.open(str(tmp_path / f"16.{ending}"), spec)
    out.write_image(noise.astype(np.uint16) * 257)
    out.close()
    deep, shallow = read_photo(tmp_path / f"16.{ending}").srgb8(), read_photo(tmp_path / "8.png").srgb8()
    assert np.abs(deep.astype(int) - shallow).max() <= 2
    assert np.abs(deep.astype(int) - noise[..., ::-1]).max() <= 2


def test_curves_are_read_in_every_form() -> None:
    def curve(form: bytes) -> np.ndarray:
        head = bytes(20) + b"XYZ " + bytes(104)
        table = struct.pack(">I4sII", 1, b"kTRC", 144, len(form))
        made = read_profile(head + table + form, grey=True)
        assert made is not None
        return made.curves[0]

    def numbers(*values: float) -> bytes:
        return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))

    x = np.arange(65536) / 65535
    srgb = srgb_to_linear(x)
    assert np.allclose(curve(b"curv" + bytes(8)), x, atol=1e-6)
    assert np.allclose(curve(b"curv" + struct.pack(">IIH", 0, 1, 0x0233)), x ** (0x233 / 256), atol=1e-6)
    assert np.allclose(curve(b"curv" + struct.pack(">II3H", 0, 3, 0, 13107, 65535))[[32768]], 0.2, atol=1e-4)
    para = b"para" + bytes(4)
    assert np.allclose(curve(para + struct.pack(">HH", 0, 0) + numbers(1.8)), x**1.8, atol=1e-4)
    full = numbers(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    assert np.allclose(curve(para + struct.pack(">HH", 3, 0) + full), srgb, atol=1e-3)
    assert np.allclose(curve(para + struct.pack(">HH", 4, 0) + full + numbers(0, 0)), srgb, atol=1e-3)
    two = curve(para + struct.pack(">HH", 2, 0) + numbers(2, 1, -0.5, 0.25))
    assert np.allclose(two, np.where(x >= 0.5, (x - 0.5) ** 2, 0) + 0.25, atol=1e-3)


@pytest.mark.parametrize("length", [0, 50, 128, 132, 140, 300, 500])
def test_a_profile_cut_short_is_none(length: int) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read_profile(profile[:length], grey=False) is None


def test_a_broken_profile_is_passed_over(tmp_path: Path, noise: np.ndarray) -> None:
    Pillow.fromarray(noise).save(tmp_path / "a.png", icc_profile=b"nonsense" * 40)
    assert np.array_equal(read_photo(tmp_path / "a.png").srgb8(), noise)


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_16_bits_are_kept(tmp_path: Path, ending: str) -> None:
    ramp = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64) * 16
    picture = np.stack([ramp, ramp[::-1], ramp.T], axis=2)
    cv2.imwrite(str(tmp_path / f"a.{ending}"), picture[..., ::-1])
    seen = read_photo(tmp_path / f"a.{ending}").array()[..., :3]
    assert np.allclose(seen, srgb_to_linear(picture / 65535), rtol=6e-4, atol=1e-6)
    assert len(np.unique(seen[..., 0])) > 1500


def test_16_bit_grey_becomes_grey(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((3, 5), 32768, np.uint16))
    seen = read_photo(tmp_path / "a.png").array()
    assert np.allclose(seen[1, 2], [0.2140, 0.2140, 0.2140, 1], atol=3e-4)


def test_transparency_is_premultiplied(tmp_path: Path) -> None:
    Pillow.new("RGBA", (2, 2), (255, 0, 0, 51)).save(tmp_path / "a.png")
    assert np.allclose(read_photo(tmp_path / "a.png").array()[0, 0], [0.2, 0, 0, 0.2], atol=1e-4)


def test_16_bit_transparency_is_premultiplied(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((2, 2, 4), (0, 0, 65535, 13107), np.uint16))
    assert np.allclose(read_photo(tmp_path / "a.png").array()[0, 0], [0.2, 0, 0, 0.2], atol=1e-4)


def test_a_palette_with_one_transparent_colour(tmp_path: Path) -> None:
    picture = Pillow.new("P", (2, 1))
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putpixel((1, 0), 1)
    picture.save(tmp_path / "a.png", transparency=1)
    assert np.allclose(read_photo(tmp_path / "a.png").array()[0], [[1, 0, 0, 1], [0, 0, 0, 0]])


def test_cmyk_is_seen_in_colour(tmp_path: Path) -> None:
    Pillow.new("CMYK", (16, 16), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    seen = read_photo(tmp_path / "a.jpg").srgb8()[8, 8]
    assert seen[0] > 240 and seen[1] < 15 and seen[2] < 15


def test_the_first_frame_of_an_animation_is_read(tmp_path: Path) -> None:
    frames = [Pillow.new("RGB", (4, 4), colour) for colour in ("white", "black")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert (read_photo(tmp_path / "a.gif").srgb8() == 255).all()


@pytest.mark.parametrize("ending", ["heic", "avif"])
def test_phone_formats_open(tmp_path: Path, ending: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    Pillow.new("RGB", (64, 48), (200, 100, 50)).save(tmp_path / f"a.{ending}", quality=95)
    image = read_photo(tmp_path / f"a.{ending}")
    assert image.size == (64, 48)
    assert np.abs(image.srgb8()[20, 20].astype(int) - (200, 100, 50)).max() <= 4


def test_a_phone_held_upright_is_turned_once(tmp_path: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    stored = np.zeros((64, 96, 3), np.uint8)
    stored[:32, :32] = 255
    exif = Pillow.Exif()
    exif[0x0112] = 6
    for ending in ("heic", "avif", "jpg"):
        Pillow.fromarray(stored).save(tmp_path / f"a.{ending}", exif=exif.tobytes(), quality=95)
        seen = read_photo(tmp_path / f"a.{ending}").srgb8()
        assert seen.shape == (96, 64, 3), ending
        assert seen[10, -10].min() > 240 and seen[10, 10].max() < 15 and seen[-10, -10].max() < 15


def test_exr_is_linear_and_keeps_bright_light(tmp_path: Path) -> None:
    import OpenImageIO as oiio

    out = oiio.ImageOutput.create("exr")
    out.open(str(tmp_path / "a.exr"), oiio.ImageSpec(4, 2, 3, "half"))
    out.write_image(np.full((2, 4, 3), (0.25, 8, 0), np.float32))
    out.close()
    assert np.allclose(read_photo(tmp_path / "a.exr").array()[0, 0], [0.25, 8, 0, 1])


@pytest.mark.parametrize(("x", "y"), [(1, 2), (-2, -1), (5, 1), (40, 0), (-40, -40)])
def test_exr_lies_in_its_display_window(tmp_path: Path, x: int, y: int) -> None:
    import OpenImageIO as oiio

    spec = oiio.ImageSpec(4, 3, 3, "half")
    spec.x, spec.y, spec.full_width, spec.full_height = x, y, 8, 6
    out = oiio.ImageOutput.create("exr")
    out.open(str(tmp_path / "a.exr"), spec)
    out.write_image(np.ones((3, 4, 3), np.float32))
    out.close()
    wanted = np.zeros((100, 100), np.float32)
    wanted[50 + y : 53 + y, 50 + x : 54 + x] = 1
    assert np.array_equal(read_photo(tmp_path / "a.exr").array()[..., 3], wanted[50:56, 50:58])


def test_exr_in_other_primaries_is_converted(tmp_path: Path) -> None:
    import OpenImageIO as oiio

    spec = oiio.ImageSpec(2, 2, 3, "float")
    ap0 = (0.7347, 0.2653, 0.0, 1.0, 0.0001, -0.077, 0.32168, 0.33767)
    spec.attribute("chromaticities", oiio.TypeDesc("float[8]"), ap0)
    out = oiio.ImageOutput.create("exr")
    out.open(str(tmp_path / "a.exr"), spec)
    out.write_image(np.full((2, 2, 3), (0.18, 0.18, 0.18), np.float32))
    out.close()
    assert np.allclose(read_photo(tmp_path / "a.exr").array()[0, 0, :3], 0.18, atol=1e-3)  # neutral stays neutral


def test_a_1_by_1_picture_opens(tmp_path: Path) -> None:
    Pillow.new("RGB", (1, 1), "red").save(tmp_path / "a.png")
    assert read_photo(tmp_path / "a.png").srgb8().tolist() == [[[255, 0, 0]]]


def test_more_than_200_megapixels_are_refused_before_decoding(tmp_path: Path) -> None:
    for name, size in (("a.png", (20000, 10001)), ("b.png", (100000, 100000))):
        (tmp_path / name).write_bytes(_png_that_says(*size))
        assert "megapixels" in refused(tmp_path / name)
    assert "20000 x 10001" in refused(tmp_path / "a.png")


def test_a_picture_of_120_megapixels_is_let_through_the_guard(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(_png_that_says(12000, 10000))
    assert "megapixels" not in refused(tmp_path / "a.png")


def test_what_is_no_picture_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "words.jpg").write_text("no picture at all, just words")
    (tmp_path / "shot.vivant").write_text('{"format": "vivant"}')
    (tmp_path / "film.jpg").write_bytes(b"\0\0\0\x20ftypisom" + bytes(100))
    (tmp_path / "noise.jpg").write_bytes(bytes(range(256)))
    os.mkfifo(tmp_path / "pipe.png")
    assert "0 bytes" in refused(tmp_path / "empty.jpg")
    assert "text" in refused(tmp_path / "words.jpg")
    assert "project" in refused(tmp_path / "shot.vivant")
    assert "film" in refused(tmp_path / "film.jpg")
    assert "no picture" in refused(tmp_path / "noise.jpg")
    assert "pipe" in refused(tmp_path / "pipe.png")
    assert "folder" in refused(tmp_path)
    assert "no file" in refused(tmp_path / "missing.jpg")
    assert "no file" in refused(tmp_path / "empty.jpg" / "below.jpg")
    assert "device" in refused("/dev/zero")
    assert "cannot read" in refused("a" * 5000)


@pytest.mark.parametrize("ending", ["exr", "png"])
def test_libraries_keep_quiet_about_broken_deep_files(
    tmp_path: Path, noise: np.ndarray, ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    import OpenImageIO as oiio

    out = oiio.ImageOutput.create(ending)
    out.open(str(tmp_path / "a"), oiio.ImageSpec(40, 24, 3, "half" if ending == "exr" else "uint16"))
    out.write_image(noise.astype(np.float32) / 255)
    out.close()
    whole = bytearray((tmp_path / "a").read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 64] = bytes(64)
    (tmp_path / "b").write_bytes(whole)
    refused(tmp_path / "b")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp", "heic"])
def test_a_file_cut_short_is_never_shown(tmp_path: Path, noise: np.ndarray, ending: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    large = np.kron(noise, np.ones((4, 4, 1), np.uint8))
    Pillow.fromarray(large).save(tmp_path / f"a.{ending}")
    whole = (tmp_path / f"a.{ending}").read_bytes()
    (tmp_path / f"b.{ending}").write_bytes(whole[: len(whole) * 2 // 3])
    refused(tmp_path / f"b.{ending}")


def test_a_jpeg_with_broken_data_inside_is_never_shown(tmp_path: Path, noise: np.ndarray) -> None:
    Pillow.fromarray(np.kron(noise, np.ones((8, 8, 1), np.uint8))).save(tmp_path / "a.jpg")
    read_photo(tmp_path / "a.jpg")
    whole = bytearray((tmp_path / "a.jpg").read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes([0x5A, 0xFF, 0xD0, 0x81]) * 16
    (tmp_path / "b.jpg").write_bytes(whole)
    assert "damaged" in refused(tmp_path / "b.jpg")


def test_postscript_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EOF\n")
    refused(tmp_path / "a.eps")


def test_hostile_files_load_or_are_refused_in_one_line_and_in_silence(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good = bad = 0
    for path in sorted((data / "hostile/images").glob("*/*")):
        try:
            image = read_photo(path)
        except VivantError as error:
            bad += 1
            assert isinstance(error, BadInput) and "\n" not in str(error) and str(path.parent) not in str(error)
        else:
            good += 1
            assert path.parent.name != "bombs", path
            assert np.isfinite(image.array()).all()
    assert good >= 18 and bad >= 11
    assert capfd.readouterr() == ("", "")


def test_the_same_picture_stored_in_other_orientations_looks_the_same(data: Path) -> None:
    folder = data / "hostile/images/exif"
    plain = read_photo(folder / "hopper.jpg").srgb8().astype(int)
    for orientation in (2, 5, 8):
        seen = read_photo(folder / f"hopper_orientation_{orientation}.jpg").srgb8().astype(int)
        assert np.abs(seen - plain).mean() < 6, orientation
        assert np.abs(seen[:, ::-1] - plain).mean() > 20


def test_an_orientation_in_xmp_counts(data: Path) -> None:
    path = data / "hostile/images/exif/xmp_tags_orientation.png"
    with Pillow.open(path) as stored:
        turned = np.asarray(stored.convert("RGB").transpose(Pillow.Transpose.ROTATE_180))
    seen = read_photo(path).srgb8().astype(int)  # the profile of a screen moves the colours, too
    assert np.abs(seen - turned).mean() < 0.5 * np.abs(seen - turned[::-1, ::-1]).mean()


def test_a_decoder_that_dies_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.files import apart

    Pillow.new("RGB", (2, 2)).save(tmp_path / "a.tif")
    real = subprocess.Popen

    def dying(command: list[str], **options: object) -> object:
        return real([sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"], **options)

    monkeypatch.setattr(apart.subprocess, "Popen", dying)
    assert "gave up" in refused(tmp_path / "a.tif")


def _png_that_says(width: int, height: int) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", body), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks)
    return PngImagePlugin._MAGIC + b"".join(parts)


def _profile_with_red_and_blue_swapped() -> bytes:
    """An sRGB profile whose red and blue tags have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmp1", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp1", b"bXYZ", 1)
