"""Laying out boxes: in layers from left to right, in rows and columns, with even gaps. Plain geometry, without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Place = tuple[float, float]
Area = tuple[float, float, float, float]
"""(left, top, right, bottom)."""

ACROSS, DOWN = 64.0, 36.0
"""Gaps between layers and between the boxes of one."""
STEP = 20.0
"""Heights are multiples of this from the topmost: less than a gap, so that nothing comes to overlap."""
LANE, LANES = 14.0, 6
"""Height of a lane for links that go on; most lanes for each box."""
SWEEPS = 4


def layered(areas: Mapping[str, Area], links: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Places in layers, every box right of all that it reads (longest path; Sugiyama et al. 1981).

    A link across several layers keeps a lane free in those between; all links of one source share theirs.

    Args:
        areas: Boxes by id.
        links: (source, reader); those that name other boxes are left out, as are those that would close a circle.

    Returns:
        (x, y) of the top left by id; the whole stays with its top left where it was. Linear in boxes, links and
        lanes, but for sorting; there are at most :data:`LANES` times as many lanes as boxes.
    """
    if not areas:
        return {}
    known = sorted({(a, b) for a, b in links if a in areas and b in areas and a != b})
    sources, readers = _sides(areas, known)
    rank = _ranks(sources, readers)
    high = {name: area[3] - area[1] for name, area in areas.items()}
    _make_lanes(sources, readers, rank, high)
    layers: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for name in sorted(rank, key=lambda name: (areas.get(name, _NOWHERE)[1], areas.get(name, _NOWHERE)[0], name)):
        layers[rank[name]].append(name)
    layers = [layer for layer in layers if layer]
    _untangle(layers, sources, readers)
    middle = _middles(layers, high, sources, readers)
    return _placed(layers, areas, middle)


Beside = dict[str, list[str]]
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _sides(areas: Mapping[str, Area], links: list[tuple[str, str]]) -> tuple[Beside, Beside]:
    sources: Beside = {name: [] for name in areas}
    readers: Beside = {name: [] for name in areas}
    for source, reader in links:
        sources[reader].append(source)
        readers[source].append(reader)
    return sources, readers


def _ranks(sources: Beside, readers: Beside) -> dict[str, int]:
    """Layers by box, as far left as links let them; those that read nothing move next to their readers."""
    waiting = {name: len(above) for name, above in sources.items()}
    ready = sorted(name for name, count in waiting.items() if not count)
    rank = dict.fromkeys(sources, 0)
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
    return rank


def _make_lanes(sources: Beside, readers: Beside, rank: dict[str, int], high: dict[str, float]) -> None:
    """Give every source that is read farther on a lane: a low box in each layer between."""
    left = LANES * len(rank)
    for source in sorted(readers):
        far = max((rank[reader] for reader in readers[source]), default=0)
        if far - rank[source] < 2 or far - rank[source] > left:
            continue
        left -= far - rank[source]
        lane = {rank[source]: source}
        for layer in range(rank[source] + 1, far):
            name = lane[layer] = f"{source}\n{layer}"
            rank[name], high[name] = layer, LANE
            sources[name], readers[name] = [lane[layer - 1]], []
        for reader in tuple(readers[source]):
            if rank[reader] - rank[source] > 1:
                readers[source].remove(reader)
                sources[reader][sources[reader].index(source)] = lane[rank[reader] - 1]
                readers[lane[rank[reader] - 1]].append(reader)
        for layer in range(rank[source] + 1, far):
            readers[lane[layer - 1]].append(lane[layer])


def _untangle(layers: list[list[str]], sources: Beside, readers: Beside) -> None:
    """Order each layer by the middle of what it is linked to, forwards and backwards in turn."""
    at = {name: index / max(len(layer), 1) for layer in layers for index, name in enumerate(layer)}
    for sweep in range(SWEEPS):
        beside = sources if sweep % 2 == 0 else readers
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda name: (_mean([at[other] for other in beside[name]], at[name]), at[name]))
            for index, name in enumerate(layer):
                at[name] = (index + 0.5) / len(layer)


def _middles(layers: list[list[str]], high: Mapping[str, float], sources: Beside, readers: Beside) -> dict[str, float]:
    """Heights of the middles: near those of sources, then of readers, then of both, in turn."""
    middle: dict[str, float] = {}
    for layer in layers:
        wanted = {name: _mean([middle[s] for s in sources[name] if s in middle], 0.0) for name in layer}
        _spread(layer, high, wanted, middle)
    for sweep in range(SWEEPS):
        for layer in reversed(layers) if sweep % 2 == 0 else layers:
            near = readers if sweep % 2 == 0 else sources
            wanted = {name: _mean([middle[other] for other in near[name]], middle[name]) for name in layer}
            _spread(layer, high, wanted, middle)
    return middle


def _spread(layer: list[str], high: Mapping[str, float], wanted: Mapping[str, float], middle: dict[str, float]) -> None:
    """Put the boxes of a layer as near to where they want to be as their order and gaps allow, without a drift."""
    last, drift = None, 0.0
    for name in layer:
        half = high[name] / 2
        gap = DOWN if half * 2 > LANE else DOWN / 2
        middle[name] = wanted[name] if last is None else max(wanted[name], last + gap + half)
        last = middle[name] + half
        drift += middle[name] - wanted[name]
    for name in layer:
        middle[name] -= drift / len(layer)


def _placed(layers: list[list[str]], areas: Mapping[str, Area], middle: Mapping[str, float]) -> dict[str, Place]:
    left, top = min(area[0] for area in areas.values()), min(area[1] for area in areas.values())
    highest = min(middle[name] - (area[3] - area[1]) / 2 for name, area in areas.items())
    places: dict[str, Place] = {}
    for layer in layers:
        boxes = [name for name in layer if name in areas]
        for name in boxes:
            above = middle[name] - (areas[name][3] - areas[name][1]) / 2 - highest
            places[name] = (left, top + round(above / STEP) * STEP)
        left += max((areas[name][2] - areas[name][0] for name in boxes), default=0.0) + ACROSS
    return places


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
