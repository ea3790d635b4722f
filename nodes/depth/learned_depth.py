"""Depth Anything V2 Small, brought to metres by what the ground plane and the people say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.fringe import grown
from nodes.scene.coverage import matte_of
from studio.media.errors import BadInput
from studio.media.person import People
from studio.node import Context

F32 = npt.NDArray[np.float32]


def learned_metres(
    ctx: Context, picture: F32, embedded: F32, people: People, distances: Mapping[str, float], weights: str
) -> F32:
    """Metres from the network's inverse depth, fitted to the embedded estimate.

    Args:
        ctx: Services lent by the engine.
        picture: (H, W, 3) float32, gamma-encoded.
        embedded: (H, W) float32 metres of the background by the ground plane.
        people: Everyone in the picture.
        distances: Metres to each person.
        weights: Name of the weights.

    Returns:
        (H, W) float32 metres. Raises BadInput where the library or the weights are missing.
    """
    inverse = _inverse_depth(ctx, picture, weights)
    height, width = inverse.shape
    target = 1 / embedded
    weight = np.zeros_like(target)
    weight[int(height * 0.6) :] = 0.2
    for name, person in people.items():
        body = grown(matte_of(person, (width, height)).full(), 0.0, above=0.5)
        target[body], weight[body] = 1 / distances[name], 1.0
    scale, shift = fit_affine(inverse, target, weight)
    return np.asarray(1 / np.clip(scale * inverse + shift, 1 / 500, 10), np.float32)


def fit_affine(values: F32, target: F32, weight: F32) -> tuple[float, float]:
    """Scale and shift that bring values nearest to the target (weighted least squares); the scale is never negative.

    Args:
        values: (H, W) float32.
        target: (H, W) float32.
        weight: (H, W) float32, 0 is left out.

    Returns:
        (scale, shift).
    """
    use = weight > 0
    x, y, w = (array[use].astype(np.float64) for array in (values, target, weight))
    if not len(x):
        return 1.0, 0.0
    mean_x, mean_y = (w * x).sum() / w.sum(), (w * y).sum() / w.sum()
    spread = (w * (x - mean_x) ** 2).sum()
    scale = max(1e-9, (w * (x - mean_x) * (y - mean_y)).sum() / max(spread, 1e-12))
    return float(scale), float(mean_y - scale * mean_x)


def _inverse_depth(ctx: Context, picture: F32, weights: str) -> F32:
    try:
        import torch
        from transformers import AutoModelForDepthEstimation  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise BadInput("learned depth needs the package transformers; install it or choose embedded") from error

    def load(path: Path) -> Any:
        return AutoModelForDepthEstimation.from_pretrained(path, local_files_only=True, use_safetensors=True).eval()

    model = ctx.models.load(weights, load).to(ctx.device)
    height, width = picture.shape[:2]
    shrink = 518 / min(height, width)
    size = (max(14, round(width * shrink / 14) * 14), max(14, round(height * shrink / 14) * 14))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    normal = (small - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
    batch = torch.from_numpy(normal.transpose(2, 0, 1)[None].astype(np.float32)).to(ctx.device)
    with torch.no_grad():
        found = model(pixel_values=batch).predicted_depth[0].float().cpu().numpy()
    return np.asarray(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
