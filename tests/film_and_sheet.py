"""A film, and a contact sheet of some of its frames: what benchmarks leave behind to be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from studio.app import Studio, find
from studio.files.contact_sheet import contact_sheet
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.image import Image


def write_film(studio: Studio, graph: Graph, out: Path, name: str, frames: Iterable[tuple[float, Image]]) -> None:
    """Write both into a folder.

    Args:
        studio: Renders.
        graph: With a write_movie node.
        out: The folder.
        name: Of both files, without ending.
        frames: Seconds and picture of those that go on the sheet.
    """
    graph = set_knob(graph, studio.library, find(graph, "write_movie"), "path", str(out / f"{name}.mp4"))
    studio.write(graph, "write_movie")
    sheet = contact_sheet([(f"{time:.1f} s", frame.srgb8()) for time, frame in frames], columns=4, width=480)
    cv2.imwrite(str(out / f"{name}.png"), np.ascontiguousarray(sheet[..., ::-1]))
