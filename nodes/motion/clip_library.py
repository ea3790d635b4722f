"""Clips of the resources, by name."""

from __future__ import annotations

from functools import lru_cache

from nodes.algorithms.clip_file import parse_clip
from nodes.algorithms.motion_clip import MotionClip, mirrored
from studio.files.resources import resource, resource_folder
from studio.media.errors import BadInput
from studio.media.skeleton import BONES


@lru_cache(maxsize=128)
def clip(name: str) -> MotionClip:
    """A clip of the resources, by name. Raises BadInput where it is missing or broken."""
    path = resource(f"motions/{name}.json")
    try:
        return parse_clip(path.read_bytes(), BONES)
    except ValueError as error:
        raise BadInput(f"motion {name}: {error}") from None


def sided(name: str, side: str) -> MotionClip:
    """A clip done to one side; clips are written for the right."""
    return clip(name) if side == "right" else mirrored(clip(name))


@lru_cache(maxsize=1)
def clip_names() -> frozenset[str]:
    """Names of all clips."""
    return frozenset(path.stem for path in (resource_folder() / "motions").glob("*.json"))


@lru_cache(maxsize=256)
def wants(name: str) -> tuple[int, bool]:
    """How many arms a clip takes, and whether it goes by the legs."""
    limbs = clip(name).limbs
    return sum(f"{side}Arm" in limbs for side in ("left", "right")), any(limb.endswith("Leg") for limb in limbs)
