"""Writing a film with libav: H.264, H.265 or ProRes, BT.709, with sound and with its graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.files.behind import Behind
from studio.files.encoded_light import film_frame, to_srgb16
from studio.files.limit import one_line
from studio.files.metadata import film_tags
from studio.files.sound_track import SoundTrack
from studio.files.yuv import to_422_10
from studio.media.errors import VivantError
from studio.media.image import Image
from studio.media.sound import Sound

BT709 = 1
"""The same number for matrix, primaries and transfer. Source: ITU-T H.273."""
LIMITED, FULL = 1, 2
KINDS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska"}
"""Containers by file ending."""


@dataclass(frozen=True)
class VideoSettings:
    """How a film is encoded.

    Attributes:
        codec: "h264", "h265" or "prores".
        container: "mp4", "mov" or "matroska".
        fps: Frames a second.
        quality: 0..1; 0.75 is visually lossless in normal viewing.
        preset: Preset of x264 and x265.
        texts: Texts that the film carries, by name.
        sound: What is heard; its second 0 is frame 0.
        start: Second of the first frame.
    """

    codec: str
    container: str
    fps: float
    quality: float = 0.75
    preset: str = "veryfast"
    texts: Mapping[str, str] = field(default_factory=dict)
    sound: Sound | None = None
    start: float = 0.0


def write_video(path: Path, frames: Iterable[Image], settings: VideoSettings) -> tuple[tuple[int, int], int]:
    """Encode frames as they come, in a thread behind the one that makes them.

    Args:
        path: The file to make, usually a temporary one.
        frames: The pictures, all of one size; a side that is odd gets its last row or column twice.
        settings: How.

    Returns:
        ``((width, height) as written, number of frames)``.

    Raises:
        OSError: The disk is full or the like.
        VivantError: Encoding failed, or the film is not whole.
    """
    import av

    try:
        encoder = VideoEncoder(path, settings)
        try:
            with Behind(encoder.add) as behind:
                for frame in frames:
                    behind.put(frame)
            encoder.finish()
        finally:
            encoder.close()
    except av.FFmpegError as error:
        if error.errno and 0 < error.errno < 200:
            raise OSError(error.errno, error.strerror) from None
        raise VivantError(f"the film could not be encoded ({one_line(error)})") from None
    verify(path, encoder.count, settings)
    return encoder.size, encoder.count


class VideoEncoder:
    """One film being written. Frames go in one by one; what comes out goes to the file at once."""

    def __init__(self, path: Path, settings: VideoSettings) -> None:
        import av

        self.settings = settings
        self.size = (0, 0)
        self.count = 0
        self.rate = exact_rate(settings.fps)
        flags = {} if settings.container == "matroska" else {"movflags": "+faststart+use_metadata_tags"}
        self._file = av.open(
            f"file:{path}", "w", format=settings.container, container_options={"fflags": "+bitexact", **flags}
        )
        self._file.metadata.update(film_tags(settings.texts))
        self._video: Any = None
        self._sound: SoundTrack | None = None

    def add(self, image: Image) -> None:
        """Encode one picture. Raises VivantError where its size is another than the first one's."""
        picture = self._picture(image)
        if self._video is None:
            self._begin(picture.width, picture.height)
        if (picture.width, picture.height) != self.size:
            raise VivantError(
                f"frame {self.count} is {picture.width} x {picture.height}, the film {self.size[0]} x {self.size[1]}: "
                "every frame must be of one size"
            )
        picture.pts, picture.time_base = self.count, 1 / self.rate
        self._file.mux(self._video.encode(picture))
        self.count += 1
        if self._sound:
            self._sound.write_until(float(self.count / self.rate))

    def finish(self) -> None:
        """Bring out what the encoders still hold, and write the file's end."""
        if self._video is None:
            raise VivantError("there is no frame to write: the shot is empty")
        self._file.mux(self._video.encode(None))
        if self._sound:
            self._sound.finish()
        self._file.close()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        import av

        try:
            self._file.close()
        except (av.FFmpegError, OSError, ValueError):
            return

    def _begin(self, width: int, height: int) -> None:
        name, pixels, options = _encoder(self.settings)
        video = self._file.add_stream(name, rate=self.rate, options=options)
        video.width, video.height, video.pix_fmt = width, height, pixels
        video.codec_context.time_base = 1 / self.rate
        video.time_base = 1 / self.rate
        video.codec_context.thread_type = "AUTO"
        _tag(video.codec_context)
        if self.settings.codec == "h265" and self.settings.container != "matroska":
            video.codec_context.codec_tag = "hvc1"
        self._video, self.size = video, (width, height)
        if self.settings.sound is not None:
            self._sound = SoundTrack(self._file, self.settings.sound, self.settings.codec, self.settings.start)

    def _picture(self, image: Image) -> Any:
        """A libav picture in the encoder's own format: BT.709, limited range."""
        import av

        if self.settings.codec == "prores":
            made = av.VideoFrame.from_ndarray(to_422_10(even(to_srgb16(image))), format="yuv422p10le")
            _tag(made)
            return made
        picture = av.VideoFrame.from_ndarray(even(film_frame(image)), format="rgba")
        _tag(picture, FULL)
        made = picture.reformat(
            format="yuv420p", src_colorspace=BT709, dst_colorspace=BT709, src_color_range=FULL,
            dst_color_range=LIMITED, interpolation="BICUBIC",
        )  # fmt: skip
        _tag(made)
        return made


def exact_rate(fps: float) -> Fraction:
    """Frames a second as the fraction that is meant: 23.976 is 24000/1001."""
    whole = round(fps * 1.001)
    if abs(fps - whole / 1.001) < 2e-3 and abs(fps - round(fps)) > 1e-3:
        return Fraction(whole * 1000, 1001)
    return Fraction(fps).limit_denominator(1000)


def even(rgb: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The picture with its last row or column repeated where a side is odd."""
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        rgb = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(rgb)


def verify(path: Path, frames: int, settings: VideoSettings) -> None:
    """Open a film again and see that every frame and every text is there. Raises VivantError where one is not."""
    import av

    from studio.files.metadata import GRAPH, graph_of

    try:
        with av.open(f"file:{path}", format="mov" if settings.container != "matroska" else "matroska") as film:
            found = sum(1 for packet in film.demux(film.streams.video[0]) if packet.size)
            graph = graph_of(dict(film.metadata))
    except (av.FFmpegError, IndexError, OSError) as error:
        raise VivantError(f"the film was not written whole ({one_line(error)}): is the disk full?") from None
    if found != frames:
        raise VivantError(f"the film was not written whole ({found} of {frames} frames): is the disk full?")
    if graph != settings.texts.get(GRAPH):
        raise VivantError("the graph was lost in the film: write with --no-graph, or as PNG")


def _tag(target: Any, colour_range: int = LIMITED) -> None:
    target.color_range = colour_range
    target.colorspace = target.color_primaries = target.color_trc = BT709


def _encoder(settings: VideoSettings) -> tuple[str, str, dict[str, str]]:
    """Name of the encoder, its pixel format and its options."""
    if settings.codec == "prores":
        profile = min(3, int(settings.quality * 4))
        return "prores_ks", "yuv422p10le", {"profile": str(profile), "vendor": "apl0"}
    rate = round(40 - 31 * settings.quality)
    options = {"preset": settings.preset, "crf": str(rate)}
    if settings.codec == "h265":
        return "libx265", "yuv420p", {**options, "x265-params": "log-level=none"}
    return "libx264", "yuv420p", options
