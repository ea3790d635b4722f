"""Commands that only look: nodes, check, doctor, bench, help; and how little they load."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from studio import app
from studio.cli.entry import COMMANDS, main
from studio.graph import project
from studio.graph.build import Builder
from studio.graph.edit import set_shot

Told = Callable[[], str]
HEAVY = {"torch", "mediapipe", "ultralytics", "av", "moderngl", "OpenImageIO", "onnxruntime", "scipy", "numba", "igl"}


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command printed."""
    capsys.readouterr()
    assert main(list(arguments)) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nodes"], ["check", "PRESET"], ["animate", "--help"], ["bench"]])
def test_commands_that_only_look_load_nothing_heavy(arguments: list[str]) -> None:
    given = [str(app.preset_path("group_photo")) if word == "PRESET" else word for word in arguments]
    code = (
        "import sys\nfrom studio.cli.entry import main\n"
        f"try: main({given!r})\nexcept SystemExit: pass\n"
        f"sys.exit(', '.join(sorted({HEAVY!r} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_nodes_are_listed_with_their_whole_declaration(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "nodes", "--json")
    listed = {entry["name"]: entry for entry in json.loads(first)}
    assert list(listed) == list(app.library())
    for name, node_type in app.library().items():
        entry = listed[name]
        assert [knob["name"] for knob in entry["knobs"]] == [knob.name for knob in node_type.knobs]
        assert [socket["media"] for socket in entry["inputs"]] == [socket.media for socket in node_type.inputs]
        assert [socket["media"] for socket in entry["outputs"]] == [socket.media for socket in node_type.outputs]
        assert all(knob["doc"] for knob in entry["knobs"]), name


def test_the_list_of_nodes_is_the_same_in_every_run() -> None:
    command = [sys.executable, "-m", "studio.cli", "nodes", "--json"]
    runs = [
        subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_one_node_is_shown_in_full(capsys: pytest.CaptureFixture[str], told: Told) -> None:
    shown = said(capsys, "nodes", "choose_motion")
    for knob in app.library()["choose_motion"].knobs:
        assert f"knob {knob.name}" in shown
    assert main(["nodes", "nope"]) == 2
    assert "nope" in told()


def test_the_help_lists_presets_and_motions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["animate", "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    knob = app.library()["choose_motion"].knob("motion")
    assert knob is not None
    for name in (*knob.choices, *(path.stem for path in app.presets())):
        assert re.search(rf"\b{name}\b", shown), name


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"usage: vivant {command}" in capsys.readouterr().out


def small_film(folder: Path) -> Path:
    """A film of two frames, with its graph in it."""
    build = Builder(app.library())
    build.write_movie(build.checker(size=8.0))
    project.save(folder / "shot.vivant", set_shot(build.graph, size=(64, 48), last=1), app.library())
    assert main(["render", str(folder / "shot.vivant"), "-o", str(folder / "film.mp4")]) == 0
    return folder / "film.mp4"


def test_a_file_is_judged_by_its_content_and_not_by_its_name(
    tmp_path: Path, nobody: Path, capsys: pytest.CaptureFixture[str], told: Told
) -> None:
    film = small_film(tmp_path)
    as_picture = (tmp_path / "shot.vivant").rename(tmp_path / "project.jpg")
    as_project = film.rename(tmp_path / "film.vivant")
    for path in (as_picture, as_project):
        assert "2 nodes, 0 errors" in said(capsys, "check", str(path))
    photo = nobody.rename(tmp_path / "photo.vivant")
    assert main(["check", str(photo)]) == 2
    assert "carries no graph" in told()


def test_what_keeps_a_graph_from_computing_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = Builder(app.library())
    build.write_movie(build.reformat(build.load_photo(path=str(tmp_path / "gone.jpg"))))
    project.save(tmp_path / "shot.vivant", build.graph, app.library())
    shown = said(capsys, "check", str(tmp_path / "shot.vivant"), code=2)
    assert "error: load_photo_1" in shown
    assert "gone.jpg" in shown
    assert "3 nodes, 1 error, 0 warnings" in shown


def test_the_doctor_says_what_works_and_how_to_get_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["doctor"]) in (0, 1)
    lines = capsys.readouterr().out.splitlines()
    for name in ("Python", "OpenGL", "GPU", "H.264", "H.265", "ProRes", "people (embedded)", "people (learned)"):
        assert any(name in line for line in lines), name
    for place, line in enumerate(lines):
        if line.startswith(("absent", "MISSING")):
            assert "->" in lines[place + 1], line


def test_benchmarks_are_listed_and_their_figures_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    shown = said(capsys, "bench")
    for path in app.folder("benchmarks").glob("*.py"):
        assert re.search(rf"^{path.stem}\s+\S+", shown, re.MULTILINE)
    assert main(["bench", "nope"]) == 2
    assert "engine" in told()
    (tmp_path / "mine.py").write_text('"""Mine."""\n\n\ndef run(data, out):\n    return {"answer": 42}\n')
    monkeypatch.setattr(app, "folder", lambda name: tmp_path)
    assert said(capsys, "bench").split() == ["mine", "Mine."]
    assert main(["bench", "mine", "--json", str(tmp_path / "new" / "figures.json")]) == 0
    assert json.loads((tmp_path / "new" / "figures.json").read_text()) == {"answer": 42}


def test_every_benchmark_can_be_loaded() -> None:
    from studio.cli.bench import load

    for path in app.folder("benchmarks").glob("*.py"):
        assert callable(load(path).run), path.name


def test_a_benchmark_that_needs_data_says_so(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIVANT_DATA", raising=False)
    for name in ("people", "films"):
        assert main(["bench", name]) == 2
        assert "--data DIR" in told()
    assert main(["bench", "people", "--data", "/no/such/folder"]) == 2
    assert "no folder" in told()


def test_the_backends_of_the_command_line_are_those_of_the_nodes() -> None:
    from nodes.people.backends import Backend

    knob = app.library()["detect_people"].knob("backend")
    assert knob is not None
    assert set(knob.choices) == {"auto", "embedded", "learned"} == set(get_args(Backend))


def test_motions_are_found_by_words_and_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "motions", "wave").splitlines()[0].startswith("wave ")
    listed = json.loads(said(capsys, "motions", "clap", "--json", "-o", str(tmp_path / "sheet.png")))
    assert listed[0]["name"] == "clap" and listed[0]["repeats"]
    assert (tmp_path / "sheet.png").stat().st_size > 1000
    assert main(["motions", "qqqqqqq"]) == 2
    assert main(["motions", "-o", str(tmp_path / "sheet.mp4")]) == 2
