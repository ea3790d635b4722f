"""Depth as a relief in three dimensions: each pixel stands where it is in space, and the mouse turns it.

Convention:
    Space here is the camera's: x right, y down, z away from the viewer, in metres. Turned by nothing, the relief is the
    picture itself, at the same zoom and place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.ui.viewport import display
from studio.ui.viewport.plane import Array, Rect

LARGEST = 400
"""Longest side of the grid."""
TORN = 1.04
"""Neighbours whose distances differ by more than this factor are not joined."""

VERTEX = """
#version 330 core
in vec3 at;
in vec3 shade;
out vec2 photo_at;
out float lit;
out float metres;
uniform mat3 turn;
uniform vec3 pivot;
uniform vec2 centre, screen, origin;
uniform float focal, zoom;
void main() {
    vec3 p = turn * (at - pivot) + pivot;
    vec2 seen = centre + focal * p.xy / max(p.z, 1e-3);
    vec2 place = (origin + seen * zoom) / screen;
    gl_Position = vec4(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 1.0 - 2.0 / (1.0 + p.z), 1.0) * max(p.z, 1e-3);
    photo_at = shade.xy;
    lit = shade.z;
    metres = at.z;
}
"""
_FRAGMENT = """
in vec2 photo_at;
in float lit, metres;
out vec4 outcome;
uniform sampler2D photo, ramp;
uniform int has_photo;
uniform vec2 span;
void main() {
    float near = (1.0 / metres - 1.0 / span.y) / max(1.0 / span.x - 1.0 / span.y, 1e-9);
    vec3 c = texture(ramp, vec2(clamp(near, 0.002, 0.998), 0.5)).rgb;
    if (has_photo == 1) c = mix(display_transform(texture(photo, photo_at)).rgb, c, 0.12);
    outcome = vec4(clamp(c, 0.0, 1.0) * lit, 1.0);
}
"""


@dataclass(frozen=True, eq=False)
class Relief:
    """A relief, ready for the GPU.

    Attributes:
        vertices: (N, 6) float32: x, y, z in metres, u and v in the photo, light.
        triangles: (M, 3) int32.
        focal: In source pixels.
        centre: (x, y) in source pixels that looks straight ahead.
        pivot: What it turns about, in metres.
        span: Nearest and farthest metres that are coloured.
    """

    vertices: Array
    triangles: Array
    focal: float
    centre: tuple[float, float]
    pivot: tuple[float, float, float]
    span: tuple[float, float]


def relief_of(metres: Array, rect: Rect, span: tuple[float, float], focal: float) -> Relief:
    """A relief of (H, W) metres that lie over ``rect`` of the source; what is farther than ``span`` stands there."""
    step = max(1, -(-max(metres.shape) // LARGEST))
    z = np.clip(np.nan_to_num(metres[::step, ::step], posinf=span[1]), span[0] * 0.8, span[1] * 1.05)
    rows, columns = z.shape
    down, across = np.mgrid[0:rows, 0:columns] * step + 0.5
    u, v = across / metres.shape[1], down / metres.shape[0]
    centre = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    x = (rect[0] + u * (rect[2] - rect[0]) - centre[0]) / focal * z
    y = (rect[1] + v * (rect[3] - rect[1]) - centre[1]) / focal * z
    vertices = np.stack([x, y, z, u, v, _light(x, y, z)], axis=-1).reshape(-1, 6).astype(np.float32)
    pivot = 0.0, 0.0, float(np.median(z[z < span[1]])) if (z < span[1]).any() else float(span[0])
    return Relief(vertices, _triangles(z), focal, centre, pivot, span)


def turning(yaw: float, pitch: float) -> Array:
    """(3, 3) rotation by angles in degrees: to the side, then up."""
    a, b = math.radians(yaw), math.radians(pitch)
    side = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    up = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    return np.asarray(up @ side)


class ReliefDrawing:
    """Draws a relief.

    Args:
        gl: The moderngl context.
    """

    def __init__(self, gl: Any) -> None:
        self._gl = gl
        self._programs: dict[str, Any] = {}
        self._held: Relief | None = None
        self._drawn: dict[str, Any] = {}

    def draw(self, relief: Relief, values: dict[str, Any], yaw: float, pitch: float, transform: str) -> None:
        """Draw it; ``values`` are the uniforms that say where on the screen, and the samplers' units."""
        if relief is not self._held:
            self._held, self._drawn = relief, {}
        program = self._program(transform)
        if transform not in self._drawn:
            vertices = self._gl.buffer(relief.vertices.tobytes())
            indices = self._gl.buffer(np.ascontiguousarray(relief.triangles, np.int32).tobytes())
            self._drawn[transform] = self._gl.vertex_array(program, [(vertices, "3f 3f", "at", "shade")], indices)
        own = {
            "turn": tuple(turning(yaw, pitch).T.ravel()), "pivot": relief.pivot, "centre": relief.centre,
            "focal": relief.focal, "span": relief.span,
        }  # fmt: skip
        for name, value in {**values, **own}.items():
            if name in program:
                program[name].value = value
        self._gl.enable(self._gl.DEPTH_TEST)
        self._drawn[transform].render(self._gl.TRIANGLES)
        self._gl.disable(self._gl.DEPTH_TEST)

    def _program(self, transform: str) -> Any:
        if transform not in self._programs:
            found = display.transform(transform)
            text = found.text if not found.tables else display.PLAIN_TEXT
            self._programs[transform] = self._gl.program(VERTEX, "#version 330 core\n" + text + _FRAGMENT)
        return self._programs[transform]


def _light(x: Array, y: Array, z: Array) -> Array:
    """How bright the surface is under a light from above left, 0.62 to 1."""
    across = np.stack([np.gradient(part, axis=1) for part in (x, y, z)], axis=-1)
    down = np.stack([np.gradient(part, axis=0) for part in (x, y, z)], axis=-1)
    normal = np.cross(across, down)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    return np.asarray(0.62 + 0.38 * np.abs(normal @ np.array([-0.35, -0.45, 0.82])).clip(0, 1))


def _triangles(z: Array) -> Array:
    """(M, 3) corners of those that hold together."""
    index = np.arange(z.size).reshape(z.shape)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    triangles = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((a, c, b), (b, c, d))])
    far = z.ravel()[triangles]
    return np.asarray(triangles[far.max(axis=1) < TORN * far.min(axis=1)])
