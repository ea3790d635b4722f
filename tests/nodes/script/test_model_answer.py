"""A language model for the script: asked over HTTP and in a folder, its answer checked, its nonsense refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from chat_server import chat_server
from contracts import samples
from fakes import FakeContext

from nodes.script.lexicon_file import lexicon
from nodes.script.model_answer import read_answer
from nodes.script.write_script import write_script
from studio.media.errors import BadInput, Cancelled, VivantError
from studio.media.scene import Scene, Thing
from studio.media.script import CameraMove, Script
from studio.models.language_model import KEY, ask_address

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

BEAT = {"who": "person_1", "action": "wave", "target": "person_2", "start": 0.5, "duration": 2.0, "mood": "happy",
        "line": None}  # fmt: skip
GOOD = {"beats": [BEAT], "not_understood": ["moonwalk"]}


def script(address: str, ctx: FakeContext, prompt: str = "the person on the left waves") -> Script:
    return write_script(ctx, samples.image(), samples.people(), prompt=prompt, backend="address", address=address,
                        model="tiny")  # fmt: skip


def test_a_good_answer_is_the_script() -> None:
    asked: list[Any] = []
    ctx = FakeContext()
    with chat_server(GOOD, asked=asked) as address:
        made = script(address, ctx)
    assert [(beat.who, beat.action, beat.target, beat.mood, beat.line) for beat in made.beats] == [
        ("person_1", "wave", "person_2", "happy", "")
    ]
    assert made.not_understood == ("moonwalk",) and any("moonwalk" in line for line in ctx.warnings)
    path, _, body = asked[0]
    assert path == "/v1/chat/completions" and body["model"] == "tiny" and body["temperature"] == 0
    assert "person_2" in body["messages"][0]["content"] and "handshake" in body["messages"][0]["content"]


@pytest.mark.parametrize(
    "nonsense", ["I would let him wave.", {"beats": []}, {**GOOD, "beats": [{**BEAT, "who": "x"}]}]
)
def test_an_answer_that_fails_the_check_is_refused_and_the_grammar_does_it(nonsense: Any) -> None:
    ctx = FakeContext()
    with chat_server(nonsense) as address:
        made = script(address, ctx)
    assert [(beat.who, beat.action, beat.target) for beat in made.beats] == [("person_1", "wave", "")]
    assert any("the grammar does it" in line for line in ctx.warnings)


@pytest.mark.parametrize(("body", "status"), [(b"no json", 200), (b"{}", 200), (b"", 500), (b"[1]", 200)])
def test_a_server_that_answers_no_chat_is_told_in_one_line(body: bytes, status: int) -> None:
    with chat_server(body, status) as address, pytest.raises(VivantError) as caught:
        ask_address(address, "tiny", [], lambda: None)
    assert "\n" not in str(caught.value) and "127.0.0.1" in str(caught.value)


def test_nobody_at_the_address_leaves_it_to_the_grammar() -> None:
    ctx = FakeContext()
    assert script("http://127.0.0.1:9", ctx).beats and "cannot be reached" in ctx.warnings[0]


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ftp://there"])
def test_only_http_is_asked(address: str) -> None:
    with pytest.raises(BadInput, match="http"):
        ask_address(address, "tiny", [], lambda: None)


def test_a_key_comes_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setenv(KEY, "open sesame")
    with chat_server(GOOD, asked=asked) as address:
        ask_address(address, "tiny", [], lambda: None)
    assert asked[0][1]["Authorization"] == "Bearer open sesame"


def test_waiting_for_an_answer_can_be_stopped() -> None:
    def stop() -> None:
        raise Cancelled

    with chat_server(GOOD) as address, pytest.raises(Cancelled):
        ask_address(address, "tiny", [], stop)


def test_the_grammar_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing may be asked")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    assert write_script(FakeContext(), samples.image(), samples.people(), prompt="everyone waves").beats


def test_a_fence_of_code_around_the_answer_is_taken_off() -> None:
    answer = read_answer(f"```json\n{json.dumps(GOOD)}\n```", {"person_1", "person_2"}, lexicon().verbs)
    assert len(answer.beats) == 1 and answer.camera == [] and answer.not_understood == ["moonwalk"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"who": "person_9"}, "person_9"), ({"who": ["person_1"]}, "who is neither"),
        ({"action": "explode"}, "explode"),
        ({"target": "person_1"}, "target"), ({"target": 3}, "target"), ({"mood": "hangry"}, "hangry"),
        ({"start": -1}, "start"), ({"start": True}, "start"), ({"start": "0"}, "start"), ({"duration": 0}, "duration"),
        ({"duration": 1e9}, "duration"), ({"line": "x" * 1000}, "line"), ({"extra": 1}, "fields"),
    ],
)  # fmt: skip
def test_every_field_of_a_beat_is_checked(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        answer = json.dumps({"beats": [{**BEAT, **change}], "not_understood": []})
        read_answer(answer, {"person_1", "person_2"}, lexicon().verbs)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"beats": 3, "not_understood": []}', '{"beats": [], "not_understood": [3]}',
     '{"beats": [], "not_understood": [], "more": 1}', '{"beats": [NaN], "not_understood": []}', "[" * 5000,
     json.dumps({"beats": [BEAT] * 501, "not_understood": []}), '{"beats": [], "beats": [], "not_understood": []}'],
)  # fmt: skip
def test_what_is_not_of_the_schema_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_answer(text, {"person_1", "person_2"}, lexicon().verbs)
    assert "\n" not in str(caught.value)


def tiny_model(folder: Path) -> Path:
    """A transformers model of a few thousand random weights, with a tokenizer of single letters."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    letters = {chr(code): code - 31 for code in range(32, 127)} | {"<end>": 0}
    tokenizer = Tokenizer(models.WordLevel(letters, unk_token="<end>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", unk_token="<end>").save_pretrained(folder)
    torch.manual_seed(3)
    config = GPT2Config(vocab_size=len(letters), n_positions=128, n_embd=16, n_layer=1, n_head=2, bos_token_id=0,
                        eos_token_id=0)  # fmt: skip
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def test_a_random_models_nonsense_is_refused(tmp_path: Path) -> None:
    ctx = FakeContext()
    made = write_script(ctx, samples.image(), samples.people(), prompt="everyone waves", backend="folder",
                        model=str(tiny_model(tmp_path)))  # fmt: skip
    assert {beat.action for beat in made.beats} == {"wave"} and len(made.beats) == 2
    assert "the grammar does it" in ctx.warnings[0] and "answer" in ctx.warnings[0]


def test_a_folder_without_a_model_leaves_it_to_the_grammar(tmp_path: Path) -> None:
    ctx = FakeContext()
    made = write_script(ctx, samples.image(), samples.people(), prompt="everyone waves", backend="folder",
                        model=str(tmp_path))  # fmt: skip
    assert made.beats and "no language model" in ctx.warnings[0]


MOVE = {"action": "push_in", "onto": ["person_2", "bus"], "origin": [], "size": "close", "towards": None, "start": 1.0,
        "duration": 2.5, "ease": "smooth"}  # fmt: skip


def filmed(*moves: Any) -> list[CameraMove]:
    text = json.dumps({"beats": [], "camera": moves, "not_understood": []})
    return read_answer(text, {"person_1", "person_2"}, lexicon().verbs, {"bus"}).camera


def test_a_model_may_move_the_camera_to_people_and_things_and_its_moves_can_be_changed_by_hand() -> None:
    cut = {**MOVE, "action": "cut", "onto": [], "size": None, "start": 0.0}
    first, second = filmed(MOVE, cut)
    assert (first.action, first.onto, first.size) == ("cut", (), "")
    assert (second.action, second.onto, second.size, second.start) == ("push_in", ("person_2", "bus"), "close", 1.0)
    answer = {"beats": [BEAT], "camera": [{**MOVE, "onto": ["person_2"]}], "not_understood": []}
    edits = ({"id": "camera push_in 1", "start": 3.0},)
    with chat_server(answer) as address:
        made = write_script(FakeContext(), samples.image(), samples.people(), prompt="push in", backend="address",
                            address=address, model="tiny", edits=edits)  # fmt: skip
    assert [(move.id, move.start, move.onto) for move in made.camera] == [("camera push_in 1", 3.0, ("person_2",))]
    assert made.prompted_camera[0].start == 1.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "fly"}, "fly"), ({"action": None}, "action"), ({"onto": ["robot"]}, "robot"),
        ({"onto": "bus"}, "onto"), ({"onto": [1]}, "onto"), ({"origin": None}, "origin"),
        ({"size": "huge"}, "huge"), ({"towards": "away"}, "away"),
        ({"ease": "bouncy"}, "bouncy"), ({"ease": 3}, "ease"), ({"start": -1}, "start"), ({"duration": 0}, "duration"),
        ({"duration": True}, "duration"), ({"who": "person_1"}, "fields"),
    ],
)  # fmt: skip
def test_every_field_of_a_move_of_the_camera_is_checked(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        filmed({**MOVE, **change})


def test_what_a_model_is_told_has_the_things_and_the_words_for_the_camera() -> None:
    asked: list[Any] = []
    bus = Thing("bus", "object", (1.0, 2.0, 30.0, 40.0), "bus")
    with chat_server(GOOD, asked=asked) as address:
        write_script(FakeContext(), samples.image(), samples.people(), Scene(samples.SIZE, (bus,)), prompt="x",
                     backend="address", address=address, model="tiny")  # fmt: skip
    told = asked[0][2]["messages"][0]["content"]
    assert '{"id": "bus"' in told and "push_in" in told and "medium" in told
