"""Presets: kept without a photo, put on another."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.graph import edit
from studio.graph.graph import Graph
from studio.graph.preset import apply_preset, list_presets, on_photo, save_preset
from studio.media.errors import BadInput
from studio.node.library import Library


@pytest.fixture
def folder(library: Library, chain: Graph, tmp_path: Path) -> Path:
    graph = edit.set_knob(chain, library, "load_photo_1", "path", str(tmp_path / "mine.jpg"))
    graph = edit.expose(graph, library, "blur_1", "radius", "Softness")
    save_preset(tmp_path / "soft.vivant", graph, library, "Soft light", "Blurs all.", ("calm",))
    save_preset(tmp_path / "bare.vivant", chain, library, "A bare one")
    (tmp_path / "broken.vivant").write_text("{")
    (tmp_path / "other.txt").write_text("hello")
    return tmp_path


def test_presets_are_listed_by_name_with_what_they_say_and_what_is_wrong(library: Library, folder: Path) -> None:
    bare, broken, soft = list_presets(folder, library)
    assert (bare.name, broken.name) == ("A bare one", "broken")
    assert broken.trouble
    assert soft == (folder / "soft.vivant", "Soft light", "Blurs all.", ("calm",), ("Softness",), "")


def test_a_preset_holds_no_photo_and_is_put_on_another(library: Library, folder: Path) -> None:
    assert "mine.jpg" not in (folder / "soft.vivant").read_text()
    graph = apply_preset(folder / "soft.vivant", library, folder / "yours.jpg")
    assert graph.nodes["load_photo_1"].knobs["path"] == str(folder / "yours.jpg")
    assert "path" not in apply_preset(folder / "soft.vivant", library).nodes["load_photo_1"].knobs


def test_a_graph_that_takes_no_photo_is_no_preset_for_one(library: Library) -> None:
    with pytest.raises(BadInput, match="loads no photo"):
        on_photo(Graph(), library, "x.jpg")


def test_a_folder_that_is_not_there_has_no_presets(library: Library, tmp_path: Path) -> None:
    assert list_presets(tmp_path / "none", library) == []
