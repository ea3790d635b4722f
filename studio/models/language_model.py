"""A language model that somebody runs: behind an address that speaks OpenAI's protocol, or in a folder on this machine.

Nothing is ever asked unless the artist names an address or a folder. A key, where the address wants one, is read from
the environment and never kept in a graph.

Source: OpenAI, "Chat completions", API reference (also spoken by llama.cpp, vLLM and Ollama); transformers' chat
templates.
"""

from __future__ import annotations

import json
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from studio.media.errors import BadInput, VivantError

KEY = "VIVANT_LANGUAGE_KEY"
"""Environment variable that holds the key of an address that wants one."""
LARGEST = 1 << 20
"""Bytes of an answer that are read."""
PATIENCE = 120.0
"""Seconds after which an address that does not answer is given up."""
Message = dict[str, str]


def ask_address(address: str, model: str, messages: Sequence[Message], check: Callable[[], None]) -> str:
    """What the model behind an address answers.

    Args:
        address: "http://localhost:8080/v1": what comes before "/chat/completions".
        model: The name that the address knows it by.
        messages: {"role", "content"} each.
        check: Called while waiting; it raises where the artist cancels.

    Raises:
        VivantError: The address cannot be reached or answers nonsense; one line.
    """
    if not address.startswith(("http://", "https://")):
        raise BadInput(f"the language model's address {address[:60]!r} has to begin with http:// or https://")
    wanted = {"model": model, "messages": list(messages), "temperature": 0, "seed": 0,
              "response_format": {"type": "json_object"}}  # fmt: skip
    headers = {"Content-Type": "application/json"}
    if os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {os.environ[KEY]}"
    request = urllib.request.Request(
        f"{address.rstrip('/')}/chat/completions", json.dumps(wanted).encode(), headers, method="POST"
    )
    body = _apart(lambda: _fetch(request), check)
    try:
        answer = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise VivantError(f"{address}: the answer is no chat completion") from None
    if not isinstance(answer, str):
        raise VivantError(f"{address}: the answer holds no text")
    return answer


def ask_folder(folder: str, messages: Sequence[Message], longest: int = 1200) -> str:
    """What a transformers model in a folder on this machine answers, the likeliest word each time.

    Args:
        folder: With config, tokenizer and safetensors; nothing is ever downloaded, and no code of it is run.
        messages: As in :func:`ask_address`.
        longest: Words (tokens) of an answer.

    Raises:
        BadInput: There is no such model; one line.
    """
    import torch

    tokenizer, model = _local(folder)
    if tokenizer.chat_template:
        text = tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True)
    else:
        text = "\n\n".join(message["content"] for message in messages) + "\n"
    room = int(getattr(model.config, "max_position_embeddings", 4096))
    words = tokenizer(text, return_tensors="pt")["input_ids"][:, -max(1, room - min(longest, room // 2)) :]
    with torch.inference_mode():
        out = model.generate(
            words, attention_mask=torch.ones_like(words), do_sample=False,
            max_new_tokens=max(1, min(longest, room - words.shape[1])), pad_token_id=tokenizer.eos_token_id or 0,
        )  # fmt: skip
    answer: str = tokenizer.decode(out[0, words.shape[1] :], skip_special_tokens=True)
    return answer


@lru_cache(maxsize=1)
def _local(folder: str) -> tuple[Any, Any]:
    place = Path(folder)
    if not (place / "config.json").is_file():
        raise BadInput(f"{folder}: there is no language model in this folder (a config.json and safetensors)")
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True
        )
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{folder}: the language model cannot be read: {' '.join(str(error).split())[:120]}") from None
    return tokenizer, model.eval()


def _fetch(request: urllib.request.Request) -> bytes:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            body: bytes = response.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()  # it holds the line open
        raise VivantError(f"{request.full_url}: answers {error.code} {error.reason}") from None
    except (urllib.error.URLError, TimeoutError, OSError, ValueError) as error:
        raise VivantError(f"{request.full_url}: cannot be reached ({getattr(error, 'reason', error)})") from None
    if len(body) > LARGEST:
        raise VivantError(f"{request.full_url}: the answer is longer than {LARGEST:,} bytes")
    return body


def _apart(work: Callable[[], bytes], check: Callable[[], None]) -> bytes:
    """Do it in a thread, so that a cancel is heard while the address thinks."""
    done: list[bytes | BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        check()
        thread.join(0.05)
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]
