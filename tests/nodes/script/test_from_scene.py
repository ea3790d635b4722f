"""What a picture itself suggests, on scenes made by hand."""

from __future__ import annotations

from contracts import samples
from fakes import FakeContext

from nodes.script.from_scene import beats_from_scene
from nodes.script.lexicon_file import lexicon
from nodes.script.write_script import write_script
from studio.media.scene import Relation, Scene, Thing


def scene(*relations: tuple[str, str, str], activities: str = "stands stands stands", **known: float) -> Scene:
    people = [Thing(name, "person", (50.0 * k, 0.0, 50.0 * k + 40, 100.0), activity=activity)
              for k, (name, activity) in enumerate(zip("abc", activities.split(), strict=False))]  # fmt: skip
    things = [Thing("ball", "object", (0, 0, 9, 9), "ball"), Thing("hat", "object", (0, 0, 9, 9), "hat")]
    edges = tuple(Relation(one, kind, other, 0.9, "hands meet") for one, kind, other in relations)
    return Scene((200, 100), (*people, *things), edges, **known)  # type: ignore[arg-type]


def played(*relations: tuple[str, str, str], **known: str) -> set[tuple[str, str, str]]:
    return {(beat.who, beat.action, beat.target) for beat in beats_from_scene(scene(*relations, **known))[0]}


def test_all_who_pose_smile_and_wave_one_after_the_other() -> None:
    beats, _ = beats_from_scene(scene(*((one, "looks_at", "camera") for one in "abc")))
    assert {(beat.who, beat.action) for beat in beats} == {(one, deed) for one in "abc" for deed in ("smile", "wave")}
    waves = [beat.start for beat in beats if beat.action == "wave"]
    assert waves == sorted(waves) and len(set(waves)) == 3


def test_two_who_face_each_other_talk_in_turns() -> None:
    beats, _ = beats_from_scene(scene(("a", "facing", "b"), ("b", "facing", "a")))
    talk = [(beat.who, beat.target) for beat in beats if beat.action == "talk"]
    assert talk == [("a", "b"), ("b", "a")]
    assert not any(action == "talk" for _, action, _ in played(("a", "facing", "b")))


def test_who_reaches_for_a_thing_takes_it_and_who_holds_one_uses_it() -> None:
    found = played(("a", "reaches_for", "ball"), ("b", "holds", "ball"), ("c", "holds", "hat"))
    assert ("a", "take", "") in found and ("b", "throw", "") in found
    assert not any(who == "c" and action not in ("look",) for who, action, _ in found)


def test_hands_that_meet_shake() -> None:
    found = played(("a", "touches", "b"), ("a", "facing", "b"), ("b", "facing", "a"))
    assert {("a", "handshake", "b"), ("b", "handshake", "a")} <= found


def test_who_looks_at_one_who_talks_nods() -> None:
    found = played(("a", "facing", "b"), ("b", "facing", "a"), ("c", "looks_at", "a"))
    assert ("c", "nod", "a") in found


def test_who_walks_goes_on_walking_and_nobody_is_left_without_anything() -> None:
    found = played(activities="walks runs stands")
    assert {("a", "walk", ""), ("b", "run", "")} <= found and any(who == "c" for who, _, _ in found)


def test_every_beat_says_why_and_is_an_action_that_there_is() -> None:
    beats, reasons = beats_from_scene(scene(("a", "looks_at", "camera"), ("b", "holds", "ball")))
    assert len(beats) == len(reasons) and all(reasons)
    assert all(beat.action in lexicon() for beat in beats)
    assert "looks_at camera" in next(why for beat, why in zip(beats, reasons, strict=True) if beat.action == "wave")


def test_a_lively_scene_moves_more_than_a_calm_one() -> None:
    calm, _ = beats_from_scene(scene(arousal=0.0))
    lively, _ = beats_from_scene(scene(arousal=1.0))
    assert lively[0].amplitude > calm[0].amplitude + 0.3


def test_a_script_without_a_prompt_follows_the_scene_and_its_edits() -> None:
    image, people = samples.image(), samples.people()
    pair = Scene((240, 200), (Thing("person_1", "person", people["person_1"].box),
                              Thing("person_2", "person", people["person_2"].box)),
                 (Relation("person_1", "looks_at", "camera", 1.0, "by hand", True),))  # fmt: skip
    script = write_script(FakeContext(), image, people, pair)
    assert ("person_1", "wave") in {(beat.who, beat.action) for beat in script.beats}
    assert dict(script.reasons)["person_1 wave 1"].startswith("person_1 looks_at camera")
    fewer = write_script(FakeContext(), image, people, pair, edits=({"id": "person_1 wave 1", "delete": True},))
    assert "person_1 wave 1" not in {beat.id for beat in fewer.beats}


def test_a_script_without_a_prompt_may_be_empty() -> None:
    assert write_script(FakeContext(), samples.image(), samples.people(), from_picture=False).beats == ()


def test_without_a_scene_it_is_found() -> None:
    script = write_script(FakeContext(), samples.image(), samples.people())
    assert {beat.who for beat in script.beats} == {"person_1", "person_2"} and script.reasons
