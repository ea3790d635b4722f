"""Laying out boxes: in layers from left to right, in rows and columns, with even gaps. Plain geometry, without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Place = tuple[float, float]
Area = tuple[float, float, float, float]
"""(left, top, right, bottom)."""

ACROSS, DOWN = 64.0, 36.0
"""Gaps between layers and between the boxes of one."""
SWEEPS = 4


def layered(areas: Mapping[str, Area], links: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Places in layers, every box right of all that it reads (longest path; Sugiyama et al. 1981).

    Args:
        areas: Boxes by id.
        links: (source, reader); those that name other boxes are left out, as are those that would close a circle.

    Returns:
        (x, y) of the top left by id; the whole stays with its top left where it was. Linear in boxes and links, but
        for sorting.
    """
    if not areas:
        return {}
    known = sorted({(a, b) for a, b in links if a in areas and b in areas and a != b})
    sources, readers = _sides(areas, known)
    layers = _layers(areas, sources, readers)
    _untangle(layers, areas, sources, readers)
    return _placed(layers, areas, sources, readers)


def _sides(
    areas: Mapping[str, Area], links: list[tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    sources: dict[str, list[str]] = {name: [] for name in areas}
    readers: dict[str, list[str]] = {name: [] for name in areas}
    for source, reader in links:
        sources[reader].append(source)
        readers[source].append(reader)
    return sources, readers


def _layers(
    areas: Mapping[str, Area], sources: Mapping[str, list[str]], readers: Mapping[str, list[str]]
) -> list[list[str]]:
    """Boxes by layer, as far left as links let them; those that read nothing move next to their readers."""
    waiting = {name: len(above) for name, above in sources.items()}
    ready = sorted(name for name, count in waiting.items() if not count)
    rank = dict.fromkeys(areas, 0)
    order: list[str] = []
    while ready:
        name = ready.pop()
        order.append(name)
        for reader in readers[name]:
            rank[reader] = max(rank[reader], rank[name] + 1)
            waiting[reader] -= 1
            if not waiting[reader]:
                ready.append(reader)
    for name in reversed(order):
        if readers[name] and not sources[name]:
            rank[name] = min(rank[reader] for reader in readers[name]) - 1
    found: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for name in sorted(areas, key=lambda name: (areas[name][1], areas[name][0], name)):
        found[rank[name]].append(name)
    return [layer for layer in found if layer]


def _untangle(
    layers: list[list[str]],
    areas: Mapping[str, Area],
    sources: Mapping[str, list[str]],
    readers: Mapping[str, list[str]],
) -> None:
    """Order each layer by the middle of what it is linked to, forwards and backwards in turn."""
    at = {name: index / max(len(layer), 1) for layer in layers for index, name in enumerate(layer)}
    for sweep in range(SWEEPS):
        beside = sources if sweep % 2 == 0 else readers
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda name: (_mean([at[other] for other in beside[name]], at[name]), at[name]))
            for index, name in enumerate(layer):
                at[name] = (index + 0.5) / len(layer)


def _placed(
    layers: list[list[str]],
    areas: Mapping[str, Area],
    sources: Mapping[str, list[str]],
    readers: Mapping[str, list[str]],
) -> dict[str, Place]:
    middle: dict[str, float] = {}
    for layer in layers:
        _spread(
            layer,
            areas,
            {name: _mean([middle[s] for s in sources[name] if s in middle], 0.0) for name in layer},
            middle,
        )
    for layer in reversed(layers):
        wanted = {name: _mean([middle[r] for r in readers[name]], middle[name]) for name in layer}
        _spread(layer, areas, wanted, middle)
    left, top = min(area[0] for area in areas.values()), min(area[1] for area in areas.values())
    highest = min(middle[name] - _height(areas[name]) / 2 for name in areas)
    places: dict[str, Place] = {}
    for layer in layers:
        for name in layer:
            places[name] = (left, round(middle[name] - _height(areas[name]) / 2 - highest + top))
        left += max(areas[name][2] - areas[name][0] for name in layer) + ACROSS
    return places


def _spread(layer: list[str], areas: Mapping[str, Area], wanted: Mapping[str, float], middle: dict[str, float]) -> None:
    """Put the boxes of a layer as near to where they want to be as their order and gaps allow, without a drift."""
    last, drift = None, 0.0
    for name in layer:
        half = _height(areas[name]) / 2
        middle[name] = wanted[name] if last is None else max(wanted[name], last + DOWN + half)
        last = middle[name] + half
        drift += middle[name] - wanted[name]
    for name in layer:
        middle[name] -= drift / len(layer)


def _height(area: Area) -> float:
    return area[3] - area[1]


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def row(areas: Mapping[str, Area]) -> dict[str, Place]:
    """All with their top on one line: the topmost's."""
    top = min(area[1] for area in areas.values())
    return {name: (area[0], top) for name, area in areas.items()}


def column(areas: Mapping[str, Area]) -> dict[str, Place]:
    """All with their left on one line: the leftmost's."""
    left = min(area[0] for area in areas.values())
    return {name: (left, area[1]) for name, area in areas.items()}


def even(areas: Mapping[str, Area], down: bool) -> dict[str, Place]:
    """Even gaps between the first and the last, across or down."""
    first, last = (1, 3) if down else (0, 2)
    names = sorted(areas, key=lambda name: (areas[name][first], name))
    taken = sum(areas[name][last] - areas[name][first] for name in names)
    start, end = areas[names[0]][first], max(area[last] for area in areas.values())
    gap = (end - start - taken) / max(len(names) - 1, 1)
    places: dict[str, Place] = {}
    for name in names:
        area = areas[name]
        places[name] = (area[0], start) if down else (start, area[1])
        start += area[last] - area[first] + gap
    return places
