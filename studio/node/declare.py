"""``@node``: a typed function becomes a node type; its signature is the whole declaration.

* a positional parameter is an input socket, optional where its default is None;
* a keyword-only parameter is a knob (:mod:`studio.node.knob`), its ``Args:`` line the tooltip;
* ``ctx: Context`` (first) receives services; ``time: Time`` makes the node animated; ``shot: Shot`` asks for the shot;
  ``scale: Scale`` for the proxy scale (1.0, 0.5, 0.25); ``wanted: Wanted`` for the names of the outputs that are pulled
  (others may be returned as None); ``region: Region`` for the part of the picture that has to be right;
* ``Each[Person]`` takes one item of a ById: the engine calls the node once for each id and gathers ById results;
* ``Clip[Image]`` asks for the input over the whole shot, ``Annotated[Clip[Image], Window(-2, 2)]`` at neighbours;
* the return type is the output "out", or one socket for each field of a NamedTuple.

Two kinds of node compute nothing and are seen through when a pull is planned: one that picks an input (``pick``:
switch, reroute) and one that reads its inputs at another time (``retime``: hold, time offset). Their function says
the same in Python, for tests and plain use.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from studio.media import region
from studio.media.by_id import ById
from studio.media.shot import Shot
from studio.node.context import Context, Models
from studio.node.knob import Knob, read_knob

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
F = TypeVar("F", bound=Callable[..., Any])


class _Mark:
    """A marker inside Annotated."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


EACH = _Mark("EACH")
TIME = _Mark("TIME")
SCALE = _Mark("SCALE")
WANTED = _Mark("WANTED")
REGION = _Mark("REGION")

Each = Annotated[T, EACH]
"""One item of a ById at a time."""
Time: TypeAlias = Annotated[float, TIME]
"""Seconds."""
Scale: TypeAlias = Annotated[float, SCALE]
"""Proxy scale: 1, 0.5 or 0.25."""
Wanted: TypeAlias = Annotated[frozenset[str], WANTED]
"""Names of the outputs that are asked for."""
Region: TypeAlias = Annotated[region.Region, REGION]
"""The part of the picture that is looked at: a node that is handed less than the whole may leave out the rest, at the
same size. Everything that reads a node gets the whole."""


@dataclass(frozen=True)
class Window:
    """Which neighbouring frames a Clip input reads: from ``first`` to ``last``, relative to the current frame."""

    first: int
    last: int


class Clip(Protocol, Generic[T_co]):
    """An input over time. Frames are pulled when they are asked for, so a film is never one tensor."""

    @property
    def shot(self) -> Shot:
        """The shot that the frames belong to."""

    def at(self, time: float) -> T_co:
        """The input at ``time`` seconds. Outside a declared window it raises ValueError."""

    def near(self, frames: int) -> T_co:
        """The input so many frames away from the current time."""


@dataclass(frozen=True)
class Socket:
    """An input or output.

    Attributes:
        name: As in the signature.
        media: Name of what travels there: "Image", "People", "Depth", ... ("Any" fits everything).
        doc: Its line of the docstring.
        optional: May stay unlinked.
        each: The node takes one item at a time.
        window: Frames read, for a Clip; None for an input at the current time.
        whole: A Clip over the whole shot.
    """

    name: str
    media: str
    doc: str = ""
    optional: bool = False
    each: bool = False
    window: Window | None = None
    whole: bool = False

    def accepts(self, media: str) -> bool:
        """Whether an output of this media may be linked here."""
        return media == self.media or "Any" in (media, self.media)


@dataclass(frozen=True)
class Resolution:
    """What "auto" means on this machine: knobs to replace, and a digest of the weights that will be used."""

    knobs: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""


Resolver: TypeAlias = Callable[[Models, Mapping[str, Any]], Resolution]
Pick: TypeAlias = Callable[[Mapping[str, Any]], str]
"""From the knobs at this time to the name of the input that is handed on."""
Retime: TypeAlias = Callable[[float, Mapping[str, Any], Shot], float]
"""From a time in seconds, the knobs at that time and the shot to the time at which every input is read."""
Upgrade: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""From the stored form ``{"knobs": {...}, "inputs": {...}}`` of one version to that of the next."""


@dataclass(frozen=True)
class NodeType:
    """A node type, read from a function.

    Attributes:
        name: The function's name, unique in the library, and the name of its file.
        family: Its folder.
        version: Raised whenever the signature or the meaning changes.
        function: The function itself.
        inputs, outputs, knobs: Its sockets and knobs, in the order of the signature.
        summary: First line of the docstring.
        doc: The docstring's body.
        wants_ctx, wants_time, wants_shot, wants_scale, wants_wanted, wants_region: Which services it takes.
        writes: It makes files; runs only when asked for by a render, and is never kept.
        keep: Whether results are worth keeping (cheap pixel work may say False).
        resolve: Says what "auto" means.
        pick: Says which input is handed on, for a node that only chooses.
        retime: Says when the inputs are read, for a node that only moves time; its first input is handed on.
        upgrades: By the version that they start from.
        passes: Name of the input that a bypass hands on; None where nothing fits.
    """

    name: str
    family: str
    version: int
    function: Callable[..., Any]
    inputs: tuple[Socket, ...]
    outputs: tuple[Socket, ...]
    knobs: tuple[Knob, ...]
    summary: str
    doc: str
    wants_ctx: bool
    wants_time: bool
    wants_shot: bool
    wants_scale: bool
    wants_wanted: bool
    wants_region: bool
    writes: bool
    keep: bool
    resolve: Resolver | None
    pick: Pick | None
    retime: Retime | None
    upgrades: Mapping[int, Upgrade]
    passes: str | None

    def knob(self, name: str) -> Knob | None:
        """A knob by name."""
        return next((knob for knob in self.knobs if knob.name == name), None)

    def input(self, name: str) -> Socket | None:
        """An input by name."""
        return next((socket for socket in self.inputs if socket.name == name), None)

    def output(self, name: str) -> Socket | None:
        """An output by name."""
        return next((socket for socket in self.outputs if socket.name == name), None)

    @property
    def title(self) -> str:
        """Its name as a person reads it."""
        return self.name.replace("_", " ").capitalize()


def node(
    *,
    family: str,
    version: int,
    writes: bool = False,
    keep: bool = True,
    resolve: Resolver | None = None,
    pick: Pick | None = None,
    retime: Retime | None = None,
    upgrades: Mapping[int, Upgrade] | None = None,
) -> Callable[[F], F]:
    """Declare a node type. Returns the function unchanged, with its type at ``function.__vivant_node__``.

    The signature is read when the library first asks for it, so that importing a node stays cheap.
    """

    def declare(function: F) -> F:
        options = (family, version, writes, keep, resolve, pick, retime, dict(upgrades or {}))
        function.__vivant_node__ = options  # type: ignore[attr-defined]
        return function

    return declare


def node_type_of(function: Callable[..., Any]) -> NodeType:
    """Read the node type that ``@node`` declared. Raises TypeError with the reason where the signature will not do."""
    options = getattr(function, "__vivant_node__", None)
    if options is None:
        raise TypeError(f"{function!r} is not declared with @node")
    if isinstance(options, NodeType):
        return options
    family, version, writes, keep, resolve, pick, retime, upgrades = options
    hints = get_type_hints(function, include_extras=True)
    summary, body, args, returns = _read_doc(inspect.getdoc(function) or "")
    inputs: list[Socket] = []
    knobs: list[Knob] = []
    wants: set[str] = set()
    for name, parameter in inspect.signature(function).parameters.items():
        hint, doc = hints.get(name), args.get(name, "")
        service = _service(hint)
        if service:
            wants.add(service)
        elif parameter.kind is parameter.KEYWORD_ONLY:
            if parameter.default is parameter.empty:
                raise TypeError(f"{function.__name__}: knob {name} has no default")
            knobs.append(read_knob(name, hint, parameter.default, doc))
        else:
            inputs.append(_socket(name, hint, doc, parameter.default is None))
    outputs = _outputs(hints.get("return"), returns, any(socket.each for socket in inputs))
    passes = next((s.name for s in inputs if s.media == outputs[0].media and not s.window and not s.whole), None)
    made = NodeType(
        function.__name__, family, version, function, tuple(inputs), outputs, tuple(knobs), summary, body,
        "ctx" in wants, "time" in wants, "shot" in wants, "scale" in wants, "wanted" in wants, "region" in wants,
        writes, keep, resolve, pick, retime, upgrades, passes,
    )  # fmt: skip
    function.__vivant_node__ = made  # type: ignore[attr-defined]
    return made


_SERVICES = {id(TIME): "time", id(SCALE): "scale", id(WANTED): "wanted", id(REGION): "region"}


def _service(hint: Any) -> str | None:
    if hint is Context:
        return "ctx"
    if hint is Shot:
        return "shot"
    if get_origin(hint) is Annotated:
        return _SERVICES.get(id(hint.__metadata__[-1]))
    return None


def _socket(name: str, hint: Any, doc: str, optional: bool) -> Socket:
    each, window, whole = False, None, False
    while True:
        if get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint):
            hint = next(arg for arg in get_args(hint) if arg is not type(None))
        elif get_origin(hint) is Annotated:
            each = each or EACH in hint.__metadata__
            window = next((mark for mark in hint.__metadata__ if isinstance(mark, Window)), window)
            hint = hint.__origin__
        elif get_origin(hint) is Clip:
            whole = window is None
            hint = get_args(hint)[0]
        else:
            break
    media = _plural(media_name(hint)) if each else media_name(hint)
    return Socket(name, media, doc, optional, each, window, whole)


def _outputs(hint: Any, doc: str, each: bool) -> tuple[Socket, ...]:
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        fields = get_type_hints(hint, include_extras=True)
        docs = _read_doc(inspect.getdoc(hint) or "")[2]
        return tuple(_output(name, fields[name], docs.get(name, ""), each) for name in hint._fields)
    return (_output("out", hint, doc, each),)


def _output(name: str, hint: Any, doc: str, each: bool) -> Socket:
    socket = _socket(name, hint, doc, False)
    if each:
        return Socket(name, _plural(media_name(_strip(hint))), doc)
    return socket


def _strip(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint.__origin__ if get_origin(hint) is Annotated else hint


def media_name(hint: Any) -> str:
    """Name of what travels: a class's name; the plural for a ById ("People", "Rigs", "Motions", "Poses")."""
    if hint is Any:
        return "Any"
    if get_origin(hint) is ById:
        return _plural(media_name(get_args(hint)[0]))
    if isinstance(hint, TypeVar):
        return "Any"
    name = getattr(hint, "__name__", None)
    if name is None:
        raise TypeError(f"{hint!r} cannot travel on a link")
    return str(name)


def _plural(single: str) -> str:
    return {"Person": "People"}.get(single, single + "s")


def _read_doc(doc: str) -> tuple[str, str, dict[str, str], str]:
    """Split a Google-style docstring: summary, body, what each argument (or attribute) is, what is returned."""
    head, _, rest = doc.partition("\n")
    body: list[str] = []
    args: dict[str, str] = {}
    returns: list[str] = []
    section, current = "", ""
    for line in rest.splitlines():
        title = re.fullmatch(r"(Args|Attributes|Returns|Raises|Convention):\s*", line)
        if title:
            section, current = title[1], ""
        elif section in ("Args", "Attributes"):
            entry = re.fullmatch(r" {4}([\w, ]+): (.*)", line)
            if entry:
                current = entry[1]
                for name in current.split(", "):
                    args[name] = entry[2]
            elif line.strip() and current:
                for name in current.split(", "):
                    args[name] += " " + line.strip()
        elif section == "Returns":
            returns.append(line.strip())
        elif not section:
            body.append(line)
    return head.strip(), "\n".join(body).strip(), args, " ".join(returns).strip()
