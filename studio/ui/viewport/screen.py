"""Draws planes on the screen with moderngl: everything that needs the widget's GL context."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.ui.viewport import display, ramps, shader
from studio.ui.viewport.mesh import Mesh
from studio.ui.viewport.options import CHANNELS, COMPARISONS, Options
from studio.ui.viewport.plane import EMPTY, NOWHERE, Array, Plane
from studio.ui.viewport.sheet import Sheet
from studio.ui.viewport.tool import Place

NOTHING = Plane(EMPTY, NOWHERE)
GROUND = (0.075, 0.078, 0.086)
"""What is seen beside the picture."""

_UNITS = ("one_sheet", "one_photo", "other_sheet", "other_photo", "ramp", "hues", "colours", "other_colours")


@dataclass(frozen=True)
class Window:
    """The widget: its size and pixels of the screen for a logical one."""

    width: int
    height: int
    density: float


class Screen:
    """The viewport's picture.

    Args:
        gl: The widget's own context, current.
    """

    def __init__(self, gl: Any) -> None:
        self.gl = gl
        self._sheets = {name: Sheet(gl) for name in (*_UNITS, "drawing")}
        self._fill_ramp("ramp", ramps.turbo())
        self._fill_ramp("hues", ramps.wheel())
        self._programs: dict[str, Any] = {}
        self._tables: dict[str, list[Any]] = {}
        program = gl.program(shader.OVERLAY_VERTEX, shader.OVERLAY_FRAGMENT)
        self._overlay = gl.vertex_array(program, [])
        self._mesh = Mesh(gl)

    def begin(self, framebuffer: int, window: Window) -> None:
        """Draw into the widget's framebuffer from now on."""
        target = self.gl.detect_framebuffer(framebuffer)
        target.use()
        self.gl.viewport = 0, 0, window.width, window.height
        self.gl.scissor = None

    def draw(self, window: Window, place: Place, planes: tuple[Plane, Plane], options: Options, dimmed: bool) -> None:
        """Draw one plane, or two compared, over the whole widget."""
        drawn = self._program(options.display)
        program = drawn.program
        comparing = options.comparison if planes[1].kind != EMPTY else "off"
        zoom = place.zoom * window.density
        values: dict[str, Any] = {
            "screen": (window.width, window.height), "zoom": zoom,
            "origin": (place.origin.x() * window.density, place.origin.y() * window.density),
            "gain": options.gain, "gamma": options.gamma, "brightness": 0.35 if dimmed else 1.0,
            "channel": CHANNELS.index(options.channel), "comparison": COMPARISONS.index(comparing),
            "wipe": wipe_line(options, planes[0]), "boost": options.difference, "checker": int(options.checker),
            "region": options.region or NOWHERE, "has_region": int(options.region is not None),
            "ground": GROUND, "density": window.density,
        }  # fmt: skip
        for name, value in values.items():
            if name in program:
                program[name].value = value
        for name, plane in zip(("one", "other"), planes, strict=True):
            self._bind(program, name, plane, zoom, options)
        for unit, name in enumerate(_UNITS):
            if name in ("ramp", "hues"):
                self._sheets[name].use(unit, 0, smooth=True)
            if name in program:
                program[name].value = unit
        self._bind_tables(options.display)
        self.gl.disable(self.gl.BLEND | self.gl.DEPTH_TEST | self.gl.CULL_FACE)
        drawn.render(self.gl.TRIANGLES, vertices=3)

    def draw_mesh(self, window: Window, place: Place, rows: Array) -> None:
        """Draw triangles over the picture; see :class:`~studio.ui.viewport.mesh.Mesh`."""
        density = window.density
        origin = place.origin.x() * density, place.origin.y() * density
        self._mesh.draw(rows, (window.width, window.height), origin, place.zoom * density, density)

    def lay_over(self, drawing: Array) -> None:
        """Lay (H, W, 4) premultiplied BGRA bytes of the widget's size over what is there."""
        sheet = self._sheets["drawing"]
        sheet.fill(drawing)
        sheet.use(0, 0, smooth=False)
        self._overlay.program["drawing"].value = 0
        self.gl.enable(self.gl.BLEND)
        self.gl.blend_func = self.gl.ONE, self.gl.ONE_MINUS_SRC_ALPHA
        self._overlay.render(self.gl.TRIANGLES, vertices=3)
        self.gl.disable(self.gl.BLEND)

    def _bind(self, program: Any, name: str, plane: Plane, zoom: float, options: Options) -> None:
        sheet, photo = self._sheets[f"{name}_sheet"], self._sheets[f"{name}_photo"]
        sheet.fill(plane.sheet)
        photo.fill(plane.photo)
        rect = plane.rect if plane.sheet is not None else NOWHERE
        levels = _level(sheet, rect, zoom), _level(photo, plane.photo_rect, zoom)
        sharp = max(levels) < -1 - 1e-6 or abs(max(levels)) < 1e-4
        values: dict[str, Any] = {
            "kind": plane.kind, "frame": plane.frame, "rect": rect, "photo_rect": plane.photo_rect,
            "has_photo": int(plane.photo is not None), "dim": plane.dim, "span": plane.span,
            "level": max(levels[0], 0.0), "photo_level": max(levels[1], 0.0), "sharp": int(sharp),
            "grey": int(options.matte == "grey" or plane.photo is None),
        }  # fmt: skip
        for field, value in values.items():
            if f"{name}.{field}" in program:
                program[f"{name}.{field}"].value = value
        sheet.use(_UNITS.index(f"{name}_sheet"), levels[0], smooth=not sharp)
        photo.use(_UNITS.index(f"{name}_photo"), levels[1], smooth=not sharp)
        palette = "colours" if name == "one" else "other_colours"
        self._fill_ramp(palette, np.array(plane.colours or ((1.0, 1.0, 1.0),), np.float32))
        self._sheets[palette].use(_UNITS.index(palette), 0, smooth=False)

    def _fill_ramp(self, name: str, colours: Array) -> None:
        self._sheets[name].fill(np.concatenate([colours, np.ones((len(colours), 1))], axis=1, dtype=np.float32)[None])

    def _program(self, name: str) -> Any:
        """The picture's program with a display transform, made once."""
        if name not in self._programs:
            found = display.transform(name)
            program = self.gl.program(shader.VERTEX, shader.fragment(found.text))
            self._programs[name] = self.gl.vertex_array(program, [])
            self._tables[name] = [self._table(table) for table in found.tables]
            for unit, table in enumerate(found.tables, len(_UNITS)):
                program[table.sampler].value = unit
        return self._programs[name]

    def _table(self, table: display.Table) -> Any:
        values = table.values
        if values.ndim == 4:
            texture = self.gl.texture3d(values.shape[:3][::-1], 3, values.tobytes(), dtype="f4", alignment=1)
            texture.repeat_z = False
        else:
            size = values.shape[1], values.shape[0]
            texture = self.gl.texture(size, values.shape[2], values.tobytes(), dtype="f4", alignment=1)
        texture.repeat_x = texture.repeat_y = False
        kind = self.gl.LINEAR if table.linear else self.gl.NEAREST
        texture.filter = kind, kind
        return texture

    def _bind_tables(self, name: str) -> None:
        for unit, texture in enumerate(self._tables[name], len(_UNITS)):
            texture.use(unit)


def wipe_line(options: Options, plane: Plane) -> tuple[float, float, float, float]:
    """A point of the wipe's line in source pixels, and the direction in which the other picture is shown."""
    x0, y0, x1, y1 = plane.frame
    x, y = options.wipe or ((x0 + x1) / 2, (y0 + y1) / 2)
    turn = math.radians(options.angle)
    return x, y, math.cos(turn), math.sin(turn)


def _level(sheet: Sheet, rect: tuple[float, float, float, float], zoom: float) -> float:
    """Level of detail: 0 where a texel is a pixel of the screen, 1 where two are, -1 where one is two pixels wide."""
    width = rect[2] - rect[0]
    return math.log2(sheet.size[0] / (width * zoom)) if width > 0 else -99.0
