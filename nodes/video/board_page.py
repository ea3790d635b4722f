"""A page of panels with captions, to be printed: A4 at 150 dots an inch."""

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


@dataclass(frozen=True)
class _Sheet:
    """How panels lie on a page.

    Attributes:
        page: (width, height).
        columns: Panels beside one another.
        picture: (width, height) of each.
        first: Left upper corner of the first.
        step: From one to the next, across and down.
    """

    page: tuple[int, int]
    columns: int
    picture: tuple[int, int]
    first: tuple[float, float]
    step: tuple[float, float]

    def corner(self, k: int) -> tuple[int, int]:
        """Left upper corner of a picture."""
        return round(self.first[0] + k % self.columns * self.step[0]), round(
            self.first[1] + k // self.columns * self.step[1]
        )


def _sheet(page: tuple[int, int], count: int, shape: float, top: int, caption: float) -> _Sheet:
    """Pictures as large as they can be on a page, in the middle of it, with the room that is left between them."""
    room = (float(page[0] - 2 * MARGIN + GAP), float(page[1] - MARGIN - top + GAP))
    columns, rows = grid_of(count, room, shape, caption + GAP)
    width = min(room[0] / columns - GAP, (room[1] / rows - caption - GAP) * shape)
    picture = max(1, round(width)), max(1, round(width / shape))
    left = room[0] - GAP - columns * picture[0], room[1] - GAP - rows * (picture[1] + caption)
    between = [min(3.0 * GAP, left[0] / max(1, columns - 1)), min(3.0 * GAP, left[1] / max(1, rows - 1))]
    over = left[0] - (columns - 1) * between[0], left[1] - (rows - 1) * between[1]
    step = picture[0] + between[0], picture[1] + caption + between[1]
    return _Sheet(page, columns, picture, (MARGIN + over[0] / 2, top + over[1] / 2), step)


def board_page(title: str, panels: Sequence[Panel], lines: int = 3) -> U8:
    """Lay panels out on a white page, across or upright, whichever shows them larger.

    Args:
        title: At the top; "" for none.
        panels: In order of time.
        lines: Lines of caption under a picture at most.

    Returns:
        (1240, 1754, 3) RGB, or (1754, 1240, 3).
    """
    top = MARGIN + (HEAD if title else 0)
    shape = panels[0].picture.shape[1] / panels[0].picture.shape[0] if panels else 16 / 9
    caption = LINE * (min(lines, max((len(panel.lines) for panel in panels), default=0)) + 1) + 10.0
    sheets = [_sheet(page, len(panels), shape, top, caption) for page in (PAGE, (PAGE[1], PAGE[0]))]
    sheet = max(sheets, key=lambda one: one.picture[0]) if panels else sheets[0]
    page = np.full((sheet.page[1], sheet.page[0], 3), 255, np.uint8)
    words: list[tuple[str, int, int, int, tuple[int, int, int]]] = []
    if title:
        words.append((_cut(title, sheet.page[0] - 2 * MARGIN, TITLE), MARGIN, MARGIN - 8, TITLE, INK))
    for k, panel in enumerate(panels):
        x, y = sheet.corner(k)
        width, height = _fitted(panel.picture, *sheet.picture)
        page[y : y + height, x : x + width] = cv2.resize(panel.picture, (width, height), interpolation=cv2.INTER_AREA)
        cv2.rectangle(page, (x - 1, y - 1), (x + width, y + height), FAINT, 1)
        words += _caption(k + 1, panel, (x, y + height), sheet.picture[0], lines)
    return _written(page, words)


def _caption(
    number: int, panel: Panel, at: tuple[int, int], width: float, lines: int
) -> list[tuple[str, int, int, int, tuple[int, int, int]]]:
    """Number, time and what happens, under a picture."""
    x, y = at
    words = [(f"{number}", x, y + 7, LETTERS + 2, INK), (panel.time, x + 34, y + 8, LETTERS, FAINT)]
    for row, line in enumerate(panel.lines[:lines]):
        more = row == lines - 1 and len(panel.lines) > lines
        said = f"{line}  (+{len(panel.lines) - lines})" if more else line
        words.append((_cut(said, width), x, y + 8 + LINE * (row + 1), LETTERS, INK))
    return words


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
