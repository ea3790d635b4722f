"""Adds a picture to a canvas's colour, and lets go of it where what it belongs to has moved away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from studio.gl.canvas import Canvas

if TYPE_CHECKING:
    import moderngl

F32 = npt.NDArray[np.float32]

_VERTEX = """#version 330 core
in vec2 place;
in float shift;
uniform vec2 film;
out float moved;
void main() { moved = shift; gl_Position = vec4(place * 2.0 / film - 1.0, 0.0, 1.0); }
"""

_FRAGMENT = """#version 330 core
uniform sampler2D picture;
uniform ivec2 origin;
uniform vec2 reach;
in float moved;
out vec4 added;
void main() {
    vec4 seen = texelFetch(picture, ivec2(gl_FragCoord.xy) - origin, 0);
    float far = moved / mix(reach.x, reach.y, seen.a);
    added = vec4(seen.rgb / (1.0 + far * far * far * far), 0.0);
}
"""


def fringe_program(gl: moderngl.Context) -> moderngl.Program:
    """The program that every fringe is drawn with."""
    return gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)


class FringePainter:
    """A picture that lies still, on a mesh whose vertices say how far what it belongs to has moved."""

    def __init__(
        self, gl: moderngl.Context, program: moderngl.Program, picture: npt.NDArray[np.float16],
        origin: tuple[int, int], points: F32, triangles: npt.NDArray[np.int32],
    ) -> None:  # fmt: skip
        """Upload it.

        Args:
            gl: The context.
            program: From :func:`fringe_program`.
            picture: (h, w, 4) half floats: light to add, may be negative; and 0 (lasts long) to 1 (is let go soon).
            origin: (x, y) of its top left pixel in the film.
            points: (N, 2) vertices in film pixels; the mesh must not reach beyond the picture.
            triangles: (F, 3).
        """
        height, width = picture.shape[:2]
        self.program, self.origin = program, origin
        self.texture = gl.texture((width, height), 4, np.ascontiguousarray(picture).data, dtype="f2")
        self._points = gl.buffer(np.ascontiguousarray(points, np.float32).tobytes())
        self._shifts = gl.buffer(reserve=4 * len(points), dynamic=True)
        self._index = gl.buffer(np.ascontiguousarray(triangles, np.int32).tobytes())
        self.array = gl.vertex_array(
            program, [(self._points, "2f", "place"), (self._shifts, "1f", "shift")], index_buffer=self._index
        )

    def draw(self, canvas: Canvas, shifts: F32, reach: tuple[float, float]) -> None:
        """Add it to the colour.

        Args:
            canvas: It has a colour layer.
            shifts: (N,) how far each vertex's neighbourhood has moved.
            reach: Shift at which half is gone of what lasts long, and of what is let go soon.
        """
        import moderngl

        self._shifts.write(np.ascontiguousarray(shifts, np.float32).data)
        for name, value in (("film", canvas.size), ("origin", self.origin), ("reach", reach)):
            self.program[name] = value
        canvas.each["colour"].use()
        canvas.gl.enable_only(moderngl.BLEND)
        canvas.gl.blend_func = moderngl.ONE, moderngl.ONE
        self.texture.use()
        self.array.render()
