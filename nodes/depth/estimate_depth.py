"""Estimate depth: how far everything in the picture is from the camera."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.fringe import grown
from nodes.algorithms.ground_plane import person_distance
from nodes.algorithms.membrane import pull_push
from nodes.algorithms.stage_depth import find_sky, follow_edges, ground_end, relief
from nodes.scene.coverage import everyone, height_of, matte_of
from nodes.scene.stature import stature
from studio.media.camera import Camera
from studio.media.depth import Depth
from studio.media.image import Image, linear_to_srgb
from studio.media.person import People, Person
from studio.node import Context, Models, Resolution, node
from studio.node.knob import Metres, Range

F32 = npt.NDArray[np.float32]
WEIGHTS = "depth_anything_v2_small"


def _resolve(models: Models, knobs: Mapping[str, Any]) -> Resolution:
    """ "auto" is the network where its weights and its library are there, and the ground plane otherwise."""
    from importlib.util import find_spec

    wanted = knobs.get("backend", "auto")
    learned = find_spec("transformers") is not None and models.find(WEIGHTS) is not None
    if wanted == "learned" or (wanted == "auto" and learned):
        return Resolution({"backend": "learned"}, models.digest(WEIGHTS))
    return Resolution({"backend": "embedded"})


@node(family="depth", version=1, resolve=_resolve)
def estimate_depth(
    ctx: Context,
    image: Image,
    people: People,
    camera: Camera,
    *,
    backend: Literal["auto", "embedded", "learned"] = "auto",
    farthest: Annotated[Metres, Range(5.0, 1000.0, "m", (20.0, 300.0))] = 150.0,
    thickness: Annotated[Metres, Range(0.0, 0.5, "m")] = 0.15,
    sky: bool = True,
) -> Depth:
    """Tell how far everything is: ground by the camera, things by where they stand, people by their feet.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it; each stands at one distance, and bulges a little.
        camera: Horizon, focal length and height.
        backend: embedded needs no weights; learned is Depth Anything V2 Small, made metric by ground and people.
        farthest: Distance of the farthest ground that is told apart.
        thickness: Half of a body's thickness.
        sky: Look for sky, which is infinitely far.

    Returns:
        Distance in metres at each pixel; infinite for sky.
    """
    picture = linear_to_srgb(image.array()[..., :3])
    size = image.size
    coverage = everyone(people, size)
    body = grown(coverage, 0.01 * max(size))
    empty = pull_push(picture, (~body).astype(np.float32))
    horizon = camera.horizon + camera.roll * (np.arange(size[0], dtype=np.float32) + 0.5 - size[0] / 2)
    ctx.check()
    ctx.progress(0.2, 1.0, "ground and sky")
    metres = _background(empty, horizon.astype(np.float32), camera, farthest)
    distances = {name: person_metres(person, camera) for name, person in people.items()}
    if backend == "learned":
        from nodes.depth.learned_depth import learned_metres

        metres = learned_metres(ctx, picture, metres, people, distances, WEIGHTS)
    if sky:
        share = find_sky(picture, horizon.astype(np.float32)) * (coverage < 0.5)
        metres = np.where(share > 0.5, np.inf, metres).astype(np.float32)
    for name in sorted(people, key=lambda name: -distances[name]):
        ctx.check()
        _stand(metres, people[name], distances[name], thickness, size)
    ctx.progress(1.0, 1.0, "")
    return Depth(metres)


def person_metres(person: Person, camera: Camera) -> float:
    """Distance of a person, from the ground under the feet and from how large the body looks.

    Args:
        person: The person.
        camera: The camera.

    Returns:
        Metres from the camera.
    """
    body = stature(person, camera.size)
    horizon = camera.horizon + camera.roll * (body.x - camera.size[0] / 2)
    doubt = 4 + (1 - camera.sure) * 0.1 * camera.size[1]
    return person_distance(
        body.ground - horizon, float(np.hypot(body.noise, doubt)), body.scale, body.spread, camera.focal, camera.height
    )


def _background(empty: F32, horizon: F32, camera: Camera, farthest: float) -> F32:
    """(H, W) metres of ground and of what stands upright on it."""
    height, width = empty.shape[:2]
    end = ground_end(empty, horizon)
    rows = np.arange(height, dtype=np.float32)[:, None] + 0.5
    nearest_row = camera.focal * camera.height / farthest
    foot = np.maximum(rows, end[None, :])
    below = np.maximum(foot - horizon[None, :], nearest_row)
    inverse = (below / (camera.focal * camera.height)).astype(np.float32)
    radius = max(2, max(height, width) // 80)
    soft = follow_edges(inverse, empty, radius, 1e-3)
    smooth = np.where(rows > end[None, :] + radius, inverse, soft)
    return np.asarray(1 / np.maximum(smooth, 1 / farthest), np.float32)


def _stand(metres: F32, person: Person, distance: float, thickness: float, size: tuple[int, int]) -> None:
    """Set a person's pixels, in place."""
    matte = matte_of(person, size)
    if not matte.coverage.size:
        return
    x0, y0, x1, y1 = matte.box
    bulge = relief(matte.coverage, 0.06 * height_of(person), min(thickness, 0.3 * distance))
    there = matte.coverage > 0.5
    metres[y0:y1, x0:x1][there] = (distance - cv2.GaussianBlur(bulge, (0, 0), 1.0))[there]
