"""Draws planes on the screen with moderngl: everything that needs the widget's GL context."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.ui.viewport import display, ramps, shader
from studio.ui.viewport.mesh import Mesh
from studio.ui.viewport.options import CHANNELS, COMPARISONS, Options
from studio.ui.viewport.plane import EMPTY, MATTE, NOWHERE, Array, Plane
from studio.ui.viewport.relief import ReliefDrawing
from studio.ui.viewport.sheet import LargeSheet, Sheet
from studio.ui.viewport.tool import Place

GROUND = (0.075, 0.078, 0.086)
"""What is seen beside the picture."""

FAR = -99.0
"""Level of detail of what is not there."""
_UNITS = ("one_sheet", "one_photo", "other_sheet", "other_photo", "ramp", "hues", "one_colours", "other_colours")


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

    Attributes:
        complete: Nothing is left to be sent; else what is drawn next is finer.
    """

    def __init__(self, gl: Any) -> None:
        self.gl = gl
        self._pictures = {name: LargeSheet(gl) for name in _UNITS[:4]}
        self._sheets = {name: Sheet(gl) for name in (*_UNITS[4:], "drawing")}
        self.complete = True
        self._fill_ramp("ramp", ramps.turbo())
        self._fill_ramp("hues", ramps.wheel())
        self._programs: dict[shader.Variant, Any] = {}
        self._tables: dict[str, list[Any]] = {}
        program = gl.program(shader.OVERLAY_VERTEX, shader.OVERLAY_FRAGMENT)
        self._overlay = gl.vertex_array(program, [])
        self._mesh = Mesh(gl)
        self._relief = ReliefDrawing(gl)

    def begin(self, framebuffer: int, window: Window) -> None:
        """Draw into the widget's framebuffer from now on."""
        target = self.gl.detect_framebuffer(framebuffer)
        target.use()
        self.gl.viewport = 0, 0, window.width, window.height
        self.gl.scissor = None

    def draw(self, window: Window, place: Place, planes: tuple[Plane, Plane], options: Options, dimmed: bool) -> None:
        """Draw one plane, or two compared, over the whole widget."""
        zoom = place.zoom * window.density
        self._fill(planes, zoom)
        variant = self._variant(planes, zoom, window, options)
        drawn = self._program(variant)
        values: dict[str, Any] = {
            "screen": (window.width, window.height), "zoom": zoom, "density": window.density, "ground": GROUND,
            "origin": (place.origin.x() * window.density, place.origin.y() * window.density),
            "gain": options.gain, "gamma": options.gamma, "brightness": 0.35 if dimmed else 1.0,
            "wipe": wipe_line(options, planes[0]), "boost": options.difference, "region": options.region or NOWHERE,
        }  # fmt: skip
        for name, plane, half in (("one", planes[0], variant.one), ("other", planes[1], variant.other)):
            values |= self._bind(name, plane, zoom, half.sharp)
        for name in ("ramp", "hues"):
            self._sheets[name].use(_UNITS.index(name), 0, smooth=True)
        values |= {name: unit for unit, name in enumerate(_UNITS)}
        program = drawn.program
        for name, value in values.items():
            if name in program:
                program[name].value = value
        self._bind_tables(options.display)
        self.gl.disable(self.gl.BLEND | self.gl.DEPTH_TEST | self.gl.CULL_FACE)
        drawn.render(self.gl.TRIANGLES, vertices=3)

    def draw_relief(self, window: Window, place: Place, plane: Plane, options: Options) -> None:
        """Draw a depth as a relief over the ground."""
        self.gl.clear(*GROUND, 1.0, depth=1.0)
        self._pictures["one_photo"].fill(plane.photo, 0)
        self._pictures["one_photo"].use(1, 0, smooth=True)
        self._sheets["ramp"].use(4, 0, smooth=True)
        values = {
            "screen": (window.width, window.height), "zoom": place.zoom * window.density, "photo": 1, "ramp": 4,
            "origin": (place.origin.x() * window.density, place.origin.y() * window.density),
            "has_photo": int(plane.photo is not None),
        }  # fmt: skip
        self._relief.draw(plane.relief, values, options.yaw, options.pitch, options.display)

    def draw_mesh(self, window: Window, place: Place, rows: Array) -> None:
        """Draw triangles over the picture; see :class:`~studio.ui.viewport.mesh.Mesh`."""
        density = window.density
        origin = place.origin.x() * density, place.origin.y() * density
        self._mesh.draw(rows, (window.width, window.height), origin, place.zoom * density, density)

    def lay_over(self, drawing: Array) -> None:
        """Lay (H, W, 4) premultiplied BGRA bytes of the widget's size over what is there."""
        if not drawing.reshape(-1).view(np.uint32).any():
            return
        sheet = self._sheets["drawing"]
        sheet.fill(drawing, changed=True)
        sheet.use(0, 0, smooth=False)
        self._overlay.program["drawing"].value = 0
        self.gl.enable(self.gl.BLEND)
        self.gl.blend_func = self.gl.ONE, self.gl.ONE_MINUS_SRC_ALPHA
        self._overlay.render(self.gl.TRIANGLES, vertices=3)
        self.gl.disable(self.gl.BLEND)

    def _fill(self, planes: tuple[Plane, Plane], zoom: float) -> None:
        """Send what is new; of large pictures a band at a time."""
        self.complete = True
        for name, plane in zip(("one", "other"), planes, strict=True):
            for what, pixels, rect in (("sheet", plane.sheet, plane.rect), ("photo", plane.photo, plane.photo_rect)):
                done = self._pictures[f"{name}_{what}"].fill(pixels, (rect[2] - rect[0]) * zoom)
                self.complete = self.complete and done
            if plane.colours:
                self._fill_ramp(f"{name}_colours", np.array(plane.colours, np.float32))

    def _levels(self, name: str, plane: Plane, zoom: float) -> tuple[float, float]:
        rect = plane.rect if plane.sheet is not None else NOWHERE
        sheet, photo = self._pictures[f"{name}_sheet"], self._pictures[f"{name}_photo"]
        return _level(sheet, rect, zoom), _level(photo, plane.photo_rect, zoom) if plane.photo is not None else FAR

    def _variant(self, planes: tuple[Plane, Plane], zoom: float, window: Window, options: Options) -> shader.Variant:
        halves = []
        for name, plane in zip(("one", "other"), planes, strict=True):
            finest = max(self._levels(name, plane, zoom))
            # squares from 2x on, and where every texel is a pixel of the screen anyway
            sharp = finest < -1 - 1e-6 or abs(finest) < 1e-4
            grey = plane.kind == MATTE and (options.matte == "grey" or plane.photo is None)
            halves.append(shader.Half(plane.kind, plane.photo is not None, sharp, grey))
        level = max(self._levels("one", planes[0], zoom))
        squares = 0 if level > -math.log2(10 * window.density) else 1 if planes[0].photo is None else 2
        comparison = COMPARISONS.index(options.comparison) if planes[1].kind != EMPTY else 0
        channel, gamma = CHANNELS.index(options.channel), options.gamma != 1
        looks = channel, gamma, options.checker, squares, options.region is not None
        return shader.Variant(options.display, halves[0], halves[1], comparison, *looks)

    def _bind(self, name: str, plane: Plane, zoom: float, sharp: bool) -> dict[str, Any]:
        """Bind a side's textures; gives its uniforms."""
        rect = plane.rect if plane.sheet is not None else NOWHERE
        levels = self._levels(name, plane, zoom)
        self._pictures[f"{name}_sheet"].use(_UNITS.index(f"{name}_sheet"), levels[0], smooth=not sharp)
        self._pictures[f"{name}_photo"].use(_UNITS.index(f"{name}_photo"), levels[1], smooth=not sharp)
        if plane.colours:
            self._sheets[f"{name}_colours"].use(_UNITS.index(f"{name}_colours"), 0, smooth=False)
        values = {
            "frame": plane.frame, "rect": rect, "photo_rect": plane.photo_rect, "dim": plane.dim, "span": plane.span,
            "level": max(levels[0], 0.0), "photo_level": max(levels[1], 0.0),
        }  # fmt: skip
        return {f"{name}_{field}": value for field, value in values.items()}

    def _fill_ramp(self, name: str, colours: Array) -> None:
        self._sheets[name].fill(np.concatenate([colours, np.ones((len(colours), 1))], axis=1, dtype=np.float32)[None])

    def _program(self, variant: shader.Variant) -> Any:
        """The picture's program for a variant, made once."""
        if variant not in self._programs:
            found = display.transform(variant.display)
            program = self.gl.program(shader.VERTEX, shader.fragment(variant, found.text))
            self._programs[variant] = self.gl.vertex_array(program, [])
            if variant.display not in self._tables:
                self._tables[variant.display] = [self._table(table) for table in found.tables]
            for unit, table in enumerate(found.tables, len(_UNITS)):
                # the driver leaves out what a variant has no use for, as where there is no picture
                if table.sampler in program:
                    program[table.sampler].value = unit
        return self._programs[variant]

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


def _level(sheet: LargeSheet, rect: tuple[float, float, float, float], zoom: float) -> float:
    """Level of detail: 0 where a texel is a pixel of the screen, 1 where two are, -1 where one is two pixels wide."""
    width = rect[2] - rect[0]
    return math.log2(sheet.size[0] / (width * zoom)) if width > 0 else FAR
