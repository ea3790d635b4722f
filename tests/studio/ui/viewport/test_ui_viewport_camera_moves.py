"""A film that a camera moves over: it stays on the screen, and what lies over it follows the people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from immutables import Map

from studio.graph.graph import Node, Source
from studio.media.image import Image
from studio.media.view import ViewPath


def film(width: int = 64, height: int = 48) -> Image:
    return Image.from_array(np.full((height, width, 3), 0.4, np.float32))


def with_camera(graph: Any) -> Any:
    stage = graph.nodes["stage"]
    nodes = graph.nodes.set("path", Node("direct_camera", inputs=Map({"image": Source("photo", "out")})))
    nodes = nodes.set("view", Node("view_at", inputs=Map({"path": Source("path", "out")})))
    seen = stage.inputs.set("view", Source("view", "out"))
    return replace(graph, nodes=nodes.set("stage", replace(stage, inputs=seen)))


@pytest.fixture
def filmed(stage: Any) -> Any:
    """The stage with a camera that goes from the whole photo to its right lower quarter within a second."""
    ways = np.linspace([0, 0, 64, 48], [32, 24, 64, 48], 61)
    stage.beside["path"] = ViewPath(60.0, ways, np.ones(61), np.zeros(61, bool), 0.5)
    stage.session.apply(with_camera)
    return stage


def test_what_a_camera_sees_lies_where_it_is_in_the_photo_and_fills_the_viewport(filmed: Any) -> None:
    filmed.show(film(), "stage", "colour")
    before = filmed.panel.place()
    assert filmed.canvas.view.plane().frame == pytest.approx((0, 0, 64, 48))
    filmed.session.go(24)
    filmed.answer(film(), "stage", "colour")
    assert filmed.canvas.view.plane().frame == pytest.approx((32, 24, 64, 48))
    after = filmed.panel.place()
    assert after.zoom == pytest.approx(2 * before.zoom)
    corner, centre = before.to_widget(0, 0), after.to_widget(32, 24)
    assert (centre - corner).manhattanLength() < 2


def test_somebody_who_zoomed_in_keeps_the_film_where_it_is_on_the_screen(filmed: Any) -> None:
    filmed.show(film(), "stage", "colour")
    view = filmed.canvas.view
    view.zoom_about(view.area().center(), 1.7)
    corner = filmed.panel.place().to_widget(0, 0)
    filmed.session.go(24)
    filmed.answer(film(), "stage", "colour")
    assert (filmed.panel.place().to_widget(32, 24) - corner).manhattanLength() < 2
