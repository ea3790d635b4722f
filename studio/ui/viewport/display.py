"""Display transforms: from linear Rec.709 to what a screen wants, as GPU shader text from OpenColorIO.

The configuration is the studio's own where the environment variable OCIO names one, otherwise the one that
OpenColorIO carries. Where there is no OpenColorIO, plain sRGB is left (IEC 61966-2-1).
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

BUILT_IN = "cg-config-v4.0.0_aces-v2.0_ocio-v2.5"
PLAIN = "sRGB"
SOURCES = ("Linear Rec.709 (sRGB)", "lin_rec709_srgb", "lin_rec709", "Utility - Linear - sRGB", "lin_srgb")
"""What configurations call linear Rec.709."""

PLAIN_TEXT = """
vec4 display_transform(vec4 light) {
    vec3 c = clamp(light.rgb, 0.0, 1.0);
    vec3 high = 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055;
    return vec4(mix(high, 12.92 * c, lessThanEqual(c, vec3(0.0031308))), light.a);
}
"""


@dataclass(frozen=True, eq=False)
class Table:
    """A table that a transform reads.

    Attributes:
        sampler: Name of its sampler in the shader text.
        values: (H, W, C) float32, or (N, N, N, 3) for a cube.
        linear: Whether it is read in between its entries.
    """

    sampler: str
    values: npt.NDArray[np.float32]
    linear: bool


@dataclass(frozen=True, eq=False)
class Transform:
    """A display transform: GLSL text that defines ``vec4 display_transform(vec4)``, and the tables that it reads."""

    name: str
    text: str = PLAIN_TEXT
    tables: tuple[Table, ...] = ()


@lru_cache(maxsize=1)
def _config() -> Any:
    """The OpenColorIO configuration, None where there is none."""
    try:
        import PyOpenColorIO as ocio
    except ImportError:
        return None
    if os.environ.get("OCIO"):
        with suppress(ocio.Exception):
            return ocio.Config.CreateFromEnv()
    with suppress(ocio.Exception):
        return ocio.Config.CreateFromBuiltinConfig(BUILT_IN)
    return None


def names() -> list[str]:
    """What there is to choose from; plain sRGB comes first."""
    config = _config()
    if config is None:
        return [PLAIN]
    pairs = [(display, view) for display in config.getDisplays() for view in config.getViews(display)]
    return [PLAIN, *(f"{display.removesuffix(' - Display')} · {view}" for display, view in pairs)]


@lru_cache(maxsize=16)
def transform(name: str) -> Transform:
    """A transform by name; plain sRGB where the configuration cannot give it."""
    config = _config()
    for display in config.getDisplays() if config is not None else ():
        for view in config.getViews(display):
            if name == f"{display.removesuffix(' - Display')} · {view}":
                return _read(config, name, display, view)
    if config is not None and name == PLAIN and not os.environ.get("OCIO"):
        return _read(config, PLAIN, "sRGB - Display", "Un-tone-mapped")
    return Transform(PLAIN)


def _read(config: Any, name: str, display: str, view: str) -> Transform:
    import PyOpenColorIO as ocio

    source = next((space for space in SOURCES if config.getColorSpace(space)), ocio.ROLE_SCENE_LINEAR)
    try:
        wanted = ocio.DisplayViewTransform(src=source, display=display, view=view)
        text = ocio.GpuShaderDesc.CreateShaderDesc(language=ocio.GPU_LANGUAGE_GLSL_1_3)
        text.setFunctionName("display_transform")
        text.setResourcePrefix("ocio_")
        text.setAllowTexture1D(False)
        config.getProcessor(wanted).getDefaultGPUProcessor().extractGpuShaderInfo(text)
    except ocio.Exception:
        return Transform(PLAIN)
    flat = [_flat(table, ocio) for table in text.getTextures()]
    return Transform(name, text.getShaderText(), (*flat, *(_cube(table, ocio) for table in text.get3DTextures())))


def _flat(table: Any, ocio: Any) -> Table:
    channels = 1 if table.channel == ocio.GpuShaderDesc.TEXTURE_RED_CHANNEL else 3
    values = np.array(table.getValues(), np.float32).reshape(table.height, table.width, channels)
    return Table(table.samplerName, values, table.interpolation != ocio.INTERP_NEAREST)


def _cube(table: Any, ocio: Any) -> Table:
    values = np.array(table.getValues(), np.float32).reshape((table.edgeLen,) * 3 + (3,))
    return Table(table.samplerName, values, table.interpolation != ocio.INTERP_NEAREST)
