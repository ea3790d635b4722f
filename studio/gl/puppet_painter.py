"""Textured, deformed meshes into a :class:`~studio.gl.canvas.Canvas`: colour, flow, depth and ids in one pass.

Every layer is blended with "premultiplied over". Beside the colour, a layer carries its own alpha of 0 or 1 (cut at
half coverage), so that the same blending picks, exactly, the nearest person's flow, depth and id: 0 * x + 1 * y is y.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from studio.gl.canvas import Box, Canvas

if TYPE_CHECKING:
    import moderngl

F32 = npt.NDArray[np.float32]

_VERTEX = """#version 330 core
in vec2 place;      // pixels of the film
in vec2 flow;       // pixels of the film to the next frame
in float depth;     // metres
in vec2 texel;      // pixels of the atlas
uniform vec2 film;
out vec2 at; out vec2 moves; out float metres;
void main() {
    at = texel; moves = flow; metres = depth;
    gl_Position = vec4(place * 2.0 / film - 1.0, 0.0, 1.0);
}
"""

_FRAGMENT = """#version 330 core
uniform sampler2D atlas;
uniform vec2 atlas_size;
uniform float person;
in vec2 at; in vec2 moves; in float metres;
%s
void main() {
    // 1/256 of a texel, as graphics cards do: every device then draws the same, and a mesh at rest hits texel centres
    vec4 seen = texture(atlas, round(at * 256.0) / (256.0 * atlas_size));
    float drawn = step(0.5, seen.a);
%s
}
"""

_OUTPUTS = {
    "colour": "seen",
    "data": "vec4(moves, metres, 1.0) * drawn",
    "ids": "vec4(person / 255.0, 0.0, 0.0, 1.0) * drawn",
}


def puppet_program(gl: moderngl.Context, layers: tuple[str, ...]) -> moderngl.Program:
    """The program that draws these layers of a canvas, in their order."""
    declared = "\n".join(f"layout(location = {k}) out vec4 {name}_out;" for k, name in enumerate(layers))
    written = "\n".join(f"    {name}_out = {_OUTPUTS[name]};" for name in layers)
    return gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT % (declared, written))


class PuppetPainter:
    """One person's atlas and meshes on the card, drawn with new vertex positions each time."""

    def __init__(
        self, gl: moderngl.Context, atlas: npt.NDArray[np.float16], texels: Sequence[F32],
        triangles: Sequence[npt.NDArray[np.int32]],
    ) -> None:  # fmt: skip
        """Upload what never changes.

        Args:
            gl: The context.
            atlas: (H, W, 4) half floats, linear, premultiplied.
            texels: For each part (V, 2), its vertices in pixels of the atlas.
            triangles: For each part (F, 3), indices into its own vertices.
        """
        height, width = atlas.shape[:2]
        self.gl, self.size = gl, (width, height)
        self.texture = gl.texture((width, height), 4, np.ascontiguousarray(atlas).data, dtype="f2")
        self.texture.repeat_x = self.texture.repeat_y = False
        starts = np.cumsum([0, *(len(t) for t in texels)])
        self.count = int(starts[-1])
        self._triangles = [
            np.ascontiguousarray(t, np.int32) + int(s) for t, s in zip(triangles, starts[:-1], strict=True)
        ]
        self._still = gl.buffer(np.concatenate([*texels, np.zeros((1, 2))]).astype("f4").tobytes())
        self._moving = gl.buffer(reserve=max(1, self.count) * 20, dynamic=True)
        self._index = gl.buffer(reserve=max(12, sum(t.nbytes for t in self._triangles)), dynamic=True)
        self._order: tuple[int, ...] = ()
        self._arrays: dict[int, moderngl.VertexArray] = {}

    def place(self, places: F32, flow: F32 | None, depth: F32 | None, order: Sequence[int]) -> None:
        """Where everything is now.

        Args:
            places: (V, 2) all parts' vertices, one after the other, in pixels of the film.
            flow: (V, 2) pixels to the next frame, or None for 0.
            depth: (V,) metres, or None for 0.
            order: Part numbers, farthest first.
        """
        rows = np.zeros((self.count, 5), np.float32)
        rows[:, :2] = places
        if flow is not None:
            rows[:, 2:4] = flow
        if depth is not None:
            rows[:, 4] = depth
        if self.count:
            self._moving.write(rows.data)
        if tuple(order) != self._order:
            self._order = tuple(order)
            if self._order:
                self._index.write(np.concatenate([self._triangles[k] for k in self._order]).tobytes())

    def draw(self, program: moderngl.Program, film: tuple[int, int], person: int) -> None:
        """Draw onto the framebuffer in use. ``person`` is what goes into the ids."""
        total = sum(self._triangles[k].size for k in self._order)
        if total == 0:
            return
        array = self._arrays.get(program.glo)
        if array is None:
            array = self._arrays[program.glo] = self._array(program)
        for name, value in (("film", film), ("atlas_size", self.size), ("person", float(person))):
            if name in program:
                program[name] = value
        self.texture.use()
        array.render(vertices=total)

    def _array(self, program: moderngl.Program) -> moderngl.VertexArray:
        moving, bound = [], 0
        for name, form in (("place", 2), ("flow", 2), ("depth", 1)):
            used = name in program
            moving.append((f"{form}f" if used else f"{form * 4}x", name if used else None))
            bound += used
        layout = " ".join(form for form, _ in moving)
        names = [name for _, name in moving if name is not None]
        return self.gl.vertex_array(
            program, [(self._moving, layout, *names), (self._still, "2f", "texel")], index_buffer=self._index
        )


def paint(canvas: Canvas, program: moderngl.Program, people: Sequence[tuple[PuppetPainter, int, Box]]) -> None:
    """Draw people onto a canvas, farthest first, each inside its box."""
    import moderngl

    gl = canvas.gl
    canvas.all.use()
    gl.enable_only(moderngl.BLEND)
    gl.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
    for painter, number, (x0, y0, x1, y1) in people:
        if x0 < x1 and y0 < y1:
            canvas.all.scissor = (x0, y0, x1 - x0, y1 - y0)
            painter.draw(program, canvas.size, number)
    canvas.all.scissor = None  # type: ignore[assignment]
