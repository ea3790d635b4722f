"""Triangles over the picture, with smooth edges drawn by the fragment shader from corner numbers.

Source: J. A. Baerentzen et al., Single-pass wireframe rendering, SIGGRAPH sketches 2006.
"""

from __future__ import annotations

from typing import Any

from studio.ui.viewport.plane import Array

VERTEX = """
#version 330 core
in vec2 at;
in vec3 corner;
in vec4 colour;
out vec3 inner;
out vec4 fill;
uniform vec2 screen, origin;
uniform float zoom;
void main() {
    vec2 p = (origin + at * zoom) / screen;
    gl_Position = vec4(p.x * 2.0 - 1.0, 1.0 - p.y * 2.0, 0.0, 1.0);
    inner = corner;
    fill = colour;
}
"""
FRAGMENT = """
#version 330 core
in vec3 inner;
in vec4 fill;
out vec4 outcome;
uniform float density;
void main() {
    vec3 from = inner / max(fwidth(inner), vec3(1e-6));
    float edge = 1.0 - smoothstep(0.15 * density, 0.85 * density, min(from.x, min(from.y, from.z)));
    vec4 line = vec4(fill.rgb / max(fill.a, 1e-3) * 0.55 + 0.35, 1.0) * 0.55;
    outcome = mix(fill, vec4(min(line.rgb, line.aaa), line.a), edge);
}
"""


class Mesh:
    """Triangles that stay on the GPU.

    Args:
        gl: The moderngl context that they live in.
    """

    def __init__(self, gl: Any) -> None:
        self._gl = gl
        self._program = gl.program(VERTEX, FRAGMENT)
        self._held: Array | None = None
        self._vertices: Any = None

    def draw(
        self, rows: Array, screen: tuple[int, int], origin: tuple[float, float], zoom: float, density: float
    ) -> None:
        """Draw (N, 9) float32 rows: x, y in source pixels, three corner numbers, premultiplied colour."""
        if rows is not self._held:
            if self._vertices is not None:
                self._vertices.release()
            buffer = self._gl.buffer(rows.tobytes())
            self._vertices = self._gl.vertex_array(self._program, [(buffer, "2f 3f 4f", "at", "corner", "colour")])
            self._held = rows
        for name, value in (("screen", screen), ("origin", origin), ("zoom", zoom), ("density", density)):
            self._program[name].value = value
        self._gl.enable(self._gl.BLEND)
        self._gl.blend_func = self._gl.ONE, self._gl.ONE_MINUS_SRC_ALPHA
        self._vertices.render(self._gl.TRIANGLES)
        self._gl.disable(self._gl.BLEND)
