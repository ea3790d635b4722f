"""What the documents say is true: their examples run, their tables are complete, their links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from studio import __version__
from studio.app import library, presets
from studio.cli.entry import COMMANDS, main
from studio.node.declare import node_type_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(text: str, language: str) -> list[str]:
    """Fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readme_s_python_example_runs_and_is_under_ten_lines(
    two_men: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks(README, "python")
    assert len([line for line in example.splitlines() if line.strip()]) < 10
    (tmp_path / "people.jpg").write_bytes(two_men.read_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)  # noqa: S102
    assert isinstance(names["frame"], np.ndarray)
    assert capsys.readouterr().out.strip() == "(360, 640, 3)"


def test_the_readme_begins_with_the_two_commands() -> None:
    assert blocks(README, "")[0].splitlines() == ["python3 packaging/go.py demo", "python3 packaging/go.py test"]
    assert README.index("packaging/go.py demo") < 40


def test_the_readme_lists_every_node_preset_and_command() -> None:
    rows = re.findall(r"^\| (\w+) \| (`[^|]+) \|$", README.partition("| family | nodes |")[2], re.MULTILINE)
    listed = {family: re.findall(r"`(\w+)`", names) for family, names in rows}
    families: dict[str, list[str]] = {}
    for node_type in library().values():
        families.setdefault(node_type.family, []).append(node_type.name)
    assert {family: listed.get(family) for family in families} == families
    for path in presets():
        assert f"| `{path.stem}` |" in README
    for command in COMMANDS:
        assert f"vivant {command}" in README


def test_every_option_that_the_readme_shows_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for line in re.findall(r"^vivant (.+?)(?: +#.*)?$", blocks(README, "")[1], re.MULTILINE):
        with pytest.raises(SystemExit) as ended:
            main([line.split()[0], "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        for option in re.findall(r"(?<=\s)--?[a-z]+", line):
            assert re.search(rf"(?<!\w){option}\b", shown), (line, option)


def test_the_project_of_the_documents_renders(tmp_path: Path) -> None:
    (example,) = blocks((ROOT / "docs" / "project_file.md").read_text(encoding="utf-8"), "json")
    json.loads(example)
    (tmp_path / "squares.vivant").write_text(example, encoding="utf-8")
    assert main(["check", str(tmp_path / "squares.vivant")]) == 0
    assert main(["render", str(tmp_path / "squares.vivant"), "-o", str(tmp_path / "squares.mp4")]) == 0


def test_the_node_of_the_documents_is_one() -> None:
    import torch
    from fakes import FakeContext

    from studio.media.image import Image

    (example,) = blocks((ROOT / "docs" / "writing_a_node.md").read_text(encoding="utf-8"), "python")
    module = ModuleType("invert")
    exec(compile(example, "invert.py", "exec"), module.__dict__)  # noqa: S102
    node_type = node_type_of(module.invert)
    assert [knob.name for knob in node_type.knobs] == ["amount"]
    assert node_type.knobs[0].doc
    image = Image(torch.full((2, 3, 4), 0.25).half())
    assert torch.equal(module.invert(FakeContext(), image, amount=0.0).pixels, image.pixels)


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)


def test_the_changes_of_this_version_are_written_down() -> None:
    assert f"## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
