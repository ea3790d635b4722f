"""The slowest evaluator there is: recursive, without a cache, a plan or a fingerprint. What it says is right."""

from __future__ import annotations

from typing import Any

from studio.engine.step import instant
from studio.graph.graph import Graph, Node
from studio.media.by_id import ById
from studio.node.library import Library


class Fails(Exception):
    """A node cannot compute."""


UNLINKED = object()


class NaiveClip:
    def __init__(self, naive: Naive, source: Any, time: float, scale: float) -> None:
        self._naive, self._source, self._time, self._scale = naive, source, time, scale
        self.shot = naive.graph.shot

    def at(self, time: float) -> Any:
        value = self._naive.value(*self._source, instant(time, self.shot), self._scale)
        return None if value is UNLINKED else value

    def near(self, frames: int) -> Any:
        return self.at(self._time + frames / self.shot.fps)


class Naive:
    def __init__(self, graph: Graph, library: Library) -> None:
        self.graph, self.library = graph, library

    def value(self, name: str, output: str, time: float, scale: float) -> Any:
        node = self.graph.nodes.get(name)
        if node is None:
            raise Fails
        if node.bypass:
            return self._bypassed(node, output, time, scale)
        kind = self.library.get(node.type, None)
        if kind is None:
            raise Fails
        knobs = {knob.name: self._knob(name, knob.name, time) for knob in kind.knobs}
        if kind.pick:
            return self._input(node, kind.pick(knobs), time, scale)
        if kind.retime:
            return self._input(node, "a", instant(kind.retime(time, knobs, self.graph.shot), self.graph.shot), scale)
        if self.proxied(name):
            knobs = {k.name: knobs[k.name] * scale if k.range and k.range.scaled else knobs[k.name] for k in kind.knobs}
        return self._call(node, kind, knobs, output, time, scale)

    def _call(self, node: Node, kind: Any, knobs: dict[str, Any], output: str, time: float, scale: float) -> Any:
        inputs: dict[str, Any] = {}
        for socket in kind.inputs:
            if socket.window or socket.whole:
                if socket.name not in node.inputs:
                    raise Fails
                inputs[socket.name] = NaiveClip(self, node.inputs[socket.name], time, scale)
                when = self.graph.shot.time(self.graph.shot.first) if socket.whole else time
                value = self._input(node, socket.name, when, scale)
            else:
                value = inputs[socket.name] = self._input(node, socket.name, time, scale)
            if value is UNLINKED:
                if not socket.optional:
                    raise Fails
                inputs[socket.name] = None
        if kind.wants_time:
            knobs["time"] = time
        if kind.wants_shot:
            knobs["shot"] = self.graph.shot
        if kind.wants_scale:
            knobs["scale"] = scale
        if kind.wants_wanted:
            knobs["wanted"] = frozenset({"low", "high"})
        if kind.wants_ctx:
            knobs["ctx"] = type("Ctx", (), {"check": lambda self: None})()
        try:
            if any(socket.each for socket in kind.inputs):
                found: Any = self._each(kind, inputs, knobs)
            else:
                found = kind.function(**inputs, **knobs)
        except Exception as error:
            raise Fails from error
        if output == "out" and kind.output("out"):
            return found
        if kind.output(output) is None:
            raise Fails
        if isinstance(found, ById):
            return ById((key, getattr(item, output)) for key, item in found.items())
        return getattr(found, output)

    def _each(self, kind: Any, inputs: dict[str, Any], knobs: dict[str, Any]) -> ById[Any]:
        each = [socket.name for socket in kind.inputs if socket.each]
        if any(inputs[name] is not None and not isinstance(inputs[name], ById) for name in each):
            raise Fails
        gathered = {}
        for key in inputs[each[0]]:
            one = {n: (v.get(key) if v is not None else None) if n in each else v for n, v in inputs.items()}
            gathered[key] = kind.function(**one, **knobs)
        return ById(gathered)

    def _input(self, node: Node, name: str, time: float, scale: float) -> Any:
        source = node.inputs.get(name)
        if source is None:
            return UNLINKED
        linked = self.graph.nodes.get(source.node)
        value = self.value(source.node, source.output, time, scale)
        assert linked is not None
        return value

    def _bypassed(self, node: Node, output: str, time: float, scale: float) -> Any:
        kind = self.library.get(node.type, None)
        if kind is None:
            return self._input(node, min(node.inputs), time, scale) if node.inputs else UNLINKED
        wanted = kind.output(output)
        if wanted is None:
            return UNLINKED
        fitting = [s.name for s in kind.inputs if s.media == wanted.media and not s.window and not s.whole]
        return self._input(node, fitting[0], time, scale) if fitting else UNLINKED

    def _knob(self, name: str, key: str, time: float) -> Any:
        knob = self.library[self.graph.nodes[name].type].knob(key)
        assert knob is not None
        source, end = self._end(name, key)
        held = self.library[source.type].knob(end) if source.type in self.library else None
        if end in source.curves:
            value = source.curves[end].at(time)
        elif end in source.knobs:
            value = source.knobs[end]
        elif held is not None:
            value = held.default
        else:
            raise Fails
        if source is not self.graph.nodes[name] or end in source.curves:
            value = min(max(value, knob.range.low), knob.range.high) if knob.range else value
            value = round(value) if knob.kind == "int" else value
        try:
            return knob.clean(value)
        except ValueError as error:
            raise Fails from error

    def proxied(self, name: str) -> bool:
        node = self.graph.nodes.get(name)
        if node is None:
            return False
        kind = self.library.get(node.type, None)
        if kind is not None and not node.bypass and kind.wants_scale:
            return True
        names = [socket.name for socket in kind.inputs] if kind is not None else list(node.inputs)
        if kind is not None and not node.bypass and kind.pick and not self._animated(name):
            names = [kind.pick({k.name: self._knob(name, k.name, 0.0) for k in kind.knobs})]
        return any(self._feeds_proxy(node, key) for key in names if key in node.inputs)

    def _feeds_proxy(self, node: Node, key: str) -> bool:
        source = node.inputs[key]
        behind = self.graph.nodes.get(source.node)
        if behind is not None and behind.bypass:
            kind = self.library.get(behind.type, None)
            if kind is None:
                return bool(behind.inputs) and self._feeds_proxy(behind, min(behind.inputs))
            wanted = kind.output(source.output)
            fitting = [
                s.name for s in kind.inputs if wanted and s.media == wanted.media and not s.window and not s.whole
            ]
            return bool(fitting) and fitting[0] in behind.inputs and self._feeds_proxy(behind, fitting[0])
        return self.proxied(source.node)

    def _animated(self, name: str) -> bool:
        return any(knob.name in self._end(name, knob.name)[0].curves for knob in self._kind(name).knobs)

    def _kind(self, name: str) -> Any:
        return self.library[self.graph.nodes[name].type]

    def _end(self, name: str, key: str) -> tuple[Node, str]:
        seen = set()
        while (link := self.graph.nodes[name].links.get(key)) is not None:
            seen.add((name, key))
            name, key = link
            if (name, key) in seen or name not in self.graph.nodes:
                raise Fails
        return self.graph.nodes[name], key
