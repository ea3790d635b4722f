"""Write movie: the film on disk, with its sound and its graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from studio.files.atomic import checked_target, replacing, write_error
from studio.files.behind import Behind
from studio.files.sequence import frame_path, is_pattern, write_exr, write_png
from studio.files.video import KINDS, VideoSettings, write_video
from studio.media.errors import BadInput
from studio.media.film import Film
from studio.media.image import Image
from studio.media.shot import Shot
from studio.media.sound import Sound
from studio.node import Clip, Context, node
from studio.node.knob import Files, Fraction, SavePath

Codec = Literal["auto", "h264", "h265", "prores", "png", "exr"]
_PRESETS = {"fast": "veryfast", "balanced": "medium", "small": "slow"}
_ENDINGS = ("*.mp4", "*.mov", "*.mkv", "*.png", "*.exr")


@node(family="video", version=1, writes=True)
def write_movie(
    ctx: Context,
    clip: Clip[Image],
    sound: Sound | None = None,
    *,
    shot: Shot,
    path: Annotated[SavePath, Files(_ENDINGS)] = "film.mp4",
    codec: Codec = "auto",
    quality: Fraction = 0.75,
    speed: Literal["fast", "balanced", "small"] = "fast",
    bits: Literal["8", "16"] = "8",
    alpha: bool = False,
    overwrite: bool = True,
) -> Film:
    """Render the shot and write it as a film or as a sequence of pictures.

    The file is there whole or not at all: it is written beside and renamed. Frames of a sequence that are finished
    stay when the work is stopped. An odd width or height of a film is made even by repeating its last row or column.

    Args:
        ctx: Services lent by the engine; ``ctx.metadata`` goes into the file.
        clip: The pictures.
        sound: What is heard; its second 0 is frame 0. PNG and EXR sequences leave it out.
        shot: Which frames, and how fast.
        path: The film (.mp4, .mov, .mkv), or a sequence: a folder, "f.%04d.png" or "f.%04d.exr". Folders are made.
        codec: How it is encoded; auto goes by the path: H.264, for .mov ProRes, for a folder PNG.
        quality: From 0, small, to 1, as good as it gets; 0.75 shows no difference in normal viewing.
        speed: How long the encoder may think about making a film small; quality stays the same.
        bits: Bits a channel of PNG files.
        alpha: Keep transparency in PNG and EXR files; otherwise the picture is laid over black.
        overwrite: Replace what is already there.

    Returns:
        What was written.

    Raises:
        BadInput: Nothing can be written there.
        VivantError: The disk is full, or writing failed.
    """
    target, made_of = plan(path, codec)
    frames = _frames(ctx, clip, shot)
    if made_of in ("png", "exr"):
        pattern = target if is_pattern(target) or len(shot.frames) == 1 else numbered(target)
        if sound is not None:
            ctx.warn("a sequence of pictures has no sound: the sound was left out")
        return _write_sequence(ctx, frames, shot, pattern, made_of, int(bits), alpha, overwrite)
    settings = VideoSettings(
        made_of, KINDS[Path(target).suffix.lower()], shot.fps, quality, _PRESETS[speed], ctx.metadata, sound,
        shot.time(shot.first),
    )  # fmt: skip
    with replacing(target, overwrite=overwrite) as temporary:
        size, count = write_video(temporary, frames, settings)
        written = temporary.stat().st_size
    return Film(target, made_of, size, shot.fps, shot.first, count, written, sound is not None)


def plan(path: str, codec: str) -> tuple[str, str]:
    """The file or pattern to write, and the codec."""
    checked = path.strip()
    ending = Path(checked).suffix.lower()
    folder = checked.endswith(("/", "\\")) or not ending or _is_folder(checked)
    if not checked:
        raise BadInput("no file name is given to write to: set the path of write movie")
    if folder:
        kind = "exr" if codec == "exr" else "png"
        if codec not in ("auto", "png", "exr"):
            raise BadInput(f"{path} is a folder, which {codec} cannot be written to: name a file, as in film.mp4")
        return str(Path(checked) / f"frame.%04d.{kind}"), kind
    if ending in (".png", ".exr"):
        if codec not in ("auto", ending[1:]):
            raise BadInput(f"{codec} cannot be written to {Path(path).name}: choose .mp4, .mov or .mkv")
        return checked, ending[1:]
    if ending not in KINDS:
        raise BadInput(f"{Path(path).name}: films end in .mp4, .mov or .mkv, sequences in .png or .exr")
    return checked, _film_codec(checked, ending, codec)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError as error:
        raise write_error(path, error) from None


def _film_codec(path: str, ending: str, codec: str) -> str:
    if codec in ("png", "exr"):
        raise BadInput(f"{codec} cannot be written to {Path(path).name}: name it f.%04d.{codec}")
    if codec == "prores" and ending in (".mp4", ".m4v"):
        raise BadInput("ProRes goes into .mov or .mkv, not into .mp4")
    checked_target(path)
    if codec == "auto":
        return "prores" if ending == ".mov" else "h264"
    return codec


def numbered(path: str) -> str:
    return str(Path(path).with_suffix(f".%04d{Path(path).suffix}"))


def _frames(ctx: Context, clip: Clip[Image], shot: Shot) -> Iterator[Image]:
    total = len(shot.frames)
    for done, frame in enumerate(shot.frames):
        ctx.check()
        ctx.progress(done, total, f"frame {frame}")
        yield clip.at(shot.time(frame))
    ctx.progress(total, total)


def _write_sequence(
    ctx: Context, frames: Iterator[Image], shot: Shot, pattern: str, kind: str, bits: int, alpha: bool, overwrite: bool
) -> Film:
    sizes: list[tuple[int, int]] = []
    written: list[int] = []

    def write(image: Image) -> None:
        path = frame_path(pattern, shot.first + len(written))
        if kind == "exr":
            done = write_exr(path, image, ctx.metadata, fps=shot.fps, alpha=alpha, overwrite=overwrite)
        else:
            done = write_png(path, image, ctx.metadata, bits=bits, alpha=alpha, overwrite=overwrite)
        sizes.append(image.size)
        written.append(done)

    with Behind(write) as behind:
        for image in frames:
            behind.put(image)
    if not written:
        raise BadInput("there is no frame to write: the shot is empty")
    return Film(pattern, kind, sizes[0], shot.fps, shot.first, len(written), sum(written))
