"""A node's own share of its fingerprint: type, version, knobs at a time, files, backend.

Remembered for each :class:`~studio.graph.graph.Node` value, so that an edit elsewhere costs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.engine.digest import digest, frozen, spell
from studio.engine.failure import told
from studio.engine.sheet import Sheet, Surroundings
from studio.graph.curve import Curve
from studio.graph.graph import Graph, Node, Source
from studio.media.errors import BadInput, VivantError
from studio.node.declare import Socket
from studio.node.knob import Knob


@dataclass(eq=False)
class Settings:
    """The knobs of one node value, ready to be read at any time.

    Attributes:
        node: The node value they were read from.
        sheet: Its type's; None for a type that the library does not know.
        fixed: Knobs that stay the same over time, as the function gets them.
        curves: Animated knobs: this node's knob, the knob that holds the curve, the curve.
        followed: Nodes whose knobs are followed by links, by id, as they were.
        files: Digest of each file knob's content (None: no file chosen).
        resolved: What "auto" meant, for knobs that are not animated.
        token: Digest of the type and the knobs that stay the same.
        problem: Why the node cannot compute; None where it can.
        sources: The inputs that are read, and where they come from; filled in by the plan.
        before: The knobs before "auto" was resolved, where the type does that.
    """

    node: Node
    sheet: Sheet | None
    around: Surroundings
    fixed: dict[str, Any] = field(default_factory=dict)
    curves: dict[str, tuple[Knob, Knob, Curve]] = field(default_factory=dict)
    followed: dict[str, Node | None] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    resolved: str = ""
    token: bytes = b""
    problem: VivantError | None = None
    before: dict[str, Any] | None = None
    sources: list[tuple[Socket, Source | None]] = field(default_factory=list)

    def gives(self, output: str) -> bool:
        """Whether the node has an output of this name."""
        return self.sheet is None or output in self.sheet.outputs

    @property
    def animated(self) -> bool:
        """Whether a knob changes over time."""
        return bool(self.curves)

    def at(self, time: float) -> dict[str, Any]:
        """Every knob at a time. Raises ValueError or VivantError with one line where one will not do."""
        return self._sampled(time)[0] if self.curves else self.fixed

    def token_at(self, time: float) -> bytes:
        """Digest of the type and the knobs at a time."""
        return self._digest(*self._sampled(time)) if self.curves else self.token

    def token_over_time(self) -> bytes:
        """Digest of the type and the knobs at every time: curves count as they are, not sampled."""
        return digest(b"over time" + self.token + repr(sorted((n, c[2]) for n, c in self.curves.items())).encode())

    def handed(self, time: float, scale: float) -> dict[str, Any]:
        """Every knob as the function gets it: numbers in pixels shrink with the proxy."""
        knobs = self.at(time)
        if scale == 1 or self.sheet is None or not self.sheet.pixels:
            return knobs
        return {name: _shrunk(value, scale) if name in self.sheet.pixels else value for name, value in knobs.items()}

    def current(self, graph: Graph) -> bool:
        """Whether the nodes whose knobs are followed, the files and the weights are still what they were."""
        if not all(graph.nodes.get(name) is node for name, node in self.followed.items()):
            return False
        return not self.watches or self.outside_unchanged()

    @property
    def watches(self) -> bool:
        """Whether something outside the graph enters: a file, weights."""
        return bool(self.sheet and (self.sheet.files or self.sheet.type.resolve))

    def outside_unchanged(self) -> bool:
        """Whether files and weights are still what they were."""
        again = Settings(self.node, self.sheet, self.around, self.fixed, self.curves, self.followed)
        again.look_outside(self.asked)
        seen, now = ((s.files, s.fixed, s.resolved, str(s.problem)) for s in (self, again))
        return seen == now

    @property
    def asked(self) -> dict[str, Any]:
        """The knobs before "auto" was resolved."""
        return self.fixed if self.before is None else self.before

    def look_outside(self, knobs: dict[str, Any]) -> bool:
        """Read files' digests and say what "auto" means. False, with ``problem`` set, where that fails."""
        assert self.sheet is not None
        self.before = knobs
        for name in self.sheet.files:
            self.files[name] = self.around.files.digest(self.around.path(knobs[name])) if knobs.get(name) else None
            if knobs.get(name) and self.files[name] is None:
                self.problem = BadInput(f"{knobs[name]}: no such file, or it cannot be read")
        try:
            self.fixed, self.resolved = self._resolve(knobs)
        except Exception as error:
            self.problem = error if isinstance(error, VivantError) else VivantError(told(error))
        return self.problem is None

    def seal(self) -> None:
        """Digest what stays the same."""
        self.token = self._digest(self.fixed, self.resolved)

    def _sampled(self, time: float) -> tuple[dict[str, Any], str]:
        knobs = dict(self.asked)
        for name, (knob, holder, curve) in self.curves.items():
            knobs[name] = knob.clean(fitted(knob, fitted(holder, curve.at(time))))
        return self._resolve(knobs)

    def _resolve(self, knobs: dict[str, Any]) -> tuple[dict[str, Any], str]:
        assert self.sheet is not None
        if self.sheet.type.resolve is None:
            return knobs, ""
        found = self.around.resolve(self.sheet.type, knobs)
        return {**knobs, **found.knobs}, found.digest

    def _digest(self, knobs: Mapping[str, Any], resolved: str) -> bytes:
        assert self.sheet is not None
        spelt = [self.sheet.prefix, resolved]
        for name in self.sheet.knobs:
            spelt.append(repr(self.files[name]) if name in self.files else spell(knobs[name]) if name in knobs else "")
        return digest("\0".join(spelt).encode())


def read_settings(graph: Graph, name: str, sheets: Mapping[str, Sheet], around: Surroundings) -> Settings:
    """Read the settings of a node. Whatever is wrong with them is their ``problem``."""
    node = graph.nodes[name]
    settings = Settings(node, sheets.get(node.type), around)
    if settings.sheet is None:
        settings.problem = VivantError(f"this studio has no node type called {node.type}: bypass it, or install it")
        return settings
    if node.version > settings.sheet.type.version:
        settings.problem = VivantError(f"saved by a newer studio ({node.type} version {node.version}): update this one")
        return settings
    try:
        _read_knobs(graph, name, sheets, settings)
    except (ValueError, VivantError) as error:
        settings.problem = error if isinstance(error, VivantError) else BadInput(str(error))
        return settings
    if settings.sheet.files or settings.sheet.type.resolve:
        settings.look_outside(settings.fixed)
    if settings.problem is None:
        settings.seal()
    return settings


def _read_knobs(graph: Graph, name: str, sheets: Mapping[str, Sheet], settings: Settings) -> None:
    node, sheet = settings.node, settings.sheet
    assert sheet is not None
    settings.fixed = dict(sheet.defaults)
    for key, value in node.knobs.items():
        if key in sheet.knobs:
            settings.fixed[key] = frozen(sheet.knobs[key].clean(value))
    for key, curve in node.curves.items():
        if key in sheet.knobs:
            settings.curves[key] = sheet.knobs[key], sheet.knobs[key], curve
    for key in node.links:
        if key in sheet.knobs:
            _follow(graph, name, key, sheets, settings)


def _follow(graph: Graph, name: str, key: str, sheets: Mapping[str, Sheet], settings: Settings) -> None:
    """Read a knob that follows another node's, however long the chain."""
    assert settings.sheet is not None
    knob, at, seen = settings.sheet.knobs[key], (name, key), set()
    while (link := graph.nodes[at[0]].links.get(at[1])) is not None:
        seen.add(at)
        at = link.node, link.knob
        if at in seen:
            raise VivantError(f"{key} follows itself in a circle: cut one of the knob links")
        settings.followed[at[0]] = graph.nodes.get(at[0])
        if at[0] not in graph.nodes:
            raise VivantError(f"{key} follows a node that is gone: cut the knob link")
    source = graph.nodes[at[0]]
    sheet = sheets.get(source.type)
    holder = sheet.knobs.get(at[1], knob) if sheet else knob
    curve = source.curves.get(at[1])
    settings.curves.pop(key, None)
    if curve is not None:
        settings.curves[key] = knob, holder, curve
    elif at[1] in source.knobs or (sheet and at[1] in sheet.defaults):
        value = source.knobs[at[1]] if at[1] in source.knobs else sheet.defaults[at[1]] if sheet else None
        settings.fixed[key] = frozen(knob.clean(fitted(knob, value)))
    else:
        raise VivantError(f"{key} follows {at[0]}.{at[1]}, which is no knob: cut the knob link")


def fitted(knob: Knob, value: Any) -> Any:
    """A sampled or followed value made to fit: numbers rounded and kept in range, so that no curve overshoots it."""
    if knob.kind == "bool" and isinstance(value, int | float):
        return value >= 0.5
    if knob.kind == "choice" and isinstance(value, int | float) and knob.choices:
        return knob.choices[min(max(round(value), 0), len(knob.choices) - 1)]
    if knob.kind in ("float", "int", "seed") and isinstance(value, int | float):
        if knob.range:
            value = min(max(value, knob.range.low), knob.range.high)
        return float(value) if knob.kind == "float" else round(value)
    return value


def _shrunk(value: Any, scale: float) -> Any:
    """A number in pixels of the source picture, in pixels of the proxy; a whole number stays one, and above 0."""
    if isinstance(value, tuple):
        return tuple(_shrunk(item, scale) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int):
        return max(round(value * scale), 1) if value > 0 else round(value * scale)
    return value * scale
