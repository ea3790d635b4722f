"""``vivant animate --prompt``: the film shows what was asked, lasts as long, and what was not understood is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.app import Studio, find
from studio.cli.entry import main
from studio.cli.prompt import DIRECTED, last_act, prompted
from studio.engine.cancel import Cancel
from studio.engine.events import Finished
from studio.graph.edit import set_knob, set_shot
from studio.graph.graph import Graph
from studio.media.errors import BadInput

SMALL = ("--height", "48", "--fps", "2")


def animate(photo: Path, out: Path, *more: str) -> int:
    return main(["animate", str(photo), "-o", str(out), *SMALL, *more])


def test_a_prompted_film_lasts_until_the_last_beat_is_over_unless_its_length_is_given(
    two_men: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = "the man on the left nods for 3 seconds, then the other one laughs for 4 seconds and the unicorn dances"
    assert animate(two_men, tmp_path / "long", "--prompt", prompt) == 0
    said = capsys.readouterr()
    assert "not understood: unicorn" in said.err + said.out
    assert 14 <= len(list((tmp_path / "long").glob("*.png"))) <= 18
    assert animate(two_men, tmp_path / "short", "--prompt", prompt, "--seconds", "1") == 0
    assert len(list((tmp_path / "short").glob("*.png"))) == 2
    said = capsys.readouterr()
    assert "not understood: unicorn" in said.err + said.out  # told again although nothing was computed again


@pytest.mark.parametrize("prompt", ["asdf qwer", "the unicorn sings", "nobody waves", "...!?"])
def test_a_prompt_that_gives_nobody_anything_to_do_is_refused_in_one_line(
    prompt: str, two_men: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert animate(two_men, tmp_path / "none", "--prompt", prompt) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("vivant:")]
    assert "gives nobody anything to do" in line and not (tmp_path / "none").exists()


def test_who_is_asked_to_do_something_does_it_and_the_other_one_watches(two_men: Path) -> None:
    studio = Studio()
    graph = prompted(studio, studio.preset(DIRECTED, photo=two_men), "the man on the right laughs")
    motions = studio.pull(graph, "choose_motion")
    assert sorted(motion.name for motion in motions.values()) == ["breathe", "laugh"]
    assert 2 < last_act(studio, graph, Cancel()) < 6


def test_a_graph_in_which_nobody_writes_a_script_is_refused(two_men: Path, told: Callable[[], str]) -> None:
    studio = Studio()
    with pytest.raises(BadInput, match=r"^--prompt needs [^\n]+$"):
        prompted(studio, Graph(), "they wave")


def test_a_beat_that_is_changed_computes_only_what_depends_on_it(two_men: Path) -> None:
    finished: list[Finished] = []
    studio = Studio(listen=lambda event: finished.append(event) if isinstance(event, Finished) else None)
    prompt = "the man on the left nods, then the man on the right laughs"
    graph = prompted(studio, studio.preset(DIRECTED, photo=two_men), prompt)
    graph = set_shot(graph, size=(160, 90))
    script = studio.pull(graph, "write_script")
    nod, laugh = script.beats[0], script.beats[1]
    times = (nod.start + 0.3, laugh.start + 0.8)
    before = [studio.pull(graph, "stage_people", "colour", time).srgb8() for time in times]
    finished.clear()
    smaller = {"id": laugh.id, "amplitude": 0.3}
    graph = set_knob(graph, studio.library, find(graph, "write_script"), "edits", (smaller,))
    after = [studio.pull(graph, "stage_people", "colour", time).srgb8() for time in times]
    done = {event.type for event in finished}
    assert done.isdisjoint(
        {"detect_people", "estimate_pose", "matte_people", "clean_plate", "rig_person", "relate_people"}
    )
    drawn = [event.time for event in finished if event.type == "stage_people"]
    assert drawn == [times[1]]
    assert np.array_equal(before[0], after[0]) and not np.array_equal(before[1], after[1])
