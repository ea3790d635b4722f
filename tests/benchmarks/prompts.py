"""How well prompts are understood: who does what, with whom, in what order, in what mood; extra beats count as wrong.

The prompts and the beats that they ask for lie in ``prompts`` beside this file: ``prompts.txt`` was written before the
parser was; ``later.txt`` after it, and ``stranger.txt`` by somebody who had not seen it: both are reported apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.prompt import understand
from nodes.algorithms.language.referent import Member
from nodes.algorithms.language.schedule import Beat
from nodes.algorithms.language.spelling import spelled
from nodes.script.lexicon_file import lexicon
from studio.app import folder
from studio.models.sentences import words

_BEAT = re.compile(r'(?P<who>\S+) (?P<action>\w+)(?: @(?P<target>\S+))?(?: ~(?P<mood>\w+))?(?: "(?P<line>.*)")?$')


@dataclass(frozen=True)
class Wanted:
    """A beat that a prompt asks for."""

    who: str
    action: str
    target: str
    mood: str
    line: str


@dataclass
class Case:
    """A prompt with what it asks for: beats in steps, those of one step at once; and words that nobody can know."""

    cast: str
    prompt: str
    steps: list[list[Wanted]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def read_cases(path: Path) -> Iterator[Case]:
    """Every case of a file."""
    cast, case = "", None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            cast = line[2:].strip()
        elif line.startswith("> "):
            if case is not None:
                yield case
            case = Case(cast, line[2:])
        elif line.startswith("? ") and case is not None:
            case.strange.append(line[2:].strip())
        elif line.strip() not in ("", "-") and not line.startswith("#") and case is not None:
            case.steps = [[_beat(text) for text in _apart(step, ",")] for step in _apart(line, ";")]
    if case is not None:
        yield case


def _apart(text: str, mark: str) -> list[str]:
    """Cut at a mark outside of quotation marks."""
    return [piece.strip() for piece in re.split(rf'{mark}(?=(?:[^"]*"[^"]*")*[^"]*$)', text)]


def _beat(text: str) -> Wanted:
    match = _BEAT.match(text)
    if match is None:
        raise ValueError(f"no beat: {text}")
    return Wanted(**{name: value or "" for name, value in match.groupdict().items()})


def read_casts(path: Path) -> dict[str, list[Member]]:
    """The people of every cast."""
    casts = json.loads(path.read_text(encoding="utf-8"))
    return {name: [member(person) for person in cast["people"]] for name, cast in casts.items()}


def member(person: dict[str, Any]) -> Member:
    """One person of a cast."""
    kind, age = person.get("kind", ""), person.get("age", "")
    child = age == "child" or kind in ("boy", "girl") if kind or age else None
    features = frozenset(name for name in ("glasses", "beard") if person.get(name))
    return Member(
        person["id"], tuple(person["box"]), person.get("name", ""),
        {"man": "male", "boy": "male", "woman": "female", "girl": "female"}.get(kind, ""), child,
        age if age in ("old", "young") else "", person.get("hair", ""), features,
        {garment: (colour,) for garment, colour in person.get("wears", {}).items()}, person.get("row", ""),
    )  # fmt: skip


def faults(case: Case, beats: list[Beat], strange: list[str]) -> list[str]:
    """What is wrong with an answer, nothing where it is right."""
    left, found = list(beats), []
    matched: list[list[Beat]] = []
    for step in case.steps:
        matched.append([])
        for wanted in step:
            beat = next((beat for beat in left if _fits(wanted, beat)), None)
            if beat is None:
                found.append(f"missing {wanted.who} {wanted.action} {wanted.target}".strip())
            else:
                left.remove(beat)
                matched[-1].append(beat)
    found += [f"extra {beat.who} {beat.action} {beat.target}".strip() for beat in left]
    for earlier, later in pairwise(matched):
        if any(one.start >= other.start for one in earlier for other in later):
            found.append("order")
    for step in matched:
        if any(one.start >= other.start + other.duration for one in step for other in step):
            found.append("not at once")
    lower = [text.lower() for text in strange]
    found += [f"not listed: {word}" for word in case.strange if not any(word.lower() in text for text in lower)]
    if len(strange) > len(case.strange):
        found.append(f"listed: {strange}")
    return found


def _fits(wanted: Wanted, beat: Beat) -> bool:
    """A mood and whom a line is said to are judged only where the prompt names them."""
    return (
        (wanted.who, wanted.action, wanted.line) == (beat.who, beat.action, beat.line)
        and (wanted.target == beat.target or (not wanted.target and bool(wanted.line)))
        and (not wanted.mood or wanted.mood == beat.mood)
    )  # fmt: skip


def measure(name: str, lexicon: Lexicon, prompts: Path) -> tuple[int, int, list[str]]:
    """How many cases of a file are right, of how many, and what is wrong with the others."""
    casts = read_casts(prompts / "casts.json")
    right, wrong, total = 0, [], 0
    for case in read_cases(prompts / name):
        cast = casts[case.cast]
        prompt, _ = spelled(case.prompt, lexicon, [person.name for person in cast], words())
        beats, strange = understand(prompt, cast, lexicon)
        found = faults(case, beats, strange)
        total, right = total + 1, right + (not found)
        if found:
            wrong.append(f"[{case.cast}] {case.prompt}\n    {'; '.join(found)}")
    return right, total, wrong


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Print every prompt that is misunderstood, and how many are not."""
    figures: dict[str, Any] = {}
    for name, when in (("prompts.txt", "before"), ("later.txt", "after"), ("stranger.txt", "without knowing")):
        right, total, wrong = measure(name, lexicon(), folder("benchmarks") / "prompts")
        print("\n".join(wrong))
        print(f"prompts written {when} the parser: {right} of {total} right, {right / max(1, total):.3f}")
        key = when.replace(" ", "_")
        figures |= {f"{key}_right": right, f"{key}_prompts": total, f"{key}_share": round(right / max(1, total), 4)}
    return figures
