"""Results on disk: one safetensors file each, by name; survives restarts, shared by processes, capped in size.

Files are written beside and renamed, so a reader sees a whole file or none; each carries a digest of its content, and
one that does not match it is removed and forgotten. Nothing that goes wrong here is ever more than a result made
again.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from studio.engine.digest import content, digest
from studio.engine.tier import Entry, Name
from studio.media.value import is_tensor, pack, unpack

FORMAT = "1"
_STALE_SECONDS = 24 * 3600.0
_RECOUNT = 32
"""Results written between two looks at what the folder really holds."""


class Disk:
    """A folder of results.

    Args:
        folder: Where; made when the first result is written.
        budget: Bytes; the results unused for longest go first.
    """

    def __init__(self, folder: Path, budget: int) -> None:
        self.folder, self.budget = folder / f"format-{FORMAT}", budget
        self._results, self._keys = f"{self.folder}/results/", f"{self.folder}/keys/"
        self.bytes: int | None = None
        self._serial = 0

    def put(self, name: Name, entry: Entry) -> bool:
        """Write a result. False where it cannot be stored or the disk will not have it."""
        path = self._path(name)
        if self.holds(name):
            return True
        try:
            arrays, structure = pack(entry.value)
            plain = {key: _plain(array) for key, array in arrays.items()}
            return self._write(path, plain, self._about(name, entry, arrays, structure))
        except Exception:  # libraries have errors of their own for a full disk; none of them is worth a render
            return False

    def _about(self, name: Name, entry: Entry, arrays: Mapping[str, Any], structure: str) -> dict[str, str]:
        tensors = {key: array.device.type for key, array in arrays.items() if is_tensor(array)}
        return {
            "format": FORMAT, "structure": structure, "tensors": json.dumps(tensors), "node": entry.node,
            "identity": entry.identity.hex(), "seconds": repr(entry.seconds), "check": content(entry.value).hex(),
            "warnings": json.dumps(entry.warnings), "name": name[0].hex(), "output": name[1],
        }  # fmt: skip

    def _write(self, path: Path, arrays: dict[str, Any], about: dict[str, str]) -> bool:
        from safetensors.numpy import save_file

        path.parent.mkdir(parents=True, exist_ok=True)
        self._serial += 1
        beside = path.with_name(f"{path.name}.{os.getpid()}.{self._serial}.{id(self)}.part")
        try:
            save_file(arrays, beside, metadata=about)
            size = beside.stat().st_size
            beside.replace(path)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        recount = self.bytes is None or self._serial % _RECOUNT == 0  # other processes write here too
        self.bytes = self._scan() if recount or self.bytes is None else self.bytes + size
        if self.bytes > self.budget:
            self.shrink()
        return True

    def get(self, name: Name) -> tuple[Entry, bool] | None:
        """A result, and whether it belongs on a device. A file that is damaged is removed."""
        path = self._place(name)
        found = self._open(path, name)
        if found is None:
            return None
        try:
            about, arrays = found
            tensors = json.loads(about["tensors"])
            value = unpack({key: _revived(array, key in tensors) for key, array in arrays.items()}, about["structure"])
            if content(value).hex() != about["check"]:
                raise ValueError("damaged")
            entry = Entry(
                value, bytes.fromhex(about["identity"]), 0, float(about["seconds"]), about["node"],
                tuple(json.loads(about["warnings"])),
            )  # fmt: skip
        except Exception:
            self._remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return entry, any(kind != "cpu" for kind in tensors.values())

    def about(self, name: Name) -> dict[str, str] | None:
        """What a stored result's file says of it, without reading its arrays."""
        found = self._open(self._place(name), name, arrays=False)
        return found[0] if found else None

    def _open(self, path: str, name: Name, arrays: bool = True) -> tuple[dict[str, str], dict[str, Any]] | None:
        if not os.path.exists(path):  # noqa: PTH110 - asked for every node of a cold graph
            return None
        try:
            from safetensors import safe_open

            with safe_open(path, framework="numpy") as file:
                about = file.metadata() or {}
                if (about["format"], about["name"], about["output"]) != (FORMAT, name[0].hex(), name[1]):
                    raise ValueError("another result's file")
                return about, {key: file.get_tensor(key) for key in file.keys()} if arrays else {}  # noqa: SIM118
        except FileNotFoundError:
            return None
        except Exception:
            self._remove(path)
            return None

    def holds(self, name: Name) -> bool:
        """Whether there is a file for this result."""
        return os.path.isfile(self._place(name))  # noqa: PTH113

    def name(self, key: bytes) -> bytes | None:
        """The name of the result of a request, as an earlier run found it."""
        try:
            with open(self._key_path(key), "rb") as file:  # noqa: PTH123 - asked for every node of a cold graph
                text = file.read(256)
        except OSError:
            return None
        name, check = text[: len(key)], text[len(key) :]
        return name if check == digest(key + name) else None

    def remember(self, key: bytes, name: bytes) -> None:
        """Note the name of the result of a request."""
        path = Path(self._key_path(key))
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f"{path.name}.{os.getpid()}.{id(self)}.part")
            beside.write_bytes(name + digest(key + name))
            beside.replace(path)

    def count(self) -> int:
        """Bytes of all results."""
        if self.bytes is None:
            self.bytes = self._scan()
        return self.bytes

    def clear(self) -> None:
        """Remove every result."""
        for _, _, path in self._files():
            if path.suffix != ".part":  # another process may be writing it
                with contextlib.suppress(OSError):
                    path.unlink()
        self.bytes = 0

    def _path(self, name: Name) -> Path:
        return Path(self._place(name))

    def _place(self, name: Name) -> str:
        text = digest(name[0] + name[1].encode()).hex()
        return f"{self._results}{text[:2]}/{text}.safetensors"

    def _key_path(self, key: bytes) -> str:
        text = key.hex()
        return f"{self._keys}{text[:2]}/{text}"

    def _remove(self, path: str) -> None:
        with contextlib.suppress(OSError):
            size = Path(path).stat().st_size
            Path(path).unlink()
            self.bytes = None if self.bytes is None else self.bytes - size

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):
                seen = path.stat()
                if path.suffix == ".part" and time.time() - seen.st_mtime > _STALE_SECONDS:
                    path.unlink()
                elif path.is_file():
                    found.append((seen.st_mtime, seen.st_size, path))
        return sorted(found)

    def _scan(self) -> int:
        return sum(size for _, size, path in self._files() if path.suffix == ".safetensors")

    def shrink(self) -> None:
        """Remove what was not used for longest, down to nine tenths of the budget."""
        files = self._files()
        left = sum(size for _, size, _ in files)
        room = self.budget if left <= self.budget else int(0.9 * self.budget)
        for _, size, path in files:
            if left <= room:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size
        self.bytes = left


def _plain(array: Any) -> Any:
    plain = array.detach().cpu().numpy() if is_tensor(array) else array
    if plain.dtype.hasobject or not plain.dtype.isnative:
        raise TypeError(f"arrays of {plain.dtype} are not stored")
    return np.require(plain, requirements="C")


def _revived(array: Any, tensor: bool) -> Any:
    if not tensor:
        return array
    import torch

    return torch.from_numpy(array)
