"""How far joints bend.

Source: ranges of motion of adults (American Academy of Orthopaedic Surgeons, 1965): elbow 0 to 150 degrees.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import angle_between, power, rotate, shortest_arc

F64 = npt.NDArray[np.float64]

ELBOW = np.deg2rad(150)


def elbow(upper: F64, lower: F64, rest_upper: F64, rest_lower: F64) -> F64:
    """(T, 3) directions of the forearm that an elbow allows, given those of the upper arm.

    What the photo shows is always allowed, whatever the estimate of its depth says.
    """
    most = max(ELBOW, float(angle_between(rest_upper, rest_lower)))
    bent = angle_between(upper, lower)
    amount = np.where(bent > most, most / np.maximum(bent, 1e-9), 1.0)
    limited: F64 = rotate(power(shortest_arc(upper, lower), amount), upper)
    return np.where((bent > most)[:, None], limited, lower)
