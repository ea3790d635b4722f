"""A small library of node types of every shape, and graphs made of them."""

from __future__ import annotations

import pytest
from graph_nodes import FUNCTIONS

from studio.graph.build import Builder
from studio.graph.graph import Graph
from studio.node.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(FUNCTIONS)


@pytest.fixture
def chain(library: Library) -> Graph:
    """load_photo_1 -> blur_1 -> blur_2 -> place_1."""
    build = Builder(library)
    build.chain("load_photo", "blur", "blur", "place")
    return build.graph
