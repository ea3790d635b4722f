"""Whether a picture is fit to be animated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.media.value import media_type

Light = Literal["green", "yellow", "red"]


@media_type
@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What: "size", "sharpness", "exposure", "people", "faces", "cropping", "overlap".
        light: "green" is fine, "yellow" will show, "red" will spoil the film.
        value: The figure that was measured.
        advice: What was seen and what to do, in one line.
        person: Whom it is about; "" for the whole picture.
    """

    name: str
    light: Light
    value: float
    advice: str
    person: str = ""


@media_type
@dataclass(frozen=True)
class Suitability:
    """Everything that was looked at, worst first."""

    findings: tuple[Finding, ...]

    @property
    def light(self) -> Light:
        """The worst light among the findings."""
        lights = {finding.light for finding in self.findings}
        return "red" if "red" in lights else "yellow" if "yellow" in lights else "green"
