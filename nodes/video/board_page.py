"""A page of panels with captions, to be printed: A4 across at 150 dots an inch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from nodes.algorithms.key_pose import grid_of
from nodes.composite.lettering import Font, load_font
from studio.media.image import U8

PAGE = (1754, 1240)
"""297 x 210 mm at 150 dpi."""
MARGIN, GAP = 60, 22
HEAD, LINE, LETTERS, TITLE = 44, 23, 17, 26
INK, FAINT = (24, 26, 30), (120, 124, 132)


@dataclass(frozen=True)
class Panel:
    """One picture of the board.

    Attributes:
        picture: (H, W, 3) sRGB.
        time: "0:02.4".
        lines: What happens, a line each.
    """

    picture: U8
    time: str
    lines: Sequence[str]


def board_page(title: str, panels: Sequence[Panel], lines: int = 3) -> U8:
    """Lay panels out on a white page.

    Args:
        title: At the top; "" for none.
        panels: In order of time.
        lines: Lines of caption under a picture at most.

    Returns:
        (1240, 1754, 3) RGB.
    """
    page = np.full((PAGE[1], PAGE[0], 3), 255, np.uint8)
    top = MARGIN + (HEAD if title else 0)
    room = (float(PAGE[0] - 2 * MARGIN + GAP), float(PAGE[1] - MARGIN - top + GAP))
    shape = panels[0].picture.shape[1] / panels[0].picture.shape[0] if panels else 16 / 9
    caption = LINE * (lines + 1) + 10.0
    columns, rows = grid_of(len(panels), room, shape, caption + GAP)
    cell = (room[0] / columns - GAP, room[1] / rows - GAP)
    words: list[tuple[str, int, int, int, tuple[int, int, int]]] = []
    if title:
        words.append((_cut(title, PAGE[0] - 2 * MARGIN, TITLE), MARGIN, MARGIN - 8, TITLE, INK))
    for k, panel in enumerate(panels):
        x = MARGIN + round((k % columns) * (cell[0] + GAP))
        y = top + round((k // columns) * (cell[1] + GAP))
        width, height = _fitted(panel.picture, cell[0], cell[1] - caption)
        page[y : y + height, x : x + width] = cv2.resize(panel.picture, (width, height), interpolation=cv2.INTER_AREA)
        cv2.rectangle(page, (x - 1, y - 1), (x + width, y + height), FAINT, 1)
        words.append((f"{k + 1}", x, y + height + 7, LETTERS + 2, INK))
        words.append((panel.time, x + 34, y + height + 8, LETTERS, FAINT))
        for row, line in enumerate(panel.lines[:lines]):
            more = row == lines - 1 and len(panel.lines) > lines
            said = f"{line}  (+{len(panel.lines) - lines})" if more else line
            words.append((_cut(said, cell[0]), x, y + height + 8 + LINE * (row + 1), LETTERS, INK))
    return _written(page, words)


def _fitted(picture: U8, width: float, height: float) -> tuple[int, int]:
    scale = min(width / picture.shape[1], height / picture.shape[0])
    return max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))


def _cut(line: str, width: float, size: int = LETTERS) -> str:
    """A line that is no wider than there is room."""
    font = load_font(_font(size), float(size))
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line + "…"


def _font(size: int) -> Font:
    return "sans bold" if size > LETTERS else "sans"


def _written(page: U8, words: Sequence[tuple[str, int, int, int, tuple[int, int, int]]]) -> U8:
    from PIL import Image, ImageDraw

    sheet = Image.fromarray(page)
    pen = ImageDraw.Draw(sheet)
    for line, x, y, size, colour in words:
        pen.text((x, y), line, fill=colour, font=load_font(_font(size), float(size)))
    return np.array(sheet, np.uint8)
