"""Small pictures of the stage: what was drawn once is drawn again. ``VIVANT_GOLDEN=write`` draws them anew."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeContext

from nodes.rig.stage_people import Stage, stage_people
from studio.cli.bench import load
from studio.media.shot import Shot

render = load(Path(__file__).parents[1] / "benchmarks" / "render.py")


@pytest.fixture(scope="module")
def stage() -> Stage:
    plate, rigs = render.synthetic_stage((160, 100), 2)
    playing = render.Playing(rigs, Shot(), 5)
    return stage_people(
        FakeContext(), plate, rigs, playing, shot=Shot(), scale=1.0, wanted=frozenset(Stage._fields), samples=2
    )


def picture(stage: Stage, output: str) -> np.ndarray:
    assert stage.colour and stage.flow and stage.depth and stage.ids and stage.bones
    if output in ("colour", "bones"):
        return getattr(stage, output).srgb8()
    if output == "flow":
        x, y = np.moveaxis(stage.flow.pixels, 2, 0)
        return np.stack([128 + 8 * x, 128 + 8 * y, 0 * x + 128], axis=2).clip(0, 255).round().astype(np.uint8)
    if output == "depth":
        shade = np.where(np.isinf(stage.depth.metres), 0, 500 / stage.depth.metres).clip(0, 255).astype(np.uint8)
        return shade[..., None].repeat(3, 2)
    return (stage.ids.index * 100)[..., None].repeat(3, 2)


@pytest.mark.parametrize("output", Stage._fields)
def test_the_stage_draws_what_it_drew(stage: Stage, output: str) -> None:
    path = Path(__file__).parent / f"stage_{output}.png"
    drawn = picture(stage, output)
    if os.environ.get("VIVANT_GOLDEN") == "write":
        cv2.imwrite(str(path), drawn[..., ::-1])
    wanted = cv2.imread(str(path))
    assert wanted is not None, f"{path.name} is missing; VIVANT_GOLDEN=write draws it"
    far = np.abs(wanted[..., ::-1].astype(int) - drawn).max(axis=2)
    # puppets may be tuned a little, and drivers round differently: edges may shift, the picture may not
    assert (far > 8).mean() < 0.03 and far.mean() < 1.5
