"""Pictures side by side with their labels, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.media.image import U8


def contact_sheet(pictures: Sequence[tuple[str, U8]], columns: int = 4, width: int = 480) -> U8:
    """Lay pictures out in rows.

    Args:
        pictures: (label, (H, W, 3) RGB) each; sizes may differ.
        columns: Pictures in a row.
        width: Width of each, in pixels.

    Returns:
        (H, W, 3) RGB.
    """
    import cv2

    cells: list[U8] = []
    for label, picture in pictures:
        height = max(1, round(picture.shape[0] * width / picture.shape[1]))
        cell = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        for colour, weight in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.putText(cell, label, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, weight, cv2.LINE_AA)
        cells.append(cell)
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return np.concatenate([_row(row, columns, width) for row in rows], axis=0)


def _row(cells: list[U8], columns: int, width: int) -> U8:
    height = max(cell.shape[0] for cell in cells)
    row = np.zeros((height, columns * width, 3), np.uint8)
    for place, cell in enumerate(cells):
        row[: cell.shape[0], place * width : (place + 1) * width] = cell
    return row
