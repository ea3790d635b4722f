"""From 16-bit R'G'B' to the 10-bit 4:2:2 that ProRes takes, exactly: libswscale is up to four steps off.

Source: ITU-R BT.709, sections 3 and 4: matrix and limited range; chroma lies on the even luma samples.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

U16 = npt.NDArray[np.uint16]
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722


def matrix() -> npt.NDArray[np.float64]:
    """(3, 4) from 16-bit R'G'B' (and 1) to 10-bit Y'CbCr of limited range."""
    luma = np.array([RED, GREEN, BLUE])
    blue = (np.array([0, 0, 1]) - luma) / (2 * (1 - BLUE))
    red = (np.array([1, 0, 0]) - luma) / (2 * (1 - RED))
    rows = np.stack([luma * 876, blue * 896, red * 896]) / 65535
    return np.column_stack([rows, [64, 512, 512]])


def to_422_10(rgb: U16) -> U16:
    """Convert a picture.

    Args:
        rgb: (H, W, 3) of the whole range; W even.

    Returns:
        (3, H, W): luma, blue, red; chroma, low-passed by 1 2 1, in even columns alone.
    """
    change = matrix()
    planes = np.zeros((3, *rgb.shape[:2]), np.uint16)
    cv2.transform(rgb, change[:1], dst=planes[0])
    kernel = np.array([[0.25, 0.5, 0.25]])
    soft = cv2.filter2D(rgb, -1, kernel, borderType=cv2.BORDER_REPLICATE)[:, ::2]
    planes[1:, :, ::2] = cv2.transform(np.ascontiguousarray(soft), change[1:]).transpose(2, 0, 1)
    return planes
