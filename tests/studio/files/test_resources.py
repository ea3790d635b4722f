"""The program finds the data that came with it."""

from __future__ import annotations

from pathlib import Path

import pytest

import studio
from studio.files.resources import resource, resource_folder
from studio.media.errors import BadInput


def test_a_resource_of_the_checkout_is_found() -> None:
    assert resource("motions/wave.json").read_text().startswith("{")


def test_an_installed_copy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "studio" / "_installed" / "resources").mkdir(parents=True)
    monkeypatch.setattr(studio, "__file__", str(tmp_path / "studio" / "__init__.py"))
    assert resource_folder() == tmp_path / "studio" / "_installed" / "resources"


def test_what_is_missing_is_told_in_one_line() -> None:
    with pytest.raises(BadInput, match=r"^[^\n]*no_such[^\n]*$"):
        resource("motions/no_such.json")
