"""Contact shadows: what a moved foot changes about the ground under it.

The photo has its own shadow where the foot stood. Only the change is drawn: the plate is multiplied by
S(now) / S(photo), which is 1 where nothing moved, dark where the foot came down, and bright where it left; but never
brighter than the photo's own darkness there allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from studio.gl.canvas import Box, Canvas

if TYPE_CHECKING:
    import moderngl

FEET = 4
"""How many contacts one person may have."""

_VERTEX = """#version 330 core
in vec2 corner;
void main() { gl_Position = vec4(corner, 0.0, 1.0); }
"""

_FRAGMENT = """#version 330 core
uniform vec4 photo[4];      // middle, radii in film pixels
uniform vec4 now[4];
uniform vec4 dark[4];       // darkness at the photo's contact, darkness now, darkness seen in the photo, unused
out vec4 ratio;
float soft(vec4 contact) {
    vec2 d = (gl_FragCoord.xy - contact.xy) / contact.zw;
    float inside = max(0.0, 1.0 - dot(d, d));
    return inside * inside;
}
void main() {
    float before = 1.0, after = 1.0, most = 1.0;
    for (int k = 0; k < 4; k++) {
        before *= 1.0 - dark[k].x * soft(photo[k]);
        after *= 1.0 - dark[k].y * soft(now[k]);
        most /= 1.0 - dark[k].z * soft(photo[k]);
    }
    ratio = vec4(vec3(after == before ? 1.0 : min(after / before, most)), 1.0);
}
"""


class ShadowPainter:
    """Multiplies a canvas's colour by the change of a person's contact shadows."""

    def __init__(self, gl: moderngl.Context) -> None:
        self.program = gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        # one triangle larger than the picture; a vertex array does not keep its buffer alive, so it is kept here
        self._corners = gl.buffer(np.array([-1, -1, 3, -1, -1, 3], np.float32).tobytes())
        self.array = gl.vertex_array(self.program, [(self._corners, "2f", "corner")])

    def draw(
        self, canvas: Canvas, photo: npt.NDArray[np.float32], now: npt.NDArray[np.float32],
        dark: npt.NDArray[np.float32], boxes: Sequence[Box],
    ) -> None:  # fmt: skip
        """Draw one person's contacts.

        Args:
            canvas: It has a colour layer, and the plate in it.
            photo: (K, 4) middle x, y and radii of each contact in the photo, in film pixels; K is at most :data:`FEET`.
            now: (K, 4) likewise, now.
            dark: (K, 3) darkness 0..1 in the middle: of the photo's contact, of the contact now, and what the photo
                shows.
            boxes: Disjoint boxes that hold every contact.
        """
        import moderngl

        if not len(photo):
            return
        for name, rows in (("photo", photo), ("now", now), ("dark", dark)):
            whole = np.ones((FEET, 4), np.float32) if name != "dark" else np.zeros((FEET, 4), np.float32)
            whole[: len(rows), : rows.shape[1]] = rows
            cast("moderngl.Uniform", self.program[name]).write(whole.tobytes())
        target = canvas.each["colour"]
        target.use()
        canvas.gl.enable_only(moderngl.BLEND)
        canvas.gl.blend_func = moderngl.DST_COLOR, moderngl.ZERO
        for x0, y0, x1, y1 in boxes:
            target.scissor = (x0, y0, x1 - x0, y1 - y0)
            self.array.render()
        target.scissor = None  # type: ignore[assignment]
