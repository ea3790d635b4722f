"""Grading colours.

Source: the ASC Color Decision List's saturation (weights of Rec.709), and lift, gamma and gain as in Nuke's Grade:
lift is the value that black takes, gain the value that white takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

RGB = tuple[float, float, float]
LUMA: RGB = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True)
class Grade:
    """What is done to straight, linear colours, in this order.

    Attributes:
        exposure: Stops.
        lift, gain: Values that 0 and 1 take.
        offset: Added.
        gamma: Exponent is its inverse; negative light stays as it is.
        saturation: 0 is grey.
    """

    exposure: float = 0.0
    lift: RGB = (0.0, 0.0, 0.0)
    gamma: RGB = (1.0, 1.0, 1.0)
    gain: RGB = (1.0, 1.0, 1.0)
    offset: RGB = (0.0, 0.0, 0.0)
    saturation: float = 1.0


def graded(colours: Tensor, grade: Grade) -> Tensor:
    """(..., 3) linear colours after the grade."""
    lift, gain = colours.new_tensor(grade.lift), colours.new_tensor(grade.gain)
    result = colours * (2.0**grade.exposure) * (gain - lift) + lift + colours.new_tensor(grade.offset)
    power = 1 / colours.new_tensor(grade.gamma).clamp(min=1e-3)
    result = result.where(result <= 0, result.clamp(min=0) ** power) if grade.gamma != (1.0, 1.0, 1.0) else result
    grey = (result * result.new_tensor(LUMA)).sum(-1, keepdim=True)
    return grey + (result - grey) * grade.saturation
