"""The graph that a film or a picture carries."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from studio.files import png_chunks
from studio.files.metadata import GRAPH, MOST_BYTES, graph_of, pack_text, read_graph, unpack_text
from studio.files.sequence import write_exr, write_png
from studio.files.video import VideoSettings, write_video
from studio.media.errors import BadInput, VivantError
from studio.media.image import Image

SHORT = json.dumps({"name": "Zwölf Boxkämpfer\n\U0001f483", "nodes": [1, 2, 3]}, ensure_ascii=False)
LONG = json.dumps({"numbers": np.random.default_rng(0).integers(0, 10**9, 40_000).tolist()})


def picture() -> Image:
    return Image.from_srgb8(np.zeros((16, 16, 3), np.uint8))


def film(path: Path, text: str | None) -> None:
    container = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska"}[path.suffix]
    texts = {} if text is None else {GRAPH: text}
    write_video(path, [picture()] * 3, VideoSettings("h264", container, 24, texts=texts))


@pytest.mark.parametrize("text", [SHORT, LONG, None])
@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "png", "exr"])
def test_the_graph_comes_back_as_it_was(tmp_path: Path, ending: str, text: str | None) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "png":
        write_png(path, picture(), {} if text is None else {GRAPH: text})
    elif ending == "exr":
        write_exr(path, picture(), {} if text is None else {GRAPH: text})
    else:
        film(path, text)
    assert read_graph(path) == text


@pytest.mark.parametrize("target", ["b.mp4", "b.mov", "b.mkv"])
def test_the_graph_survives_a_remux_that_keeps_standard_tags_only(tmp_path: Path, target: str) -> None:
    import av

    film(tmp_path / "a.mp4", SHORT)
    with av.open(str(tmp_path / "a.mp4")) as source, av.open(str(tmp_path / target), "w") as copy:
        stream = copy.add_stream_from_template(source.streams.video[0])
        copy.metadata.update({"comment": source.metadata["comment"]})
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    assert read_graph(tmp_path / target) == SHORT


def test_a_pillow_reader_sees_the_text_in_a_png(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    write_png(tmp_path / "a.png", picture(), {GRAPH: SHORT})
    with Pillow.open(tmp_path / "a.png") as seen:
        assert seen.text[GRAPH] == SHORT


def test_files_of_others_carry_no_graph(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    Pillow.new("RGB", (4, 4)).save(tmp_path / "a.jpg")
    Pillow.new("RGB", (4, 4)).save(tmp_path / "b.png")
    assert read_graph(tmp_path / "a.jpg") is None
    assert read_graph(tmp_path / "b.png") is None
    assert graph_of({"comment": "holiday, 2019"}) is None


def test_a_text_that_unfolds_without_end_is_refused() -> None:
    import base64

    bomb = "vivant-zlib:" + base64.b64encode(zlib.compress(bytes(MOST_BYTES + 1), 9)).decode()
    with pytest.raises(BadInput, match="too large"):
        unpack_text(bomb)
    for broken in ("vivant-zlib:????", "vivant-zlib:AAAA", "vivant-zlib:" + base64.b64encode(b"abc").decode()):
        with pytest.raises(BadInput):
            unpack_text(broken)


def test_a_graph_beyond_all_measure_is_not_written() -> None:
    with pytest.raises(VivantError, match="too large"):
        pack_text("x" * (MOST_BYTES + 1))


def test_a_text_that_looks_packed_is_still_itself() -> None:
    assert unpack_text(pack_text("vivant-zlib:hello")) == "vivant-zlib:hello"


@pytest.mark.parametrize("ending", ["mp4", "mkv", "png", "exr"])
def test_a_broken_file_gives_one_line_or_no_graph(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "png":
        write_png(path, picture(), {GRAPH: SHORT})
    elif ending == "exr":
        write_exr(path, picture(), {GRAPH: SHORT})
    else:
        film(path, SHORT)
    whole = path.read_bytes()
    random = np.random.default_rng(1)
    for trial in range(40):
        broken = bytearray(whole[: int(random.integers(1, len(whole)))] if trial % 2 else whole)
        for _ in range(trial):
            broken[int(random.integers(0, len(broken)))] = int(random.integers(0, 256))
        path.write_bytes(broken)
        try:
            found = read_graph(path)
        except BadInput as error:
            assert "\n" not in str(error)
        else:
            assert found is None or isinstance(found, str)


def test_a_png_chunk_that_claims_gigabytes_is_passed_over(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", picture(), {})
    huge = struct.pack(">I", 0x7FFFFFFF) + b"iTXt" + b"vivant_graph\0"
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "b.png").write_bytes(png_chunks.add_chunks(whole, huge))
    with pytest.raises(BadInput, match="cut short"):
        read_graph(tmp_path / "b.png")
