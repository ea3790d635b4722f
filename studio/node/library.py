"""The library: every node type there is, by name, found on demand."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from studio.node.declare import NodeType, node_type_of


class Library(Mapping[str, NodeType]):
    """Node types by name. Adding one of a name that is taken raises ValueError.

    Attributes:
        code: Digest of the code and data that the nodes compute with. It enters every fingerprint, so that a result
            kept on disk by another build is never taken for this one's.
    """

    def __init__(self, functions: Iterable[Callable[..., Any]] = ()) -> None:
        self.code = ""
        self._types: dict[str, NodeType] = {}
        for function in functions:
            self.add(function)

    def add(self, function: Callable[..., Any]) -> NodeType:
        """Add a function declared with ``@node``."""
        found = node_type_of(function)
        if found.name in self._types and self._types[found.name].function is not function:
            raise ValueError(f"two node types are called {found.name}")
        self._types[found.name] = found
        return found

    def add_package(self, package: str) -> None:
        """Import every module below a package (its ``algorithms`` excepted) and add the nodes declared there."""
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            if info.ispkg or ".algorithms." in info.name:
                continue
            module = importlib.import_module(info.name)
            for item in vars(module).values():
                if hasattr(item, "__vivant_node__") and item.__module__ == module.__name__:
                    self.add(item)

    def know_code(self, folders: Iterable[Path]) -> None:
        """Set :attr:`code` from every source and data file below some folders."""
        digest = hashlib.blake2b(digest_size=16)
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix in (".py", ".json", ".glsl"):
                    digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
        self.code = digest.hexdigest()

    def __getitem__(self, name: str) -> NodeType:
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._types))

    def __len__(self) -> int:
        return len(self._types)
